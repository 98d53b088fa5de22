// SPDX-License-Identifier: GPL-2.0-only

#include "nf-scenario-network.h"

#include "ns3/ipv4-global-routing-helper.h"
#include "ns3/ipv4-list-routing-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/names.h"
#include "ns3/netfilter-helper.h"
#include "ns3/nf-policy-helper.h"
#include "ns3/nf-stream-name.h"
#include "ns3/nf-sysctl.h"
#include "ns3/nix-vector-helper.h"
#include "ns3/olsr-helper.h"
#include "ns3/rip-helper.h"

#include <fmt/format.h>

namespace ns3
{

NfScenarioNetwork::NfScenarioNetwork(const NfScenario& scenario)
    : m_scenario(scenario),
      m_topology(scenario.graph)
{
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
        Ipv4GlobalRoutingHelper::PopulateRoutingTables();
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
NfScenarioNetwork::CheckPolicy() const
{
    if (!m_scenario.policy)
    {
        return {};
    }
    NfPolicyHelper policy(*m_scenario.policy);
    policy.SetPlacement(m_scenario.firewalls);
    return policy.Check(m_topology);
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
                         settings.sysctls.empty();
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

void
NfScenarioNetwork::SetRules(const std::string& name,
                            const NfScenarioNode& settings,
                            NfScenarioErrors& errors)
{
    const Ptr<Node> node = m_topology.GetNode(name);
    if (settings.rules)
    {
        const Ptr<Netfilter> netfilter = NetfilterHelper::Get(node);
        if (const NfStatus wrong =
                netfilter->GetTables()->Restore(settings.rules->text, settings.rules->file))
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
