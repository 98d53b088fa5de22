// SPDX-License-Identifier: GPL-2.0-only

#include "nf-proposals.h"

#include <algorithm>
#include <charconv>
#include <deque>

namespace ns3
{

namespace
{

std::optional<std::size_t>
FindRest(const NfPolicy& policy)
{
    for (std::size_t zone = 0; zone < policy.zones.size(); ++zone)
    {
        const std::vector<NfPolicyMember>& members = policy.zones[zone].members;
        if (std::any_of(members.begin(), members.end(), [](const NfPolicyMember& member) {
                return member.pattern == "rest";
            }))
        {
            return zone;
        }
    }
    return std::nullopt;
}

NfZoneCut
FindCut(const NfPolicy& policy, const NfPolicyZones& zones, const NfTopologyGraph& graph)
{
    std::vector<std::vector<std::size_t>> nodes;
    nodes.reserve(policy.zones.size());
    for (std::size_t zone = 0; zone < policy.zones.size(); ++zone)
    {
        nodes.push_back(zones.GetNodes(zone));
    }
    return NfFindZoneCut(graph, nodes, NfFindZonesApart(policy));
}

} // namespace

/// What is found once.
struct NfProposals::Look
{
    NfPlacementPaths paths;
    NfPolicyPaths crossings;
    NfCompiledPolicy filters; //!< of all nodes, for the whole policy
    std::deque<NfCompiledPolicy> shares;
    std::vector<NfPlacementCandidate> candidates;
    NfZoneCut cut;
};

std::optional<NfProposalName>
NfProposalName::Parse(const std::string& text)
{
    const std::vector<std::string>& known = NfGetProposedNames();
    const std::size_t colon = text.find(':');
    NfProposalName result{text.substr(0, colon), 0};
    if (std::find(known.begin(), known.end(), result.name) == known.end())
    {
        return std::nullopt;
    }
    if (colon == std::string::npos)
    {
        return result;
    }
    const char* end = text.data() + text.size();
    const auto number = std::from_chars(text.data() + colon + 1, end, result.budget);
    const bool isGood = number.ec == std::errc() && number.ptr == end && result.budget > 0;
    return isGood && result.name == "greedy" ? std::optional(result) : std::nullopt;
}

NfProposals::NfProposals(const NfPolicy& policy,
                         const NfPolicyZones& zones,
                         const NfTopologyPlan& plan,
                         const std::vector<NfTrafficDemand>& traffic,
                         std::optional<std::size_t> outside)
    : m_policy(policy),
      m_zones(zones),
      m_plan(plan),
      m_look(std::make_unique<Look>(Look{NfPlacementPaths(policy, zones, plan, traffic),
                                         NfPolicyPaths(plan, zones, plan.GetGraph().FindNodes("*")),
                                         {},
                                         {},
                                         {},
                                         FindCut(policy, zones, plan.GetGraph())}))
{
    const NfPlacement all = NfPlacement::AllAt("all", plan.GetGraph().FindNodes("*"));
    m_look->filters = NfCompilePolicy(policy, zones, plan, all, m_look->crossings);
    m_look->candidates = NfFindCandidates(zones,
                                          plan,
                                          m_look->paths,
                                          m_look->filters,
                                          outside ? outside : FindRest(policy));
}

NfProposals::~NfProposals() = default;

const std::vector<NfPlacementCandidate>&
NfProposals::GetCandidates() const
{
    return m_look->candidates;
}

const NfZoneCut&
NfProposals::GetCut() const
{
    return m_look->cut;
}

std::vector<NfPlacement>
NfProposals::Propose(std::size_t budget) const
{
    return NfProposePlacements({m_policy, m_zones, m_plan, m_look->paths, m_look->candidates},
                               m_look->cut,
                               budget);
}

std::optional<NfPlacement>
NfProposals::Propose(const std::string& name) const
{
    const auto wanted = NfProposalName::Parse(name);
    for (NfPlacement& placement : Propose(wanted ? wanted->budget : 0))
    {
        if (wanted && placement.name == wanted->name)
        {
            placement.name = name;
            return std::move(placement);
        }
    }
    return std::nullopt;
}

NfPolicyFirewalls
NfProposals::Compile(const NfPlacement& placement) const
{
    NfPlacement shares;
    NfPolicyFirewalls result;
    for (const auto& [node, share] : placement.firewalls)
    {
        const auto filter = m_look->filters.find(node);
        if (share)
        {
            shares.firewalls.emplace(node, share);
        }
        else if (filter != m_look->filters.end())
        {
            result.emplace(node, &filter->second);
        }
    }
    m_look->shares.push_back(NfCompilePolicy(m_policy, m_zones, m_plan, shares, m_look->crossings));
    const NfPolicyFirewalls others = NfPointToFilters(m_look->shares.back());
    result.insert(others.begin(), others.end());
    return result;
}

} // namespace ns3
