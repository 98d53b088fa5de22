// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-command.h"
#include "nf-drop-scan.h"
#include "nf-plot-figure.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <set>

namespace ns3
{

namespace
{

constexpr std::size_t LABEL = 24; // bytes of a node's or a reason's name

/// Drops by node and reason.
using Cells = std::map<std::pair<std::string, std::string>, NfEstimate>;

Cells
Read(const NfPlotGroup& group, const std::string& wanted)
{
    std::map<std::pair<std::string, std::string>, std::vector<double>> drops;
    for (std::size_t run = 0; run < group.runs.size(); ++run)
    {
        NfTraceReader& reader = *group.runs[run];
        const int64_t node = wanted.empty() ? -1 : reader.FindNode(wanted);
        NfDropScan scan(reader);
        std::map<std::size_t, double> counts;
        scan.ForEach([&counts](const NfDropRow& row) { counts[row.cause] += 1; });
        for (const auto& [cause, count] : counts)
        {
            const NfDropCause& text = scan.GetCause(cause);
            if (node < 0 || text.node == node)
            {
                std::vector<double>& runs = drops[{reader.NodeName(text.node), text.reason}];
                runs.resize(group.runs.size());
                runs[run] += count;
            }
        }
    }
    Cells cells;
    for (const auto& [key, runs] : drops)
    {
        cells[key] = NfEstimateMean(runs);
    }
    return cells;
}

std::string
Tics(const std::set<std::string>& names)
{
    std::string tics;
    std::size_t i = 0;
    for (const std::string& name : names)
    {
        tics += fmt::format("{}{} {}",
                            i ? ", " : "",
                            NfGnuplot::Quote(NfGnuplot::Shorten(name, LABEL)),
                            i);
        ++i;
    }
    return "(" + tics + ")";
}

double
Longest(const std::set<std::string>& names)
{
    std::size_t longest = 0;
    for (const std::string& name : names)
    {
        longest = std::max(longest, std::min(name.size(), LABEL));
    }
    return double(longest);
}

std::string
Short(double drops)
{
    return drops >= 1e6                 ? fmt::format("{:.3g}M", drops / 1e6)
           : drops >= 1e4               ? fmt::format("{:.3g}k", drops / 1e3)
           : drops == std::floor(drops) ? fmt::format("{:.0f}", drops)
                                        : fmt::format("{:.1f}", drops);
}

// The mean and, if there are several runs, half of its confidence interval.
std::string
CellText(const NfEstimate& drops, bool repeated)
{
    const std::string interval = repeated ? "\\n± " + Short(drops.high - drops.mean) : "";
    return "\"" + Short(drops.mean) + interval + "\"";
}

void
AddPanel(NfGnuplot& script,
         std::size_t panel,
         const Cells& cells,
         const std::set<std::string>& nodes,
         const std::set<std::string>& reasons,
         double most,
         bool repeated)
{
    script.Add(fmt::format("$cells{} << EOD", panel));
    int y = 0;
    for (const std::string& node : nodes)
    {
        int x = 0;
        for (const std::string& reason : reasons)
        {
            auto found = cells.find({node, reason});
            const NfEstimate estimate = found == cells.end() ? NfEstimate() : found->second;
            const double drops = estimate.mean;
            // Dark cells carry light numbers; colours grow with the logarithm.
            const double shade = std::log1p(drops) / std::log1p(most);
            script.Add(fmt::format("{} {} {:.6g} {} {}",
                                   x++,
                                   y,
                                   shade,
                                   drops > 0 ? CellText(estimate, repeated) : "-",
                                   shade > 0.55 ? 0xffffff : 0x202020));
        }
        ++y;
    }
    script.Add("EOD");
}

} // namespace

void
NfPlotHeatmap(const NfPlotArguments& arguments, std::vector<NfPlotGroup>& groups)
{
    std::vector<Cells> all;
    std::set<std::string> nodes;
    std::set<std::string> reasons;
    double most = 0;
    for (const NfPlotGroup& group : groups)
    {
        all.push_back(Read(group, arguments.node));
        for (const auto& [key, drops] : all.back())
        {
            nodes.insert(key.first);
            reasons.insert(key.second);
            most = std::max(most, drops.mean);
        }
    }
    if (nodes.empty())
    {
        throw NfCliError("there is nothing to draw: no packet was dropped");
    }
    const double columns = double(reasons.size());
    const double rows = double(nodes.size());
    NfGnuplot script(arguments.output,
                     std::max(0.6, (0.3 + columns * 0.14) * double(groups.size())),
                     std::max(0.6, 0.4 + rows * 0.09));
    script.Add("unset key; unset grid; unset colorbox; set border 0; set tics scale 0");
    script.Add("set palette defined (0 '#ffffff', 0.01 '#e8f1f8', 0.4 '#8fbfdd', 0.7 '#0072B2', "
               "1 '#003a5d')");
    script.Add("set cbrange [0:1]");
    script.Add("set xtics " + Tics(reasons) + " rotate by 30 right");
    // Labels that are aslant stretch to the left of the cells.
    script.Add(fmt::format("set lmargin {:.3g}",
                           std::max(Longest(nodes) + 5, 0.85 * Longest(reasons) - 2)));
    script.Add("set rmargin 4; set ytics " + Tics(nodes));
    script.Add(
        fmt::format("set xrange [-0.5:{}]; set yrange [{}:-0.5]", columns - 0.5, rows - 0.5));
    script.Add("set xlabel 'Reason'; set ylabel 'Node'");
    for (std::size_t g = 0; g < groups.size(); ++g)
    {
        AddPanel(script, g, all[g], nodes, reasons, most, groups[g].runs.size() > 1);
    }
    if (groups.size() > 1)
    {
        script.Add(fmt::format("set multiplot layout 1,{}", groups.size()));
    }
    for (std::size_t g = 0; g < groups.size(); ++g)
    {
        const bool repeated = groups[g].runs.size() > 1;
        script.Add("set title " +
                   NfGnuplot::Quote(fmt::format("{}: dropped packets{}",
                                                groups[g].label,
                                                repeated ? ", mean and 95 % interval" : "")));
        script.Add(
            fmt::format("plot $cells{0} using 1:2:($1-0.5):($1+0.5):($2-0.5):($2+0.5):3 "
                        "with boxxyerror fillcolor palette fillstyle solid noborder notitle, "
                        "$cells{0} using 1:2:4:5 with labels textcolor rgb variable "
                        "notitle",
                        g));
    }
    if (groups.size() > 1)
    {
        script.Add("unset multiplot");
    }
    NfFinishFigure(script, arguments);
}

} // namespace ns3
