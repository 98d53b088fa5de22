// SPDX-License-Identifier: GPL-2.0-only

#include "nf-drop-scan.h"
#include "nf-plot-categories.h"
#include "nf-plot-figure.h"
#include "nf-progress.h"

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
using Counter = Counts (*)(NfTraceReader& reader, int64_t node, const NfPlotBins& bins);

Counts
CountDrops(NfTraceReader& reader, int64_t node, const NfPlotBins& bins)
{
    Counts counts;
    NfDropScan scan(reader);
    scan.ForEach([&](const NfDropRow& row) {
        const NfDropCause& cause = scan.GetCause(row.cause);
        const int64_t bin = bins.Of(row.time);
        if (IsIn(bin, bins) && (node < 0 || cause.node == node))
        {
            Row(counts, cause.reason, bins.Size())[bin] += 1 / bins.Width();
        }
    });
    return counts;
}

Counts
CountHooks(NfTraceReader& reader, int64_t node, const NfPlotBins& bins)
{
    Counts counts;
    const std::vector<NfTracePassKindRow>& kinds = reader.GetPassKinds();
    std::vector<std::vector<double>*> rows;
    for (const NfTracePassKindRow& kind : kinds)
    {
        const bool wanted = !kind.hook.empty() && (node < 0 || kind.node == node);
        rows.push_back(wanted ? &Row(counts, kind.hook, bins.Size()) : nullptr);
    }
    NfProgress progress("reading hook passes", reader.GetLastPacket());
    auto query = reader.Query("SELECT time, kind, packet FROM hook_pass WHERE run = ?1");
    while (query->Next())
    {
        progress.StepTo(query->Int(2));
        const auto kind = static_cast<std::size_t>(query->Int(1));
        const int64_t bin = bins.Of(query->Int(0));
        if (IsIn(bin, bins) && kind < rows.size() && rows[kind])
        {
            (*rows[kind])[bin] += 1 / bins.Width();
        }
    }
    return counts;
}

// How many entries each table has at the beginning of the first bin, and at the end of each.
Counts
CountConnections(NfTraceReader& reader, int64_t node, const NfPlotBins& bins)
{
    Counts counts;
    auto query = reader.Query("SELECT e.time, e.node, k.change FROM conntrack_event e JOIN "
                              "conntrack_kind k ON k.run = e.run AND k.id = e.kind "
                              "WHERE e.run = ?1 AND k.change <> 'update'");
    while (query->Next())
    {
        const std::size_t next = bins.Of(query->Int(0)) + 1; // what came before all counts as 0
        if (next <= bins.Size() && (node < 0 || query->Int(1) == node))
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

void
Draw(const NfPlotArguments& arguments,
     std::vector<NfPlotGroup>& groups,
     Counter count,
     const NfCategoryFigure& figure)
{
    const NfPlotBins bins(arguments, groups, figure.levels ? FINE_BINS : BINS);
    std::vector<std::vector<Counts>> all;
    for (const NfPlotGroup& group : groups)
    {
        all.emplace_back();
        for (const auto& reader : group.runs)
        {
            const int64_t node = arguments.node.empty() ? -1 : reader->FindNode(arguments.node);
            all.back().push_back(count(*reader, node, bins));
        }
    }
    NfPlotCategories(arguments, groups, bins, std::move(all), figure);
}

} // namespace

void
NfPlotDrops(const NfPlotArguments& arguments, std::vector<NfPlotGroup>& groups)
{
    Draw(arguments,
         groups,
         CountDrops,
         {"Drops (packets/s)", "no packet was dropped", true, false});
}

void
NfPlotHooks(const NfPlotArguments& arguments, std::vector<NfPlotGroup>& groups)
{
    Draw(arguments,
         groups,
         CountHooks,
         {"Packets at hook (packets/s)",
          "no hook pass was recorded",
          false,
          false,
          {"INGRESS", "PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING", "EGRESS"}});
}

void
NfPlotConnections(const NfPlotArguments& arguments, std::vector<NfPlotGroup>& groups)
{
    Draw(arguments,
         groups,
         CountConnections,
         {"Tracked connections", "no connection was tracked", false, true});
}

} // namespace ns3
