// SPDX-License-Identifier: GPL-2.0-only

#include "nf-scenario-network.h"

#include "ns3/boolean.h"
#include "ns3/ipv4-global-routing-helper.h"
#include "ns3/ipv4-list-routing-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/names.h"
#include "ns3/netfilter-helper.h"
#include "ns3/nf-cpu-queue-helper.h"
#include "ns3/nf-policy-helper.h"
#include "ns3/nf-set-command.h"
#include "ns3/nf-sets.h"
#include "ns3/nf-stream-name.h"
#include "ns3/nf-sysctl.h"
#include "ns3/nix-vector-helper.h"
#include "ns3/olsr-helper.h"
#include "ns3/rip-helper.h"
#include "ns3/string.h"

#include <fmt/format.h>

namespace ns3
{

NfScenarioNetwork::NfScenarioNetwork(const NfScenario& scenario)
    : m_scenario(scenario),
      m_topology(scenario.graph)
{
}

// RIP and OLSR send by themselves. On a rank that does not simulate the node, they would do so once
// more.
void
NfScenarioNetwork::SetRanks(const std::vector<uint32_t>& ranks)
{
    m_topology.SetRanks(ranks);
    if (m_scenario.routing == NfScenarioRouting::RIP ||
        m_scenario.routing == NfScenarioRouting::OLSR)
    {
        m_topology.SetRemoteRoutingHelper(Ipv4StaticRoutingHelper());
    }
}

void
NfScenarioNetwork::Build(NfScenarioErrors& errors)
{
    m_topology.SetPlan(m_scenario.plan);
    SetRouting();
    m_topology.Build();
    AssignStreams();
    if (m_scenario.routing == NfScenarioRouting::GLOBAL)
    {
        ComputeGlobalRoutes(true);
    }
    for (const NfScenarioNode& node : m_scenario.nodes)
    {
        SetUp(node, errors);
    }
    if (m_scenario.policy && errors.GetCount() == 0)
    {
        EnforcePolicy(errors);
    }
}

void
NfScenarioNetwork::EnforcePolicy(NfScenarioErrors& errors)
{
    for (const std::size_t firewall : m_scenario.firewalls.GetNodes())
    {
        const std::string& name = m_scenario.graph.GetNode(firewall).name;
        const std::string rules =
            NetfilterHelper::Get(m_topology.GetNode(name))->GetTables()->Save({});
        const std::size_t filter = rules.find("*filter\n");
        if (filter != std::string::npos &&
            rules.substr(filter, rules.find("COMMIT", filter) - filter).find("\n-A ") !=
                std::string::npos)
        {
            errors.Add(m_scenario.policyPlace,
                       fmt::format("policy: the firewall '{}' has rules of its own in the table "
                                   "filter, which those of the policy would replace",
                                   name));
        }
    }
    if (errors.GetCount() == 0)
    {
        NfPolicyHelper policy(*m_scenario.policy);
        policy.SetPlacement(m_scenario.firewalls);
        policy.Install(m_topology);
    }
}

std::vector<std::string>
NfScenarioNetwork::CheckPolicy(bool& isWrong) const
{
    isWrong = false;
    if (!m_scenario.policy)
    {
        return {};
    }
    NfPolicyHelper policy(*m_scenario.policy);
    policy.SetPlacement(m_scenario.firewalls);
    return policy.Check(m_topology, &isWrong);
}

void
NfScenarioNetwork::SetRouting()
{
    Ipv4ListRoutingHelper list;
    constexpr int16_t PROTOCOL = 10;
    constexpr int16_t STATIC = 0;
    list.Add(Ipv4StaticRoutingHelper(), STATIC);
    switch (m_scenario.routing)
    {
    case NfScenarioRouting::STATIC:
        return;
    case NfScenarioRouting::GLOBAL:
        list.Add(Ipv4GlobalRoutingHelper(), PROTOCOL);
        break;
    case NfScenarioRouting::RIP:
        list.Add(RipHelper(), PROTOCOL);
        break;
    case NfScenarioRouting::OLSR:
        list.Add(OlsrHelper(), PROTOCOL);
        break;
    case NfScenarioRouting::NIXVECTOR:
        list.Add(Ipv4NixVectorHelper(), PROTOCOL);
        break;
    }
    m_topology.SetRoutingHelper(list);
}

// ns-3's global routing dereferences a link to a node that does not forward, as it has no record of
// it: hosts are routers for so long. Paths may lead through one that has several interfaces; it
// drops what comes.
void
NfScenarioNetwork::ComputeGlobalRoutes(bool isFirst)
{
    auto setForwarding = [this](bool forwards) {
        for (std::size_t i = 0; i < m_scenario.graph.GetNNodes(); ++i)
        {
            const NfTopologyNode& node = m_scenario.graph.GetNode(i);
            if (node.kind == NfTopologyKind::HOST)
            {
                m_topology.GetNode(node.name)->GetObject<Ipv4>()->SetAttribute(
                    "IpForward",
                    BooleanValue(forwards));
            }
        }
    };
    setForwarding(true);
    if (isFirst)
    {
        Ipv4GlobalRoutingHelper::PopulateRoutingTables();
    }
    else
    {
        Ipv4GlobalRoutingHelper::RecomputeRoutingTables();
    }
    setForwarding(false);
}

void
NfScenarioNetwork::AssignStreams()
{
    const NodeContainer nodes = m_topology.GetNodes();
    for (auto i = nodes.Begin(); i != nodes.End(); ++i)
    {
        const std::string name = Names::FindName(*i);
        if (m_scenario.routing == NfScenarioRouting::RIP)
        {
            RipHelper().AssignStreams(NodeContainer(*i), NfStreamOf("rip " + name));
        }
        if (m_scenario.routing == NfScenarioRouting::OLSR)
        {
            OlsrHelper().AssignStreams(NodeContainer(*i), NfStreamOf("olsr " + name));
        }
    }
}

void
NfScenarioNetwork::SetUp(const NfScenarioNode& settings, NfScenarioErrors& errors)
{
    const bool isPlain = !settings.rules && settings.iptables.empty() && settings.ip.empty() &&
                         settings.sysctls.empty() && !settings.ipsets && !settings.cpu;
    for (const std::string& name : settings.names)
    {
        const std::size_t before = errors.GetCount();
        if (isPlain)
        {
            return;
        }
        const Ptr<Node> node = m_topology.GetNode(name);
        const Ptr<Netfilter> netfilter = NetfilterHelper::Get(node);
        NetfilterHelper().AssignStreams(node, NfStreamOf("netfilter " + name));
        for (const auto& [sysctl, value] : settings.sysctls)
        {
            if (const NfStatus wrong = NfSetSysctl(node, sysctl.text, value.text))
            {
                errors.Add(sysctl.place, fmt::format("{}: {}", sysctl.text, wrong->message));
            }
        }
        if (settings.cpu)
        {
            GiveCpu(name, settings);
        }
        netfilter->GetStack()->Sync();
        for (const NfScenarioText& command : settings.ip)
        {
            if (const NfStatus wrong = NetfilterHelper::TryIp(node, command.text))
            {
                errors.Add(command.place, fmt::format("ip {}: {}", command.text, wrong->message));
            }
        }
        SetRules(name, settings, errors);
        if (errors.GetCount() > before)
        {
            return; // the same would be wrong with all that are like it
        }
    }
}

// The keys have checked the values.
void
NfScenarioNetwork::GiveCpu(const std::string& name, const NfScenarioNode& settings) const
{
    const Ptr<Node> node = m_topology.GetNode(name);
    NfCpuQueueHelper cost;
    for (const auto& [attribute, value] : *settings.cpu)
    {
        cost.Set(attribute, StringValue(value));
    }
    cost.Install(node);
    NfCpuQueueHelper::AssignStreams(node, NfStreamOf("cpu " + name));
}

void
NfScenarioNetwork::SetRules(const std::string& name,
                            const NfScenarioNode& settings,
                            NfScenarioErrors& errors)
{
    const Ptr<Node> node = m_topology.GetNode(name);
    const Ptr<Netfilter> netfilter = NetfilterHelper::Get(node);
    if (settings.ipsets)
    {
        if (const NfStatus wrong = NfSetCommand::Restore(NfSets::Of(*netfilter->GetStack()),
                                                         settings.ipsets->text,
                                                         settings.ipsets->file))
        {
            errors.Add(settings.ipsets->Place(*wrong));
        }
    }
    if (settings.rules)
    {
        if (const NfStatus wrong = netfilter->Restore(settings.rules->text, settings.rules->file))
        {
            errors.Add(settings.rules->Place(*wrong));
        }
    }
    for (const NfScenarioText& command : settings.iptables)
    {
        if (const NfStatus wrong = NetfilterHelper::TryIptables(node, command.text))
        {
            errors.Add(command.place, fmt::format("iptables {}: {}", command.text, wrong->message));
        }
    }
}

} // namespace ns3
