// SPDX-License-Identifier: GPL-2.0-only

#include "nf-topology-drawing.h"

#include "nf-cli-command.h"
#include "nf-external-program.h"
#include "nf-new-file.h"
#include "nf-refusal.h"

#include "ns3/nf-policy-zones.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <map>
#include <optional>
#include <vector>

namespace ns3
{

namespace
{

std::string
Quote(const std::string& text)
{
    std::string quoted = "\"";
    for (const char c : text)
    {
        quoted += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    }
    return quoted + "\"";
}

/// A place in a picture, in inches.
struct Place
{
    double x{0};
    double y{0};
};

/// Where positions come to lie in a picture whose longer side has a fixed length.
class Map
{
  public:
    explicit Map(const NfTopologyGraph& graph)
        : m_bounds(NfFindBounds(graph).value_or(NfTopologyBounds()))
    {
        // A degree of longitude is shorter the farther it is from the equator.
        constexpr double RADIANS = 3.14159265358979323846 / 180;
        m_stretch = m_bounds.isGeographic
                        ? std::max(std::cos((m_bounds.bottom + m_bounds.top) / 2 * RADIANS), 0.1)
                        : 1;
        const double side =
            std::max((m_bounds.right - m_bounds.left) * m_stretch, m_bounds.top - m_bounds.bottom);
        constexpr double INCHES = 10;
        m_scale = side > 0 && std::isfinite(side) ? INCHES / side : 1;
    }

    Place Find(const NfTopologyPosition& position) const
    {
        return {(position.x - m_bounds.left) * m_stretch * m_scale,
                (position.y - m_bounds.bottom) * m_scale};
    }

  private:
    NfTopologyBounds m_bounds;
    double m_stretch{1};
    double m_scale{1};
};

using Places = std::vector<std::optional<Place>>;

// A place in the midst of a node's neighbours that have one, a little aside.
std::optional<Place>
FindMidst(const NfTopologyGraph& graph, const Places& places, std::size_t node)
{
    Place sum;
    double count = 0;
    for (const std::size_t link : graph.GetLinks(node))
    {
        if (const auto& place = places[graph.GetOtherEnd(link, node)])
        {
            sum.x += place->x;
            sum.y += place->y;
            ++count;
        }
    }
    // By the golden angle, so that no two nodes of the same neighbours coincide.
    constexpr double ANGLE = 2.39996;
    constexpr double ASIDE = 0.25;
    const double turn = static_cast<double>(node) * ANGLE;
    return count == 0 ? std::nullopt
                      : std::optional(Place{sum.x / count + ASIDE * std::cos(turn),
                                            sum.y / count + ASIDE * std::sin(turn)});
}

// Of nodes with a position, then of their neighbours, and so on; neato places the components that
// have none, since what hangs on a map it would put far outside of it.
Places
FindPlaces(const NfTopologyGraph& graph)
{
    const Map map(graph);
    Places places(graph.GetNNodes());
    for (std::size_t node = 0; node < places.size(); ++node)
    {
        const auto& position = graph.GetNode(node).position;
        places[node] = position ? std::optional(map.Find(*position)) : std::nullopt;
    }
    for (bool isGrowing = true; isGrowing;)
    {
        Places next = places;
        isGrowing = false;
        for (std::size_t node = 0; node < places.size(); ++node)
        {
            next[node] = places[node] ? places[node] : FindMidst(graph, places, node);
            isGrowing = isGrowing || (next[node] && !places[node]);
        }
        places = std::move(next);
    }
    return places;
}

// Of zones; none is the red of firewalls.
constexpr std::array<const char*, 8>
    COLOURS{"#0072B2", "#E69F00", "#009E73", "#CC79A7", "#F0E442", "#56B4E9", "#7F3C8D", "#8C564B"};

// Text of GraphViz's labels that look like HTML.
std::string
Escape(const std::string& text)
{
    std::string escaped;
    for (const char c : text)
    {
        escaped += c == '<'   ? "&lt;"
                   : c == '>' ? "&gt;"
                   : c == '&' ? "&amp;"
                   : c == '"' ? "&quot;"
                              : std::string(1, c);
    }
    return escaped;
}

// What stands above the picture: the title, and what colour is which zone.
std::string
DescribeTitle(const std::string& title, const NfTopologyMarks& marks)
{
    if (marks.zones.empty())
    {
        return Quote(title);
    }
    std::string legend;
    for (std::size_t zone = 0; zone < marks.zones.size(); ++zone)
    {
        legend += fmt::format("{}<FONT COLOR=\"{}\">&#9632;</FONT> {}",
                              zone == 0 ? "" : "   ",
                              COLOURS[zone % COLOURS.size()],
                              Escape(marks.zones[zone]));
    }
    return fmt::format("<{}<BR/><FONT POINT-SIZE=\"12\">{}</FONT>>", Escape(title), legend);
}

std::string
DescribeNode(const NfTopologyGraph& graph,
             std::size_t number,
             const std::optional<Place>& place,
             bool labels,
             const NfTopologyMarks& marks)
{
    constexpr const char* SHAPES[] = {
        "shape=circle width=0.14",
        "shape=square width=0.11",
        "shape=diamond width=0.18 height=0.18",
    };
    constexpr const char* FILLS[] = {"#0072B2", "#56B4E9", "#E69F00"};
    const NfTopologyNode& node = graph.GetNode(number);
    std::string text = SHAPES[static_cast<std::size_t>(node.kind)];
    std::string fill = FILLS[static_cast<std::size_t>(node.kind)];
    std::string label = labels ? node.label : "";
    if (!marks.zones.empty())
    {
        const std::optional<std::size_t> zone = marks.zoneOf[number];
        fill = zone ? COLOURS[*zone % COLOURS.size()] : "#C0C0C0";
        if (zone && marks.zones.size() > COLOURS.size() && node.kind != NfTopologyKind::LAN)
        {
            label += fmt::format("{}[{}]", label.empty() ? "" : " ", marks.zones[*zone]);
        }
    }
    if (std::binary_search(marks.firewalls.begin(), marks.firewalls.end(), number))
    {
        text += " width=0.2 height=0.2";
        fill = "#D55E00";
    }
    text += " fillcolor=" + Quote(fill);
    const uint64_t drops = marks.activity ? marks.activity->drops[number] : 0;
    if (drops > 0)
    {
        text += " color=\"#CC0000\" penwidth=2.5";
        label += fmt::format("{}{} dropped", label.empty() ? "" : ": ", drops);
    }
    if (!label.empty())
    {
        text += " xlabel=" + Quote(label);
    }
    if (place)
    {
        // "!": neato may not move it.
        text += fmt::format(" pos=\"{:.3f},{:.3f}!\"", place->x, place->y);
    }
    return fmt::format("  {} [{}]\n", Quote(node.name), text);
}

std::string
DescribeLink(const NfTopologyGraph& graph, std::size_t link, const NfTopologyActivity* activity)
{
    std::string text = fmt::format("  {} -- {}",
                                   Quote(graph.GetNode(graph.GetLink(link).from).name),
                                   Quote(graph.GetNode(graph.GetLink(link).to).name));
    if (!activity)
    {
        return text + "\n";
    }
    std::string style;
    if (activity->bytes)
    {
        constexpr double WIDEST = 6;
        const auto most = static_cast<double>(
            *std::max_element(activity->bytes->begin(), activity->bytes->end()));
        const auto bytes = static_cast<double>((*activity->bytes)[link]);
        // The area of a line of traffic is what the eye compares.
        style = fmt::format("penwidth={:.2f}", 0.5 + (most > 0 ? WIDEST * bytes / most : 0));
    }
    if (activity->losses[link] > 0)
    {
        style += fmt::format(" color=\"#CC0000\" fontname=\"DejaVu Sans\" fontsize=9 "
                             "label=\"{} lost\"",
                             activity->losses[link]);
    }
    return text + " [" + style + "]\n";
}

} // namespace

void
NfMarkZones(const NfPolicy& policy, const NfTopologyGraph& graph, NfTopologyMarks& marks)
{
    std::vector<NfError> errors;
    const NfPolicyZones zones(policy, graph, errors);
    NfRefuse(errors);
    marks.zones.reserve(policy.zones.size());
    for (const NfPolicyZone& zone : policy.zones)
    {
        marks.zones.push_back(zone.name);
    }
    marks.zoneOf.reserve(graph.GetNNodes());
    for (std::size_t node = 0; node < graph.GetNNodes(); ++node)
    {
        marks.zoneOf.push_back(zones.Find(node));
    }
}

std::string
NfDescribeDrawing(const NfTopologyGraph& graph,
                  const std::string& title,
                  bool labels,
                  const NfTopologyMarks& marks)
{
    const Places places = FindPlaces(graph);
    std::string text = fmt::format("graph {{\n"
                                   "  graph [label={} labelloc=t fontname=\"DejaVu Sans\" "
                                   "fontsize=16 outputorder=edgesfirst forcelabels=true "
                                   "start=1 bgcolor=white]\n"
                                   "  node [label=\"\" fixedsize=true style=filled "
                                   "color=\"#404040\" penwidth=0.7 fontname=\"DejaVu Sans\" "
                                   "fontsize=10]\n"
                                   "  edge [color=\"#707070\"]\n",
                                   DescribeTitle(title, marks));
    for (std::size_t i = 0; i < graph.GetNNodes(); ++i)
    {
        text += DescribeNode(graph, i, places[i], labels, marks);
    }
    for (std::size_t i = 0; i < graph.GetNLinks(); ++i)
    {
        text += DescribeLink(graph, i, marks.activity);
    }
    return text + "}\n";
}

void
NfDrawGraph(const std::string& text, const std::string& file)
{
    static const std::map<std::string, std::string> FORMATS{
        {".svg", "svg:cairo"},
        {".pdf", "pdf"},
        {".png", "png:cairo"},
    };
    const auto format = FORMATS.find(std::filesystem::path(file).extension());
    if (format == FORMATS.end())
    {
        throw NfCliError(fmt::format("{}: the file is to be called *.svg, *.pdf or *.png", file));
    }
    const NfNewFile picture(file);
    const NfWorkFolder folder;
    const std::string script = folder / "topology.dot";
    std::ofstream(script) << text;
    NfRunExternalProgram({"neato",
                          "-T" + format->second,
                          "-Gdpi=" + std::string(format->first == ".png" ? "150" : "72"),
                          "-o",
                          picture.GetPath(),
                          script},
                         "graphviz");
    picture.Keep();
}

} // namespace ns3
