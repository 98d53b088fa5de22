// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-command.h"
#include "nf-packet-fates.h"
#include "nf-plot-curves.h"
#include "nf-plot-figure.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <utility>
#include <vector>

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

// Where packets were delivered: the node of the last accepted INPUT.
std::map<int64_t, int64_t>
ReadReceivers(NfTraceReader& reader)
{
    std::map<int64_t, int64_t> receivers;
    auto query = reader.Query("SELECT h.packet, k.node FROM hook_pass h JOIN pass_kind k ON "
                              "k.run = h.run AND k.id = h.kind WHERE h.run = ?1 AND "
                              "h.verdict = 1 AND k.hook = 'INPUT'");
    while (query->Next())
    {
        receivers[query->Int(0)] = query->Int(1);
    }
    return receivers;
}

Latencies
Read(NfTraceReader& reader, const NfSelectionRequest& request)
{
    NfEventSelection events(reader, request);
    std::map<int64_t, int64_t> receivers;
    if (events.GetNode() >= 0)
    {
        receivers = ReadReceivers(reader);
    }
    Latencies latencies;
    const NfPacketFates fates(reader);
    for (const NfPacketOutcome& packet : fates.GetPackets())
    {
        if (packet.fate != NfFate::DELIVERED || !events.WantsTime(packet.firstTime) ||
            !events.WantsFlow(packet.flow))
        {
            continue;
        }
        auto receiver = receivers.find(packet.uid);
        if (events.GetNode() < 0 ||
            (receiver != receivers.end() && receiver->second == events.GetNode()))
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

/// The time axis.
struct Axis
{
    double least{INFINITY}; //!< of all latencies
    double most{0};         //!< of all latencies
    bool logarithmic{false};
    double begin{0};
    double end{1};
};

Axis
MakeAxis(const std::vector<std::vector<Latencies>>& all)
{
    Axis axis;
    for (const auto& runs : all)
    {
        for (const Latencies& run : runs)
        {
            axis.least = std::min(axis.least, run.front());
            axis.most = std::max(axis.most, run.back());
        }
    }
    axis.logarithmic = axis.least > 0 && axis.most / axis.least > WIDE;
    // All latencies may be equal, or even 0.
    const double spread = axis.most - axis.least;
    const double margin = spread > 0 ? 0.03 * spread : std::max(0.1 * axis.most, 0.001);
    axis.begin = axis.logarithmic ? axis.least * 0.9 : std::max(0.0, axis.least - margin);
    axis.end = axis.logarithmic ? axis.most * 1.1 : axis.most + margin;
    return axis;
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

NfCurve
MakeCurve(const std::vector<Latencies>& runs, const std::vector<double>& grid, const Axis& axis)
{
    NfCurve curve;
    curve.steps = grid.size() <= FEW;
    curve.points.push_back({axis.least, {}});
    for (double x : grid)
    {
        std::vector<double> shares;
        shares.reserve(runs.size());
        for (const Latencies& run : runs)
        {
            shares.push_back(Share(run, x));
        }
        NfEstimate estimate = NfEstimateMean(shares);
        estimate.high = std::min(1.0, estimate.high);
        curve.points.emplace_back(x, estimate);
    }
    curve.points.emplace_back(axis.end, curve.points.back().second);
    return curve;
}

int
Draw(const NfPlotArguments& shared)
{
    const NfRunGroups groups = NfGroupForFigure(shared, NfPlotNeed::PASSES, "what was delivered");
    NfFigureTexts texts = NfTextsOfGroups(shared, groups);
    std::vector<std::vector<Latencies>> all;
    for (const NfRunGroup& group : groups.Get())
    {
        all.emplace_back();
        std::size_t empty = 0;
        for (const NfGroupedRun& run : group.runs)
        {
            NfTraceReader reader(run.database, run.Number());
            Latencies latencies = Read(reader, shared.events);
            if (latencies.empty())
            {
                ++empty;
                continue;
            }
            all.back().push_back(std::move(latencies));
        }
        if (all.back().empty())
        {
            throw NfNothingToDraw("no packet was delivered in " + group.runs.front().database,
                                  shared.events);
        }
        if (empty > 0)
        {
            texts.notes.push_back(fmt::format("{}: {} of {} runs delivered no such packet, and "
                                              "have no latency.",
                                              group.label,
                                              empty,
                                              group.runs.size()));
        }
    }
    const Axis axis = MakeAxis(all);
    const std::vector<double> grid = Grid(all, axis.logarithmic);
    const std::vector<std::string> labels = NfGroupTexts(groups);
    std::vector<NfCurve> curves;
    for (std::size_t g = 0; g < all.size(); ++g)
    {
        curves.push_back(MakeCurve(all[g], grid, axis));
        curves.back().label = labels[g];
        curves.back().series = g;
    }
    if (axis.most == 0)
    {
        texts.notes.emplace_back("Every latency is 0: sender and receiver are the same node, or "
                                 "the channels have no delay.");
    }
    NfFigurePage page(shared.style, texts, 16, 9);
    NfGnuplot& script = page.GetScript();
    const double scale = shared.style.fontSize / 10;
    page.SetAxes(
        {1.7 * scale, page.GetWidth() - 0.6 * scale, 0.3 * scale, page.GetHeight() - 1.6 * scale});
    script.Add("set xlabel 'Latency, from first hook to delivery (ms)' offset 0,0.3");
    script.Add(
        fmt::format("set label 1 'Share of delivered packets' at screen {:.5g},screen {:.5g} "
                    "center rotate by 90",
                    page.X(0.35 * scale),
                    page.Y((page.GetHeight() - 1.6 * scale) / 2)));
    script.Add("set yrange [0:1]");
    script.Add(fmt::format("{}set xrange [{:.9g}:{:.9g}]",
                           axis.logarithmic ? "set logscale x; " : "",
                           axis.begin,
                           axis.end));
    if (!texts.key.empty())
    {
        page.ShowKey();
    }
    NfPlotCurves(script, curves);
    page.Finish();
    return 0;
}

} // namespace

NfCliAction
NfDrawLatency(CLI::App& parser, NfPlotArguments& shared)
{
    NfAddFigureOptions(parser, shared, nullptr);
    return [&shared] { return Draw(shared); };
}

} // namespace ns3
