// SPDX-License-Identifier: GPL-2.0-only

// Whose the sockets are that send (-m owner), in topologies: nodes, applications, sockets, and the
// transparent proxy that must not catch its own connections.

#include "test-net.h"

#include "ns3/bulk-send-helper.h"
#include "ns3/inet-socket-address.h"
#include "ns3/packet-sink-helper.h"
#include "ns3/packet-sink.h"
#include "ns3/simulator.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-client-server-helper.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

#include <gtest/gtest.h>

namespace ns3
{
namespace
{

constexpr uint16_t PORT = 80;

/// host 0 - box 1 - server 2.
class SocketOwner : public testing::Test
{
  protected:
    SocketOwner()
        : net(3)
    {
        net.RouteGlobally();
        PacketSinkHelper tcp("ns3::TcpSocketFactory",
                             InetSocketAddress(Ipv4Address::GetAny(), PORT));
        PacketSinkHelper udp("ns3::UdpSocketFactory",
                             InetSocketAddress(Ipv4Address::GetAny(), PORT));
        sink = tcp.Install(net.At(2)).Get(0)->GetObject<PacketSink>();
        udpSink = udp.Install(net.At(2)).Get(0)->GetObject<PacketSink>();
    }

    Ipv4Address Server() const
    {
        return net.Address(1, 1);
    }

    ApplicationContainer Download(uint32_t node)
    {
        BulkSendHelper bulk("ns3::TcpSocketFactory", InetSocketAddress(Server(), PORT));
        bulk.SetAttribute("MaxBytes", UintegerValue(5000));
        return bulk.Install(net.At(node));
    }

    /// Forbid a node's OUTPUT to all but a user.
    void AllowOnly(uint32_t node, const std::string& owner)
    {
        net.helper.Iptables(net.At(node), "-A OUTPUT -m owner " + owner + " -j ACCEPT");
        net.helper.Iptables(net.At(node), "-P OUTPUT DROP");
    }

    Ptr<Socket> Connect(uint32_t node, const TypeId& kind)
    {
        Ptr<Socket> socket = Socket::CreateSocket(net.At(node), kind);
        socket->Connect(InetSocketAddress(Server(), PORT));
        return socket;
    }

    TestNet net;
    Ptr<PacketSink> sink;
    Ptr<PacketSink> udpSink;
};

TEST_F(SocketOwner, WithoutAWordEverySocketIsRoots)
{
    AllowOnly(0, "--uid-owner root --gid-owner 0 --socket-exists");
    Download(0);
    net.Run(5);
    EXPECT_EQ(sink->GetTotalRx(), 5000U);
}

TEST_F(SocketOwner, ANodesOwnerIsThatOfAllItsSockets)
{
    net.helper.SetOwner(net.At(0), {1000, 100});
    AllowOnly(0, "--uid-owner 1000 --gid-owner 100");
    Download(0);
    net.Run(5);
    EXPECT_EQ(sink->GetTotalRx(), 5000U);
}

TEST_F(SocketOwner, ApplicationsThatStartTogetherAreToldApart)
{
    AllowOnly(0, "--uid-owner 1000");
    UdpClientHelper client(Server(), PORT);
    client.SetAttribute("MaxPackets", UintegerValue(3));
    client.SetAttribute("PacketSize", UintegerValue(100));
    ApplicationContainer before = Download(0);
    ApplicationContainer mine = client.Install(net.At(0));
    ApplicationContainer after = client.Install(net.At(0));
    net.helper.SetApplicationOwner(mine, {1000, 1000});
    net.helper.SetApplicationOwner(after, {1001, 1001});
    for (const auto& all : {before, mine, after})
    {
        all.Get(0)->SetStartTime(Seconds(1));
        all.Get(0)->GetObject<Application>(); // asking for it must not spoil the order
    }
    net.Run(5);
    EXPECT_EQ(sink->GetTotalRx(), 0U);
    EXPECT_EQ(udpSink->GetTotalRx(), 300U) << "all three datagrams, two of them sent by a timer";
}

TEST_F(SocketOwner, AcceptedConnectionsAreTheListeners)
{
    // The server may answer only as its own user: without it no connection comes about.
    ApplicationContainer server =
        PacketSinkHelper("ns3::TcpSocketFactory", InetSocketAddress(Ipv4Address::GetAny(), 81))
            .Install(net.At(2));
    net.helper.SetApplicationOwner(server, {33, 33});
    AllowOnly(2, "--uid-owner www-data");
    BulkSendHelper bulk("ns3::TcpSocketFactory", InetSocketAddress(Server(), 81));
    bulk.SetAttribute("MaxBytes", UintegerValue(5000));
    bulk.Install(net.At(0));
    Download(0);
    net.Run(5);
    EXPECT_EQ(server.Get(0)->GetObject<PacketSink>()->GetTotalRx(), 5000U);
    EXPECT_EQ(sink->GetTotalRx(), 0U) << "the other server is root's";
}

TEST_F(SocketOwner, ASocketsOwnerHoldsForItAlone)
{
    AllowOnly(0, "--uid-owner 7 --gid-owner 300 --suppl-groups");
    Ptr<Socket> mine = Connect(0, UdpSocketFactory::GetTypeId());
    Ptr<Socket> other = Connect(0, UdpSocketFactory::GetTypeId());
    net.helper.SetSocketOwner(mine, {7, 7, {200, 300}});
    net.helper.SetSocketOwner(other, {7, 7, {200}});
    net.Schedule(1, 0, [=] {
        mine->Send(Create<Packet>(10));
        other->Send(Create<Packet>(100));
    });
    net.Run(2);
    EXPECT_EQ(udpSink->GetTotalRx(), 10U);
}

TEST_F(SocketOwner, WhatTheKernelAnswersBelongsToNobody)
{
    AllowOnly(2, "! --uid-owner 0 --socket-exists");
    net.CountHooks();
    Ptr<Socket> closed = Socket::CreateSocket(net.At(0), UdpSocketFactory::GetTypeId());
    net.Schedule(1, 0, [&] {
        closed->SendTo(Create<Packet>(10), 0, InetSocketAddress(Server(), 9999));
    });
    Connect(0, TcpSocketFactory::GetTypeId())->Dispose();
    net.Run(2);
    EXPECT_EQ(net.Count(2, NfHook::POSTROUTING, NfProtocol::ICMP), 1U);
    EXPECT_EQ(net.Count(2, NfHook::POSTROUTING, NfProtocol::TCP), 0U) << "a listener's SYN ACK";
}

TEST_F(SocketOwner, ForwardedPacketsComeFromNoSocket)
{
    net.helper.Iptables(net.At(1), "-t mangle -A POSTROUTING -m owner --socket-exists -j DROP");
    Download(0);
    net.Run(5);
    EXPECT_EQ(sink->GetTotalRx(), 5000U);
}

/// A proxy on the box: whoever connects is connected to the server.
class TransparentProxy : public SocketOwner
{
  protected:
    void Start()
    {
        listener = Socket::CreateSocket(net.At(1), TcpSocketFactory::GetTypeId());
        listener->Bind(InetSocketAddress(Ipv4Address::GetAny(), 12345));
        listener->Listen();
        listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                    MakeCallback(&TransparentProxy::Accept, this));
        net.helper.Iptables(net.At(1),
                            "-t nat -A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 12345");
        net.helper.Iptables(net.At(1),
                            "-t nat -A OUTPUT -p tcp -m owner ! --uid-owner 1000 --dport 80 "
                            "-j REDIRECT --to-ports 12345");
    }

    void Accept(Ptr<Socket> client, const Address&)
    {
        ++accepted;
        if (accepted > 5)
        {
            return;
        }
        Ptr<Socket> server = Connect(1, TcpSocketFactory::GetTypeId());
        sockets.insert(sockets.end(), {client, server});
        client->SetRecvCallback(Callback<void, Ptr<Socket>>([server](Ptr<Socket> from) {
            while (Ptr<Packet> packet = from->Recv())
            {
                server->Send(packet->Copy());
            }
        }));
    }

    Ptr<Socket> listener;
    std::vector<Ptr<Socket>> sockets;
    uint32_t accepted{0};
};

TEST_F(TransparentProxy, CatchesItselfAsRoot)
{
    Start();
    Download(0);
    net.Run(5);
    EXPECT_GT(accepted, 5U);
    EXPECT_EQ(sink->GetTotalRx(), 0U);
}

TEST_F(TransparentProxy, WithAUserOfItsOwnReachesTheServer)
{
    Start();
    net.helper.SetSocketOwner(listener, {1000, 1000});
    Download(0);
    net.Run(5);
    EXPECT_EQ(accepted, 1U);
    EXPECT_EQ(sink->GetTotalRx(), 5000U);
}

TEST_F(TransparentProxy, OnANodeOfItsUserReachesTheServer)
{
    Start();
    net.helper.SetOwner(net.At(1), {1000, 1000});
    Download(0);
    net.Run(5);
    EXPECT_EQ(accepted, 1U);
    EXPECT_EQ(sink->GetTotalRx(), 5000U);
}

} // namespace
} // namespace ns3
