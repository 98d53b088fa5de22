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

/// What a host says of a packet with these bytes behind its fixed header.
std::string
Judge(uint8_t first, std::vector<uint8_t> behind, const char* destination = "2001:db8::1")
{
    behind.resize(behind.size() + 8); // an upper layer
    Ptr<Packet> frame = Create<Packet>(behind.data(), behind.size());
    Ipv6Header header;
    header.SetNextHeader(first);
    header.SetPayloadLength(behind.size());
    header.SetSource(Ipv6Address("2001:db8::2"));
    header.SetDestination(Ipv6Address(destination));
    frame->AddHeader(header);
    NfPacket packet;
    EXPECT_TRUE(NfReadIpv6(frame, packet));
    const auto problem = NfCheckIpv6Chain(packet);
    if (!problem)
    {
        return "good";
    }
    return problem->isAnswered
               ? std::to_string(problem->code) + " at " + std::to_string(problem->pointer)
               : "silent";
}

constexpr uint8_t UDP = NfProtocol::UDP;
constexpr uint8_t HOP = NfProtocol::HOP_BY_HOP;
constexpr uint8_t OPTIONS = NfProtocol::DESTINATION_OPTIONS;
constexpr uint8_t ROUTING = NfProtocol::ROUTING;

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

TEST(Ipv6ChainCheck, AChainThatIsCutIsNotAnswered)
{
    EXPECT_EQ(Judge(HOP, {UDP, 9, 1, 4, 0, 0, 0, 0}), "silent");
    EXPECT_EQ(Judge(OPTIONS, {HOP, 0, 1, 4, 0, 0, 0, 0, UDP, 0, 1, 4, 0, 0, 0, 0}), "silent")
        << "hop-by-hop options come first";
}

} // namespace
} // namespace ns3
