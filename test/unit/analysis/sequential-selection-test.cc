// SPDX-License-Identifier: GPL-2.0-only

// Selection of the best of several variants, over many campaigns on cheap models in which the best
// one is known.

#include "nf-sequential-selection.h"

#include <gmock/gmock.h>
#include <random>

namespace ns3
{

namespace
{

using testing::ElementsAre;

/// What became of some campaigns.
struct Outcome
{
    int found{0};          //!< the best variant was selected
    double taken{0};       //!< runs of all variants
    double fixedDesign{0}; //!< runs that the design without screening would have taken
};

constexpr int CAMPAIGNS = 200;

// A replication is one set of random numbers, given to all variants.
template <class Model>
Outcome
Select(std::size_t variants, std::size_t best, const NfSelectionAim& aim, Model model)
{
    Outcome outcome;
    for (int campaign = 0; campaign < CAMPAIGNS; ++campaign)
    {
        std::mt19937 random(campaign + 1);
        NfSequentialSelection selection(variants, aim);
        while (!selection.IsDecided())
        {
            outcome.taken += double(selection.GetRemaining().size());
            selection.Add(model(random));
        }
        outcome.found += selection.GetRemaining() == std::vector<std::size_t>{best};
        outcome.fixedDesign += double(variants * selection.GetFixedDesign().value());
    }
    return outcome;
}

// Mean waiting time of 200 customers at a queue with one server, whose service times are those of
// the common random numbers times a factor.
std::vector<double>
Queues(std::mt19937& random, const std::vector<double>& factors)
{
    std::exponential_distribution<double> arrival(1);
    std::exponential_distribution<double> service(1);
    std::vector<double> waiting(factors.size());
    std::vector<double> sums(factors.size());
    constexpr int customers = 200;
    for (int customer = 0; customer < customers; ++customer)
    {
        const double gap = arrival(random);
        const double work = service(random);
        for (std::size_t i = 0; i < factors.size(); ++i)
        {
            sums[i] += waiting[i] / customers;
            waiting[i] = std::max(0.0, waiting[i] + factors[i] * work - gap);
        }
    }
    return sums;
}

TEST(SequentialSelection, FindsThePlantedWinnerWithFewerThanHalfTheRunsOfTheFixedDesign)
{
    const std::vector<double> means{3, 2, 7, 1, 5, 4, 8, 6};
    NfSelectionAim aim;
    aim.indifference = 1;
    const Outcome outcome = Select(means.size(), 3, aim, [&](std::mt19937& random) {
        std::normal_distribution<double> common(0, 10);
        std::normal_distribution<double> own(0, 2);
        const double load = common(random);
        std::vector<double> values;
        values.reserve(means.size());
        for (double mean : means)
        {
            values.push_back(mean + load + own(random));
        }
        return values;
    });
    RecordProperty("found", outcome.found);
    RecordProperty("share", std::to_string(outcome.taken / outcome.fixedDesign));
    EXPECT_GE(outcome.found, 0.95 * CAMPAIGNS);
    EXPECT_LT(outcome.taken, 0.5 * outcome.fixedDesign)
        << outcome.taken << " of " << outcome.fixedDesign;
}

TEST(SequentialSelection, FindsTheShortestQueue)
{
    NfSelectionAim aim;
    aim.indifference = 0.1;
    const std::vector<double> factors{0.5, 0.45, 0.4, 0.55, 0.6};
    const Outcome outcome =
        Select(5, 2, aim, [&](std::mt19937& random) { return Queues(random, factors); });
    RecordProperty("found", outcome.found);
    RecordProperty("share", std::to_string(outcome.taken / outcome.fixedDesign));
    EXPECT_GE(outcome.found, 0.95 * CAMPAIGNS);
    EXPECT_LT(outcome.taken, 0.5 * outcome.fixedDesign)
        << outcome.taken << " of " << outcome.fixedDesign;
}

TEST(SequentialSelection, KeepsItsPromiseWhereAllOthersAreEquallyNear)
{
    NfSelectionAim aim;
    aim.indifference = 1;
    aim.larger = true;
    const Outcome outcome = Select(4, 1, aim, [](std::mt19937& random) {
        std::normal_distribution<double> own(0, 3);
        std::vector<double> values;
        values.reserve(4);
        for (int i = 0; i < 4; ++i)
        {
            values.push_back((i == 1 ? 1 : 0) + own(random));
        }
        return values;
    });
    RecordProperty("found", outcome.found);
    RecordProperty("share", std::to_string(outcome.taken / outcome.fixedDesign));
    EXPECT_GE(outcome.found, 0.95 * CAMPAIGNS);
}

TEST(SequentialSelection, DropsNothingInTheFirstReplicationsAndThenTheWorst)
{
    NfSelectionAim aim;
    aim.indifference = 1;
    aim.first = 3;
    NfSequentialSelection selection(3, aim);
    selection.Add({10, 11, 100});
    selection.Add({20, 21, 110});
    EXPECT_FALSE(selection.IsDecided());
    EXPECT_EQ(selection.GetFixedDesign(), std::nullopt);
    EXPECT_THAT(selection.GetRemaining(), ElementsAre(0, 1, 2));
    selection.Add({30, 31, 121});
    EXPECT_TRUE(selection.IsDecided());
    EXPECT_THAT(selection.GetRemaining(), ElementsAre(0));
    EXPECT_EQ(selection.GetDropped(2), 3U);
    EXPECT_EQ(selection.GetDropped(0), std::nullopt);
}

TEST(SequentialSelection, VariantsThatNeverDifferAreEquallyGood)
{
    NfSelectionAim aim;
    aim.indifference = 1;
    aim.first = 2;
    NfSequentialSelection selection(3, aim);
    selection.Add({5, 5, 6});
    selection.Add({7, 7, 8});
    EXPECT_TRUE(selection.IsDecided());
    EXPECT_THAT(selection.GetRemaining(), ElementsAre(0, 1));
    EXPECT_TRUE(NfSequentialSelection(1, aim).IsDecided());
}

} // namespace

} // namespace ns3
