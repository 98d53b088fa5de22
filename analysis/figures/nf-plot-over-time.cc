// SPDX-License-Identifier: GPL-2.0-only

#include "nf-drop-scan.h"
#include "nf-plot-categories.h"
#include "nf-plot-figure.h"
#include "nf-progress.h"

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

namespace
{

constexpr int BINS = 60;
constexpr int FINE_BINS = 3000; // levels that hold only for a moment are to be seen

using Counts = NfCategoryCounts;

std::vector<double>&
Row(Counts& counts, const std::string& category, std::size_t size)
{
    std::vector<double>& row = counts[category];
    row.resize(size);
    return row;
}

bool
IsIn(int64_t bin, const NfPlotBins& bins)
{
    return bin >= 0 && bin < static_cast<int64_t>(bins.Size());
}

/// How to count a run.
using Counter = Counts (*)(NfTraceReader& reader, NfEventSelection& events, const NfPlotBins& bins);

// Drops by reason, or losses by place and reason.
Counts
CountCauses(NfTraceReader& reader, NfEventSelection& events, const NfPlotBins& bins, bool losses)
{
    Counts counts;
    NfDropScan scan(reader);
    const auto count = [&](const NfDropRow& row) {
        const NfDropCause& cause = scan.GetCause(row.cause);
        const int64_t bin = bins.Of(row.time);
        if (IsIn(bin, bins) && events.WantsNode(cause.node) &&
            events.WantsFlow(row.flow, row.firstFlow))
        {
            const std::string category = losses ? cause.place + ": " + cause.reason : cause.reason;
            Row(counts, category, bins.Size())[bin] += 1 / bins.Width();
        }
    };
    losses ? scan.ForEachLoss(count) : scan.ForEach(count);
    return counts;
}

Counts
CountDrops(NfTraceReader& reader, NfEventSelection& events, const NfPlotBins& bins)
{
    return CountCauses(reader, events, bins, false);
}

Counts
CountLosses(NfTraceReader& reader, NfEventSelection& events, const NfPlotBins& bins)
{
    return CountCauses(reader, events, bins, true);
}

Counts
CountHooks(NfTraceReader& reader, NfEventSelection& events, const NfPlotBins& bins)
{
    Counts counts;
    const std::vector<NfTracePassKindRow>& kinds = reader.GetPassKinds();
    std::vector<std::vector<double>*> rows;
    for (const NfTracePassKindRow& kind : kinds)
    {
        const bool wanted = !kind.hook.empty() && events.WantsNode(kind.node);
        rows.push_back(wanted ? &Row(counts, kind.hook, bins.Size()) : nullptr);
    }
    NfProgress progress("reading hook passes", reader.GetLastPacket());
    auto query = reader.Query(
        events.HasFilter()
            ? "SELECT h.time, h.kind, h.packet, h.flow, p.flow FROM hook_pass h LEFT JOIN packet p "
              "ON p.run = h.run AND p.uid = h.packet WHERE h.run = ?1"
            : "SELECT time, kind, packet FROM hook_pass WHERE run = ?1");
    while (query->Next())
    {
        progress.StepTo(query->Int(2));
        const auto kind = static_cast<std::size_t>(query->Int(1));
        const int64_t bin = bins.Of(query->Int(0));
        if (IsIn(bin, bins) && kind < rows.size() && rows[kind] &&
            (!events.HasFilter() || events.WantsFlow(query->Int(3), query->Int(4))))
        {
            (*rows[kind])[bin] += 1 / bins.Width();
        }
    }
    return counts;
}

// How many entries each table has at the beginning of the first bin, and at the end of each.
Counts
CountConnections(NfTraceReader& reader, NfEventSelection& events, const NfPlotBins& bins)
{
    Counts counts;
    auto query = reader.Query(
        "SELECT e.time, e.node, k.change, c.original, c.reply FROM conntrack_event e "
        "JOIN conntrack_kind k ON k.run = e.run AND k.id = e.kind "
        "LEFT JOIN connection c ON c.run = e.run AND c.node = e.node AND c.id = e.connection "
        "WHERE e.run = ?1 AND k.change <> 'update'");
    while (query->Next())
    {
        const std::size_t next = bins.Of(query->Int(0)) + 1; // what came before all counts as 0
        if (next <= bins.Size() && events.WantsNode(query->Int(1)) &&
            events.WantsFlow(query->Int(3), query->Int(4)))
        {
            Row(counts, reader.NodeName(query->Int(1)), bins.Size() + 1)[next] +=
                query->Text(2) == "new" ? 1 : -1;
        }
    }
    for (auto& [name, row] : counts)
    {
        for (std::size_t i = 1; i < row.size(); ++i)
        {
            row[i] += row[i - 1];
        }
    }
    return counts;
}

/// A figure over time: its options, and what it counts.
struct OverTime
{
    NfPlotNeed need;
    const char* what; //!< what traces of another level do not record
    Counter count;
    NfCategoryFigure figure;
};

int
Draw(const NfPlotArguments& shared, double width, const OverTime& it)
{
    const NfRunGroups groups = NfGroupForFigure(shared, it.need, it.what);
    const NfPlotBins bins(shared.events, width, groups.Get(), it.figure.levels ? FINE_BINS : BINS);
    std::vector<std::vector<Counts>> all;
    for (const NfRunGroup& group : groups.Get())
    {
        all.emplace_back();
        for (const NfGroupedRun& run : group.runs)
        {
            NfTraceReader reader(run.database, run.Number());
            NfEventSelection events(reader, shared.events);
            all.back().push_back(it.count(reader, events, bins));
        }
    }
    NfCategoryFigure figure = it.figure;
    if (it.count == CountDrops)
    {
        figure.note = NfLossesNote(shared, groups);
    }
    NfPlotCategories(shared, groups, bins, std::move(all), figure);
    return 0;
}

NfCliAction
Setup(CLI::App& parser, NfPlotArguments& shared, const OverTime& it)
{
    auto width = std::make_shared<double>(0);
    NfAddFigureOptions(parser, shared, it.figure.noun);
    parser.add_option("--bin", *width, "Width of a time bin in seconds")
        ->check(CLI::PositiveNumber);
    return [&shared, width, it] { return Draw(shared, *width, it); };
}

} // namespace

NfCliAction
NfDrawDrops(CLI::App& parser, NfPlotArguments& shared)
{
    return Setup(parser,
                 shared,
                 {NfPlotNeed::ANY,
                  "drops",
                  CountDrops,
                  {"Drops (packets/s)", "reasons", "no packet was dropped", true, false}});
}

NfCliAction
NfDrawLosses(CLI::App& parser, NfPlotArguments& shared)
{
    return Setup(parser,
                 shared,
                 {NfPlotNeed::ANY,
                  "losses",
                  CountLosses,
                  {"Losses (packets/s)", "places", "no packet was lost", true, false}});
}

NfCliAction
NfDrawHooks(CLI::App& parser, NfPlotArguments& shared)
{
    return Setup(
        parser,
        shared,
        {NfPlotNeed::PASSES,
         "the packets that a hook accepted",
         CountHooks,
         {"Packets at hook (packets/s)",
          "hooks",
          "no hook pass was recorded",
          false,
          false,
          {"INGRESS", "PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING", "EGRESS"}}});
}

NfCliAction
NfDrawConnections(CLI::App& parser, NfPlotArguments& shared)
{
    return Setup(parser,
                 shared,
                 {NfPlotNeed::ANY,
                  "connections",
                  CountConnections,
                  {"Tracked connections", "nodes", "no connection was tracked", false, true}});
}

} // namespace ns3
