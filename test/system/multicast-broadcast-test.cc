// SPDX-License-Identifier: GPL-2.0-only

// Packets to many: each passes INPUT once, and FORWARD once for each interface it leaves by.

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/boolean.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/uinteger.h"

#include <gtest/gtest.h>
#include <vector>

namespace ns3
{
namespace
{

constexpr uint8_t UDP = NfProtocol::UDP;
constexpr uint8_t OTHER = 99;

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

TEST(Multicast, IsForwardedAlsoIfNothingHasComeUpYet)
{
    // The first packet that node 1 ever gets: the stock stack has not been asked anything.
    TestNet net(3);
    net.RouteGlobally();
    net.CountHooks();
    net.OnHook(1, NfHook::INPUT, [](NfPacket&) { return NfVerdict::DROP; });
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
    std::vector<int> ttls;
    net.OnHook(2, NfHook::INPUT, [&](NfPacket& packet) {
        ttls.push_back(packet.ip.ttl);
        return NfVerdict::ACCEPT;
    });
    udp.Send(1, group, 9);
    net.Run(2);
    EXPECT_EQ(udp.received, 1U);
    EXPECT_EQ(ttls, std::vector<int>{7});
    EXPECT_EQ(net.Counts(1, UDP), "1/1/1/0/1");
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

} // namespace
} // namespace ns3
