// SPDX-License-Identifier: GPL-2.0-only
// ICMP errors about translated connections.

#include "nat-box.h"

#include "ns3/packet.h"

#include <gtest/gtest.h>

namespace ns3
{
namespace
{

using packets::Error;
using packets::TcpSegment;
using packets::Udp;

class NatIcmpTest : public testing::Test
{
  protected:
    // 10.0.0.2:1000 leaves as 192.0.2.1:1000 through eth1.
    Bytes OpenMasqueraded()
    {
        box.rules[NfHook::POSTROUTING] = [this](NfPacket& packet) {
            return box.nat->Masquerade(packet, NfNatRange{});
        };
        auto sent = box.Forward(Udp("10.0.0.2", 1000, "198.51.100.1", 53), box.eth0, box.eth1);
        EXPECT_TRUE(sent);
        return sent.value_or(Bytes(28));
    }

    // 198.51.100.1:3333 reaches 172.16.0.10:8080 as 192.0.2.1:80.
    Bytes OpenForwardedPort()
    {
        box.rules[NfHook::PREROUTING] = [this](NfPacket& packet) {
            return box.nat->Setup(packet,
                                  Range("172.16.0.10", "172.16.0.10", 8080, 8080),
                                  NfManip::DESTINATION);
        };
        auto sent =
            box.Forward(TcpSegment("198.51.100.1", 3333, "192.0.2.1", 80), box.eth1, box.eth2);
        EXPECT_TRUE(sent);
        return sent.value_or(Bytes(40));
    }

    // Forward an error and return what leaves, with all its checksums checked.
    std::string Pass(const Bytes& error, const NfDevice& in, const NfDevice& out)
    {
        auto sent = box.Forward(error, in, out);
        if (!sent)
        {
            return "dropped";
        }
        EXPECT_EQ(WrongChecksums(*sent), "");
        return Describe(*sent);
    }

    NatBox box;
};

TEST_F(NatIcmpTest, Behaviour37AnErrorFromARouterIsTranslatedInsideAndKeepsItsSource)
{
    Bytes sent = OpenMasqueraded();
    for (uint8_t type : {3, 11})
    {
        EXPECT_EQ(Pass(Error("203.0.113.9", "192.0.2.1", type, 0, sent), box.eth1, box.eth0),
                  "icmp 203.0.113.9 > 10.0.0.2 type " + std::to_string(type) +
                      " code 0 {udp 10.0.0.2:1000 > 198.51.100.1:53}");
    }
    EXPECT_EQ(box.seen[NfHook::FORWARD],
              "icmp 203.0.113.9 > 10.0.0.2 type 11 code 0 {udp 10.0.0.2:1000 > 198.51.100.1:53}");
}

TEST_F(NatIcmpTest, Behaviour37WhenDnatIsUndoneTheSourceBecomesThePublicAddress)
{
    Bytes sent = OpenForwardedPort();
    for (const char* source : {"172.16.0.10", "172.16.0.99"})
    {
        EXPECT_EQ(Pass(Error(source, "198.51.100.1", 3, 3, sent), box.eth2, box.eth1),
                  "icmp 192.0.2.1 > 198.51.100.1 type 3 code 3 {tcp 198.51.100.1:3333 > "
                  "192.0.2.1:80}");
    }
}

TEST_F(NatIcmpTest, Behaviour19ErrorsConsultNoRules)
{
    Bytes sent = OpenMasqueraded();
    auto before = box.consulted;
    Pass(Error("203.0.113.9", "192.0.2.1", 11, 0, sent), box.eth1, box.eth0);
    EXPECT_EQ(box.consulted, before);
}

TEST_F(NatIcmpTest, ErrorOfTheClientAboutAnAnswerIsTranslatedOutwards)
{
    OpenMasqueraded();
    auto answer = box.Forward(Udp("198.51.100.1", 53, "192.0.2.1", 1000), box.eth1, box.eth0);
    ASSERT_TRUE(answer);
    EXPECT_EQ(Pass(Error("10.0.0.2", "198.51.100.1", 3, 3, *answer), box.eth0, box.eth1),
              "icmp 192.0.2.1 > 198.51.100.1 type 3 code 3 {udp 198.51.100.1:53 > "
              "192.0.2.1:1000}");
}

TEST_F(NatIcmpTest, Behaviour36RedirectsAboutTranslatedConnectionsAreDroppedInPrerouting)
{
    Bytes sent = OpenMasqueraded();
    EXPECT_EQ(Pass(Error("203.0.113.9", "192.0.2.1", 5, 1, sent), box.eth1, box.eth0), "dropped");
    EXPECT_FALSE(box.seen.count(NfHook::PREROUTING));
}

TEST_F(NatIcmpTest, Behaviour36RedirectsAboutOtherConnectionsPass)
{
    auto sent = box.Forward(Udp("10.0.0.2", 1000, "198.51.100.1", 53), box.eth0, box.eth1);
    ASSERT_TRUE(sent);
    EXPECT_EQ(Pass(Error("203.0.113.9", "10.0.0.2", 5, 1, *sent), box.eth1, box.eth0),
              "icmp 203.0.113.9 > 10.0.0.2 type 5 code 1 {udp 10.0.0.2:1000 > 198.51.100.1:53}");
}

TEST_F(NatIcmpTest, Behaviour36ErrorsThatQuoteTooLittleAreDroppedInPrerouting)
{
    Bytes sent = OpenMasqueraded();
    for (std::size_t quoted : {24U, 27U})
    {
        EXPECT_EQ(Pass(Error("203.0.113.9", "192.0.2.1", 3, 3, sent, quoted), box.eth1, box.eth0),
                  "dropped");
        EXPECT_FALSE(box.seen.count(NfHook::PREROUTING));
    }
    EXPECT_NE(Pass(Error("203.0.113.9", "192.0.2.1", 3, 3, sent, 28), box.eth1, box.eth0),
              "dropped");
}

TEST_F(NatIcmpTest, QuotedEchoGetsItsIdBack)
{
    box.rules[NfHook::POSTROUTING] = [this](NfPacket& packet) {
        return box.nat->Masquerade(packet, NfNatRange{});
    };
    box.Forward(packets::Echo("10.0.0.2", "198.51.100.1", 8, 5), box.eth0, box.eth1);
    box.netns.nextRandom = 4000;
    auto sent = box.Forward(packets::Echo("10.0.0.3", "198.51.100.1", 8, 5), box.eth0, box.eth1);
    ASSERT_TRUE(sent);
    ASSERT_EQ(Describe(*sent), "icmp 192.0.2.1 > 198.51.100.1 type 8 code 0 id 4000");
    EXPECT_EQ(Pass(Error("203.0.113.9", "192.0.2.1", 11, 0, *sent), box.eth1, box.eth0),
              "icmp 203.0.113.9 > 10.0.0.3 type 11 code 0 {icmp 10.0.0.3 > 198.51.100.1 type 8 "
              "code 0 id 5}");
}

// Pushes a packet that the box makes about another one through OUTPUT and POSTROUTING, attached
// to the connection of that one, as NfNetns::SendGenerated() does.
std::string
Generate(NatBox& box, const Bytes& bytes, const Ptr<NfConnection>& about)
{
    struct Way
    {
        NfPacket packet;
        bool accepted{true};
    };

    NfIpHeader ip;
    ip.protocol = bytes[9];
    ip.source = NfAddress(NfRead32(&bytes[12]));
    ip.destination = NfAddress(NfRead32(&bytes[16]));
    Way way{NfPacket(ip, Create<Packet>(bytes.data() + 20, bytes.size() - 20))};
    way.packet.netns = &box.netns;
    way.packet.out = &box.eth1;
    way.packet.ct = about;
    way.packet.ctState = NfCtState::RELATED;
    way.packet.ctDirection = NfDirection::REPLY;
    for (NfHook hook : {NfHook::OUTPUT, NfHook::POSTROUTING})
    {
        way.packet.hook = hook;
        box.netns.hooks.Traverse(
            NfFamily::IPV4,
            hook,
            way,
            [](Way&) {},
            [](Way& dropped) { dropped.accepted = false; });
    }
    return way.accepted ? Describe(way.packet.CopyBytes()) : "dropped";
}

TEST_F(NatIcmpTest, Behaviour51AnErrorAboutAnUnconfirmedDnatIsTranslatedBackWithoutRules)
{
    box.filterDrops = NfHook::FORWARD;
    box.rules[NfHook::PREROUTING] = [this](NfPacket& packet) {
        return box.nat->Setup(packet, Range("172.16.0.10", "172.16.0.10"), NfManip::DESTINATION);
    };
    const Bytes syn = TcpSegment("198.51.100.1", 3333, "192.0.2.1", 80);
    EXPECT_FALSE(box.Forward(syn, box.eth1, box.eth2));
    Ptr<NfConnection> connection = box.last;
    ASSERT_TRUE(connection);
    box.filterDrops = std::nullopt;
    const Bytes seen = TcpSegment("198.51.100.1", 3333, "172.16.0.10", 80);
    EXPECT_EQ(Generate(box, Error("192.0.2.1", "198.51.100.1", 3, 3, seen), connection),
              "icmp 192.0.2.1 > 198.51.100.1 type 3 code 3 {tcp 198.51.100.1:3333 > 192.0.2.1:80}");
    EXPECT_EQ(box.consulted[NfHook::POSTROUTING], 0U);
}

// Linux 6.18: the nat table sees a reset that REJECT makes about an unconfirmed connection whose
// source is still open, and binds that source.
TEST_F(NatIcmpTest, AResetAboutAnUnconfirmedConnectionConsultsTheRulesForItsOpenHalf)
{
    box.filterDrops = NfHook::FORWARD;
    box.rules[NfHook::PREROUTING] = [this](NfPacket& packet) {
        return box.nat->Setup(packet, Range("198.51.100.9", "198.51.100.9"), NfManip::DESTINATION);
    };
    box.rules[NfHook::POSTROUTING] = [this](NfPacket& packet) {
        return box.nat->Setup(packet, Range("192.0.2.77", "192.0.2.77"), NfManip::SOURCE);
    };
    EXPECT_FALSE(box.Forward(TcpSegment("10.0.0.2", 1000, "198.51.100.1", 80), box.eth0, box.eth1));
    Ptr<NfConnection> connection = box.last;
    box.filterDrops = std::nullopt;
    const Bytes reset = TcpSegment("198.51.100.9",
                                   80,
                                   "10.0.0.2",
                                   1000,
                                   {packets::RST | packets::ACK, 0, 1, {}, ""});
    EXPECT_EQ(Generate(box, reset, connection), "tcp 198.51.100.1:80 > 10.0.0.2:1000");
    EXPECT_EQ(box.consulted[NfHook::POSTROUTING], 1U);
}

} // namespace
} // namespace ns3
