// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-command.h"
#include "nf-packet-journey.h"
#include "nf-plot-figure.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace ns3
{

namespace
{

constexpr std::size_t LABEL = 44; // bytes of a line beside a lifeline

/// A line of the diagram: what happens on which lifeline.
struct Line
{
    std::size_t lane{0};
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

std::vector<Line>
MakeLines(NfTraceReader& reader,
          const NfPacketJourney& journey,
          std::map<int64_t, std::size_t>& lanes)
{
    std::vector<Line> lines;
    const NfPacketFate fate = journey.GetFate();
    int64_t latest = -1;
    for (const NfPacketStop& stop : journey.GetStops())
    {
        Line line;
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
    return lines;
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

} // namespace

void
NfPlotSequence(const NfPlotArguments& arguments, std::vector<NfPlotGroup>& groups)
{
    if (groups.size() != 1)
    {
        throw NfCliError("a sequence diagram shows one packet of one database");
    }
    NfTraceReader& reader = *groups[0].runs.back();
    const auto packet = reader.FindPacket(arguments.packet);
    const NfPacketJourney journey(reader, arguments.packet);
    if (!packet || journey.GetStops().empty())
    {
        throw NfCliError(fmt::format("{}: there is no packet {} in run {}",
                                     reader.GetPath(),
                                     arguments.packet,
                                     reader.GetRun().id));
    }
    std::map<int64_t, std::size_t> lanes;
    const std::vector<Line> lines = MakeLines(reader, journey, lanes);
    std::vector<double> heights;
    double y = 1;
    for (std::size_t i = 0; i < lines.size(); ++i)
    {
        // Room for the arrow to the next node, which must not cross texts.
        y += i > 0 && lines[i].lane != lines[i - 1].lane ? 0.9 : 0;
        heights.push_back(y);
        y += lines[i].rewrite.empty() ? 1 : 1.6;
    }
    const auto n = double(lanes.size());
    NfGnuplot script(arguments.output, 0.25 + n * 0.5, 0.18 + y * 0.058);
    script.Add("unset key; unset border; unset tics; unset grid");
    script.Add("set lmargin 17; set rmargin 1; set tmargin 3; set bmargin 0.5");
    script.Add(fmt::format("set xrange [-0.02:{}]; set yrange [{}:-0.4]", n - 0.02, y));
    script.Add("set title " +
               NfGnuplot::Quote(fmt::format("Packet {}: {}",
                                            arguments.packet,
                                            NfFlowText(reader.GetFlow(packet->flow)))));
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
        if (i > 0 && lines[i].lane != lines[i - 1].lane)
        {
            const double bottom = lines[i - 1].rewrite.empty() ? 0.5 : 1.1;
            script.Add(fmt::format("set arrow from {},{:.4g} to {},{:.4g} head filled "
                                   "size screen 0.012,20 linecolor rgb '#000000' linewidth 1.2",
                                   lines[i - 1].lane,
                                   heights[i - 1] + bottom,
                                   lines[i].lane,
                                   heights[i]));
        }
    }
    script.Add("plot NaN notitle");
    NfFinishFigure(script, arguments);
}

} // namespace ns3
