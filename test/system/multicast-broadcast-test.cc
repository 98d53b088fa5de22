// SPDX-License-Identifier: GPL-2.0-only

// Packets to many: each passes INPUT once, and FORWARD once for each interface it leaves by.

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/boolean.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/nstime.h"
#include "ns3/uinteger.h"

#include <gtest/gtest.h>
#include <sstream>
#include <string>
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

/// What a router that detects duplicates does with datagrams to a group, some of them twice.
std::string
PlayDuplicates(bool rules)
{
    TestNet net(3);
    net.RouteGlobally();
    Ipv4Address group("225.1.2.4");
    Ipv4StaticRoutingHelper().AddMulticastRoute(net.At(1),
                                                Ipv4Address::GetAny(),
                                                group,
                                                net.devices[0].Get(1),
                                                NetDeviceContainer(net.devices[1].Get(0)));
    Ptr<Ipv4L3Protocol> router = net.At(1)->GetObject<Ipv4L3Protocol>();
    router->SetAttribute("EnableDuplicatePacketDetection", BooleanValue(true));
    router->SetAttribute("DuplicateExpire", TimeValue(Seconds(10)));
    std::ostringstream told;
    router->TraceConnectWithoutContext("Drop",
                                       Callback<void,
                                                const Ipv4Header&,
                                                Ptr<const Packet>,
                                                Ipv4L3Protocol::DropReason,
                                                Ptr<Ipv4>,
                                                uint32_t>([&](const Ipv4Header& header,
                                                              Ptr<const Packet>,
                                                              Ipv4L3Protocol::DropReason reason,
                                                              Ptr<Ipv4>,
                                                              uint32_t) {
                                           told << "drop " << header.GetIdentification() << " for "
                                                << reason << "\n";
                                       }));
    TestRaw ear(net.At(1), OTHER);
    TestRaw far(net.At(2), OTHER);
    if (rules)
    {
        net.helper.Iptables(net.At(1), "-A FORWARD -j ACCEPT");
    }
    auto send = [&net, group](uint16_t id, uint8_t ttl) {
        Ptr<Ipv4Route> route = Create<Ipv4Route>();
        route->SetSource(net.Address(0, 0));
        route->SetDestination(group);
        route->SetGateway(Ipv4Address::GetAny());
        route->SetOutputDevice(net.devices[0].Get(0));
        Ipv4Header header;
        header.SetSource(net.Address(0, 0));
        header.SetDestination(group);
        header.SetProtocol(OTHER);
        header.SetTtl(ttl);
        header.SetIdentification(id);
        header.SetPayloadSize(50);
        net.At(0)->GetObject<Ipv4L3Protocol>()->SendWithHeader(Create<Packet>(50), header, route);
    };
    for (uint32_t i = 0; i < 6; ++i)
    {
        net.Schedule(0.1 + 0.1 * i, 0, [send, i] { send(i / 3, i < 3 ? 1 : 8); });
    }
    net.Run(2);
    told << far.received << " forwarded\n";
    return told.str();
}

TEST(Multicast, ADuplicateIsDroppedOnceAsWithoutTheLayer)
{
    std::string expected = PlayDuplicates(false);
    EXPECT_NE(expected.find("drop 0 for 1\ndrop 0 for "), std::string::npos) << expected;
    EXPECT_NE(expected.find("1 forwarded"), std::string::npos) << expected;
    EXPECT_EQ(PlayDuplicates(true), expected);
}

} // namespace
} // namespace ns3
