// SPDX-License-Identifier: GPL-2.0-only

#include "nf-placement-candidates.h"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/biconnected_components.hpp>
#include <boost/graph/dominator_tree.hpp>
#include <iterator>

namespace ns3
{

namespace
{

void
MarkArticulations(const NfTopologyGraph& graph, std::vector<NfPlacementCandidate>& byNode)
{
    using Plain = boost::adjacency_list<boost::vecS,
                                        boost::vecS,
                                        boost::undirectedS,
                                        boost::no_property,
                                        boost::property<boost::edge_index_t, std::size_t>>;
    Plain plain(graph.GetNNodes());
    for (std::size_t i = 0; i < graph.GetNLinks(); ++i)
    {
        const NfTopologyLink& link = graph.GetLink(i);
        if (link.from != link.to)
        {
            boost::add_edge(link.from, link.to, i, plain);
        }
    }
    std::vector<std::size_t> found;
    boost::articulation_points(plain, std::back_inserter(found));
    for (const std::size_t node : found)
    {
        byNode[node].isArticulation = true;
    }
}

// From a vertex beyond all nodes of the zone outside; no way leads through another host.
void
CountDominated(const NfTopologyGraph& graph,
               const NfPolicyZones& zones,
               std::size_t outside,
               std::vector<NfPlacementCandidate>& byNode)
{
    using Ways = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS>;
    const std::size_t count = graph.GetNNodes();
    Ways ways(count + 1);
    for (std::size_t node = 0; node < count; ++node)
    {
        const bool isOutside = zones.Find(node) == outside;
        if (isOutside)
        {
            boost::add_edge(count, node, ways);
        }
        const bool isEnd = graph.GetNode(node).kind == NfTopologyKind::HOST && !isOutside;
        for (const std::size_t link : isEnd ? std::vector<std::size_t>() : graph.GetLinks(node))
        {
            boost::add_edge(node, graph.GetOtherEnd(link, node), ways);
        }
    }
    constexpr auto NONE = static_cast<std::size_t>(-1);
    std::vector<std::size_t> above(count + 1, NONE);
    boost::lengauer_tarjan_dominator_tree(
        ways,
        count,
        boost::make_iterator_property_map(above.begin(),
                                          boost::get(boost::vertex_index, ways),
                                          above[0]));
    for (std::size_t node = 0; node < count; ++node)
    {
        const auto zone = zones.Find(node);
        for (std::size_t i = above[node]; zone && zone != outside && i < count; i = above[i])
        {
            ++byNode[i].dominated;
        }
    }
}

} // namespace

std::vector<NfPlacementCandidate>
NfFindCandidates(const NfPolicyZones& zones,
                 const NfTopologyPlan& plan,
                 const NfPlacementPaths& paths,
                 const NfCompiledPolicy& filters,
                 std::optional<std::size_t> outside)
{
    const NfTopologyGraph& graph = plan.GetGraph();
    std::vector<NfPlacementCandidate> byNode(graph.GetNNodes());
    MarkArticulations(graph, byNode);
    if (outside)
    {
        CountDominated(graph, zones, *outside, byNode);
    }
    for (const NfPlacementPath& path : paths.Get())
    {
        for (const uint32_t* node = paths.Begin(path); node != paths.End(path); ++node)
        {
            byNode[*node].traffic += path.weight;
            byNode[*node].state += path.isAccepted && path.isFirst ? 1 : 0;
        }
    }
    std::vector<NfPlacementCandidate> result;
    for (const auto& [node, filter] : filters)
    {
        byNode[node].node = node;
        byNode[node].rules = filter.GetNRules();
        result.push_back(byNode[node]);
    }
    return result;
}

} // namespace ns3
