// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-convert.h"
#include "nf-ipv6-fragment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace ns3
{
namespace
{

using testing::ElementsAre;

/// A datagram with so many bytes behind the extension headers.
NfPacket
MakeDatagram(uint32_t size, const Ptr<const NfIpv6Extensions>& extensions = nullptr)
{
    std::vector<uint8_t> bytes(size);
    for (uint32_t i = 0; i < size; ++i)
    {
        bytes[i] = i;
    }
    NfIpHeader ip;
    ip.family = NfFamily::IPV6;
    ip.protocol = NfProtocol::UDP;
    NfPacket packet(ip, Create<Packet>(bytes.data(), bytes.size()));
    packet.SetExtensions(extensions);
    return packet;
}

Ptr<const NfIpv6Extensions>
HopByHop()
{
    return Create<const NfIpv6Extensions>(
        std::vector<uint8_t>{NfProtocol::UDP, 0, 1, 4, 0, 0, 0, 0},
        std::vector<NfIpv6Extensions::Header>{{NfProtocol::HOP_BY_HOP, NfProtocol::UDP, 0, 8, 8}});
}

/// Offset, size and whether more follow of each piece; checks that the data is the datagram's.
std::vector<std::string>
Describe(std::vector<NfIpv6Fragment> pieces)
{
    std::vector<std::string> lines;
    for (NfIpv6Fragment& piece : pieces)
    {
        Ptr<Packet> frame = piece.behind->Copy();
        frame->AddHeader(piece.header);
        NfPacket packet;
        EXPECT_TRUE(NfReadIpv6(frame, packet));
        lines.push_back(std::to_string(packet.ip.fragmentOffset) + "+" +
                        std::to_string(packet.GetPayloadSize()) +
                        (packet.ip.moreFragments ? " more" : "") + " " +
                        std::to_string(packet.ip.id));
        const std::vector<uint8_t> bytes = packet.CopyPayload();
        for (uint32_t i = 0; i < bytes.size(); ++i)
        {
            EXPECT_EQ(bytes[i], static_cast<uint8_t>(packet.ip.fragmentOffset + i));
        }
        EXPECT_EQ(packet.ip.protocol, NfProtocol::UDP);
    }
    return lines;
}

TEST(Ipv6Fragment, ADatagramIsCutAtMultiplesOfEight)
{
    NfPacket packet = MakeDatagram(3000);
    EXPECT_THAT(Describe(NfMakeIpv6Fragments(packet, 1500, 7)),
                ElementsAre("0+1448 more 7", "1448+1448 more 7", "2896+104 7"));
}

TEST(Ipv6Fragment, HopByHopOptionsAreInEveryPiece)
{
    NfPacket packet = MakeDatagram(2000, HopByHop());
    EXPECT_THAT(Describe(NfMakeIpv6Fragments(packet, 1500, 7)),
                ElementsAre("0+1440 more 7", "1440+560 7"));
}

TEST(Ipv6Fragment, WhatCameInPiecesLeavesInThem)
{
    NfPacket packet = MakeDatagram(120);
    packet.pieces = {80, 40};
    EXPECT_THAT(Describe(NfMakeIpv6Fragments(packet, 1280, 9)),
                ElementsAre("0+80 more 9", "80+40 9"));
}

TEST(Ipv6Fragment, WhatIsNotToBeCutStaysWhole)
{
    NfPacket packet = MakeDatagram(3000);
    const auto pieces = NfMakeIpv6Fragments(packet, UINT32_MAX, 7);
    ASSERT_EQ(pieces.size(), 1U);
    EXPECT_EQ(pieces.front().header.GetPayloadLength(), 3000);
}

} // namespace
} // namespace ns3
