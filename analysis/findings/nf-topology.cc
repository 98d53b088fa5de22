// SPDX-License-Identifier: GPL-2.0-only

#include "nf-topology.h"

#include "nf-trace-reader.h"

#include <boost/graph/breadth_first_search.hpp>

namespace ns3
{

NfTopology::NfTopology(const NfTraceReader& reader)
{
    // A channel of n nodes has n(n-1)/2 neighbourhoods, but a star through a vertex of its own
    // would count each hop twice: distances want the nodes only.
    auto query = reader.Query("SELECT DISTINCT a.node, b.node FROM interface a JOIN interface b "
                              "ON b.run = a.run AND b.channel = a.channel AND b.node > a.node "
                              "WHERE a.run = ?1 AND a.channel IS NOT NULL ORDER BY 1, 2");
    while (query->Next())
    {
        Connect(query->Int(0), query->Int(1));
    }
}

void
NfTopology::Connect(int64_t a, int64_t b)
{
    boost::add_edge(Vertex(a), Vertex(b), m_graph);
    m_distances.clear();
}

std::optional<int>
NfTopology::Hops(int64_t from, int64_t to)
{
    if (from == to)
    {
        return 0;
    }
    const std::size_t start = Vertex(from);
    const std::size_t end = Vertex(to);
    std::vector<int>& distances = m_distances[from];
    if (distances.size() != boost::num_vertices(m_graph))
    {
        distances.assign(boost::num_vertices(m_graph), -1);
        distances[start] = 0;
        auto recorder = boost::record_distances(distances.data(), boost::on_tree_edge());
        boost::breadth_first_search(m_graph,
                                    start,
                                    boost::visitor(boost::make_bfs_visitor(recorder)));
    }
    return distances[end] < 0 ? std::nullopt : std::optional<int>(distances[end]);
}

std::size_t
NfTopology::Vertex(int64_t node)
{
    auto [place, isNew] = m_vertices.emplace(node, m_vertices.size());
    if (isNew)
    {
        boost::add_vertex(m_graph);
    }
    return place->second;
}

} // namespace ns3
