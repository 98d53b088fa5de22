// SPDX-License-Identifier: GPL-2.0-only

// A client's TCP socket learns what a firewall answers over IPv6, as it would on Linux.

#include "test-ipv6-net.h"

#include "ns3/boolean.h"
#include "ns3/callback.h"
#include "ns3/config.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/netfilter-helper.h"
#include "ns3/nf-header-size.h"
#include "ns3/nf-ipv6-stack.h"
#include "ns3/simulator.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <optional>
#include <string>

namespace ns3
{
namespace
{

/// Client 0, router 1, server 2, on links of 1500 and, behind the router, of 1400 bytes.
class Ipv6SocketReactions : public testing::Test
{
  protected:
    Ipv6SocketReactions()
        : net(3, Narrow())
    {
    }

    ~Ipv6SocketReactions() override
    {
        Config::SetDefault("ns3::NfSocketReactions::Enabled", BooleanValue(true));
    }

    static TestIpv6Net::Options Narrow()
    {
        TestIpv6Net::Options options;
        options.mtus = {1500, 1400};
        return options;
    }

    /// Connect to a port of the server 3 s from now, and send so many bytes then.
    void Connect(uint16_t port, uint32_t bytes = 0)
    {
        net.Schedule(3, 0, [this, port, bytes] {
            begun = Simulator::Now().GetSeconds();
            client = Socket::CreateSocket(net.At(0), TcpSocketFactory::GetTypeId());
            client->SetConnectCallback(Callback<void, Ptr<Socket>>([bytes](Ptr<Socket> socket) {
                                           socket->Send(Create<Packet>(bytes));
                                       }),
                                       Callback<void, Ptr<Socket>>([this](Ptr<Socket>) {
                                           failed = Simulator::Now().GetSeconds() - begun;
                                       }));
            client->Connect(Inet6SocketAddress(net.Address(1, 1), port));
        });
    }

    /// Listen at port 80 of the server, and count what comes.
    void Serve()
    {
        server = Socket::CreateSocket(net.At(2), TcpSocketFactory::GetTypeId());
        server->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), 80));
        server->SetAcceptCallback(
            MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
            Callback<void, Ptr<Socket>, const Address&>([this](Ptr<Socket> socket, const Address&) {
                socket->SetRecvCallback(Callback<void, Ptr<Socket>>(
                    [this](Ptr<Socket> s) { received += s->Recv()->GetSize(); }));
            }));
        server->Listen();
    }

    TestIpv6Net net;
    NetfilterHelper helper;
    Ptr<Socket> client;
    Ptr<Socket> server;
    double begun{0};
    std::optional<double> failed; //!< seconds after the attempt
    uint32_t received{0};
};

/// A way to reject, and what the client's socket says.
struct Rejection
{
    const char* with;
    Socket::SocketErrno error;
};

TEST_F(Ipv6SocketReactions, AClientThatIsRejectedKnowsAtOnce)
{
    for (const auto& [with, error] :
         {Rejection{"icmp6-no-route", Socket::ERROR_NOROUTETOHOST},
          Rejection{"icmp6-adm-prohibited", Socket::ERROR_NOROUTETOHOST},
          Rejection{"icmp6-addr-unreachable", Socket::ERROR_NOROUTETOHOST},
          Rejection{"icmp6-port-unreachable", Socket::ERROR_NOTCONN},
          Rejection{"tcp-reset", Socket::ERROR_NOTCONN}})
    {
        SCOPED_TRACE(with);
        failed = {};
        helper.Ip6tables(net.At(1), "-F FORWARD");
        helper.Ip6tables(net.At(1),
                         std::string("-A FORWARD -p tcp -j REJECT --reject-with ") + with);
        Connect(80);
        net.Run(5);
        ASSERT_TRUE(failed);
        EXPECT_LT(*failed, 0.1);
        EXPECT_EQ(client->GetErrno(), error);
    }
}

TEST_F(Ipv6SocketReactions, AClosedPortRefusesAtOnceOnlyWhereThereAreRules)
{
    Connect(81);
    net.Run(5);
    EXPECT_FALSE(failed) << "stock";
    helper.Ip6tables(net.At(1), "-A FORWARD -p udp -j DROP");
    Connect(81);
    net.Run(5);
    ASSERT_TRUE(failed);
    EXPECT_LT(*failed, 0.1);
    failed = {};
    Config::Set("/NodeList/*/$ns3::NfSocketReactions/Enabled", BooleanValue(false));
    Connect(81);
    net.Run(5);
    EXPECT_FALSE(failed) << "turned off";
}

TEST_F(Ipv6SocketReactions, ARouteThatProhibitsEndsTheAttempt)
{
    helper.Ip6tables(net.At(1), "-A FORWARD -p udp -j DROP");
    helper.Ip(net.At(1), "-6 route add prohibit 2001:2::2/128 metric 1");
    Connect(80);
    net.Run(5);
    ASSERT_TRUE(failed);
    EXPECT_LT(*failed, 0.1);
    EXPECT_EQ(client->GetErrno(), Socket::ERROR_NOROUTETOHOST);
}

TEST_F(Ipv6SocketReactions, SegmentsFollowAPathThatTurnsOutToBeNarrow)
{
    constexpr uint32_t bytes = 20000;
    constexpr uint32_t narrow = 1400;
    helper.Ip6tables(net.At(1), "-A FORWARD -p udp -j DROP");
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(1428));
    uint32_t largest = 0;
    uint32_t pieces = 0;
    net.OnHook(1, NfHook::FORWARD, [&](NfPacket& packet) {
        largest = std::max(largest, packet.GetSize());
        pieces += packet.ip.IsFragment() ? 1 : 0;
        return NfVerdict::ACCEPT;
    });
    net.CountHooks();
    Serve();
    Connect(80, bytes);
    net.Run(20);
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(536));
    EXPECT_EQ(received, bytes);
    EXPECT_LE(largest, narrow);
    EXPECT_GT(largest, narrow - 20U) << "as large as the path takes";
    EXPECT_EQ(pieces, 0U) << "the socket makes smaller segments, so nothing is cut";
}

TEST_F(Ipv6SocketReactions, ASynNamesTheSegmentSizeThatTcpmssLowers)
{
    helper.Ip6tables(net.At(1),
                     "-t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -m tcpmss --mss "
                     "1440 -j TCPMSS --set-mss 1300");
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(1428));
    uint32_t largest = 0;
    net.OnHook(2, NfHook::INPUT, [&](NfPacket& packet) {
        largest = std::max(largest, packet.GetPayloadSize());
        return NfVerdict::ACCEPT;
    });
    net.CountHooks();
    Serve();
    Connect(80, 20000);
    net.Run(20);
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(536));
    EXPECT_EQ(received, 20000U);
    // The server names what its link of 1400 bytes takes, 1340.
    EXPECT_EQ(largest, 1340U + NfHeaderSize::TCP);
}

} // namespace
} // namespace ns3
