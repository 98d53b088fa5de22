// SPDX-License-Identifier: GPL-2.0-only

// A client's TCP socket learns what a firewall answers, as it would on Linux, also on a node
// without a layer: refused or unreachable at once, segments as small as TCPMSS says.

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/boolean.h"
#include "ns3/bulk-send-helper.h"
#include "ns3/callback.h"
#include "ns3/config.h"
#include "ns3/inet-socket-address.h"
#include "ns3/ipv4-raw-socket-factory.h"
#include "ns3/nf-socket-reactions.h"
#include "ns3/node-list.h"
#include "ns3/simulator.h"
#include "ns3/tcp-header.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{
namespace
{

/// A client that connects at 1 s, and what becomes of it.
class Client
{
  public:
    Client(TestNet& net, Ipv4Address to, uint16_t port)
    {
        net.Schedule(1, 0, [this, node = net.At(0), to, port] {
            socket = Socket::CreateSocket(node, TcpSocketFactory::GetTypeId());
            socket->SetConnectCallback(
                Callback<void, Ptr<Socket>>([this](Ptr<Socket>) { connected = Since(); }),
                Callback<void, Ptr<Socket>>([this](Ptr<Socket>) { failed = Since(); }));
            socket->SetCloseCallbacks(
                Callback<void, Ptr<Socket>>([this](Ptr<Socket>) { closed = Since(); }),
                Callback<void, Ptr<Socket>>([this](Ptr<Socket>) { broken = Since(); }));
            socket->Connect(InetSocketAddress(to, port));
        });
    }

    ~Client()
    {
        if (socket)
        {
            socket->SetConnectCallback(MakeNullCallback<void, Ptr<Socket>>(),
                                       MakeNullCallback<void, Ptr<Socket>>());
            socket->SetCloseCallbacks(MakeNullCallback<void, Ptr<Socket>>(),
                                      MakeNullCallback<void, Ptr<Socket>>());
        }
    }

    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// @return true if the attempt to connect failed at once
    bool IsRefused() const
    {
        return failed && *failed < 0.1;
    }

    Ptr<Socket> socket;
    std::optional<double> connected; //!< seconds after the attempt
    std::optional<double> failed;
    std::optional<double> closed;
    std::optional<double> broken;

  private:
    static double Since()
    {
        return Simulator::Now().GetSeconds() - 1;
    }
};

/// Client 0, router 1, server 2. Only the router has a layer.
class SocketReactions : public testing::Test
{
  protected:
    SocketReactions()
        : net(3, Without())
    {
        net.RouteGlobally();
        net.helper.Install(net.At(1));
    }

    ~SocketReactions() override
    {
        Config::SetDefault("ns3::NfSocketReactions::Enabled", BooleanValue(true));
    }

    static TestNet::Options Without()
    {
        TestNet::Options options;
        options.layer = TestNet::NONE;
        return options;
    }

    /// Listen at port 80 of the server, and accept.
    void Serve()
    {
        listener = Socket::CreateSocket(net.At(2), TcpSocketFactory::GetTypeId());
        listener->Bind(InetSocketAddress(Ipv4Address::GetAny(), 80));
        listener->SetAcceptCallback(
            MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
            Callback<void, Ptr<Socket>, const Address&>(
                [this](Ptr<Socket> socket, const Address&) { accepted = socket; }));
        listener->Listen();
    }

    Ipv4Address Server() const
    {
        return net.Address(1, 1);
    }

    TestNet net;
    Ptr<Socket> listener;
    Ptr<Socket> accepted;
};

struct Rejection
{
    const char* name;
    const char* with;
    Socket::SocketErrno error;
};

class Rejected : public SocketReactions, public testing::WithParamInterface<Rejection>
{
};

// Item 11 of the list: ns-3's client gave up after 189 s, whatever the firewall said.
TEST_P(Rejected, ClientKnowsAtOnce)
{
    net.helper.Iptables(net.At(1),
                        std::string("-A FORWARD -p tcp --dport 80 -j REJECT --reject-with ") +
                            GetParam().with);
    Serve();
    Client client(net, Server(), 80);
    net.Run(5);
    EXPECT_TRUE(client.IsRefused());
    EXPECT_FALSE(client.connected);
    EXPECT_EQ(client.socket->GetErrno(), GetParam().error);
}

const Rejection REJECTIONS[] = {
    {"Reset", "tcp-reset", Socket::ERROR_NOTCONN},
    {"Port", "icmp-port-unreachable", Socket::ERROR_NOTCONN},
    {"Host", "icmp-host-unreachable", Socket::ERROR_NOROUTETOHOST},
    {"Net", "icmp-net-unreachable", Socket::ERROR_NOROUTETOHOST},
    {"Protocol", "icmp-proto-unreachable", Socket::ERROR_OPNOTSUPP},
    {"HostProhibited", "icmp-host-prohibited", Socket::ERROR_NOROUTETOHOST},
    {"Prohibited", "icmp-admin-prohibited", Socket::ERROR_NOROUTETOHOST},
};

INSTANTIATE_TEST_SUITE_P(With, Rejected, testing::ValuesIn(REJECTIONS), [](const auto& info) {
    return std::string(info.param.name);
});

TEST_F(SocketReactions, ClosedPortRefusesAtOnce)
{
    net.helper.Iptables(net.At(1), "-A FORWARD -p tcp --dport 81");
    Client client(net, Server(), 80);
    net.Run(5);
    EXPECT_TRUE(client.IsRefused());
}

TEST_F(SocketReactions, DropIsSilent)
{
    net.helper.Iptables(net.At(1), "-A FORWARD -p tcp --dport 80 -j DROP");
    Serve();
    Client client(net, Server(), 80);
    net.Run(100);
    EXPECT_FALSE(client.failed);
    EXPECT_FALSE(client.connected);
}

TEST_F(SocketReactions, WithoutRulesTheSocketIsStock)
{
    net.Layer(1)->GetHooks().Register(NfFamily::IPV4, NfHook::FORWARD, 0, [](NfPacket&) {
        return NfVerdict::ACCEPT;
    });
    Client client(net, Server(), 80);
    net.Run(100);
    EXPECT_FALSE(client.failed);
    EXPECT_FALSE(net.At(0)->GetObject<NfSocketReactions>());
}

TEST_F(SocketReactions, AreOffByAttribute)
{
    Config::SetDefault("ns3::NfSocketReactions::Enabled", BooleanValue(false));
    net.helper.Iptables(net.At(1),
                        "-A FORWARD -p tcp --dport 80 -j REJECT --reject-with tcp-reset");
    Client client(net, Server(), 80);
    net.Run(100);
    EXPECT_FALSE(client.failed);
}

TEST_F(SocketReactions, RulesMayComeLater)
{
    Client client(net, Server(), 80);
    Serve();
    net.Schedule(0.5, 1, [this] {
        net.helper.Iptables(net.At(1), "-A FORWARD -p tcp --dport 80 -j REJECT");
    });
    net.Run(5);
    EXPECT_TRUE(client.IsRefused());
}

TEST_F(SocketReactions, ClientMayConnectAgainFromItsCallback)
{
    net.helper.Iptables(net.At(1),
                        "-A FORWARD -p tcp --dport 80 -j REJECT --reject-with tcp-reset");
    listener = Socket::CreateSocket(net.At(2), TcpSocketFactory::GetTypeId());
    listener->Bind(InetSocketAddress(Ipv4Address::GetAny(), 8080));
    listener->Listen();
    Client client(net, Server(), 80);
    net.Schedule(1.0, 0, [&] {
        client.socket->SetConnectCallback(
            Callback<void, Ptr<Socket>>([&](Ptr<Socket>) { client.connected = 2; }),
            Callback<void, Ptr<Socket>>([&](Ptr<Socket> socket) {
                client.failed = 1;
                socket->Connect(InetSocketAddress(Server(), 8080));
            }));
    });
    net.Run(5);
    EXPECT_EQ(client.failed, 1);
    EXPECT_EQ(client.connected, 2);
}

TEST_F(SocketReactions, ResetBreaksAConnection)
{
    Serve();
    net.helper.Iptables(net.At(1), "-A FORWARD -s 10.9.9.9");
    Client client(net, Server(), 80);
    net.Schedule(2, 1, [this] {
        net.helper.Iptables(net.At(1),
                            "-I FORWARD -p tcp --dport 80 -j REJECT --reject-with tcp-reset");
    });
    net.Schedule(3, 0, [&] { client.socket->Send(Create<Packet>(100)); });
    net.Run(5);
    ASSERT_TRUE(client.connected);
    ASSERT_TRUE(client.broken);
    EXPECT_NEAR(*client.broken, 2, 0.1);
    EXPECT_FALSE(client.closed);
}

// As Linux without IP_RECVERR: a connection keeps trying.
TEST_F(SocketReactions, UnreachableDoesNotBreakAConnection)
{
    Serve();
    net.helper.Iptables(net.At(1), "-A FORWARD -s 10.9.9.9");
    Client client(net, Server(), 80);
    net.Schedule(2, 1, [this] {
        net.helper.Iptables(net.At(1), "-I FORWARD -p tcp --dport 80 -j REJECT");
    });
    net.Schedule(3, 0, [&] { client.socket->Send(Create<Packet>(100)); });
    net.Schedule(3.5, 1, [this] { net.helper.Iptables(net.At(1), "-D FORWARD 1"); });
    net.Run(20);
    EXPECT_TRUE(client.connected);
    EXPECT_FALSE(client.broken);
    ASSERT_TRUE(accepted);
    EXPECT_EQ(accepted->GetRxAvailable(), 100U);
}

/// Sends an ICMP error about the client's connection, or a reset, that no router has made.
void
Forge(TestNet& net, uint8_t protocol, const std::vector<uint8_t>& bytes)
{
    Ptr<Socket> socket = Socket::CreateSocket(net.At(2), Ipv4RawSocketFactory::GetTypeId());
    socket->SetAttribute("Protocol", UintegerValue(protocol));
    socket->Bind();
    socket->SendTo(Create<Packet>(bytes.data(), bytes.size()),
                   0,
                   InetSocketAddress(net.Address(0, 0), 0));
    socket->Close();
}

TEST_F(SocketReactions, ResetThatAcknowledgesSomethingElseIsIgnored)
{
    net.helper.Iptables(net.At(1), "-A FORWARD -p tcp --dport 80 -j DROP");
    Client client(net, Server(), 80);
    net.Schedule(2, 2, [this] {
        // From port 80 to the first port that ns-3 gives, with a wrong acknowledgement.
        Forge(net, NfProtocol::TCP, {0, 80, 192,  1,    0, 0, 0, 0, 0, 0,
                                     0, 9,  0x50, 0x14, 0, 0, 0, 0, 0, 0});
    });
    net.Run(4);
    EXPECT_FALSE(client.failed);
    net.Schedule(0, 2, [this] {
        Forge(net, NfProtocol::TCP, {0, 80, 192,  1,    0, 0, 0, 0, 0, 0,
                                     0, 1,  0x50, 0x14, 0, 0, 0, 0, 0, 0});
    });
    net.Run(1);
    EXPECT_TRUE(client.failed);
}

/// A transfer over a router whose rule may look at the segment size.
class SegmentSize : public SocketReactions
{
  protected:
    SegmentSize()
    {
        Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(1400));
        NodeList::GetNode(net.At(1)->GetId())
            ->GetObject<Ipv4L3Protocol>()
            ->TraceConnectWithoutContext(
                "UnicastForward",
                Callback<void, const Ipv4Header&, Ptr<const Packet>, uint32_t>(
                    [this](const Ipv4Header& header, Ptr<const Packet> packet, uint32_t) {
                        largest = std::max(largest, packet->GetSize());
                        if (header.GetProtocol() == NfProtocol::TCP)
                        {
                            TcpHeader tcp;
                            packet->PeekHeader(tcp);
                            announced += tcp.HasOption(TcpOption::MSS);
                        }
                    }));
    }

    ~SegmentSize() override
    {
        Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(536));
    }

    /// @param from 0: the client sends to the server; 2: the server to the client
    void Transfer(uint32_t from)
    {
        uint32_t to = 2 - from;
        Ipv4Address address = to == 2 ? net.Address(1, 1) : net.Address(0, 0);
        TestBulk bulk(net.At(from), net.At(to), address, 80, 80, 100000, 1);
        net.Run(10);
        EXPECT_EQ(bulk.Received(), 100000U);
    }

    uint32_t largest{0};   //!< segment that was forwarded, with its header
    uint32_t announced{0}; //!< segments with the option
};

TEST_F(SegmentSize, IsLimitedBySetMss)
{
    net.helper.Iptables(
        net.At(1),
        "-t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1000");
    Transfer(0);
    EXPECT_EQ(largest, 1000U - 12 + 32); // with timestamps, as Linux counts
    EXPECT_EQ(announced, 2U);            // SYN and SYN+ACK
}

TEST_F(SegmentSize, LimitsTheServerToo)
{
    net.helper.Iptables(
        net.At(1),
        "-t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1000");
    listener = Socket::CreateSocket(net.At(2), TcpSocketFactory::GetTypeId());
    listener->Bind(InetSocketAddress(Ipv4Address::GetAny(), 80));
    listener->SetAcceptCallback(
        MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
        Callback<void, Ptr<Socket>, const Address&>(
            [](Ptr<Socket> socket, const Address&) { socket->Send(Create<Packet>(50000)); }));
    listener->Listen();
    Client client(net, Server(), 80);
    net.Run(5);
    EXPECT_EQ(client.socket->GetRxAvailable(), 50000U);
    EXPECT_EQ(largest, 1000U - 12 + 32);
}

TEST_F(SegmentSize, FollowsTheLinkOfTheRouter)
{
    net.devices[1].Get(0)->SetMtu(1000);
    net.devices[1].Get(1)->SetMtu(1000);
    net.helper.Iptables(
        net.At(1),
        "-t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu");
    Transfer(0);
    EXPECT_EQ(largest, 1000U - 20);
}

TEST_F(SegmentSize, IsNotAnnouncedIfNoRuleLooksAtIt)
{
    net.helper.Iptables(net.At(1), "-A FORWARD -p tcp -j ACCEPT");
    Transfer(0);
    EXPECT_EQ(announced, 0U);
    EXPECT_EQ(largest, 1400U + 32);
}

TEST_F(SegmentSize, FollowsAPathThatTurnsOutToBeNarrow)
{
    Serve();
    net.helper.Iptables(net.At(1), "-A FORWARD -s 10.9.9.9");
    Client client(net, Server(), 80);
    net.Schedule(2, 1, [this] {
        net.helper.Iptables(net.At(1), "-I FORWARD -s 10.0.0.1 -j DROP");
    });
    net.Schedule(3, 0, [&] { client.socket->Send(Create<Packet>(20000)); });
    net.Schedule(3.5, 2, [this] {
        // "Fragmentation needed, 1000 bytes" about the client's first byte, which is in flight.
        Forge(net, NfProtocol::ICMP, {3,  4, 0, 0, 0,   0, 3, 232, 0x45, 0, 5, 140,
                                      0,  1, 0, 0, 63,  6, 0, 0,   10,   0, 0, 1,
                                      10, 0, 1, 2, 192, 1, 0, 80,  0,    0, 0, 1});
    });
    net.Schedule(3.6, 1, [this] {
        largest = 0;
        net.helper.Iptables(net.At(1), "-D FORWARD 1");
    });
    net.Run(30);
    ASSERT_TRUE(accepted);
    EXPECT_EQ(accepted->GetRxAvailable(), 20000U);
    EXPECT_EQ(largest, 1000U - 20);
}

// UDP is ns-3's own: its attribute IcmpCallback hears of errors, its calls do not fail.
TEST_F(SocketReactions, UdpSocketHearsByItsOwnCallback)
{
    net.helper.Iptables(net.At(1), "-A FORWARD -p udp -j REJECT");
    Ptr<Socket> socket = Socket::CreateSocket(net.At(0), UdpSocketFactory::GetTypeId());
    std::vector<int> heard;
    socket->SetAttribute(
        "IcmpCallback",
        CallbackValue(Callback<void, Ipv4Address, uint8_t, uint8_t, uint8_t, uint32_t>(
            [&heard](Ipv4Address, uint8_t, uint8_t type, uint8_t code, uint32_t) {
                heard.push_back(type * 100 + code);
            })));
    socket->Bind();
    socket->Connect(InetSocketAddress(Server(), 9));
    net.Schedule(1, 0, [&] { socket->Send(Create<Packet>(10)); });
    int later = 0;
    net.Schedule(2, 0, [&] { later = socket->Send(Create<Packet>(10)); });
    net.Run(3);
    EXPECT_THAT(heard, testing::ElementsAre(303, 303));
    EXPECT_EQ(later, 10);
    EXPECT_EQ(socket->GetErrno(), Socket::ERROR_NOTERROR);
    socket->Close();
}

} // namespace
} // namespace ns3
