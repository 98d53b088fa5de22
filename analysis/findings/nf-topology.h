// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TOPOLOGY_H
#define NF_TOPOLOGY_H

#include <boost/graph/adjacency_list.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace ns3
{

class NfTraceReader;

/**
 * @ingroup netfilter
 * Which nodes are neighbours: those that share a channel.
 */
class NfTopology
{
  public:
    NfTopology() = default;

    /// @param reader the trace that tells the interfaces
    explicit NfTopology(const NfTraceReader& reader);

    /// @param a a node
    /// @param b a neighbour of it
    void Connect(int64_t a, int64_t b);

    /**
     * @param from a node
     * @param to a node
     * @return channels to cross on the shortest way; nothing if there is none
     */
    std::optional<int> Hops(int64_t from, int64_t to);

  private:
    using Graph = boost::adjacency_list<boost::setS, boost::vecS, boost::undirectedS>;

    std::size_t Vertex(int64_t node);

    Graph m_graph;
    std::map<int64_t, std::size_t> m_vertices;
    std::map<int64_t, std::vector<int>> m_distances; //!< by start, then vertex; -1: no way
};

} // namespace ns3

#endif /* NF_TOPOLOGY_H */
