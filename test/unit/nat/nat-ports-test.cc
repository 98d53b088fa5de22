// SPDX-License-Identifier: GPL-2.0-only
// Which port a translation takes.

#include "nat-box.h"

#include <gtest/gtest.h>
#include <set>
#include <string>

namespace ns3
{
namespace
{

using packets::Udp;

class NatPortsTest : public testing::Test
{
  protected:
    void Rule(NfHook hook, const NfNatRange& range)
    {
        NfManip manip = hook == NfHook::POSTROUTING ? NfManip::SOURCE : NfManip::DESTINATION;
        box.rules[hook] = [this, range, manip](NfPacket& packet) {
            return box.nat->Setup(packet, range, manip);
        };
    }

    // Source port with which a host's packet leaves; 0: it was dropped.
    uint16_t Leave(const char* source, uint16_t port)
    {
        auto sent = box.Forward(Udp(source, port, "198.51.100.1", 53), box.eth0, box.eth1);
        return sent ? NfRead16(&(*sent)[20]) : 0;
    }

    // Destination port to which a client's packet goes; 0: it was dropped.
    uint16_t Arrive(uint16_t sourcePort, uint16_t port)
    {
        auto sent =
            box.Forward(Udp("198.51.100.1", sourcePort, "192.0.2.1", port), box.eth1, box.eth2);
        return sent ? NfRead16(&(*sent)[22]) : 0;
    }

    NatBox box;
};

TEST_F(NatPortsTest, Behaviour23AFreeSourcePortIsKept)
{
    Rule(NfHook::POSTROUTING, Range("192.0.2.77", "192.0.2.77"));
    for (uint16_t port : {0, 1, 511, 512, 1023, 1024, 65535})
    {
        EXPECT_EQ(Leave("10.0.0.2", port), port);
    }
}

TEST_F(NatPortsTest, Behaviour23OnCollisionThePortStaysInItsClass)
{
    Rule(NfHook::POSTROUTING, Range("192.0.2.77", "192.0.2.77"));

    struct Class
    {
        uint16_t port;
        uint16_t first;
        uint16_t last;
    };

    for (const Class& expected : {Class{70, 1, 511},
                                  Class{511, 1, 511},
                                  Class{512, 600, 1023},
                                  Class{1023, 600, 1023},
                                  Class{1024, 1024, 65535},
                                  Class{65535, 1024, 65535}})
    {
        Leave("10.0.0.2", expected.port);
        for (uint32_t draw : {0U, 1U, 511U, 423U, 424U, 30000U, 64511U, 64512U, 65535U})
        {
            box.conntrack->Flush();
            Leave("10.0.0.2", expected.port);
            box.netns.nextRandom = draw;
            uint16_t size = expected.last - expected.first + 1;
            uint16_t port = expected.first + draw % size;
            // The port that collides is passed over.
            uint16_t next = port == expected.last ? expected.first : port + 1;
            EXPECT_EQ(Leave("10.0.0.3", expected.port), port == expected.port ? next : port);
        }
    }
}

TEST_F(NatPortsTest, Behaviour23AnIcmpIdIsKeptOrDrawnFromAllIds)
{
    Rule(NfHook::POSTROUTING, Range("192.0.2.77", "192.0.2.77"));
    auto ping = [&](const char* source, uint16_t id) {
        auto sent = box.Forward(packets::Echo(source, "198.51.100.1", 8, id), box.eth0, box.eth1);
        return sent ? NfRead16(&(*sent)[24]) : -1;
    };
    EXPECT_EQ(ping("10.0.0.2", 5), 5);
    box.netns.nextRandom = 0;
    EXPECT_EQ(ping("10.0.0.3", 5), 0);
    box.netns.nextRandom = 65535;
    EXPECT_EQ(ping("10.0.0.4", 5), 65535);
    auto answer =
        box.Forward(packets::Echo("198.51.100.1", "192.0.2.77", 0, 65535), box.eth1, box.eth0);
    ASSERT_TRUE(answer);
    EXPECT_EQ(Describe(*answer), "icmp 198.51.100.1 > 10.0.0.4 type 0 code 0 id 5");
    EXPECT_EQ(WrongChecksums(*answer), "");
}

TEST_F(NatPortsTest, Behaviour23ToPortsStartsAtARandomOffsetUnlessThePortFits)
{
    Rule(NfHook::POSTROUTING, Range("192.0.2.77", "192.0.2.77", 5000, 5009));
    box.netns.nextRandom = 7;
    EXPECT_EQ(Leave("10.0.0.2", 1000), 5007);
    EXPECT_EQ(Leave("10.0.0.3", 5004), 5004);
    box.netns.nextRandom = 19;
    EXPECT_EQ(Leave("10.0.0.4", 1000), 5009);
    box.netns.nextRandom = 9;
    EXPECT_EQ(Leave("10.0.0.5", 1000), 5000); // 5009 is taken: round to the first
}

TEST_F(NatPortsTest, Behaviour25AFullRangeMatchesAndThenConfirmDropsThePacket)
{
    Rule(NfHook::POSTROUTING, Range("192.0.2.77", "192.0.2.77", 5000, 5001));
    std::set<uint16_t> ports{Leave("10.0.0.2", 1), Leave("10.0.0.3", 1)};
    EXPECT_EQ(ports, (std::set<uint16_t>{5000, 5001}));
    uint64_t failed = box.conntrack->GetStatistics().insertFailed;
    EXPECT_EQ(Leave("10.0.0.4", 1), 0);
    EXPECT_EQ(box.conntrack->GetStatistics().insertFailed, failed + 1);
    EXPECT_EQ(box.consulted[NfHook::POSTROUTING], 3U);
    EXPECT_TRUE(box.netns.icmpErrors.empty());
}

TEST_F(NatPortsTest, Behaviour25ASinglePortThatIsTakenDropsThePacket)
{
    Rule(NfHook::POSTROUTING, Range("192.0.2.77", "192.0.2.77", 5000, 5000));
    EXPECT_EQ(Leave("10.0.0.2", 1), 5000);
    EXPECT_EQ(Leave("10.0.0.3", 1), 0);
}

TEST_F(NatPortsTest, Behaviour26DnatTakesTheFirstFreePortFromTheStart)
{
    Rule(NfHook::PREROUTING, Range("172.16.0.9", "172.16.0.9", 8000, 8009));
    box.netns.nextRandom = 5;
    EXPECT_EQ(Arrive(1000, 83), 8000);
    EXPECT_EQ(Arrive(1001, 83), 8000); // another client: its answers are not mistaken
    EXPECT_EQ(Arrive(1000, 84), 8001); // the same client's 8000 is taken
    EXPECT_EQ(Arrive(1000, 8007), 8007);
}

TEST_F(NatPortsTest, Behaviour26ABaseShiftsThePort)
{
    NfNatRange range = Range("172.16.0.9", "172.16.0.9", 8000, 8009);
    range.offset = true;
    range.basePort = 80;
    Rule(NfHook::PREROUTING, range);
    EXPECT_EQ(Arrive(1000, 80), 8000);
    EXPECT_EQ(Arrive(1000, 83), 8003);
    EXPECT_EQ(Arrive(1000, 89), 8009);
    EXPECT_EQ(Arrive(1000, 8005), 8000 + (8005 - 80) % 10);
    // Below the base the difference wraps at 65536.
    EXPECT_EQ(Arrive(1001, 79), 8000 + 65535 % 10);
}

TEST_F(NatPortsTest, DnatWithoutPortsKeepsThePortEvenIfTaken)
{
    Rule(NfHook::PREROUTING, Range("172.16.0.9", "172.16.0.9"));
    EXPECT_EQ(Arrive(1000, 80), 80);
    auto clash = box.Forward(Udp("198.51.100.1", 1000, "192.0.2.2", 80), box.eth1, box.eth2);
    // The null binding of the source finds another port instead.
    ASSERT_TRUE(clash);
    EXPECT_EQ(NfRead16(&(*clash)[22]), 80);
    EXPECT_NE(NfRead16(&(*clash)[20]), 1000);
}

TEST_F(NatPortsTest, RandomAlwaysDrawsASourcePort)
{
    for (bool fully : {false, true})
    {
        NfNatRange range = Range("192.0.2.77", "192.0.2.77");
        range.random = !fully;
        range.randomFully = fully;
        Rule(NfHook::POSTROUTING, range);
        box.conntrack->Flush();
        box.netns.nextRandom = 5000;
        EXPECT_EQ(Leave("10.0.0.2", 40000), 6024);
        box.netns.nextRandom = 6000;
        // Nor is the socket's mapping used for another destination.
        auto sent = box.Forward(Udp("10.0.0.2", 40000, "198.51.100.2", 53), box.eth0, box.eth1);
        ASSERT_TRUE(sent);
        EXPECT_EQ(NfRead16(&(*sent)[20]), 7024);
    }
}

TEST_F(NatPortsTest, RandomAlsoDrawsADestinationPortOfARange)
{
    NfNatRange range = Range("172.16.0.9", "172.16.0.9", 8000, 8009);
    range.random = true;
    Rule(NfHook::PREROUTING, range);
    box.netns.nextRandom = 4;
    EXPECT_EQ(Arrive(1000, 80), 8004);
    box.netns.nextRandom = 8;
    EXPECT_EQ(Arrive(1000, 8001), 8008);
}

TEST_F(NatPortsTest, ProtocolsWithoutPortsKeepNothingToChoose)
{
    Rule(NfHook::POSTROUTING, Range("192.0.2.77", "192.0.2.77"));
    const Bytes payload(8, 0);
    EXPECT_EQ(
        box.ForwardText(packets::Raw("10.0.0.2", "198.51.100.1", 89, payload), box.eth0, box.eth1),
        "proto 89 192.0.2.77 > 198.51.100.1");
    EXPECT_EQ(
        box.ForwardText(packets::Raw("10.0.0.3", "198.51.100.1", 89, payload), box.eth0, box.eth1),
        "dropped");
}

// The ports of many colliding connections, in order.
std::vector<uint16_t>
PortsOfARun()
{
    NatBox box;
    box.rules[NfHook::POSTROUTING] = [&](NfPacket& packet) {
        return box.nat->Setup(packet,
                              Range("192.0.2.77", "192.0.2.77", 2000, 2999),
                              NfManip::SOURCE);
    };
    std::vector<uint16_t> ports;
    for (int host = 2; host < 100; ++host)
    {
        std::string source = "10.0.0." + std::to_string(host);
        auto sent = box.Forward(Udp(source.c_str(), 1000, "198.51.100.1", 53), box.eth0, box.eth1);
        ports.push_back(sent ? NfRead16(&(*sent)[20]) : 0);
    }
    return ports;
}

TEST(NatDeterminism, TheSameDrawsGiveTheSamePorts)
{
    std::vector<uint16_t> first = PortsOfARun();
    EXPECT_EQ(first, PortsOfARun());
    EXPECT_EQ(std::set<uint16_t>(first.begin(), first.end()).size(), first.size());
}

TEST_F(NatPortsTest, ALargeFullRangeIsSearchedInShrinkingWindows)
{
    // 2000 ports, all taken: 128 + 64 + 32 + 16 + 8 of them are tried.
    Rule(NfHook::POSTROUTING, Range("192.0.2.77", "192.0.2.77", 10000, 11999));
    for (uint32_t i = 0; i < 2000; ++i)
    {
        box.netns.nextRandom = i;
        std::string host = "10.0." + std::to_string(i / 250) + "." + std::to_string(i % 250 + 2);
        ASSERT_EQ(Leave(host.c_str(), 1), 10000 + i);
    }
    uint64_t failed = box.conntrack->GetStatistics().insertFailed;
    box.netns.nextRandom = 0;
    EXPECT_EQ(Leave("10.1.0.2", 1), 0);
    EXPECT_EQ(box.conntrack->GetStatistics().insertFailed, failed + 1);
    // One start for each window: 128, 64, 32, 16 and 8 ports.
    EXPECT_EQ(box.netns.nextRandom, 5U);
}

TEST_F(NatPortsTest, AnEndedTcpConnectionGivesItsPortToANewOneWhoseSequenceHasAdvanced)
{
    Rule(NfHook::POSTROUTING, Range("192.0.2.77", "192.0.2.77", 5000, 5001));
    auto open = [&](const char* host, uint32_t seq) {
        auto sent = box.Forward(
            packets::TcpSegment(host, 1000, "198.51.100.1", 80, {packets::SYN, seq, 0, {}, ""}),
            box.eth0,
            box.eth1);
        return sent ? NfRead16(&(*sent)[20]) : 0;
    };
    box.netns.nextRandom = 0;
    EXPECT_EQ(open("10.0.0.2", 100), 5000);
    Ptr<NfConnection> old = box.last;
    box.netns.nextRandom = 0;
    EXPECT_EQ(open("10.0.0.3", 100), 5001);
    EXPECT_EQ(open("10.0.0.4", 500), 0);
    old->tcp.state = NfTcpState::TIME_WAIT;
    EXPECT_EQ(open("10.0.0.5", 50), 0); // its segments would look old
    EXPECT_EQ(open("10.0.0.6", 500), 5000);
    EXPECT_FALSE(box.conntrack->Find(old->Original()));
}

} // namespace
} // namespace ns3
