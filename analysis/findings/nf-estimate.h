// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ESTIMATE_H
#define NF_ESTIMATE_H

#include <cstddef>
#include <vector>

namespace ns3
{

/**
 * A mean over independent replications, with its 95 % confidence interval. One value alone tells
 * nothing of its spread: its interval is unknown, and has no width here.
 */
struct NfEstimate
{
    double mean{0};
    double low{0};
    double high{0};
    std::size_t runs{0}; //!< how many values the mean is of
};

/**
 * Estimate a mean with Student's interval, which assumes that the values are independent and that
 * their mean is nearly normal.
 * \param values one value of each replication
 * \return the mean and its interval; all zero without values
 */
NfEstimate NfEstimateMean(const std::vector<double>& values);

} // namespace ns3

#endif /* NF_ESTIMATE_H */
