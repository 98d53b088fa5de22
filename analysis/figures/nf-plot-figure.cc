// SPDX-License-Identifier: GPL-2.0-only

#include "nf-plot-figure.h"

#include "nf-drop-scan.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace ns3
{

void
NfAddFigureOptions(CLI::App& parser, NfPlotArguments& shared, const char* top)
{
    NfFigureStyle& style = shared.style;
    NfSelectionRequest& events = shared.events;
    parser.add_option("-o,--output", style.output, "Picture to make: *.svg, *.pdf or *.png")
        ->required();
    parser.add_option("--run", shared.run, "Number or label of runs (default: all runs)");
    parser.add_option("--label", shared.labels, "Name of each group of runs in the legend");
    NfAddGroupingOptions(parser, shared.grouping);
    parser.add_option("--node", events.node, "Only this node");
    parser.add_option("--filter", events.filter, "Only these flows, as in tcpdump");
    parser.add_option("--from", events.from, "First second to draw")->check(CLI::NonNegativeNumber);
    parser.add_option("--to", events.to, "Last second to draw")->check(CLI::PositiveNumber);
    if (top)
    {
        parser.add_option("--top", shared.top, std::string("How many ") + top + " to show")
            ->check(CLI::PositiveNumber);
    }
    parser.add_option("--width", style.width, "Width of the figure, cm")
        ->check(CLI::PositiveNumber);
    parser.add_option("--height", style.height, "Height of the figure, cm")
        ->check(CLI::PositiveNumber);
    parser.add_option("--font-size", style.fontSize, "Size of texts, points (default: 10)")
        ->check(CLI::Range(4.0, 48.0));
    parser.add_flag("--script", style.script, "Print gnuplot's script instead");
}

NfRunGroups
NfGroupForFigure(const NfPlotArguments& shared, NfPlotNeed need, const char* what)
{
    NfGroupRequest request;
    request.databases = shared.databases;
    request.labels = shared.labels;
    request.run = shared.run;
    request.by = shared.grouping.Get();
    request.lacks = [need, what](const NfTraceRunRow& run) -> std::string {
        const bool passes = run.level == "hooks" || run.level == "rules";
        if (need == NfPlotNeed::ANY || run.level == "rules" ||
            (need == NfPlotNeed::PASSES && passes))
        {
            return "";
        }
        return fmt::format("it was traced at level '{}', which does not record {}: that takes {}",
                           run.level,
                           what,
                           need == NfPlotNeed::RULES ? "the level 'rules'"
                                                     : "the levels 'hooks' or 'rules'");
    };
    NfRunGroups groups(request);
    if (groups.Get().size() > NfGnuplot::MOST_SERIES)
    {
        throw NfCliError(fmt::format("a figure can tell {} groups of runs apart, and these are {}: "
                                     "--run chooses runs, --group-by joins databases",
                                     NfGnuplot::MOST_SERIES,
                                     groups.Get().size()));
    }
    groups.Warn();
    return groups;
}

std::string
NfRunsTitle(const NfRunGroups& groups)
{
    std::size_t least = SIZE_MAX;
    std::size_t most = 0;
    for (const NfRunGroup& group : groups.Get())
    {
        least = std::min(least, group.runs.size());
        most = std::max(most, group.runs.size());
    }
    if (most < 2)
    {
        return "";
    }
    return fmt::format("Mean of {}{} runs, with 95 % confidence intervals",
                       least == most ? "" : fmt::format("{} to ", least),
                       most);
}

std::vector<std::string>
NfGroupTexts(const NfRunGroups& groups)
{
    const std::size_t first = groups.Get().front().runs.size();
    const bool differ =
        std::any_of(groups.Get().begin(), groups.Get().end(), [first](const NfRunGroup& group) {
            return group.runs.size() != first;
        });
    std::vector<std::string> texts;
    for (const NfRunGroup& group : groups.Get())
    {
        const std::size_t n = group.runs.size();
        texts.push_back(differ ? fmt::format("{} ({} {})", group.label, n, n == 1 ? "run" : "runs")
                               : group.label);
    }
    return texts;
}

std::string
NfSelectionNote(const NfSelectionRequest& events)
{
    std::string text;
    auto add = [&text](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
    if (!events.node.empty())
    {
        add("node " + events.node);
    }
    if (!events.filter.empty())
    {
        add("flows '" + events.filter + "'");
    }
    if (events.from > 0)
    {
        add(fmt::format("from {:.9g} s", events.from));
    }
    if (events.to > 0)
    {
        add(fmt::format("to {:.9g} s", events.to));
    }
    return text.empty() ? "" : "Asked for: " + text + ".";
}

NfCliError
NfNothingToDraw(const std::string& what, const NfSelectionRequest& events)
{
    const std::string selection = NfSelectionNote(events);
    return NfCliError("there is nothing to draw: " + what +
                      (selection.empty() ? "" : ". " + selection));
}

NfFigureTexts
NfTextsOfGroups(const NfPlotArguments& shared, const NfRunGroups& groups)
{
    NfFigureTexts texts;
    texts.title = NfRunsTitle(groups);
    if (groups.Get().size() > 1)
    {
        texts.key = NfGroupTexts(groups);
    }
    texts.notes = groups.GetNotes();
    const std::string selection = NfSelectionNote(shared.events);
    if (!selection.empty())
    {
        texts.notes.push_back(selection);
    }
    return texts;
}

std::string
NfLossesNote(const NfPlotArguments& shared, const NfRunGroups& groups)
{
    std::size_t losses = 0;
    for (const NfRunGroup& group : groups.Get())
    {
        for (const NfGroupedRun& run : group.runs)
        {
            NfTraceReader reader(run.database, run.Number());
            NfEventSelection events(reader, shared.events);
            NfDropScan scan(reader);
            scan.ForEachLoss([&](const NfDropRow& row) {
                losses += events.WantsNode(scan.GetCause(row.cause).node) &&
                          events.WantsTime(row.time) && events.WantsFlow(row.flow, row.firstFlow);
            });
        }
    }
    return losses == 0 ? ""
                       : fmt::format("Not shown: {} lost in queues, at devices or on channels.",
                                     losses == 1 ? "1 packet" : fmt::format("{} packets", losses));
}

double
NfHandyStep(double length, int parts)
{
    if (!(length > 0))
    {
        return 1;
    }
    const double ideal = length / parts;
    const double power = std::pow(10, std::floor(std::log10(ideal)));
    for (double factor : {1, 2, 5})
    {
        if (factor * power >= ideal)
        {
            return factor * power;
        }
    }
    return 10 * power;
}

} // namespace ns3
