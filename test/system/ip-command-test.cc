// SPDX-License-Identifier: GPL-2.0-only

// `ip rule` and `ip route` as text. What is printed was recorded from iproute2 6.1.

#include "test-net.h"

#include "ns3/inet-socket-address.h"
#include "ns3/nf-policy-routing.h"
#include "ns3/socket.h"
#include "ns3/udp-socket-factory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace ns3
{
namespace
{

using Kind = NfPolicyRouting::Result::Kind;

/// Node 1 has lo, eth0 (10.0.0.2/24) and eth1 (10.0.1.1/24).
class IpCommand : public testing::Test
{
  protected:
    IpCommand()
        : net(3),
          routing(net.Layer(1)->GetStack()->GetPolicyRouting())
    {
    }

    /// Execute commands.
    /// @return what they print
    std::string Ip(const std::vector<std::string>& commands)
    {
        std::string output;
        for (const std::string& command : commands)
        {
            output += net.helper.Ip(net.At(1), command);
        }
        return output;
    }

    /// @return how a packet of the node with a mark is routed
    NfPolicyRouting::Result Lookup(Ipv4Address destination, uint32_t mark = 0)
    {
        NfFlow flow;
        flow.source = Ipv4Address("10.0.0.2");
        flow.destination = destination;
        flow.mark = mark;
        return routing.Lookup(flow);
    }

    TestNet net;
    NfPolicyRouting& routing;
};

TEST_F(IpCommand, AMarkWithoutMaskMeansAllItsBits)
{
    Ip({"rule add fwmark 2 table 100", "route add default via 10.0.1.2 table 100"});
    EXPECT_EQ(Lookup("9.9.9.9", 2).kind, Kind::ROUTE);
    EXPECT_EQ(Lookup("9.9.9.9", 0).kind, Kind::ASK_PROTOCOL);
    EXPECT_EQ(Lookup("9.9.9.9", 0x102).kind, Kind::ASK_PROTOCOL);
}

TEST_F(IpCommand, AStructsMarkMeansAllItsBitsToo)
{
    NfRoutingRule rule;
    rule.mark = 2;
    rule.action = NfRoutingRule::PROHIBIT;
    routing.AddRule(rule);
    EXPECT_EQ(Lookup("9.9.9.9", 2).kind, Kind::PROHIBIT);
    EXPECT_EQ(Lookup("9.9.9.9", 0).kind, Kind::ASK_PROTOCOL);
    EXPECT_EQ(Lookup("9.9.9.9", 0x102).kind, Kind::ASK_PROTOCOL);
    // As it is made, a rule is for every packet.
    NfRoutingRule every;
    every.action = NfRoutingRule::BLACKHOLE;
    routing.AddRule(every);
    EXPECT_EQ(Lookup("9.9.9.9", 2).kind, Kind::BLACKHOLE) << "and goes before what is there";
}

TEST_F(IpCommand, ListsRulesAsIproute2)
{
    EXPECT_EQ(Ip({"rule add fwmark 2 table 100",
                  "rule add not fwmark 51820 table 51820",
                  "rule add table main suppress_prefixlength 0",
                  "rule add from 10.0.0.0/8 to 10.2.3.4 tos 10 iif eth0 oif lo prio 7 table 5",
                  "rule add fwmark 0x1/0xff unreachable",
                  "rule add fwmark 0 table 7",
                  "rule add fwmark 0/0xff table 7",
                  "rule add prohibit from 10.9.9.9",
                  "rule add pref 99 blackhole",
                  "rule add priority 3 lookup default",
                  "rule list"}),
              "0:\tfrom all lookup local\n"
              "3:\tfrom 10.9.9.9 prohibit\n"
              "3:\tfrom all lookup default\n"
              "4:\tfrom all fwmark 0/0xff lookup 7\n"
              "5:\tfrom all lookup 7\n"
              "6:\tfrom all fwmark 0x1/0xff unreachable\n"
              "7:\tfrom 10.0.0.0/8 to 10.2.3.4 tos 0x10 iif eth0 oif lo lookup 5\n"
              "99:\tfrom all blackhole\n"
              "32763:\tfrom all lookup main suppress_prefixlength 0\n"
              "32764:\tnot from all fwmark 0xca6c lookup 51820\n"
              "32765:\tfrom all fwmark 0x2 lookup 100\n"
              "32766:\tfrom all lookup main\n"
              "32767:\tfrom all lookup default\n");
    EXPECT_EQ(Ip({"rule del fwmark 2", "rule del prio 7", "rule del pref 3", "rule flush", "rule"}),
              "0:\tfrom all lookup local\n");
}

TEST_F(IpCommand, ListsRoutesAsIproute2)
{
    EXPECT_EQ(Ip({"route add default via 10.0.0.1 metric 5",
                  "route add 10.5.0.0/16 via 10.0.0.9 dev eth0 src 10.0.0.2",
                  "route add unreachable 10.6.0.0/16",
                  "route add prohibit 10.7.7.7",
                  "route add 10.8.0.0/16 dev eth1",
                  "route append 10.8.0.0/16 via 10.0.1.9",
                  "route add 10.8.0.0/16 dev eth1 metric 3",
                  "route add 10.8.0.0/16 dev eth1 metric 2",
                  "route add 3.3.3.3 via 7.7.7.7 onlink dev eth0",
                  "route"}),
              "default via 10.0.0.1 dev eth0 metric 5 \n"
              "3.3.3.3 via 7.7.7.7 dev eth0 onlink \n"
              "10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.2 \n"
              "10.0.1.0/24 dev eth1 proto kernel scope link src 10.0.1.1 \n"
              "10.5.0.0/16 via 10.0.0.9 dev eth0 src 10.0.0.2 \n"
              "unreachable 10.6.0.0/16 \n"
              "prohibit 10.7.7.7 \n"
              "10.8.0.0/16 dev eth1 scope link \n"
              "10.8.0.0/16 via 10.0.1.9 dev eth1 \n"
              "10.8.0.0/16 dev eth1 scope link metric 2 \n"
              "10.8.0.0/16 dev eth1 scope link metric 3 \n");
    EXPECT_EQ(Ip({"route add throw 10.7.0.0/16 table 5",
                  "route list table 5",
                  "route flush table 5",
                  "route list table 5",
                  "route add local default dev lo table 100",
                  "route list table 100"}),
              "throw 10.7.0.0/16 \nlocal default dev lo scope host \n");
    EXPECT_THAT(Ip({"route add local 203.0.113.0/24 dev lo", "route list table local"}),
                testing::AllOf(testing::HasSubstr("local 203.0.113.0/24 dev lo scope host \n"),
                               testing::HasSubstr("local 10.0.0.2 dev eth0 proto kernel scope host "
                                                  "src 10.0.0.2 \n")));
    EXPECT_EQ(Ip({"route del 10.8.0.0/16 via 10.0.1.9",
                  "route replace default via 10.0.1.7 metric 5",
                  "route del 10.7.7.7",
                  "route flush",
                  "route"}),
              "10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.2 \n"
              "10.0.1.0/24 dev eth1 proto kernel scope link src 10.0.1.1 \n");
}

TEST_F(IpCommand, TellsTheColumnOfWhatIsWrongAndChangesNothing)
{
    struct
    {
        const char* command;
        uint32_t column;
    } cases[] = {{"", 1},
                 {"link", 1},
                 {"-5 rule", 1},
                 {"rule frobnicate", 6},
                 {"rule add fwmark", 16},
                 {"rule add fwmark 2x table 4", 17},
                 {"rule add  frobnicate 3", 11},
                 {"rule add table 5000000000", 16},
                 {"rule add table 0", 16},
                 {"rule add from 10.0.0.1/33 table 4", 15},
                 {"rule add tos 3 table 4", 14},
                 {"rule add uidrange 0-5 table 4", 10},
                 {"rule add blackhole table 4", 27},
                 {"rule del fwmark 77", 19},
                 {"route frob", 7},
                 {"route add 10.0.0.0/99 dev eth0", 11},
                 {"route add 10.77.1.2/16 dev eth0", 11},
                 {"route add 10.77.0.0/16 via 9.9.9.9", 35},
                 {"route add 10.77.0.0/16", 23},
                 {"route add 10.77.0.0/16 dev eth9", 32},
                 {"route add 10.77.0.0/16 dev eth0 nexthop via 1.2.3.4", 33},
                 {"route add unreachable 10.1.1.1 dev eth0", 40},
                 {"route add local 10.1.1.1 via 10.0.0.1", 38},
                 {"route add 10.8.0.0/16 via 10.0.1.9", 35},
                 {"route del 10.88.0.0/16", 23},
                 {"route list tabel 5", 12},
                 // The nodes have no IPv6, whose addresses could be a source.
                 {"-6 route add 2001:db8::/64 dev eth0 src 2001:db8::1", 52}};

    Ip({"route add 10.8.0.0/16 dev eth1"});
    std::string before = Ip({"rule", "route"});
    for (const auto& c : cases)
    {
        SCOPED_TRACE(c.command);
        std::string output;
        NfStatus error = NetfilterHelper::TryIp(net.At(1), c.command, &output);
        ASSERT_TRUE(error);
        EXPECT_EQ(error->column, c.column) << error->ToString();
        EXPECT_EQ(output, "");
    }
    EXPECT_EQ(Ip({"rule", "route"}), before);
    EXPECT_DEATH(Ip({"rule add fwmark 2x"}), "rule add fwmark 2x: .*1:17: ");
}

TEST_F(IpCommand, ADefaultRouteOfTheRoutingProtocolIsSuppressed)
{
    net.DefaultRoute(1, net.Address(0, 0));
    net.HostRoute(1, "8.8.8.8", net.Address(1, 1), 2);
    Ip({"rule add not fwmark 0xca6c table 51820",
        "rule add table main suppress_prefixlength 0",
        "route add default dev eth1 table 51820"});
    EXPECT_EQ(Lookup("9.9.9.9").kind, Kind::ROUTE) << "through the tunnel";
    EXPECT_EQ(Lookup("9.9.9.9", 0xca6c).kind, Kind::ASK_PROTOCOL) << "the tunnel's own packets";
    EXPECT_EQ(Lookup("8.8.8.8").kind, Kind::ASK_PROTOCOL) << "more than a default route";
    EXPECT_EQ(Lookup("10.0.0.77").kind, Kind::ASK_PROTOCOL) << "on a link";
}

TEST_F(IpCommand, ALocalRouteDeliversToTheNode)
{
    net.CountHooks();
    net.RouteGlobally();
    Ip({"route add local 203.0.113.0/24 dev lo"});
    net.DefaultRoute(0, net.Address(0, 1));
    Ptr<Socket> server = Socket::CreateSocket(net.At(1), UdpSocketFactory::GetTypeId());
    server->Bind(InetSocketAddress(Ipv4Address::GetAny(), 53));
    std::vector<std::string> received;
    server->SetRecvCallback(Callback<void, Ptr<Socket>>([&](Ptr<Socket> socket) {
        Address from;
        Ptr<Packet> packet = socket->RecvFrom(from);
        received.push_back(std::to_string(packet->GetSize()));
        socket->SendTo(Create<Packet>(1), 0, from);
    }));
    Ptr<Socket> client = Socket::CreateSocket(net.At(0), UdpSocketFactory::GetTypeId());
    net.Schedule(1, 0, [&] {
        client->SendTo(Create<Packet>(10), 0, InetSocketAddress("203.0.113.7", 53));
    });
    net.Run(3);
    EXPECT_EQ(received, std::vector<std::string>{"10"});
    EXPECT_EQ(net.Count(1, NfHook::FORWARD, NfProtocol::UDP), 0U);
    EXPECT_EQ(net.Count(0, NfHook::INPUT, NfProtocol::UDP), 1U) << "the answer";
}

} // namespace
} // namespace ns3
