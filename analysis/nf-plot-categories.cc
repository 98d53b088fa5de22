// SPDX-License-Identifier: GPL-2.0-only

#include "nf-plot-categories.h"

#include "nf-cli-command.h"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <numeric>
#include <utility>

namespace ns3
{

namespace
{

constexpr std::size_t MOST_PANELS = 6;
constexpr std::size_t MOST_CURVES = 7; // as many as there are colours

using Counts = NfCategoryCounts;
using RunCounts = std::vector<Counts>;

std::map<std::string, double>
Totals(const std::vector<RunCounts>& all)
{
    std::map<std::string, double> totals;
    for (const RunCounts& runs : all)
    {
        for (const Counts& counts : runs)
        {
            for (const auto& [category, row] : counts)
            {
                totals[category] += std::accumulate(row.begin(), row.end(), 0.0);
            }
        }
    }
    return totals;
}

// Adds up some categories under the name "other".
void
Join(std::vector<RunCounts>& all, const std::vector<std::string>& rest)
{
    for (RunCounts& runs : all)
    {
        for (Counts& counts : runs)
        {
            for (const std::string& category : rest)
            {
                auto found = counts.find(category);
                if (found != counts.end())
                {
                    std::vector<double>& other = counts["other"];
                    other.resize(found->second.size());
                    std::transform(other.begin(),
                                   other.end(),
                                   found->second.begin(),
                                   other.begin(),
                                   std::plus<>());
                }
            }
        }
    }
}

// Categories of which there is something. What is beyond the number becomes "other", or is left
// out.
std::vector<std::string>
Rank(std::vector<RunCounts>& all, std::size_t most, const NfCategoryFigure& figure)
{
    std::map<std::string, double> totals = Totals(all);
    std::vector<std::string> order;
    for (const auto& [category, total] : totals)
    {
        if (total > 0)
        {
            order.push_back(category);
        }
    }
    auto place = [&figure](const std::string& category) {
        return std::find(figure.order.begin(), figure.order.end(), category);
    };
    std::stable_sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
        return place(a) != place(b) ? place(a) < place(b) : totals[a] > totals[b];
    });
    if (order.size() > most)
    {
        const std::size_t kept = most - (figure.sums ? 1 : 0);
        const auto rest = order.begin() + static_cast<std::ptrdiff_t>(kept);
        if (figure.sums)
        {
            Join(all, {rest, order.end()});
        }
        order.erase(rest, order.end());
        if (figure.sums)
        {
            order.emplace_back("other");
        }
    }
    return order;
}

// A step to the same value is none; dashes would begin anew at each.
void
DropRepeated(NfCurve& curve)
{
    auto& points = curve.points;
    std::size_t kept = 1;
    for (std::size_t i = 1; i < points.size(); ++i)
    {
        if (i + 1 == points.size() || points[i].second.mean != points[kept - 1].second.mean)
        {
            points[kept++] = points[i];
        }
    }
    points.resize(std::min(kept, points.size()));
}

// Rates of a single run hold for the whole bin; means are drawn from middle to middle.
NfCurve
MakeCurve(const RunCounts& runs, const std::string& category, const NfPlotBins& bins, bool levels)
{
    NfCurve curve;
    curve.steps = runs.size() == 1;
    const std::size_t size = bins.Size() + (levels ? 1 : 0);
    for (std::size_t i = 0; i < size; ++i)
    {
        std::vector<double> each;
        for (const Counts& counts : runs)
        {
            auto found = counts.find(category);
            each.push_back(found == counts.end() ? 0 : found->second[i]);
        }
        const double shift = levels || curve.steps ? 0 : bins.Width() / 2;
        curve.points.emplace_back(bins.Begin(i) + shift, NfEstimateMean(each));
    }
    if (curve.steps && !levels)
    {
        curve.points.emplace_back(bins.Begin(bins.Size()), curve.points.back().second);
    }
    if (curve.steps)
    {
        DropRepeated(curve);
    }
    return curve;
}

// A range from 0 to beyond the highest value, with few tics: panels are low.
void
AddRange(NfGnuplot& script, const std::vector<NfCurve>& curves)
{
    constexpr int tics = 4;
    double most = 0;
    for (const NfCurve& curve : curves)
    {
        for (const auto& point : curve.points)
        {
            most = std::max(most, point.second.high);
        }
    }
    const double step = NfHandyStep(most, tics);
    script.Add(fmt::format("set yrange [0:{:.9g}]; set ytics 0,{:.9g}", most * 1.08, step));
}

void
AddAxes(NfGnuplot& script, const NfPlotBins& bins)
{
    script.Add("set xlabel 'Simulated time (s)'");
    script.Add(fmt::format("set xrange [{:.9g}:{:.9g}]", bins.Begin(0), bins.Begin(bins.Size())));
}

// All curves in one panel.
void
DrawTogether(const NfPlotArguments& arguments,
             const std::vector<NfPlotGroup>& groups,
             const NfPlotBins& bins,
             const std::vector<std::vector<NfCurve>>& curves,
             const char* axis)
{
    NfGnuplot script(arguments.output);
    AddAxes(script, bins);
    script.Add("set yrange [0:*]");
    script.Add(fmt::format("set ylabel '{}'", axis));
    script.Add("set title " + NfGnuplot::Quote(NfRunsTitle(groups)));
    std::vector<NfCurve> all;
    for (const std::vector<NfCurve>& category : curves)
    {
        all.push_back(category.front());
        all.back().colour = all.size() - 1;
        all.back().dashes = all.size() - 1;
    }
    NfPlotCurves(script, all);
    NfFinishFigure(script, arguments);
}

// A panel for each category, one above the other.
void
DrawPanels(const NfPlotArguments& arguments,
           const std::vector<NfPlotGroup>& groups,
           const NfPlotBins& bins,
           const std::vector<std::vector<NfCurve>>& curves,
           const std::vector<std::string>& categories,
           const char* axis)
{
    // In units of the usual height.
    const double panel = curves.size() > 1 ? 0.22 : 0.6;
    const double top = 0.03;
    const double title = 0.075;
    const double bottom = groups.size() > 1 ? 0.24 : 0.16;
    const auto n = double(curves.size());
    const std::string runs = NfRunsTitle(groups);
    const double heading = runs.empty() ? 0 : 0.07;
    const double height = heading + top + n * (panel + title) + bottom;
    NfGnuplot script(arguments.output, 1, height);
    AddAxes(script, bins);
    script.Add("set multiplot");
    script.Add(fmt::format("set label 1 '{}' at screen 0.02,{:.4g} center rotate by 90",
                           axis,
                           (bottom + (height - bottom) / 2) / height));
    if (!runs.empty())
    {
        script.Add(fmt::format("set label 3 {} at screen 0.5,{:.4g} center",
                               NfGnuplot::Quote(runs),
                               1 - 0.045 / height));
    }
    script.Add("set lmargin screen 0.105; set rmargin screen 0.975");
    script.Add("set format x ''; unset xlabel; unset key");
    for (std::size_t i = 0; i < curves.size(); ++i)
    {
        const double upper = heading + top + title + double(i) * (panel + title);
        script.Add(fmt::format("set tmargin screen {:.4g}; set bmargin screen {:.4g}",
                               1 - upper / height,
                               1 - (upper + panel) / height));
        script.Add(fmt::format("set label 2 {} at graph 0,1 offset 0,0.55 left",
                               NfGnuplot::Quote(categories[i])));
        if (i + 1 == curves.size())
        {
            script.Add("set format x; set xlabel 'Simulated time (s)'");
            script.Add(groups.size() > 1 ? "set key at screen 0.54,0.01 center bottom horizontal "
                                           "maxrows 1 Left reverse samplen 3"
                                         : "unset key");
        }
        AddRange(script, curves[i]);
        NfPlotCurves(script, curves[i], groups.size() == 1);
        script.Add("unset label 1; unset label 3");
    }
    script.Add("unset multiplot");
    NfFinishFigure(script, arguments);
}

} // namespace

void
NfPlotCategories(const NfPlotArguments& arguments,
                 const std::vector<NfPlotGroup>& groups,
                 const NfPlotBins& bins,
                 std::vector<std::vector<NfCategoryCounts>> all,
                 const NfCategoryFigure& figure)
{
    const bool together = figure.levels && groups.size() == 1;
    const std::vector<std::string> categories =
        Rank(all, together ? MOST_CURVES : MOST_PANELS, figure);
    if (categories.empty())
    {
        throw NfCliError(fmt::format("there is nothing to draw: {}", figure.nothing));
    }
    std::vector<std::vector<NfCurve>> curves;
    for (const std::string& category : categories)
    {
        curves.emplace_back();
        for (std::size_t g = 0; g < groups.size(); ++g)
        {
            NfCurve curve = MakeCurve(all[g], category, bins, figure.levels);
            curve.label = together ? category : groups[g].label;
            curve.colour = g;
            curve.dashes = g;
            curves.back().push_back(std::move(curve));
        }
    }
    if (together)
    {
        DrawTogether(arguments, groups, bins, curves, figure.axis);
    }
    else
    {
        DrawPanels(arguments, groups, bins, curves, categories, figure.axis);
    }
}

} // namespace ns3
