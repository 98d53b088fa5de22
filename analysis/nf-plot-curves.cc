// SPDX-License-Identifier: GPL-2.0-only

#include "nf-plot-figure.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

namespace ns3
{

namespace
{

// Quantiles of Student's t distribution at 0.975, for 1 to 30 degrees of freedom.
constexpr std::array<double, 30> STUDENT{12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306,
                                         2.262,  2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
                                         2.110,  2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064,
                                         2.060,  2.056, 2.052, 2.048, 2.045, 2.042};

bool
HasBand(const NfCurve& curve)
{
    return std::any_of(curve.points.begin(), curve.points.end(), [](const auto& point) {
        return point.second.high > point.second.low;
    });
}

} // namespace

NfEstimate
NfEstimateMean(const std::vector<double>& values)
{
    const std::size_t n = values.size();
    if (n == 0)
    {
        return {};
    }
    double sum = 0;
    for (double value : values)
    {
        sum += value;
    }
    const double mean = sum / static_cast<double>(n);
    if (n == 1)
    {
        return {mean, mean, mean};
    }
    double squares = 0;
    for (double value : values)
    {
        squares += (value - mean) * (value - mean);
    }
    const double t = n - 1 <= STUDENT.size() ? STUDENT[n - 2] : 1.96;
    const double deviation = std::sqrt(squares / static_cast<double>(n - 1));
    const double half = t * deviation / std::sqrt(static_cast<double>(n));
    return {mean, mean - half, mean + half};
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

std::string
NfRunsTitle(const std::vector<NfPlotGroup>& groups)
{
    std::size_t least = SIZE_MAX;
    std::size_t most = 0;
    for (const NfPlotGroup& group : groups)
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

void
NfPlotCurves(NfGnuplot& script, const std::vector<NfCurve>& curves, bool filled)
{
    for (std::size_t i = 0; i < curves.size(); ++i)
    {
        script.Add(fmt::format("$curve{} << EOD", i));
        for (const auto& [x, y] : curves[i].points)
        {
            script.Add(fmt::format("{:.9g} {:.9g} {:.9g} {:.9g}",
                                   x,
                                   y.mean,
                                   std::max(0.0, y.low),
                                   y.high));
        }
        script.Add("EOD");
    }
    std::string plot;
    for (std::size_t i = 0; i < curves.size(); ++i)
    {
        if (filled && curves[i].steps)
        {
            plot += fmt::format("{}$curve{} using 1:2 with fillsteps fillcolor rgb '{}' fillstyle "
                                "transparent solid 0.25 noborder notitle",
                                plot.empty() ? "plot " : ", \\\n  ",
                                i,
                                NfGnuplot::Colour(curves[i].colour));
        }
        if (HasBand(curves[i]))
        {
            plot += fmt::format("{}$curve{} using 1:3:4 with filledcurves fillcolor rgb '{}' "
                                "fillstyle transparent solid 0.2 noborder notitle",
                                plot.empty() ? "plot " : ", \\\n  ",
                                i,
                                NfGnuplot::Colour(curves[i].colour));
        }
    }
    for (std::size_t i = 0; i < curves.size(); ++i)
    {
        plot += fmt::format("{}$curve{} using 1:2 with {} linecolor rgb '{}' dashtype {} "
                            "linewidth 1.5 title {}",
                            plot.empty() ? "plot " : ", \\\n  ",
                            i,
                            curves[i].steps ? "steps" : "lines",
                            NfGnuplot::Colour(curves[i].colour),
                            NfGnuplot::Dashes(curves[i].dashes),
                            NfGnuplot::Quote(curves[i].label));
    }
    script.Add(plot);
}

} // namespace ns3
