// SPDX-License-Identifier: GPL-2.0-only

#include "nf-compare-command.h"

#include "nf-campaign-join.h"
#include "nf-campaign-plan.h"
#include "nf-campaign-variants.h"
#include "nf-comparison-tables.h"

#include <CLI/CLI.hpp>
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
    int64_t seed{1};
    std::size_t jobs{0}; //!< 0: as many as processors
    std::string baseline;
    std::string width;
    std::string select;
    std::string indifference{"5%"};
    std::vector<std::string> measures;
    std::string output;
    std::string runner;
    bool json{false};
    bool csv{false};
};

// nfsim itself, by the path under which it runs.
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
        std::error_code error;
        const fs::path self = fs::read_symlink("/proc/self/exe", error);
        words = {error ? "nfsim" : self.string(), "run"};
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
    spec.variants = NfCrossVariants(
        NfChoosePlacements(NfAskForVariants(spec.runner, spec.scenario), arguments.placements),
        arguments.sets);
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

NfCampaignGoal
MakeGoal(const Arguments& arguments, const NfCampaignSpec& spec)
{
    NfCampaignGoal goal;
    goal.runs = arguments.runs;
    goal.mostRuns = std::max(arguments.mostRuns, arguments.runs);
    goal.baseline = FindBaseline(spec, arguments.baseline);
    for (const std::string& measure : arguments.measures)
    {
        goal.measures.push_back(NfMeasureName::Parse(measure));
    }
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

// People see what tells variants apart, of whole runs unless they ask for more.
NfComparison
LeaveForPeople(NfComparison comparison, bool asked)
{
    std::vector<NfMeasureName> shown;
    for (const NfComparedMeasure& measure : comparison.GetMeasures())
    {
        if (!measure.GetConstant() && (asked || measure.name.trafficClass.empty()))
        {
            shown.push_back(measure.name);
        }
    }
    if (!shown.empty())
    {
        comparison.Choose(shown);
    }
    return comparison;
}

std::string
NoteOfClasses(const NfComparison& comparison)
{
    std::set<std::string> classes;
    for (const NfComparedMeasure& measure : comparison.GetMeasures())
    {
        classes.insert(measure.name.trafficClass);
    }
    classes.erase("");
    return classes.empty() ? ""
                           : fmt::format("Not shown: the same by class of traffic ({}). --json, "
                                         "--csv and --measure NAME@CLASS show it.",
                                         fmt::join(classes, ", "));
}

void
Print(const Arguments& arguments, const NfComparison& comparison, std::size_t baseline)
{
    if (arguments.csv)
    {
        std::cout << NfToCsv(NfTableOfMeasures(comparison, baseline)) << std::flush;
    }
    else
    {
        const bool asked = !arguments.measures.empty();
        NfReport report;
        report.Add(NfTableOfVariants(comparison));
        NfReportTable measures =
            NfTableOfMeasures(arguments.json ? comparison : LeaveForPeople(comparison, asked),
                              baseline);
        for (const std::string& note :
             {NfNoteOfConstants(comparison), asked ? "" : NoteOfClasses(comparison)})
        {
            if (!note.empty())
            {
                measures.notes.push_back(note);
            }
        }
        report.Add(std::move(measures));
        for (NfReportTable table : {NfTableOfMissing(comparison), NfTableOfUnmet(comparison)})
        {
            if (arguments.json || !table.rows.empty())
            {
                report.Add(std::move(table));
            }
        }
        report.Print(std::cout, arguments.json);
        std::cout << std::flush;
    }
    if (!std::cout)
    {
        throw NfCliError("cannot write to standard output");
    }
}

int
Finish(const Arguments& arguments,
       const NfCampaignFolder& folder,
       const NfCampaignSpec& spec,
       const NfCampaignGoal& goal)
{
    NfComparison comparison(folder.GetPath("results.db"));
    comparison.Choose(goal.measures);
    Print(arguments, comparison, FindBaseline(spec, arguments.baseline));
    return comparison.GetMissing().empty() ? 0 : SOME_MISSING;
}

int
Compare(const Arguments& arguments)
{
    const NfCampaignSpec spec = MakeSpec(arguments);
    const NfCampaignGoal goal = MakeGoal(arguments, spec);
    NfCampaignFolder folder(arguments.output);
    folder.Lock();
    folder.KeepSpec(spec);
    const std::size_t processors = std::max(1U, std::thread::hardware_concurrency());
    NfCampaignRunner runner(folder, spec, arguments.jobs > 0 ? arguments.jobs : processors);
    const NfCampaignOutcome outcome = NfCarryOutCampaign(runner, folder, spec, goal);
    NfCampaignJoin(folder, spec, outcome, runner.GetFailures()).Write();
    const int code = Finish(arguments, folder, spec, goal);
    if (outcome.interrupted)
    {
        std::cerr << "nfsim: interrupted; the same command goes on with the campaign\n";
        return INTERRUPTED + runner.GetInterrupt();
    }
    return code;
}

} // namespace

NfCliAction
NfSetupCompare(CLI::App& parser)
{
    auto arguments = std::make_shared<Arguments>();
    parser.add_option("scenario", arguments->scenario, "Scenario file, as nfsim run takes it")
        ->required();
    parser.add_option("-o,--output", arguments->output, "Folder of the campaign")->required();
    parser.add_option("--placements",
                      arguments->placements,
                      "Placements to compare: all that the scenario has, or names with commas "
                      "between them");
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
    parser.add_option("--seed", arguments->seed, "Seed of all runs")->capture_default_str();
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
    CLI::Option* json = parser.add_flag("--json", arguments->json, "Print JSON");
    parser.add_flag("--csv", arguments->csv, "Print the measures as CSV")->excludes(json);
    return [arguments] { return Compare(*arguments); };
}

} // namespace ns3
