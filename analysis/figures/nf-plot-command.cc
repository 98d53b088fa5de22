// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-command.h"
#include "nf-plot-figure.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <utility>
#include <vector>

namespace ns3
{

namespace
{

// A new figure is a row here and a file.
constexpr NfPlotFigure FIGURES[] = {
    {"drops", "Drops over time, by reason", NfDrawDrops},
    {"losses", "Losses in queues, at devices and on channels over time", NfDrawLosses},
    {"hooks", "Packet rate of each hook", NfDrawHooks},
    {"rules", "Rules by hits, with their cumulated share", NfDrawRules},
    {"connections", "Size of the connection tables over time", NfDrawConnections},
    {"latency", "Distribution of latency, from first hook to delivery", NfDrawLatency},
    {"sequence", "The journey of a packet, as a sequence diagram", NfDrawSequence},
    {"heatmap", "Drops, or losses, by node and reason", NfDrawHeatmap},
};

} // namespace

NfCliAction
NfSetupPlot(CLI::App& parser)
{
    auto shared = std::make_shared<NfPlotArguments>();
    auto actions = std::make_shared<std::vector<std::pair<CLI::App*, NfCliAction>>>();
    // Not required(): the parser would take the name of the figure for a database.
    parser.add_option("databases", shared->databases, "Trace databases, to be compared");
    parser.require_subcommand(1);
    for (const NfPlotFigure& figure : FIGURES)
    {
        CLI::App* sub = parser.add_subcommand(figure.name, figure.description);
        actions->emplace_back(sub, figure.setup(*sub, *shared));
    }
    return [shared, actions] {
        if (shared->databases.empty())
        {
            throw NfCliError("a database is expected before the name of the figure");
        }
        for (const auto& [sub, action] : *actions)
        {
            if (sub->parsed())
            {
                return action();
            }
        }
        return NFSIM_BAD_INPUT;
    };
}

} // namespace ns3
