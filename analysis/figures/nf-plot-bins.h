// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PLOT_BINS_H
#define NF_PLOT_BINS_H

#include "nf-event-selection.h"
#include "nf-run-groups.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Bins of simulated time, all of one width: from --from, or the start, to --to, or the end of the
 * longest run.
 */
class NfPlotBins
{
  public:
    /**
     * Throws NfCliError if there is no such time, or if there would be too many bins.
     * @param events limits that were asked for
     * @param width of a bin in seconds; 0: chosen
     * @param groups the runs
     * @param bins about how many, if no width was asked for
     */
    NfPlotBins(const NfSelectionRequest& events,
               double width,
               const std::vector<NfRunGroup>& groups,
               int bins);

    /**
     * How much of the bins a run knows of: it says nothing about what is after its end.
     * @param run one of the groups' runs
     * @return bins that begin before the run's end
     */
    std::size_t Known(const NfGroupedRun& run) const;

    /// @return true if some runs end before others, and before the last bin
    bool EndsDiffer() const;

    /// @return how many
    std::size_t Size() const
    {
        return m_size;
    }

    /// @return seconds
    double Width() const
    {
        return m_width;
    }

    /**
     * @param bin a number from 0 to Size()
     * @return seconds at which the bin begins
     */
    double Begin(std::size_t bin) const
    {
        return m_from + static_cast<double>(bin) * m_width;
    }

    /**
     * @param time ns
     * @return the bin of that time; negative before the first, Size() after the last
     */
    int64_t Of(int64_t time) const;

  private:
    double m_from;
    double m_width{1};
    std::size_t m_size{1};
    std::map<std::pair<std::string, int64_t>, int64_t> m_ends; //!< ns, by database and run
};

} // namespace ns3

#endif /* NF_PLOT_BINS_H */
