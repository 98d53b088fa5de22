// SPDX-License-Identifier: GPL-2.0-only

#include "nf-effect.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr double CLAIMED = 1 - NF_CONFIDENCE; // below this a p-value is a difference
constexpr double CLOSE = 0.05;                // an interval this near to the baseline is a finding
constexpr double MANY = 2;                    // from here on, multiples are easier to read

// Two digits, and those before the point.
std::string
Short(double value)
{
    if (value == 0)
    {
        return "0";
    }
    const double size = std::abs(value);
    const int before = static_cast<int>(std::floor(std::log10(size))) + 1;
    return size >= 10 && before <= 6 ? fmt::format("{:.0f}", value) : fmt::format("{:.2g}", value);
}

/// A way to write bounds of a change: as percentages of the baseline, or in the measure's unit.
struct Scale
{
    double factor;
    std::string unit;

    std::string Write(double bound) const
    {
        return Short(std::abs(bound) * factor) + unit;
    }

    // A bound of an interval that reaches to both sides.
    std::string WriteSide(double bound) const
    {
        return Write(bound) + (bound < 0 ? " less" : " more");
    }
};

std::string
Range(const std::string& low, const std::string& high)
{
    return low == high ? "about " + low : low + " to " + high;
}

} // namespace

std::string
NfDescribeEffect(const NfPairedDifference& difference,
                 double p,
                 const std::string& baseline,
                 const std::string& unit)
{
    if (difference.difference.runs == 0)
    {
        return "no run in common with " + baseline;
    }
    if (difference.equal)
    {
        return "the same as " + baseline +
               (difference.difference.runs > 1 ? " in every run" : " in the only common run");
    }
    if (difference.difference.runs < 2)
    {
        return "too few runs to tell";
    }
    double low = difference.difference.low;
    double high = difference.difference.high;
    Scale scale{1, unit.empty() ? "" : " " + unit};
    if (difference.ratio)
    {
        low = difference.ratio->low - 1;
        high = difference.ratio->high - 1;
        scale = {100, " %"};
    }
    if (p < CLAIMED)
    {
        const bool less = difference.difference.mean < 0;
        if (difference.ratio && low + 1 >= MANY)
        {
            return Range(Short(low + 1), Short(high + 1)) + " times " + baseline;
        }
        const auto [near, far] = std::minmax({std::abs(low), std::abs(high)});
        return Range(scale.Write(near), scale.Write(far)) + (less ? " less" : " more") + " than " +
               baseline;
    }
    const double farthest = std::max(std::abs(low), std::abs(high));
    if (difference.ratio && farthest <= CLOSE)
    {
        return "within " + scale.Write(farthest) + " of " + baseline;
    }
    if (low > 0 || high < 0)
    {
        return "too few runs to tell, with so many comparisons";
    }
    return "too few runs to tell: from " + scale.WriteSide(low) + " to " + scale.WriteSide(high) +
           " than " + baseline;
}

} // namespace ns3
