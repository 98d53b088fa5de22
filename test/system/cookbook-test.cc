// SPDX-License-Identifier: GPL-2.0-only

// Each recipe of doc/cookbook.rst, compiled from the page, run, and held to what it promises.

#include "test-sql.h"
#include "test-traffic.h"

#include "ns3/command-line.h"
#include "ns3/config.h"
#include "ns3/csma-helper.h"
#include "ns3/dhcp-helper.h"
#include "ns3/flow-monitor-helper.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-generator.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/mobility-helper.h"
#include "ns3/netfilter-module.h"
#include "ns3/on-off-helper.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/ssid.h"
#include "ns3/string.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/uinteger.h"
#include "ns3/yans-wifi-helper.h"
#if __has_include("ns3/animation-interface.h")
#include "ns3/animation-interface.h"
#endif

#include <cstdio>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <iostream>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>

namespace ns3
{
namespace
{

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr const char* SERVER = "203.0.113.1";
constexpr const char* GATEWAY = "203.0.113.2";

/// The network that the page draws.
class Cookbook : public testing::Test
{
  protected:
    Cookbook()
    {
        nodes.Create(4);
        laptop = nodes.Get(0);
        phone = nodes.Get(1);
        gateway = nodes.Get(2);
        server = nodes.Get(3);
        InternetStackHelper().Install(nodes);
        Ipv4AddressHelper addresses("203.0.113.0", "255.255.255.192");
        addresses.Assign(PointToPointHelper().Install(NodeContainer(server, gateway)));
        addresses.SetBase("192.168.1.0", "255.255.255.0");
        addresses.Assign(CsmaHelper().Install(NodeContainer(gateway, laptop, phone)));
        for (const Ptr<Node>& host : {laptop, phone})
        {
            Route(host, "192.168.1.1");
        }
        netfilter.Install(gateway);
    }

    ~Cookbook() override
    {
        Simulator::Destroy();
        Ipv4AddressGenerator::Reset();
        RngSeedManager::SetRun(1);
        Config::Reset();
    }

    static void Route(Ptr<Node> node, const char* router)
    {
        Ipv4StaticRoutingHelper()
            .GetStaticRouting(node->GetObject<Ipv4>())
            ->SetDefaultRoute(router, 1);
    }

    /// @return what is printed to standard output until ten seconds have been simulated
    std::string Run()
    {
        testing::internal::CaptureStdout();
        Simulator::Stop(Seconds(10));
        Simulator::Run();
        return testing::internal::GetCapturedStdout();
    }

    /// Send a datagram to the server's port at each of some times, in seconds.
    static void SendAt(TestUdp& udp, const std::vector<double>& times, uint32_t size = 100)
    {
        for (double time : times)
        {
            udp.Send(time, SERVER, 9, size);
        }
    }

    NodeContainer nodes;
    Ptr<Node> laptop;
    Ptr<Node> phone;
    Ptr<Node> gateway;
    Ptr<Node> server;
    NetfilterHelper netfilter;
};

TEST_F(Cookbook, ShareOneAddress)
{
#include "cookbook/masquerade.inc"
    TestUdp first(laptop, server, 9, true);
    TestUdp second(phone, nullptr, 9);
    SendAt(first, {1});
    SendAt(second, {2});
    Run();
    EXPECT_EQ(first.received, 2U);
    EXPECT_EQ(first.echoed, 1U);
    EXPECT_EQ(second.echoed, 1U);
    EXPECT_THAT(first.sources, ElementsAre(Ipv4Address(GATEWAY)));
}

TEST_F(Cookbook, DropByDefaultAndLetAnswersIn)
{
#include "cookbook/default-drop.inc"
    Route(server, GATEWAY);
    TestUdp outwards(laptop, server, 9, true);
    TestUdp inwards(server, laptop, 7);
    SendAt(outwards, {1});
    inwards.Send(1, "192.168.1.2", 7);
    Run();
    EXPECT_EQ(outwards.echoed, 1U);
    EXPECT_EQ(inwards.received, 0U);
}

TEST_F(Cookbook, PublishAServerAtHome)
{
#include "cookbook/port-forward.inc"
    TestBulk outside(server, phone, GATEWAY, 8080, 80, 5000, 1);
    TestBulk inside(laptop, phone, GATEWAY, 8080, 81, 5000, 1);
    netfilter.Iptables(gateway,
                       "-t nat -I PREROUTING -s 192.168.1.2 -p tcp --dport 8080 -j DNAT "
                       "--to-destination 192.168.1.3:81");
    netfilter.Iptables(gateway,
                       "-t nat -I POSTROUTING -d 192.168.1.3 -p tcp --dport 81 -j MASQUERADE");
    Run();
    EXPECT_EQ(outside.Received(), 5000U);
    EXPECT_EQ(inside.Received(), 5000U);
}

TEST_F(Cookbook, InterfaceNamesOfARealRuleSet)
{
#include "cookbook/interface-names.inc"
    TestUdp dns(laptop, server, 53);
    dns.Send(1, SERVER, 53);
    Run();
    EXPECT_EQ(dns.received, 0U);
    EXPECT_THAT(netfilter.List(gateway, "filter"), HasSubstr("br-lan ppp0"));
}

TEST_F(Cookbook, LimitAFlood)
{
#include "cookbook/limit.inc"
    std::vector<std::unique_ptr<TestUdp>> senders;
    senders.push_back(std::make_unique<TestUdp>(laptop, server, 9));
    for (uint32_t i = 0; i < 100; ++i)
    {
        senders.push_back(std::make_unique<TestUdp>(laptop, nullptr, 9));
        SendAt(*senders.back(), {1 + 0.001 * i});
    }
    Run();
    EXPECT_GE(senders[0]->received, 20U) << "the burst";
    EXPECT_LE(senders[0]->received, 21U) << "and what a tenth of a second adds";
}

TEST_F(Cookbook, BlockAListOfAddresses)
{
#include "cookbook/ipset.inc"
    TestUdp udp(laptop, server, 9);
    SendAt(udp, {1, 2, 6});
    Run();
    EXPECT_EQ(udp.received, 2U) << "the exception goes after 5 s";
}

TEST_F(Cookbook, AClientNoticesThatItWasRefused)
{
#include "cookbook/reject.inc"
    EXPECT_THAT(Run(), HasSubstr("refused at +0.0"));
}

TEST_F(Cookbook, TellUsersApart)
{
#include "cookbook/owner.inc"
    TestUdp roots(laptop, server, 9);
    SendAt(roots, {1});
    Run();
    EXPECT_EQ(roots.received, 1U);
    EXPECT_THAT(netfilter.Save(laptop, true),
                AllOf(HasSubstr("--uid-owner 1000 -j DROP"), Not(HasSubstr("[0:0] -A OUTPUT"))));
}

TEST_F(Cookbook, TwoUplinks)
{
#include "cookbook/two-uplinks.inc"
    TestBulk web(laptop, server, SERVER, 80, 80, 5000, 1);
    TestUdp other(laptop, server, 9, true);
    SendAt(other, {1});
    Run();
    EXPECT_EQ(web.Received(), 5000U);
    EXPECT_EQ(other.echoed, 1U);
    EXPECT_THAT(other.sources, ElementsAre(Ipv4Address(GATEWAY)));
    EXPECT_THAT(netfilter.Conntrack(gateway, "-L -p tcp"), HasSubstr("dst=203.0.113.130"));
}

TEST_F(Cookbook, SetSysctls)
{
    testing::internal::CaptureStdout();
#include "cookbook/sysctl.inc"
    EXPECT_EQ(testing::internal::GetCapturedStdout(), "net.netfilter.nf_conntrack_max = 65536\n");
    TestUdp udp(laptop, server, 9);
    SendAt(udp, {1});
    Run();
    EXPECT_EQ(udp.received, 0U) << "what comes in through eth1 is not forwarded";
}

TEST_F(Cookbook, ChangeRulesAtATime)
{
#include "cookbook/change-at-a-time.inc"
    TestUdp udp(laptop, server, 9);
    SendAt(udp, {4, 6, 7, 9});
    Run();
    EXPECT_EQ(udp.received, 2U);
}

TEST_F(Cookbook, PrintRulesAndCounters)
{
#include "cookbook/list.inc"
    TestUdp udp(laptop, server, 9);
    SendAt(udp, {1, 2});
    EXPECT_THAT(
        Run(),
        AllOf(HasSubstr("udp dpt:9"), HasSubstr("[2:256] -A FORWARD -p udp -m udp --dport 9")));
}

TEST_F(Cookbook, ReadOneCounter)
{
#include "cookbook/counter.inc"
    TestUdp udp(laptop, server, 9);
    SendAt(udp, {1, 2, 3});
    Run();
    EXPECT_EQ(discarded, 3U);
}

TEST_F(Cookbook, LookAtConnectionsAndEndThem)
{
#include "cookbook/conntrack.inc"
    TestUdp udp(laptop, server, 9);
    SendAt(udp, {4.5});
    EXPECT_THAT(Run(), HasSubstr("[UNREPLIED] src=203.0.113.1 dst=203.0.113.2"));
    EXPECT_EQ(netfilter.Conntrack(gateway, "-C"), "0\n");
}

TEST_F(Cookbook, WalkOverConnections)
{
#include "cookbook/connections.inc"
    TestUdp udp(laptop, server, 9);
    TestUdp other(phone, nullptr, 9);
    SendAt(udp, {4});
    SendAt(other, {4.5});
    Run();
    EXPECT_EQ(ports.size(), 2U);
    EXPECT_EQ(ports.count(udp.lastSourcePort), 1U);
}

TEST_F(Cookbook, CountDrops)
{
#include "cookbook/drops.inc"
    TestUdp udp(laptop, server, 9);
    SendAt(udp, {1, 2});
    Run();
    EXPECT_EQ(drops, (std::map<std::string, uint32_t>{{NfToString(NfDropReason::HOOK), 2}}));
}

TEST_F(Cookbook, SeeLogLines)
{
#include "cookbook/log.inc"
    TestUdp udp(laptop, server, 9);
    SendAt(udp, {1});
    EXPECT_THAT(Run(), HasSubstr("s seen: IN=eth1 OUT=eth0"));
}

TEST_F(Cookbook, ACallbackOfOnesOwn)
{
#include "cookbook/hook.inc"
    TestUdp udp(laptop, server, 9);
    SendAt(udp, {1});
    SendAt(udp, {2}, 1200);
    Run();
    EXPECT_EQ(seen, 2U);
    EXPECT_EQ(udp.received, 1U);
}

TEST_F(Cookbook, TraceSomeNodes)
{
    std::remove("cookbook.db");
    {
#include "cookbook/trace-subset.inc"
        TestUdp udp(laptop, server, 9);
        SendAt(udp, {1, 2});
        Run();
    }
    Simulator::Destroy();
    SQLite::Database database("cookbook.db");
    EXPECT_THAT(TestRows(database, "SELECT label FROM run"), ElementsAre("gateway only"));
    EXPECT_THAT(TestRows(database, "SELECT count(*) FROM v_drops"), ElementsAre("2"));
    std::remove("cookbook.db");
}

TEST_F(Cookbook, FlowMonitorTogetherWithNat)
{
#include "cookbook/flow-monitor.inc"
    TestUdp udp(laptop, server, 9, true);
    SendAt(udp, {1});
    const std::string xml = Run();
    EXPECT_THAT(xml, HasSubstr("sourceAddress=\"192.168.1.2\" destinationAddress=\"203.0.113.1\""));
    EXPECT_THAT(xml, HasSubstr("sourceAddress=\"203.0.113.1\" destinationAddress=\"203.0.113.2\""));
    EXPECT_THAT(xml, HasSubstr("lostPackets=\"0\""));
}

TEST_F(Cookbook, DhcpBehindNat)
{
#include "cookbook/dhcp.inc"
    TestUdp udp(guest, server, 9, true);
    SendAt(udp, {8}); // the client has chosen among offers for five seconds
    Run();
    EXPECT_EQ(guest->GetObject<Ipv4>()->GetAddress(1, 0).GetLocal(), Ipv4Address("10.9.0.10"));
    EXPECT_EQ(udp.echoed, 1U);
}

TEST_F(Cookbook, WifiBehindAGateway)
{
#include "cookbook/wifi.inc"
    TestUdp udp(station, server, 9, true);
    SendAt(udp, {5});
    Run();
    EXPECT_EQ(udp.echoed, 1U);
    EXPECT_THAT(udp.sources, ElementsAre(Ipv4Address(GATEWAY)));
}

TEST_F(Cookbook, TheSamePrivateNetworkTwice)
{
#include "cookbook/overlapping.inc"
    Route(neighbour, "203.0.113.65");
    TestUdp here(laptop, server, 9, true);
    TestUdp there(tablet, nullptr, 9);
    SendAt(here, {1});
    there.Send(2, "203.0.113.65", 9);
    Run();
    EXPECT_EQ(here.received, 2U);
    EXPECT_EQ(here.echoed, 1U);
    EXPECT_EQ(there.echoed, 1U);
    EXPECT_THAT(here.sources, ElementsAre(Ipv4Address(GATEWAY), Ipv4Address("203.0.113.66")));
}

TEST_F(Cookbook, AGatewayThatRestarts)
{
#include "cookbook/restart.inc"
    TestUdp udp(laptop, server, 9, true);
    SendAt(udp, {4, 6, 8});
    Run();
    EXPECT_EQ(udp.received, 2U) << "nothing while it is down";
    EXPECT_EQ(netfilter.Conntrack(gateway, "-C"), "1\n");
}

TEST_F(Cookbook, OtherRandomNumbers)
{
#include "cookbook/rng-run.inc"
    EXPECT_EQ(RngSeedManager::GetRun(), 7U);
    TestUdp udp(laptop, server, 9);
    for (uint32_t i = 0; i < 100; ++i)
    {
        SendAt(udp, {1 + 0.01 * i});
    }
    Run();
    EXPECT_GT(udp.received, 30U);
    EXPECT_LT(udp.received, 70U);
}

TEST_F(Cookbook, AttributesOnTheCommandLine)
{
    testing::internal::CaptureStdout();
#include "cookbook/command-line.inc"
    EXPECT_EQ(testing::internal::GetCapturedStdout(),
              "net.netfilter.nf_conntrack_udp_timeout = 5\n");
}

TEST_F(Cookbook, AttributesOfSomeNodes)
{
#include "cookbook/attributes.inc"
    EXPECT_EQ(NetfilterHelper::Get(server)->GetConntrackMode(), Netfilter::CONNTRACK_ALWAYS);
    EXPECT_EQ(netfilter.Sysctl(gateway, "-n net.netfilter.nf_conntrack_max"), "1000\n");
}

TEST(CookbookOfRuns, SeveralSimulationsInOneProcess)
{
    std::remove("cookbook-several.db");
#include "cookbook/several.inc"
    SQLite::Database database("cookbook-several.db");
    EXPECT_THAT(TestRows(database, "SELECT label FROM run WHERE finished ORDER BY id"),
                ElementsAre("run 1", "run 2", "run 3"));
    std::remove("cookbook-several.db");
    Ipv4AddressGenerator::Reset();
    RngSeedManager::SetRun(1);
}

#if __has_include("ns3/animation-interface.h")
TEST_F(Cookbook, APictureThatMoves)
{
    std::remove("cookbook.xml");
    {
#include "cookbook/netanim.inc"
        TestUdp udp(laptop, server, 9);
        SendAt(udp, {1, 2});
        Run();
        EXPECT_EQ(dropped, 2U);
    }
    std::ifstream file("cookbook.xml");
    std::stringstream text;
    text << file.rdbuf();
    EXPECT_THAT(text.str(), HasSubstr("n=\"drops\""));
    std::remove("cookbook.xml");
}
#endif

} // namespace
} // namespace ns3
