// SPDX-License-Identifier: GPL-2.0-only

#include "conntrack-fixture.h"

#include "ns3/simulator.h"

#include <numeric>

using namespace ns3;

namespace
{

class DefragTest : public ConntrackTest
{
  protected:
    DefragTest()
        : whole(8 + 64)
    {
        std::iota(whole.begin(), whole.end(), 0);
        NfWrite16(&whole[4], whole.size());
        NfWrite16(&whole[6], 0);
    }

    NfPacket Piece(uint32_t begin, uint32_t end, uint16_t id = 1)
    {
        std::vector<uint8_t> bytes(whole.begin() + begin, whole.begin() + end);
        NfPacket packet = Make(NfProtocol::UDP, bytes);
        packet.ip.id = id;
        packet.ip.fragmentOffset = begin;
        packet.ip.moreFragments = end < whole.size();
        return packet;
    }

    std::vector<uint8_t> whole;
};

} // namespace

TEST_F(DefragTest, Behaviour55LastPieceCarriesOnAsTheWhole)
{
    NfPacket first = Piece(0, 40);
    first.ip.ttl = 50;
    first.mark = 7;
    EXPECT_EQ(Pass(first), "STOLEN");
    EXPECT_EQ(Pass(Piece(64, 72)), "STOLEN");
    NfPacket last = Piece(40, 64);
    EXPECT_EQ(Pass(last), "NEW");
    EXPECT_EQ(last.CopyPayload(), whole);
    EXPECT_FALSE(last.ip.IsFragment());
    EXPECT_EQ(last.ip.ttl, 50);
    EXPECT_EQ(last.mark, 7U);
    EXPECT_EQ(last.fragmentMaxSize, 60);
    EXPECT_FALSE(last.ip.dontFragment);
    EXPECT_EQ(Only().counters[0].bytes, 20U + 72);
}

TEST_F(DefragTest, Behaviour55EveryOrder)
{
    std::vector<std::pair<int, int>> cuts{{0, 16}, {16, 32}, {32, 48}, {48, 72}};
    uint16_t id = 10;
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

TEST_F(DefragTest, PiecesWithALabelAloneAreGathered)
{
    NfPacket first = Piece(0, 40);
    first.ctState = NfCtState::RELATED; // the answer to an untracked packet
    EXPECT_EQ(Pass(first), "STOLEN");
    NfPacket last = Piece(40, 72);
    last.ctState = NfCtState::RELATED;
    EXPECT_EQ(Pass(last), "NEW");
    EXPECT_EQ(last.CopyPayload(), whole);

    NfPacket untracked = Piece(0, 40, 2);
    untracked.ctState = NfCtState::UNTRACKED;
    EXPECT_EQ(Pass(untracked), "UNTRACKED");
}

TEST_F(DefragTest, RepeatedPieceIsDroppedAlone)
{
    Pass(Piece(0, 40));
    EXPECT_EQ(Pass(Piece(0, 40)), "STOLEN");
    EXPECT_EQ(Pass(Piece(8, 24)), "STOLEN");
    EXPECT_EQ(Pass(Piece(40, 72)), "NEW");
}

TEST_F(DefragTest, OverlapEndsTheDatagram)
{
    Pass(Piece(0, 40));
    EXPECT_EQ(Pass(Piece(32, 72)), "STOLEN");
    EXPECT_EQ(Pass(Piece(40, 72)), "STOLEN");
    EXPECT_EQ(Pass(Piece(0, 40)), "NEW");
}

TEST_F(DefragTest, DataBehindTheEndIsCorrupt)
{
    Pass(Piece(40, 72));
    NfPacket beyond = Piece(0, 40);
    beyond.ip.fragmentOffset = 80;
    EXPECT_EQ(Pass(beyond), "STOLEN");
    EXPECT_EQ(Pass(Piece(0, 40)), "STOLEN");
}

TEST_F(DefragTest, TimeoutForgetsPieces)
{
    Pass(Piece(0, 40));
    Advance(Seconds(30));
    EXPECT_EQ(Pass(Piece(40, 72)), "STOLEN");
    EXPECT_EQ(Pass(Piece(0, 40)), "NEW");
}

TEST_F(DefragTest, TimeoutTellsTheSenderOfWhatIsForThisNode)
{
    netns.addressTypes[Piece(0, 40).ip.destination] = NfAddressType::LOCAL;
    Pass(Piece(0, 40));
    Pass(Piece(40, 64));
    Pass(Piece(0, 40, 2));
    Pass(Piece(40, 72, 2)); // complete
    Pass(Piece(40, 72, 3)); // without its first piece
    Advance(Seconds(29));
    EXPECT_TRUE(netns.icmpErrors.empty());
    Advance(Seconds(1));
    ASSERT_EQ(netns.icmpErrors.size(), 1U);
    EXPECT_EQ(netns.icmpErrors[0].type, 11);
    EXPECT_EQ(netns.icmpErrors[0].code, 1);
    EXPECT_EQ(netns.icmpErrors[0].about, Piece(0, 40).CopyBytes()) << "the first piece";
    Advance(Seconds(60));
    EXPECT_EQ(netns.icmpErrors.size(), 1U);
}

TEST_F(DefragTest, TimeoutOfWhatGoesElsewhereTellsNobodyAndSchedulesNothing)
{
    Pass(Piece(0, 40));
    EXPECT_TRUE(Simulator::IsFinished());
    Advance(Seconds(31));
    Pass(Piece(40, 72));
    EXPECT_TRUE(netns.icmpErrors.empty());
}

TEST_F(DefragTest, IdsAndHooksAreSeparate)
{
    Pass(Piece(0, 40, 1));
    EXPECT_EQ(Pass(Piece(40, 72, 2)), "STOLEN");
    NfPacket local = Piece(40, 72, 1);
    EXPECT_EQ(Track(local, NfHook::OUTPUT), "STOLEN");
    EXPECT_EQ(Pass(Piece(40, 72, 1)), "NEW");
}

TEST_F(DefragTest, MixedEcnIsDropped)
{
    NfPacket first = Piece(0, 40);
    first.ip.tos = 2;
    Pass(first);
    EXPECT_EQ(Pass(Piece(40, 72)), "STOLEN");

    NfPacket ect = Piece(0, 40, 2);
    ect.ip.tos = 2;
    NfPacket ce = Piece(40, 72, 2);
    ce.ip.tos = 3;
    Pass(ect);
    EXPECT_EQ(Pass(ce), "NEW");
    EXPECT_EQ(ce.ip.tos, 3);
}

TEST_F(DefragTest, TrackedAndUntrackedPacketsAreLeftAlone)
{
    NfPacket piece = Piece(0, 40);
    piece.ctState = NfCtState::UNTRACKED;
    EXPECT_EQ(Pass(piece), "UNTRACKED");
}

TEST_F(DefragTest, DfOfTheLargestPieceIsKept)
{
    NfPacket first = Piece(0, 40);
    first.ip.dontFragment = true;
    Pass(first);
    NfPacket last = Piece(40, 72);
    Pass(last);
    EXPECT_TRUE(last.ip.dontFragment);
    EXPECT_EQ(last.fragmentMaxSize, 60);
}
