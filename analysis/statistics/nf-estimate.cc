// SPDX-License-Identifier: GPL-2.0-only

#include "nf-estimate.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <numeric>

namespace ns3
{

double
NfStudentQuantile(std::size_t values)
{
    const boost::math::students_t student(double(values - 1));
    return boost::math::quantile(boost::math::complement(student, (1 - NF_CONFIDENCE) / 2));
}

NfEstimate
NfEstimateMean(const std::vector<double>& values)
{
    const std::size_t n = values.size();
    if (n == 0)
    {
        return {};
    }
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / double(n);
    if (n == 1)
    {
        return {mean, mean, mean, n};
    }
    double squares = 0;
    for (double value : values)
    {
        squares += (value - mean) * (value - mean);
    }
    const double half = NfStudentQuantile(n) * std::sqrt(squares / double(n - 1) / double(n));
    return {mean, mean - half, mean + half, n};
}

std::optional<std::size_t>
NfRunsForWidth(const std::vector<double>& values, double fraction)
{
    const std::size_t n = values.size();
    if (n < 2)
    {
        return std::nullopt;
    }
    const NfEstimate estimate = NfEstimateMean(values);
    const double half = estimate.high - estimate.mean;
    const double wanted = fraction * std::abs(estimate.mean);
    if (half <= 0)
    {
        return 2;
    }
    if (wanted <= 0)
    {
        return std::nullopt;
    }
    const double deviation = half / NfStudentQuantile(n) * std::sqrt(double(n));
    auto fits = [&](std::size_t runs) {
        return NfStudentQuantile(runs) * deviation <= wanted * std::sqrt(double(runs));
    };
    constexpr std::size_t most = std::numeric_limits<std::size_t>::max() / 4;
    std::size_t high = 2;
    while (!fits(high) && high < most)
    {
        high *= 2;
    }
    std::size_t low = high / 2;
    while (low + 1 < high)
    {
        const std::size_t middle = low + (high - low) / 2;
        (fits(middle) ? high : low) = middle;
    }
    return std::max<std::size_t>(2, high);
}

} // namespace ns3
