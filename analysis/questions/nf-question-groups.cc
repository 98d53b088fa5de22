// SPDX-License-Identifier: GPL-2.0-only

#include "nf-estimate.h"
#include "nf-run-groups.h"
#include "nf-run-measures.h"
#include "nf-trace-question.h"

#include <CLI/CLI.hpp>
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
    NfGroupingArguments grouping;
    NfSelectionRequest events;
};

/// What is known of a measure in a group.
struct Summary
{
    const char* key{nullptr};
    const char* title{nullptr};
    std::vector<double> values; //!< of the runs whose traces tell
};

std::vector<Summary>
SumUp(const NfRunGroup& group, const NfSelectionRequest& events)
{
    std::vector<Summary> summaries;
    for (const NfGroupedRun& run : group.runs)
    {
        NfTraceReader reader(run.database, run.Number());
        const std::vector<NfRunMeasure> measures = NfMeasureRun(reader, events);
        summaries.resize(measures.size());
        for (std::size_t i = 0; i < measures.size(); ++i)
        {
            summaries[i].key = measures[i].key;
            summaries[i].title = measures[i].title;
            if (measures[i].value)
            {
                summaries[i].values.push_back(*measures[i].value);
            }
        }
    }
    return summaries;
}

NfReportTable
MeasureTable(const NfRunGroups& groups, const NfSelectionRequest& events)
{
    NfReportTable table{"groups",
                        "Means with 95 % confidence intervals",
                        {{"group", "Group"},
                         {"runs", "Runs"},
                         {"measure", ""},
                         {"", "Measure"},
                         {"known", "Known of"},
                         {"mean", "Mean"},
                         {"low", "From"},
                         {"high", "To"}}};
    table.grouped = 2;
    for (const NfRunGroup& group : groups.Get())
    {
        for (const Summary& summary : SumUp(group, events))
        {
            const NfEstimate estimate = NfEstimateMean(summary.values);
            std::vector<NfCell> row{group.label,
                                    static_cast<int64_t>(group.runs.size()),
                                    std::string(summary.key),
                                    std::string(summary.title),
                                    static_cast<int64_t>(estimate.runs)};
            // Of one run there is no interval, of none there is no mean.
            row.push_back(estimate.runs > 0 ? NfCell(estimate.mean) : NfCell());
            row.push_back(estimate.runs > 1 ? NfCell(estimate.low) : NfCell());
            row.push_back(estimate.runs > 1 ? NfCell(estimate.high) : NfCell());
            table.rows.push_back(std::move(row));
        }
    }
    table.notes = groups.GetNotes();
    return table;
}

NfReportTable
LeftOutTable(const NfRunGroups& groups)
{
    NfReportTable table{"left_out",
                        "Runs that are left out",
                        {{"database", "Database"}, {"run", "Run"}, {"why", "Why"}}};
    table.whenEmpty = "No run is left out.";
    for (const NfLeftOutRun& run : groups.GetLeftOut())
    {
        table.rows.push_back({run.database, run.run, run.why});
    }
    return table;
}

int
Tell(const NfTraceArguments& shared, const Options& options)
{
    NfGroupRequest request;
    request.databases = options.databases;
    request.databases.insert(request.databases.begin(), shared.database);
    request.run = shared.run;
    request.by = options.grouping.Get();
    const NfRunGroups groups(request);
    NfReport report;
    report.Add(MeasureTable(groups, options.events));
    report.Add(LeftOutTable(groups)).shown = shared.GetLimit();
    return NfAnswer(report, shared);
}

} // namespace

NfCliAction
NfAskGroups(CLI::App& parser, NfTraceArguments& shared)
{
    auto options = std::make_shared<Options>();
    parser.add_option("databases", options->databases, "More databases");
    NfAddGroupingOptions(parser, options->grouping);
    parser.add_option("--filter", options->events.filter, "Which flows, as in tcpdump");
    parser.add_option("--from", options->events.from, "First second that counts")
        ->check(CLI::NonNegativeNumber);
    parser.add_option("--to", options->events.to, "Last second that counts")
        ->check(CLI::PositiveNumber);
    NfAddCommonOptions(parser, shared);
    return [&shared, options] { return Tell(shared, *options); };
}

} // namespace ns3
