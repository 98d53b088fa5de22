// SPDX-License-Identifier: GPL-2.0-only

#include "nf-estimate.h"

#include <cmath>
#include <gtest/gtest.h>
#include <random>

namespace ns3
{

namespace
{

TEST(Estimate, TheIntervalIsStudents)
{
    // Quantiles at 0.975 from printed tables: 1, 4, 40 and 1000 degrees of freedom.
    for (const auto& [n, t] : {std::pair(2, 12.706), {5, 2.776}, {41, 2.021}, {1001, 1.962}})
    {
        std::vector<double> values;
        values.reserve(n);
        for (int i = 0; i < n; ++i)
        {
            values.push_back(i % 2);
        }
        const double mean = double(n / 2) / n;
        const double deviation = std::sqrt(n * mean * (1 - mean) / (n - 1));
        const NfEstimate estimate = NfEstimateMean(values);
        EXPECT_NEAR(estimate.mean, mean, 1e-12);
        EXPECT_NEAR(estimate.high - mean, t * deviation / std::sqrt(n), 1e-3 * t);
        EXPECT_NEAR(mean - estimate.low, estimate.high - mean, 1e-12);
        EXPECT_EQ(estimate.runs, std::size_t(n));
    }
}

TEST(Estimate, NothingAndOneValueHaveNoInterval)
{
    EXPECT_EQ(NfEstimateMean({}).runs, 0U);
    const NfEstimate one = NfEstimateMean({7});
    EXPECT_EQ(one.mean, 7);
    EXPECT_EQ(one.low, 7);
    EXPECT_EQ(one.high, 7);
}

TEST(Estimate, NineteenOfTwentyIntervalsHoldTheMean)
{
    std::mt19937 random(1);
    std::normal_distribution<double> normal(5, 3);
    int holding = 0;
    constexpr int trials = 2000;
    for (int trial = 0; trial < trials; ++trial)
    {
        std::vector<double> values(6);
        for (double& value : values)
        {
            value = normal(random);
        }
        const NfEstimate estimate = NfEstimateMean(values);
        holding += estimate.low <= 5 && 5 <= estimate.high;
    }
    EXPECT_NEAR(double(holding) / trials, 0.95, 0.015);
}

TEST(Estimate, TheRunsThatAWidthNeedsGiveThatWidth)
{
    std::mt19937 random(7);
    std::normal_distribution<double> normal(100, 30);
    std::vector<double> values(20);
    for (double& value : values)
    {
        value = normal(random);
    }
    const std::size_t needed = NfRunsForWidth(values, 0.02).value();
    const NfEstimate sofar = NfEstimateMean(values);
    auto half = [&](std::size_t runs) {
        const double deviation =
            (sofar.high - sofar.mean) / NfStudentQuantile(20) * std::sqrt(20.0);
        return NfStudentQuantile(runs) * deviation / std::sqrt(double(runs));
    };
    EXPECT_LE(half(needed), 0.02 * sofar.mean);
    EXPECT_GT(half(needed - 1), 0.02 * sofar.mean);
    EXPECT_GT(needed, 500U);
}

TEST(Estimate, TheRunsThatAWidthNeedsAreUnknownWhereTheSpreadIs)
{
    EXPECT_EQ(NfRunsForWidth({3}, 0.05), std::nullopt);
    EXPECT_EQ(NfRunsForWidth({-1, 1}, 0.05), std::nullopt);
    EXPECT_EQ(NfRunsForWidth({3, 3, 3}, 0.05), 2U);
    EXPECT_EQ(NfRunsForWidth({0, 0}, 0.05), 2U);
}

} // namespace

} // namespace ns3
