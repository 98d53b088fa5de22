// SPDX-License-Identifier: GPL-2.0-only

#include "match-fixture.h"
#include "nf-ipsec.h"

using namespace ns3;

namespace
{

class PolicyMarksTest : public MatchEvaluationTest
{
  protected:
    /// A packet at a hook of the node.
    NfPacket At(NfHook hook)
    {
        NfPacket packet = Udp();
        packet.hook = hook;
        return packet;
    }

    static NfMatchResult Ask(NfPacket& packet, const std::string& options)
    {
        ParsedMatch match = ParseMatch("-m policy " + options, "FORWARD", "filter");
        EXPECT_FALSE(match.complaint) << options << ": " << *match.complaint;
        return match(packet);
    }

    const NfIpsecTransform outer{9,
                                 0x900,
                                 NfProtocol::ESP,
                                 true,
                                 NfAddress(0xcb007101),
                                 NfAddress(0xcb007202)};
    const NfIpsecTransform inner{7, 0x700, NfProtocol::AH, false, {}, {}};
};

TEST_F(PolicyMarksTest, APacketWithoutAMarkHasNoPolicy)
{
    NfPacket packet = At(NfHook::FORWARD);
    EXPECT_EQ(Ask(packet, "--dir in --pol none"), YES);
    EXPECT_EQ(Ask(packet, "--dir out --pol none"), YES);
    EXPECT_EQ(Ask(packet, "--dir in --pol ipsec"), NO);
    EXPECT_EQ(Ask(packet, "--dir in --pol ipsec ! --reqid 1"), NO);
}

TEST_F(PolicyMarksTest, ElementsAreComparedWithWhatHasBeenUndone)
{
    NfPacket packet = At(NfHook::FORWARD);
    NfIpsec::MarkReceived(packet, {outer});
    EXPECT_EQ(Ask(packet, "--dir in --pol none"), NO);
    EXPECT_EQ(Ask(packet, "--dir out --pol none"), YES);
    EXPECT_EQ(Ask(packet, "--dir out --pol ipsec"), NO);
    for (const char* holds : {"",
                              "--reqid 9",
                              "! --reqid 7",
                              "--spi 0x900",
                              "--proto esp",
                              "! --proto ah",
                              "--mode tunnel",
                              "! --mode transport",
                              "--mode tunnel --tunnel-src 203.0.113.1",
                              "--mode tunnel --tunnel-dst 203.0.114.0/24",
                              "--mode tunnel ! --tunnel-dst 203.0.113.0/24",
                              "--strict --reqid 9 --spi 0x900 --proto esp --mode tunnel"})
    {
        EXPECT_EQ(Ask(packet, std::string("--dir in --pol ipsec ") + holds), YES) << holds;
    }
    for (const char* not_ : {"--reqid 7",
                             "! --reqid 9",
                             "--spi 1",
                             "--proto ah",
                             "--mode transport",
                             "--mode tunnel --tunnel-src 203.0.113.2",
                             "--reqid 9 --spi 1",
                             "--strict --reqid 9 --next --reqid 9"})
    {
        EXPECT_EQ(Ask(packet, std::string("--dir in --pol ipsec ") + not_), NO) << not_;
    }
}

TEST_F(PolicyMarksTest, StrictElementsBeginWithTheInnermostTransformation)
{
    NfPacket packet = At(NfHook::FORWARD);
    NfIpsec::MarkReceived(packet, {outer, inner});
    NfIpsec::MarkForSending(packet, {inner, outer});
    for (const std::string way : {"--dir in", "--dir out"})
    {
        EXPECT_EQ(Ask(packet, way + " --pol ipsec --strict --reqid 7 --next --reqid 9"), YES);
        EXPECT_EQ(Ask(packet, way + " --pol ipsec --strict --reqid 9 --next --reqid 7"), NO);
        EXPECT_EQ(Ask(packet, way + " --pol ipsec --strict --reqid 7"), NO);
        EXPECT_EQ(Ask(packet, way + " --pol ipsec --reqid 9"), YES);
        EXPECT_EQ(Ask(packet, way + " --pol ipsec --reqid 8"), NO);
    }
}

TEST_F(PolicyMarksTest, AMarkIsOfOneNodeAndStaysWithThePacket)
{
    NfPacket packet = At(NfHook::FORWARD);
    NfIpsec::MarkReceived(packet.GetPayload(), netns.GetNodeId() + 1, {outer});
    EXPECT_FALSE(NfIpsec::GetReceived(packet)) << "another node's";
    NfIpsec::MarkReceived(packet.GetPayload(), netns.GetNodeId(), {outer, inner});
    NfPacket copy = packet.Clone();
    const auto path = NfIpsec::GetReceived(copy);
    ASSERT_TRUE(path);
    ASSERT_EQ(path->size(), 2U);
    EXPECT_EQ(path->at(0).destination, outer.destination);
    EXPECT_TRUE(path->at(0).tunnel);
    EXPECT_EQ(path->at(1).index, inner.index);
    EXPECT_DEATH(NfIpsec::MarkForSending(packet, NfIpsec::Path(7)), "at most 6");
}

} // namespace
