// SPDX-License-Identifier: GPL-2.0-only

// What changes in a network while it runs.

#include "nf-scenario-network.h"

#include "ns3/netfilter-helper.h"
#include "ns3/nf-own-rank.h"
#include "ns3/simulator.h"

#include <fmt/format.h>
#include <sstream>

namespace ns3
{

namespace
{

// The tables of a rule set as they were before any rule.
std::string
GetEmptyRules(const std::string& saved)
{
    std::istringstream lines(saved);
    std::string result;
    for (std::string line; std::getline(lines, line);)
    {
        std::istringstream words(line);
        std::string chain;
        std::string policy;
        words >> chain >> policy;
        if (line[0] == '*' || line == "COMMIT")
        {
            result += line + "\n";
        }
        else if (line[0] == ':' && policy != "-")
        {
            result += chain + " ACCEPT [0:0]\n";
        }
    }
    return result;
}

} // namespace

void
NfScenarioNetwork::ScheduleChanges(NfScenarioErrors& errors)
{
    KeepSettings();
    for (const NfScenarioChange& change : m_scenario.changes)
    {
        Simulator::Schedule(change.at, [this, &change, &errors] {
            Change(change, errors);
            if (errors.GetCount() > 0)
            {
                Simulator::Stop();
            }
        });
    }
}

void
NfScenarioNetwork::TryChanges(NfScenarioErrors& errors)
{
    KeepSettings();
    for (const NfScenarioChange& change : m_scenario.changes)
    {
        Change(change, errors);
    }
}

void
NfScenarioNetwork::KeepSettings()
{
    for (const NfScenarioChange& change : m_scenario.changes)
    {
        for (const std::string& name : change.nodes)
        {
            if (change.kind == NfScenarioChange::Kind::RESTART)
            {
                const Ptr<Node> node = m_topology.GetNode(name);
                m_kept[name] = {NetfilterHelper().Ipset(node, "save"),
                                NetfilterHelper().Save(node)};
            }
        }
    }
}

void
NfScenarioNetwork::Change(const NfScenarioChange& change, NfScenarioErrors& errors)
{
    using Kind = NfScenarioChange::Kind;
    for (const std::size_t link : change.links)
    {
        m_links.SetLink(link, change.kind == Kind::LINK_UP);
    }
    if (!change.links.empty() && m_scenario.routing == NfScenarioRouting::GLOBAL)
    {
        ComputeGlobalRoutes(false);
    }
    for (const std::string& name : change.nodes)
    {
        const Ptr<Node> node = m_topology.GetNode(name);
        if (change.kind == Kind::CONNTRACK && !NfIsOwnNode(node))
        {
            continue; // of nodes of other ranks no connection is known here
        }
        for (const NfScenarioText& command : change.commands)
        {
            const char* program = change.kind == Kind::IPTABLES ? "iptables"
                                  : change.kind == Kind::IP     ? "ip"
                                                                : "conntrack";
            const NfStatus wrong =
                change.kind == Kind::IPTABLES ? NetfilterHelper::TryIptables(node, command.text)
                : change.kind == Kind::IP     ? NetfilterHelper::TryIp(node, command.text)
                                              : NetfilterHelper::TryConntrack(node, command.text);
            if (wrong)
            {
                errors.Add(command.place,
                           fmt::format("{} {}: {}", program, command.text, wrong->message));
            }
        }
        if (change.rules)
        {
            const NfStatus wrong =
                NetfilterHelper::Get(node)->Restore(change.rules->text, change.rules->file);
            if (wrong)
            {
                errors.Add(change.rules->Place(*wrong));
            }
        }
        if (change.kind == Kind::ADDRESS)
        {
            SetAddress(name, change);
        }
        if (change.kind == Kind::RESTART)
        {
            Restart(name, change);
        }
    }
}

void
NfScenarioNetwork::SetAddress(const std::string& name, const NfScenarioChange& change)
{
    const NfTopologyPlan& plan = m_topology.GetPlan();
    for (const std::size_t interface : plan.GetInterfaces(*m_scenario.graph.FindNode(name)))
    {
        if (plan.GetInterfaces()[interface].name != change.interface)
        {
            continue;
        }
        const Ptr<Ipv4> ipv4 = m_topology.GetNode(name)->GetObject<Ipv4>();
        const uint32_t number = m_links.FindIpv4Interface(interface);
        while (ipv4->GetNAddresses(number) > 0)
        {
            ipv4->RemoveAddress(number, 0);
        }
        ipv4->AddAddress(
            number,
            Ipv4InterfaceAddress(change.address,
                                 Ipv4Mask(NfPrefix::MaskOf(change.prefixLength).V4())));
    }
}

void
NfScenarioNetwork::Restart(const std::string& name, const NfScenarioChange& change)
{
    const std::size_t number = *m_scenario.graph.FindNode(name);
    for (const std::size_t interface : m_topology.GetPlan().GetInterfaces(number))
    {
        m_links.SetInterface(interface, false);
    }
    const Ptr<Node> node = m_topology.GetNode(name);
    NetfilterHelper helper;
    helper.Conntrack(node, "-F");
    helper.RestoreText(node, GetEmptyRules(helper.Save(node)));
    helper.Ipset(node, "destroy");
    // Who is restarted while it is down, stays down for longer.
    m_comebacks[name].Cancel();
    m_comebacks[name] = Simulator::Schedule(change.duration, [this, name] { ComeBack(name); });
}

void
NfScenarioNetwork::ComeBack(const std::string& name)
{
    const Ptr<Node> node = m_topology.GetNode(name);
    NetfilterHelper().RestoreSetsText(node, m_kept.at(name).sets);
    NetfilterHelper().RestoreText(node, m_kept.at(name).rules);
    const std::size_t number = *m_scenario.graph.FindNode(name);
    for (const std::size_t interface : m_topology.GetPlan().GetInterfaces(number))
    {
        m_links.SetInterface(interface, true);
    }
    if (m_scenario.routing == NfScenarioRouting::GLOBAL)
    {
        ComputeGlobalRoutes(false);
    }
}

} // namespace ns3
