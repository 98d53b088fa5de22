// SPDX-License-Identifier: GPL-2.0-only

#include "nf-estimate.h"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>

namespace ns3
{

NfEstimate
NfEstimateMean(const std::vector<double>& values)
{
    constexpr double outside = 0.05;
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
    const boost::math::students_t student(double(n - 1));
    const double t = boost::math::quantile(boost::math::complement(student, outside / 2));
    const double half = t * std::sqrt(squares / double(n - 1) / double(n));
    return {mean, mean - half, mean + half, n};
}

} // namespace ns3
