// SPDX-License-Identifier: GPL-2.0-only

#include "nf-natural-order.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <string>
#include <vector>

namespace ns3
{

namespace
{

using testing::ElementsAre;

TEST(NaturalOrder, NumbersInNamesAreCompared)
{
    std::vector<std::string> names{"n10", "n9", "n2", "n", "m11", "n2b", "n2a10", "n2a9"};
    std::sort(names.begin(), names.end(), NfNaturalLess);
    EXPECT_THAT(names, ElementsAre("m11", "n", "n2", "n2a9", "n2a10", "n2b", "n9", "n10"));
}

TEST(NaturalOrder, NumbersOfAnyLengthAreCompared)
{
    EXPECT_TRUE(NfNaturalLess("99999999999999999999999", "100000000000000000000000"));
    EXPECT_FALSE(NfNaturalLess("100000000000000000000000", "99999999999999999999999"));
}

TEST(NaturalOrder, OnlyEqualNamesAreEquivalent)
{
    EXPECT_NE(NfNaturalLess("n01", "n1"), NfNaturalLess("n1", "n01"));
    EXPECT_NE(NfNaturalLess("n0", "n00"), NfNaturalLess("n00", "n0"));
    EXPECT_FALSE(NfNaturalLess("n1", "n1"));
    EXPECT_TRUE(NfNaturalLess("", "a"));
    EXPECT_FALSE(NfNaturalLess("a", ""));
}

} // namespace

} // namespace ns3
