// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-extensions.h"
#include "nf-packet.h"

#include <gtest/gtest.h>
#include <utility>

namespace ns3
{

namespace
{

using Bytes = std::vector<uint8_t>;

// A packet from 2001:db8::1 to 2001:db8::2 with a traffic class, a flow label and hop limit 9.
Bytes
MakePacket(uint8_t next, const Bytes& rest)
{
    Bytes bytes{0x6a, 0xb1, 0x23, 0x45, 0, static_cast<uint8_t>(rest.size()), next, 9};
    const Bytes prefix{0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    for (uint8_t last : {1, 2})
    {
        bytes.insert(bytes.end(), prefix.begin(), prefix.end());
        bytes.push_back(last);
    }
    bytes.insert(bytes.end(), rest.begin(), rest.end());
    return bytes;
}

Bytes
Join(std::initializer_list<Bytes> parts)
{
    Bytes all;
    for (const Bytes& part : parts)
    {
        all.insert(all.end(), part.begin(), part.end());
    }
    return all;
}

const Bytes HOP{NfProtocol::ROUTING, 0, 5, 2, 0, 0, 1, 0};
const Bytes ROUTE{NfProtocol::FRAGMENT, 0, 0, 0, 0, 0, 0, 0};
const Bytes FIRST_PIECE{NfProtocol::DESTINATION_OPTIONS, 0, 0, 1, 1, 2, 3, 4};
const Bytes LATER_PIECE{NfProtocol::DESTINATION_OPTIONS, 0, 0, 16, 1, 2, 3, 4};
const Bytes OPTIONS{NfProtocol::UDP, 0, 1, 4, 0, 0, 0, 0};
const Bytes UDP{0, 1, 0, 2, 0, 8, 0, 0};

NfIpv6Datagram
Read(const Bytes& bytes)
{
    return NfIpv6Extensions::Read(bytes.data(), bytes.size()).value();
}

// What was read, written again.
Bytes
Write(const NfIpv6Datagram& datagram, const Bytes& bytes)
{
    NfPacket packet(
        datagram.ip,
        Create<Packet>(bytes.data() + datagram.GetOffset(), bytes.size() - datagram.GetOffset()));
    packet.SetExtensions(datagram.extensions);
    return packet.CopyBytes();
}

TEST(Ipv6ExtensionsTest, AreNoneInAPlainPacket)
{
    const Bytes bytes = MakePacket(NfProtocol::UDP, UDP);
    const NfIpv6Datagram datagram = Read(bytes);
    EXPECT_FALSE(datagram.extensions);
    EXPECT_EQ(datagram.ip.protocol, NfProtocol::UDP);
    EXPECT_EQ(datagram.ip.tos, 0xab);
    EXPECT_EQ(datagram.ip.flowLabel, 0x12345);
    EXPECT_EQ(datagram.ip.ttl, 9);
    EXPECT_EQ(NfToString(datagram.ip.source, NfFamily::IPV6), "2001:db8::1");
    EXPECT_EQ(NfToString(datagram.ip.destination, NfFamily::IPV6), "2001:db8::2");
    EXPECT_EQ(datagram.GetOffset(), 40);
    EXPECT_EQ(Write(datagram, bytes), bytes);
}

TEST(Ipv6ExtensionsTest, LeadToTheUpperLayer)
{
    const Bytes bytes =
        MakePacket(NfProtocol::HOP_BY_HOP, Join({HOP, ROUTE, FIRST_PIECE, OPTIONS, UDP}));
    const NfIpv6Datagram datagram = Read(bytes);
    EXPECT_EQ(datagram.ip.protocol, NfProtocol::UDP);
    EXPECT_EQ(datagram.GetOffset(), 72);
    EXPECT_TRUE(datagram.ip.moreFragments);
    EXPECT_EQ(datagram.ip.fragmentOffset, 0);
    EXPECT_EQ(datagram.ip.id, 0x01020304);
    ASSERT_TRUE(datagram.extensions);
    EXPECT_EQ(datagram.extensions->GetFirst(), NfProtocol::HOP_BY_HOP);
    ASSERT_EQ(datagram.extensions->GetHeaders().size(), 4);
    EXPECT_EQ(datagram.extensions->Find(NfProtocol::ROUTING)->offset, 8);
    EXPECT_EQ(datagram.extensions->Find(NfProtocol::AH), nullptr);
    EXPECT_EQ(Write(datagram, bytes), bytes);
}

TEST(Ipv6ExtensionsTest, EndWithTheFragmentHeaderOfALaterPiece)
{
    const Bytes bytes = MakePacket(NfProtocol::FRAGMENT, Join({LATER_PIECE, OPTIONS, UDP}));
    const NfIpv6Datagram datagram = Read(bytes);
    EXPECT_EQ(datagram.ip.protocol, NfProtocol::DESTINATION_OPTIONS);
    EXPECT_EQ(datagram.ip.fragmentOffset, 16);
    EXPECT_FALSE(datagram.ip.moreFragments);
    EXPECT_EQ(datagram.GetOffset(), 48);
    EXPECT_TRUE(datagram.ip.brokenChain) << "what it announces begins in the first piece";
}

TEST(Ipv6ExtensionsTest, CountTheLengthOfAnAuthenticationHeaderInFourBytes)
{
    const Bytes ah{NfProtocol::UDP, 1, 0, 0, 0, 0, 0, 7, 0, 0, 0, 1};
    const NfIpv6Datagram datagram = Read(MakePacket(NfProtocol::AH, Join({ah, UDP})));
    EXPECT_EQ(datagram.ip.protocol, NfProtocol::UDP);
    EXPECT_EQ(datagram.GetOffset(), 52);
}

TEST(Ipv6ExtensionsTest, AreBrokenWithoutAnUpperLayer)
{
    const Bytes cut{NfProtocol::ROUTING};
    EXPECT_TRUE(Read(MakePacket(NfProtocol::HOP_BY_HOP, cut)).ip.brokenChain);
    EXPECT_TRUE(Read(MakePacket(NfProtocol::HOP_BY_HOP, HOP)).ip.brokenChain);
    EXPECT_TRUE(Read(MakePacket(NfProtocol::FRAGMENT, {NfProtocol::UDP, 0, 0})).ip.brokenChain);
    EXPECT_TRUE(Read(MakePacket(NfProtocol::ROUTING, {NfProtocol::UDP, 2, 0})).ip.brokenChain);
    EXPECT_FALSE(Read(MakePacket(NfProtocol::ROUTING, {NfProtocol::UDP, 2, 0, 0})).ip.brokenChain);
    EXPECT_FALSE(Read(MakePacket(NfProtocol::NO_NEXT_HEADER, {})).ip.brokenChain);
}

TEST(Ipv6ExtensionsTest, KeepOfACutHeaderWhatIsThere)
{
    const Bytes bytes = MakePacket(NfProtocol::DESTINATION_OPTIONS, {NfProtocol::TCP, 200, 1, 2});
    const NfIpv6Datagram datagram = Read(bytes);
    EXPECT_EQ(datagram.ip.protocol, NfProtocol::TCP);
    EXPECT_FALSE(datagram.ip.brokenChain);
    ASSERT_TRUE(datagram.extensions);
    EXPECT_EQ(datagram.extensions->GetHeaders().front().size, 4);
    EXPECT_EQ(datagram.extensions->GetHeaders().front().claim, 201 * 8);
    EXPECT_EQ(Write(datagram, bytes), bytes);
}

TEST(Ipv6ExtensionsTest, PassAFragmentHeaderThatTellsItsPlace)
{
    const Bytes bytes = MakePacket(NfProtocol::FRAGMENT, {NfProtocol::UDP, 0, 0, 1, 9, 9, 9});
    const NfIpv6Datagram datagram = Read(bytes);
    EXPECT_FALSE(datagram.ip.brokenChain);
    EXPECT_EQ(datagram.ip.protocol, NfProtocol::UDP);
    EXPECT_TRUE(datagram.ip.moreFragments);
    EXPECT_EQ(datagram.ip.id, 0U) << "its id is not whole";
    EXPECT_EQ(datagram.GetOffset(), 47);
    EXPECT_EQ(datagram.extensions->GetHeaders().front().size, 7);
    EXPECT_EQ(datagram.extensions->GetHeaders().front().claim, 8);
    EXPECT_EQ(Write(datagram, bytes), bytes);
}

TEST(Ipv6ExtensionsTest, AreReadFromAPacketHoweverLongTheyAre)
{
    Bytes longOptions(2048, 0);
    longOptions[0] = NfProtocol::UDP;
    longOptions[1] = 255;
    Bytes bytes = MakePacket(NfProtocol::DESTINATION_OPTIONS, Join({longOptions, UDP}));
    bytes[4] = (longOptions.size() + UDP.size()) >> 8;
    bytes[5] = (longOptions.size() + UDP.size()) & 0xff;
    const Ptr<Packet> frame = Create<Packet>(bytes.data(), bytes.size());
    const NfIpv6Datagram datagram = NfIpv6Extensions::Read(frame).value();
    EXPECT_EQ(datagram.ip.protocol, NfProtocol::UDP);
    EXPECT_EQ(datagram.GetOffset(), 40 + 2048);
}

TEST(Ipv6ExtensionsTest, ReachAsFarAsThePacketIfItsLengthIsThatOfAJumboPayload)
{
    const Bytes hop{NfProtocol::UDP, 0, 1, 4, 0, 0, 0, 0};
    Bytes bytes = MakePacket(NfProtocol::HOP_BY_HOP, Join({hop, UDP}));
    bytes[5] = 0;
    const NfIpv6Datagram datagram = Read(bytes);
    EXPECT_EQ(datagram.ip.protocol, NfProtocol::UDP);
    EXPECT_EQ(datagram.length, hop.size() + UDP.size());
    EXPECT_EQ(Write(datagram, bytes), bytes) << "and the length stays 0";
}

TEST(Ipv6ExtensionsTest, ANumberOfBytesThatALengthLeavesOutIsKept)
{
    const Bytes hop{NfProtocol::UDP, 0, 1, 4, 0, 0, 0, 0};
    Bytes bytes = MakePacket(NfProtocol::HOP_BY_HOP, Join({hop, UDP}));
    bytes[5] = 0;
    const NfIpv6Datagram datagram = Read(bytes);
    NfPacket packet(datagram.ip, Create<Packet>(UDP.size() + 4));
    packet.SetExtensions(datagram.extensions);
    EXPECT_EQ(packet.GetClaimedLength(), 4) << "as Linux adds what an option needs";
}

TEST(Ipv6ExtensionsTest, OfALengthOf0WithoutHopByHopOptionsThereIsNothing)
{
    Bytes bytes = MakePacket(NfProtocol::DESTINATION_OPTIONS, Join({OPTIONS, UDP}));
    bytes[5] = 0;
    const NfIpv6Datagram datagram = Read(bytes);
    EXPECT_EQ(datagram.length, 0U);
    EXPECT_FALSE(datagram.extensions);
}

TEST(Ipv6ExtensionsTest, AreNotReadFromWhatIsNoPacketOfVersion6)
{
    Bytes bytes = MakePacket(NfProtocol::UDP, UDP);
    EXPECT_FALSE(NfIpv6Extensions::Read(bytes.data(), 39));
    bytes[0] = 0x45;
    EXPECT_FALSE(NfIpv6Extensions::Read(bytes.data(), bytes.size()));
}

TEST(Ipv6ExtensionsTest, LoseTheirFragmentHeaderWithReassembly)
{
    const Bytes bytes =
        MakePacket(NfProtocol::HOP_BY_HOP, Join({HOP, ROUTE, FIRST_PIECE, OPTIONS, UDP}));
    const Ptr<const NfIpv6Extensions> whole = Read(bytes).extensions->WithoutFragment();
    Bytes route = ROUTE;
    route[0] = NfProtocol::DESTINATION_OPTIONS;
    EXPECT_EQ(whole->GetBytes(), Join({HOP, route, OPTIONS}));
    EXPECT_EQ(Read(MakePacket(NfProtocol::FRAGMENT, Join({LATER_PIECE, UDP})))
                  .extensions->WithoutFragment(),
              nullptr);
}

TEST(Ipv6ExtensionsTest, GetAFragmentHeaderBehindWhatRoutersLookAt)
{
    Bytes route = ROUTE;
    route[0] = NfProtocol::DESTINATION_OPTIONS;
    const NfIpv6Datagram datagram =
        Read(MakePacket(NfProtocol::HOP_BY_HOP, Join({HOP, route, OPTIONS, UDP})));
    NfIpHeader ip = datagram.ip;
    ip.id = 0x01020304;
    ip.moreFragments = true;
    EXPECT_EQ(NfIpv6Extensions::WithFragment(datagram.extensions, ip)->GetBytes(),
              Join({HOP, ROUTE, FIRST_PIECE, OPTIONS}));
    ip.fragmentOffset = 16;
    ip.moreFragments = false;
    EXPECT_EQ(NfIpv6Extensions::WithFragment(datagram.extensions, ip)->GetBytes(),
              Join({HOP, ROUTE, LATER_PIECE}));
    // Without a routing header, destination options are repeated, too.
    const NfIpv6Datagram plain =
        Read(MakePacket(NfProtocol::DESTINATION_OPTIONS, Join({OPTIONS, UDP})));
    Bytes options = OPTIONS;
    options[0] = NfProtocol::FRAGMENT;
    Bytes later = LATER_PIECE;
    later[0] = NfProtocol::UDP;
    EXPECT_EQ(NfIpv6Extensions::WithFragment(plain.extensions, ip)->GetBytes(),
              Join({options, later}));
    EXPECT_EQ(NfIpv6Extensions::WithFragment(nullptr, ip)->GetBytes().front(), NfProtocol::UDP);
}

} // namespace

} // namespace ns3
