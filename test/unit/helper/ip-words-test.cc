// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ip-words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ns3
{
namespace
{

using testing::HasSubstr;

TEST(IpWords, TakePrefixesAsIproute2WritesThem)
{
    NfIpWords words("10.0.0.0/8 10.1.2.3 default");
    EXPECT_EQ(NfToString(words.TakePrefix("destination")), "10.0.0.0/8");
    EXPECT_EQ(NfToString(words.TakePrefix("destination")), "10.1.2.3");
    EXPECT_EQ(words.TakePrefix("destination"), NfPrefix());
    EXPECT_TRUE(words.AtEnd());
    EXPECT_FALSE(words.GetError());
}

TEST(IpWords, RefuseBitsBehindAPrefix)
{
    NfIpWords words("to 10.0.0.1/8");
    words.Take("a word");
    words.TakePrefix("destination");
    ASSERT_TRUE(words.GetError());
    EXPECT_THAT(words.GetError()->message, HasSubstr("bits behind its 8"));
    EXPECT_EQ(words.GetError()->column, 4U);
}

TEST(IpWords, KeepTheFirstErrorAndTakeNothingMore)
{
    NfIpWords words("x 10.0.0.1");
    words.TakeAddress("gateway");
    words.TakeAddress("gateway");
    ASSERT_TRUE(words.GetError());
    EXPECT_EQ(words.GetError()->column, 1U);
    EXPECT_EQ(words.Take("a word"), "");
}

TEST(IpWords, SayWhereACommandEndsTooSoon)
{
    NfIpWords words("rule");
    words.Take("a word");
    words.TakeAddress("gateway");
    ASSERT_TRUE(words.GetError());
    EXPECT_EQ(words.GetError()->column, 5U);
}

} // namespace
} // namespace ns3
