// SPDX-License-Identifier: GPL-2.0-only

// Which hooks an IPv6 packet passes, and that it ends where a callback says so.

#include "test-ipv6-net.h"

#include "ns3/boolean.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv6-interface.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/simulator.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/uinteger.h"

#include <gtest/gtest.h>
#include <string>

namespace ns3
{
namespace
{

TEST(Ipv6Paths, UdpOverARouterPassesTheHooksOfLinux)
{
    TestIpv6Net net(3);
    net.CountHooks();
    TestIpv6Udp udp(net.At(0), net.At(2), 9, true);
    for (double when : {3., 4., 5.})
    {
        udp.Send(when, net.Address(1, 1), 9);
    }
    net.Run(8);
    EXPECT_EQ(udp.received, 3U);
    EXPECT_EQ(udp.echoed, 3U);
    EXPECT_EQ(net.Counts(0, "udp"), "3/3/0/3/3");
    EXPECT_EQ(net.Counts(1, "udp"), "6/0/6/0/6");
    EXPECT_EQ(net.Counts(2, "udp"), "3/3/0/3/3");
}

TEST(Ipv6Paths, PingOverARouterPassesTheHooksOfLinux)
{
    TestIpv6Net net(3);
    net.CountHooks();
    TestIpv6Ping ping(net.At(0));
    ping.Send(3, net.Address(1, 1));
    ping.Send(4, net.Address(1, 1));
    net.Run(8);
    EXPECT_EQ(ping.heard["reply"], 2U);
    EXPECT_EQ(net.Counts(0, "echo"), "0/0/0/2/2");
    EXPECT_EQ(net.Counts(0, "reply"), "2/2/0/0/0");
    EXPECT_EQ(net.Counts(1, "echo"), "2/0/2/0/2");
    EXPECT_EQ(net.Counts(1, "reply"), "2/0/2/0/2");
    EXPECT_EQ(net.Counts(2, "echo"), "2/2/0/0/0");
    EXPECT_EQ(net.Counts(2, "reply"), "0/0/0/2/2");
}

TEST(Ipv6Paths, EgressHooksReadAndChangePiecesWithTheirExtensionHeaders)
{
    constexpr uint32_t size = 2000;
    constexpr uint32_t pieceHeaders = 40 + 8;
    TestIpv6Net net(2);
    uint32_t pieces = 0;
    uint32_t payload = 0;
    net.Layer(0)->GetHooks().Register(NfFamily::NETDEV, NfHook::EGRESS, 0, [&](NfPacket& packet) {
        if (packet.ip.IsFragment())
        {
            ++pieces;
            payload += packet.GetPayloadSize();
            EXPECT_EQ(packet.GetSize(), pieceHeaders + packet.GetPayloadSize());
            EXPECT_EQ(packet.ip.protocol, NfProtocol::UDP);
            packet.ip.tos = 0x20;
        }
        return NfVerdict::ACCEPT;
    });
    uint32_t changed = 0;
    net.Layer(1)->GetHooks().Register(NfFamily::IPV6, NfHook::PREROUTING, 0, [&](NfPacket& packet) {
        changed += packet.ip.IsFragment() && packet.ip.tos == 0x20 ? 1 : 0;
        return NfVerdict::ACCEPT;
    });
    TestIpv6Udp udp(net.At(0), net.At(1), 9);
    udp.Send(3, net.Address(0, 1), 9, size);
    net.Run(8);
    EXPECT_EQ(pieces, 2U);
    EXPECT_EQ(payload, size + 8);
    EXPECT_EQ(changed, 2U);
    EXPECT_EQ(udp.received, 1U);
}

TEST(Ipv6Paths, PacketsToTheNodeItselfComeBackFromLo)
{
    for (const Ipv6Address& own : {Ipv6Address::GetLoopback(), TestIpv6Net::Address(0, 0)})
    {
        TestIpv6Net net(2);
        net.CountHooks();
        std::string out;
        std::string in;
        net.OnHook(0, NfHook::POSTROUTING, [&](NfPacket& packet) {
            out += packet.ip.protocol == NfProtocol::UDP ? packet.out->name.View() : "";
            return NfVerdict::ACCEPT;
        });
        net.OnHook(0, NfHook::PREROUTING, [&](NfPacket& packet) {
            in += packet.ip.protocol == NfProtocol::UDP ? packet.in->name.View() : "";
            return NfVerdict::ACCEPT;
        });
        TestIpv6Udp udp(net.At(0), net.At(0), 9);
        udp.Send(3, own, 9);
        net.Run(5);
        EXPECT_EQ(udp.received, 1U);
        EXPECT_EQ(net.Counts(0, "udp"), "1/1/0/1/1");
        EXPECT_EQ(out, "lo");
        EXPECT_EQ(in, "lo");
    }
}

TEST(Ipv6Paths, AnEchoToTheNodeItselfIsAnsweredOverLo)
{
    TestIpv6Net net(2);
    net.CountHooks();
    TestIpv6Ping ping(net.At(0));
    ping.Send(3, net.Address(0, 0));
    ping.Send(4, Ipv6Address::GetLoopback());
    net.Run(6);
    EXPECT_EQ(ping.heard["reply"], 2U);
    EXPECT_EQ(net.Counts(0, "echo"), "2/2/0/2/2");
    EXPECT_EQ(net.Counts(0, "reply"), "2/2/0/2/2");
}

TEST(Ipv6Paths, LinkLocalTrafficStaysOnItsLink)
{
    TestIpv6Net net(3);
    net.CountHooks();
    TestIpv6Udp udp(net.At(0), net.At(1), 9, true);
    udp.sender->BindToNetDevice(net.devices[0].Get(0));
    udp.receiver->BindToNetDevice(net.devices[0].Get(1));
    udp.Send(3, net.LinkLocal(0, 1), 9);
    net.Run(6);
    EXPECT_EQ(udp.received, 1U);
    EXPECT_EQ(udp.lastSource, net.LinkLocal(0, 0));
    EXPECT_EQ(net.Counts(0, "udp"), "1/1/0/1/1");
    EXPECT_EQ(net.Counts(1, "udp"), "1/1/0/1/1");
    EXPECT_EQ(net.Counts(2, "udp"), "0/0/0/0/0");
}

TEST(Ipv6Paths, AGroupOfTheLinkIsDeliveredToWhoHasJoinedIt)
{
    TestIpv6Net net(3);
    net.CountHooks();
    TestIpv6Ping ping(net.At(1));
    ping.socket->BindToNetDevice(net.devices[0].Get(1));
    ping.Send(3, Ipv6Address::GetAllNodesMulticast());
    ping.Send(4, Ipv6Address("ff02::1234"));
    net.Run(6);
    EXPECT_EQ(net.Counts(1, "echo"), "0/0/0/2/2");
    // Linux looks for members between PREROUTING and INPUT.
    EXPECT_EQ(net.Counts(0, "echo"), "2/1/0/0/0");
    EXPECT_EQ(net.Counts(0, "reply"), "0/0/0/1/1");
    EXPECT_EQ(net.Counts(1, "reply"), "1/1/0/0/0");
    EXPECT_EQ(net.Counts(2, "echo"), "0/0/0/0/0");
}

TEST(Ipv6Paths, TcpOverARouterReachesItsEnd)
{
    TestIpv6Net net(3);
    net.CountHooks();
    uint32_t got = 0;
    Ptr<Socket> server = Socket::CreateSocket(net.At(2), TcpSocketFactory::GetTypeId());
    server->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), 80));
    server->Listen();
    auto receive = Callback<void, Ptr<Socket>>([&got](Ptr<Socket> socket) {
        while (Ptr<Packet> packet = socket->Recv())
        {
            got += packet->GetSize();
        }
    });
    server->SetAcceptCallback(
        MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
        Callback<void, Ptr<Socket>, const Address&>(
            [&receive](Ptr<Socket> socket, const Address&) { socket->SetRecvCallback(receive); }));
    Ptr<Socket> client = Socket::CreateSocket(net.At(0), TcpSocketFactory::GetTypeId());
    client->SetConnectCallback(Callback<void, Ptr<Socket>>([](Ptr<Socket> socket) {
                                   socket->Send(Create<Packet>(20000));
                                   socket->Close();
                               }),
                               MakeNullCallback<void, Ptr<Socket>>());
    net.Schedule(3, 0, [&] { client->Connect(Inet6SocketAddress(net.Address(1, 1), 80)); });
    net.Run(20);
    EXPECT_EQ(got, 20000U);
    EXPECT_NE(net.Counts(1, "tcp"), "0/0/0/0/0");
}

TEST(Ipv6Paths, TcpToAClosedPortIsReset)
{
    TestIpv6Net net(3);
    net.CountHooks();
    bool failed = false;
    Ptr<Socket> client = Socket::CreateSocket(net.At(0), TcpSocketFactory::GetTypeId());
    client->SetConnectCallback(MakeNullCallback<void, Ptr<Socket>>(),
                               Callback<void, Ptr<Socket>>([&](Ptr<Socket>) { failed = true; }));
    uint8_t flags = 0;
    net.OnHook(0, NfHook::INPUT, [&](NfPacket& packet) {
        const uint8_t* tcp = packet.ip.protocol == NfProtocol::TCP ? packet.L4(20) : nullptr;
        flags = tcp ? tcp[13] : flags;
        return NfVerdict::ACCEPT;
    });
    net.Schedule(3, 0, [&] { client->Connect(Inet6SocketAddress(net.Address(1, 1), 81)); });
    net.Run(4);
    EXPECT_EQ(flags, 0x14); // RST and ACK
    EXPECT_EQ(net.Counts(2, "tcp"), "1/1/0/1/1");
}

TEST(Ipv6Paths, ADatagramLongerThanTheLinkIsSeenWholeByItsSender)
{
    TestIpv6Net net(3);
    net.CountHooks();
    uint32_t seen = 0;
    net.OnHook(0, NfHook::OUTPUT, [&](NfPacket& packet) {
        seen = packet.ip.protocol == NfProtocol::UDP ? packet.GetPayloadSize() : seen;
        return NfVerdict::ACCEPT;
    });
    TestIpv6Udp udp(net.At(0), net.At(2), 9);
    udp.Send(3, net.Address(1, 1), 9, 3000);
    net.Run(8);
    EXPECT_EQ(udp.received, 1U);
    EXPECT_EQ(udp.lastSize, 3000U);
    EXPECT_EQ(seen, 3008U);
    EXPECT_EQ(net.Counts(0, "udp"), "0/0/0/1/1");
    EXPECT_EQ(net.Counts(2, "udp"), "3/3/0/0/0"); // put together behind INPUT
}

TEST(Ipv6Paths, ADropOfARawSocketsPacketAsksForNoNeighbour)
{
    TestIpv6Net net(3);
    net.CountHooks();
    net.OnHook(0, NfHook::OUTPUT, [](NfPacket& packet) {
        return TestIpv6Net::KindOf(packet) == "echo" ? NfVerdict::DROP : NfVerdict::ACCEPT;
    });
    TestIpv6Ping ping(net.At(0));
    net.Run(3);
    net.ResetCounts();
    ping.Send(1, net.Address(1, 1));
    net.Run(3);
    EXPECT_EQ(ping.heard["reply"], 0U);
    EXPECT_EQ(net.Counts(0, "ns"), "0/0/0/0/0");
}

TEST(Ipv6Paths, ARawSocketLeavesTheScriptsPacketAsItIs)
{
    constexpr uint32_t size = 52;
    TestIpv6Net net(3);
    net.CountHooks();
    const Ptr<Socket> socket =
        Socket::CreateSocket(net.At(0), TypeId::LookupByName("ns3::Ipv6RawSocketFactory"));
    socket->SetAttribute("Protocol", UintegerValue(253));
    int sent = 0;
    const Ptr<Packet> packet = Create<Packet>(size);
    net.Schedule(2, 0, [&] {
        sent = socket->SendTo(packet, 0, Inet6SocketAddress(net.Address(1, 1), 0));
        EXPECT_EQ(packet->GetSize(), size);
    });
    net.Run(5);
    EXPECT_EQ(sent, int{size});
    EXPECT_EQ(net.Counts(0, "253"), "0/0/0/1/1");
    EXPECT_EQ(net.Counts(2, "253"), "1/1/0/0/0");
}

// So it is on Linux. Newer ns-3 by itself takes no address of another interface.
TEST(Ipv6Paths, AnAddressOfAnotherInterfaceIsTheNodesToo)
{
    TestIpv6Net net(3);
    net.CountHooks();
    TestIpv6Ping ping(net.At(0));
    ping.Send(2, net.Address(1, 0));
    net.Run(5);
    EXPECT_EQ(ping.heard["reply"], 1U);
    EXPECT_EQ(ping.from["reply"], net.Address(1, 0));
    EXPECT_EQ(net.Counts(1, "echo"), "1/1/0/0/0");
    BooleanValue isStrong;
    if (net.At(1)->GetObject<Ipv6>()->GetAttributeFailSafe("StrongEndSystemModel", isStrong))
    {
        EXPECT_TRUE(isStrong.Get()) << "for packets that the layer does not see";
    }
}

TEST(Ipv6Paths, AnAddressThatNobodyWasToldOfIsLocalAllTheSame)
{
    TestIpv6Net net(2);
    net.CountHooks();
    const Ipv6Address fresh("2001:1::77");
    const Ptr<Ipv6Interface> interface =
        net.At(1)->GetObject<Ipv6L3Protocol>()->GetInterface(net.Interface(0, 1));
    net.Schedule(2, 1, [&] { interface->AddAddress({fresh, Ipv6Prefix(64)}); });
    net.Schedule(6, 1, [&] { interface->RemoveAddress(fresh); });
    TestIpv6Udp udp(net.At(0), net.At(1), 9);
    udp.Send(5, fresh, 9);
    udp.Send(7, fresh, 9);
    net.Run(9);
    EXPECT_EQ(udp.received, 1U);
}

/// A node and a hook where UDP is dropped.
struct Place
{
    uint32_t node;
    NfHook hook;
};

class Ipv6Drop : public testing::TestWithParam<Place>
{
};

TEST_P(Ipv6Drop, EndsThePacketThere)
{
    TestIpv6Net net(3);
    net.CountHooks();
    net.OnHook(GetParam().node, GetParam().hook, [](NfPacket& packet) {
        return packet.ip.protocol == NfProtocol::UDP ? NfVerdict::DROP : NfVerdict::ACCEPT;
    });
    uint32_t drops = 0;
    net.Layer(GetParam().node)
        ->GetStack()
        ->m_dropped.ConnectWithoutContext(Callback<void, const NfPacket&, NfDropReason>(
            [&drops](const NfPacket& packet, NfDropReason reason) {
                drops += packet.ip.family == NfFamily::IPV6 && reason == NfDropReason::HOOK;
            }));
    TestIpv6Udp udp(net.At(0), net.At(2), 9);
    udp.Send(3, net.Address(1, 1), 9);
    net.Run(8);
    EXPECT_EQ(udp.received, 0U);
    EXPECT_EQ(drops, 1U);
}

INSTANTIATE_TEST_SUITE_P(Places,
                         Ipv6Drop,
                         testing::Values(Place{0, NfHook::OUTPUT},
                                         Place{0, NfHook::POSTROUTING},
                                         Place{1, NfHook::PREROUTING},
                                         Place{1, NfHook::FORWARD},
                                         Place{1, NfHook::POSTROUTING},
                                         Place{2, NfHook::PREROUTING},
                                         Place{2, NfHook::INPUT}),
                         [](const auto& info) {
                             return std::to_string(info.param.node) + NfToString(info.param.hook);
                         });

} // namespace
} // namespace ns3
