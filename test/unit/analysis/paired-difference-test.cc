// SPDX-License-Identifier: GPL-2.0-only

// Differences between variants that saw the same random numbers, and what is said of them.

#include "nf-effect.h"
#include "nf-paired-difference.h"

#include <gmock/gmock.h>
#include <random>

namespace ns3
{

namespace
{

using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;

/// Two variants whose common part varies much more than what tells them apart.
struct Pairs
{
    Pairs(unsigned seed, std::size_t runs, double factor)
    {
        std::mt19937 random(seed);
        std::normal_distribution<double> common(100, 20);
        std::normal_distribution<double> own(0, 2);
        for (std::size_t i = 0; i < runs; ++i)
        {
            const double load = common(random);
            baseline.push_back(load + own(random));
            variant.push_back(factor * load + own(random));
        }
    }

    std::vector<double> variant;
    std::vector<double> baseline;
};

std::string
Describe(const std::vector<double>& variant,
         const std::vector<double>& baseline,
         double comparisons = 1)
{
    const NfPairedDifference difference = NfComparePaired(variant, baseline);
    return NfDescribeEffect(difference, std::min(1.0, difference.p * comparisons), "hosts", "s");
}

TEST(PairedDifference, IsStudentsPairedTest)
{
    // Gosset's own example (Biometrika 6, 1908): hours of sleep gained by two drugs.
    const NfPairedDifference sleep =
        NfComparePaired({1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4},
                        {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0});
    EXPECT_NEAR(sleep.difference.mean, 1.58, 1e-9);
    EXPECT_NEAR(sleep.difference.low, 0.7001, 1e-4);
    EXPECT_NEAR(sleep.difference.high, 2.4599, 1e-4);
    EXPECT_NEAR(sleep.p, 0.002833, 1e-6);
    EXPECT_FALSE(sleep.ratio) << "the baseline's mean is not clearly above 0";
}

TEST(PairedDifference, IntervalsOfDifferenceAndRatioHoldTheTruthInNineteenOfTwentyCampaigns)
{
    constexpr int campaigns = 4000;
    int difference = 0;
    int ratio = 0;
    for (int i = 0; i < campaigns; ++i)
    {
        const Pairs pairs(1000 + i, 10, 0.65);
        const NfPairedDifference found = NfComparePaired(pairs.variant, pairs.baseline);
        difference += found.difference.low <= -35 && -35 <= found.difference.high;
        ratio += found.ratio && found.ratio->low <= 0.65 && 0.65 <= found.ratio->high;
    }
    EXPECT_GT(difference, 0.93 * campaigns);
    EXPECT_LT(difference, 0.97 * campaigns);
    EXPECT_GT(ratio, 0.93 * campaigns);
    EXPECT_LT(ratio, 0.97 * campaigns);
}

TEST(PairedDifference, TheRatioExcludesOneJustWhereTheTestFindsADifference)
{
    for (unsigned seed = 0; seed < 500; ++seed)
    {
        const Pairs pairs(seed, 8, 0.98);
        const NfPairedDifference found = NfComparePaired(pairs.variant, pairs.baseline);
        ASSERT_TRUE(found.ratio);
        EXPECT_EQ(found.p<0.05, found.ratio->low> 1 || found.ratio->high < 1);
    }
}

TEST(PairedDifference, HolmCorrectsTheSmallestMost)
{
    EXPECT_THAT(NfCorrectHolm({0.01, 0.04, 0.03, 0.005}),
                ElementsAre(DoubleNear(0.03, 1e-12),
                            DoubleNear(0.06, 1e-12),
                            DoubleNear(0.06, 1e-12),
                            DoubleNear(0.02, 1e-12)));
    EXPECT_THAT(NfCorrectHolm({0.7, 0.8}), ElementsAre(1, 1));
    EXPECT_TRUE(NfCorrectHolm({}).empty());
}

TEST(PairedDifference, HolmErrsInAtMostOneOfTwentyFamilies)
{
    constexpr int families = 2000;
    int wrong = 0;
    for (int family = 0; family < families; ++family)
    {
        std::vector<double> p;
        for (int i = 0; i < 5; ++i)
        {
            const Pairs pairs(family * 5 + i, 6, 1);
            p.push_back(NfComparePaired(pairs.variant, pairs.baseline).p);
        }
        const std::vector<double> corrected = NfCorrectHolm(p);
        wrong += *std::min_element(corrected.begin(), corrected.end()) < 0.05;
    }
    EXPECT_LT(wrong, 0.06 * families);
    EXPECT_GT(wrong, 0.03 * families) << "no more careful than it need be";
}

TEST(Effect, ClaimsWhatTheRunsShow)
{
    const Pairs less(1, 20, 0.65);
    EXPECT_EQ(Describe(less.variant, less.baseline), "34 % to 37 % less than hosts");
    const Pairs more(1, 20, 3);
    EXPECT_EQ(Describe(more.variant, more.baseline), "about 3 times hosts");
    EXPECT_EQ(Describe({0.5, 0.7, 0.6}, {0, 0, 0}), "0.35 s to 0.85 s more than hosts")
        << "no percentage of nothing";
}

TEST(Effect, SaysWhatTheRunsDoNotShow)
{
    EXPECT_EQ(Describe({}, {}), "no run in common with hosts");
    EXPECT_EQ(Describe({1}, {2}), "too few runs to tell");
    EXPECT_EQ(Describe({2, 1}, {2, 1}), "the same as hosts in every run");
    EXPECT_EQ(Describe({2}, {2}), "the same as hosts in the only common run");
    EXPECT_EQ(Describe({90, 130, 100}, {100, 100, 100}),
              "too few runs to tell: from 45 % less to 58 % more than hosts");
    EXPECT_EQ(Describe({100, 101, 99, 100}, {100, 100, 100, 100}), "within 1.3 % of hosts");
    EXPECT_EQ(Describe({80, 90, 82}, {100, 100, 100}, 40),
              "too few runs to tell, with so many comparisons");
}

} // namespace

} // namespace ns3
