// SPDX-License-Identifier: GPL-2.0-only
// Helpers that announce connections through NAT.

#include "nat-box.h"
#include "nf-nat-expect.h"
#include "nf-nat-ftp.h"

#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <string>

namespace ns3
{
namespace
{

using packets::ACK;
using packets::PSH;
using packets::SYN;
using packets::TcpSegment;

// Announces what the test tells it to, wherever that text is found in a segment.
class TestHelper : public NfConnectionHelper
{
  public:
    std::string GetName() const override
    {
        return "test";
    }

    uint8_t GetProtocol() const override
    {
        return NfProtocol::TCP;
    }

    uint16_t GetPort() const override
    {
        return 21;
    }

    NfVerdict Help(NfPacket& packet,
                   NfConnection& connection,
                   NfConntrack& conntrack) const override
    {
        Bytes bytes = packet.CopyPayload();
        std::string data(bytes.begin() + 20, bytes.end());
        std::size_t at = data.find(announcement);
        if (announcement.empty() || at == std::string::npos)
        {
            return NfVerdict::ACCEPT;
        }
        NfDirection back = Opposite(packet.ctDirection);
        NfExpectation expectation;
        expectation.tuple.protocol = NfProtocol::TCP;
        expectation.tuple.source = connection.Tuple(back).source;
        expectation.tuple.destination = connection.Tuple(back).destination;
        expectation.tuple.destinationPort = port;
        expectation.sourceMask = V4("255.255.255.255");
        expectation.master = Ptr<NfConnection>(&connection);
        return NfNatFtp::Announce(Ptr<NfNat>(packet.netns->nat),
                                  conntrack,
                                  packet,
                                  form,
                                  at,
                                  announcement.size(),
                                  expectation);
    }

    std::string announcement;
    uint16_t port{0};
    NfFtpFormat form{NfFtpFormat::PORT};
};

class NatFtpTest : public testing::Test
{
  protected:
    NatFtpTest()
        : helper(std::make_shared<TestHelper>())
    {
        box.conntrack->RegisterHelper(helper);
        for (NfHook hook : {NfHook::PREROUTING, NfHook::OUTPUT})
        {
            box.netns.hooks.Register(NfFamily::IPV4,
                                     hook,
                                     NfPriority::RAW,
                                     [this](NfPacket& packet) {
                                         packet.ct = NfConntrack::MakeTemplate(0, 3, helper.get());
                                         return NfVerdict::ACCEPT;
                                     });
        }
    }

    // 10.0.0.2:1000, masqueraded as 192.0.2.1, talks to 198.51.100.1:21. Both start with 100.
    void OpenMasqueraded()
    {
        box.rules[NfHook::POSTROUTING] = [this](NfPacket& packet) {
            return box.nat->Masquerade(packet, NfNatRange{});
        };
        ASSERT_TRUE(FromClient({SYN, 99, 0, {}, ""}));
        ASSERT_TRUE(FromServer({SYN | ACK, 99, 100, {}, ""}));
        ASSERT_TRUE(FromClient({ACK, 100, 100, {}, ""}));
    }

    std::optional<Bytes> FromClient(const packets::Tcp& tcp)
    {
        return box.Forward(TcpSegment("10.0.0.2", 1000, "198.51.100.1", 21, tcp),
                           box.eth0,
                           box.eth1);
    }

    std::optional<Bytes> FromServer(const packets::Tcp& tcp)
    {
        return box.Forward(TcpSegment("198.51.100.1", 21, "192.0.2.1", 1000, tcp),
                           box.eth1,
                           box.eth0);
    }

    static std::string DataOf(const std::optional<Bytes>& packet)
    {
        return packet ? std::string(packet->begin() + 20 + ((*packet)[32] >> 4) * 4, packet->end())
                      : "dropped";
    }

    NatBox box;
    std::shared_ptr<TestHelper> helper;
};

TEST(NfNatFtp, FormatsOfTheRfcs)
{
    NfAddress address = V4("192.0.2.1");
    EXPECT_EQ(NfNatFtp::Format(NfFtpFormat::PORT, address, 1025), "192,0,2,1,4,1");
    EXPECT_EQ(NfNatFtp::Format(NfFtpFormat::PASV, address, 65535), "192,0,2,1,255,255");
    EXPECT_EQ(NfNatFtp::Format(NfFtpFormat::EPRT, address, 1025), "|1|192.0.2.1|1025|");
    EXPECT_EQ(NfNatFtp::Format(NfFtpFormat::EPSV, address, 1025), "|||1025|");
}

TEST_F(NatFtpTest, PortIsRewrittenAndTheDataConnectionReachesTheClientWithoutRules)
{
    OpenMasqueraded();
    helper->announcement = "10,0,0,2,4,1";
    helper->port = 1025;
    auto sent = FromClient({ACK | PSH, 100, 100, {}, "PORT 10,0,0,2,4,1\r\n"});
    EXPECT_EQ(DataOf(sent), "PORT 192,0,2,1,4,1\r\n");
    EXPECT_EQ(WrongChecksums(*sent), "");

    auto consulted = box.consulted;
    auto data = box.Forward(TcpSegment("198.51.100.1", 20, "192.0.2.1", 1025), box.eth1, box.eth0);
    ASSERT_TRUE(data);
    EXPECT_EQ(Describe(*data), "tcp 198.51.100.1:20 > 10.0.0.2:1025");
    EXPECT_EQ(WrongChecksums(*data), "");
    EXPECT_EQ(box.consulted, consulted);
    auto answer =
        box.Forward(TcpSegment("10.0.0.2", 1025, "198.51.100.1", 20, {SYN | ACK, 7, 1, {}, ""}),
                    box.eth0,
                    box.eth1);
    ASSERT_TRUE(answer);
    EXPECT_EQ(Describe(*answer), "tcp 192.0.2.1:1025 > 198.51.100.1:20");
}

TEST_F(NatFtpTest, SequenceNumbersAreShiftedBothWaysAfterALengthChange)
{
    OpenMasqueraded();
    helper->announcement = "10,0,0,2,4,1";
    helper->port = 1025;
    const std::string command = "PORT 10,0,0,2,4,1\r\n"; // 19 bytes, 20 when rewritten
    FromClient({ACK | PSH, 100, 100, {}, command});
    // The server acknowledges what it got; the client sees what it sent.
    auto ack = FromServer({ACK, 100, 120, {}, ""});
    ASSERT_TRUE(ack);
    EXPECT_EQ(NfRead32(&(*ack)[28]), 119U);
    EXPECT_EQ(WrongChecksums(*ack), "");
    // The client goes on.
    auto next = FromClient({ACK | PSH, 119, 100, {}, "LIST\r\n"});
    ASSERT_TRUE(next);
    EXPECT_EQ(NfRead32(&(*next)[24]), 120U);
    EXPECT_EQ(WrongChecksums(*next), "");
    // A retransmission of the command itself is not shifted.
    helper->announcement.clear();
    auto again = FromClient({ACK | PSH, 100, 100, {}, command});
    ASSERT_TRUE(again);
    EXPECT_EQ(NfRead32(&(*again)[24]), 100U);
}

TEST_F(NatFtpTest, PasvOfAServerBehindDnatAnnouncesThePublicAddress)
{
    box.rules[NfHook::PREROUTING] = [this](NfPacket& packet) {
        return box.nat->Setup(packet, Range("172.16.0.10", "172.16.0.10"), NfManip::DESTINATION);
    };
    auto client = [&](const packets::Tcp& tcp, uint16_t from, uint16_t to) {
        return box.Forward(TcpSegment("198.51.100.1", from, "192.0.2.1", to, tcp),
                           box.eth1,
                           box.eth2);
    };
    auto server = [&](const packets::Tcp& tcp) {
        return box.Forward(TcpSegment("172.16.0.10", 21, "198.51.100.1", 3000, tcp),
                           box.eth2,
                           box.eth1);
    };
    ASSERT_TRUE(client({SYN, 99, 0, {}, ""}, 3000, 21));
    ASSERT_TRUE(server({SYN | ACK, 99, 100, {}, ""}));
    ASSERT_TRUE(client({ACK, 100, 100, {}, ""}, 3000, 21));
    helper->announcement = "172,16,0,10,8,0";
    helper->port = 2048;
    helper->form = NfFtpFormat::PASV;
    auto reply = server({ACK | PSH, 100, 100, {}, "227 Entering (172,16,0,10,8,0)\r\n"});
    EXPECT_EQ(DataOf(reply), "227 Entering (192,0,2,1,8,0)\r\n");
    EXPECT_EQ(WrongChecksums(*reply), "");
    box.rules.clear();
    auto data = client({SYN, 1, 0, {}, ""}, 3001, 2048);
    ASSERT_TRUE(data);
    EXPECT_EQ(Describe(*data), "tcp 198.51.100.1:3001 > 172.16.0.10:2048");
}

TEST_F(NatFtpTest, AnnouncementsThatCannotBeRewrittenAreDropped)
{
    OpenMasqueraded();
    Ptr<NfConnection> master = box.last;
    NfExpectation expectation;
    expectation.tuple = master->Reply();
    expectation.master = master;
    NfPacket packet(NfIpHeader{}, nullptr);
    packet.ip.protocol = NfProtocol::TCP;
    packet.netns = &box.netns;
    EXPECT_EQ(
        NfNatFtp::Announce(box.nat, *box.conntrack, packet, NfFtpFormat::PORT, 0, 5, expectation),
        NfVerdict::DROP);
    EXPECT_TRUE(box.conntrack->GetExpectations().empty());
}

TEST_F(NatFtpTest, APortThatSomebodyElseExpectsIsExchangedForAHigherOne)
{
    OpenMasqueraded();
    Ptr<NfConnection> one = box.last;
    box.Forward(TcpSegment("10.0.0.3", 1001, "198.51.100.1", 21), box.eth0, box.eth1);
    Ptr<NfConnection> other = box.last;

    auto expect = [&](const Ptr<NfConnection>& master) {
        NfExpectation expectation;
        expectation.tuple.protocol = NfProtocol::TCP;
        expectation.tuple.source = V4("198.51.100.1");
        expectation.sourceMask = V4("255.255.255.255");
        expectation.tuple.destination = V4("192.0.2.1");
        expectation.tuple.destinationPort = 1025;
        expectation.master = master;
        return NfNatExpect::FindPort(*box.conntrack, box.netns, expectation);
    };
    EXPECT_EQ(expect(one), 1025);
    box.netns.nextRandom = 0; // draws 1025 again, then the next
    EXPECT_EQ(expect(other), 1026);
}

} // namespace
} // namespace ns3
