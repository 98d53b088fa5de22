// SPDX-License-Identifier: GPL-2.0-only

#include "nf-comparison-figures.h"

#include "nf-comparison-rows.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr const char* INTERVAL = "with xerrorbars linecolor rgb '#202020' pointtype 7 pointsize "
                                 "0.5 linewidth 1";

std::vector<std::string>
LabelsOf(const NfComparison& comparison)
{
    std::vector<std::string> labels;
    for (const NfComparedVariant& variant : comparison.GetVariants())
    {
        labels.push_back(variant.label);
    }
    return labels;
}

std::string
TitleOf(const NfComparedMeasure& measure)
{
    return measure.name.ToString();
}

std::string
AxisOf(const NfComparedMeasure& measure, const std::string& what)
{
    const std::string name = what + TitleOf(measure);
    return measure.unit.empty() ? name : name + " (" + measure.unit + ")";
}

// What a figure leaves out.
std::vector<std::string>
NotesOf(const NfComparison& comparison, const NfComparedMeasure& measure)
{
    int64_t missing = 0;
    int64_t unknown = 0;
    for (std::size_t i = 0; i < comparison.GetVariants().size(); ++i)
    {
        const NfComparedVariant& variant = comparison.GetVariants()[i];
        missing += variant.failed + variant.unfinished;
        unknown += measure.unknown[i];
    }
    std::vector<std::string> notes;
    if (missing > 0)
    {
        notes.push_back(fmt::format("Left out: {} runs without results.", missing));
    }
    if (unknown > 0)
    {
        notes.push_back(fmt::format("Left out: {} runs that do not know the measure.", unknown));
    }
    return notes;
}

double
Quantile(const std::vector<double>& sorted, double share)
{
    const double place = share * double(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - double(below)) * (sorted[above] - sorted[below]);
}

} // namespace

void
NfDrawMeans(const NfComparison& comparison,
            const NfComparedMeasure& measure,
            std::size_t baseline,
            const NfFigureStyle& style)
{
    const std::vector<NfVariantFinding> findings = comparison.Sum(measure, baseline);
    std::vector<std::vector<double>> bars;
    std::vector<std::vector<double>> base;
    std::vector<std::vector<double>> intervals;
    std::vector<double> shown;
    for (std::size_t i = 0; i < findings.size(); ++i)
    {
        const NfEstimate& mean = findings[i].estimate;
        const double row = double(i) + 1;
        if (mean.runs == 0)
        {
            continue;
        }
        (i == baseline ? base : bars)
            .push_back({0,
                        row,
                        std::min(0.0, mean.mean),
                        std::max(0.0, mean.mean),
                        row - 0.36,
                        row + 0.36});
        if (mean.runs > 1)
        {
            intervals.push_back({mean.mean, row, mean.low, mean.high});
        }
        shown.insert(shown.end(), {mean.low, mean.high});
    }
    std::vector<std::string> notes = NotesOf(comparison, measure);
    notes.insert(notes.begin(), "Means with 95 % intervals.");
    NfFigureRows figure(style,
                        TitleOf(measure),
                        LabelsOf(comparison),
                        AxisOf(measure, "Mean of "),
                        notes);
    figure.AddData("$bars", bars);
    figure.AddData("$base", base);
    figure.AddData("$intervals", intervals);
    figure.GetScript().Add("set xrange " + NfFigureRange::Around(shown, true).ToString());
    const std::string box = "using 1:2:3:4:5:6 with boxxyerror fillstyle solid 0.75 noborder "
                            "linecolor rgb ";
    figure.GetScript().AddPlot({"$bars " + box + NfGnuplot::Quote(NfGnuplot::Colour(0)),
                                "$base " + box + "'#808080'",
                                std::string("$intervals using 1:2:3:4 ") + INTERVAL});
    figure.Finish();
}

void
NfDrawDifferences(const NfComparison& comparison,
                  const NfComparedMeasure& measure,
                  std::size_t baseline,
                  const NfFigureStyle& style)
{
    const std::vector<NfVariantFinding> findings = comparison.Sum(measure, baseline);
    std::vector<std::string> names;
    std::vector<std::size_t> compared;
    bool relative = true;
    for (std::size_t i = 0; i < findings.size(); ++i)
    {
        if (i != baseline)
        {
            names.push_back(comparison.GetVariants()[i].label);
            compared.push_back(i);
            relative = relative &&
                       (findings[i].difference.ratio || findings[i].difference.difference.runs < 2);
        }
    }
    std::vector<std::vector<double>> clear;
    std::vector<std::vector<double>> open;
    std::vector<double> shown;
    for (std::size_t row = 0; row < compared.size(); ++row)
    {
        const NfVariantFinding& finding = findings[compared[row]];
        const NfEstimate& difference = finding.difference.difference;
        if (difference.runs < 2)
        {
            continue;
        }
        std::vector<double> line{difference.mean, double(row) + 1, difference.low, difference.high};
        if (relative)
        {
            const NfEstimate& ratio = *finding.difference.ratio;
            line = {100 * (ratio.mean - 1),
                    double(row) + 1,
                    100 * (ratio.low - 1),
                    100 * (ratio.high - 1)};
        }
        shown.insert(shown.end(), {line[2], line[3]});
        (finding.p < 1 - NF_CONFIDENCE ? clear : open).push_back(line);
    }
    std::vector<std::string> notes = NotesOf(comparison, measure);
    notes.insert(notes.begin(),
                 "95 % intervals of paired differences. Filled: different, after Holm's "
                 "correction; hollow: too few runs to tell.");
    const std::string& label = comparison.GetVariants()[baseline].label;
    NfFigureRows figure(style,
                        TitleOf(measure),
                        names,
                        relative ? "Difference to " + label + " (%)"
                                 : AxisOf(measure, "Difference to " + label + ", "),
                        notes);
    figure.AddData("$clear", clear);
    figure.AddData("$open", open);
    figure.GetScript().Add("set xrange " + NfFigureRange::Around(shown, true).ToString());
    figure.GetScript().Add("set arrow 1 from 0,graph 0 to 0,graph 1 nohead linecolor rgb "
                           "'#404040' linewidth 1");
    const std::string colour = NfGnuplot::Quote(NfGnuplot::Colour(0));
    figure.GetScript().AddPlot(
        {"$open using 1:2:3:4 with xerrorbars pointtype 6 pointsize 0.7 linecolor rgb '#606060'",
         "$clear using 1:2:3:4 with xerrorbars pointtype 7 pointsize 0.7 linewidth 1.4 linecolor "
         "rgb " +
             colour});
    figure.Finish();
}

void
NfDrawDistributions(const NfComparison& comparison,
                    const NfComparedMeasure& measure,
                    const NfFigureStyle& style)
{
    std::vector<std::vector<double>> points;
    std::vector<std::vector<double>> boxes;
    std::vector<std::vector<double>> medians;
    std::vector<double> shown;
    for (std::size_t i = 0; i < measure.values.size(); ++i)
    {
        const double row = double(i) + 1;
        std::vector<double> sorted;
        for (const auto& [replication, value] : measure.values[i])
        {
            // The golden ratio spreads any number of points evenly.
            const double share = std::fmod(double(replication) * 0.6180339887, 1.0);
            points.push_back({value, row + 0.5 * (share - 0.5)});
            sorted.push_back(value);
        }
        if (sorted.empty())
        {
            continue;
        }
        std::sort(sorted.begin(), sorted.end());
        const double median = Quantile(sorted, 0.5);
        boxes.push_back(
            {median, row, Quantile(sorted, 0.25), Quantile(sorted, 0.75), row - 0.36, row + 0.36});
        medians.push_back({median, row - 0.36, 0, 0.72});
        shown.insert(shown.end(), {sorted.front(), sorted.back()});
    }
    std::vector<std::string> notes = NotesOf(comparison, measure);
    notes.insert(notes.begin(), "Each run is a point; boxes are quartiles, lines medians.");
    NfFigureRows figure(style, TitleOf(measure), LabelsOf(comparison), AxisOf(measure, ""), notes);
    figure.AddData("$points", points);
    figure.AddData("$boxes", boxes);
    figure.AddData("$medians", medians);
    figure.GetScript().Add("set xrange " + NfFigureRange::Around(shown, false).ToString());
    figure.GetScript().AddPlot(
        {"$boxes using 1:2:3:4:5:6 with boxxyerror linecolor rgb " +
             NfGnuplot::Quote(NfGnuplot::Colour(5)) + " fillstyle solid 0.25 border",
         "$points using 1:2 with points pointtype 7 pointsize 0.35 linecolor rgb " +
             NfGnuplot::Quote(NfGnuplot::Colour(0)),
         "$medians using 1:2:3:4 with vectors nohead linewidth 2 linecolor rgb '#202020'"});
    figure.Finish();
}

} // namespace ns3
