// SPDX-License-Identifier: GPL-2.0-only

#include "nf-topology-generators.h"

#include "ns3/abort.h"
#include "ns3/random-variable-stream.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace ns3
{

namespace
{

// More than anybody simulates; far less than what a mistyped number asks memory for.
void
CheckSize(double count)
{
    constexpr double MOST = 1e6;
    NS_ABORT_MSG_IF(count > MOST, "a topology of " << count << " nodes or links is too large");
}

// Joins routers to hosts of their own, "host<name>-1" and so on.
void
AddHosts(NfTopologyGraph& graph, std::size_t router, const std::string& name, uint32_t hosts)
{
    for (uint32_t i = 1; i <= hosts; ++i)
    {
        const std::size_t host =
            graph.AddNode(fmt::format("host{}-{}", name, i), NfTopologyKind::HOST);
        graph.AddLink(router, host);
    }
}

Ptr<UniformRandomVariable>
MakeUniform(int64_t stream)
{
    const auto uniform = CreateObject<UniformRandomVariable>();
    uniform->SetStream(stream);
    return uniform;
}

} // namespace

NfTopologyGraph
NfMakeStarOfLans(uint32_t lans, uint32_t hosts)
{
    NS_ABORT_MSG_IF(lans == 0, "a star of no LANs is none");
    CheckSize(static_cast<double>(lans) * (2.0 + hosts));
    NfTopologyGraph graph;
    const std::size_t core = graph.AddNode("core");
    for (uint32_t i = 1; i <= lans; ++i)
    {
        const std::size_t edge = graph.AddNode(fmt::format("edge{}", i));
        const std::size_t lan = graph.AddNode(fmt::format("lan{}", i), NfTopologyKind::LAN);
        graph.AddLink(core, edge);
        graph.AddLink(edge, lan);
        AddHosts(graph, lan, std::to_string(i), hosts);
    }
    return graph;
}

NfTopologyGraph
NfMakeFatTree(uint32_t ports)
{
    NS_ABORT_MSG_IF(ports < 2 || ports % 2 != 0, "a fat tree of " << ports << " ports is none");
    CheckSize(0.75 * std::pow(ports, 3));
    const uint32_t half = ports / 2;
    NfTopologyGraph graph;
    for (uint32_t i = 1; i <= half * half; ++i)
    {
        graph.AddNode(fmt::format("core{}", i));
    }
    for (uint32_t pod = 1; pod <= ports; ++pod)
    {
        std::vector<std::size_t> aggregations;
        for (uint32_t i = 0; i < half; ++i)
        {
            aggregations.push_back(graph.AddNode(fmt::format("aggregation{}-{}", pod, i + 1)));
            for (uint32_t j = 0; j < half; ++j)
            {
                graph.AddLink(std::size_t{i} * half + j, aggregations.back());
            }
        }
        for (uint32_t i = 1; i <= half; ++i)
        {
            const std::string name = fmt::format("{}-{}", pod, i);
            const std::size_t edge = graph.AddNode("edge" + name);
            for (const std::size_t aggregation : aggregations)
            {
                graph.AddLink(aggregation, edge);
            }
            AddHosts(graph, edge, name, half);
        }
    }
    return graph;
}

NfTopologyGraph
NfMakeLeafSpine(uint32_t leaves, uint32_t spines, uint32_t hosts)
{
    NS_ABORT_MSG_IF(leaves == 0 || spines == 0, "leaves and spines are needed");
    CheckSize(static_cast<double>(leaves) * (static_cast<double>(spines) + hosts + 1));
    NfTopologyGraph graph;
    for (uint32_t i = 1; i <= spines; ++i)
    {
        graph.AddNode(fmt::format("spine{}", i));
    }
    for (uint32_t i = 1; i <= leaves; ++i)
    {
        const std::size_t leaf = graph.AddNode(fmt::format("leaf{}", i));
        for (uint32_t spine = 0; spine < spines; ++spine)
        {
            graph.AddLink(spine, leaf);
        }
        AddHosts(graph, leaf, std::to_string(i), hosts);
    }
    return graph;
}

NfTopologyGraph
NfMakeWaxman(const NfWaxmanSettings& settings, int64_t stream)
{
    const bool isGood = settings.nodes > 0 && settings.alpha > 0 && settings.alpha <= 1 &&
                        settings.beta > 0 && settings.side > 0;
    NS_ABORT_MSG_UNLESS(isGood, "these are no parameters of Waxman's topology");
    // The pairs of nodes are what takes time.
    CheckSize(std::pow(settings.nodes, 2) / 200);
    const Ptr<UniformRandomVariable> uniform = MakeUniform(stream);
    NfTopologyGraph graph;
    for (uint32_t i = 1; i <= settings.nodes; ++i)
    {
        const std::size_t node = graph.AddNode(fmt::format("router{}", i));
        const double x = uniform->GetValue(0, settings.side);
        graph.SetPosition(node, {x, uniform->GetValue(0, settings.side), false});
    }
    constexpr double GLASS = 2e8; // speed of light, m/s
    const double diagonal = settings.side * std::sqrt(2);
    for (std::size_t a = 0; a < settings.nodes; ++a)
    {
        for (std::size_t b = a + 1; b < settings.nodes; ++b)
        {
            const NfTopologyPosition& from = *graph.GetNode(a).position;
            const NfTopologyPosition& to = *graph.GetNode(b).position;
            const double distance = std::hypot(to.x - from.x, to.y - from.y);
            const double likely = settings.alpha * std::exp(-distance / (settings.beta * diagonal));
            if (uniform->GetValue(0, 1) < likely)
            {
                graph.SetDelay(graph.AddLink(a, b), Seconds(distance / GLASS));
            }
        }
    }
    return graph;
}

NfTopologyGraph
NfMakeBarabasiAlbert(uint32_t nodes, uint32_t links, int64_t stream)
{
    NS_ABORT_MSG_IF(links == 0 || nodes <= links, "more nodes are needed than links of each");
    CheckSize(static_cast<double>(nodes) * links);
    const Ptr<UniformRandomVariable> uniform = MakeUniform(stream);
    NfTopologyGraph graph;
    std::vector<std::size_t> ends; // of all links: a node stands here as often as it has links
    for (uint32_t i = 0; i < nodes; ++i)
    {
        const std::size_t node = graph.AddNode(fmt::format("router{}", i + 1));
        std::vector<std::size_t> others;
        while (others.size() < std::min(i, links))
        {
            // The first ones, of which all are taken, have no links to draw from.
            const std::size_t other =
                i <= links ? others.size()
                           : ends[uniform->GetInteger(0, static_cast<uint32_t>(ends.size() - 1))];
            if (std::find(others.begin(), others.end(), other) == others.end())
            {
                others.push_back(other);
            }
        }
        for (const std::size_t other : others)
        {
            graph.AddLink(other, node);
            ends.push_back(other);
            ends.push_back(node);
        }
    }
    return graph;
}

} // namespace ns3
