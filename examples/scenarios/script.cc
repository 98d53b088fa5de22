// SPDX-License-Identifier: GPL-2.0-only

#include "script.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>

using namespace ns3;

NodeNames
Count(const std::string& prefix, int n)
{
    NodeNames names;
    for (int i = 1; i <= n; ++i)
    {
        names.push_back(prefix + std::to_string(i));
    }
    return names;
}

Script::Script(std::string name, std::string rate, std::string delay)
    : m_name(std::move(name)),
      m_rate(std::move(rate)),
      m_delay(std::move(delay))
{
}

void
Script::Add(const NodeNames& names, NfTopologyKind kind, bool isNat)
{
    for (const std::string& name : names)
    {
        m_graph.SetNat(m_graph.AddNode(name, kind), isNat);
    }
}

void
Script::AddBridge(const std::string& name)
{
    m_graph.SetMedium(m_graph.AddNode(name, NfTopologyKind::LAN), NfTopologyMedium::BRIDGE);
}

void
Script::Link(const NodeNames& from, const NodeNames& to, const LinkOptions& options)
{
    const auto addressOf = [&](const std::string& node) {
        const auto found = options.addresses.find(node);
        return found == options.addresses.end() ? std::nullopt
                                                : std::optional(Ipv4Address(found->second.c_str()));
    };
    for (std::size_t i = 0; i < std::max(from.size(), to.size()); ++i)
    {
        const std::string& one = from[from.size() == 1 ? 0 : i];
        const std::string& other = to[to.size() == 1 ? 0 : i];
        NfTopologyLink link;
        link.from = *m_graph.FindNode(one);
        link.to = *m_graph.FindNode(other);
        link.bitRate = DataRate(options.rate.empty() ? m_rate : options.rate).GetBitRate();
        link.delay = Time(options.delay.empty() ? m_delay : options.delay);
        const std::size_t slash = options.network.find('/');
        if (slash != std::string::npos)
        {
            const int length = std::stoi(options.network.substr(slash + 1));
            link.network = {Ipv4Address(options.network.substr(0, slash).c_str()),
                            static_cast<uint8_t>(length)};
        }
        link.fromAddress = addressOf(one);
        link.toAddress = addressOf(other);
        link.isPrivate = options.isPrivate;
        link.dhcpServer = m_graph.FindNode(options.dhcp);
        m_graph.AddLink(link);
    }
}

void
Script::Build()
{
    m_topology = std::make_unique<NfTopologyHelper>(m_graph);
    m_topology->Build();
    m_links = std::make_unique<NfLinkSwitch>(*m_topology);
}

Ptr<Node>
Script::Filter(const std::string& name)
{
    const Ptr<Node> node = m_topology->GetNode(name);
    NetfilterHelper::Get(node)->GetStack()->Sync();
    NetfilterHelper().AssignStreams(node, NfStreamOf("netfilter " + name));
    return node;
}

void
Script::Rules(const std::string& node, const std::string& rules)
{
    NetfilterHelper().RestoreText(Filter(node), rules);
}

void
Script::Iptables(const std::string& node, const std::vector<std::string>& commands)
{
    for (const std::string& command : commands)
    {
        NetfilterHelper().Iptables(Filter(node), command);
    }
}

void
Script::Ip(const std::string& node, const std::vector<std::string>& commands)
{
    for (const std::string& command : commands)
    {
        NetfilterHelper().Ip(m_topology->GetNode(node), command);
    }
}

void
Script::SetLink(const std::string& one, const std::string& other, bool up)
{
    for (const std::size_t link : m_graph.GetLinks(*m_graph.FindNode(one)))
    {
        if (m_graph.GetOtherEnd(link, *m_graph.FindNode(one)) == *m_graph.FindNode(other))
        {
            m_links->SetLink(link, up);
        }
    }
}

void
Script::Policy(const std::string& text, const std::string& firewalls)
{
    std::vector<NfError> errors;
    NfPolicyHelper policy(NfParsePolicy(text, m_name, errors));
    NS_ABORT_MSG_UNLESS(errors.empty(), errors[0].ToString());
    policy.SetFirewalls(firewalls);
    policy.Install(*m_topology);
    const NfPolicyZones zones = policy.FindZones(*m_topology);
    for (std::size_t zone = 0; zone < zones.GetNZones(); ++zone)
    {
        m_zones[policy.GetPolicy().zones[zone].name] = zones.GetNodes(zone);
    }
    m_firewalls = policy.FindPlacement(*m_topology).GetNodes();
}

void
Script::Send(const std::string& name,
             const std::string& kind,
             const NodeNames& from,
             const NodeNames& to,
             std::map<std::string, std::string> values)
{
    NfTrafficSpec spec;
    spec.name = name;
    spec.kind = kind;
    spec.from = from;
    spec.to = to;
    if (const auto start = values.extract("start"))
    {
        spec.start = Time(start.mapped());
    }
    if (const auto stop = values.extract("stop"))
    {
        spec.stop = Time(stop.mapped());
    }
    if (const auto meant = values.extract("meant"))
    {
        spec.meant = meant.mapped() == "allowed" ? NfTrafficSpec::Meant::ALLOWED
                                                 : NfTrafficSpec::Meant::DENIED;
    }
    spec.values = std::move(values);
    m_traffic.Add(spec);
}

void
Script::At(Time time, std::function<void()> change)
{
    m_changes.emplace_back(time, std::move(change));
}

void
Script::Expect(const std::string& text)
{
    const auto resolver = [this](const std::string& word) -> std::optional<NodeNames> {
        NodeNames names;
        for (const std::size_t node : m_graph.FindNodes(word == "any" ? "*" : word))
        {
            names.push_back(m_graph.GetNode(node).name);
        }
        return names.empty() ? std::nullopt : std::optional(names);
    };
    const NfStatus wrong = NfRunExpectation::Parse(text, resolver, m_expectations.emplace_back());
    NS_ABORT_MSG_IF(wrong, wrong->ToString());
}

bool
Script::Run(Time duration, const std::string& database)
{
    const auto start = std::chrono::steady_clock::now();
    m_traffic.SetInterfaceChooser(
        [this](Ptr<Node> from, Ptr<Node> to) { return m_topology->GetInterfaceFor(from, to); });
    m_traffic.Install();
    NfResultsDatabase stored(database);
    NfNetworkResults network = NfDescribeNetwork(m_graph, m_zones, m_firewalls);
    if (!database.empty())
    {
        NfRunIdentity identity;
        identity.scenario = m_name;
        identity.hash = "script";
        identity.replication = static_cast<uint32_t>(RngSeedManager::GetRun());
        const NfStatus wrong = stored.Begin(identity);
        NS_ABORT_MSG_IF(wrong, wrong->ToString());
        network.Listen();
        stored.SetNetwork(network);
    }
    const std::string drops = (std::filesystem::temp_directory_path() /
                               ("drops-" + std::to_string(start.time_since_epoch().count())))
                                  .string();
    NfTraceHelper trace(drops);
    trace.Set("Level", StringValue("drops"));
    trace.Set("Durable", BooleanValue(false));
    trace.InstallAll();
    NfResults results(m_traffic);
    results.Watch();
    for (const auto& [time, change] : m_changes)
    {
        Simulator::Schedule(time, change);
    }
    Simulator::Stop(duration);
    Simulator::Run();
    results.SetTrace(drops, trace.GetSession()->GetRun());
    trace.Finish();
    results.Collect();
    network.Collect(results);
    std::filesystem::remove(drops);
    bool isAsExpected = true;
    std::vector<std::pair<std::string, NfRunExpectation::Verdict>> verdicts;
    for (const NfRunExpectation& expectation : m_expectations)
    {
        verdicts.emplace_back(expectation.GetText(), expectation.Judge(results));
        isAsExpected = isAsExpected && verdicts.back().second.isHeld;
        std::cout << (verdicts.back().second.isHeld ? "holds: " : "BROKEN: ")
                  << expectation.GetText() << "\n";
    }
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
    if (!database.empty())
    {
        const NfStatus wrong = stored.Finish(results, verdicts, wall.count());
        NS_ABORT_MSG_IF(wrong, wrong->ToString());
    }
    Simulator::Destroy();
    return isAsExpected;
}
