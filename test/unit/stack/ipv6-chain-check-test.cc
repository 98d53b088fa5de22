// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-chain-check.h"
#include "nf-ipv6-convert.h"
#include "nf-raw-header.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace ns3
{
namespace
{

/// What a host says of a packet with these bytes behind its fixed header, and no more.
std::string
JudgeCut(uint8_t first, const std::vector<uint8_t>& behind, const char* destination = "2001:db8::1")
{
    Ptr<Packet> frame = Create<Packet>(behind.data(), behind.size());
    Ipv6Header header;
    header.SetNextHeader(first);
    header.SetPayloadLength(behind.size());
    header.SetSource(Ipv6Address("2001:db8::2"));
    header.SetDestination(Ipv6Address(destination));
    frame->AddHeader(header);
    NfPacket packet;
    EXPECT_TRUE(NfReadIpv6(frame, packet));
    const auto early = NfCheckHopByHop(packet);
    const bool areOptionsRead = first == NfProtocol::HOP_BY_HOP;
    const auto problem = early ? early : NfCheckIpv6Chain(packet, areOptionsRead);
    if (!problem)
    {
        return "good";
    }
    return problem->isAnswered
               ? std::to_string(problem->code) + " at " + std::to_string(problem->pointer)
               : "silent";
}

/// The same with an upper layer behind them.
std::string
Judge(uint8_t first, std::vector<uint8_t> behind, const char* destination = "2001:db8::1")
{
    behind.resize(behind.size() + 8);
    return JudgeCut(first, behind, destination);
}

constexpr uint8_t UDP = NfProtocol::UDP;
constexpr uint8_t HOP = NfProtocol::HOP_BY_HOP;
constexpr uint8_t OPTIONS = NfProtocol::DESTINATION_OPTIONS;
constexpr uint8_t ROUTING = NfProtocol::ROUTING;
constexpr uint8_t FRAGMENT = NfProtocol::FRAGMENT;

TEST(Ipv6ChainCheck, PaddingAndKnownOptionsAreGood)
{
    EXPECT_EQ(Judge(UDP, {}), "good");
    EXPECT_EQ(Judge(HOP, {UDP, 0, 1, 4, 0, 0, 0, 0}), "good");
    EXPECT_EQ(Judge(HOP, {UDP, 0, 0, 0, 0, 0, 0, 0}), "good");
    EXPECT_EQ(Judge(HOP, {UDP, 0, 5, 2, 0, 0, 1, 0}), "good");
    EXPECT_EQ(Judge(OPTIONS, {UDP, 0, 1, 4, 0, 0, 0, 0}), "good");
}

TEST(Ipv6ChainCheck, AnOptionThatEndsBehindItsHeaderIsNotAnswered)
{
    EXPECT_EQ(Judge(HOP, {UDP, 0, 1, 5, 0, 0, 0, 0}), "silent");
    EXPECT_EQ(Judge(OPTIONS, {UDP, 0, 1, 3, 0, 0, 0, 1}), "silent");
}

TEST(Ipv6ChainCheck, PaddingIsShortAndEmpty)
{
    EXPECT_EQ(Judge(HOP, {UDP, 1, 0, 0, 1, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0}), "silent");
    EXPECT_EQ(Judge(HOP, {UDP, 0, 1, 4, 0, 0, 7, 0}), "silent");
}

TEST(Ipv6ChainCheck, AnUnknownOptionIsJudgedByItsFirstBits)
{
    EXPECT_EQ(Judge(OPTIONS, {UDP, 0, 0x1e, 4, 0, 0, 0, 0}), "good");
    EXPECT_EQ(Judge(OPTIONS, {UDP, 0, 0x5e, 4, 0, 0, 0, 0}), "silent");
    EXPECT_EQ(Judge(OPTIONS, {UDP, 0, 0x9e, 4, 0, 0, 0, 0}), "2 at 42");
    EXPECT_EQ(Judge(OPTIONS, {UDP, 0, 0xde, 4, 0, 0, 0, 0}), "2 at 42");
    EXPECT_EQ(Judge(OPTIONS, {UDP, 0, 0x9e, 4, 0, 0, 0, 0}, "ff02::1"), "2 at 42");
    EXPECT_EQ(Judge(OPTIONS, {UDP, 0, 0xde, 4, 0, 0, 0, 0}, "ff02::1"), "silent");
}

TEST(Ipv6ChainCheck, ARoutingHeaderMustHaveArrived)
{
    EXPECT_EQ(Judge(ROUTING, {UDP, 0, 0, 0, 0, 0, 0, 0}), "good");
    EXPECT_EQ(Judge(ROUTING, {UDP, 0, 0, 1, 0, 0, 0, 0}), "0 at 42");
}

TEST(Ipv6ChainCheck, AnAuthenticationHeaderIsAProtocolThatTheHostDoesNotKnow)
{
    const std::vector<uint8_t> ah{UDP, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1};
    EXPECT_EQ(Judge(NfProtocol::AH, ah), "1 at 6");
    std::vector<uint8_t> behind{NfProtocol::AH, 0, 1, 4, 0, 0, 0, 0};
    behind.insert(behind.end(), ah.begin(), ah.end());
    EXPECT_EQ(Judge(OPTIONS, behind), "1 at 40");
}

TEST(Ipv6ChainCheck, AChainThatIsCutIsNotAnswered)
{
    EXPECT_EQ(Judge(HOP, {UDP, 9, 1, 4, 0, 0, 0, 0}), "silent");
}

TEST(Ipv6ChainCheck, HopByHopOptionsAreAProtocolThatTheHostDoesNotKnowUnlessTheyComeFirst)
{
    EXPECT_EQ(Judge(OPTIONS, {HOP, 0, 1, 4, 0, 0, 0, 0, UDP, 0, 1, 4, 0, 0, 0, 0}), "1 at 40");
    EXPECT_EQ(Judge(HOP, {HOP, 0, 1, 4, 0, 0, 0, 0, UDP, 0, 1, 4, 0, 0, 0, 0}), "1 at 40");
    EXPECT_EQ(JudgeCut(OPTIONS, {HOP, 0, 1, 4, 0, 0, 0, 0}), "1 at 40") << "nor if announced only";
}

TEST(Ipv6ChainCheck, WhatIsWrongInFrontOfACutCounts)
{
    EXPECT_EQ(JudgeCut(OPTIONS, {ROUTING, 0, 0xde, 0, 1, 2, 0, 0, UDP}), "2 at 42");
    EXPECT_EQ(JudgeCut(OPTIONS, {ROUTING, 0, 1, 4, 0, 0, 0, 0, UDP}), "silent");
}

TEST(Ipv6ChainCheck, OneWholeFragmentHeaderIsGood)
{
    EXPECT_EQ(Judge(FRAGMENT, {UDP, 0, 0, 0, 0, 0, 0, 1}), "good");
    EXPECT_EQ(Judge(FRAGMENT, {UDP, 0, 0, 1, 0, 0, 0, 1}), "good") << "others are to come";
    EXPECT_EQ(Judge(FRAGMENT, {FRAGMENT, 0, 0, 0, 0, 0, 0, 1, UDP, 0, 0, 0, 0, 0, 0, 1}),
              "0 at 48");
    EXPECT_EQ(JudgeCut(FRAGMENT, {UDP, 0, 0, 0}), "0 at 40");
    EXPECT_EQ(JudgeCut(OPTIONS, {FRAGMENT, 0, 1, 4, 0, 0, 0, 0}), "0 at 48");
}

TEST(Ipv6ChainCheck, APieceEndsWherePiecesEndAndABeginHasAllHeaders)
{
    EXPECT_EQ(JudgeCut(FRAGMENT, {UDP, 0, 0, 1, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9}), "0 at 4");
    EXPECT_EQ(JudgeCut(FRAGMENT, {UDP, 0, 0, 9, 0, 0, 0, 1, 1}), "0 at 4");
    EXPECT_EQ(JudgeCut(FRAGMENT, {UDP, 0, 0, 8, 0, 0, 0, 1, 1}), "good") << "the last one";
    EXPECT_EQ(Judge(FRAGMENT, {UDP, 0, 0xff, 0xf8, 0, 0, 0, 1}), "0 at 42");
    EXPECT_EQ(JudgeCut(FRAGMENT, {UDP, 0, 0xff, 0xf8, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 7}), "good");
    EXPECT_EQ(Judge(OPTIONS, {FRAGMENT, 0, 1, 4, 0, 0, 0, 0, UDP, 0, 0xff, 0xf8, 0, 0, 0, 1}),
              "0 at 50");
    EXPECT_EQ(JudgeCut(FRAGMENT, {UDP, 0, 0, 1, 0, 0, 0, 1, 1, 2, 3, 4}), "3 at 0");
    EXPECT_EQ(Judge(FRAGMENT, {NfProtocol::TCP, 0, 0, 1, 0, 0, 0, 1}), "3 at 0");
    EXPECT_EQ(JudgeCut(FRAGMENT, {UDP, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 4}), "good") << "no piece";
}

TEST(Ipv6ChainCheck, OptionsOfOtherTradesAreJudgedAsLinuxDoes)
{
    EXPECT_EQ(Judge(HOP, {UDP, 1, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0}), "silent")
        << "CALIPSO of a domain that is not configured";
    EXPECT_EQ(Judge(OPTIONS, {UDP, 1, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0}), "good");
    EXPECT_EQ(Judge(HOP, {UDP, 0, 1, 0, 0x31, 2, 0, 0}), "good") << "IOAM";
    EXPECT_EQ(Judge(HOP, {UDP, 0, 0x31, 2, 0, 0, 0, 0}), "silent") << "IOAM out of place";
    EXPECT_EQ(Judge(HOP, {UDP, 0, 0xc2, 4, 0, 0, 0xff, 0xff}), "0 at 44") << "no jumbo payload";
    EXPECT_EQ(Judge(HOP, {UDP, 0, 0xc2, 4, 0, 1, 0, 0}), "0 at 42") << "a length beside it";
    EXPECT_EQ(Judge(HOP, {UDP, 0, 0, 0xc2, 3, 0, 1, 0}), "silent");
}

} // namespace
} // namespace ns3
