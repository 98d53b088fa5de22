// SPDX-License-Identifier: GPL-2.0-only

#include "nf-topology-router.h"

#include <algorithm>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <limits>

namespace ns3
{

namespace
{

constexpr uint32_t NONE = std::numeric_limits<uint32_t>::max();
constexpr uint64_t UNREACHABLE = std::numeric_limits<uint64_t>::max();

} // namespace

NfTopologyRouter::NfTopologyRouter(const NfTopologyPlan& plan,
                                   NfTopologyPlanSettings::Metric metric)
    : m_plan(plan),
      m_graph(plan.GetGraph().GetNNodes() + plan.GetSegments().size()),
      m_private(boost::num_vertices(m_graph)),
      m_hops(plan.GetSegments().size())
{
    for (const NfTopologySegment& segment : plan.GetSegments())
    {
        // Above 0, so that no path goes in circles.
        const int64_t delay = segment.delay.value_or(MilliSeconds(1)).GetNanoSeconds();
        m_costs.push_back(metric == NfTopologyPlanSettings::Metric::HOPS
                              ? 1
                              : static_cast<uint64_t>(std::max<int64_t>(delay, 1)));
    }
    const std::size_t first = plan.GetGraph().GetNNodes(); // vertex of the first segment
    for (const NfTopologyInterface& interface : plan.GetInterfaces())
    {
        const std::size_t segment = first + interface.segment;
        for (const bool isPrivate : {false, true})
        {
            Graph& graph = isPrivate ? m_private : m_graph;
            boost::add_edge(segment, interface.node, 0, graph);
            if (Passes(interface, isPrivate))
            {
                boost::add_edge(interface.node, segment, m_costs[interface.segment], graph);
            }
        }
    }
}

std::optional<NfTopologyHop>
NfTopologyRouter::GetHop(std::size_t node, std::size_t segment)
{
    if (m_hops[segment].empty())
    {
        m_hops[segment] = FindHops(segment);
    }
    const Hop& hop = m_hops[segment][node];
    if (hop.interface == NONE)
    {
        return std::nullopt;
    }
    return NfTopologyHop{hop.interface,
                         hop.gateway == NONE ? std::nullopt
                                             : std::optional<std::size_t>(hop.gateway)};
}

// Does the interface's node take packets from its segment further, to a segment that is private or
// not?
bool
NfTopologyRouter::Passes(const NfTopologyInterface& interface, bool isPrivate) const
{
    const NfTopologyNode& node = m_plan.GetGraph().GetNode(interface.node);
    return node.kind == NfTopologyKind::ROUTER &&
           !(isPrivate && node.isNat && !m_plan.GetSegments()[interface.segment].isPrivate);
}

// For each segment, the interface on it of the router that is nearest to the destination.
std::vector<uint32_t>
NfTopologyRouter::FindGateways(const std::vector<uint64_t>& distances, bool isPrivate) const
{
    std::vector<uint32_t> gateways;
    for (const NfTopologySegment& segment : m_plan.GetSegments())
    {
        uint32_t best = NONE;
        uint64_t least = UNREACHABLE;
        for (const std::size_t interface : segment.interfaces)
        {
            const std::size_t node = m_plan.GetInterfaces()[interface].node;
            const bool passes = Passes(m_plan.GetInterfaces()[interface], isPrivate);
            const auto number = static_cast<uint32_t>(interface);
            if (passes && distances[node] != UNREACHABLE &&
                (distances[node] < least || (distances[node] == least && number < best)))
            {
                best = number;
                least = distances[node];
            }
        }
        gateways.push_back(best);
    }
    return gateways;
}

std::vector<NfTopologyRouter::Hop>
NfTopologyRouter::FindHops(std::size_t segment) const
{
    const std::size_t nodes = m_plan.GetGraph().GetNNodes();
    const bool isPrivate = m_plan.GetSegments()[segment].isPrivate;
    std::vector<uint64_t> distances(boost::num_vertices(m_graph));
    boost::dijkstra_shortest_paths(isPrivate ? m_private : m_graph,
                                   nodes + segment,
                                   boost::distance_map(distances.data()).distance_inf(UNREACHABLE));
    const std::vector<uint32_t> gateways = FindGateways(distances, isPrivate);
    std::vector<Hop> hops(nodes, {NONE, NONE});
    for (std::size_t node = 0; node < nodes; ++node)
    {
        uint64_t least = UNREACHABLE;
        for (const std::size_t interface : m_plan.GetInterfaces(node))
        {
            const std::size_t over = m_plan.GetInterfaces()[interface].segment;
            if (over == segment)
            {
                hops[node] = {static_cast<uint32_t>(interface), NONE};
                break;
            }
            const uint32_t gateway = gateways[over];
            if (gateway == NONE || m_plan.GetInterfaces()[gateway].node == node)
            {
                continue;
            }
            const uint64_t distance =
                distances[m_plan.GetInterfaces()[gateway].node] + m_costs[over];
            if (distance < least)
            {
                least = distance;
                hops[node] = {static_cast<uint32_t>(interface), gateway};
            }
        }
    }
    return hops;
}

} // namespace ns3
