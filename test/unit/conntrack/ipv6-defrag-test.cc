// SPDX-License-Identifier: GPL-2.0-only
// Fragments of IPv6. What is expected was measured on Linux 6.18 with the same pieces.

#include "conntrack-fixture.h"
#include "nf-defrag.h"

#include <numeric>

using namespace ns3;

namespace
{

class Ipv6DefragTest : public ConntrackTest
{
  protected:
    Ipv6DefragTest()
        : whole(8 + 112)
    {
        family = NfFamily::IPV6;
        std::iota(whole.begin(), whole.end(), 0);
        NfWrite16(&whole[4], whole.size());
        NfWrite16(&whole[6], 0);
    }

    /// A packet as the stack would read it from the wire.
    NfPacket Read(uint8_t next, const std::vector<uint8_t>& payload, uint8_t tos = 0) const
    {
        NfPacket fixed = Make(next, {});
        fixed.ip.tos = tos;
        std::vector<uint8_t> bytes = fixed.CopyBytes();
        NfWrite16(&bytes[4], payload.size());
        bytes[6] = next;
        bytes.insert(bytes.end(), payload.begin(), payload.end());
        const auto datagram = NfIpv6Extensions::Read(bytes.data(), bytes.size());
        const uint32_t start = datagram->GetOffset();
        NfPacket packet(datagram->ip, Create<Packet>(&bytes[start], bytes.size() - start));
        packet.SetExtensions(datagram->extensions);
        return packet;
    }

    static std::vector<uint8_t> FragmentHeader(uint8_t next, uint32_t begin, bool more, uint32_t id)
    {
        std::vector<uint8_t> bytes(8);
        bytes[0] = next;
        NfWrite16(&bytes[2], begin | (more ? 1 : 0));
        NfWrite32(&bytes[4], id);
        return bytes;
    }

    /// A piece with the given bytes of data.
    NfPacket PieceOf(const std::vector<uint8_t>& data,
                     uint32_t begin,
                     bool more,
                     uint32_t id,
                     uint8_t next = NfProtocol::UDP,
                     uint8_t tos = 0) const
    {
        std::vector<uint8_t> bytes = FragmentHeader(next, begin, more, id);
        bytes.insert(bytes.end(), data.begin(), data.end());
        return Read(NfProtocol::FRAGMENT, bytes, tos);
    }

    /// Bytes begin to end of the whole.
    NfPacket Piece(uint32_t begin, uint32_t end, uint32_t id = 1, uint8_t tos = 0) const
    {
        return PieceOf({whole.begin() + begin, whole.begin() + end},
                       begin,
                       end < whole.size(),
                       id,
                       NfProtocol::UDP,
                       tos);
    }

    std::vector<uint8_t> whole;
};

} // namespace

TEST_F(Ipv6DefragTest, TheLastPieceCarriesOnAsTheWhole)
{
    NfPacket first = Piece(0, 80, 0xffffffff);
    first.ip.ttl = 50;
    first.mark = 7;
    EXPECT_EQ(Pass(first), "STOLEN");
    NfPacket last = Piece(80, 120, 0xffffffff);
    EXPECT_EQ(Pass(last), "NEW");
    EXPECT_EQ(last.CopyPayload(), whole);
    EXPECT_FALSE(last.ip.IsFragment());
    EXPECT_FALSE(last.GetExtensions());
    EXPECT_EQ(last.ip.id, 0U);
    EXPECT_EQ(last.ip.extensionSize, 0);
    EXPECT_EQ(last.ip.protocol, NfProtocol::UDP);
    EXPECT_EQ(last.ip.ttl, 50);
    EXPECT_EQ(last.mark, 7U);
    EXPECT_EQ(last.fragmentMaxSize, 40 + 8 + 80);
    EXPECT_EQ(last.pieces, (NfFragmentPieces{80, 40}));
    EXPECT_EQ(Only().counters[0].bytes, 40U + 120);
}

TEST_F(Ipv6DefragTest, EveryOrder)
{
    std::vector<std::pair<int, int>> cuts{{0, 16}, {16, 32}, {32, 48}, {48, 120}};
    uint32_t id = 10;
    do
    {
        ++id;
        for (std::size_t i = 0; i < cuts.size(); ++i)
        {
            NfPacket piece = Piece(cuts[i].first, cuts[i].second, id);
            std::string state = Pass(piece);
            EXPECT_EQ(state, i + 1 < cuts.size() ? "STOLEN" : "NEW");
            if (i + 1 == cuts.size())
            {
                EXPECT_EQ(piece.CopyPayload(), whole);
            }
        }
    } while (std::next_permutation(cuts.begin(), cuts.end()));
}

TEST_F(Ipv6DefragTest, AllBitsOfTheIdCountAndTheProtocolDoesNot)
{
    Pass(Piece(0, 80, 0x10001));
    EXPECT_EQ(Pass(Piece(80, 120, 1)), "STOLEN");
    NfPacket other = PieceOf({whole.begin() + 80, whole.end()}, 80, false, 0x10001, 99);
    EXPECT_EQ(Pass(other), "NEW") << "the first piece tells the protocol";
    EXPECT_EQ(other.ip.protocol, NfProtocol::UDP);
}

TEST_F(Ipv6DefragTest, AtomicFragmentsLoseTheirHeader)
{
    NfPacket atomic = Piece(0, 120);
    EXPECT_EQ(Pass(atomic), "NEW");
    EXPECT_FALSE(atomic.GetExtensions());
    EXPECT_EQ(atomic.CopyPayload(), whole);
}

TEST_F(Ipv6DefragTest, AnAtomicFragmentEndsADatagramOfItsId)
{
    Pass(Piece(0, 80));
    EXPECT_EQ(Pass(Piece(0, 120)), "DROP");
    EXPECT_EQ(Pass(Piece(80, 120)), "STOLEN") << "begins anew";
}

TEST_F(Ipv6DefragTest, RepeatedPieceIsDroppedAlone)
{
    Pass(Piece(0, 80));
    EXPECT_EQ(Pass(Piece(0, 80)), "STOLEN");
    EXPECT_EQ(Pass(Piece(80, 120)), "NEW");
}

TEST_F(Ipv6DefragTest, OverlapEndsTheDatagram)
{
    Pass(Piece(0, 80));
    EXPECT_EQ(Pass(Piece(72, 120)), "DROP");
    EXPECT_EQ(Pass(Piece(80, 120)), "STOLEN");
}

TEST_F(Ipv6DefragTest, APieceThatEndsOddlyGoesOnAndEndsItsDatagram)
{
    Pass(Piece(0, 80));
    NfPacket odd = Piece(80, 89);
    EXPECT_EQ(Pass(odd), "INVALID") << "as a fragment, which is not tracked";
    EXPECT_TRUE(odd.ip.IsFragment());
    EXPECT_EQ(Pass(Piece(80, 120)), "STOLEN");
}

TEST_F(Ipv6DefragTest, WhatLiesBehindTheEndIsDroppedAlone)
{
    Pass(Piece(80, 120));
    EXPECT_EQ(Pass(PieceOf(std::vector<uint8_t>(8), 160, true, 1)), "DROP");
    EXPECT_EQ(Pass(PieceOf(std::vector<uint8_t>(8), 120, false, 1)), "DROP") << "another end";
    EXPECT_EQ(Pass(Piece(0, 80)), "NEW");
}

TEST_F(Ipv6DefragTest, AnEmptyLastPieceSetsTheEnd)
{
    Pass(Piece(0, 80));
    EXPECT_EQ(Pass(PieceOf({}, 80, false, 1)), "DROP");
    EXPECT_EQ(Pass(Piece(80, 120)), "DROP");
}

TEST_F(Ipv6DefragTest, AFirstPieceWithoutAllHeadersGoesOnAsItIs)
{
    const std::vector<uint8_t> tcp(16);
    NfPacket first = PieceOf(tcp, 0, true, 1, NfProtocol::TCP);
    EXPECT_EQ(Pass(first), "INVALID");
    EXPECT_TRUE(first.GetExtensions());
    EXPECT_EQ(Pass(PieceOf({1, 2, 3, 4, 0, 0, 0}, 0, false, 2)), "INVALID");
    EXPECT_EQ(Pass(PieceOf(std::vector<uint8_t>(24), 0, true, 3, NfProtocol::TCP)), "STOLEN");
}

TEST_F(Ipv6DefragTest, HeadersInFrontOfThePiecesStayAndThoseWithinAreBack)
{
    // Destination options, then the fragment header; within the datagram, once more.
    std::vector<uint8_t> inner{NfProtocol::UDP, 0, 1, 4, 0, 0, 0, 0};
    inner.insert(inner.end(), whole.begin(), whole.end());
    auto piece = [&](uint32_t begin, uint32_t end) {
        std::vector<uint8_t> bytes{NfProtocol::FRAGMENT, 0, 1, 4, 9, 9, 9, 9};
        const std::vector<uint8_t> fragment =
            FragmentHeader(NfProtocol::DESTINATION_OPTIONS, begin, end < inner.size(), 5);
        bytes.insert(bytes.end(), fragment.begin(), fragment.end());
        bytes.insert(bytes.end(), inner.begin() + begin, inner.begin() + end);
        return Read(NfProtocol::DESTINATION_OPTIONS, bytes);
    };
    EXPECT_EQ(Pass(piece(0, 80)), "STOLEN");
    NfPacket last = piece(80, inner.size());
    EXPECT_EQ(Pass(last), "NEW");
    ASSERT_TRUE(last.GetExtensions());
    EXPECT_EQ(last.GetExtensions()->GetHeaders().size(), 2U);
    EXPECT_EQ(last.GetExtensions()->GetBytes(),
              (std::vector<uint8_t>{60, 0, 1, 4, 9, 9, 9, 9, 17, 0, 1, 4, 0, 0, 0, 0}));
    EXPECT_EQ(last.ip.protocol, NfProtocol::UDP);
    EXPECT_EQ(last.CopyPayload(), whole);
    EXPECT_EQ(last.fragmentMaxSize, 40 + 16 + 80);
    EXPECT_EQ(last.pieces, (NfFragmentPieces{72, 48})) << "of the upper layer";
    EXPECT_EQ(Only().counters[0].bytes, 40U + 16 + 120);
}

TEST_F(Ipv6DefragTest, OfTwoFragmentHeadersTheFirstCounts)
{
    // A datagram that is an atomic fragment, in two pieces with another id.
    std::vector<uint8_t> inner = FragmentHeader(NfProtocol::UDP, 0, false, 99);
    inner.insert(inner.end(), whole.begin(), whole.end());
    EXPECT_EQ(Pass(PieceOf({inner.begin(), inner.begin() + 80}, 0, true, 1, NfProtocol::FRAGMENT)),
              "STOLEN");
    NfPacket last = PieceOf({inner.begin() + 80, inner.end()}, 80, false, 1, NfProtocol::FRAGMENT);
    EXPECT_EQ(Pass(last), "NEW");
    ASSERT_TRUE(last.GetExtensions());
    EXPECT_EQ(last.GetExtensions()->GetBytes(), FragmentHeader(NfProtocol::UDP, 0, false, 99));
    EXPECT_EQ(last.ip.protocol, NfProtocol::UDP);
    EXPECT_EQ(last.ip.id, 99U);
    EXPECT_EQ(last.CopyPayload(), whole);
}

TEST_F(Ipv6DefragTest, ACutFragmentHeaderIsDropped)
{
    EXPECT_EQ(Pass(Read(NfProtocol::FRAGMENT, {17, 0, 0})), "DROP");
    EXPECT_EQ(Pass(Read(NfProtocol::FRAGMENT, {17, 0, 0, 16, 0, 0, 0})), "DROP") << "a later piece";
    EXPECT_EQ(Pass(Read(NfProtocol::FRAGMENT, {60, 0, 0, 0, 0, 0})), "DROP") << "another header";
    EXPECT_EQ(Pass(Read(NfProtocol::FRAGMENT, {59, 0, 0, 0, 0, 0})), "DROP") << "nothing follows";
    EXPECT_EQ(Pass(Read(NfProtocol::FRAGMENT, {})), "INVALID") << "no payload: perhaps a jumbo";
}

TEST_F(Ipv6DefragTest, ACutFragmentHeaderGoesOnIfWhatItAnnouncesLiesBehindTheEnd)
{
    EXPECT_EQ(Pass(Read(NfProtocol::FRAGMENT, {17, 0, 0, 1})), "INVALID");
    EXPECT_EQ(Pass(Read(NfProtocol::FRAGMENT, {58, 0, 0, 0, 0, 0, 0})), "INVALID");
    EXPECT_EQ(Pass(Read(60, {44, 0, 1, 4, 0, 0, 0, 0, 17, 0, 0, 1, 0})), "INVALID");
    EXPECT_EQ(Pass(Read(60, {44, 2, 1, 4, 0, 0, 0, 0})), "INVALID") << "so does the header itself";
}

TEST_F(Ipv6DefragTest, BehindALongChainAnotherByteIsChanged)
{
    constexpr uint8_t longOptions = 60;
    constexpr uint32_t length =
        224; // the fragment header is announced at byte 264, and 264 % 256 = 8
    std::vector<uint8_t> bytes(length);
    bytes[0] = longOptions;
    bytes[1] = length / 8 - 1;
    std::vector<uint8_t> announcing(8);
    announcing[0] = NfProtocol::FRAGMENT;
    bytes.insert(bytes.end(), announcing.begin(), announcing.end());
    const std::vector<uint8_t> fragment = FragmentHeader(NfProtocol::UDP, 0, false, 1);
    bytes.insert(bytes.end(), fragment.begin(), fragment.end());
    bytes.insert(bytes.end(), whole.begin(), whole.end());
    NfPacket atomic = Read(longOptions, bytes);
    const NfAddress source = atomic.ip.source;
    EXPECT_EQ(Pass(atomic), "INVALID");
    EXPECT_EQ(atomic.ip.source.Words()[0], (source.Words()[0] & 0xffffffU) | 17U << 24);
    EXPECT_TRUE(atomic.GetExtensions()->Find(NfProtocol::FRAGMENT)) << "it is still announced";
    EXPECT_EQ(atomic.GetSize(), 40 + length + 8 + whole.size());
}

TEST_F(Ipv6DefragTest, MarksOfCongestionAreJoined)
{
    constexpr uint8_t ect0 = 2;
    constexpr uint8_t ce = 3;
    Pass(Piece(0, 80, 1, ect0));
    NfPacket last = Piece(80, 120, 1, ce);
    EXPECT_EQ(Pass(last), "NEW");
    EXPECT_EQ(last.ip.tos, ce);
    Pass(Piece(0, 80, 2, 0));
    EXPECT_EQ(Pass(Piece(80, 120, 2, ect0)), "STOLEN") << "nobody mixes these";
    EXPECT_EQ(Pass(Piece(0, 80, 2, 0)), "STOLEN") << "it is gone";
}

TEST_F(Ipv6DefragTest, TooLargeIsDropped)
{
    EXPECT_EQ(Pass(PieceOf(std::vector<uint8_t>(80), 65528, false, 1)), "DROP");
}

TEST_F(Ipv6DefragTest, LinksDoNotShareDatagramsOfLinkLocalDestinations)
{
    auto local = [&](uint32_t begin, uint32_t end, const NfDevice& device) {
        NfPacket piece = Piece(begin, end);
        piece.ip.destination = NfAddress({0xfe800000U, 0, 0, 1});
        piece.netns = &netns;
        piece.in = &device;
        return conntrack->Defragment(piece);
    };
    EXPECT_EQ(local(0, 80, netns.eth[0]), NfVerdict::STOLEN);
    EXPECT_EQ(local(80, 120, netns.eth[1]), NfVerdict::STOLEN);
    EXPECT_EQ(local(80, 120, netns.eth[0]), NfVerdict::ACCEPT);
}

TEST_F(Ipv6DefragTest, SendersOfWhatStaysIncompleteAreTold)
{
    Pass(Piece(0, 80));
    Pass(Piece(80, 120, 2)); // without its first piece
    Advance(Seconds(59));
    EXPECT_TRUE(netns.icmpErrors.empty());
    Advance(Seconds(1));
    ASSERT_EQ(netns.icmpErrors.size(), 1U);
    EXPECT_EQ(netns.icmpErrors[0].type, 3);
    EXPECT_EQ(netns.icmpErrors[0].code, 1);
    EXPECT_EQ(netns.icmpErrors[0].about, Piece(0, 80).CopyBytes());
    EXPECT_EQ(Pass(Piece(80, 120)), "STOLEN") << "begins anew";
}

TEST_F(Ipv6DefragTest, FamiliesDoNotShareTheLimitOfMemory)
{
    const std::vector<uint8_t> much(60000);
    for (uint32_t id = 0; id < NfDefrag::HIGH_THRESHOLD / much.size() + 1; ++id)
    {
        EXPECT_EQ(Pass(PieceOf(much, 0, true, id)), "STOLEN");
    }
    EXPECT_EQ(Pass(Piece(0, 80)), "DROP");
    family = NfFamily::IPV4;
    NfPacket v4 = Make(NfProtocol::UDP, {whole.begin(), whole.begin() + 80});
    v4.ip.moreFragments = true;
    EXPECT_EQ(Pass(v4), "STOLEN");
    v4 = Make(NfProtocol::UDP, {whole.begin() + 80, whole.end()});
    v4.ip.fragmentOffset = 80;
    EXPECT_EQ(Pass(v4), "NEW");
}
