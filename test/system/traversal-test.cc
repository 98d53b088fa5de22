// SPDX-License-Identifier: GPL-2.0-only

// Each packet passes each hook that Linux would run exactly once.

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/inet-socket-address.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/string.h"

#include <gtest/gtest.h>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace ns3
{
namespace
{

constexpr uint8_t ICMP = NfProtocol::ICMP;
constexpr uint8_t TCP = NfProtocol::TCP;
constexpr uint8_t UDP = NfProtocol::UDP;
constexpr uint8_t OTHER = 99;

class Traversal : public testing::TestWithParam<TestNet::When>
{
};

TEST_P(Traversal, UnicastOverAChain)
{
    TestNet::Options options;
    options.layer = GetParam();
    TestNet net(3, options);
    net.CountHooks();
    net.RouteGlobally();
    Ipv4Address server = net.Address(1, 1);
    TestUdp udp(net.At(0), net.At(2), 9, true);
    for (uint32_t i = 0; i < 5; ++i)
    {
        udp.Send(1 + 0.1 * i, server, 9);
    }
    TestPing there(net.At(0), server, 2, 10);
    TestPing back(net.At(2), net.Address(0, 0), 3.01, 10);
    TestRaw rawClient(net.At(0), OTHER);
    TestRaw rawServer(net.At(2), OTHER);
    rawClient.Send(5, server);
    rawServer.Send(5.1, net.Address(0, 0));
    TestBulk bulk(net.At(0), net.At(2), server, 80, 80, 300000, 6);
    net.Run(15);

    EXPECT_EQ(udp.received, 5U);
    EXPECT_EQ(udp.echoed, 5U);
    EXPECT_EQ(there.Received(), 10U);
    EXPECT_EQ(back.Received(), 10U);
    EXPECT_EQ(rawServer.received, 1U);
    EXPECT_EQ(rawClient.received, 1U);
    EXPECT_EQ(bulk.Received(), 300000U);
    EXPECT_EQ(net.Counts(0, UDP), "5/5/0/5/5");
    EXPECT_EQ(net.Counts(1, UDP), "10/0/10/0/10");
    EXPECT_EQ(net.Counts(2, UDP), "5/5/0/5/5");
    EXPECT_EQ(net.Counts(0, ICMP), "20/20/0/20/20");
    EXPECT_EQ(net.Counts(1, ICMP), "40/0/40/0/40");
    EXPECT_EQ(net.Counts(2, ICMP), "20/20/0/20/20");
    EXPECT_EQ(net.Counts(0, OTHER), "1/1/0/1/1");
    EXPECT_EQ(net.Counts(1, OTHER), "2/0/2/0/2");
    EXPECT_EQ(net.Counts(2, OTHER), "1/1/0/1/1");

    uint64_t sent = net.Count(0, NfHook::OUTPUT, TCP);
    uint64_t answered = net.Count(2, NfHook::OUTPUT, TCP);
    EXPECT_GT(sent, 200U);
    auto counts = [](std::initializer_list<uint64_t> list) {
        std::string text;
        for (uint64_t count : list)
        {
            text += (text.empty() ? "" : "/") + std::to_string(count);
        }
        return text;
    };
    EXPECT_EQ(net.Counts(0, TCP), counts({answered, answered, 0, sent, sent}));
    EXPECT_EQ(net.Counts(1, TCP),
              counts({sent + answered, 0, sent + answered, 0, sent + answered}));
    EXPECT_EQ(net.Counts(2, TCP), counts({sent, sent, 0, answered, answered}));
}

TEST_P(Traversal, SelfAddressed)
{
    TestNet::Options options;
    options.layer = GetParam();
    TestNet net(3, options);
    net.CountHooks();
    net.RouteGlobally();
    std::string inDevices;
    net.OnHook(1, NfHook::INPUT, [&](NfPacket& packet) {
        inDevices += packet.in && packet.in->loopback ? 'l' : 'd';
        return NfVerdict::ACCEPT;
    });
    TestUdp udp(net.At(1), net.At(1), 9, true);
    udp.Send(1, Ipv4Address::GetLoopback(), 9);
    udp.Send(1.1, net.Address(0, 1), 9);
    udp.Send(1.2, net.Address(1, 0), 9);
    TestPing lo(net.At(1), Ipv4Address::GetLoopback(), 2, 10);
    TestPing own(net.At(1), net.Address(0, 1), 3.01, 10);
    TestRaw raw(net.At(1), OTHER);
    raw.Send(5, net.Address(1, 0));
    TestBulk bulk(net.At(1), net.At(1), net.Address(1, 0), 80, 80, 50000, 6);
    net.Run(12);

    EXPECT_EQ(udp.received, 3U);
    EXPECT_EQ(udp.echoed, 3U);
    EXPECT_EQ(lo.Received(), 10U);
    EXPECT_EQ(own.Received(), 10U);
    EXPECT_EQ(raw.received, 1U);
    EXPECT_EQ(bulk.Received(), 50000U);
    EXPECT_EQ(net.Counts(1, UDP), "6/6/0/6/6");
    EXPECT_EQ(net.Counts(1, ICMP), "40/40/0/40/40");
    EXPECT_EQ(net.Counts(1, OTHER), "1/1/0/1/1");
    uint64_t sent = net.Count(1, NfHook::OUTPUT, TCP);
    EXPECT_GT(sent, 50U);
    for (NfHook hook : {NfHook::PREROUTING, NfHook::INPUT, NfHook::POSTROUTING})
    {
        EXPECT_EQ(net.Count(1, hook, TCP), sent) << NfToString(hook);
    }
    EXPECT_EQ(net.Count(1, NfHook::FORWARD, TCP), 0U);
    EXPECT_EQ(inDevices.find('d'), std::string::npos) << inDevices;
    EXPECT_EQ(net.Counts(0, UDP), "0/0/0/0/0");
}

INSTANTIATE_TEST_SUITE_P(Layer,
                         Traversal,
                         testing::Values(TestNet::BEFORE_DEVICES, TestNet::AFTER_ADDRESSES),
                         [](const auto& info) {
                             return info.param == TestNet::BEFORE_DEVICES ? "BeforeDevices"
                                                                          : "AfterAddresses";
                         });

TEST(Fragments, PassOneByOneWithoutConntrack)
{
    TestNet net(3);
    net.CountHooks();
    net.RouteGlobally();
    uint32_t whole = 0;
    net.OnHook(2, NfHook::INPUT, [&](NfPacket& packet) {
        whole += packet.GetPayloadSize() == 4008;
        return NfVerdict::ACCEPT;
    });
    TestUdp udp(net.At(0), net.At(2), 9);
    udp.Send(1, net.Address(1, 1), 9, 4000);
    TestRaw sender(net.At(0), OTHER);
    TestRaw receiver(net.At(2), OTHER);
    sender.Send(2, net.Address(1, 1), 4000);
    net.Run(5);
    EXPECT_EQ(udp.received, 1U);
    EXPECT_EQ(receiver.received, 1U);
    EXPECT_EQ(whole, 1U);
    EXPECT_EQ(net.Counts(0, UDP), "0/0/0/1/1");
    EXPECT_EQ(net.Counts(1, UDP), "3/0/3/0/3");
    EXPECT_EQ(net.Counts(2, UDP), "3/1/0/0/0");
    EXPECT_EQ(net.Counts(0, OTHER), "0/0/0/1/1");
    EXPECT_EQ(net.Counts(1, OTHER), "3/0/3/0/3");
    EXPECT_EQ(net.Counts(2, OTHER), "3/1/0/0/0");
}

TEST(Fragments, AreReassembledByConntrackAndCutAgain)
{
    TestNet net(3);
    net.helper.Set("Conntrack", StringValue("always"));
    net.helper.Install(net.nodes);
    net.CountHooks();
    net.RouteGlobally();
    uint32_t frames = 0;
    net.devices[1].Get(1)->TraceConnectWithoutContext(
        "MacRx",
        Callback<void, Ptr<const Packet>>([&](Ptr<const Packet>) { ++frames; }));
    TestUdp udp(net.At(0), net.At(2), 9);
    udp.Send(1, net.Address(1, 1), 9, 4000);
    TestRaw sender(net.At(0), OTHER);
    TestRaw receiver(net.At(2), OTHER);
    sender.Send(2, net.Address(1, 1), 4000);
    net.Run(5);
    EXPECT_EQ(udp.received, 1U);
    EXPECT_EQ(receiver.received, 1U);
    EXPECT_EQ(net.Counts(0, UDP), "0/0/0/1/1");
    EXPECT_EQ(net.Counts(1, UDP), "1/0/1/0/1");
    EXPECT_EQ(net.Counts(2, UDP), "1/1/0/0/0");
    EXPECT_EQ(net.Counts(1, OTHER), "1/0/1/0/1");
    EXPECT_EQ(net.Counts(2, OTHER), "1/1/0/0/0");
    EXPECT_EQ(frames, 6U);
}

TEST(IcmpErrors, TimeExceededAndPortUnreachable)
{
    TestNet net(3);
    net.CountHooks();
    net.RouteGlobally();
    TestUdp udp(net.At(0), nullptr, 0);
    udp.sender->SetIpTtl(1);
    udp.Send(1, net.Address(1, 1), 9);
    net.Schedule(2, 0, [&] { udp.sender->SetIpTtl(64); });
    udp.Send(3, net.Address(1, 1), 4242);
    net.Run(5);
    EXPECT_EQ(net.Counts(1, UDP), "2/0/1/0/1") << "an expired packet sees no FORWARD";
    EXPECT_EQ(net.Counts(1, ICMP), "1/0/1/1/2");
    EXPECT_EQ(net.Counts(2, ICMP), "0/0/0/1/1");
    EXPECT_EQ(net.Counts(0, ICMP), "2/2/0/0/0");
}

TEST(Answers, OfAClosedPortAreLinuxs)
{
    TestNet net(2);
    net.CountHooks();
    std::vector<std::string> answers;
    net.OnHook(0, NfHook::INPUT, [&](NfPacket& packet) {
        const uint8_t* l4 = packet.L4(20);
        std::ostringstream text;
        text << packet.GetPayloadSize() << (packet.ip.dontFragment ? " DF" : "");
        if (packet.ip.protocol == TCP)
        {
            text << " flags " << int(l4[13]) << " window " << (l4[14] << 8 | l4[15]) << " ack "
                 << (l4[8] << 24 | l4[9] << 16 | l4[10] << 8 | l4[11]);
        }
        else
        {
            text << " icmp " << int(l4[0]) << "/" << int(l4[1]) << " tos " << int(packet.ip.tos);
        }
        answers.push_back(text.str());
        return NfVerdict::ACCEPT;
    });
    TestUdp udp(net.At(0), nullptr, 0);
    udp.Send(1, net.Address(0, 1), 4242, 100);
    TestRaw raw(net.At(0), TCP);
    std::vector<uint8_t> syn(20);
    syn[1] = 99; // from port 99
    syn[3] = 80; // to port 80
    syn[7] = 5;  // sequence number
    syn[12] = 0x50;
    syn[13] = 2;    // SYN
    syn[14] = 0x40; // a window
    net.Schedule(2, 0, [&] {
        raw.socket->SendTo(Create<Packet>(syn.data(), syn.size()),
                           0,
                           InetSocketAddress(net.Address(0, 1), 0));
    });
    net.Run(4);
    // The datagram is quoted whole; the reset has no window, and acknowledges the SYN.
    EXPECT_EQ(answers,
              (std::vector<std::string>{"136 icmp 3/3 tos 192", "20 DF flags 20 window 0 ack 6"}));
}

/// Priorities of the packets that a node hands to its interfaces; -1 without one.
class SentPriorities
{
  public:
    explicit SentPriorities(Ptr<Node> node)
    {
        node->GetObject<Ipv4L3Protocol>()->TraceConnectWithoutContext(
            "Tx",
            MakeCallback(&SentPriorities::Note, this));
    }

    std::set<int> seen;

  private:
    void Note(Ptr<const Packet> packet, Ptr<Ipv4>, uint32_t)
    {
        SocketPriorityTag tag;
        seen.insert(packet->PeekPacketTag(tag) ? tag.GetPriority() : -1);
    }
};

TEST(Priority, ClassifySetsItAndASendersIsNotForwarded)
{
    TestNet net(4);
    net.RouteGlobally();
    net.helper.RestoreText(net.At(0),
                           "*mangle\n-A OUTPUT -p udp -j CLASSIFY --set-class 1:5\nCOMMIT\n");
    net.helper.RestoreText(net.At(1),
                           "*mangle\n-A FORWARD -p udp -j CLASSIFY --set-class 1:3\nCOMMIT\n");
    net.helper.RestoreText(net.At(2), "*filter\n-A FORWARD -p tcp -j DROP\nCOMMIT\n");
    TestUdp udp(net.At(0), net.At(3), 9);
    SentPriorities own(net.At(0));
    SentPriorities classified(net.At(1));
    SentPriorities plain(net.At(2));
    udp.Send(1, net.Address(2, 1), 9);
    net.Run(2);
    EXPECT_EQ(udp.received, 1U);
    EXPECT_EQ(own.seen, std::set<int>{5});
    EXPECT_EQ(classified.seen, std::set<int>{3});
    EXPECT_EQ(plain.seen, std::set<int>{-1}); // what the stock stack makes of TOS 0
}

} // namespace
} // namespace ns3
