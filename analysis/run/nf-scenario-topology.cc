// SPDX-License-Identifier: GPL-2.0-only

#include "nf-scenario-reader.h"
#include "nf-scenario-values.h"

#include "ns3/nf-topology-reader.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace ns3
{

namespace
{

/// Makes the graph of a scenario.
class TopologyMaker
{
  public:
    TopologyMaker(const NfScenarioView& view, NfScenario& scenario, NfScenarioErrors& errors)
        : m_view(view),
          m_scenario(scenario),
          m_graph(scenario.graph),
          m_errors(errors)
    {
    }

    void Make()
    {
        const std::size_t before = m_errors.GetCount();
        ReadSettings();
        ReadFile();
        for (const auto& [name, node] : m_view.GetNamedSections("nodes"))
        {
            ReadNode(name, node);
        }
        for (const NfScenarioView& link : m_view.GetSections("links"))
        {
            ReadLink(link);
        }
        if (m_graph.GetNNodes() == 0 && m_errors.GetCount() == before && !m_view.Has("nodes"))
        {
            m_errors.Add(m_view.GetPlace(),
                         "the topology has no nodes: expected 'file' or 'nodes'");
        }
        CheckPrivate();
        if (m_errors.GetCount() == 0)
        {
            CheckPlan();
        }
    }

  private:
    void ReadSettings()
    {
        static const std::map<std::string, NfScenarioRouting> routings{
            {"static", NfScenarioRouting::STATIC},
            {"global", NfScenarioRouting::GLOBAL},
            {"rip", NfScenarioRouting::RIP},
            {"olsr", NfScenarioRouting::OLSR},
            {"nixvector", NfScenarioRouting::NIXVECTOR},
        };
        if (const auto routing = m_view.GetText("routing"))
        {
            m_scenario.routing = routings.at(routing->text);
        }
        if (const auto metric = m_view.GetText("metric"))
        {
            m_scenario.plan.metric = metric->text == "delay" ? NfTopologyPlanSettings::Metric::DELAY
                                                             : NfTopologyPlanSettings::Metric::HOPS;
        }
        if (const auto pool = m_view.GetNetwork("pool"))
        {
            m_scenario.plan.pool = pool->GetAddress().ToIpv4();
            m_scenario.plan.poolLength = pool->GetLength();
        }
    }

    void ReadFile()
    {
        const auto file = m_view.GetText("file");
        if (!file)
        {
            return;
        }
        NfTopologyReading reading;
        const std::string path = NfResolveScenarioPath(file->text, m_scenario.file);
        if (const NfStatus wrong = NfReadTopology(path, reading))
        {
            m_errors.Add(file->place, "file: " + wrong->ToString());
            return;
        }
        m_graph = std::move(reading.graph);
        m_graph.SetDelaysFromPositions();
        m_scenario.linkPlaces.assign(m_graph.GetNLinks(), file->place);
        GiveDefaults(*file);
        for (std::size_t i = 0; i < m_graph.GetNLinks(); ++i)
        {
            NameLink(i, "");
        }
        if (m_graph.GetNNodes() > NF_MOST_SCENARIO_NODES ||
            m_graph.GetNLinks() > NF_MOST_SCENARIO_NODES)
        {
            m_errors.Add(file->place,
                         fmt::format("more than {} nodes or links", NF_MOST_SCENARIO_NODES));
        }
    }

    void ReadNode(const NfScenarioText& name, const NfScenarioView& view)
    {
        const NfScenarioNames names = NfExpandScenarioNames(name.text);
        if (!names.wrong.empty())
        {
            m_errors.Add(name.place, names.wrong);
            return;
        }
        const auto kind = view.GetText("kind");
        for (const std::string& one : names.names)
        {
            AddNode({one, name.place}, kind ? kind->text : "", view.GetFlag("nat"));
        }
        NfScenarioNode node;
        node.names = names.names;
        if (const auto rules = view.GetText("rules"))
        {
            node.rules = NfReadScenarioSource(*rules, m_scenario.file, m_scenario.text, m_errors);
        }
        node.iptables = view.GetTexts("iptables");
        node.ip = view.GetTexts("ip");
        node.sysctls = view.GetMap("sysctls");
        const bool isLan = kind && kind->text == "lan";
        for (const char* key : {"rules", "iptables", "ip", "sysctls", "nat"})
        {
            if (isLan && view.Has(key))
            {
                m_errors.Add(view.GetPlace(key),
                             fmt::format("{}: a LAN is no box, and has none", key));
            }
        }
        if (!isLan)
        {
            m_scenario.nodes.push_back(std::move(node));
        }
    }

    void AddNode(const NfScenarioText& name, const std::string& kind, bool isNat)
    {
        const NfTopologyKind what = kind == "host"  ? NfTopologyKind::HOST
                                    : kind == "lan" ? NfTopologyKind::LAN
                                                    : NfTopologyKind::ROUTER;
        const bool isNew = m_named.insert(name.text).second;
        const auto found = m_graph.FindNode(name.text);
        if (!isNew)
        {
            m_errors.Add(name.place, fmt::format("there are two nodes '{}'", name.text));
        }
        else if (isNat && what != NfTopologyKind::ROUTER)
        {
            m_errors.Add(name.place, fmt::format("nat: '{}' is no router", name.text));
        }
        else if (!found)
        {
            if (m_graph.GetNNodes() >= NF_MOST_SCENARIO_NODES)
            {
                m_errors.Add(name.place, fmt::format("more than {} nodes", NF_MOST_SCENARIO_NODES));
                return;
            }
            NfTopologyNode node;
            node.name = name.text;
            node.label = name.text;
            node.kind = what;
            node.isNat = isNat;
            m_graph.AddNode(std::move(node));
        }
        else if (!kind.empty() || isNat)
        {
            m_graph.SetKind(*found, kind.empty() ? m_graph.GetNode(*found).kind : what);
            m_graph.SetNat(*found, isNat);
        }
    }

    std::vector<std::size_t> ReadEnds(const NfScenarioView& view, const char* key)
    {
        std::vector<std::size_t> ends;
        for (const NfScenarioText& text : view.GetTexts(key))
        {
            const auto found = NfFindScenarioNodes(text, m_graph, true, m_errors);
            ends.insert(ends.end(), found.begin(), found.end());
        }
        return ends;
    }

    void ReadLink(const NfScenarioView& view)
    {
        const std::vector<std::size_t> from = ReadEnds(view, "from");
        const std::vector<std::size_t> to = ReadEnds(view, "to");
        if (from.empty() || to.empty())
        {
            return; // that was told
        }
        if (from.size() != to.size() && from.size() != 1 && to.size() != 1)
        {
            m_errors.Add(view.GetPlace(),
                         fmt::format("a link from {} nodes to {}: expected as many, or one",
                                     from.size(),
                                     to.size()));
            return;
        }
        NfTopologyLink link;
        link.bitRate = ReadRate(view);
        link.delay = ReadDelay(view);
        link.loss = view.GetNumber("loss").value_or(0);
        link.network = view.GetNetwork("network");
        link.isPrivate = view.GetFlag("private");
        const auto queue = view.GetText("queue");
        link.queueDisc = queue ? queue->text : "";
        const auto name = view.GetText("name");
        if (name && m_scenario.links.count(name->text))
        {
            m_errors.Add(name->place, fmt::format("there is a link '{}' already", name->text));
        }
        const auto addresses = ReadAddresses(view, from, to);
        for (std::size_t i = 0; i < std::max(from.size(), to.size()); ++i)
        {
            link.from = from[from.size() == 1 ? 0 : i];
            link.to = to[to.size() == 1 ? 0 : i];
            link.fromAddress = FindAddress(addresses, link.from);
            link.toAddress = FindAddress(addresses, link.to);
            if (!AddLink(view, link, name ? name->text : ""))
            {
                return;
            }
        }
    }

    bool AddLink(const NfScenarioView& view, const NfTopologyLink& link, const std::string& name)
    {
        if (link.from == link.to)
        {
            m_errors.Add(view.GetPlace(),
                         fmt::format("a link of '{}' to itself", m_graph.GetNode(link.from).name));
            return false;
        }
        if (m_graph.GetNLinks() >= NF_MOST_SCENARIO_NODES)
        {
            m_errors.Add(view.GetPlace(),
                         fmt::format("more than {} links", NF_MOST_SCENARIO_NODES));
            return false;
        }
        const std::size_t number = m_graph.AddLink(link);
        m_scenario.linkPlaces.push_back(view.GetPlace());
        NameLink(number, name);
        return true;
    }

    void NameLink(std::size_t number, const std::string& name)
    {
        const NfTopologyLink& link = m_graph.GetLink(number);
        m_scenario
            .links[name.empty() ? fmt::format("{}--{}",
                                              m_graph.GetNode(link.from).name,
                                              m_graph.GetNode(link.to).name)
                                : name]
            .push_back(number);
    }

    std::map<std::size_t, Ipv4Address> ReadAddresses(const NfScenarioView& view,
                                                     const std::vector<std::size_t>& from,
                                                     const std::vector<std::size_t>& to)
    {
        std::map<std::size_t, Ipv4Address> addresses;
        for (const auto& [name, address] : view.GetMap("addresses"))
        {
            const auto node = m_graph.FindNode(name.text);
            const bool isEnd = node && (std::count(from.begin(), from.end(), *node) > 0 ||
                                        std::count(to.begin(), to.end(), *node) > 0);
            if (!isEnd || m_graph.GetNode(*node).kind == NfTopologyKind::LAN)
            {
                m_errors.Add(
                    name.place,
                    fmt::format("addresses: no node '{}' is at an end of this link", name.text));
                continue;
            }
            addresses[*node] = *NfParseScenarioAddress(address.text);
        }
        return addresses;
    }

    static std::optional<Ipv4Address> FindAddress(
        const std::map<std::size_t, Ipv4Address>& addresses,
        std::size_t node)
    {
        const auto found = addresses.find(node);
        return found == addresses.end() ? std::nullopt : std::optional(found->second);
    }

    // A value that is wrong was told; what is returned then is never used.
    std::optional<uint64_t> ReadRate(const NfScenarioView& view)
    {
        const auto standard = m_view.GetRate("rate");
        if (!view.Has("rate") && !standard)
        {
            m_errors.Add(view.GetPlace(),
                         "a link lacks 'rate': expected one here or in the topology");
        }
        return view.Has("rate") ? view.GetRate("rate") : standard;
    }

    std::optional<Time> ReadDelay(const NfScenarioView& view)
    {
        const auto standard = m_view.GetDuration("delay");
        if (!view.Has("delay") && !standard)
        {
            m_errors.Add(view.GetPlace(),
                         "a link lacks 'delay': expected one here or in the topology");
        }
        return view.Has("delay") ? view.GetDuration("delay") : standard;
    }

    // For the links of a file.
    void GiveDefaults(const NfScenarioText& file)
    {
        const auto rate = m_view.GetRate("rate");
        const auto delay = m_view.GetDuration("delay");
        std::size_t rates = 0;
        std::size_t delays = 0;
        for (std::size_t i = 0; i < m_graph.GetNLinks(); ++i)
        {
            const NfTopologyLink& link = m_graph.GetLink(i);
            rates += link.bitRate ? 0 : 1;
            delays += link.delay ? 0 : 1;
            if (!link.bitRate && rate)
            {
                m_graph.SetBitRate(i, *rate);
            }
            if (!link.delay && delay)
            {
                m_graph.SetDelay(i, *delay);
            }
        }
        if (rates > 0 && !rate)
        {
            m_errors.Add(file.place,
                         fmt::format("{} of the file's links have no rate: expected 'rate' in the "
                                     "topology",
                                     rates));
        }
        if (delays > 0 && !delay)
        {
            m_errors.Add(
                file.place,
                fmt::format("{} of the file's links have no delay: expected 'delay' in the "
                            "topology",
                            delays));
        }
    }

    void CheckPrivate()
    {
        for (std::size_t i = 0; i < m_graph.GetNLinks(); ++i)
        {
            if (m_graph.GetLink(i).isPrivate && m_scenario.routing != NfScenarioRouting::STATIC)
            {
                m_errors.Add(m_scenario.linkPlaces[i],
                             "private: a routing protocol would tell everybody of the network: "
                             "expected 'routing: static'");
            }
        }
    }

    void CheckPlan()
    {
        if (const auto fault = NfTopologyPlan::FindFault(m_graph, m_scenario.plan))
        {
            m_errors.Add(fault->link ? m_scenario.linkPlaces[*fault->link]
                                     : m_view.GetPlace("pool"),
                         fault->message);
        }
    }

    const NfScenarioView& m_view;
    NfScenario& m_scenario;
    NfTopologyGraph& m_graph;
    NfScenarioErrors& m_errors;
    std::set<std::string> m_named;
};

} // namespace

void
NfReadScenarioTopology(const NfScenarioView& view, NfScenario& scenario, NfScenarioErrors& errors)
{
    TopologyMaker(view, scenario, errors).Make();
}

} // namespace ns3
