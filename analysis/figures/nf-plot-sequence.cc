// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-command.h"
#include "nf-figure-text.h"
#include "nf-packet-journey.h"
#include "nf-packet-links.h"
#include "nf-plot-figure.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace ns3
{

namespace
{

constexpr std::size_t TEXT = 90;         // characters of a line
constexpr std::size_t BESIDE = 4;        // up to that many lifelines texts stand beside them
constexpr std::size_t USUAL_STOPS = 300; // longest diagram

// Sizes at 10 points, in cm.
constexpr double ROW = 0.56;    // from a line to the next
constexpr double TIME = 3.2;    // column of times
constexpr double NARROW = 0.9;  // between lifelines, if texts stand in a column of their own
constexpr double HEADER = 0.75; // names of nodes

struct Options
{
    int64_t packet{-1}; //!< uid; negative: the first one that the filter takes
    bool follow{false}; //!< also packets that are linked to the packet
};

/// A line of the diagram: what happens on which lifeline.
struct Line
{
    std::size_t packet{0}; //!< number in the diagram
    std::size_t lane{0};
    std::string node;
    std::string heading; //!< above the first line of a packet
    std::string time;
    std::string text;
    std::string rewrite;
    bool hook{true};
    bool dropped{false};
    bool delivered{false};
};

std::string
StopText(NfTraceReader& reader, const NfPacketStop& stop)
{
    std::string text = stop.place;
    const std::vector<NfTraceStepRow>& path = reader.GetPath(stop.path);
    if (stop.kind != NfPacketStop::Kind::HOOK)
    {
        return text + ": " + stop.reason;
    }
    if (!path.empty())
    {
        const NfTraceStepRow& step = path.back();
        auto chain = reader.GetChains().find(step.chain);
        if (chain != reader.GetChains().end())
        {
            text += fmt::format(": {} {} {}",
                                chain->second.table,
                                chain->second.name,
                                step.rule ? fmt::format("rule {}", step.rule) : "policy");
        }
    }
    return stop.verdict == "ACCEPT" ? text : text + ", " + stop.verdict;
}

// "source 10.0.0.2:5 -> 192.0.2.1:5" and a TTL that each router changes anyway.
std::string
RewriteText(NfTraceReader& reader, NfPacketRewrite rewrite)
{
    rewrite.ttlAfter = rewrite.ttlBefore;
    const std::string text = NfRewriteText(reader, rewrite);
    const std::size_t arrow = text.find(" -> ");
    if (arrow == std::string::npos)
    {
        return text;
    }
    const std::size_t space = text.find(' ');
    return text.substr(0, space) + " becomes" + text.substr(arrow + 3);
}

std::string
Title(NfTraceReader& reader, int64_t uid)
{
    const auto packet = reader.FindPacket(uid);
    return fmt::format("Packet {}: {}",
                       uid,
                       packet ? NfFlowText(reader.GetFlow(packet->flow)) : "unknown");
}

std::vector<Line>
MakeLines(NfTraceReader& reader, const NfPacketJourney& journey, const NfEventSelection& events)
{
    std::vector<Line> lines;
    const NfPacketFate fate = journey.GetFate();
    int64_t latest = -1;
    for (const NfPacketStop& stop : journey.GetStops())
    {
        if (!events.WantsNode(stop.node) || !events.WantsTime(stop.time))
        {
            continue;
        }
        Line line;
        line.lane = static_cast<std::size_t>(stop.node); // until lanes are numbered
        line.node = reader.NodeName(stop.node);
        line.time = stop.time == latest ? "" : NfFormatSeconds(stop.time);
        latest = stop.time;
        line.text = NfShortenText(StopText(reader, stop), TEXT);
        line.hook = stop.kind != NfPacketStop::Kind::LOG;
        line.dropped = stop.verdict == "DROP" || stop.kind == NfPacketStop::Kind::LOSS;
        line.delivered = fate.kind == NfPacketFate::Kind::DELIVERED && fate.where == &stop;
        if (stop.rewrite)
        {
            line.rewrite = NfShortenText(RewriteText(reader, *stop.rewrite), TEXT);
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

// The packet and those that are linked to it, in the order of their first stops.
std::vector<NfPacketJourney>
Journeys(NfTraceReader& reader, int64_t packet, bool follow)
{
    std::vector<NfPacketJourney> journeys;
    for (int64_t uid : follow ? NfFindLinkedPackets(reader, packet) : std::set<int64_t>{packet})
    {
        NfPacketJourney journey(reader, uid);
        if (!journey.GetStops().empty())
        {
            journeys.push_back(std::move(journey));
        }
    }
    std::stable_sort(journeys.begin(), journeys.end(), [](const auto& a, const auto& b) {
        return a.GetStops().front().time < b.GetStops().front().time;
    });
    return journeys;
}

// The packet that was asked for, by its number or by what it is.
int64_t
FindPacket(NfTraceReader& reader, const NfPlotArguments& shared, const Options& options)
{
    if (options.packet >= 0)
    {
        if (!reader.FindPacket(options.packet))
        {
            throw NfCliError(fmt::format("{}: there is no packet {} in run {}",
                                         reader.GetPath(),
                                         options.packet,
                                         reader.GetRun().id));
        }
        return options.packet;
    }
    if (shared.events.filter.empty())
    {
        throw NfCliError("a packet is expected: --packet takes its number, --filter the first one "
                         "of some flows");
    }
    NfEventSelection events(reader, shared.events);
    auto query = reader.Query("SELECT uid, flow, first_time FROM packet WHERE run = ?1 "
                              "ORDER BY first_time, uid");
    while (query->Next())
    {
        if (events.WantsFlow(query->Int(1)) && events.WantsTime(query->Int(2)))
        {
            return query->Int(0);
        }
    }
    throw NfCliError(fmt::format("{}: run {} has no packet of the flows '{}' in that time",
                                 reader.GetPath(),
                                 reader.GetRun().id,
                                 shared.events.filter));
}

// A packet came from another node to this stop.
bool
IsHop(const std::vector<Line>& lines, std::size_t i)
{
    return i > 0 && lines[i].packet == lines[i - 1].packet && lines[i].lane != lines[i - 1].lane;
}

// It came from the right, where the stop's text stands: the arrow ends above it.
bool
IsBack(const std::vector<Line>& lines, std::size_t i)
{
    return IsHop(lines, i) && lines[i].lane < lines[i - 1].lane;
}

/// What the diagram shows.
struct Diagram
{
    std::string title;
    std::vector<Line> lines;
    std::vector<std::string> nodes; //!< by lane
    std::size_t stops{0};           //!< how many lines there would be
};

// Lanes are numbered as the packets come to them.
void
NumberLanes(Diagram& diagram)
{
    std::map<std::size_t, std::size_t> lanes;
    for (Line& line : diagram.lines)
    {
        auto [place, isNew] = lanes.emplace(line.lane, lanes.size());
        line.lane = place->second;
        if (isNew)
        {
            diagram.nodes.push_back(line.node);
        }
    }
}

Diagram
MakeDiagram(NfTraceReader& reader, const NfPlotArguments& shared, const Options& options)
{
    const int64_t packet = FindPacket(reader, shared, options);
    const NfEventSelection events(reader, shared.events);
    Diagram diagram;
    std::size_t number = 0;
    for (const NfPacketJourney& journey : Journeys(reader, packet, options.follow))
    {
        std::vector<Line> lines = MakeLines(reader, journey, events);
        const std::string title = Title(reader, journey.GetUid());
        if (lines.empty())
        {
            continue;
        }
        if (diagram.title.empty())
        {
            diagram.title = title;
        }
        else
        {
            lines.front().heading = title;
        }
        for (Line& line : lines)
        {
            line.packet = number;
            diagram.lines.push_back(std::move(line));
        }
        ++number;
    }
    diagram.stops = diagram.lines.size();
    if (diagram.stops == 0)
    {
        throw NfCliError(fmt::format("{}: nothing of packet {} in run {} is asked for",
                                     reader.GetPath(),
                                     packet,
                                     reader.GetRun().id));
    }
    std::size_t most = shared.top > 0 ? shared.top : USUAL_STOPS;
    if (shared.style.height > 0)
    {
        const double room = shared.style.height / (shared.style.fontSize / 10) - HEADER - 2.5;
        most = std::min(most, std::size_t(std::max(1.0, room / (1.25 * ROW))));
    }
    diagram.lines.resize(std::min(most, diagram.lines.size()));
    NumberLanes(diagram);
    return diagram;
}

/**
 * Draws a diagram. Its coordinates are cm at 10 points. Few lifelines have their texts beside
 * them; many stand close together, and the texts in a column of their own to the right.
 */
class Drawing
{
  public:
    Drawing(const NfPlotArguments& shared, const NfFigureTexts& texts, const Diagram& diagram)
        : m_diagram(diagram),
          m_beside(diagram.nodes.size() <= BESIDE),
          m_heights(Heights()),
          m_spacing(Spacing(shared.style)),
          m_names(NamesHeight()),
          m_page(shared.style, texts, Width(), m_names + m_end * ROW)
    {
    }

    void Draw()
    {
        NfGnuplot& script = m_page.GetScript();
        script.Add("unset border; unset tics; unset grid");
        m_page.SetAxes({0, m_page.GetWidth(), 0, m_page.GetHeight()});
        script.Add(fmt::format("set xrange [0:{:.5g}]; set yrange [{:.5g}:0]",
                               Width(),
                               m_names + m_end * ROW));
        for (std::size_t lane = 0; lane < m_diagram.nodes.size(); ++lane)
        {
            AddLane(lane);
        }
        for (std::size_t i = 0; i < m_diagram.lines.size(); ++i)
        {
            AddLine(i);
            if (IsHop(m_diagram.lines, i))
            {
                AddHop(i);
            }
        }
        script.Add("plot NaN notitle");
        m_page.Finish();
    }

  private:
    // Where each line is, in rows.
    std::vector<double> Heights()
    {
        std::vector<double> heights;
        double y = 0.7;
        for (std::size_t i = 0; i < m_diagram.lines.size(); ++i)
        {
            // Room for the arrow to the next node, which must not cross texts.
            y += IsHop(m_diagram.lines, i) && m_beside ? 0.9 : 0;
            y += IsBack(m_diagram.lines, i) && m_beside ? 0.5 : 0;
            y += m_diagram.lines[i].heading.empty() ? 0 : 1.6;
            heights.push_back(y);
            y += m_diagram.lines[i].rewrite.empty() ? 1 : 2;
        }
        m_end = y;
        return heights;
    }

    double TextWidth() const
    {
        double widest = 0;
        for (const Line& line : m_diagram.lines)
        {
            const std::string name = m_beside ? "" : line.node + "  ";
            widest = std::max({widest, NfTextWidth(name + line.text), NfTextWidth(line.rewrite)});
        }
        return widest * NfFigurePage::Em(10) + 0.6;
    }

    double Spacing(const NfFigureStyle& style) const
    {
        const double usual = m_beside ? std::max(4.0, TextWidth()) : NARROW;
        if (style.width <= 0)
        {
            return usual;
        }
        const double room = style.width / (style.fontSize / 10) - TIME - (m_beside ? 0 : 8);
        return std::clamp(room / double(m_diagram.nodes.size()), 0.3, std::max(usual, 8.0));
    }

    double NamesHeight() const
    {
        const double width = NfWidestText(m_diagram.nodes) * NfFigurePage::Em(10);
        m_aslant = width > 0.95 * m_spacing;
        return m_aslant ? 0.72 * width + 0.8 : HEADER;
    }

    double Width() const
    {
        const double lanes = m_spacing * double(m_diagram.nodes.size());
        return TIME + lanes + (m_beside ? 0 : TextWidth());
    }

    double LaneX(std::size_t lane) const
    {
        return TIME + m_spacing * (m_beside ? double(lane) : double(lane) + 0.3) + 0.15;
    }

    double LineY(std::size_t i) const
    {
        return m_names + m_heights[i] * ROW;
    }

    double TextX(const Line& line) const
    {
        return m_beside ? LaneX(line.lane) + 0.3 : LaneX(m_diagram.nodes.size()) - 0.2;
    }

    void AddLabel(const std::string& text, double x, double y, const std::string& style)
    {
        m_page.GetScript().Add(
            fmt::format("set label {} at {:.5g},{:.5g} {}", NfGnuplot::Quote(text), x, y, style));
    }

    void AddLane(std::size_t lane)
    {
        const double x = LaneX(lane);
        AddLabel(m_diagram.nodes[lane],
                 x,
                 m_names - 0.45,
                 m_aslant    ? "left rotate by 45"
                 : lane == 0 ? "left offset -1,0"
                             : "center");
        m_page.GetScript().Add(fmt::format("set arrow from {0:.5g},{1:.5g} to {0:.5g},{2:.5g} "
                                           "nohead linecolor rgb '#909090' dashtype (3,3) "
                                           "linewidth 0.8 back",
                                           x,
                                           m_names - 0.1,
                                           m_names + (m_end - 0.4) * ROW));
    }

    void AddLine(std::size_t i)
    {
        const Line& line = m_diagram.lines[i];
        const double x = LaneX(line.lane);
        const double y = LineY(i);
        if (!line.heading.empty())
        {
            AddLabel(line.heading, LaneX(0) + 0.3, y - ROW, "left textcolor rgb '#D55E00'");
        }
        if (!line.time.empty())
        {
            AddLabel(line.time, TIME - 0.2, y, "right");
        }
        if (!m_beside)
        {
            m_page.GetScript().Add(fmt::format("set arrow from {0:.5g},{1:.5g} to {2:.5g},{1:.5g} "
                                               "nohead linecolor rgb '#d8d8d8' linewidth 0.5 back",
                                               x,
                                               y,
                                               TextX(line) - 0.1));
        }
        AddLabel((m_beside ? "" : line.node + "  ") + line.text, TextX(line), y, "left");
        if (!line.rewrite.empty())
        {
            AddLabel(line.rewrite, TextX(line), y + 0.9 * ROW, "left textcolor rgb '#0072B2'");
        }
        const char* mark = line.dropped     ? "2 lc rgb '#D55E00'"
                           : line.delivered ? "7 lc rgb '#009E73'"
                           : line.hook      ? "6 lc rgb '#000000'"
                                            : "1 lc rgb '#000000'";
        AddLabel("", x, y, fmt::format("point pointtype {} pointsize 1.1", mark));
    }

    // The way from the node before.
    void AddHop(std::size_t i)
    {
        const Line& before = m_diagram.lines[i - 1];
        const Line& line = m_diagram.lines[i];
        const double below = !m_beside ? 0 : before.rewrite.empty() ? 0.5 : 1.5;
        const double above = m_beside && IsBack(m_diagram.lines, i) ? 0.55 : 0;
        m_page.GetScript().Add(fmt::format("set arrow from {:.5g},{:.5g} to {:.5g},{:.5g} head "
                                           "filled size screen {:.4g},20 linecolor rgb '{}' "
                                           "linewidth 1.2",
                                           LaneX(before.lane),
                                           LineY(i - 1) + below * ROW,
                                           LaneX(line.lane),
                                           LineY(i) - above * ROW,
                                           m_page.X(0.22),
                                           line.packet == 0 ? "#000000" : "#D55E00"));
    }

    const Diagram& m_diagram;
    bool m_beside;
    double m_end{0}; //!< rows
    std::vector<double> m_heights;
    double m_spacing;
    mutable bool m_aslant{false};
    double m_names; //!< height of the nodes' names
    NfFigurePage m_page;
};

int
Draw(const NfPlotArguments& shared, const Options& options)
{
    if (shared.databases.size() != 1)
    {
        throw NfCliError("a sequence diagram shows one packet of one database");
    }
    NfTraceReader reader(shared.databases.front(), shared.run);
    const Diagram diagram = MakeDiagram(reader, shared, options);
    NfFigureTexts texts;
    texts.title = diagram.title;
    if (diagram.lines.size() < diagram.stops)
    {
        texts.notes.push_back(
            fmt::format("{} of {} stops shown.", diagram.lines.size(), diagram.stops));
    }
    if (!reader.HasPasses())
    {
        texts.notes.push_back(fmt::format("The run was traced at level '{}': only where the packet "
                                          "ended is known.",
                                          reader.GetRun().level));
    }
    const std::string selection = NfSelectionNote(shared.events);
    if (!selection.empty())
    {
        texts.notes.push_back(selection);
    }
    Drawing(shared, texts, diagram).Draw();
    return 0;
}

} // namespace

NfCliAction
NfDrawSequence(CLI::App& parser, NfPlotArguments& shared)
{
    auto options = std::make_shared<Options>();
    NfAddFigureOptions(parser, shared, "stops");
    parser.add_option("--packet", options->packet, "Number of the packet, as in the database")
        ->check(NfCheckPacketNumber);
    parser.add_flag("--follow", options->follow, "Also packets that it caused or that caused it");
    return [&shared, options] { return Draw(shared, *options); };
}

} // namespace ns3
