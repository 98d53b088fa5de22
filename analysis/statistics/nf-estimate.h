// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ESTIMATE_H
#define NF_ESTIMATE_H

#include <cstddef>
#include <optional>
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

/// The share of intervals that hold the true value.
constexpr double NF_CONFIDENCE = 0.95;

/**
 * Estimate a mean with Student's interval, which assumes that the values are independent and that
 * their mean is nearly normal.
 * @param values one value of each replication
 * @return the mean and its interval; all zero without values
 */
NfEstimate NfEstimateMean(const std::vector<double>& values);

/**
 * How many standard errors an interval reaches to each side of its mean.
 * @param values how many values the mean is of, at least two
 * @return Student's quantile for NF_CONFIDENCE
 */
double NfStudentQuantile(std::size_t values);

/**
 * How many replications it takes, by what is known so far, until an interval reaches no farther
 * from its mean than a fraction of it.
 * @param values one value of each replication so far
 * @param fraction of the mean's size, above 0
 * @return the number, at least two; none if too little is known: fewer than two values, or a mean
 * of 0 with some spread
 */
std::optional<std::size_t> NfRunsForWidth(const std::vector<double>& values, double fraction);

} // namespace ns3

#endif /* NF_ESTIMATE_H */
