// SPDX-License-Identifier: GPL-2.0-only

// Sockets that get packets for other addresses: the target TPROXY, the match socket, and what a
// proxy does with NfTransparentSocket.

#include "test-ipv6-net.h"
#include "test-net.h"
#include "test-traffic.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/netfilter-helper.h"
#include "ns3/nf-transparent-socket.h"
#include "ns3/simulator.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"

#include <gtest/gtest.h>
#include <sstream>
#include <string>
#include <vector>

namespace ns3
{
namespace
{

std::string
ToText(const Address& name)
{
    std::ostringstream text;
    if (Inet6SocketAddress::IsMatchingType(name))
    {
        const Inet6SocketAddress end = Inet6SocketAddress::ConvertFrom(name);
        text << end.GetIpv6() << ' ' << end.GetPort();
    }
    else if (InetSocketAddress::IsMatchingType(name))
    {
        const InetSocketAddress end = InetSocketAddress::ConvertFrom(name);
        text << end.GetIpv4() << ':' << end.GetPort();
    }
    return text.str();
}

/// Accepts TCP connections for any address, and answers what comes with as many bytes.
class Interceptor
{
  public:
    Interceptor(Ptr<Node> node, const Address& address, bool transparent = true)
        : listener(Socket::CreateSocket(node, TcpSocketFactory::GetTypeId()))
    {
        listener->Bind(address);
        listener->Listen();
        listener->SetAcceptCallback(MakeCallback(&Interceptor::Ask, this),
                                    MakeCallback(&Interceptor::Accept, this));
        if (transparent)
        {
            NfTransparentSocket::Set(listener);
        }
    }

    Interceptor(const Interceptor&) = delete;
    Interceptor& operator=(const Interceptor&) = delete;

    Ptr<Socket> listener;
    bool closesWhenAsked{false};
    std::vector<std::string> wanted; //!< where clients wanted to go
    uint64_t received{0};

  private:
    bool Ask(Ptr<Socket>, const Address&)
    {
        if (closesWhenAsked)
        {
            listener->Close();
        }
        return true;
    }

    void Accept(Ptr<Socket> socket, const Address&)
    {
        Address name;
        socket->GetSockName(name);
        wanted.push_back(ToText(name));
        m_sockets.push_back(socket);
        socket->SetRecvCallback(MakeCallback(&Interceptor::Receive, this));
    }

    void Receive(Ptr<Socket> socket)
    {
        while (Ptr<Packet> data = socket->Recv())
        {
            if (data->GetSize() == 0)
            {
                return;
            }
            received += data->GetSize();
            socket->Send(Create<Packet>(data->GetSize()));
        }
    }

    std::vector<Ptr<Socket>> m_sockets;
};

/// Connects, sends some bytes, and counts what is answered.
class Client
{
  public:
    Client(Ptr<Node> node, const Address& to, uint32_t bytes)
        : socket(Socket::CreateSocket(node, TcpSocketFactory::GetTypeId())),
          m_bytes(bytes)
    {
        socket->SetConnectCallback(MakeCallback(&Client::Connected, this),
                                   MakeNullCallback<void, Ptr<Socket>>());
        socket->SetRecvCallback(MakeCallback(&Client::Receive, this));
        Simulator::ScheduleWithContext(node->GetId(), Seconds(1), [this, to] {
            socket->Connect(to);
        });
    }

    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    Ptr<Socket> socket;
    bool connected{false};
    uint64_t answered{0};

  private:
    void Connected(Ptr<Socket>)
    {
        connected = true;
        socket->Send(Create<Packet>(m_bytes));
    }

    void Receive(Ptr<Socket>)
    {
        while (Ptr<Packet> data = socket->Recv())
        {
            if (data->GetSize() == 0)
            {
                return;
            }
            answered += data->GetSize();
        }
    }

    uint32_t m_bytes;
};

/// Client 0, box 1, server 2. What the box marks with 1 stays there.
class TransparentProxy : public testing::Test
{
  public:
    TransparentProxy()
        : net(3)
    {
        net.DefaultRoute(0, net.Address(0, 1));
        net.DefaultRoute(2, net.Address(1, 0));
        net.helper.Ip(net.At(1), "rule add fwmark 1 lookup 100");
        net.helper.Ip(net.At(1), "route add local 0.0.0.0/0 dev lo table 100");
    }

    void Rule(const std::string& rule)
    {
        net.helper.Iptables(net.At(1), "-t mangle -A PREROUTING " + rule);
    }

    TestNet net;
};

TEST_F(TransparentProxy, AcceptsConnectionsForOtherAddressesAndAnswersFromThem)
{
    Rule("-p tcp -m socket --transparent -j MARK --set-mark 1");
    Rule("-p tcp -m mark --mark 1 -j ACCEPT");
    Rule("-p tcp --dport 80 -j TPROXY --on-port 50080 --tproxy-mark 1");
    Interceptor proxy(net.At(1), InetSocketAddress(Ipv4Address::GetAny(), 50080));
    Client client(net.At(0), InetSocketAddress(net.Address(1, 1), 80), 20000);
    net.CountHooks();
    net.Run(5);
    EXPECT_EQ(proxy.wanted, std::vector<std::string>{"10.0.1.2:80"});
    EXPECT_EQ(proxy.received, 20000U);
    EXPECT_EQ(client.answered, 20000U);
    EXPECT_EQ(net.Count(2, NfHook::PREROUTING, NfProtocol::TCP), 0U);
}

TEST_F(TransparentProxy, AnotherWayForEachAddressAtOneListener)
{
    Rule("-p tcp -j TPROXY --on-port 50080 --tproxy-mark 1");
    Interceptor proxy(net.At(1), InetSocketAddress(net.Address(0, 1), 50080));
    Client one(net.At(0), InetSocketAddress("203.0.113.1", 80), 1000);
    Client other(net.At(0), InetSocketAddress("203.0.113.2", 443), 2000);
    net.Run(5);
    EXPECT_EQ(proxy.wanted, (std::vector<std::string>{"203.0.113.1:80", "203.0.113.2:443"}));
    EXPECT_EQ(one.answered, 1000U);
    EXPECT_EQ(other.answered, 2000U);
}

TEST_F(TransparentProxy, OnlyATransparentSocketIsGivenPackets)
{
    Rule("-p tcp --dport 80 -j TPROXY --on-port 50080 --tproxy-mark 1");
    Interceptor proxy(net.At(1), InetSocketAddress(Ipv4Address::GetAny(), 50080), false);
    Client client(net.At(0), InetSocketAddress(net.Address(1, 1), 80), 1000);
    net.Run(5);
    EXPECT_TRUE(proxy.wanted.empty());
    EXPECT_FALSE(client.connected);
}

TEST_F(TransparentProxy, WhatWasGivenToASocketIsNotForwarded)
{
    Rule("-p tcp --dport 80 -j TPROXY --on-port 50080");
    Interceptor proxy(net.At(1), InetSocketAddress(Ipv4Address::GetAny(), 50080));
    Client client(net.At(0), InetSocketAddress(net.Address(1, 1), 80), 1000);
    net.CountHooks();
    net.Run(5);
    EXPECT_TRUE(proxy.wanted.empty());
    EXPECT_GT(net.Count(1, NfHook::PREROUTING, NfProtocol::TCP), 0U);
    EXPECT_EQ(net.Count(1, NfHook::FORWARD, NfProtocol::TCP), 0U);
}

TEST_F(TransparentProxy, MayCloseItsListenerWhileItIsAsked)
{
    Rule("-p tcp --dport 80 -j TPROXY --on-port 50080 --tproxy-mark 1");
    Interceptor proxy(net.At(1), InetSocketAddress(Ipv4Address::GetAny(), 50080));
    proxy.closesWhenAsked = true;
    Client client(net.At(0), InetSocketAddress(net.Address(1, 1), 80), 1000);
    net.Run(5);
    Interceptor again(net.At(1), InetSocketAddress(Ipv4Address::GetAny(), 50080));
    EXPECT_EQ(again.listener->GetErrno(), Socket::ERROR_NOTERROR) << "the port is free again";
}

TEST_F(TransparentProxy, ConnectsInTheNameOfAnother)
{
    Rule("-p tcp -m socket --transparent -j MARK --set-mark 1");
    Interceptor server(net.At(2), InetSocketAddress(Ipv4Address::GetAny(), 80), false);
    Ptr<Socket> onward = Socket::CreateSocket(net.At(1), TcpSocketFactory::GetTypeId());
    EXPECT_EQ(onward->Bind(InetSocketAddress(net.Address(0, 0), 40000)), 0);
    NfTransparentSocket::Set(onward);
    uint64_t answered = 0;
    onward->SetRecvCallback(Callback<void, Ptr<Socket>>([&](Ptr<Socket> socket) {
        while (Ptr<Packet> data = socket->Recv())
        {
            answered += data->GetSize();
        }
    }));
    Address peer;
    net.Schedule(1, 1, [&] {
        EXPECT_EQ(NfTransparentSocket::Connect(onward, InetSocketAddress(net.Address(1, 1), 80)),
                  0);
    });
    net.Schedule(2, 1, [&] { onward->Send(Create<Packet>(5000)); });
    std::vector<Ipv4Address> sources;
    net.OnHook(2, NfHook::INPUT, [&](NfPacket& packet) {
        sources.push_back(packet.ip.source.ToIpv4());
        return NfVerdict::ACCEPT;
    });
    net.CountHooks();
    net.Run(5);
    EXPECT_EQ(server.received, 5000U);
    EXPECT_EQ(answered, 5000U);
    ASSERT_FALSE(sources.empty());
    for (const Ipv4Address& source : sources)
    {
        ASSERT_EQ(source, net.Address(0, 0));
    }
    EXPECT_EQ(net.Count(0, NfHook::PREROUTING, NfProtocol::TCP), 0U);
}

TEST_F(TransparentProxy, ADatagramTellsWhereItWasSent)
{
    Rule("-p udp --dport 53 -j TPROXY --on-port 10053 --tproxy-mark 1");
    Ptr<Socket> listener = Socket::CreateSocket(net.At(1), UdpSocketFactory::GetTypeId());
    listener->Bind(InetSocketAddress(Ipv4Address::GetAny(), 10053));
    NfTransparentSocket::Set(listener);
    std::vector<std::string> wanted;
    listener->SetRecvCallback(Callback<void, Ptr<Socket>>([&](Ptr<Socket> socket) {
        Address from;
        Ptr<Packet> data = socket->RecvFrom(from);
        const auto destination = NfTransparentSocket::GetOriginalDestination(data);
        wanted.push_back(destination ? ToText(*destination) : "");
        // The answer comes from where the client has sent to.
        Ptr<Socket> answer = Socket::CreateSocket(net.At(1), UdpSocketFactory::GetTypeId());
        answer->Bind(destination.value_or(Address()));
        answer->SendTo(Create<Packet>(data->GetSize()), 0, from);
        answer->Close();
    }));
    TestUdp udp(net.At(0), nullptr, 53);
    udp.Send(1, Ipv4Address("203.0.113.1"), 53);
    udp.Send(2, net.Address(1, 1), 53);
    net.Run(5);
    EXPECT_EQ(wanted, (std::vector<std::string>{"203.0.113.1:53", "10.0.1.2:53"}));
    EXPECT_EQ(udp.echoed, 2U);
    EXPECT_EQ(udp.lastEchoSource, net.Address(1, 1));
    EXPECT_EQ(udp.lastEchoPort, 53U);
}

TEST(TransparentProxy6, AcceptsConnectionsForAnotherPortAndAnswersFromIt)
{
    TestIpv6Net net(3);
    NetfilterHelper().Ip6tables(net.At(1),
                                "-t mangle -A PREROUTING -p tcp --dport 80 "
                                "-j TPROXY --on-port 50080 --on-ip 2001:2::1");
    Interceptor proxy(net.At(1), Inet6SocketAddress(Ipv6Address("2001:2::1"), 50080));
    Client client(net.At(0), Inet6SocketAddress(Ipv6Address("2001:1::2"), 80), 20000);
    net.Run(5);
    EXPECT_EQ(proxy.wanted, std::vector<std::string>{"2001:1::2 80"});
    EXPECT_EQ(client.answered, 20000U);
}

TEST(TransparentProxy6, ADatagramTellsWhereItWasSent)
{
    TestIpv6Net net(3);
    NetfilterHelper().Ip6tables(net.At(1),
                                "-t mangle -A PREROUTING -p udp -j TPROXY --on-port 10053");
    Ptr<Socket> listener = Socket::CreateSocket(net.At(1), UdpSocketFactory::GetTypeId());
    listener->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), 10053));
    NfTransparentSocket::Set(listener);
    std::string wanted;
    listener->SetRecvCallback(Callback<void, Ptr<Socket>>([&](Ptr<Socket> socket) {
        const auto destination = NfTransparentSocket::GetOriginalDestination(socket->Recv());
        wanted = destination ? ToText(*destination) : "none";
    }));
    Ptr<Socket> client = Socket::CreateSocket(net.At(0), UdpSocketFactory::GetTypeId());
    client->Bind6();
    net.Schedule(1, 0, [&] {
        client->SendTo(Create<Packet>(10), 0, Inet6SocketAddress(Ipv6Address("2001:1::2"), 53));
    });
    net.Run(3);
    EXPECT_EQ(wanted, "2001:1::2 53");
}

TEST_F(TransparentProxy, SocketsThatEndAreForgotten)
{
    Rule("-p udp --dport 53 -j TPROXY --on-port 10053 --tproxy-mark 1");
    Ptr<Socket> listener = Socket::CreateSocket(net.At(1), UdpSocketFactory::GetTypeId());
    listener->Bind(InetSocketAddress(Ipv4Address::GetAny(), 10053));
    NfTransparentSocket::Set(listener);
    listener->Close();
    listener = nullptr;
    TestUdp udp(net.At(0), nullptr, 53);
    udp.Send(1, Ipv4Address("203.0.113.1"), 53);
    net.CountHooks();
    net.Run(3);
    EXPECT_EQ(udp.echoed, 0U);
    EXPECT_EQ(net.Count(0, NfHook::POSTROUTING, NfProtocol::UDP), 1U);
    EXPECT_EQ(net.Count(1, NfHook::INPUT, NfProtocol::UDP), 0U) << "dropped: there is no socket";
}

} // namespace
} // namespace ns3
