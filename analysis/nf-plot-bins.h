// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PLOT_BINS_H
#define NF_PLOT_BINS_H

#include "nf-plot-figure.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * \ingroup netfilter
 * Bins of simulated time, all of one width: from --from, or the start, to --to, or the end of the
 * longest run.
 */
class NfPlotBins
{
  public:
    /**
     * \param arguments width and limits that were asked for
     * \param groups the runs
     * \param bins about how many, if no width was asked for
     * What cannot be is an NfCliError.
     */
    NfPlotBins(const NfPlotArguments& arguments, const std::vector<NfPlotGroup>& groups, int bins);

    /// \return how many
    std::size_t Size() const
    {
        return m_size;
    }

    /// \return seconds
    double Width() const
    {
        return m_width;
    }

    /// \param bin from 0 to Size() \return seconds at which it begins
    double Begin(std::size_t bin) const
    {
        return m_from + static_cast<double>(bin) * m_width;
    }

    /// \param time ns \return its bin; negative before the first, Size() after the last
    int64_t Of(int64_t time) const;

  private:
    double m_from;
    double m_width{1};
    std::size_t m_size{1};
};

} // namespace ns3

#endif /* NF_PLOT_BINS_H */
