// SPDX-License-Identifier: GPL-2.0-only

#include "nf-plot-bins.h"

#include "nf-cli-command.h"
#include "nf-plot-figure.h"
#include "nf-trace-reader.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr double NS = 1e9;
constexpr double MOST_BINS = 100'000;

int64_t
EndOf(const NfGroupedRun& run)
{
    if (run.row.simulationEnd)
    {
        return *run.row.simulationEnd;
    }
    return NfTraceReader(run.database, run.Number())
        .Number("SELECT MAX(IFNULL((SELECT MAX(time) FROM hook_pass WHERE run = ?1), 0), "
                "IFNULL((SELECT MAX(time) FROM stack_drop WHERE run = ?1), 0))");
}

} // namespace

NfPlotBins::NfPlotBins(const NfSelectionRequest& events,
                       double width,
                       const std::vector<NfRunGroup>& groups,
                       int bins)
    : m_from(events.from)
{
    double end = events.to;
    for (const NfRunGroup& group : groups)
    {
        for (const NfGroupedRun& run : group.runs)
        {
            const int64_t last = EndOf(run);
            m_ends[{run.database, run.row.id}] = last;
            end = events.to > 0 ? end : std::max(end, double(last) / NS);
        }
    }
    if (m_from > 0 && end <= m_from)
    {
        throw NfCliError(fmt::format("there is nothing to draw from {} s to {} s", m_from, end));
    }
    const double seconds = std::max(end - m_from, 1 / NS);
    m_width = width > 0 ? width : NfHandyStep(seconds, bins);
    // A little less, lest a rounding error make another bin.
    const double size = std::ceil(seconds / m_width * (1 - 1e-9));
    if (size > MOST_BINS)
    {
        throw NfCliError(fmt::format("--bin: {} s would make {} bins, at most {} are drawn",
                                     m_width,
                                     size,
                                     MOST_BINS));
    }
    m_size = std::max<std::size_t>(1, static_cast<std::size_t>(size));
}

int64_t
NfPlotBins::Of(int64_t time) const
{
    const auto size = static_cast<int64_t>(m_size);
    const auto bin = static_cast<int64_t>(std::floor((double(time) / NS - m_from) / m_width));
    // What happens at the very end belongs to the last bin.
    const bool end = bin == size && double(time) / NS <= Begin(m_size);
    return end ? size - 1 : std::clamp<int64_t>(bin, -1, size);
}

std::size_t
NfPlotBins::Known(const NfGroupedRun& run) const
{
    const auto end = m_ends.find({run.database, run.row.id});
    const double seconds = end == m_ends.end() ? 0 : double(end->second) / NS - m_from;
    // A little less, lest a rounding error make another bin.
    const double size = std::ceil(seconds / m_width * (1 - 1e-9));
    return static_cast<std::size_t>(std::clamp(size, 0.0, double(m_size)));
}

bool
NfPlotBins::EndsDiffer() const
{
    const double last = Begin(m_size - 1);
    return std::any_of(m_ends.begin(), m_ends.end(), [last](const auto& end) {
        return double(end.second) / NS <= last;
    });
}

} // namespace ns3
