// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TOPOLOGY_ROUTER_H
#define NF_TOPOLOGY_ROUTER_H

#include "nf-topology-plan.h"

#include <boost/graph/adjacency_list.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * The shortest paths of a plan, by segment of destination; see NfTopologyPlan. Kept once computed:
 * eight bytes for each pair of a node and a segment that was asked for.
 */
class NfTopologyRouter
{
  public:
    /**
     * @param plan the plan, which has its interfaces already
     * @param metric what a path should have little of
     */
    NfTopologyRouter(const NfTopologyPlan& plan, NfTopologyPlanSettings::Metric metric);

    /**
     * @param node number of a node
     * @param segment number of a segment
     * @return how the node reaches it; nothing if it cannot
     */
    std::optional<NfTopologyHop> GetHop(std::size_t node, std::size_t segment);

  private:
    /// A segment is reached through an interface, from that of a gateway.
    struct Hop
    {
        uint32_t interface;
        uint32_t gateway;
    };

    /// Nodes, then segments. From a segment to its boxes, which costs nothing, and from a router to
    /// its segments, which costs what they cost: the way back to who wants to go there.
    using Graph = boost::adjacency_list<boost::vecS,
                                        boost::vecS,
                                        boost::directedS,
                                        boost::no_property,
                                        boost::property<boost::edge_weight_t, uint64_t>>;

    std::vector<Hop> FindHops(std::size_t segment) const;
    std::vector<uint32_t> FindGateways(const std::vector<uint64_t>& distances,
                                       uint32_t depth) const;
    void FindDepths();
    const Graph& GetGraph(uint32_t depth) const;
    bool Passes(const NfTopologyInterface& interface, uint32_t depth) const;

    const NfTopologyPlan& m_plan;
    std::vector<uint64_t> m_costs;  //!< of segments
    std::vector<uint32_t> m_depths; //!< of segments: behind how many NATs they are
    /// By depth, the ways to segments of that depth: they lack those from outside into a NAT.
    mutable std::map<uint32_t, Graph> m_graphs;
    std::vector<std::vector<Hop>> m_hops; //!< by segment, then node; empty: not asked for yet
};

} // namespace ns3

#endif /* NF_TOPOLOGY_ROUTER_H */
