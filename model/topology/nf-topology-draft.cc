// SPDX-License-Identifier: GPL-2.0-only

#include "nf-topology-draft.h"

#include "nf-topology-units.h"

#include "ns3/abort.h"

#include <algorithm>
#include <boost/algorithm/string/predicate.hpp>
#include <cmath>
#include <fmt/format.h>
#include <initializer_list>

namespace ns3
{

namespace
{

using Attributes = NfTopologyDraft::Attributes;

// The first of some names that is there, in whatever case.
const NfPlacedText*
Find(const Attributes& attributes, std::initializer_list<std::string_view> names)
{
    for (const std::string_view name : names)
    {
        for (const auto& [key, value] : attributes)
        {
            if (boost::iequals(key, name))
            {
                return &value;
            }
        }
    }
    return nullptr;
}

NfTopologyAttributes
KeepTexts(const Attributes& attributes)
{
    NfTopologyAttributes result;
    for (const auto& [name, value] : attributes)
    {
        result.emplace(name, value.text);
    }
    return result;
}

} // namespace

NfTopologyDraft::NfTopologyDraft(const std::string& file)
    : m_file(file)
{
}

NfTopologyDraft::Node&
NfTopologyDraft::AddNode(Node node)
{
    const bool isNew = m_ids.emplace(node.id.text, m_nodes.size()).second;
    NS_ABORT_MSG_UNLESS(isNew, "two nodes are called '" << node.id.text << "'");
    m_nodes.push_back(std::move(node));
    return m_nodes.back();
}

NfTopologyDraft::Node*
NfTopologyDraft::FindNode(const std::string& id)
{
    const auto found = m_ids.find(id);
    return found == m_ids.end() ? nullptr : &m_nodes[found->second];
}

void
NfTopologyDraft::AddLink(Link link)
{
    m_links.push_back(std::move(link));
}

void
NfTopologyDraft::SetName(const std::string& name)
{
    m_name = name;
}

void
NfTopologyDraft::Note(const NfPlace& place, const std::string& message)
{
    if (m_told.insert(message).second)
    {
        m_notes.push_back(Fail(place, message));
    }
}

NfError
NfTopologyDraft::Fail(const NfPlace& place, const std::string& message) const
{
    NfError error;
    error.file = m_file;
    error.line = place.line;
    error.column = place.column;
    error.message = message;
    return error;
}

NfStatus
NfTopologyDraft::Finish(NfTopologyReading& result)
{
    result.graph = NfTopologyGraph();
    for (const Node& node : m_nodes)
    {
        if (NfStatus wrong = FinishNode(node, result.graph))
        {
            return wrong;
        }
    }
    for (const Link& link : m_links)
    {
        if (NfStatus wrong = FinishLink(link, result.graph))
        {
            return wrong;
        }
    }
    result.name = m_name;
    result.notes = std::move(m_notes);
    return std::nullopt;
}

NfStatus
NfTopologyDraft::FinishNode(const Node& draft, NfTopologyGraph& graph)
{
    const NfPlacedText* label = Find(draft.attributes, {"label"});
    NfTopologyNode node;
    node.label = label && !label->text.empty() ? label->text : draft.id.text;
    node.name = graph.MakeName(node.label, draft.id.text);
    node.attributes = KeepTexts(draft.attributes);
    if (NfStatus wrong = FindKind(draft, node))
    {
        return wrong;
    }
    if (NfStatus wrong = FindPosition(draft.attributes, node))
    {
        return wrong;
    }
    m_ends[draft.id.text] = graph.AddNode(std::move(node));
    return std::nullopt;
}

NfStatus
NfTopologyDraft::FindKind(const Node& draft, NfTopologyNode& node)
{
    if (const NfPlacedText* kind = Find(draft.attributes, {"kind"}))
    {
        for (const auto known : {NfTopologyKind::ROUTER, NfTopologyKind::HOST, NfTopologyKind::LAN})
        {
            if (kind->text == NfToString(known))
            {
                node.kind = known;
                return std::nullopt;
            }
        }
        return Fail(kind->place,
                    fmt::format("kind '{}': router, host or lan expected", kind->text));
    }
    const NfPlacedText* hyperedge = Find(draft.attributes, {"hyperedge"});
    if (draft.isLan || (hyperedge && NfParseNumber(hyperedge->text).value_or(0) != 0))
    {
        node.kind = NfTopologyKind::LAN;
    }
    return std::nullopt;
}

NfStatus
NfTopologyDraft::FindPosition(const Attributes& attributes, NfTopologyNode& node)
{
    struct Axes
    {
        const NfPlacedText* x;
        const NfPlacedText* y;
        bool isGeographic;
    };

    const Axes candidates[] = {
        {Find(attributes, {"Longitude", "lon"}), Find(attributes, {"Latitude", "lat"}), true},
        {Find(attributes, {"x"}), Find(attributes, {"y"}), false},
    };
    for (const Axes& axes : candidates)
    {
        if (!axes.x && !axes.y)
        {
            continue;
        }
        if (!axes.x || !axes.y)
        {
            Note((axes.x ? axes.x : axes.y)->place,
                 "a node has one of two coordinates only: its position is unknown");
            continue;
        }
        const auto x = NfParseNumber(axes.x->text);
        const auto y = NfParseNumber(axes.y->text);
        if (!x || !y)
        {
            const NfPlacedText& bad = x ? *axes.y : *axes.x;
            return Fail(bad.place, fmt::format("'{}' is no coordinate", bad.text));
        }
        if (axes.isGeographic && (std::abs(*y) > 90 || std::abs(*x) > 360))
        {
            const NfPlacedText& bad = std::abs(*y) > 90 ? *axes.y : *axes.x;
            return Fail(bad.place, fmt::format("{} degrees are no place on the Earth", bad.text));
        }
        node.position = {*x, *y, axes.isGeographic};
        return std::nullopt;
    }
    return std::nullopt;
}

NfStatus
NfTopologyDraft::FinishLink(const Link& draft, NfTopologyGraph& graph)
{
    NfTopologyLink link;
    if (NfStatus wrong = FindEnd(draft.from, link.from))
    {
        return wrong;
    }
    if (NfStatus wrong = FindEnd(draft.to, link.to))
    {
        return wrong;
    }
    if (draft.hasDirection)
    {
        const auto opposite = m_single.find({link.to, link.from});
        if (opposite != m_single.end() && link.from != link.to)
        {
            m_single.erase(opposite);
            return std::nullopt;
        }
        m_single.emplace(link.from, link.to);
    }
    if (link.from == link.to)
    {
        Note(draft.place, "a link begins and ends at one node: nothing will ever cross it");
    }
    const NfPlacedText* label = Find(draft.attributes, {"label", "LinkLabel"});
    link.label = label ? label->text : "";
    link.attributes = KeepTexts(draft.attributes);
    if (NfStatus wrong = FindBitRate(draft.attributes, link))
    {
        return wrong;
    }
    if (NfStatus wrong = FindDelay(draft.attributes, link))
    {
        return wrong;
    }
    graph.AddLink(std::move(link));
    return std::nullopt;
}

NfStatus
NfTopologyDraft::FindEnd(const NfPlacedText& id, std::size_t& node) const
{
    const auto found = m_ends.find(id.text);
    if (found == m_ends.end())
    {
        return Fail(id.place, fmt::format("there is no node '{}'", id.text));
    }
    node = found->second;
    return std::nullopt;
}

NfStatus
NfTopologyDraft::FindBitRate(const Attributes& attributes, NfTopologyLink& link)
{
    if (const NfPlacedText* rate = Find(attributes, {"rate"}))
    {
        link.bitRate = NfParseBitRate(rate->text);
        return link.bitRate
                   ? std::nullopt
                   : NfStatus(Fail(rate->place,
                                   fmt::format("'{}' is no rate, such as 10Mbps", rate->text)));
    }
    if (const NfPlacedText* raw = Find(attributes, {"LinkSpeedRaw"}))
    {
        const auto number = NfParseNumber(raw->text);
        link.bitRate = number ? NfToBitRate(*number) : std::nullopt;
        return link.bitRate
                   ? std::nullopt
                   : NfStatus(Fail(raw->place, fmt::format("'{}' is no rate in bit/s", raw->text)));
    }
    const NfPlacedText* speed = Find(attributes, {"LinkSpeed"});
    const NfPlacedText* units = Find(attributes, {"LinkSpeedUnits"});
    if (speed)
    {
        link.bitRate = NfParseBitRate(speed->text + (units ? units->text : ""));
        if (!link.bitRate)
        {
            Note(speed->place, "a LinkSpeed is no rate: it is unknown");
        }
        return std::nullopt;
    }
    for (const char* name : {"LinkType", "LinkLabel", "label"})
    {
        const NfPlacedText* text = Find(attributes, {name});
        // A number alone says nothing: it may be that of a line, or an age.
        if (text && !link.bitRate && !NfParseNumber(text->text))
        {
            link.bitRate = NfParseBitRate(text->text);
        }
    }
    return std::nullopt;
}

NfStatus
NfTopologyDraft::FindDelay(const Attributes& attributes, NfTopologyLink& link)
{
    const NfPlacedText* delay = Find(attributes, {"delay"});
    if (delay)
    {
        link.delay = NfParseDelay(delay->text);
    }
    return delay && !link.delay
               ? NfStatus(
                     Fail(delay->place, fmt::format("'{}' is no delay, such as 5ms", delay->text)))
               : std::nullopt;
}

} // namespace ns3
