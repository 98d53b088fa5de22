// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-command.h"
#include "nf-packet-fates.h"
#include "nf-plot-figure.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr int POINTS = 400;
constexpr std::size_t FEW = 60; // up to that many points steps are drawn, so that dashes show
constexpr double WIDE = 100;    // from that ratio of extremes on, the axis is logarithmic
constexpr double MS = 1e6;

/// Latencies in ms, sorted.
using Latencies = std::vector<double>;

Latencies
Read(NfTraceReader& reader)
{
    if (!reader.HasPasses())
    {
        throw NfCliError(fmt::format("{}: run {} was traced at level '{}': latency is known only "
                                     "at the levels 'hooks' and 'rules'",
                                     reader.GetPath(),
                                     reader.GetRun().id,
                                     reader.GetRun().level));
    }
    Latencies latencies;
    const NfPacketFates fates(reader);
    for (const NfPacketOutcome& packet : fates.GetPackets())
    {
        if (packet.fate == NfPacketFate::Kind::DELIVERED)
        {
            latencies.push_back(double(packet.endTime - packet.firstTime) / MS);
        }
    }
    std::sort(latencies.begin(), latencies.end());
    return latencies;
}

double
Share(const Latencies& latencies, double x)
{
    const auto end = std::upper_bound(latencies.begin(), latencies.end(), x);
    return double(end - latencies.begin()) / double(latencies.size());
}

// Where to evaluate the distributions: everywhere they change, if that is not too often.
std::vector<double>
Grid(const std::vector<std::vector<Latencies>>& all, bool logarithmic)
{
    std::vector<double> grid;
    for (const auto& runs : all)
    {
        for (const Latencies& run : runs)
        {
            grid.insert(grid.end(), run.begin(), run.end());
        }
    }
    std::sort(grid.begin(), grid.end());
    grid.erase(std::unique(grid.begin(), grid.end()), grid.end());
    if (grid.size() <= POINTS)
    {
        return grid;
    }
    const double first = grid.front();
    const double last = grid.back();
    grid.clear();
    for (int i = 0; i <= POINTS; ++i)
    {
        const double part = double(i) / POINTS;
        grid.push_back(logarithmic ? first * std::pow(last / first, part)
                                   : first + (last - first) * part);
    }
    grid.back() = last;
    return grid;
}

} // namespace

void
NfPlotLatency(const NfPlotArguments& arguments, std::vector<NfPlotGroup>& groups)
{
    NfGnuplot script(arguments.output);
    std::vector<std::vector<Latencies>> all;
    double least = INFINITY;
    double most = 0;
    for (const NfPlotGroup& group : groups)
    {
        all.emplace_back();
        for (const auto& reader : group.runs)
        {
            Latencies latencies = Read(*reader);
            if (!latencies.empty())
            {
                least = std::min(least, latencies.front());
                most = std::max(most, latencies.back());
                all.back().push_back(std::move(latencies));
            }
        }
        if (all.back().empty())
        {
            throw NfCliError(fmt::format("there is nothing to draw: no packet was delivered in {}",
                                         group.runs[0]->GetPath()));
        }
    }
    const bool logarithmic = least > 0 && most / least > WIDE;
    const std::vector<double> grid = Grid(all, logarithmic);
    std::vector<NfCurve> curves;
    for (std::size_t g = 0; g < groups.size(); ++g)
    {
        NfCurve curve;
        curve.label = groups[g].label;
        curve.colour = g;
        curve.dashes = g;
        curve.steps = grid.size() <= FEW;
        curve.points.push_back({least, {}});
        for (double x : grid)
        {
            std::vector<double> shares;
            for (const Latencies& run : all[g])
            {
                shares.push_back(Share(run, x));
            }
            NfEstimate estimate = NfEstimateMean(shares);
            estimate.high = std::min(1.0, estimate.high);
            curve.points.emplace_back(x, estimate);
        }
        curves.push_back(std::move(curve));
    }
    script.Add("set xlabel 'Latency, from first hook to delivery (ms)'");
    script.Add("set ylabel 'Share of delivered packets'");
    script.Add("set yrange [0:1]");
    script.Add("set title " + NfGnuplot::Quote(NfRunsTitle(groups)));
    const double margin = (most - least) * 0.03 + most * 1e-6;
    script.Add(
        logarithmic
            ? fmt::format("set logscale x; set xrange [{:.9g}:{:.9g}]", least * 0.9, most * 1.1)
            : fmt::format("set xrange [{:.9g}:{:.9g}]",
                          std::max(0.0, least - margin),
                          most + margin));
    NfPlotCurves(script, curves);
    NfFinishFigure(script, arguments);
}

} // namespace ns3
