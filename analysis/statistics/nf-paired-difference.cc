// SPDX-License-Identifier: GPL-2.0-only

#include "nf-paired-difference.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>

namespace ns3
{

namespace
{

double
Covariance(const std::vector<double>& a, double meanA, const std::vector<double>& b, double meanB)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
    {
        sum += (a[i] - meanA) * (b[i] - meanB);
    }
    return sum / double(a.size() - 1);
}

// The ratios r for which the mean of variant - r * baseline is not distinguishable from 0 lie
// between the roots of a quadratic equation, if they have bounds at all.
std::optional<NfEstimate>
Fieller(const std::vector<double>& variant, const std::vector<double>& baseline)
{
    const double n = double(variant.size());
    const double meanV = NfEstimateMean(variant).mean;
    const double meanB = NfEstimateMean(baseline).mean;
    const double t = NfStudentQuantile(variant.size());
    const double scale = t * t / n;
    const double a = meanB * meanB - scale * Covariance(baseline, meanB, baseline, meanB);
    const double b = meanV * meanB - scale * Covariance(variant, meanV, baseline, meanB);
    const double c = meanV * meanV - scale * Covariance(variant, meanV, variant, meanV);
    if (a <= 0 || meanB <= 0)
    {
        return std::nullopt;
    }
    const double root = std::sqrt(std::max(0.0, b * b - a * c));
    return NfEstimate{meanV / meanB, (b - root) / a, (b + root) / a, variant.size()};
}

} // namespace

NfPairedDifference
NfComparePaired(const std::vector<double>& variant, const std::vector<double>& baseline)
{
    std::vector<double> differences;
    differences.reserve(variant.size());
    for (std::size_t i = 0; i < variant.size(); ++i)
    {
        differences.push_back(variant[i] - baseline[i]);
    }
    NfPairedDifference result;
    result.difference = NfEstimateMean(differences);
    result.equal = !variant.empty() && variant == baseline;
    const std::size_t n = differences.size();
    if (n < 2)
    {
        return result;
    }
    const double half = result.difference.high - result.difference.mean;
    if (half > 0)
    {
        const double t = std::abs(result.difference.mean) / half * NfStudentQuantile(n);
        const boost::math::students_t student(double(n - 1));
        result.p = 2 * boost::math::cdf(boost::math::complement(student, t));
    }
    else
    {
        result.p = result.equal ? 1 : 0;
    }
    result.ratio = Fieller(variant, baseline);
    return result;
}

std::vector<double>
NfCorrectHolm(const std::vector<double>& p)
{
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&p](auto a, auto b) { return p[a] < p[b]; });
    std::vector<double> corrected(p.size());
    double above = 0;
    for (std::size_t rank = 0; rank < order.size(); ++rank)
    {
        above = std::max(above, std::min(1.0, p[order[rank]] * double(p.size() - rank)));
        corrected[order[rank]] = above;
    }
    return corrected;
}

} // namespace ns3
