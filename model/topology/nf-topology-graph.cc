// SPDX-License-Identifier: GPL-2.0-only

#include "nf-topology-graph.h"

#include "nf-name-pattern.h"

#include "ns3/abort.h"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/connected_components.hpp>
#include <cmath>

namespace ns3
{

const char*
NfToString(NfTopologyKind kind)
{
    constexpr const char* NAMES[] = {"router", "host", "lan"};
    return NAMES[static_cast<std::size_t>(kind)];
}

std::optional<double>
NfTopologyPosition::GetDistance(const NfTopologyPosition& other) const
{
    if (!isGeographic || !other.isGeographic)
    {
        return std::nullopt;
    }
    // The haversine form, which is exact for small distances too.
    constexpr double EARTH_RADIUS = 6371008.8;
    constexpr double RADIANS = 3.14159265358979323846 / 180;
    const double halfHeight = std::sin((other.y - y) * RADIANS / 2);
    const double halfWidth = std::sin((other.x - x) * RADIANS / 2);
    const double square = halfHeight * halfHeight + std::cos(y * RADIANS) *
                                                        std::cos(other.y * RADIANS) * halfWidth *
                                                        halfWidth;
    return 2 * EARTH_RADIUS * std::asin(std::min(1.0, std::sqrt(square)));
}

/// The graph proper, and the nodes by name.
struct NfTopologyGraph::Store
{
    /// Property of an edge: its number, since Boost.Graph's descriptors are none.
    struct Edge
    {
        std::size_t number{0};
    };

    using Graph =
        boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, NfTopologyNode, Edge>;

    Graph graph;
    std::vector<NfTopologyLink> links;
    std::map<std::string, std::size_t, std::less<>> names;

    void CheckNode(std::size_t node) const
    {
        NS_ABORT_MSG_IF(node >= boost::num_vertices(graph), "there is no node " << node);
    }

    void CheckLink(std::size_t link) const
    {
        NS_ABORT_MSG_IF(link >= links.size(), "there is no link " << link);
    }
};

NfTopologyGraph::NfTopologyGraph()
    : m_store(std::make_unique<Store>())
{
}

NfTopologyGraph::~NfTopologyGraph() = default;

NfTopologyGraph::NfTopologyGraph(const NfTopologyGraph& other)
    : m_store(std::make_unique<Store>(*other.m_store))
{
}

NfTopologyGraph::NfTopologyGraph(NfTopologyGraph&& other) noexcept = default;

NfTopologyGraph&
NfTopologyGraph::operator=(const NfTopologyGraph& other)
{
    m_store = std::make_unique<Store>(*other.m_store);
    return *this;
}

NfTopologyGraph& NfTopologyGraph::operator=(NfTopologyGraph&& other) noexcept = default;

std::size_t
NfTopologyGraph::AddNode(NfTopologyNode node)
{
    NS_ABORT_MSG_IF(node.name.empty(), "a node of a topology needs a name");
    NS_ABORT_MSG_IF(node.name.find_first_of(" \t\r\n/") != std::string::npos,
                    "'" << node.name << "': blanks and / cannot be in a node's name");
    const std::size_t number = GetNNodes();
    const bool isNew = m_store->names.emplace(node.name, number).second;
    NS_ABORT_MSG_UNLESS(isNew, "there are two nodes '" << node.name << "'");
    boost::add_vertex(std::move(node), m_store->graph);
    return number;
}

std::size_t
NfTopologyGraph::AddNode(const std::string& name, NfTopologyKind kind)
{
    NfTopologyNode node;
    node.name = name;
    node.label = name;
    node.kind = kind;
    return AddNode(std::move(node));
}

std::size_t
NfTopologyGraph::AddLink(NfTopologyLink link)
{
    m_store->CheckNode(link.from);
    m_store->CheckNode(link.to);
    const std::size_t number = GetNLinks();
    boost::add_edge(link.from, link.to, Store::Edge{number}, m_store->graph);
    m_store->links.push_back(std::move(link));
    return number;
}

std::size_t
NfTopologyGraph::AddLink(std::size_t from, std::size_t to)
{
    NfTopologyLink link;
    link.from = from;
    link.to = to;
    return AddLink(std::move(link));
}

std::size_t
NfTopologyGraph::GetNNodes() const
{
    return boost::num_vertices(m_store->graph);
}

std::size_t
NfTopologyGraph::GetNLinks() const
{
    return m_store->links.size();
}

const NfTopologyNode&
NfTopologyGraph::GetNode(std::size_t node) const
{
    m_store->CheckNode(node);
    return m_store->graph[node];
}

const NfTopologyLink&
NfTopologyGraph::GetLink(std::size_t link) const
{
    m_store->CheckLink(link);
    return m_store->links[link];
}

std::size_t
NfTopologyGraph::GetOtherEnd(std::size_t link, std::size_t node) const
{
    const NfTopologyLink& found = GetLink(link);
    NS_ABORT_MSG_UNLESS(found.from == node || found.to == node,
                        "link " << link << " does not end at node " << node);
    return found.from == node ? found.to : found.from;
}

std::optional<std::size_t>
NfTopologyGraph::FindNode(std::string_view name) const
{
    const auto found = m_store->names.find(name);
    return found == m_store->names.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::size_t>
NfTopologyGraph::FindNodes(std::string_view pattern) const
{
    std::vector<std::size_t> result;
    for (std::size_t node = 0; node < GetNNodes(); ++node)
    {
        const NfTopologyNode& candidate = m_store->graph[node];
        if (candidate.kind != NfTopologyKind::LAN && NfFitsPattern(candidate.name, pattern))
        {
            result.push_back(node);
        }
    }
    return result;
}

std::vector<std::size_t>
NfTopologyGraph::GetLinks(std::size_t node) const
{
    m_store->CheckNode(node);
    std::vector<std::size_t> result;
    const auto [begin, end] = boost::out_edges(node, m_store->graph);
    for (auto edge = begin; edge != end; ++edge)
    {
        result.push_back(m_store->graph[*edge].number);
    }
    // Boost.Graph lists a self-loop at both of its ends.
    std::sort(result.begin(), result.end());
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
}

std::vector<std::size_t>
NfTopologyGraph::GetComponents() const
{
    std::vector<std::size_t> result(GetNNodes());
    if (!result.empty())
    {
        boost::connected_components(m_store->graph, result.data());
    }
    return result;
}

void
NfTopologyGraph::SetPosition(std::size_t node, const NfTopologyPosition& position)
{
    m_store->CheckNode(node);
    m_store->graph[node].position = position;
}

void
NfTopologyGraph::SetKind(std::size_t node, NfTopologyKind kind)
{
    m_store->CheckNode(node);
    m_store->graph[node].kind = kind;
}

void
NfTopologyGraph::SetMedium(std::size_t node, NfTopologyMedium medium, const NfTopologyWifi& wifi)
{
    m_store->CheckNode(node);
    m_store->graph[node].medium = medium;
    m_store->graph[node].wifi = wifi;
}

void
NfTopologyGraph::SetNat(std::size_t node, bool isNat)
{
    m_store->CheckNode(node);
    m_store->graph[node].isNat = isNat;
}

void
NfTopologyGraph::SetBitRate(std::size_t link, uint64_t bitRate)
{
    m_store->CheckLink(link);
    m_store->links[link].bitRate = bitRate;
}

void
NfTopologyGraph::SetDelay(std::size_t link, Time delay)
{
    m_store->CheckLink(link);
    m_store->links[link].delay = delay;
}

std::size_t
NfTopologyGraph::SetDelaysFromPositions(double speed)
{
    NS_ABORT_MSG_UNLESS(speed > 0, "the speed of light cannot be " << speed << " m/s");
    std::size_t count = 0;
    for (NfTopologyLink& link : m_store->links)
    {
        const auto& from = m_store->graph[link.from].position;
        const auto& to = m_store->graph[link.to].position;
        const auto distance = from && to ? from->GetDistance(*to) : std::nullopt;
        if (distance && !link.delay)
        {
            link.delay = Seconds(*distance / speed);
            ++count;
        }
    }
    return count;
}

std::size_t
NfTopologyGraph::SetDefaults(uint64_t bitRate, Time delay)
{
    std::size_t count = 0;
    for (NfTopologyLink& link : m_store->links)
    {
        if (!link.bitRate || !link.delay)
        {
            link.bitRate = link.bitRate.value_or(bitRate);
            link.delay = link.delay.value_or(delay);
            ++count;
        }
    }
    return count;
}

std::string
NfTopologyGraph::MakeName(std::string_view text, std::string_view suffix) const
{
    std::string name;
    for (const char c : text)
    {
        const bool isControl = static_cast<unsigned char>(c) < ' ' || c == '\x7f';
        name += c == ' ' || c == '\t' ? '_' : (c == '/' || isControl ? '-' : c);
    }
    if (!name.empty() && !FindNode(name))
    {
        return name;
    }
    const std::string stem = name.empty() ? MakeName(suffix.empty() ? "node" : suffix, "x")
                                          : name + "." + std::string(suffix);
    name = stem;
    for (std::size_t i = 2; FindNode(name); ++i)
    {
        name = stem + "." + std::to_string(i);
    }
    return name;
}

std::optional<NfTopologyBounds>
NfFindBounds(const NfTopologyGraph& graph)
{
    std::optional<NfTopologyBounds> bounds;
    for (std::size_t i = 0; i < graph.GetNNodes(); ++i)
    {
        const auto& position = graph.GetNode(i).position;
        if (!position)
        {
            continue;
        }
        if (!bounds)
        {
            bounds = {position->x, position->x, position->y, position->y, false};
        }
        bounds->left = std::min(bounds->left, position->x);
        bounds->right = std::max(bounds->right, position->x);
        bounds->bottom = std::min(bounds->bottom, position->y);
        bounds->top = std::max(bounds->top, position->y);
        bounds->isGeographic = bounds->isGeographic || position->isGeographic;
    }
    return bounds;
}

} // namespace ns3
