// SPDX-License-Identifier: GPL-2.0-only

#include "nf-prefix.h"

#include <gtest/gtest.h>

namespace ns3
{

namespace
{

NfPrefix
Parse(std::string_view text, NfFamily family = NfFamily::IPV4)
{
    return NfParsePrefix(text, family).value();
}

NfAddress
Address(std::string_view text, NfFamily family = NfFamily::IPV4)
{
    return NfParseAddress(text, family).value();
}

TEST(PrefixTest, ClearsBitsBehindIt)
{
    EXPECT_EQ(NfToString(Parse("10.1.2.3/8")), "10.0.0.0/8");
    EXPECT_EQ(Parse("10.1.2.3/8"), Parse("10.0.0.0/8"));
    EXPECT_EQ(NfToString(Parse("2001:db8:1:2::3/33", NfFamily::IPV6)), "2001:db8::/33");
    EXPECT_EQ(NfToString(Parse("10.1.2.3/0")), "0.0.0.0/0");
}

TEST(PrefixTest, IsWrittenAsAnAddressIfItIsOne)
{
    EXPECT_EQ(NfToString(Parse("10.1.2.3/32")), "10.1.2.3");
    EXPECT_TRUE(Parse("10.1.2.3").IsHost());
    EXPECT_EQ(NfToString(Parse("::1", NfFamily::IPV6)), "::1");
    EXPECT_EQ(NfToString(Parse("::/32", NfFamily::IPV6)), "::/32");
}

TEST(PrefixTest, HasTheAddressesThatBeginLikeIt)
{
    EXPECT_TRUE(Parse("10.0.0.0/30").Contains(Address("10.0.0.3")));
    EXPECT_FALSE(Parse("10.0.0.0/30").Contains(Address("10.0.0.4")));
    EXPECT_TRUE(NfPrefix().Contains(Address("255.255.255.255")));
    const NfPrefix six = Parse("2001:db8::/65", NfFamily::IPV6);
    EXPECT_TRUE(six.Contains(Address("2001:db8::7fff:0:0:1", NfFamily::IPV6)));
    EXPECT_FALSE(six.Contains(Address("2001:db8::8000:0:0:1", NfFamily::IPV6)));
}

TEST(PrefixTest, EndsWithItsLastAddress)
{
    EXPECT_EQ(NfToString(Parse("10.0.0.128/25").GetLast()), "10.0.0.255");
    EXPECT_EQ(NfToString(NfPrefix().GetLast()), "255.255.255.255");
    EXPECT_EQ(NfToString(Parse("fe80::/126", NfFamily::IPV6).GetLast(), NfFamily::IPV6), "fe80::3");
}

TEST(PrefixTest, OverlapsOnlyWhatItContainsOrIsContainedIn)
{
    EXPECT_TRUE(Parse("10.0.0.0/8").Overlaps(Parse("10.9.0.0/16")));
    EXPECT_TRUE(Parse("10.9.0.0/16").Overlaps(Parse("10.0.0.0/8")));
    EXPECT_FALSE(Parse("10.9.0.0/16").Overlaps(Parse("10.8.0.0/16")));
    EXPECT_FALSE(NfPrefix().Overlaps(NfPrefix(NfAddress(), 0, NfFamily::IPV6)));
}

TEST(PrefixTest, KnowsTheMasksOfAllLengthsAndNoOthers)
{
    for (const NfFamily family : {NfFamily::IPV4, NfFamily::IPV6})
    {
        for (unsigned length = 0; length <= NfPrefix::GetWidth(family); ++length)
        {
            EXPECT_EQ(NfPrefix::LengthOf(NfPrefix::MaskOf(length, family), family), length);
        }
    }
    EXPECT_EQ(NfPrefix::LengthOf(Address("255.0.255.0")), std::nullopt);
    EXPECT_EQ(NfPrefix::LengthOf(Address("ffff::1", NfFamily::IPV6), NfFamily::IPV6), std::nullopt);
}

TEST(PrefixTest, RefusesWhatIsNone)
{
    for (const char* text : {"",
                             "10.0.0",
                             "10.0.0.0/",
                             "10.0.0.0/33",
                             "10.0.0.0/x",
                             "10.0.0.0/8 ",
                             "10.0.0.0/-1",
                             "10.0.0.256",
                             "10.0.0.0/300",
                             "::/8",
                             "010.0.0.0"})
    {
        EXPECT_FALSE(NfParsePrefix(text)) << text;
    }
    EXPECT_FALSE(NfParsePrefix("10.0.0.0/8", NfFamily::IPV6));
    EXPECT_FALSE(NfParsePrefix("::/129", NfFamily::IPV6));
}

TEST(PrefixTest, ComesBeforeTheSmallerOnesWithinIt)
{
    EXPECT_LT(Parse("10.0.0.0/8"), Parse("10.0.0.0/9"));
    EXPECT_LT(Parse("10.0.0.0/9"), Parse("10.128.0.0/9"));
}

} // namespace

} // namespace ns3
