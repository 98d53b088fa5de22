// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-command.h"
#include "nf-plot-figure.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fmt/format.h>
#include <iostream>
#include <memory>
#include <utility>

namespace ns3
{

namespace
{

struct FigureRow
{
    const char* name;
    const char* description;
    NfFigure draw;
};

// A new figure is a row here and a file.
constexpr FigureRow FIGURES[] = {
    {"drops", "Drops over time, by reason", NfPlotDrops},
    {"hooks", "Packet rate of each hook", NfPlotHooks},
    {"rules", "Rules by hits, with their cumulated share", NfPlotRules},
    {"connections", "Size of the connection tables over time", NfPlotConnections},
    {"latency", "Distribution of latency, from first hook to delivery", NfPlotLatency},
    {"sequence", "The journey of a packet, as a sequence diagram", NfPlotSequence},
    {"heatmap", "Drops by node and reason", NfPlotHeatmap},
};

std::vector<NfPlotGroup>
Open(const NfPlotArguments& arguments)
{
    if (!arguments.labels.empty() && arguments.labels.size() != arguments.databases.size())
    {
        throw NfCliError(fmt::format("there are {} labels for {} databases",
                                     arguments.labels.size(),
                                     arguments.databases.size()));
    }
    std::vector<NfPlotGroup> groups;
    for (std::size_t i = 0; i < arguments.databases.size(); ++i)
    {
        const std::string& path = arguments.databases[i];
        NfPlotGroup group;
        group.label = arguments.labels.empty() ? std::filesystem::path(path).stem().string()
                                               : arguments.labels[i];
        group.runs.push_back(std::make_unique<NfTraceReader>(path, arguments.run));
        if (arguments.run.empty())
        {
            const std::vector<NfTraceRunRow> runs = group.runs[0]->GetRuns();
            group.runs.clear();
            for (const NfTraceRunRow& run : runs)
            {
                group.runs.push_back(std::make_unique<NfTraceReader>(path, std::to_string(run.id)));
            }
        }
        groups.push_back(std::move(group));
    }
    return groups;
}

void
AddOptions(CLI::App& parser, NfPlotArguments& arguments, const std::string& figure)
{
    parser.add_option("-o,--output", arguments.output, "Picture to make: *.svg, *.pdf or *.png")
        ->required();
    parser.add_option("--run", arguments.run, "Number or label of a run (default: all runs)");
    parser.add_option("--label", arguments.labels, "Name of each database in the legend");
    parser.add_flag("--script", arguments.script, "Print gnuplot's script instead");
    if (figure == "drops" || figure == "hooks" || figure == "connections")
    {
        parser.add_option("--bin", arguments.bin, "Width of a time bin in seconds")
            ->check(CLI::PositiveNumber);
        parser.add_option("--from", arguments.from, "First second to draw")
            ->check(CLI::NonNegativeNumber);
        parser.add_option("--to", arguments.to, "Last second to draw")->check(CLI::PositiveNumber);
    }
    if (figure != "latency" && figure != "sequence")
    {
        parser.add_option("--node", arguments.node, "Only this node");
    }
    if (figure == "rules")
    {
        parser.add_option("--top", arguments.top, "How many rules")->check(CLI::PositiveNumber);
        parser.add_flag("--policies", arguments.policies, "Count policies ACCEPT as rules");
    }
    if (figure == "sequence")
    {
        parser.add_option("--packet", arguments.packet, "Number of the packet, as in the database")
            ->required()
            ->check(NfCheckPacketNumber);
        parser.add_flag("--follow",
                        arguments.follow,
                        "Also packets that it caused or that caused it");
    }
}

} // namespace

void
NfFinishFigure(const NfGnuplot& script, const NfPlotArguments& arguments)
{
    if (arguments.script)
    {
        std::cout << script.GetScript() << std::flush;
        if (!std::cout)
        {
            throw NfCliError("cannot write to standard output");
        }
        return;
    }
    script.Run();
}

NfCliAction
NfSetupPlot(CLI::App& parser)
{
    auto arguments = std::make_shared<NfPlotArguments>();
    auto figures = std::make_shared<std::vector<std::pair<CLI::App*, NfFigure>>>();
    // Not required(): the parser would take the name of the figure for a database.
    parser.add_option("databases", arguments->databases, "Trace databases, to be compared");
    parser.require_subcommand(1);
    for (const FigureRow& figure : FIGURES)
    {
        CLI::App* sub = parser.add_subcommand(figure.name, figure.description);
        AddOptions(*sub, *arguments, figure.name);
        figures->emplace_back(sub, figure.draw);
    }
    return [arguments, figures] {
        if (arguments->databases.empty())
        {
            throw NfCliError("a database is expected before the name of the figure");
        }
        std::vector<NfPlotGroup> groups = Open(*arguments);
        for (const auto& [sub, draw] : *figures)
        {
            if (sub->parsed())
            {
                draw(*arguments, groups);
            }
        }
        return 0;
    };
}

} // namespace ns3
