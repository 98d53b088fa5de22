// SPDX-License-Identifier: GPL-2.0-only

#include "nf-compare-command.h"

#include "nf-campaign-join.h"
#include "nf-campaign-plan.h"
#include "nf-campaign-script.h"
#include "nf-campaign-variants.h"
#include "nf-comparison-output.h"
#include "nf-comparison-report.h"
#include "nf-mpi-launcher.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <iostream>
#include <memory>
#include <sstream>
#include <thread>

namespace ns3
{

namespace
{

namespace fs = std::filesystem;

constexpr int SOME_MISSING = 1;  // exit code: runs without results
constexpr int INTERRUPTED = 128; // and the number of the signal

/// What the user asks for.
struct Arguments
{
    std::string scenario;
    std::string placements;
    std::vector<std::string> sets;
    int64_t runs{10};
    int64_t mostRuns{1000};
    int64_t seed{0};     //!< 0: the scenario's
    std::size_t jobs{0}; //!< 0: as many as processors
    std::string baseline;
    std::string width;
    std::string select;
    std::string indifference{"5%"};
    std::vector<std::string> measures;
    std::string output;
    std::string runner;
    std::string figures; //!< extension; empty: none but those of the report
    std::string emit;
    std::vector<std::string> parts;
    std::vector<std::string> allocations;
    int64_t job{-1};
    bool collect{false};
    bool noReport{false};
    bool json{false};
    bool csv{false};
};

// nfsim itself, by the path under which it runs.
std::string
GetSelf()
{
    std::error_code error;
    const fs::path self = fs::read_symlink("/proc/self/exe", error);
    return error ? "nfsim" : self.string();
}

std::vector<std::string>
GetRunner(const std::string& wanted)
{
    std::vector<std::string> words;
    std::istringstream stream(wanted);
    for (std::string word; stream >> word;)
    {
        words.push_back(word);
    }
    if (words.empty())
    {
        words = {GetSelf(), "run"};
    }
    return words;
}

std::string
GetCommandLine()
{
    std::vector<std::string> words;
    std::ifstream file("/proc/self/cmdline", std::ios::binary);
    for (std::string word; std::getline(file, word, '\0');)
    {
        words.push_back(words.empty() ? "nfsim" : word);
    }
    return NfQuoteForShell(words);
}

NfCampaignSpec
MakeSpec(const Arguments& arguments)
{
    NfCampaignSpec spec;
    spec.text = NfReadWholeFile(arguments.scenario);
    spec.scenario = fs::absolute(arguments.scenario).lexically_normal();
    spec.runner = GetRunner(arguments.runner);
    spec.seed = arguments.seed;
    spec.runs = arguments.runs;
    spec.command = GetCommandLine();
    std::vector<std::string> names;
    for (const std::string& file : arguments.allocations)
    {
        const std::string name = fs::path(file).stem().string();
        if (std::find(names.begin(), names.end(), name) != names.end())
        {
            throw NfCliError(fmt::format("--allocation {}: there is another one '{}'", file, name));
        }
        spec.allocations.push_back({name, NfReadWholeFile(file)});
        names.push_back(name);
    }
    const NfVariantsRequest request{spec.runner,
                                    spec.scenario,
                                    arguments.allocations,
                                    NfWantsProposals(arguments.placements)};
    std::vector<std::string> leftOut;
    spec.variants = NfCrossVariants(
        NfChoosePlacements(NfAskForVariants(request), arguments.placements, names, leftOut),
        arguments.sets);
    for (const std::string& note : leftOut)
    {
        std::cerr << "nfsim: " << note << '\n';
    }
    return spec;
}

std::size_t
FindBaseline(const NfCampaignSpec& spec, const std::string& label)
{
    std::string known;
    for (std::size_t i = 0; i < spec.variants.size(); ++i)
    {
        if (label.empty() || spec.variants[i].label == label)
        {
            return i;
        }
        known += (known.empty() ? "" : ", ") + spec.variants[i].label;
    }
    throw NfCliError(fmt::format("--baseline {}: there are the variants {}", label, known));
}

std::vector<NfMeasureName>
ParseMeasures(const Arguments& arguments)
{
    std::vector<NfMeasureName> measures;
    for (const std::string& measure : arguments.measures)
    {
        measures.push_back(NfMeasureName::Parse(measure));
    }
    return measures;
}

NfCampaignGoal
MakeGoal(const Arguments& arguments, const NfCampaignSpec& spec)
{
    NfCampaignGoal goal;
    goal.runs = arguments.runs;
    goal.mostRuns = std::max(arguments.mostRuns, arguments.runs);
    goal.baseline = FindBaseline(spec, arguments.baseline);
    goal.measures = ParseMeasures(arguments);
    if (!arguments.width.empty())
    {
        const NfCampaignSize width = NfCampaignSize::Parse(arguments.width, "--until-width");
        if (!width.relative || goal.measures.empty())
        {
            throw NfCliError("--until-width takes a percentage of the mean, and --measure says of "
                             "what");
        }
        goal.width = width.value;
    }
    if (!arguments.select.empty())
    {
        if (goal.width || arguments.runs < 2)
        {
            throw NfCliError("--select goes with two or more --runs, and without --until-width");
        }
        goal.choice = NfCampaignChoice::Parse(arguments.select, arguments.indifference);
    }
    return goal;
}

NfComparisonFormat
GetFormat(const Arguments& arguments)
{
    return arguments.json  ? NfComparisonFormat::JSON
           : arguments.csv ? NfComparisonFormat::CSV
                           : NfComparisonFormat::TABLE;
}

int
Finish(const Arguments& arguments,
       const NfCampaignFolder& folder,
       const NfCampaignSpec& spec,
       bool draw)
{
    NfComparison comparison(folder.GetPath("results.db"));
    comparison.Choose(ParseMeasures(arguments));
    const std::size_t baseline = FindBaseline(spec, arguments.baseline);
    NfPrintComparison(comparison, baseline, GetFormat(arguments), !arguments.measures.empty());
    const bool isDrawn = draw && (!arguments.figures.empty() || !arguments.noReport);
    const std::vector<NfComparedNetwork> networks =
        isDrawn ? NfReadNetworks(folder.GetPath("results.db")) : std::vector<NfComparedNetwork>();
    if (draw && !arguments.figures.empty())
    {
        NfWriteComparisonFigures(comparison,
                                 networks,
                                 baseline,
                                 folder.GetPath("figures"),
                                 arguments.figures);
    }
    if (draw && !arguments.noReport)
    {
        NfWriteComparisonReport(comparison,
                                networks,
                                spec,
                                baseline,
                                folder.GetPath("report.html"));
    }
    return comparison.GetMissing().empty() ? 0 : SOME_MISSING;
}

void
TellFailures(const NfCampaignRunner& runner, const NfCampaignSpec& spec)
{
    for (const auto& [job, message] : runner.GetFailures())
    {
        std::cerr << fmt::format("nfsim: {}, replication {}: {}\n",
                                 spec.variants[job.variant].label,
                                 job.replication,
                                 message);
    }
}

int
Campaign(const Arguments& arguments)
{
    const NfCampaignSpec spec = MakeSpec(arguments);
    const NfCampaignGoal goal = MakeGoal(arguments, spec);
    NfCampaignFolder folder(arguments.output);
    folder.Lock(true);
    folder.KeepSpec(spec);
    const std::size_t processors = std::max(1U, std::thread::hardware_concurrency());
    NfCampaignRunner runner(folder, spec, arguments.jobs > 0 ? arguments.jobs : processors);
    const NfCampaignOutcome outcome = NfCarryOutCampaign(runner, folder, spec, goal);
    try
    {
        NfCampaignJoin(folder, spec, outcome, runner.GetFailures()).Write();
    }
    catch (const NfCliError&)
    {
        TellFailures(runner, spec); // which the results would have told
        throw;
    }
    const int code = Finish(arguments, folder, spec, !outcome.interrupted);
    if (outcome.interrupted)
    {
        std::cerr << "nfsim: interrupted; the same command goes on with the campaign\n";
        return INTERRUPTED + runner.GetInterrupt();
    }
    return code;
}

// Write down a campaign for other machines.
int
Emit(const Arguments& arguments)
{
    if (!arguments.select.empty() || !arguments.width.empty())
    {
        throw NfCliError("--emit writes a fixed number of runs: it goes without --select and "
                         "--until-width, which look at results on the way");
    }
    const NfCampaignSpec spec = MakeSpec(arguments);
    const NfCampaignFolder folder(arguments.output);
    folder.KeepSpec(spec);
    const std::string path = fs::canonical(arguments.output);
    const bool slurm = arguments.emit == "slurm";
    const std::string file = folder.GetPath(slurm ? "campaign.slurm" : "jobs.txt");
    NfWriteWholeFile(file,
                     slurm ? NfWriteSlurmScript(path, spec, GetSelf())
                           : NfWriteJobList(path, spec, GetSelf()));
    std::cout << (slurm ? "sbatch " : "parallel < ") << NfQuoteForShell({file}) << '\n'
              << NfQuoteForShell({"nfsim", "compare", "--output", arguments.output, "--collect"})
              << std::endl;
    return 0;
}

NfCampaignSpec
ReadSpec(const NfCampaignFolder& folder)
{
    const std::optional<NfCampaignSpec> spec = folder.ReadSpec();
    if (!spec)
    {
        throw NfCliError(folder.GetPath("campaign.json") + ": there is no such campaign");
    }
    return *spec;
}

// Make one run of a campaign that was written down.
int
MakeJob(const Arguments& arguments)
{
    const NfCampaignFolder folder(arguments.output);
    const NfCampaignSpec spec = ReadSpec(folder);
    NfCampaignRunner runner(folder, spec, 1);
    const bool done = runner.Run({NfFindJob(spec, arguments.job)});
    TellFailures(runner, spec);
    return !done                          ? INTERRUPTED + runner.GetInterrupt()
           : runner.GetFailures().empty() ? 0
                                          : SOME_MISSING;
}

// Join what came of a campaign that was written down.
int
Collect(const Arguments& arguments)
{
    NfCampaignFolder folder(arguments.output);
    folder.Lock(false);
    const NfCampaignSpec spec = ReadSpec(folder);
    NfCampaignOutcome outcome;
    outcome.dropped.resize(spec.variants.size());
    for (int64_t i = 0; i < spec.runs * static_cast<int64_t>(spec.variants.size()); ++i)
    {
        outcome.jobs.push_back(NfFindJob(spec, i));
    }
    const std::map<NfCampaignJob, std::string> none;
    NfCampaignJoin join(folder, spec, outcome, none);
    for (const std::string& part : arguments.parts)
    {
        join.AddFolder(part);
    }
    join.Write();
    return Finish(arguments, folder, spec, true);
}

// Each of several processes would make the whole campaign, in the same folder.
void
RefuseRanks()
{
    if (const auto launcher = NfFindMpiLauncher())
    {
        throw NfCliError(
            fmt::format("{} has started {} processes, but a campaign makes its own: expected "
                        "nfsim compare without it, with --jobs; or, of one simulation, nfsim run",
                        launcher->name,
                        launcher->count));
    }
}

int
Compare(const Arguments& arguments)
{
    RefuseRanks();
    if (arguments.job >= 0)
    {
        return MakeJob(arguments);
    }
    if (arguments.collect)
    {
        return Collect(arguments);
    }
    if (arguments.scenario.empty())
    {
        throw NfCliError("a scenario is expected");
    }
    return arguments.emit.empty() ? Campaign(arguments) : Emit(arguments);
}

} // namespace

NfCliAction
NfSetupCompare(CLI::App& parser)
{
    auto arguments = std::make_shared<Arguments>();
    parser.add_option("scenario", arguments->scenario, "Scenario file, as nfsim run takes it");
    parser.add_option("-o,--output", arguments->output, "Folder of the campaign")->required();
    parser.add_option("--placements",
                      arguments->placements,
                      "Placements to compare, with commas between them: names that the scenario "
                      "lists or nfsim placements proposes (edge, core, hosts, min-cut, greedy, "
                      "greedy:RULES, least-bytes), or the groups listed, proposed, allocated, all");
    parser.add_option("--allocation",
                      arguments->allocations,
                      "Table of nodes and the lines of the policy that they enforce, a placement "
                      "named as the file; may be repeated");
    parser.add_option("--set",
                      arguments->sets,
                      "Variable of the scenario and its values: name=value,value; several are "
                      "crossed");
    parser
        .add_option("--runs",
                    arguments->runs,
                    "Replications of each variant; with --select or --until-width the first ones")
        ->check(CLI::Range(int64_t{1}, int64_t{1000000}))
        ->capture_default_str();
    parser.add_option("--most-runs", arguments->mostRuns, "Most replications of each variant")
        ->check(CLI::Range(int64_t{1}, int64_t{1000000}))
        ->capture_default_str();
    parser.add_option("--seed", arguments->seed, "Seed of all runs (default: the scenario's)")
        ->check(CLI::Range(int64_t{1}, int64_t{4294967295}));
    parser
        .add_option("-j,--jobs",
                    arguments->jobs,
                    "Runs at a time (default: as many as there are processors)")
        ->check(CLI::Range(1, 4096));
    parser.add_option("--baseline",
                      arguments->baseline,
                      "Variant that the others are compared with (default: the first)");
    parser.add_option("--measure",
                      arguments->measures,
                      "Measure to show, or measure@class; may be repeated");
    parser.add_option("--until-width",
                      arguments->width,
                      "Make runs until the intervals of the measures reach no farther than this "
                      "percentage from their means");
    parser.add_option("--select",
                      arguments->select,
                      "Find the best variant by a measure, and drop those that are clearly worse "
                      "early; :min or :max behind it says what is better");
    parser
        .add_option("--indifference",
                    arguments->indifference,
                    "Difference that does not matter to --select: a number, or a percentage of "
                    "the baseline's mean")
        ->capture_default_str();
    parser.add_option("--runner",
                      arguments->runner,
                      "Command that makes a run instead of nfsim run, such as one in a container");
    parser
        .add_option("--figures",
                    arguments->figures,
                    "Write the report's figures into the folder figures too, in this format")
        ->check(CLI::IsMember({"svg", "pdf", "png"}));
    parser.add_flag("--no-report", arguments->noReport, "Write no report.html");
    parser
        .add_option("--emit",
                    arguments->emit,
                    "Make no run, but write the list of them for GNU parallel, or a script for "
                    "SLURM")
        ->check(CLI::IsMember({"parallel", "slurm"}));
    parser.add_option("--job", arguments->job, "Make one run of the folder's campaign, from 0")
        ->check(CLI::NonNegativeNumber);
    parser.add_flag("--collect",
                    arguments->collect,
                    "Make no run, but join what the folder's campaign has");
    parser.add_option("--parts",
                      arguments->parts,
                      "Folder of the same campaign on another machine, for --collect; may be "
                      "repeated");
    CLI::Option* json = parser.add_flag("--json", arguments->json, "Print JSON");
    parser.add_flag("--csv", arguments->csv, "Print the measures as CSV")->excludes(json);
    return [arguments] { return Compare(*arguments); };
}

} // namespace ns3
