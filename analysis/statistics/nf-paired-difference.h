// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PAIRED_DIFFERENCE_H
#define NF_PAIRED_DIFFERENCE_H

#include "nf-estimate.h"

#include <optional>
#include <vector>

namespace ns3
{

/// How a variant differs from a baseline, over the replications that both have.
struct NfPairedDifference
{
    NfEstimate difference; //!< variant less baseline; its runs are the pairs
    bool equal{false};     //!< the values are the same in every pair
    double p{1};           //!< two-sided, of the hypothesis that there is no difference
    /// The variant's mean as a multiple of the baseline's; none if its interval has no bounds.
    std::optional<NfEstimate> ratio;
};

/**
 * Compare two variants that saw the same random numbers in each replication (Student's paired
 * test). The interval of the ratio is Fieller's for paired values; it holds 1 just where the
 * difference's interval holds 0. It is given for baselines whose mean is clearly above 0.
 * @param variant a value for each common replication
 * @param baseline the values of the same replications, in the same order
 * @return the difference; fewer than two pairs tell nothing, so p is 1
 */
NfPairedDifference NfComparePaired(const std::vector<double>& variant,
                                   const std::vector<double>& baseline);

/**
 * Correct p-values for their number, after Holm (Scandinavian Journal of Statistics 6, 1979): with
 * these, all that is below 0.05 is wrong somewhere in at most one of twenty families.
 * @param p the p-values of a family of tests
 * @return the corrected ones, in the same order, none above 1
 */
std::vector<double> NfCorrectHolm(const std::vector<double>& p);

} // namespace ns3

#endif /* NF_PAIRED_DIFFERENCE_H */
