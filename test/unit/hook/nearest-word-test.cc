// SPDX-License-Identifier: GPL-2.0-only

#include "nf-nearest-word.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace ns3
{

namespace
{

const std::vector<std::string> KNOWN{"summary", "drops", "rules", "--limit", "nat"};

TEST(NearestWord, FindsOneLetterMissingAddedReplacedOrSwapped)
{
    EXPECT_EQ(NfNearestWord("drps", KNOWN), "drops");
    EXPECT_EQ(NfNearestWord("drropss", KNOWN), "drops");
    EXPECT_EQ(NfNearestWord("dlops", KNOWN), "drops");
    EXPECT_EQ(NfNearestWord("rulse", KNOWN), "rules");
    EXPECT_EQ(NfNearestWord("--limt", KNOWN), "--limit");
    EXPECT_EQ(NfNearestWord("ant", KNOWN), "nat");
}

TEST(NearestWord, SuggestsNothingForAnotherWord)
{
    EXPECT_EQ(NfNearestWord("xyzzy", KNOWN), "");
    EXPECT_EQ(NfNearestWord("", KNOWN), "");
    EXPECT_EQ(NfNearestWord("na", {}), "");
    EXPECT_EQ(NfNearestWord(std::string(1 << 20, 'd'), KNOWN), "");
}

TEST(NearestWord, TakesTheFirstOfEquallyNearWords)
{
    EXPECT_EQ(NfNearestWord("rate", {"rates", "rated"}), "rates");
    EXPECT_EQ(NfNearestWord("rate", {"rated", "rates"}), "rated");
}

} // namespace

} // namespace ns3
