// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PLOT_CATEGORIES_H
#define NF_PLOT_CATEGORIES_H

#include "nf-natural-order.h"
#include "nf-plot-bins.h"
#include "nf-plot-figure.h"

#include <map>
#include <string>
#include <vector>

namespace ns3
{

/**
 * Categories of a run, each with a value for each bin of time; or with a level at the beginning of
 * the first bin, and one at the end of each.
 */
using NfCategoryCounts = std::map<std::string, std::vector<double>, NfNaturalOrder>;

/// What a figure over time shows.
struct NfCategoryFigure
{
    const char* axis;
    const char* noun;                 //!< what categories are, "reasons"
    const char* nothing;              //!< what there is none of, if there is none
    bool sums;                        //!< categories may be added up to "other"
    bool levels;                      //!< values are levels, not what happened in a bin
    std::vector<std::string> order{}; //!< of known categories; those with most come first else
    std::string note{};               //!< below the figure; empty: none
};

/**
 * @ingroup netfilter
 * Draw categories over time. What happened in each bin gets a panel for each category, as equal
 * curves would hide each other; levels of one group of runs share a panel.
 *
 * A mean at a time is over the runs that were still simulated then.
 * @param shared what was asked for
 * @param groups what to compare
 * @param bins of time
 * @param all counts of each run of each group
 * @param figure what they mean
 */
void NfPlotCategories(const NfPlotArguments& shared,
                      const NfRunGroups& groups,
                      const NfPlotBins& bins,
                      std::vector<std::vector<NfCategoryCounts>> all,
                      const NfCategoryFigure& figure);

} // namespace ns3

#endif /* NF_PLOT_CATEGORIES_H */
