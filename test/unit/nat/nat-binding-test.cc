// SPDX-License-Identifier: GPL-2.0-only
// Which packets consult the rules, and what a binding does to all others.

#include "nat-box.h"

#include "ns3/packet.h"
#include "ns3/simulator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace ns3
{
namespace
{

using packets::TcpSegment;
using packets::Udp;

class NatBindingTest : public testing::Test
{
  protected:
    void SnatTo(const NfNatRange& range)
    {
        box.rules[NfHook::POSTROUTING] = [this, range](NfPacket& packet) {
            return box.nat->Setup(packet, range, NfManip::SOURCE);
        };
    }

    void DnatTo(const NfNatRange& range, NfHook hook = NfHook::PREROUTING)
    {
        box.rules[hook] = [this, range](NfPacket& packet) {
            return box.nat->Setup(packet, range, NfManip::DESTINATION);
        };
    }

    NatBox box;
};

const Bytes REQUEST = Udp("10.0.0.2", 1000, "198.51.100.1", 53);

TEST_F(NatBindingTest, Behaviour19RulesAreConsultedOncePerConnectionAndManip)
{
    SnatTo(Range("192.0.2.77", "192.0.2.77"));
    for (int i = 0; i < 3; ++i)
    {
        EXPECT_EQ(box.ForwardText(REQUEST, box.eth0, box.eth1),
                  "udp 192.0.2.77:1000 > 198.51.100.1:53");
    }
    Bytes answer = Udp("198.51.100.1", 53, "192.0.2.77", 1000);
    EXPECT_EQ(box.ForwardText(answer, box.eth1, box.eth0), "udp 198.51.100.1:53 > 10.0.0.2:1000");
    EXPECT_EQ(box.ForwardText(REQUEST, box.eth0, box.eth1),
              "udp 192.0.2.77:1000 > 198.51.100.1:53");
    EXPECT_EQ(box.consulted[NfHook::PREROUTING], 1U);
    EXPECT_EQ(box.consulted[NfHook::POSTROUTING], 1U);
}

TEST_F(NatBindingTest, Behaviour19ADroppedFirstPacketIsForgottenAndTheNextEvaluatedAfresh)
{
    DnatTo(Range("172.16.0.9", "172.16.0.9"));
    const Bytes packet = Udp("198.51.100.1", 9, "192.0.2.1", 80);
    box.filterDrops = NfHook::FORWARD;
    EXPECT_EQ(box.ForwardText(packet, box.eth1, box.eth2), "dropped");
    box.filterDrops = std::nullopt;
    DnatTo(Range("172.16.0.10", "172.16.0.10"));
    EXPECT_EQ(box.ForwardText(packet, box.eth1, box.eth2), "udp 198.51.100.1:9 > 172.16.0.10:80");
    EXPECT_EQ(box.consulted[NfHook::PREROUTING], 2U);
}

TEST_F(NatBindingTest, Behaviour20TheFirstBindingWinsAndASecondIsRefused)
{
    NfVerdict second = NfVerdict::ACCEPT;
    box.rules[NfHook::POSTROUTING] = [&](NfPacket& packet) {
        NfVerdict first =
            box.nat->Setup(packet, Range("192.0.2.77", "192.0.2.77"), NfManip::SOURCE);
        second = box.nat->Setup(packet, Range("192.0.2.78", "192.0.2.78"), NfManip::SOURCE);
        return first;
    };
    EXPECT_EQ(box.ForwardText(REQUEST, box.eth0, box.eth1),
              "udp 192.0.2.77:1000 > 198.51.100.1:53");
    EXPECT_EQ(second, NfVerdict::DROP);
}

TEST_F(NatBindingTest, Behaviour20AcceptEndsWithANullBindingThatStays)
{
    EXPECT_EQ(box.ForwardText(REQUEST, box.eth0, box.eth1), "udp 10.0.0.2:1000 > 198.51.100.1:53");
    SnatTo(Range("192.0.2.77", "192.0.2.77"));
    EXPECT_EQ(box.ForwardText(REQUEST, box.eth0, box.eth1), "udp 10.0.0.2:1000 > 198.51.100.1:53");
    EXPECT_TRUE(box.last->Has(NfCtStatus::SRC_NAT_DONE | NfCtStatus::DST_NAT_DONE));
    EXPECT_FALSE(box.last->status & (NfCtStatus::SRC_NAT | NfCtStatus::DST_NAT));
}

TEST_F(NatBindingTest, DropInTheNatTableEndsThePacket)
{
    box.rules[NfHook::PREROUTING] = [](NfPacket&) { return NfVerdict::DROP; };
    EXPECT_EQ(box.ForwardText(REQUEST, box.eth0, box.eth1), "dropped");
    EXPECT_EQ(box.consulted[NfHook::POSTROUTING], 0U);
}

TEST_F(NatBindingTest, SetupLeavesAConfirmedConnectionAlone)
{
    box.Forward(REQUEST, box.eth0, box.eth1);
    Ptr<NfConnection> connection = box.last;
    NfTuple reply = connection->Reply();
    EXPECT_EQ(box.nat->Setup(*connection, Range("192.0.2.9", "192.0.2.9"), NfManip::SOURCE),
              NfVerdict::ACCEPT);
    EXPECT_EQ(connection->Reply(), reply);
}

TEST_F(NatBindingTest, SetupOfAPacketWithoutConnectionDrops)
{
    NfPacket packet(NfIpHeader{}, Create<Packet>(8));
    EXPECT_EQ(box.nat->Setup(packet, Range("192.0.2.9", "192.0.2.9"), NfManip::SOURCE),
              NfVerdict::DROP);
}

TEST_F(NatBindingTest, Behaviour21InvalidPacketsAreNeverTranslated)
{
    SnatTo(Range("192.0.2.77", "192.0.2.77"));
    const Bytes lone =
        TcpSegment("10.0.0.2", 1000, "198.51.100.1", 80, {packets::RST, 1, 0, {}, ""});
    EXPECT_EQ(box.ForwardText(lone, box.eth0, box.eth1), "tcp 10.0.0.2:1000 > 198.51.100.1:80");
    EXPECT_TRUE(box.consulted.empty());
}

TEST_F(NatBindingTest, Behaviour21UntrackedPacketsAreNeverTranslated)
{
    SnatTo(Range("192.0.2.77", "192.0.2.77"));
    box.netns.hooks.Register(NfFamily::IPV4,
                             NfHook::PREROUTING,
                             NfPriority::RAW,
                             [](NfPacket& packet) {
                                 packet.ctState = NfCtState::UNTRACKED;
                                 return NfVerdict::ACCEPT;
                             });
    EXPECT_EQ(box.ForwardText(REQUEST, box.eth0, box.eth1), "udp 10.0.0.2:1000 > 198.51.100.1:53");
    EXPECT_TRUE(box.consulted.empty());
}

TEST_F(NatBindingTest, Behaviour22ANullBindingMovesASourcePortWhoseAnswersAreTaken)
{
    // 10.0.0.2 leaves as 192.0.2.77:1000; then a host with that very address sends the same.
    SnatTo(Range("192.0.2.77", "192.0.2.77"));
    box.Forward(REQUEST, box.eth0, box.eth1);
    box.rules.clear();
    box.netns.nextRandom = 500;
    const Bytes other = Udp("192.0.2.77", 1000, "198.51.100.1", 53);
    // Class 600-1023: 600 + 500 % 424.
    EXPECT_EQ(box.ForwardText(other, box.eth2, box.eth1), "udp 192.0.2.77:676 > 198.51.100.1:53");
    EXPECT_TRUE(box.last->Has(NfCtStatus::SRC_NAT));
    const Bytes answer = Udp("198.51.100.1", 53, "192.0.2.77", 676);
    EXPECT_EQ(box.ForwardText(answer, box.eth1, box.eth2), "udp 198.51.100.1:53 > 192.0.2.77:1000");
}

TEST_F(NatBindingTest, Behaviour24ASocketKeepsItsMappingTowardsOtherDestinations)
{
    SnatTo(Range("192.0.2.77", "192.0.2.77"));
    box.Forward(REQUEST, box.eth0, box.eth1);
    box.netns.nextRandom = 258;
    const Bytes collides = Udp("10.0.0.3", 1000, "198.51.100.1", 53);
    EXPECT_EQ(box.ForwardText(collides, box.eth0, box.eth1),
              "udp 192.0.2.77:858 > 198.51.100.1:53");
    const Bytes elsewhere = Udp("10.0.0.3", 1000, "198.51.100.2", 53);
    EXPECT_EQ(box.ForwardText(elsewhere, box.eth0, box.eth1),
              "udp 192.0.2.77:858 > 198.51.100.2:53");
    // Towards .2 the port 1000 is free, and this socket has no mapping yet.
    const Bytes third = Udp("10.0.0.4", 1000, "198.51.100.2", 53);
    EXPECT_EQ(box.ForwardText(third, box.eth0, box.eth1), "udp 192.0.2.77:1000 > 198.51.100.2:53");
}

TEST_F(NatBindingTest, Behaviour24WithARangeTheMappingWinsOverTheHash)
{
    SnatTo(Range("192.0.2.10", "192.0.2.20"));
    EXPECT_EQ(box.ForwardText(REQUEST, box.eth0, box.eth1),
              "udp 192.0.2.14:1000 > 198.51.100.1:53");
    const Bytes elsewhere = Udp("10.0.0.2", 1000, "198.51.100.3", 53);
    EXPECT_EQ(box.ForwardText(elsewhere, box.eth0, box.eth1),
              "udp 192.0.2.14:1000 > 198.51.100.3:53");
    const Bytes otherSocket = Udp("10.0.0.2", 1001, "198.51.100.3", 53);
    EXPECT_EQ(box.ForwardText(otherSocket, box.eth0, box.eth1),
              "udp 192.0.2.17:1001 > 198.51.100.3:53");
}

TEST_F(NatBindingTest, Behaviour24AnExpiredMappingIsForgotten)
{
    SnatTo(Range("192.0.2.10", "192.0.2.20"));
    box.Forward(REQUEST, box.eth0, box.eth1);
    std::string later;
    Simulator::Schedule(Seconds(31), [&] {
        later = box.ForwardText(Udp("10.0.0.2", 1000, "198.51.100.3", 53), box.eth0, box.eth1);
    });
    Simulator::Run();
    EXPECT_EQ(later, "udp 192.0.2.17:1000 > 198.51.100.3:53");
}

TEST_F(NatBindingTest, Behaviour31FilterSeesTheInsideAddressBothWays)
{
    SnatTo(Range("192.0.2.77", "192.0.2.77"));
    box.Forward(REQUEST, box.eth0, box.eth1);
    EXPECT_EQ(box.seen[NfHook::FORWARD], "udp 10.0.0.2:1000 > 198.51.100.1:53");
    box.Forward(Udp("198.51.100.1", 53, "192.0.2.77", 1000), box.eth1, box.eth0);
    EXPECT_EQ(box.seen[NfHook::FORWARD], "udp 198.51.100.1:53 > 10.0.0.2:1000");

    DnatTo(Range("172.16.0.9", "172.16.0.9", 8080, 8080));
    box.rules.erase(NfHook::POSTROUTING);
    box.Forward(TcpSegment("198.51.100.1", 9, "192.0.2.1", 80), box.eth1, box.eth2);
    EXPECT_EQ(box.seen[NfHook::FORWARD], "tcp 198.51.100.1:9 > 172.16.0.9:8080");
    const Bytes answer = TcpSegment("172.16.0.9",
                                    8080,
                                    "198.51.100.1",
                                    9,
                                    {packets::SYN | packets::ACK, 7, 1, {}, ""});
    EXPECT_EQ(box.ForwardText(answer, box.eth2, box.eth1), "tcp 192.0.2.1:80 > 198.51.100.1:9");
    EXPECT_EQ(box.seen[NfHook::FORWARD], "tcp 172.16.0.9:8080 > 198.51.100.1:9");
}

TEST_F(NatBindingTest, Behaviour30InputSnatChangesWhatTheHostSeesAndAnswersAreUndoneAndRerouted)
{
    box.rules[NfHook::INPUT] = [this](NfPacket& packet) {
        return box.nat->Setup(packet, Range("10.9.9.9", "10.9.9.9"), NfManip::SOURCE);
    };
    auto delivered = box.Deliver(Udp("10.0.0.2", 1000, "10.0.0.1", 53), box.eth0);
    ASSERT_TRUE(delivered);
    EXPECT_EQ(Describe(*delivered), "udp 10.9.9.9:1000 > 10.0.0.1:53");
    EXPECT_EQ(box.netns.reroutes, 0U);
    auto answer = box.Send(Udp("10.0.0.1", 53, "10.9.9.9", 1000), box.eth1);
    ASSERT_TRUE(answer);
    EXPECT_EQ(Describe(*answer), "udp 10.0.0.1:53 > 10.0.0.2:1000");
    EXPECT_EQ(box.netns.reroutes, 1U);
    EXPECT_EQ(WrongChecksums(*answer), "");
}

TEST_F(NatBindingTest, OutputDnatReroutesEveryPacketOfTheConnectionAndDropsWithoutRoute)
{
    DnatTo(Range("172.16.0.9", "172.16.0.9"), NfHook::OUTPUT);
    const Bytes packet = Udp("192.0.2.1", 1000, "198.51.100.1", 53);
    auto sent = box.Send(packet, box.eth1);
    ASSERT_TRUE(sent);
    EXPECT_EQ(Describe(*sent), "udp 192.0.2.1:1000 > 172.16.0.9:53");
    box.Send(packet, box.eth1);
    EXPECT_EQ(box.netns.reroutes, 2U);
    box.netns.hasRoute = false;
    EXPECT_FALSE(box.Send(packet, box.eth1));
}

TEST_F(NatBindingTest, OutputWithoutDnatIsNotRerouted)
{
    box.Send(Udp("192.0.2.1", 1000, "198.51.100.1", 53), box.eth1);
    EXPECT_EQ(box.netns.reroutes, 0U);
}

TEST_F(NatBindingTest, Behaviour48APacketThatComesBackFromLoConsultsNothing)
{
    struct Way
    {
        NfPacket packet;
    };

    const Bytes bytes = Udp("192.0.2.1", 1000, "192.0.2.1", 53);
    NfIpHeader ip;
    ip.protocol = NfProtocol::UDP;
    ip.source = ip.destination = V4("192.0.2.1");
    Way way{NfPacket(ip, Create<Packet>(bytes.data() + 20, bytes.size() - 20))};
    way.packet.netns = &box.netns;
    for (NfHook hook : {NfHook::OUTPUT, NfHook::POSTROUTING, NfHook::PREROUTING, NfHook::INPUT})
    {
        way.packet.hook = hook;
        bool sending = hook == NfHook::OUTPUT || hook == NfHook::POSTROUTING;
        way.packet.in = sending ? nullptr : &box.netns.lo;
        way.packet.out = sending ? &box.netns.lo : nullptr;
        box.netns.hooks.Traverse(
            NfFamily::IPV4,
            hook,
            way,
            [](Way&) {},
            [](Way&) { FAIL(); });
    }
    EXPECT_EQ(box.consulted,
              (std::map<NfHook, uint32_t>{{NfHook::OUTPUT, 1}, {NfHook::POSTROUTING, 1}}));
}

TEST_F(NatBindingTest, SnatAndDnatOfOneConnectionBothWays)
{
    DnatTo(Range("172.16.0.9", "172.16.0.9", 8080, 8080));
    SnatTo(Range("172.16.0.1", "172.16.0.1"));
    EXPECT_EQ(
        box.ForwardText(TcpSegment("198.51.100.1", 9999, "192.0.2.1", 80), box.eth1, box.eth2),
        "tcp 172.16.0.1:9999 > 172.16.0.9:8080");
    const Bytes answer = TcpSegment("172.16.0.9",
                                    8080,
                                    "172.16.0.1",
                                    9999,
                                    {packets::SYN | packets::ACK, 7, 1, {}, ""});
    auto sent = box.Forward(answer, box.eth2, box.eth1);
    ASSERT_TRUE(sent);
    EXPECT_EQ(Describe(*sent), "tcp 192.0.2.1:80 > 198.51.100.1:9999");
    EXPECT_EQ(WrongChecksums(*sent), "");
}

TEST_F(NatBindingTest, MappingIsToldOnceAndOnlyIfSomethingChanges)
{
    std::vector<std::string> told;
    std::function<void(const NfNatMapping&)> sink = [&](const NfNatMapping& mapping) {
        told.push_back(std::string(NfToString(mapping.manip)) + " " + mapping.original.ToString() +
                       " | " + mapping.reply.ToString());
    };
    box.nat->m_mapping.ConnectWithoutContext(Callback<void, const NfNatMapping&>(sink));
    box.Forward(Udp("10.0.0.9", 1, "198.51.100.1", 53), box.eth0, box.eth1);
    SnatTo(Range("192.0.2.77", "192.0.2.77"));
    box.Forward(REQUEST, box.eth0, box.eth1);
    box.Forward(REQUEST, box.eth0, box.eth1);
    EXPECT_THAT(told,
                testing::ElementsAre("SNAT udp 10.0.0.2:1000 > 198.51.100.1:53 | udp "
                                     "198.51.100.1:53 > 192.0.2.77:1000"));
}

TEST_F(NatBindingTest, DeactivatedNatTranslatesNothingAndActivatingTwiceIsHarmless)
{
    SnatTo(Range("192.0.2.77", "192.0.2.77"));
    box.nat->Activate();
    box.nat->Deactivate();
    EXPECT_FALSE(box.nat->IsActive());
    EXPECT_EQ(box.ForwardText(REQUEST, box.eth0, box.eth1), "udp 10.0.0.2:1000 > 198.51.100.1:53");
    box.nat->Deactivate();
}

TEST_F(NatBindingTest, NodeFindsItsNatUntilItIsDisposed)
{
    EXPECT_EQ(box.netns.nat, PeekPointer(box.nat));
    box.nat->Dispose();
    EXPECT_EQ(box.netns.nat, nullptr);
}

} // namespace
} // namespace ns3
