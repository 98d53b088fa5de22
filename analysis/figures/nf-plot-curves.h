// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PLOT_CURVES_H
#define NF_PLOT_CURVES_H

#include "nf-estimate.h"
#include "nf-gnuplot.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/// A curve with a band for its confidence intervals.
struct NfCurve
{
    std::string label;
    std::size_t series{0}; //!< gives colour and dashes
    bool steps{false};     //!< values hold until the next point
    std::vector<std::pair<double, NfEstimate>> points;
};

/**
 * Add a plot of curves to a script, with bands for their intervals.
 * @param script the script to add to
 * @param curves the curves; those without points are in the legend all the same
 * @param filled whether the area below curves of steps is filled
 */
void NfPlotCurves(NfGnuplot& script, const std::vector<NfCurve>& curves, bool filled = false);

} // namespace ns3

#endif /* NF_PLOT_CURVES_H */
