// SPDX-License-Identifier: GPL-2.0-only

// `ip -6 rule` and `ip -6 route` steer what is forwarded, what sockets send, and what mangle marks.

#include "test-ipv6-net.h"

#include "ns3/boolean.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/netfilter-helper.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/simulator.h"
#include "ns3/udp-socket-factory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace
{

/**
 * host - router - upper - server, and host - router - lower - server, link i being 2001:i::/64. The
 * router's eth1 leads to upper, eth2 to lower; its routing protocol knows only the way over upper.
 * The server's address 2001:9::9 is reached by both.
 */
class Ipv6PolicyRouting : public testing::Test
{
  protected:
    enum
    {
        HOST,
        ROUTER,
        UPPER,
        LOWER,
        SERVER
    };

    Ipv6PolicyRouting()
    {
        nodes.Create(5);
        InternetStackHelper().Install(nodes);
        Link(HOST, ROUTER, "2001:1::");
        Link(ROUTER, UPPER, "2001:2::");
        Link(ROUTER, LOWER, "2001:3::");
        Link(UPPER, SERVER, "2001:4::");
        Link(LOWER, SERVER, "2001:5::");
        Default(HOST, "2001:1::2", 1);
        Default(ROUTER, "2001:2::2", 2);
        Default(UPPER, "2001:4::2", 2);
        Default(LOWER, "2001:5::2", 2);
        Default(SERVER, "2001:4::1", 1);
        Table(UPPER)->AddNetworkRouteTo("2001:1::", 64, "2001:2::1", 1);
        Table(LOWER)->AddNetworkRouteTo("2001:1::", 64, "2001:3::1", 1);
        Table(SERVER)->AddNetworkRouteTo("2001:3::", 64, "2001:5::1", 2);
        nodes.Get(SERVER)->GetObject<Ipv6>()->AddAddress(1, {"2001:9::9", Ipv6Prefix(128)});
        // Its address is that of one interface, and packets may come in by the other.
        nodes.Get(SERVER)->GetObject<Ipv6>()->SetAttribute("StrongEndSystemModel",
                                                           BooleanValue(false));
        netfilter.Install(nodes);
        for (uint32_t i : {UPPER, LOWER})
        {
            NetfilterHelper::Get(nodes.Get(i))
                ->GetHooks()
                .Register(NfFamily::IPV6, NfHook::FORWARD, 0, [this, i](NfPacket& packet) {
                    ++over[packet.ip.destination == NfAddress({0x20010009, 0, 0, 9}) ? i : i + 10];
                    return NfVerdict::ACCEPT;
                });
        }
        Ip({"-6 route add default via 2001:3::2 dev eth2 table 100"});
        Run(3);
    }

    ~Ipv6PolicyRouting() override
    {
        Simulator::Destroy();
    }

    void Link(uint32_t a, uint32_t b, const char* network)
    {
        NetDeviceContainer cable = PointToPointHelper().Install(nodes.Get(a), nodes.Get(b));
        uint8_t bytes[16];
        Ipv6Address(network).GetBytes(bytes);
        for (uint32_t side = 0; side < 2; ++side)
        {
            bytes[15] = side + 1;
            Ptr<Ipv6> ipv6 = nodes.Get(side == 0 ? a : b)->GetObject<Ipv6>();
            const uint32_t interface = ipv6->AddInterface(cable.Get(side));
            ipv6->AddAddress(interface, {Ipv6Address(bytes), Ipv6Prefix(64)});
            ipv6->SetUp(interface);
            ipv6->SetForwarding(interface, true);
        }
    }

    Ptr<Ipv6StaticRouting> Table(uint32_t i)
    {
        return Ipv6StaticRoutingHelper().GetStaticRouting(nodes.Get(i)->GetObject<Ipv6>());
    }

    void Default(uint32_t i, const char* gateway, uint32_t interface)
    {
        Table(i)->AddNetworkRouteTo(Ipv6Address::GetAny(),
                                    Ipv6Prefix::GetZero(),
                                    gateway,
                                    interface);
    }

    void Ip(const std::vector<std::string>& commands)
    {
        for (const std::string& command : commands)
        {
            netfilter.Ip(nodes.Get(ROUTER), command);
        }
    }

    static void Run(double seconds)
    {
        Simulator::Stop(Seconds(seconds));
        Simulator::Run();
    }

    /// Give a sender another socket, which is bound to an address.
    static void SendFrom(TestIpv6Udp& udp, Ipv6Address source)
    {
        udp.sender = Socket::CreateSocket(udp.sender->GetNode(), UdpSocketFactory::GetTypeId());
        udp.sender->Bind(Inet6SocketAddress(source, 0));
    }

    /// @return which way a datagram to a port takes: u, l, or - if it does not come
    std::string Way(uint32_t from, uint16_t port, Ipv6Address source = Ipv6Address::GetAny())
    {
        over.clear();
        TestIpv6Udp udp(nodes.Get(from), nodes.Get(SERVER), port);
        if (!source.IsAny())
        {
            SendFrom(udp, source);
        }
        udp.Send(0.1, "2001:9::9", port);
        Run(1);
        lastSource = udp.lastSource;
        udp.receiver->Close();
        return udp.received == 0 ? "-" : over[UPPER] == 1U ? "u" : over[LOWER] == 1U ? "l" : "?";
    }

    NodeContainer nodes;
    NetfilterHelper netfilter;
    std::map<uint32_t, uint32_t> over; //!< packets to the server; plus 10: others
    Ipv6Address lastSource;            //!< as the server saw it
};

TEST_F(Ipv6PolicyRouting, WithoutRulesTheProtocolDecides)
{
    EXPECT_EQ(Way(HOST, 9), "u");
    EXPECT_EQ(Way(ROUTER, 9), "u");
}

TEST_F(Ipv6PolicyRouting, ByMarksOfMangle)
{
    netfilter.Ip6tables(nodes.Get(ROUTER),
                        "-t mangle -A PREROUTING -p udp --dport 9 -j MARK --set-mark 7");
    netfilter.Ip6tables(nodes.Get(ROUTER),
                        "-t mangle -A OUTPUT -p udp --dport 9 -j MARK --set-mark 7");
    Ip({"-6 rule add fwmark 7 table 100"});
    EXPECT_EQ(Way(HOST, 9), "l");
    EXPECT_EQ(Way(HOST, 10), "u");
    EXPECT_EQ(Way(ROUTER, 9), "l") << "routed anew behind OUTPUT";
    EXPECT_EQ(lastSource, "2001:2::1") << "chosen for the first route, as on Linux";
    EXPECT_EQ(Way(ROUTER, 10), "u");
    netfilter.Ip6tables(nodes.Get(ROUTER), "-t nat -A POSTROUTING -o eth2 -j MASQUERADE");
    EXPECT_EQ(Way(ROUTER, 9), "l");
    EXPECT_EQ(lastSource, "2001:3::1");
    Ip({"-6 rule add fwmark 7 prohibit"});
    EXPECT_EQ(Way(ROUTER, 9), "-");
}

TEST_F(Ipv6PolicyRouting, ByTheSourceThatASocketIsBoundTo)
{
    Ip({"-6 rule add from 2001:3::1 table 100"});
    EXPECT_EQ(Way(ROUTER, 9), "u");
    EXPECT_EQ(Way(ROUTER, 9, "2001:3::1"), "l");
}

TEST_F(Ipv6PolicyRouting, ARouteSaysFromWhereTheNodeSends)
{
    Ip({"-6 route add 2001:9::/64 via 2001:3::2 src 2001:1::2"});
    EXPECT_EQ(Way(ROUTER, 9), "l");
    EXPECT_EQ(lastSource, "2001:1::2");
}

TEST_F(Ipv6PolicyRouting, RefusalsAreAnsweredWithTheirCodes)
{
    struct
    {
        const char* type;
        int code; //!< -1: no answer
    } cases[] = {{"unreachable", 0}, {"prohibit", 1}, {"blackhole", -1}};

    for (const auto& c : cases)
    {
        SCOPED_TRACE(c.type);
        Ip({std::string("-6 route replace ") + c.type + " 2001:9::9"});
        TestIpv6Ping ping(nodes.Get(HOST));
        ping.Send(0.1, "2001:9::9");
        Run(1);
        EXPECT_EQ(ping.heard["reply"], 0U);
        const auto& last = ping.last["unreachable"];
        EXPECT_EQ(last.empty() ? -1 : last[1], c.code);
    }
}

TEST_F(Ipv6PolicyRouting, AnswersLeaveByTheUplinkTheyCameInBy)
{
    netfilter.RestoreText6(nodes.Get(ROUTER),
                           "*mangle\n"
                           "-A PREROUTING -j CONNMARK --restore-mark\n"
                           "-A PREROUTING -m mark ! --mark 0 -j RETURN\n"
                           "-A PREROUTING -i eth1 -m conntrack --ctstate NEW -j MARK --set-mark 1\n"
                           "-A PREROUTING -i eth2 -m conntrack --ctstate NEW -j MARK --set-mark 2\n"
                           "-A PREROUTING -j CONNMARK --save-mark\n"
                           "-A OUTPUT -j CONNMARK --restore-mark\n"
                           "COMMIT\n");
    Ip({"-6 route add default via 2001:2::2 dev eth1 table 1",
        "-6 route add default via 2001:3::2 dev eth2 table 2",
        "-6 route add 2001:1::/64 dev eth0 table 1",
        "-6 route add 2001:1::/64 dev eth0 table 2",
        "-6 rule add fwmark 1 table 1 priority 101",
        "-6 rule add fwmark 2 table 2 priority 102"});
    for (const auto& [to, way] : {std::pair("2001:3::1", LOWER), std::pair("2001:2::1", UPPER)})
    {
        SCOPED_TRACE(to);
        over.clear();
        TestIpv6Ping ping(nodes.Get(SERVER));
        ping.Send(0.1, to);
        Run(1);
        EXPECT_EQ(ping.heard["reply"], 1U);
        const int other = LOWER + UPPER - way;
        EXPECT_EQ(over[way] + over[way + 10], 2U) << "question and answer";
        EXPECT_EQ(over[other] + over[other + 10], 0U);
    }
}

TEST_F(Ipv6PolicyRouting, ALocalRouteDeliversWhatItsRuleChooses)
{
    netfilter.Ip6tables(nodes.Get(ROUTER),
                        "-t mangle -A PREROUTING -p udp --dport 9 -j MARK --set-mark 1");
    Ip({"-6 rule add fwmark 1 table 99", "-6 route add local ::/0 dev lo table 99"});
    TestIpv6Udp udp(nodes.Get(HOST), nodes.Get(ROUTER), 9);
    udp.Send(0.1, "2001:9::9", 9);
    Run(1);
    EXPECT_EQ(udp.received, 1U);
    EXPECT_EQ(over[UPPER], 0U);
}

} // namespace
} // namespace ns3
