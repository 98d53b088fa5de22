// SPDX-License-Identifier: GPL-2.0-only

#include "nf-syn-cookie.h"
#include "nf-synproxy-options.h"

#include "ns3/ipv4-address.h"
#include "ns3/nstime.h"

#include <gtest/gtest.h>

namespace ns3
{
namespace
{

NfTuple
MakeTuple(uint16_t port = 1000)
{
    NfTuple tuple;
    tuple.source = Ipv4Address("10.0.0.5");
    tuple.destination = Ipv4Address("192.0.2.9");
    tuple.sourcePort = port;
    tuple.destinationPort = 80;
    tuple.protocol = 6;
    return tuple;
}

TEST(SynCookie, HoldsTheLargestSizeThatTheClientCanTake)
{
    const NfSynCookie cookies({1, 2});
    const NfTuple tuple = MakeTuple();
    NfTuple tuple6 = tuple;
    tuple6.family = NfFamily::IPV6;

    struct Case
    {
        uint16_t offered;
        uint16_t kept;
        uint16_t kept6;
    };

    for (const Case& c : {Case{0, 536, 1220},
                          Case{100, 536, 1220},
                          Case{1299, 536, 1220},
                          Case{1300, 1300, 1220},
                          Case{1440, 1440, 1440},
                          Case{1459, 1440, 1440},
                          Case{1460, 1460, 1440},
                          Case{9000, 1460, 8940}})
    {
        const uint32_t cookie = cookies.Make(tuple, 77, c.offered, Seconds(30));
        EXPECT_EQ(cookies.Check(tuple, 77, cookie, Seconds(31)), c.kept) << c.offered;
        const uint32_t cookie6 = cookies.Make(tuple6, 77, c.offered, Seconds(30));
        EXPECT_EQ(cookies.Check(tuple6, 77, cookie6, Seconds(31)), c.kept6) << c.offered;
    }
}

TEST(SynCookie, IsGoodForThisAndTheNextMinute)
{
    const NfSynCookie cookies({1, 2});
    const uint32_t cookie = cookies.Make(MakeTuple(), 77, 1460, Seconds(59));
    EXPECT_TRUE(cookies.Check(MakeTuple(), 77, cookie, Seconds(119)));
    EXPECT_FALSE(cookies.Check(MakeTuple(), 77, cookie, Seconds(120)));
    EXPECT_FALSE(cookies.Check(MakeTuple(), 77, cookie, Seconds(3600)));
}

TEST(SynCookie, BelongsToOneConnectionAndOneSecret)
{
    const NfSynCookie cookies({1, 2});
    const uint32_t cookie = cookies.Make(MakeTuple(), 77, 1460, Seconds(0));
    EXPECT_FALSE(cookies.Check(MakeTuple(1001), 77, cookie, Seconds(0)));
    EXPECT_FALSE(cookies.Check(MakeTuple(), 77 + 1000, cookie, Seconds(0)));
    EXPECT_FALSE(cookies.Check(MakeTuple(), 77, cookie + 1000, Seconds(0)));
    EXPECT_FALSE(NfSynCookie({3, 2}).Check(MakeTuple(), 77, cookie, Seconds(0)));
    EXPECT_FALSE(NfSynCookie({1, 3}).Check(MakeTuple(), 77, cookie, Seconds(0)));
}

TEST(SynproxyOptions, ComeBackFromTheTimeThatTheyAreHiddenIn)
{
    using O = NfSynproxyOptions;
    for (uint8_t present : {O::TIMESTAMP | 0,
                            O::TIMESTAMP | O::WINDOW_SCALE,
                            O::TIMESTAMP | O::SACK_PERMITTED,
                            O::TIMESTAMP | O::ECN | O::WINDOW_SCALE | O::SACK_PERMITTED})
    {
        NfSynproxyOptions sent;
        sent.present = present;
        sent.windowScale = 14;
        sent.time = 4711;
        sent.HideInTime(7, Seconds(100));
        EXPECT_EQ(sent.answeredTime, 4711U);
        EXPECT_EQ(sent.time & ~0x3fU, 100000U & ~0x3fU);
        NfSynproxyOptions back;
        back.present = O::TIMESTAMP;
        back.answeredTime = sent.time;
        back.RevealFromTime();
        EXPECT_EQ(back.present, present);
        EXPECT_EQ(back.Has(O::WINDOW_SCALE) ? back.windowScale : 14, 14);
    }
}

TEST(SynproxyOptions, AreReadUpToTheFirstThatIsMalformed)
{
    const uint8_t bytes[] = {1, 2, 4, 5, 180, 4, 2, 3, 3, 15, 8, 11, 0};
    const NfSynproxyOptions options = NfSynproxyOptions::Read(bytes, sizeof bytes);
    EXPECT_EQ(options.mss, 1460);
    EXPECT_EQ(options.windowScale, 14) << "at most 14";
    EXPECT_TRUE(options.Has(NfSynproxyOptions::SACK_PERMITTED));
    EXPECT_FALSE(options.Has(NfSynproxyOptions::TIMESTAMP));
    for (uint32_t size = 0; size <= sizeof bytes; ++size)
    {
        NfSynproxyOptions::Read(bytes, size); // reads nothing behind them
    }
}

} // namespace
} // namespace ns3
