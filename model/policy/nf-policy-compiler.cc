// SPDX-License-Identifier: GPL-2.0-only

#include "nf-policy-compiler.h"

#include "nf-policy-pair-compiler.h"

#include "ns3/abort.h"

#include <algorithm>
#include <fmt/format.h>
#include <memory>

namespace ns3
{

namespace
{

using Crossings = std::vector<NfPolicyCrossing>;

/// What the nodes of a placement have in common.
struct Network
{
    const NfPolicy& policy;
    const NfPolicyZones& zones;
    const NfTopologyPlan& plan;
    std::vector<std::vector<NfPrefix>> prefixes; //!< by zone

    bool HasRest(std::size_t zone) const
    {
        const std::vector<NfPolicyMember>& members = policy.zones[zone].members;
        return std::any_of(members.begin(), members.end(), [](const NfPolicyMember& member) {
            return member.pattern == "rest";
        });
    }
};

/// Compiles the filter of one node.
class NodeCompiler
{
  public:
    NodeCompiler(const Network& network,
                 std::size_t node,
                 const NfPolicyPaths::Place& place,
                 const NfPolicyShare& share)
        : m_network(network),
          m_node(node),
          m_place(place),
          m_pairs(network.policy, share, m_filter)
    {
    }

    NfPolicyFilter Compile()
    {
        const auto& graph = m_network.plan.GetGraph();
        const bool isRouter = graph.GetNode(m_node).kind == NfTopologyKind::ROUTER;
        const auto zone = m_network.zones.Find(m_node);
        const std::string otherwise =
            m_pairs.MakeDefault("").target == "ACCEPT" ? "ACCEPT" : "DROP";
        const std::size_t input = m_filter.AddChain("INPUT", zone ? otherwise : "ACCEPT");
        const std::size_t forward = m_filter.AddChain("FORWARD", isRouter ? otherwise : "ACCEPT");
        const std::size_t output = m_filter.AddChain("OUTPUT", zone ? otherwise : "ACCEPT");
        if (zone)
        {
            AddLoopback(input, output);
            AddAntiSpoofing(input);
            AddState(input);
            Sort(input, true, Select(true, false), [this, &zone](std::size_t from) {
                return m_pairs.GetTarget(from, *zone);
            });
        }
        if (isRouter)
        {
            AddAntiSpoofing(forward);
            AddState(forward);
            Sort(forward, true, Select(true, true), [this](std::size_t from) {
                return SortReceivers(from);
            });
        }
        if (zone)
        {
            AddState(output);
            Sort(output, false, Select(false, true), [this, &zone](std::size_t to) {
                return m_pairs.GetTarget(*zone, to);
            });
        }
        return std::move(m_filter);
    }

  private:
    const std::string& NameOf(std::size_t interface) const
    {
        return m_network.plan.GetInterfaces()[interface].name;
    }

    // What passes a built-in chain.
    Crossings Select(bool hasIn, bool hasOut) const
    {
        Crossings result;
        for (const NfPolicyCrossing& crossing : m_place.crossings)
        {
            if (crossing.in.has_value() == hasIn && crossing.out.has_value() == hasOut)
            {
                result.push_back(crossing);
            }
        }
        return result;
    }

    void AddLoopback(std::size_t input, std::size_t output)
    {
        NfPolicyRule rule;
        rule.target = "ACCEPT";
        rule.in = "lo";
        m_filter.AddRule(input, rule);
        rule.in = "";
        rule.out = "lo";
        m_filter.AddRule(output, rule);
    }

    void AddState(std::size_t chain)
    {
        NfPolicyRule rule;
        rule.target = "ACCEPT";
        if (m_network.policy.isStateful)
        {
            rule.state = NfPolicyState::KNOWN;
            rule.comment = "policy: answers";
            m_filter.AddRule(chain, rule);
            if (m_filter.GetChains()[chain].policy == "DROP")
            {
                rule.state = NfPolicyState::INVALID;
                rule.comment = "policy: of no connection";
                rule.target = "DROP";
                m_filter.AddRule(chain, rule);
            }
            return;
        }
        for (const uint8_t type : {3, 11, 12})
        {
            rule.protocol = NfPolicyProtocol::ICMP;
            rule.icmpType = type;
            rule.comment = "policy: ICMP errors";
            m_filter.AddRule(chain, rule);
        }
    }

    void AddAntiSpoofing(std::size_t chain)
    {
        if (m_network.policy.antiSpoofing == 0)
        {
            return;
        }
        for (const std::size_t interface : m_network.plan.GetInterfaces(m_node))
        {
            NfPolicyRule jump;
            jump.in = NameOf(interface);
            jump.target = "sources@" + jump.in; // no zone has an @
            if (!m_filter.FindChain(jump.target))
            {
                FillAntiSpoofing(m_filter.AddChain(jump.target), interface);
            }
            m_filter.AddRule(chain, jump);
        }
    }

    void FillAntiSpoofing(std::size_t chain, std::size_t interface)
    {
        const auto sources = m_place.sources.find(interface);
        NfPolicyRule rule;
        rule.comment = fmt::format("policy {}: anti-spoofing", m_network.policy.antiSpoofing);
        rule.target = "RETURN";
        if (sources != m_place.sources.end())
        {
            for (const NfPrefix& prefix :
                 NfCoverNodes(m_network.plan,
                              [&sources](std::size_t node) { return bool{sources->second[node]}; }))
            {
                rule.source = prefix;
                m_filter.AddRule(chain, rule);
            }
        }
        rule.source.reset();
        rule.target = "DROP";
        rule.line = m_network.policy.antiSpoofing;
        m_filter.AddRule(chain, rule);
    }

    // Sorts packets by the zone of their sender, or of their receiver: by interfaces that only one
    // zone's pass, then by addresses, and the rest by nothing.
    template <typename GetTarget>
    void Sort(std::size_t chain, bool bySender, const Crossings& crossings, GetTarget getTarget)
    {
        std::map<std::size_t, std::set<std::optional<std::size_t>>> zonesOf; // by interface
        std::set<std::size_t> zones;
        for (const NfPolicyCrossing& crossing : crossings)
        {
            const auto& zone = bySender ? crossing.from : crossing.to;
            zonesOf[bySender ? *crossing.in : *crossing.out].insert(zone);
            if (zone)
            {
                zones.insert(*zone);
            }
        }
        std::set<std::size_t> mixed; // zones that share an interface
        for (const auto& [interface, found] : zonesOf)
        {
            if (found.size() > 1)
            {
                for (const auto& zone : found)
                {
                    if (zone)
                    {
                        mixed.insert(*zone);
                    }
                }
            }
            else if (*found.begin())
            {
                NfPolicyRule rule;
                (bySender ? rule.in : rule.out) = NameOf(interface);
                AddJump(chain, rule, getTarget(**found.begin()));
            }
        }
        for (const bool isRest : {false, true})
        {
            for (const std::size_t zone : mixed)
            {
                if (m_network.HasRest(zone) == isRest)
                {
                    AddAddresses(chain, bySender, zone, getTarget(zone));
                }
            }
        }
    }

    void AddAddresses(std::size_t chain, bool bySender, std::size_t zone, const std::string& target)
    {
        NfPolicyRule rule;
        if (m_network.HasRest(zone))
        {
            AddJump(chain, rule, target);
            return;
        }
        for (const NfPrefix& prefix : m_network.prefixes[zone])
        {
            (bySender ? rule.source : rule.destination) = prefix;
            AddJump(chain, rule, target);
        }
    }

    void AddJump(std::size_t chain, NfPolicyRule rule, const std::string& target)
    {
        rule.target = target;
        rule.comment = target == "ACCEPT" ? "policy: nothing to deny here" : "";
        m_filter.AddRule(chain, rule);
    }

    // The chain that sorts what a zone sends by where it goes.
    std::string SortReceivers(std::size_t from)
    {
        const auto found = m_senders.find(from);
        if (found != m_senders.end())
        {
            return found->second;
        }
        const std::string name = m_pairs.ChooseName("from-" + m_network.policy.zones[from].name,
                                                    fmt::format("from-zone-{}", from + 1));
        m_senders[from] = name;
        Crossings crossings;
        for (const NfPolicyCrossing& crossing : Select(true, true))
        {
            if (crossing.from == from)
            {
                crossings.push_back(crossing);
            }
        }
        const std::size_t chain = m_filter.AddChain(name);
        Sort(chain, false, crossings, [this, from](std::size_t to) {
            return m_pairs.GetTarget(from, to);
        });
        const std::vector<NfPolicyRule>& rules = m_filter.GetChains()[chain].rules;
        if (rules.empty() || !rules.back().out.empty() || rules.back().destination)
        {
            m_filter.AddRule(chain,
                             m_pairs.MakeDefault("from " + m_network.policy.zones[from].name));
        }
        return name;
    }

    const Network& m_network;
    std::size_t m_node;
    const NfPolicyPaths::Place& m_place;
    NfPolicyFilter m_filter;
    NfPolicyPairCompiler m_pairs;
    std::map<std::size_t, std::string> m_senders; //!< chains by zone
};

} // namespace

NfPolicyFirewalls
NfPointToFilters(const NfCompiledPolicy& filters)
{
    NfPolicyFirewalls pointers;
    for (const auto& [node, filter] : filters)
    {
        pointers.emplace(node, &filter);
    }
    return pointers;
}

NfCompiledPolicy
NfCompilePolicy(const NfPolicy& policy,
                const NfPolicyZones& zones,
                const NfTopologyPlan& plan,
                const NfPlacement& placement)
{
    return NfCompilePolicy(policy,
                           zones,
                           plan,
                           placement,
                           NfPolicyPaths(plan, zones, placement.GetNodes()));
}

NfCompiledPolicy
NfCompilePolicy(const NfPolicy& policy,
                const NfPolicyZones& zones,
                const NfTopologyPlan& plan,
                const NfPlacement& placement,
                const NfPolicyPaths& paths)
{
    Network network{policy, zones, plan, {}};
    for (std::size_t zone = 0; zone < policy.zones.size(); ++zone)
    {
        network.prefixes.push_back(NfCoverNodes(plan, [&zones, zone](std::size_t node) {
            return zones.Find(node) == zone;
        }));
    }
    NfCompiledPolicy result;
    for (const auto& [node, share] : placement.firewalls)
    {
        const NfTopologyNode& box = plan.GetGraph().GetNode(node);
        NS_ABORT_MSG_IF(box.kind == NfTopologyKind::LAN,
                        "'" << box.name << "' is a LAN, which cannot filter");
        if (box.kind == NfTopologyKind::ROUTER || zones.Find(node))
        {
            result.emplace(node, NodeCompiler(network, node, paths.Get(node), share).Compile());
        }
    }
    return result;
}

} // namespace ns3
