// SPDX-License-Identifier: GPL-2.0-only

// Packets of a scenario as bytes, of either family: read, described, answered, checksums put right.

#include "nf-replay-checksums.h"
#include "nf-replay-describe.h"
#include "nf-replay-reply.h"
#include "nf-replay-values.h"
#include "nf-replay-view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ns3
{
namespace
{

using Bytes = std::vector<uint8_t>;

constexpr const char* FIXED = "6b8abcde{}{}40" // traffic class 0xb8, flow label 0xabcde
                              "20010db8000a0000000000000000000220010db8000b00000000000000000077";

/// A packet with this payload length, first next header and what follows the fixed header.
Bytes
Packet6(const std::string& length, const std::string& next, const std::string& behind)
{
    return *NfFromHex(fmt::format(FIXED, length, next) + behind);
}

Bytes
Udp6()
{
    return Packet6("000d", "11", "03e80035000d5be568656c6c6f"); // 1000>53 "hello"
}

/// The same behind hop-by-hop options, as the first piece of two.
Bytes
FirstPiece6()
{
    return Packet6("001d",
                   "00",
                   "2c00010400000000"
                   "1100000100000007"
                   "03e80035000d5be568656c6c6f");
}

NfReplayReply
Say(const std::string& text)
{
    NfReplayReply reply;
    reply.data.assign(text.begin(), text.end());
    return reply;
}

TEST(ReplayPacket, OfIpv6IsReadBehindItsExtensionHeaders)
{
    const auto view = NfPacketView::Read(FirstPiece6());
    ASSERT_TRUE(view);
    EXPECT_EQ(view->ip.family, NfFamily::IPV6);
    EXPECT_EQ(view->ip.protocol, 17);
    EXPECT_EQ(view->upper, 56U);
    EXPECT_EQ(view->length, 69U);
    EXPECT_TRUE(view->ip.moreFragments);
    EXPECT_EQ(view->ip.id, 7U);
    EXPECT_EQ(NfToString(view->ip.source, view->ip.family), "2001:db8:a::2");
}

TEST(ReplayPacket, WithoutAWholeHeaderIsNone)
{
    for (std::size_t size : {0, 1, 39})
    {
        Bytes cut = Udp6();
        cut.resize(size);
        EXPECT_FALSE(NfPacketView::Read(cut)) << size;
    }
    EXPECT_FALSE(NfPacketView::Read(*NfFromHex("4500001c000100004011")));
    EXPECT_FALSE(NfPacketView::Read(Bytes(40, 0x50)));
}

TEST(ReplayPacket, OfIpv6IsDescribedInALine)
{
    EXPECT_EQ(NfDescribePacket(Udp6()),
              "2001:db8:a::2 > 2001:db8:b::77 hop limit 64 tos 0xb8 len 53 flow 0xabcde "
              "udp 1000>53");
    EXPECT_EQ(NfDescribePacket(FirstPiece6()),
              "2001:db8:a::2 > 2001:db8:b::77 hop limit 64 tos 0xb8 len 69 flow 0xabcde frag 0+ "
              "udp 1000>53");
    EXPECT_TRUE(NfIsFragment(FirstPiece6()));
    EXPECT_FALSE(NfIsFragment(Udp6()));
}

TEST(ReplayPacket, TellsWhatAHookChangedOfIpv6)
{
    NfReplayHook hook;
    hook.begin = Udp6();
    hook.end = Udp6();
    hook.markEnd = 0;
    (*hook.end)[7] = 63;
    (*hook.end)[23] = 9;
    (*hook.end)[41] = 0xe9;
    EXPECT_EQ(NfDescribeChanges(hook),
              "source 2001:db8:a::2 -> 2001:db8:a::9, hop limit 64 -> 63, source port 1000 -> "
              "1001");
}

TEST(ReplayPacket, IsAnsweredInItsFamily)
{
    const auto answer = NfMakeReply(Udp6(), Say("ab"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(NfDescribePacket(*answer),
              "2001:db8:b::77 > 2001:db8:a::2 hop limit 64 tos 0x00 len 50 udp 53>1000");
    Bytes sound = *answer;
    EXPECT_FALSE(NfFixReplayChecksums(sound)) << "its checksum is right";
    const auto echo = NfMakeReply(Packet6("0008", "3a", "800023b500070001"), {});
    ASSERT_TRUE(echo);
    EXPECT_THAT(NfDescribePacket(*echo), testing::EndsWith("icmp6 129/0 id 7 seq 1"));
}

TEST(ReplayPacket, GetsAnErrorThatQuotesIt)
{
    NfReplayReply reply;
    reply.error = std::pair<uint8_t, uint8_t>(2, 0);
    reply.mtu = 1280;
    reply.from = NfParseReplayAddress("2001:db8:f::1");
    auto error = NfMakeReply(Udp6(), reply);
    ASSERT_TRUE(error);
    EXPECT_THAT(NfDescribePacket(*error),
                testing::AllOf(testing::StartsWith("2001:db8:f::1 > 2001:db8:a::2"),
                               testing::HasSubstr("icmp6 2/0 {2001:db8:a::2 > ")));
    EXPECT_EQ(Bytes(error->begin() + 44, error->begin() + 48), (Bytes{0, 0, 5, 0}));
    EXPECT_FALSE(NfFixReplayChecksums(*error));
    reply.from = NfParseReplayAddress("10.0.0.1");
    EXPECT_FALSE(NfMakeReply(Udp6(), reply)) << "a source of the other family";
}

TEST(ReplayPacket, QuotedInAnErrorKeepsItWithinTheLeastMtu)
{
    NfReplayReply reply;
    reply.error = std::pair<uint8_t, uint8_t>(1, 4);
    Bytes large = Udp6();
    large.resize(3000);
    EXPECT_EQ(NfMakeReply(large, reply)->size(), 1280U);
}

TEST(ReplayPacket, OfIpv6HasItsChecksumPutRight)
{
    Bytes wrong = Udp6();
    wrong[46] ^= 0x55;
    EXPECT_TRUE(NfFixReplayChecksums(wrong));
    EXPECT_EQ(wrong, Udp6());
    Bytes missing = Udp6();
    missing[46] = missing[47] = 0;
    EXPECT_TRUE(NfFixReplayChecksums(missing)) << "IPv6 allows no UDP without checksum";
    EXPECT_EQ(missing, Udp6());
    Bytes piece = FirstPiece6();
    EXPECT_FALSE(NfFixReplayChecksums(piece)) << "the rest is not there";
}

} // namespace
} // namespace ns3
