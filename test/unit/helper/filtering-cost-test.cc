// SPDX-License-Identifier: GPL-2.0-only

#include "nf-filtering-cost.h"

#include <gtest/gtest.h>

using namespace ns3;

namespace
{

/// Costs whose sums tell which parts they are made of.
NfFilteringCost
Distinct()
{
    NfFilteringCost cost;
    cost.fixed = 1;
    cost.perRule = 10;
    cost.perLookup = 1000;
    cost.perInsertion = 10000;
    cost.perTranslation = 100000;
    cost.perLogLine = 1000000;
    return cost;
}

} // namespace

TEST(FilteringCostTest, ServiceTimeIsTheSumOfItsParts)
{
    NfFilteringCost cost = Distinct();
    EXPECT_EQ(cost.GetServiceTime({}), 1);
    NfFilteringWork work{3, 1, 2, 4, 5};
    EXPECT_EQ(cost.GetServiceTime(work), 5421031);
}

TEST(FilteringCostTest, LogarithmicSearchTakesStepsByTheLogarithmOfTheRulesVisited)
{
    NfFilteringCost cost = Distinct();
    cost.search = NfFilteringCost::LOGARITHMIC;
    EXPECT_EQ(cost.GetServiceTime({}), 1);
    EXPECT_DOUBLE_EQ(cost.GetServiceTime({1}), 11);
    EXPECT_DOUBLE_EQ(cost.GetServiceTime({1023}), 101);
}
