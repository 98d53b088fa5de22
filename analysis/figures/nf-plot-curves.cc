// SPDX-License-Identifier: GPL-2.0-only

#include "nf-plot-curves.h"

#include <algorithm>
#include <fmt/format.h>

namespace ns3
{

namespace
{

bool
HasBand(const NfCurve& curve)
{
    return std::any_of(curve.points.begin(), curve.points.end(), [](const auto& point) {
        return point.second.high > point.second.low;
    });
}

void
AddData(NfGnuplot& script, const NfCurve& curve, std::size_t number)
{
    script.Add(fmt::format("$curve{} << EOD", number));
    for (const auto& [x, y] : curve.points)
    {
        script.Add(
            fmt::format("{:.9g} {:.9g} {:.9g} {:.9g}", x, y.mean, std::max(0.0, y.low), y.high));
    }
    if (curve.points.empty())
    {
        script.Add("NaN NaN NaN NaN");
    }
    script.Add("EOD");
}

} // namespace

void
NfPlotCurves(NfGnuplot& script, const std::vector<NfCurve>& curves, bool filled)
{
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < curves.size(); ++i)
    {
        const char* colour = NfGnuplot::Colour(curves[i].series);
        AddData(script, curves[i], i);
        if (filled && curves[i].steps)
        {
            parts.push_back(fmt::format("$curve{} using 1:2 with fillsteps fillcolor rgb '{}' "
                                        "fillstyle transparent solid 0.25 noborder notitle",
                                        i,
                                        colour));
        }
        if (HasBand(curves[i]))
        {
            parts.push_back(fmt::format("$curve{} using 1:3:4 with filledcurves fillcolor rgb "
                                        "'{}' fillstyle transparent solid 0.2 noborder notitle",
                                        i,
                                        colour));
        }
    }
    for (std::size_t i = 0; i < curves.size(); ++i)
    {
        parts.push_back(fmt::format("$curve{} using 1:2 with {} linecolor rgb '{}' dashtype {} "
                                    "linewidth 1.5 title {}",
                                    i,
                                    curves[i].steps ? "steps" : "lines",
                                    NfGnuplot::Colour(curves[i].series),
                                    NfGnuplot::Dashes(curves[i].series),
                                    NfGnuplot::Quote(curves[i].label)));
    }
    script.AddPlot(parts);
}

} // namespace ns3
