// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-command.h"
#include "nf-drop-scan.h"
#include "nf-plot-figure.h"
#include "nf-progress.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>

namespace ns3
{

namespace
{

constexpr double NS = 1e9;
constexpr double MOST_BINS = 100'000;

/// Categories with a value for each bin of time.
using Counts = std::map<std::string, std::vector<double>>;

/// Bins of time, from 0 to the end of the longest run.
class Bins
{
  public:
    Bins(const NfPlotArguments& arguments, const std::vector<NfPlotGroup>& groups);

    std::size_t Size() const
    {
        return m_size;
    }

    double Width() const
    {
        return m_width;
    }

    std::size_t Of(int64_t time) const
    {
        const auto bin = static_cast<std::size_t>(std::max(0.0, double(time) / NS / m_width));
        return std::min(bin, m_size - 1);
    }

    std::vector<double>& Row(Counts& counts, const std::string& category) const
    {
        std::vector<double>& row = counts[category];
        row.resize(m_size);
        return row;
    }

  private:
    double m_width;
    std::size_t m_size;
};

int64_t
EndOf(const NfTraceReader& reader)
{
    if (reader.GetRun().simulationEnd)
    {
        return *reader.GetRun().simulationEnd;
    }
    return reader.Number("SELECT MAX(IFNULL((SELECT MAX(time) FROM hook_pass WHERE run = ?1), 0), "
                         "IFNULL((SELECT MAX(time) FROM stack_drop WHERE run = ?1), 0))");
}

Bins::Bins(const NfPlotArguments& arguments, const std::vector<NfPlotGroup>& groups)
{
    int64_t end = 0;
    for (const NfPlotGroup& group : groups)
    {
        for (const auto& reader : group.runs)
        {
            end = std::max(end, EndOf(*reader));
        }
    }
    const double seconds = std::max(double(end) / NS, 1e-9);
    m_width = arguments.bin > 0 ? arguments.bin : NfChooseBin(seconds);
    const double bins = std::ceil(seconds / m_width);
    if (bins > MOST_BINS)
    {
        throw NfCliError(fmt::format("--bin: {} s would make {} bins, at most {} are drawn",
                                     m_width,
                                     bins,
                                     MOST_BINS));
    }
    m_size = std::max<std::size_t>(1, static_cast<std::size_t>(bins));
}

/// How to count a run.
using Counter = void (*)(NfTraceReader& reader, int64_t node, const Bins& bins, Counts& counts);

void
CountDrops(NfTraceReader& reader, int64_t node, const Bins& bins, Counts& counts)
{
    NfDropScan scan(reader);
    scan.ForEach([&](const NfDropRow& row) {
        const NfDropCause& cause = scan.GetCause(row.cause);
        if (node < 0 || cause.node == node)
        {
            bins.Row(counts, cause.reason)[bins.Of(row.time)] += 1 / bins.Width();
        }
    });
}

void
CountHooks(NfTraceReader& reader, int64_t node, const Bins& bins, Counts& counts)
{
    const std::vector<NfTracePassKindRow>& kinds = reader.GetPassKinds();
    std::vector<std::vector<double>*> rows;
    for (const NfTracePassKindRow& kind : kinds)
    {
        const bool wanted = !kind.hook.empty() && (node < 0 || kind.node == node);
        rows.push_back(wanted ? &bins.Row(counts, kind.hook) : nullptr);
    }
    NfProgress progress("reading hook passes", reader.GetLastPacket());
    auto query = reader.Query("SELECT time, kind, packet FROM hook_pass WHERE run = ?1");
    while (query->Next())
    {
        progress.StepTo(query->Int(2));
        const auto kind = static_cast<std::size_t>(query->Int(1));
        if (kind < rows.size() && rows[kind])
        {
            (*rows[kind])[bins.Of(query->Int(0))] += 1 / bins.Width();
        }
    }
}

// How many entries each table has at the end of each bin.
void
CountConnections(NfTraceReader& reader, int64_t node, const Bins& bins, Counts& counts)
{
    auto query = reader.Query("SELECT e.time, e.node, k.change FROM conntrack_event e JOIN "
                              "conntrack_kind k ON k.run = e.run AND k.id = e.kind "
                              "WHERE e.run = ?1 AND k.change <> 'update'");
    while (query->Next())
    {
        if (node < 0 || query->Int(1) == node)
        {
            bins.Row(counts, reader.NodeName(query->Int(1)))[bins.Of(query->Int(0))] +=
                query->Text(2) == "new" ? 1 : -1;
        }
    }
    for (auto& [name, row] : counts)
    {
        for (std::size_t i = 1; i < row.size(); ++i)
        {
            row[i] += row[i - 1];
        }
    }
}

/// What a figure over time shows.
struct Kind
{
    Counter count;
    const char* axis;
    const char* nothing; //!< what there is none of
    bool sums;           //!< categories may be added up to "other"
    bool steps;          //!< values are those at the end of a bin
};

/// Categories of a group, in each of its runs.
using RunCounts = std::vector<Counts>;

// Categories, those with most first; what is beyond the number becomes "other", or is left out.
std::vector<std::string>
Rank(std::vector<RunCounts>& all, std::size_t most, bool sums)
{
    std::map<std::string, double> totals;
    for (const RunCounts& runs : all)
    {
        for (const Counts& counts : runs)
        {
            for (const auto& [category, row] : counts)
            {
                for (double value : row)
                {
                    totals[category] += value;
                }
            }
        }
    }
    std::vector<std::string> order;
    for (const auto& entry : totals)
    {
        order.push_back(entry.first);
    }
    std::stable_sort(order.begin(), order.end(), [&totals](const auto& a, const auto& b) {
        return totals[a] > totals[b];
    });
    if (order.size() <= most)
    {
        return order;
    }
    const std::vector<std::string> rest(order.begin() + most - sums, order.end());
    order.resize(most - sums);
    for (RunCounts& runs : all)
    {
        for (Counts& counts : runs)
        {
            for (const std::string& category : rest)
            {
                auto found = counts.find(category);
                if (found == counts.end() || !sums)
                {
                    continue;
                }
                std::vector<double>& other = counts["other"];
                other.resize(found->second.size());
                for (std::size_t i = 0; i < other.size(); ++i)
                {
                    other[i] += found->second[i];
                }
            }
        }
    }
    if (sums)
    {
        order.emplace_back("other");
    }
    return order;
}

NfCurve
MakeCurve(const RunCounts& runs, const std::string& category, const Bins& bins, bool steps)
{
    NfCurve curve;
    curve.steps = steps && runs.size() == 1;
    if (steps)
    {
        curve.points.push_back({0, {}});
    }
    for (std::size_t bin = 0; bin < bins.Size(); ++bin)
    {
        std::vector<double> values;
        for (const Counts& counts : runs)
        {
            auto found = counts.find(category);
            values.push_back(found == counts.end() ? 0 : found->second[bin]);
        }
        const double x = (double(bin) + (steps ? 1.0 : 0.5)) * bins.Width();
        curve.points.push_back({x, NfEstimateMean(values)});
    }
    return curve;
}

void
Draw(const NfPlotArguments& arguments, std::vector<NfPlotGroup>& groups, const Kind& kind)
{
    NfGnuplot script(arguments.output);
    const Bins bins(arguments, groups);
    std::vector<RunCounts> all;
    for (const NfPlotGroup& group : groups)
    {
        RunCounts runs;
        for (const auto& reader : group.runs)
        {
            runs.emplace_back();
            const int64_t node = arguments.node.empty() ? -1 : reader->FindNode(arguments.node);
            kind.count(*reader, node, bins, runs.back());
        }
        all.push_back(std::move(runs));
    }
    const bool several = groups.size() > 1;
    const std::vector<std::string> categories = Rank(all, several ? 4 : 7, kind.sums);
    if (categories.empty())
    {
        throw NfCliError(fmt::format("there is nothing to draw: {}", kind.nothing));
    }
    std::vector<NfCurve> curves;
    for (std::size_t c = 0; c < categories.size(); ++c)
    {
        for (std::size_t g = 0; g < groups.size(); ++g)
        {
            NfCurve curve = MakeCurve(all[g], categories[c], bins, kind.steps);
            curve.label = several ? groups[g].label + ": " + categories[c] : categories[c];
            curve.colour = several && categories.size() == 1 ? g : c;
            curve.dashes = several ? g : c;
            curves.push_back(std::move(curve));
        }
    }
    script.Add("set xlabel 'Simulated time (s)'");
    script.Add(fmt::format("set ylabel '{}'", kind.axis));
    script.Add(fmt::format("set xrange [0:{:.9g}]", double(bins.Size()) * bins.Width()));
    script.Add("set yrange [0:*]");
    script.Add(NfRunsTitle(groups));
    NfPlotCurves(script, curves);
    NfFinishFigure(script, arguments);
}

} // namespace

void
NfPlotDrops(const NfPlotArguments& arguments, std::vector<NfPlotGroup>& groups)
{
    Draw(arguments,
         groups,
         {CountDrops, "Drops (packets/s)", "no packet was dropped", true, false});
}

void
NfPlotHooks(const NfPlotArguments& arguments, std::vector<NfPlotGroup>& groups)
{
    Draw(arguments,
         groups,
         {CountHooks, "Packets at hook (packets/s)", "no hook pass was recorded", false, false});
}

void
NfPlotConnections(const NfPlotArguments& arguments, std::vector<NfPlotGroup>& groups)
{
    Draw(arguments,
         groups,
         {CountConnections, "Tracked connections", "no connection was tracked", false, true});
}

} // namespace ns3
