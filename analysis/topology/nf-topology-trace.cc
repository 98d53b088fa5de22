// SPDX-License-Identifier: GPL-2.0-only

#include "nf-topology-trace.h"

#include "nf-trace-query.h"
#include "nf-trace-reader.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <numeric>
#include <utility>

namespace ns3
{

namespace
{

/// An interface: node and ifindex, as the trace numbers them.
using Port = std::pair<int64_t, int64_t>;

/// Makes the graph, and finds its numbers by those of the trace.
class TracedNetwork
{
  public:
    TracedNetwork(NfTraceReader& reader, NfTopologyGraph& graph)
        : m_reader(reader),
          m_graph(graph)
    {
        std::map<int64_t, std::vector<Port>> channels;
        std::map<int64_t, std::size_t> interfaces;
        auto query = reader.Query("SELECT channel, node, ifindex FROM interface "
                                  "WHERE run = ?1 AND channel IS NOT NULL ORDER BY 1, 2, 3");
        while (query->Next())
        {
            channels[query->Int(0)].emplace_back(query->Int(1), query->Int(2));
            ++interfaces[query->Int(1)];
        }
        for (const auto& [id, name] : reader.GetNodes())
        {
            NfTopologyNode node;
            node.name = graph.MakeName(name, std::to_string(id));
            node.label = name;
            node.kind = interfaces[id] > 1 ? NfTopologyKind::ROUTER : NfTopologyKind::HOST;
            m_nodes[id] = graph.AddNode(node);
        }
        for (const auto& [channel, ports] : channels)
        {
            Connect(channel, ports);
        }
    }

    std::size_t FindNode(int64_t id) const
    {
        return m_nodes.at(id);
    }

    std::optional<std::size_t> FindLink(const Port& port) const
    {
        const auto found = m_links.find(port);
        return found == m_links.end() ? std::nullopt : std::optional(found->second);
    }

    bool IsLan(std::size_t link) const
    {
        return m_graph.GetNode(m_graph.GetLink(link).from).kind == NfTopologyKind::LAN;
    }

  private:
    void Connect(int64_t channel, const std::vector<Port>& ports)
    {
        if (ports.size() == 2)
        {
            const std::size_t link =
                m_graph.AddLink(FindNode(ports[0].first), FindNode(ports[1].first));
            m_links[ports[0]] = link;
            m_links[ports[1]] = link;
        }
        else if (ports.size() > 2)
        {
            const std::string name = m_graph.MakeName(fmt::format("lan{}", channel), "lan");
            const std::size_t lan = m_graph.AddNode(name, NfTopologyKind::LAN);
            for (const Port& port : ports)
            {
                m_links[port] = m_graph.AddLink(lan, FindNode(port.first));
            }
        }
    }

    NfTraceReader& m_reader;
    NfTopologyGraph& m_graph;
    std::map<int64_t, std::size_t> m_nodes;
    std::map<Port, std::size_t> m_links;
};

// What nodes send, and what stations of a LAN receive from it.
void
CountBytes(NfTraceReader& reader, const TracedNetwork& network, std::vector<uint64_t>& bytes)
{
    auto query = reader.Query(
        "SELECT k.node, k.hook = 'PREROUTING', CASE k.hook WHEN 'PREROUTING' THEN k.in_ifindex "
        "ELSE k.out_ifindex END, SUM(COALESCE(h.length, p.length)) FROM hook_pass h "
        "JOIN pass_kind k ON k.run = h.run AND k.id = h.kind "
        "JOIN packet p ON p.run = h.run AND p.uid = h.packet "
        "WHERE h.run = ?1 AND h.verdict = 1 AND k.hook IN ('PREROUTING', 'POSTROUTING') "
        "GROUP BY 1, 2, 3");
    while (query->Next())
    {
        const auto link = network.FindLink({query->Int(0), query->Int(2)});
        const bool isReceived = query->Int(1) != 0;
        if (link && (!isReceived || network.IsLan(*link)))
        {
            bytes[*link] += static_cast<uint64_t>(query->Int(3));
        }
    }
}

} // namespace

NfTopologyActivity
NfReadTracedTopology(NfTraceReader& reader, NfTopologyGraph& graph)
{
    const TracedNetwork network(reader, graph);
    NfTopologyActivity activity;
    activity.drops.resize(graph.GetNNodes());
    activity.losses.resize(graph.GetNLinks());
    if (const auto& end = reader.GetRun().simulationEnd)
    {
        activity.seconds = static_cast<double>(*end) * 1e-9;
    }
    auto firewalls = reader.Query("SELECT DISTINCT s.node FROM ruleset s "
                                  "JOIN chain c ON c.run = s.run AND c.ruleset = s.id "
                                  "JOIN rule u ON u.run = c.run AND u.chain = c.id "
                                  "WHERE s.run = ?1");
    while (firewalls->Next())
    {
        activity.firewalls.push_back(network.FindNode(firewalls->Int(0)));
    }
    std::sort(activity.firewalls.begin(), activity.firewalls.end());
    for (const char* sql :
         {"SELECT k.node, COUNT(*) FROM hook_pass h JOIN pass_kind k ON k.run = h.run AND "
          "k.id = h.kind WHERE h.run = ?1 AND h.verdict = 0 GROUP BY 1",
          "SELECT node, COUNT(*) FROM stack_drop WHERE run = ?1 GROUP BY 1"})
    {
        auto drops = reader.Query(sql);
        while (drops->Next())
        {
            activity.drops[network.FindNode(drops->Int(0))] += static_cast<uint64_t>(drops->Int(1));
        }
    }
    if (reader.HasLosses())
    {
        auto losses = reader.Query("SELECT node, IFNULL(ifindex, 0), COUNT(*) FROM loss "
                                   "WHERE run = ?1 GROUP BY 1, 2");
        while (losses->Next())
        {
            const auto link = network.FindLink({losses->Int(0), losses->Int(1)});
            (link ? activity.losses[*link] : activity.drops[network.FindNode(losses->Int(0))]) +=
                static_cast<uint64_t>(losses->Int(2));
        }
    }
    if (reader.HasPasses())
    {
        CountBytes(reader, network, activity.bytes.emplace(graph.GetNLinks()));
    }
    return activity;
}

std::string
NfDescribeActivity(const NfTopologyGraph& graph, const NfTopologyActivity& activity)
{
    std::string text = "load        not in a trace of this level\n";
    if (activity.bytes && !activity.bytes->empty())
    {
        const auto most = std::max_element(activity.bytes->begin(), activity.bytes->end());
        const NfTopologyLink& link =
            graph.GetLink(static_cast<std::size_t>(most - activity.bytes->begin()));
        const double bits = 8 * static_cast<double>(*most);
        text = fmt::format("load        most on {} -- {}: {} bytes{}\n",
                           graph.GetNode(link.from).label,
                           graph.GetNode(link.to).label,
                           *most,
                           activity.seconds && *activity.seconds > 0
                               ? fmt::format(", {:.4g} kbit/s", bits / *activity.seconds / 1000)
                               : "");
    }
    const auto sum = [](const std::vector<uint64_t>& counts) {
        return std::accumulate(counts.begin(), counts.end(), uint64_t{0});
    };
    const auto where = [](const std::vector<uint64_t>& counts) {
        return counts.size() -
               static_cast<std::size_t>(std::count(counts.begin(), counts.end(), uint64_t{0}));
    };
    return text + fmt::format("drops       {} packets on {} nodes, and {} on {} links\n",
                              sum(activity.drops),
                              where(activity.drops),
                              sum(activity.losses),
                              where(activity.losses));
}

} // namespace ns3
