// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rank-merge.h"
#include "nf-trace-database.h"
#include "nf-trace-merge.h"
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
    std::vector<std::string> inputs;
    std::string output;
    bool ranks{false};
};

// Ranks of one simulation have the same seed, run and level.
void
DemandSame(const NfTraceDatabase& a, const NfTraceDatabase& b, const std::string& run)
{
    const NfTraceRunRow& first = a.FindRun(run);
    const NfTraceRunRow& other = b.FindRun(run);
    auto demand = [&](bool same, const char* what) {
        if (!same)
        {
            throw NfCliError(fmt::format("{}: run {} is no rank of the simulation of run {} of {}: "
                                         "another {}",
                                         b.GetPath(),
                                         other.id,
                                         first.id,
                                         a.GetPath(),
                                         what));
        }
    };
    demand(first.uuid != other.uuid, "rank is expected, this is the same one");
    demand(first.seed == other.seed, "seed");
    demand(first.runNumber == other.runNumber, "run number");
    demand(first.level == other.level, "level");
    demand(first.label == other.label, "label");
}

int
MergeRanks(const NfTraceArguments& shared, const Options& options)
{
    std::vector<NfRankRun> ranks;
    const NfTraceDatabase first(options.inputs[0]);
    NfReportTable table{"merged",
                        "",
                        {{"database", "Database"}, {"run", "Run"}, {"rank", "Taken as rank"}}};
    for (const std::string& input : options.inputs)
    {
        const NfTraceDatabase database(input);
        const int64_t run = database.FindRun(shared.run).id;
        if (!ranks.empty())
        {
            DemandSame(first, database, shared.run);
        }
        table.rows.push_back({input, run, static_cast<int64_t>(ranks.size())});
        ranks.push_back({input, run});
    }
    NfTraceMerge merge(options.output);
    NfMergeRanks(merge, ranks);
    merge.Finish();
    NfReport report;
    report.Add(std::move(table));
    return NfAnswer(report, shared);
}

int
MergeRuns(const NfTraceArguments& shared, const Options& options)
{
    std::vector<int64_t> expected;
    for (const std::string& input : options.inputs)
    {
        expected.push_back(static_cast<int64_t>(NfTraceDatabase(input).GetRuns().size()));
    }
    NfReportTable table{"merged",
                        "",
                        {{"database", "Database"}, {"runs", "Runs"}, {"joined", "Joined"}}};
    NfTraceMerge merge(options.output);
    for (std::size_t i = 0; i < options.inputs.size(); ++i)
    {
        const int64_t joined = merge.Join(options.inputs[i]);
        table.rows.push_back({options.inputs[i], expected[i], joined});
        if (joined < expected[i])
        {
            table.notes.push_back(fmt::format("{}: {} of its runs had been joined already.",
                                              options.inputs[i],
                                              expected[i] - joined));
        }
    }
    merge.Finish();
    NfReport report;
    report.Add(std::move(table));
    return NfAnswer(report, shared);
}

} // namespace

NfCliAction
NfAskMerge(CLI::App& parser, NfTraceArguments& shared)
{
    auto options = std::make_shared<Options>();
    parser.add_option("databases", options->inputs, "Databases to join")->required();
    parser.add_option("-o,--output", options->output, "The new database")->required();
    CLI::Option* ranks =
        parser.add_flag("--ranks",
                        options->ranks,
                        "They are those of the ranks of one simulation (MPI), in order of the "
                        "ranks: make one run of them");
    parser
        .add_option("--run", shared.run, "Number or label of the run in each (default: the last)")
        ->needs(ranks);
    parser.add_flag("--json", shared.json, "Print JSON");
    return [&shared, options] {
        return options->ranks ? MergeRanks(shared, *options) : MergeRuns(shared, *options);
    };
}

} // namespace ns3
