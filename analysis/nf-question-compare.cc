// SPDX-License-Identifier: GPL-2.0-only

#include "nf-flow-filter.h"
#include "nf-packet-fates.h"
#include "nf-packet-journey.h"
#include "nf-trace-question.h"
#include "nf-trace-reader.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <memory>
#include <tuple>

namespace ns3
{

namespace
{

struct Options
{
    std::vector<std::string> databases;
    std::string otherRun;
    std::string filter;
    bool exitCode{false};
    bool ways{false};
};

using Fate = NfPacketFate::Kind;

/// A run to compare, with its packets by flow.
struct Side
{
    Side(const std::string& path, const std::string& run)
        : reader(path, run),
          fates(reader)
    {
    }

    NfTraceReader reader;
    NfPacketFates fates;
};

/// A flow by what it says, as numbers differ between databases.
using FlowKey = std::tuple<int, std::string, int, std::string, int>;

/// Packets of a flow in both runs, in order of time.
struct Pair
{
    std::string text;
    std::array<std::vector<const NfPacketOutcome*>, 2> packets;
};

/// What a run did with a packet at the point where runs part.
struct Point
{
    NfCell packet;
    std::string text;
};

using Pairs = std::map<FlowKey, Pair>;

Pairs
Match(std::array<Side*, 2> sides, const std::string& filterText)
{
    Pairs pairs;
    for (int i = 0; i < 2; ++i)
    {
        NfTraceReader& reader = sides[i]->reader;
        const NfFlowFilter filter(filterText, NfResolveNodes(reader));
        const std::vector<NfTraceFlowRow> flows = reader.GetFlows();
        std::vector<Pair*> byFlow(flows.size());
        for (const NfPacketOutcome& packet : sides[i]->fates.GetPackets())
        {
            if (packet.flow <= 0 || static_cast<std::size_t>(packet.flow) >= flows.size() ||
                !filter.Matches(flows[packet.flow]))
            {
                continue;
            }
            Pair*& pair = byFlow[packet.flow];
            if (!pair)
            {
                const NfTraceFlowRow& flow = flows[packet.flow];
                pair = &pairs[{flow.protocol,
                               flow.sourceBytes,
                               flow.sourcePort,
                               flow.destinationBytes,
                               flow.destinationPort}];
                pair->text = NfFlowText(flow);
            }
            pair->packets[i].push_back(&packet);
        }
    }
    for (auto& [key, pair] : pairs)
    {
        for (auto& list : pair.packets)
        {
            std::stable_sort(list.begin(), list.end(), [](auto* a, auto* b) {
                return a->firstTime < b->firstTime;
            });
        }
    }
    return pairs;
}

std::string
StopText(NfTraceReader& reader, const NfPacketStop& stop)
{
    std::string text =
        fmt::format("{} {} {}", reader.NodeName(stop.node), stop.place, stop.verdict);
    const std::vector<NfTraceStepRow>& path = reader.GetPath(stop.path);
    if (!path.empty())
    {
        text += " by " + reader.GetRules().StepText(path.back());
    }
    else if (!stop.reason.empty())
    {
        text += " " + stop.reason;
    }
    return text;
}

// All that tells stops of two runs apart, but for time and what is numbered. Without rules: what
// was done, whichever rule said so.
std::string
Signature(NfTraceReader& reader, const NfPacketStop& stop, bool rules)
{
    std::string text =
        fmt::format("{}|{}|{}", reader.NodeName(stop.node), stop.place, stop.verdict);
    if (!rules)
    {
        return text;
    }
    for (const NfTraceStepRow& step : reader.GetPath(stop.path))
    {
        text += "|" + reader.GetRules().StepText(step) + "|" + step.verdict;
    }
    return text;
}

std::vector<const NfPacketStop*>
Stops(const NfPacketJourney& journey)
{
    std::vector<const NfPacketStop*> stops;
    for (const NfPacketStop& stop : journey.GetStops())
    {
        if (stop.kind != NfPacketStop::Kind::LOG)
        {
            stops.push_back(&stop);
        }
    }
    return stops;
}

// Where the journeys of two packets part.
std::array<Point, 2>
Part(std::array<Side*, 2> sides, std::array<const NfPacketOutcome*, 2> packets)
{
    std::array<Point, 2> points;
    if (!packets[0] || !packets[1])
    {
        for (int i = 0; i < 2; ++i)
        {
            if (packets[i])
            {
                points[i].packet = packets[i]->uid;
            }
            points[i].text = packets[i] ? "sent" : "not sent";
        }
        return points;
    }
    const NfPacketJourney a(sides[0]->reader, packets[0]->uid);
    const NfPacketJourney b(sides[1]->reader, packets[1]->uid);
    const std::vector<const NfPacketStop*> stopsA = Stops(a);
    const std::vector<const NfPacketStop*> stopsB = Stops(b);
    const bool rules = packets[0]->fate == packets[1]->fate;
    std::size_t i = 0;
    while (i < stopsA.size() && i < stopsB.size() &&
           Signature(sides[0]->reader, *stopsA[i], rules) ==
               Signature(sides[1]->reader, *stopsB[i], rules))
    {
        ++i;
    }
    points[0] = {packets[0]->uid,
                 i < stopsA.size() ? StopText(sides[0]->reader, *stopsA[i]) : "not seen again"};
    points[1] = {packets[1]->uid,
                 i < stopsB.size() ? StopText(sides[1]->reader, *stopsB[i]) : "not seen again"};
    return points;
}

/// Counts of a flow.
struct Tally
{
    std::array<int64_t, 2> sent{};
    std::array<int64_t, 2> delivered{};
    std::array<int64_t, 2> dropped{};
    std::array<int64_t, 2> onlyHere{}; //!< delivered here, dropped or absent there
    int64_t otherWay{0};               //!< the same end by another way
    std::size_t first{SIZE_MAX};       //!< first packet that fares differently, from 0

    void Add(const Tally& other)
    {
        for (int i = 0; i < 2; ++i)
        {
            sent[i] += other.sent[i];
            delivered[i] += other.delivered[i];
            dropped[i] += other.dropped[i];
            onlyHere[i] += other.onlyHere[i];
        }
        otherWay += other.otherWay;
    }
};

Tally
Count(const Pair& pair, bool ways)
{
    Tally tally;
    const std::size_t n = std::max(pair.packets[0].size(), pair.packets[1].size());
    for (std::size_t k = 0; k < n; ++k)
    {
        std::array<bool, 2> delivered{};
        std::array<const NfPacketOutcome*, 2> packets{};
        for (int i = 0; i < 2; ++i)
        {
            if (k < pair.packets[i].size())
            {
                packets[i] = pair.packets[i][k];
                delivered[i] = packets[i]->fate == Fate::DELIVERED;
                ++tally.sent[i];
                tally.delivered[i] += delivered[i];
                tally.dropped[i] += packets[i]->fate == Fate::DROPPED;
            }
        }
        tally.onlyHere[0] += delivered[0] && !delivered[1];
        tally.onlyHere[1] += delivered[1] && !delivered[0];
        const bool both = packets[0] && packets[1];
        const bool sameEnd = both && packets[0]->fate == packets[1]->fate;
        const bool sameWay = sameEnd && packets[0]->way == packets[1]->way;
        tally.otherWay += sameEnd && !sameWay;
        if (!(ways ? sameWay : sameEnd) && tally.first == SIZE_MAX)
        {
            tally.first = k;
        }
    }
    return tally;
}

NfTable
FlowTable()
{
    return {"flows",
            "Flows that fared differently",
            {{"flow", "Flow"},
             {"sent_a", "Sent A"},
             {"sent_b", "B"},
             {"delivered_a", "Delivered A"},
             {"delivered_b", "B"},
             {"only_a", "Only in A"},
             {"only_b", "Only in B"},
             {"other_way", "Other way"},
             {"first_number", "First at no."},
             {"first_time_ns", "Time"},
             {"first_packet_a", "Packet A"},
             {"first_packet_b", "B"},
             {"point_a", "What A did"},
             {"point_b", "What B did"}}};
}

void
AddFlow(NfTable& table, std::array<Side*, 2> sides, const Pair& pair, const Tally& tally)
{
    std::array<const NfPacketOutcome*, 2> packets{};
    for (int i = 0; i < 2; ++i)
    {
        if (tally.first < pair.packets[i].size())
        {
            packets[i] = pair.packets[i][tally.first];
        }
    }
    const std::array<Point, 2> points = Part(sides, packets);
    table.rows.push_back({pair.text,
                          tally.sent[0],
                          tally.sent[1],
                          tally.delivered[0],
                          tally.delivered[1],
                          tally.onlyHere[0],
                          tally.onlyHere[1],
                          tally.otherWay,
                          static_cast<int64_t>(tally.first + 1),
                          NfNanoseconds{(packets[0] ? packets[0] : packets[1])->firstTime},
                          points[0].packet,
                          points[1].packet,
                          points[0].text,
                          points[1].text});
}

void
AddTotals(NfReport& report, std::array<Side*, 2> sides, const Tally& total)
{
    NfTable table{"runs",
                  "",
                  {{"side", ""},
                   {"database", "Database"},
                   {"run", "Run"},
                   {"label", "Label"},
                   {"sent", "Packets"},
                   {"delivered", "Delivered"},
                   {"dropped", "Dropped"},
                   {"only_here", "Delivered only here"}}};
    table.columns[0].title = "Side";
    for (int i = 0; i < 2; ++i)
    {
        const NfTraceRunRow& run = sides[i]->reader.GetRun();
        table.rows.push_back({std::string(i ? "B" : "A"),
                              sides[i]->reader.GetPath(),
                              run.id,
                              run.label,
                              total.sent[i],
                              total.delivered[i],
                              total.dropped[i],
                              total.onlyHere[i]});
    }
    report.Add(std::move(table));
}

void
DemandPasses(const NfTraceReader& reader)
{
    if (!reader.HasPasses())
    {
        throw NfCliError(fmt::format("{}: run {} was traced at level '{}': what was delivered is "
                                     "known only at the levels 'hooks' and 'rules'",
                                     reader.GetPath(),
                                     reader.GetRun().id,
                                     reader.GetRun().level));
    }
}

int
Compare(const NfTraceArguments& shared, const Options& options)
{
    std::vector<std::string> paths = options.databases;
    if (!shared.database.empty())
    {
        paths.insert(paths.begin(), shared.database);
    }
    if (paths.size() != 2)
    {
        throw NfCliError(fmt::format("compare wants two databases, got {}", paths.size()));
    }
    DemandPasses(NfTraceReader(paths[0], shared.run));
    DemandPasses(NfTraceReader(paths[1], options.otherRun));
    Side a(paths[0], shared.run);
    Side b(paths[1], options.otherRun);
    const std::array<Side*, 2> sides{&a, &b};
    Tally total;
    NfTable table = FlowTable();
    table.shown = shared.limit;
    table.whenEmpty = "Every packet fared the same in both runs.";

    for (const auto& [key, pair] : Match(sides, options.filter))
    {
        const Tally tally = Count(pair, options.ways);
        total.Add(tally);
        if (tally.first != SIZE_MAX)
        {
            AddFlow(table, sides, pair, tally);
        }
    }
    const bool differs = !table.rows.empty();
    std::stable_sort(table.rows.begin(), table.rows.end(), [](const auto& x, const auto& y) {
        return std::get<NfNanoseconds>(x[9]).value < std::get<NfNanoseconds>(y[9]).value;
    });
    if (!options.ways && total.otherWay > 0)
    {
        table.notes.push_back(fmt::format("{} packets met other rules but the same end (--ways "
                                          "shows them).",
                                          total.otherWay));
    }
    NfReport report;
    AddTotals(report, sides, total);
    report.Add(std::move(table));
    NfAnswer(report, shared);
    return differs && options.exitCode ? 1 : 0;
}

} // namespace

NfCliAction
NfAskCompare(CLI::App& parser, NfTraceArguments& shared)
{
    auto options = std::make_shared<Options>();
    parser.add_option("databases", options->databases, "The database to compare with, or both")
        ->required()
        ->expected(1, 2);
    parser.add_option("--other-run",
                      options->otherRun,
                      "Run of the second database (default: the last)");
    parser.add_option("--filter", options->filter, "Which flows, as in tcpdump");
    parser.add_flag("--ways",
                    options->ways,
                    "Also flows whose packets had the same end by another way");
    parser.add_flag("--exit-code", options->exitCode, "Exit with 1 if the runs differ");
    NfAddCommonOptions(parser, shared);
    return [&shared, options] { return Compare(shared, *options); };
}

} // namespace ns3
