// SPDX-License-Identifier: GPL-2.0-only

// Each packet passes each hook that Linux would run exactly once.

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/aodv-helper.h"
#include "ns3/boolean.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv4-list-routing-helper.h"
#include "ns3/ipv4-nix-vector-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/loopback-net-device.h"
#include "ns3/olsr-helper.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/queue-disc.h"
#include "ns3/rip-helper.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/traffic-control-layer.h"
#include "ns3/uinteger.h"

#include <gtest/gtest.h>
#include <memory>
#include <set>

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

/// \param kind of routing \return its helper
std::unique_ptr<Ipv4RoutingHelper>
MakeRouting(const std::string& kind)
{
    auto list = std::make_unique<Ipv4ListRoutingHelper>();
    list->Add(Ipv4StaticRoutingHelper(), 0);
    if (kind == "olsr")
    {
        list->Add(OlsrHelper(), 10);
        return list;
    }
    if (kind == "rip")
    {
        list->Add(RipHelper(), 5);
        return list;
    }
    if (kind == "nixlist")
    {
        list->Add(Ipv4NixVectorHelper(), 10);
        return list;
    }
    if (kind == "nix")
    {
        return std::make_unique<Ipv4NixVectorHelper>();
    }
    if (kind == "aodv")
    {
        return std::make_unique<AodvHelper>();
    }
    return nullptr;
}

class RoutingProtocols : public testing::TestWithParam<std::tuple<const char*, TestNet::When>>
{
};

TEST_P(RoutingProtocols, DeliverAndPassHooksOnce)
{
    std::string kind = std::get<0>(GetParam());
    std::unique_ptr<Ipv4RoutingHelper> routing = MakeRouting(kind);
    TestNet::Options options;
    options.routing = routing.get();
    options.layer = std::get<1>(GetParam());
    TestNet net(4, options);
    if (kind == "global")
    {
        net.RouteGlobally();
    }
    if (kind == "static")
    {
        net.DefaultRoute(0, net.Address(0, 1));
        net.DefaultRoute(1, net.Address(1, 1), 2);
        net.DefaultRoute(2, net.Address(1, 0), 1);
        net.DefaultRoute(3, net.Address(2, 0));
    }
    TestUdp udp(net.At(0), net.At(3), 9, true);
    TestPing ping(net.At(3), net.Address(0, 0), 46, 10);
    TestBulk bulk(net.At(0), net.At(3), net.Address(2, 1), 80, 80, 100000, 50);
    for (uint32_t i = 0; i < 5; ++i)
    {
        udp.Send(40 + i, net.Address(2, 1), 9);
    }
    // Only the traffic of the test is counted: port 9, not the routing protocols' own.
    uint64_t forwarded = 0;
    uint64_t forwardedTcp = 0;
    uint64_t output = 0;
    uint64_t input = 0;
    auto isEcho = [](NfPacket& packet) {
        const uint8_t* l4 = packet.ip.protocol == UDP ? packet.L4(4) : nullptr;
        return l4 && ((l4[0] == 0 && l4[1] == 9) || (l4[2] == 0 && l4[3] == 9));
    };
    net.CountHooks();
    net.OnHook(1, NfHook::FORWARD, [&](NfPacket& packet) {
        forwarded += isEcho(packet);
        forwardedTcp += packet.ip.protocol == TCP;
        return NfVerdict::ACCEPT;
    });
    net.OnHook(0, NfHook::OUTPUT, [&](NfPacket& packet) {
        output += isEcho(packet);
        return NfVerdict::ACCEPT;
    });
    net.OnHook(0, NfHook::INPUT, [&](NfPacket& packet) {
        input += isEcho(packet);
        return NfVerdict::ACCEPT;
    });
    net.Run(60);
    EXPECT_EQ(udp.received, 5U);
    EXPECT_EQ(udp.echoed, 5U);
    EXPECT_EQ(ping.Received(), 10U);
    EXPECT_EQ(bulk.Received(), 100000U);
    EXPECT_EQ(output, 5U);
    EXPECT_EQ(forwarded, 10U);
    EXPECT_EQ(input, 5U);
    EXPECT_EQ(net.Count(1, NfHook::FORWARD, ICMP), 20U);
    if (kind == "aodv")
    {
        // A router whose route has expired drops a segment on its way, and tells the sender.
        EXPECT_GT(forwardedTcp, 100U);
        return;
    }
    EXPECT_EQ(forwardedTcp, net.Count(0, NfHook::OUTPUT, TCP) + net.Count(3, NfHook::OUTPUT, TCP));
    EXPECT_EQ(net.Counts(3, ICMP), "10/10/0/10/10");
}

INSTANTIATE_TEST_SUITE_P(
    Kinds,
    RoutingProtocols,
    testing::Combine(testing::Values("static", "global", "olsr", "rip", "aodv", "nix", "nixlist"),
                     testing::Values(TestNet::BEFORE_DEVICES, TestNet::AFTER_ADDRESSES)),
    [](const auto& info) {
        return std::string(std::get<0>(info.param)) +
               (std::get<1>(info.param) == TestNet::BEFORE_DEVICES ? "Before" : "After");
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

TEST(Multicast, PassesForwardAndInputOnceAndRawSocketsObeyInput)
{
    TestNet net(3);
    net.CountHooks();
    net.RouteGlobally();
    Ipv4Address group("225.1.2.4");
    Ipv4StaticRoutingHelper routing;
    routing.AddMulticastRoute(net.At(1),
                              Ipv4Address::GetAny(),
                              group,
                              net.devices[0].Get(1),
                              NetDeviceContainer(net.devices[1].Get(0)));
    routing.SetDefaultMulticastRoute(net.At(0), net.devices[0].Get(0));
    TestUdp udp(net.At(0), net.At(2), 9);
    udp.sender->SetAttribute("IpMulticastTtl", UintegerValue(8));
    TestRaw raw(net.At(1), UDP);
    auto send = [&] {
        net.ResetCounts();
        udp.received = 0;
        raw.received = 0;
        for (uint32_t i = 0; i < 4; ++i)
        {
            udp.Send(0.1 + 0.1 * i, group, 9);
        }
        net.Run(2);
    };
    send();
    EXPECT_EQ(udp.received, 4U);
    EXPECT_EQ(raw.received, 4U);
    EXPECT_EQ(net.Counts(0, UDP), "0/0/0/4/4");
    EXPECT_EQ(net.Counts(1, UDP), "4/4/4/0/4");
    EXPECT_EQ(net.Counts(2, UDP), "4/4/0/0/0");

    auto drop = [](NfPacket&) { return NfVerdict::DROP; };
    net.OnHook(1, NfHook::INPUT, drop);
    send();
    EXPECT_EQ(udp.received, 4U) << "INPUT must not stop forwarding";
    EXPECT_EQ(raw.received, 0U);

    net.ClearActions();
    net.OnHook(1, NfHook::FORWARD, drop);
    send();
    EXPECT_EQ(udp.received, 0U);
    EXPECT_EQ(raw.received, 4U) << "FORWARD must not stop local delivery";
    EXPECT_EQ(net.Counts(1, UDP), "4/4/4/0/0");

    net.ClearActions();
    net.OnHook(1, NfHook::POSTROUTING, drop);
    send();
    EXPECT_EQ(udp.received, 0U);
    EXPECT_EQ(raw.received, 4U);

    net.ClearActions();
    net.OnHook(1, NfHook::PREROUTING, drop);
    send();
    EXPECT_EQ(udp.received, 0U);
    EXPECT_EQ(raw.received, 0U);
}

TEST(Broadcast, PassesOnce)
{
    TestNet net(3);
    net.CountHooks();
    net.RouteGlobally();
    TestUdp udp(net.At(0), net.At(1), 10);
    TestRaw raw(net.At(1), UDP);
    udp.Send(1, Ipv4Address::GetBroadcast(), 10);
    udp.Send(1.1, Ipv4Address("10.0.0.255"), 10);
    net.Run(3);
    EXPECT_EQ(udp.received, 2U);
    EXPECT_EQ(raw.received, 2U);
    EXPECT_EQ(net.Counts(0, UDP), "0/0/0/2/2");
    EXPECT_EQ(net.Counts(1, UDP), "2/2/0/0/0");
    EXPECT_EQ(net.Counts(2, UDP), "0/0/0/0/0");
    // From a raw socket, which ns-3 does not route through any transport.
    TestRaw sender(net.At(0), OTHER);
    TestRaw receiver(net.At(1), OTHER);
    sender.socket->SetAllowBroadcast(true);
    sender.Send(1, Ipv4Address("10.0.0.255"));
    net.Run(3);
    EXPECT_EQ(receiver.received, 1U);
    EXPECT_EQ(net.Counts(0, OTHER), "0/0/0/1/1");
    EXPECT_EQ(net.Counts(1, OTHER), "1/1/0/0/0");
}

TEST(Broadcast, LoopsBackIfAsked)
{
    TestNet net(2);
    net.Layer(0)->GetStack()->SetAttribute("LoopBroadcasts", BooleanValue(true));
    net.CountHooks();
    TestUdp udp(net.At(0), net.At(0), 10);
    udp.Send(1, Ipv4Address("10.0.0.255"), 10);
    net.Run(3);
    EXPECT_EQ(udp.received, 1U);
    // As measured: POSTROUTING twice, then PREROUTING and INPUT.
    EXPECT_EQ(net.Counts(0, UDP), "1/1/0/1/2");
    EXPECT_EQ(net.Counts(1, UDP), "1/1/0/0/0");
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

TEST(LateInterfaces, AreTakenWhileTheSimulationRuns)
{
    TestNet::Options options;
    options.layer = TestNet::BEFORE_DEVICES;
    options.ipv6 = true;
    TestNet net(3, options);
    net.CountHooks();
    net.RouteGlobally();
    TestUdp before(net.At(0), net.At(2), 9, true);
    TestUdp after(net.At(0), net.At(2), 11, true);
    before.Send(1, net.Address(1, 1), 9);
    Simulator::Schedule(Seconds(2), [&] {
        PointToPointHelper cable;
        NetDeviceContainer late = cable.Install(net.At(0), net.At(2));
        Ipv4AddressHelper addresses("10.5.0.0", "255.255.255.0");
        addresses.Assign(late);
        for (uint32_t side : {0, 1})
        {
            // What ns-3 itself asks for when a device comes late.
            auto control = net.At(2 * side)->GetObject<TrafficControlLayer>();
            control->ScanDevices();
            control->GetRootQueueDiscOnDevice(late.Get(side))->Initialize();
        }
    });
    after.Send(3, Ipv4Address("10.5.0.2"), 11);
    TestPing ping(net.At(0), Ipv4Address("10.5.0.2"), 4, 10);
    net.Run(10);
    EXPECT_EQ(before.echoed, 1U);
    EXPECT_EQ(after.echoed, 1U);
    EXPECT_EQ(ping.Received(), 10U);
    EXPECT_EQ(net.Counts(2, UDP), "2/2/0/2/2");
    EXPECT_EQ(net.Counts(0, ICMP), "10/10/0/10/10");
    EXPECT_TRUE(net.Layer(0)->GetStack()->GetDevices().Find("eth1"));
}

TEST(LateRouting, IsWrappedAgain)
{
    TestNet net(3);
    net.CountHooks();
    for (uint32_t i = 0; i < 3; ++i)
    {
        Ptr<Ipv4> ipv4 = net.At(i)->GetObject<Ipv4>();
        Ptr<Ipv4RoutingProtocol> fresh = Ipv4StaticRoutingHelper().Create(net.At(i));
        ipv4->SetRoutingProtocol(fresh);
        for (uint32_t j = 1; j < ipv4->GetNInterfaces(); ++j)
        {
            fresh->NotifyInterfaceUp(j);
        }
    }
    net.DefaultRoute(0, net.Address(0, 1));
    net.DefaultRoute(2, net.Address(1, 0));
    TestUdp udp(net.At(0), net.At(2), 9, true);
    udp.Send(1, net.Address(1, 1), 9);
    net.Run(5);
    EXPECT_EQ(udp.echoed, 1U);
    EXPECT_EQ(net.Counts(0, UDP), "1/1/0/1/1");
    EXPECT_EQ(net.Counts(1, UDP), "2/0/2/0/2");
    EXPECT_EQ(net.Counts(2, UDP), "1/1/0/1/1");
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
