// SPDX-License-Identifier: GPL-2.0-only

// Ingress and egress of devices: frames of all protocols, before and after everything of IP's.

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/ipv6-address-helper.h"
#include "ns3/netfilter-helper.h"
#include "ns3/packet-socket-address.h"
#include "ns3/packet-socket-factory.h"

#include <gtest/gtest.h>
#include <map>
#include <string>

namespace ns3
{
namespace
{

TEST(DeviceHooks, SeeFramesOfAllProtocols)
{
    TestNet::Options options;
    options.ipv6 = true;
    TestNet net(2, options);
    Ipv6AddressHelper addresses;
    addresses.SetBase("2001:db8::", Ipv6Prefix(64));
    addresses.Assign(net.devices[0]);
    net.helper.Install(net.nodes);
    std::string frames;
    std::string ipv6Frames;
    NfHookRegistry& hooks = net.Layer(1)->GetHooks();
    auto note = [&](const NfPacket& packet, const NfDevice* device, char direction) {
        std::string name = device ? std::string(device->name.View()) : "?";
        std::string text = name + direction;
        text += packet.etherType == 0x0806 ? "arp " : "ip ";
        (packet.etherType == 0x86dd ? ipv6Frames : frames) += text;
        return NfVerdict::ACCEPT;
    };
    hooks.Register(NfFamily::NETDEV, NfHook::INGRESS, 0, [&](NfPacket& packet) {
        return note(packet, packet.in, '<');
    });
    hooks.Register(NfFamily::NETDEV, NfHook::EGRESS, 0, [&](NfPacket& packet) {
        return note(packet, packet.out, '>');
    });
    TestUdp udp(net.At(0), net.At(1), 9, true);
    udp.Send(4, net.Address(0, 1), 9);
    net.Run(8);
    EXPECT_EQ(udp.echoed, 1U);
    // ns-3's nodes do not learn from questions of others: each asks.
    EXPECT_EQ(frames, "eth0<arp eth0>arp eth0<ip eth0>arp eth0<arp eth0>ip ");
    // Neighbour and router solicitations.
    EXPECT_NE(ipv6Frames.find("eth0<ip"), std::string::npos) << ipv6Frames;
    EXPECT_NE(ipv6Frames.find("eth0>ip"), std::string::npos) << ipv6Frames;
}

TEST(DeviceHooks, DropArp)
{
    for (NfHook hook : {NfHook::INGRESS, NfHook::EGRESS})
    {
        SCOPED_TRACE(NfToString(hook));
        TestNet net(2);
        uint32_t dropped = 0;
        net.Layer(1)->GetHooks().Register(NfFamily::NETDEV, hook, 0, [&](NfPacket& packet) {
            dropped += packet.etherType == 0x0806;
            return packet.etherType == 0x0806 ? NfVerdict::DROP : NfVerdict::ACCEPT;
        });
        TestUdp udp(net.At(0), net.At(1), 9);
        udp.Send(1, net.Address(0, 1), 9);
        net.Run(8);
        EXPECT_EQ(udp.received, 0U);
        EXPECT_GE(dropped, 1U);
    }
}

TEST(DeviceHooks, FrameTheHooksOfIp)
{
    TestNet net(3);
    net.RouteGlobally();
    std::string order;
    NfHookRegistry& hooks = net.Layer(1)->GetHooks();
    auto note = [&](NfFamily family, NfHook hook, char name) {
        hooks.Register(family, hook, 0, [&order, name](NfPacket& packet) {
            if (packet.etherType == 0x0800)
            {
                order += name;
            }
            return NfVerdict::ACCEPT;
        });
    };
    note(NfFamily::NETDEV, NfHook::EGRESS, 'e');
    note(NfFamily::IPV4, NfHook::POSTROUTING, 'o');
    note(NfFamily::IPV4, NfHook::FORWARD, 'f');
    note(NfFamily::IPV4, NfHook::PREROUTING, 'p');
    note(NfFamily::NETDEV, NfHook::INGRESS, 'i');
    TestUdp udp(net.At(0), net.At(2), 9, true);
    udp.Send(1, net.Address(1, 1), 9);
    udp.Send(2, net.Address(1, 1), 9, 4000); // three fragments
    net.Run(1.5);
    EXPECT_EQ(order, "ipfoeipfoe");
    order.clear();
    net.Run(2);
    EXPECT_EQ(order, "ipfoeipfoeipfoeipfoeipfoeipfoe");
    EXPECT_EQ(udp.echoed, 2U);
}

TEST(DeviceHooks, SeeNothingOfWhatStaysInTheNodeOrPassesLoOnItsWay)
{
    TestNet net(2);
    std::map<std::string, uint32_t> frames;
    for (NfHook hook : {NfHook::INGRESS, NfHook::EGRESS})
    {
        net.Layer(0)->GetHooks().Register(NfFamily::NETDEV, hook, 0, [&, hook](NfPacket& packet) {
            const NfDevice* device = hook == NfHook::INGRESS ? packet.in : packet.out;
            if (packet.etherType == 0x0800)
            {
                ++frames[NfToString(hook) + (" " + std::string(device->name.View()))];
            }
            return NfVerdict::ACCEPT;
        });
    }
    TestPing ping(net.At(0), net.Address(0, 1), 1, 3);
    TestPing own(net.At(0), net.Address(0, 0), 2, 3);
    TestPing lo(net.At(0), Ipv4Address::GetLoopback(), 3, 3);
    TestRaw raw(net.At(0), 99);
    raw.Send(4, net.Address(0, 1));
    TestUdp udp(net.At(0), net.At(0), 9, true);
    udp.Send(5, Ipv4Address::GetLoopback(), 9);
    udp.Send(6, net.Address(0, 0), 9);
    net.Run(8);
    EXPECT_EQ(ping.Received() + own.Received() + lo.Received(), 9U);
    EXPECT_EQ(udp.echoed, 2U);
    EXPECT_EQ(frames, (std::map<std::string, uint32_t>{{"EGRESS eth0", 4}, {"INGRESS eth0", 3}}));
}

TEST(DeviceHooks, PacketSocketsAreBelowThemAsOnLinux)
{
    TestNet net(2);
    Ptr<Socket> tap = Socket::CreateSocket(net.At(1), PacketSocketFactory::GetTypeId());
    PacketSocketAddress device;
    device.SetSingleDevice(net.devices[0].Get(1)->GetIfIndex());
    device.SetProtocol(0x0800);
    tap->Bind(device);
    uint32_t tapped = 0;
    tap->SetRecvCallback(Callback<void, Ptr<Socket>>([&](Ptr<Socket> socket) {
        while (socket->Recv())
        {
            ++tapped;
        }
    }));
    net.Layer(1)->GetHooks().Register(NfFamily::NETDEV, NfHook::INGRESS, 0, [](NfPacket& packet) {
        return packet.etherType == 0x0800 ? NfVerdict::DROP : NfVerdict::ACCEPT;
    });
    TestUdp udp(net.At(0), net.At(1), 9);
    TestRaw ear(net.At(1), NfProtocol::UDP);
    udp.Send(1, net.Address(0, 1), 9);
    net.Run(2);
    EXPECT_EQ(udp.received, 0U);
    EXPECT_EQ(ear.received, 0U);
    EXPECT_EQ(tapped, 1U);
    tap->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
}

} // namespace
} // namespace ns3
