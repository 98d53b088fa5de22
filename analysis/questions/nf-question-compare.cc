// SPDX-License-Identifier: GPL-2.0-only

#include "nf-run-comparison.h"
#include "nf-trace-question.h"

#include <CLI/CLI.hpp>
#include <array>
#include <fmt/format.h>
#include <memory>
#include <string>
#include <vector>

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

NfCell
PacketCell(const NfPartingPoint& point)
{
    return point.packet ? NfCell(*point.packet) : NfCell();
}

// Programs find in a row what people read in two tables: this one, and that of the points.
NfReportTable
FlowTable(const std::vector<NfFlowDifference>& differences)
{
    NfReportTable table{"flows",
                        "Flows that fared differently",
                        {{"", "No."},
                         {"flow", "Flow"},
                         {"sent_a", "Sent A"},
                         {"sent_b", "B"},
                         {"delivered_a", "Delivered A"},
                         {"delivered_b", "B"},
                         {"only_a", "Only in A"},
                         {"only_b", "Only in B"},
                         {"other_way", "Other way"},
                         {"first_number", ""},
                         {"first_time_ns", ""},
                         {"first_packet_a", ""},
                         {"first_packet_b", ""},
                         {"point_a", ""},
                         {"point_b", ""}}};
    table.whenEmpty = "Every packet fared the same in both runs.";
    for (const NfFlowDifference& it : differences)
    {
        table.rows.push_back({static_cast<int64_t>(table.rows.size() + 1),
                              it.flow,
                              it.counts.sent[0],
                              it.counts.sent[1],
                              it.counts.delivered[0],
                              it.counts.delivered[1],
                              it.counts.onlyHere[0],
                              it.counts.onlyHere[1],
                              it.counts.otherWay,
                              static_cast<int64_t>(it.first + 1),
                              NfNanoseconds{it.time},
                              PacketCell(it.points[0]),
                              PacketCell(it.points[1]),
                              it.points[0].text,
                              it.points[1].text});
    }
    return table;
}

NfReportTable
PointTable(const std::vector<NfFlowDifference>& differences)
{
    NfReportTable table{"",
                        "Where they part",
                        {{"", "No."},
                         {"", "Packet of the flow"},
                         {"", "Time"},
                         {"", "Side"},
                         {"", "Packet"},
                         {"", "What was done with it"}}};
    table.grouped = 3;
    for (const NfFlowDifference& it : differences)
    {
        const int64_t number = static_cast<int64_t>(table.rows.size() / 2) + 1;
        for (int side = 0; side < 2; ++side)
        {
            table.rows.push_back({number,
                                  fmt::format("{}.", it.first + 1),
                                  NfNanoseconds{it.time},
                                  std::string(side ? "B" : "A"),
                                  PacketCell(it.points[side]),
                                  it.points[side].text});
        }
    }
    return table;
}

NfReportTable
TotalTable(std::array<const NfComparedRun*, 2> sides, const NfComparedCounts& total)
{
    NfReportTable table{"runs",
                        "",
                        {{"side", "Side"},
                         {"database", "Database"},
                         {"run", "Run"},
                         {"label", "Label"},
                         {"sent", "Packets"},
                         {"delivered", "Delivered"},
                         {"dropped", "Dropped"},
                         {"lost", "Lost"},
                         {"held", "Held"},
                         {"not_seen_again", "Not seen again"},
                         {"only_here", "Delivered only here"}}};
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
                              total.lost[i],
                              total.held[i],
                              total.left[i],
                              total.onlyHere[i]});
    }
    return table;
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
    NfComparedRun a(paths[0], shared.run);
    NfComparedRun b(paths[1], options.otherRun);
    const NfRunComparison comparison(a, b, options.filter, options.ways);
    const std::vector<NfFlowDifference>& differences = comparison.GetDifferences();
    NfReport report;
    report.Add(TotalTable({&a, &b}, comparison.GetTotal()));
    NfReportTable& flows = report.Add(FlowTable(differences));
    flows.shown = shared.GetLimit();
    if (!options.ways && comparison.GetTotal().otherWay > 0)
    {
        flows.notes.push_back(fmt::format("{} packets met other rules but the same end (--ways "
                                          "shows them).",
                                          comparison.GetTotal().otherWay));
    }
    if (!differences.empty())
    {
        report.Add(PointTable(differences)).shown = 2 * shared.GetLimit();
    }
    NfAnswer(report, shared);
    return !differences.empty() && options.exitCode ? 1 : 0;
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
