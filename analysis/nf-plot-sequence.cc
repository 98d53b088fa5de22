// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-command.h"
#include "nf-packet-journey.h"
#include "nf-packet-links.h"
#include "nf-plot-figure.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace ns3
{

namespace
{

constexpr std::size_t LABEL = 44; // bytes of a line beside a lifeline

/// A line of the diagram: what happens on which lifeline.
struct Line
{
    std::size_t packet{0}; //!< number in the diagram
    std::size_t lane{0};
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
    if (stop.kind == NfPacketStop::Kind::STACK || stop.kind == NfPacketStop::Kind::LOG)
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

void
AddLines(std::vector<Line>& lines,
         NfTraceReader& reader,
         const NfPacketJourney& journey,
         std::size_t number,
         std::map<int64_t, std::size_t>& lanes)
{
    const bool later = !lines.empty();
    const NfPacketFate fate = journey.GetFate();
    int64_t latest = -1;
    for (const NfPacketStop& stop : journey.GetStops())
    {
        Line line;
        line.packet = number;
        if (later && &stop == &journey.GetStops().front())
        {
            line.heading = Title(reader, journey.GetUid());
        }
        line.lane = lanes.emplace(stop.node, lanes.size()).first->second;
        line.time = stop.time == latest ? "" : NfFormatSeconds(stop.time);
        latest = stop.time;
        line.text = NfGnuplot::Shorten(StopText(reader, stop), LABEL);
        line.hook = stop.kind != NfPacketStop::Kind::LOG;
        line.dropped = stop.verdict == "DROP";
        line.delivered = fate.kind == NfPacketFate::Kind::DELIVERED && fate.where == &stop;
        if (stop.rewrite)
        {
            line.rewrite = NfGnuplot::Shorten(RewriteText(reader, *stop.rewrite), LABEL);
        }
        lines.push_back(std::move(line));
    }
}

// The packet and those that are linked to it, in the order of their first stops.
std::vector<NfPacketJourney>
Journeys(NfTraceReader& reader, const NfPlotArguments& arguments)
{
    std::vector<NfPacketJourney> journeys;
    for (int64_t uid : arguments.follow ? NfFindLinkedPackets(reader, arguments.packet)
                                        : std::set<int64_t>{arguments.packet})
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

void
AddLabel(NfGnuplot& script, const std::string& text, double x, double y, const std::string& style)
{
    script.Add(
        fmt::format("set label {} at {:.4g},{:.4g} {}", NfGnuplot::Quote(text), x, y, style));
}

void
AddLine(NfGnuplot& script, const Line& line, double y)
{
    const auto x = double(line.lane);
    if (!line.heading.empty())
    {
        AddLabel(script, line.heading, 0.05, y - 1, "left textcolor rgb '#D55E00'");
    }
    if (!line.time.empty())
    {
        AddLabel(script, line.time, -0.12, y, "right");
    }
    AddLabel(script, line.text, x + 0.05, y, "left");
    if (!line.rewrite.empty())
    {
        AddLabel(script, line.rewrite, x + 0.05, y + 0.5, "left textcolor rgb '#0072B2'");
    }
    const char* mark = line.dropped     ? "2 lc rgb '#D55E00'"
                       : line.delivered ? "7 lc rgb '#009E73'"
                       : line.hook      ? "6 lc rgb '#000000'"
                                        : "1 lc rgb '#000000'";
    AddLabel(script, "", x, y, fmt::format("point pointtype {} pointsize 1.1", mark));
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

} // namespace

void
NfPlotSequence(const NfPlotArguments& arguments, std::vector<NfPlotGroup>& groups)
{
    if (groups.size() != 1)
    {
        throw NfCliError("a sequence diagram shows one packet of one database");
    }
    NfTraceReader& reader = *groups[0].runs.back();
    const std::vector<NfPacketJourney> journeys = Journeys(reader, arguments);
    if (journeys.empty() || !reader.FindPacket(arguments.packet))
    {
        throw NfCliError(fmt::format("{}: there is no packet {} in run {}",
                                     reader.GetPath(),
                                     arguments.packet,
                                     reader.GetRun().id));
    }
    std::map<int64_t, std::size_t> lanes;
    std::vector<Line> lines;
    for (std::size_t i = 0; i < journeys.size(); ++i)
    {
        AddLines(lines, reader, journeys[i], i, lanes);
    }
    std::vector<double> heights;
    double y = 1;
    for (std::size_t i = 0; i < lines.size(); ++i)
    {
        // Room for the arrow to the next node, which must not cross texts.
        y += IsHop(lines, i) ? 0.9 : 0;
        y += IsBack(lines, i) ? 0.5 : 0;
        y += lines[i].heading.empty() ? 0 : 1.6;
        heights.push_back(y);
        y += lines[i].rewrite.empty() ? 1 : 1.6;
    }
    const auto n = double(lanes.size());
    NfGnuplot script(arguments.output, 0.25 + n * 0.5, 0.18 + y * 0.058);
    script.Add("unset key; unset border; unset tics; unset grid");
    script.Add("set lmargin 17; set rmargin 1; set tmargin 3; set bmargin 0.5");
    script.Add(fmt::format("set xrange [-0.02:{}]; set yrange [{}:-0.4]", n - 0.02, y));
    script.Add("set title " + NfGnuplot::Quote(Title(reader, journeys.front().GetUid())));
    for (const auto& [node, lane] : lanes)
    {
        AddLabel(script, reader.NodeName(node), double(lane), 0, "center textcolor rgb '#000000'");
        script.Add(fmt::format("set arrow from {0},0.5 to {0},{1} nohead linecolor rgb '#909090' "
                               "dashtype (3,3) linewidth 0.8 back",
                               lane,
                               y - 0.4));
    }
    for (std::size_t i = 0; i < lines.size(); ++i)
    {
        AddLine(script, lines[i], heights[i]);
        if (IsHop(lines, i))
        {
            const double bottom = lines[i - 1].rewrite.empty() ? 0.5 : 1.1;
            script.Add(fmt::format("set arrow from {},{:.4g} to {},{:.4g} head filled "
                                   "size screen 0.012,20 linecolor rgb '{}' linewidth 1.2",
                                   lines[i - 1].lane,
                                   heights[i - 1] + bottom,
                                   lines[i].lane,
                                   heights[i] - (IsBack(lines, i) ? 0.55 : 0),
                                   lines[i].packet == 0 ? "#000000" : "#D55E00"));
        }
    }
    script.Add("plot NaN notitle");
    NfFinishFigure(script, arguments);
}

} // namespace ns3
