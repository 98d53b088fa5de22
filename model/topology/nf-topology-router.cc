// SPDX-License-Identifier: GPL-2.0-only

#include "nf-topology-router.h"

#include <algorithm>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <deque>
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
    FindDepths();
}

// Public segments are at 0. A private one is as deep as the way to the next public one leads
// through NATs, at least at 1; one without such a way is at the deepest.
void
NfTopologyRouter::FindDepths()
{
    const std::vector<NfTopologySegment>& segments = m_plan.GetSegments();
    const std::size_t nodes = m_plan.GetGraph().GetNNodes();
    m_depths.assign(segments.size(), NONE);
    std::vector<char> seen(nodes, 0);
    std::deque<std::size_t> next; // segments, those of least depth first
    for (std::size_t i = 0; i < segments.size(); ++i)
    {
        if (!segments[i].isPrivate)
        {
            m_depths[i] = 0;
            next.push_back(i);
        }
    }
    while (!next.empty())
    {
        const std::size_t segment = next.front();
        next.pop_front();
        for (const std::size_t interface : segments[segment].interfaces)
        {
            const std::size_t node = m_plan.GetInterfaces()[interface].node;
            const NfTopologyNode& box = m_plan.GetGraph().GetNode(node);
            if (box.kind != NfTopologyKind::ROUTER || seen[node])
            {
                continue;
            }
            seen[node] = 1;
            const uint32_t depth = std::max(m_depths[segment] + (box.isNat ? 1 : 0), 1U);
            for (const std::size_t other : m_plan.GetInterfaces(node))
            {
                const std::size_t beyond = m_plan.GetInterfaces()[other].segment;
                if (depth < m_depths[beyond])
                {
                    m_depths[beyond] = depth;
                    next.insert(depth > m_depths[segment] ? next.end() : next.begin(), beyond);
                }
            }
        }
    }
}

const NfTopologyRouter::Graph&
NfTopologyRouter::GetGraph(uint32_t depth) const
{
    const auto [found, isNew] = m_graphs.try_emplace(depth);
    if (!isNew)
    {
        return found->second;
    }
    const std::size_t first = m_plan.GetGraph().GetNNodes(); // vertex of the first segment
    found->second = Graph(first + m_plan.GetSegments().size());
    for (const NfTopologyInterface& interface : m_plan.GetInterfaces())
    {
        const std::size_t segment = first + interface.segment;
        boost::add_edge(segment, interface.node, 0, found->second);
        if (Passes(interface, depth))
        {
            boost::add_edge(interface.node, segment, m_costs[interface.segment], found->second);
        }
    }
    return found->second;
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

// Does the interface's node take packets from its segment further, to a segment of that depth?
bool
NfTopologyRouter::Passes(const NfTopologyInterface& interface, uint32_t depth) const
{
    const NfTopologyNode& node = m_plan.GetGraph().GetNode(interface.node);
    return node.kind == NfTopologyKind::ROUTER &&
           !(node.isNat && m_depths[interface.segment] < depth);
}

// For each segment, the interface on it of the router that is nearest to the destination.
std::vector<uint32_t>
NfTopologyRouter::FindGateways(const std::vector<uint64_t>& distances, uint32_t depth) const
{
    std::vector<uint32_t> gateways;
    for (const NfTopologySegment& segment : m_plan.GetSegments())
    {
        uint32_t best = NONE;
        uint64_t least = UNREACHABLE;
        for (const std::size_t interface : segment.interfaces)
        {
            const std::size_t node = m_plan.GetInterfaces()[interface].node;
            const bool passes = Passes(m_plan.GetInterfaces()[interface], depth);
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
    const uint32_t depth = m_depths[segment];
    const Graph& graph = GetGraph(depth);
    std::vector<uint64_t> distances(boost::num_vertices(graph));
    boost::dijkstra_shortest_paths(graph,
                                   nodes + segment,
                                   boost::distance_map(distances.data()).distance_inf(UNREACHABLE));
    const std::vector<uint32_t> gateways = FindGateways(distances, depth);
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
