// SPDX-License-Identifier: GPL-2.0-only

#include "nf-zone-cut.h"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/boykov_kolmogorov_max_flow.hpp>
#include <deque>
#include <set>

namespace ns3
{

namespace
{

using Nodes = std::vector<std::size_t>;

/// What a node costs: routers a little less than hosts, LANs cannot be taken.
constexpr int64_t ROUTER = 1'000'000;
constexpr int64_t HOST = ROUTER + 1;
constexpr int64_t ENDLESS = int64_t{1} << 50;

/// How many searches for a way a branch and bound may take.
constexpr std::size_t MOST_STEPS = 20000;

using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
using Flow = boost::adjacency_list<
    boost::vecS,
    boost::vecS,
    boost::directedS,
    boost::property<
        boost::vertex_color_t,
        boost::default_color_type,
        boost::property<boost::vertex_distance_t,
                        int64_t,
                        boost::property<boost::vertex_predecessor_t, Traits::edge_descriptor>>>,
    boost::property<
        boost::edge_capacity_t,
        int64_t,
        boost::property<boost::edge_residual_capacity_t,
                        int64_t,
                        boost::property<boost::edge_reverse_t, Traits::edge_descriptor>>>>;

void
AddFlowEdge(Flow& flow, std::size_t from, std::size_t to, int64_t capacity)
{
    const auto edge = boost::add_edge(from, to, flow).first;
    const auto back = boost::add_edge(to, from, flow).first;
    boost::put(boost::edge_capacity, flow, edge, capacity);
    boost::put(boost::edge_capacity, flow, back, 0);
    boost::put(boost::edge_reverse, flow, edge, back);
    boost::put(boost::edge_reverse, flow, back, edge);
}

// Each node is an edge from where ways enter it to where they leave it.
Nodes
CutTwo(const NfTopologyGraph& graph, const Nodes& from, const Nodes& to)
{
    const std::size_t count = graph.GetNNodes();
    std::vector<char> isFrom(count, 0);
    std::vector<char> isTo(count, 0);
    Flow flow(2 * count + 2);
    const std::size_t source = 2 * count;
    const std::size_t sink = source + 1;
    for (const std::size_t node : from)
    {
        isFrom[node] = 1;
        AddFlowEdge(flow, source, 2 * node, ENDLESS);
    }
    for (const std::size_t node : to)
    {
        isTo[node] = 1;
        AddFlowEdge(flow, 2 * node + 1, sink, ENDLESS);
    }
    const auto isHost = [&graph](std::size_t node) {
        return graph.GetNode(node).kind == NfTopologyKind::HOST;
    };
    for (std::size_t node = 0; node < count; ++node)
    {
        const NfTopologyKind kind = graph.GetNode(node).kind;
        AddFlowEdge(flow,
                    2 * node,
                    2 * node + 1,
                    kind == NfTopologyKind::LAN      ? ENDLESS
                    : kind == NfTopologyKind::ROUTER ? ROUTER
                                                     : HOST);
        for (const std::size_t link : graph.GetLinks(node))
        {
            const std::size_t other = graph.GetOtherEnd(link, node);
            const bool leaves = !isHost(node) || isFrom[node];
            const bool enters = !isHost(other) || isTo[other];
            if (other != node && leaves && enters)
            {
                AddFlowEdge(flow, 2 * node + 1, 2 * other, ENDLESS);
            }
        }
    }
    boost::boykov_kolmogorov_max_flow(flow, source, sink);
    std::vector<char> isReached(boost::num_vertices(flow), 0);
    std::deque<std::size_t> queue{source};
    isReached[source] = 1;
    while (!queue.empty())
    {
        const std::size_t vertex = queue.front();
        queue.pop_front();
        for (const auto& edge : boost::make_iterator_range(boost::out_edges(vertex, flow)))
        {
            const std::size_t next = boost::target(edge, flow);
            if (!isReached[next] && boost::get(boost::edge_residual_capacity, flow, edge) > 0)
            {
                isReached[next] = 1;
                queue.push_back(next);
            }
        }
    }
    Nodes cut;
    for (std::size_t node = 0; node < count; ++node)
    {
        if (isReached[2 * node] && !isReached[2 * node + 1])
        {
            cut.push_back(node);
        }
    }
    return cut;
}

/// Searches for a cut that is smaller than a known one.
class Search
{
  public:
    Search(const NfTopologyGraph& graph,
           const std::vector<Nodes>& zones,
           const std::vector<std::pair<std::size_t, std::size_t>>& pairs)
        : m_graph(graph),
          m_zones(zones),
          m_isApart(zones.size(), std::vector<char>(zones.size(), 0)),
          m_zoneOf(graph.GetNNodes(), zones.size())
    {
        for (const auto& [from, to] : pairs)
        {
            m_isApart[from][to] = m_isApart[to][from] = 1;
        }
        for (std::size_t zone = 0; zone < zones.size(); ++zone)
        {
            for (const std::size_t node : zones[zone])
            {
                m_zoneOf[node] = zone;
            }
        }
    }

    // The nodes of a shortest way that is left between zones that are to be apart; empty: none.
    Nodes FindWay(const std::vector<char>& isCut) const
    {
        for (std::size_t zone = 0; zone < m_zones.size(); ++zone)
        {
            std::vector<std::size_t> before(m_graph.GetNNodes(), NONE);
            std::deque<std::size_t> queue;
            for (const std::size_t node : m_zones[zone])
            {
                if (!isCut[node])
                {
                    before[node] = node;
                    queue.push_back(node);
                }
            }
            while (!queue.empty())
            {
                const std::size_t node = queue.front();
                queue.pop_front();
                const std::size_t other = m_zoneOf[node];
                if (other < m_zones.size() && m_isApart[zone][other])
                {
                    return Trace(node, before);
                }
                const bool isEnd =
                    m_graph.GetNode(node).kind == NfTopologyKind::HOST && before[node] != node;
                for (const std::size_t link : isEnd ? Nodes() : m_graph.GetLinks(node))
                {
                    const std::size_t next = m_graph.GetOtherEnd(link, node);
                    if (before[next] == NONE && !isCut[next])
                    {
                        before[next] = node;
                        queue.push_back(next);
                    }
                }
            }
        }
        return {};
    }

    // Leaves out of a cut what it does not need.
    Nodes Thin(const Nodes& nodes) const
    {
        std::vector<char> isCut(m_graph.GetNNodes(), 0);
        for (const std::size_t node : nodes)
        {
            isCut[node] = 1;
        }
        Nodes result;
        for (const std::size_t node : nodes)
        {
            isCut[node] = 0;
            if (!FindWay(isCut).empty())
            {
                isCut[node] = 1;
                result.push_back(node);
            }
        }
        return result;
    }

    // True if the search was complete, so that nothing is smaller than `best`.
    bool Improve(Nodes& best)
    {
        m_best = &best;
        std::vector<char> isCut(m_graph.GetNNodes(), 0);
        std::vector<char> isKept(m_graph.GetNNodes(), 0);
        Nodes chosen;
        Branch(chosen, isCut, isKept);
        return m_steps <= MOST_STEPS;
    }

  private:
    static constexpr std::size_t NONE = static_cast<std::size_t>(-1);

    static Nodes Trace(std::size_t node, const std::vector<std::size_t>& before)
    {
        Nodes way{node};
        while (before[node] != node)
        {
            node = before[node];
            way.push_back(node);
        }
        return way;
    }

    // One node of each way that is left has to be taken.
    void Branch(Nodes& chosen, std::vector<char>& isCut, std::vector<char>& isKept)
    {
        if (++m_steps > MOST_STEPS)
        {
            return;
        }
        const Nodes way = FindWay(isCut);
        if (way.empty())
        {
            *m_best = chosen;
            return;
        }
        Nodes tried;
        for (const std::size_t node : way)
        {
            const bool isBox = m_graph.GetNode(node).kind != NfTopologyKind::LAN;
            if (isBox && !isKept[node] && chosen.size() + 1 < m_best->size())
            {
                chosen.push_back(node);
                isCut[node] = 1;
                Branch(chosen, isCut, isKept);
                isCut[node] = 0;
                chosen.pop_back();
                isKept[node] = 1;
                tried.push_back(node);
            }
        }
        for (const std::size_t node : tried)
        {
            isKept[node] = 0;
        }
    }

    const NfTopologyGraph& m_graph;
    const std::vector<Nodes>& m_zones;
    std::vector<std::vector<char>> m_isApart;
    std::vector<std::size_t> m_zoneOf;
    Nodes* m_best{nullptr};
    std::size_t m_steps{0};
};

} // namespace

NfZoneCut
NfFindZoneCut(const NfTopologyGraph& graph,
              const std::vector<std::vector<std::size_t>>& zones,
              const std::vector<std::pair<std::size_t, std::size_t>>& pairs)
{
    NfZoneCut result;
    std::vector<std::set<std::size_t>> others(zones.size()); // nodes to be apart from
    for (const auto& [from, to] : pairs)
    {
        result.atLeast = std::max(result.atLeast, CutTwo(graph, zones[from], zones[to]).size());
        others[from].insert(zones[to].begin(), zones[to].end());
        others[to].insert(zones[from].begin(), zones[from].end());
    }
    std::vector<Nodes> own;
    for (std::size_t zone = 0; zone < zones.size(); ++zone)
    {
        own.push_back(CutTwo(graph, zones[zone], Nodes(others[zone].begin(), others[zone].end())));
    }
    std::stable_sort(own.begin(), own.end(), [](const Nodes& a, const Nodes& b) {
        return a.size() < b.size();
    });
    std::set<std::size_t> nodes;
    for (std::size_t i = 0; i + 1 < own.size(); ++i)
    {
        nodes.insert(own[i].begin(), own[i].end());
    }
    Search search(graph, zones, pairs);
    result.nodes = search.Thin(Nodes(nodes.begin(), nodes.end()));
    if (!result.IsSmallest() && search.Improve(result.nodes))
    {
        result.atLeast = result.nodes.size();
    }
    std::sort(result.nodes.begin(), result.nodes.end());
    return result;
}

} // namespace ns3
