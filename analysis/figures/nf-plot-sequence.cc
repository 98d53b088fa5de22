// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-command.h"
#include "nf-figure-text.h"
#include "nf-packet-journey.h"
#include "nf-packet-links.h"
#include "nf-plot-figure.h"
#include "nf-sequence-diagram.h"

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
constexpr std::size_t USUAL_STOPS = 300; // longest diagram

struct Options
{
    int64_t packet{-1}; //!< uid; negative: the first one that the filter takes
    bool follow{false}; //!< also packets that are linked to the packet
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

std::vector<NfSequenceLine>
MakeLines(NfTraceReader& reader, const NfPacketJourney& journey, const NfEventSelection& events)
{
    std::vector<NfSequenceLine> lines;
    const NfPacketFate fate = journey.GetFate();
    int64_t latest = -1;
    for (const NfPacketStop& stop : journey.GetStops())
    {
        if (!events.WantsNode(stop.node) || !events.WantsTime(stop.time))
        {
            continue;
        }
        NfSequenceLine line;
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

// Lanes are numbered as the packets come to them.
void
NumberLanes(NfSequenceDiagram& diagram)
{
    std::map<std::size_t, std::size_t> lanes;
    for (NfSequenceLine& line : diagram.lines)
    {
        auto [place, isNew] = lanes.emplace(line.lane, lanes.size());
        line.lane = place->second;
        if (isNew)
        {
            diagram.nodes.push_back(line.node);
        }
    }
}

NfSequenceDiagram
MakeDiagram(NfTraceReader& reader, const NfPlotArguments& shared, const Options& options)
{
    const int64_t packet = FindPacket(reader, shared, options);
    const NfEventSelection events(reader, shared.events);
    NfSequenceDiagram diagram;
    std::size_t number = 0;
    for (const NfPacketJourney& journey : Journeys(reader, packet, options.follow))
    {
        std::vector<NfSequenceLine> lines = MakeLines(reader, journey, events);
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
        for (NfSequenceLine& line : lines)
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
        const double room =
            shared.style.height / (shared.style.fontSize / 10) - NF_SEQUENCE_HEADER - 2.5;
        most = std::min(most, std::size_t(std::max(1.0, room / (1.25 * NF_SEQUENCE_ROW))));
    }
    diagram.lines.resize(std::min(most, diagram.lines.size()));
    NumberLanes(diagram);
    return diagram;
}

int
Draw(const NfPlotArguments& shared, const Options& options)
{
    if (shared.databases.size() != 1)
    {
        throw NfCliError("a sequence diagram shows one packet of one database");
    }
    NfTraceReader reader(shared.databases.front(), shared.run);
    const NfSequenceDiagram diagram = MakeDiagram(reader, shared, options);
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
    NfDrawSequenceDiagram(shared, texts, diagram);
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
