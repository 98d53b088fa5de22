// SPDX-License-Identifier: GPL-2.0-only

#ifndef MATCH_FIXTURE_H
#define MATCH_FIXTURE_H

#include "fake-netns.h"
#include "match-cases.h"
#include "nf-checksum.h"
#include "nf-connection.h"

#include "ns3/simulator.h"

#include <gtest/gtest.h>

namespace ns3
{

constexpr NfMatchResult NO = NfMatchResult::NO;
constexpr NfMatchResult YES = NfMatchResult::YES;
constexpr NfMatchResult HOTDROP = NfMatchResult::HOTDROP;

class MatchEvaluationTest : public ::testing::Test
{
  protected:
    ~MatchEvaluationTest() override
    {
        Simulator::Destroy();
    }

    /// A packet 10.0.0.1 > 10.0.0.2 with these bytes behind the network header.
    NfPacket Make(uint8_t protocol, const std::vector<uint8_t>& bytes)
    {
        NfIpHeader ip;
        ip.protocol = protocol;
        ip.source = NfAddress(0x0a000001);
        ip.destination = NfAddress(0x0a000002);
        NfPacket packet(ip, Create<Packet>(bytes.data(), bytes.size()));
        packet.netns = &netns;
        packet.in = &netns.eth[0];
        return packet;
    }

    NfPacket Tcp(uint16_t source,
                 uint16_t destination,
                 uint8_t flags,
                 std::vector<uint8_t> options = {})
    {
        std::vector<uint8_t> bytes(20 + options.size());
        NfWrite16(&bytes[0], source);
        NfWrite16(&bytes[2], destination);
        bytes[12] = bytes.size() / 4 << 4;
        bytes[13] = flags;
        std::copy(options.begin(), options.end(), bytes.begin() + 20);
        return Make(NfProtocol::TCP, bytes);
    }

    NfPacket Udp(uint16_t source = 1000, uint16_t destination = 53)
    {
        std::vector<uint8_t> bytes(8);
        NfWrite16(&bytes[0], source);
        NfWrite16(&bytes[2], destination);
        return Make(NfProtocol::UDP, bytes);
    }

    NfPacket Icmp(uint8_t type, uint8_t code)
    {
        return Make(NfProtocol::ICMP, {type, code, 0, 0, 0, 1, 0, 2});
    }

    /// A UDP packet of a confirmed connection.
    NfPacket Tracked(NfCtState state, NfDirection direction = NfDirection::ORIGINAL)
    {
        NfPacket packet = Udp();
        auto ct = Create<NfConnection>();
        ct->tuples[0] = {NfAddress(0x0a000001), NfAddress(0x0a000002), 1000, 53, NfProtocol::UDP};
        ct->tuples[1] = {NfAddress(0xc0a80002), NfAddress(0x0a000001), 5353, 1000, NfProtocol::UDP};
        ct->status = NfCtStatus::CONFIRMED;
        ct->timeout = Seconds(30);
        packet.ct = ct;
        packet.ctState = state;
        packet.ctDirection = direction;
        return packet;
    }

    static NfMatchResult Eval(const std::string& options,
                              NfPacket packet,
                              const std::string& chain = "INPUT")
    {
        ParsedMatch match = ParseMatch(options, chain);
        EXPECT_FALSE(match.complaint) << *match.complaint;
        return match(packet);
    }

    FakeNetns netns;
};

} // namespace ns3

#endif /* MATCH_FIXTURE_H */
