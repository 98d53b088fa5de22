// SPDX-License-Identifier: GPL-2.0-only

// Private networks behind NATs behind NATs, equal ones in several places, and who gives addresses
// in them.

#include "nf-topology-plan.h"

#include <gmock/gmock.h>

namespace ns3
{

namespace
{

using testing::HasSubstr;

/// Homes with 192.168.1.0/24 each behind a NAT of theirs, an ISP and a server.
class PrivateNetworks : public testing::Test
{
  protected:
    struct Home
    {
        std::size_t host;
        std::size_t nat;
        std::size_t link;
    };

    PrivateNetworks()
        : m_isp(m_graph.AddNode("isp")),
          m_server(m_graph.AddNode("server", NfTopologyKind::HOST))
    {
        m_graph.AddLink(m_isp, m_server); // segment 0
    }

    std::size_t AddNat(const std::string& name)
    {
        const std::size_t nat = m_graph.AddNode(name);
        m_graph.SetNat(nat, true);
        return nat;
    }

    std::size_t AddPrivate(std::size_t from, std::size_t to, const char* network = "192.168.1.0")
    {
        NfTopologyLink link;
        link.from = from;
        link.to = to;
        link.network = NfPrefix(Ipv4Address(network), 24);
        link.isPrivate = true;
        return m_graph.AddLink(link);
    }

    Home AddHome(const std::string& name)
    {
        Home home{};
        home.host = m_graph.AddNode(name, NfTopologyKind::HOST);
        home.nat = AddNat(name + "-box");
        home.link = AddPrivate(home.host, home.nat);
        return home;
    }

    std::string FindFault() const
    {
        const auto fault = NfTopologyPlan::FindFault(m_graph);
        return fault ? fault->message : "";
    }

    NfTopologyGraph m_graph;
    std::size_t m_isp;
    std::size_t m_server;
};

TEST_F(PrivateNetworks, MayBeEqualWhereNobodyHasAWayToBoth)
{
    const Home one = AddHome("one");
    const Home two = AddHome("two");
    m_graph.AddLink(one.nat, m_isp);
    m_graph.AddLink(two.nat, m_isp);
    ASSERT_EQ(FindFault(), "");
    const NfTopologyPlan plan(m_graph);
    const std::size_t homeOne = plan.GetInterfaces()[plan.GetInterfaces(one.host)[0]].segment;
    const std::size_t homeTwo = plan.GetInterfaces()[plan.GetInterfaces(two.host)[0]].segment;
    EXPECT_EQ(plan.GetSegments()[homeOne].network, plan.GetSegments()[homeTwo].network);
    for (const std::size_t outsider : {m_isp, m_server, two.host, two.nat})
    {
        EXPECT_FALSE(plan.GetHop(outsider, homeOne)) << outsider;
    }
    EXPECT_TRUE(plan.GetHop(one.host, homeOne));
    EXPECT_TRUE(plan.GetHop(one.host, 0)) << "to the server";
    EXPECT_FALSE(plan.FindInterface(Ipv4Address("192.168.1.1"))) << "there are two";
}

TEST_F(PrivateNetworks, AreUnreachableFromTheCarriersNetworkThatIsPrivateItself)
{
    const std::size_t carrier = m_graph.AddNode("carrier", NfTopologyKind::LAN);
    const std::size_t cgn = AddNat("cgn");
    const Home one = AddHome("one");
    const Home two = AddHome("two");
    AddPrivate(carrier, cgn, "100.64.0.0");
    AddPrivate(carrier, one.nat, "100.64.0.0");
    AddPrivate(carrier, two.nat, "100.64.0.0");
    m_graph.AddLink(cgn, m_isp);
    ASSERT_EQ(FindFault(), "");
    const NfTopologyPlan plan(m_graph);
    const std::size_t home = plan.GetInterfaces()[plan.GetInterfaces(one.host)[0]].segment;
    const std::size_t access = plan.GetInterfaces()[plan.GetInterfaces(cgn)[0]].segment;
    for (const std::size_t outsider : {cgn, m_isp, m_server, two.host, two.nat})
    {
        EXPECT_FALSE(plan.GetHop(outsider, home)) << outsider;
    }
    for (const std::size_t insider : {one.host, two.host})
    {
        EXPECT_TRUE(plan.GetHop(insider, access)) << insider;
        EXPECT_TRUE(plan.GetHop(insider, 0)) << insider;
    }
    EXPECT_FALSE(plan.GetHop(m_isp, access));
}

TEST_F(PrivateNetworks, BehindOneNatReachEachOther)
{
    const Home one = AddHome("one");
    const std::size_t guest = m_graph.AddNode("guest", NfTopologyKind::HOST);
    AddPrivate(guest, one.nat, "192.168.2.0");
    m_graph.AddLink(one.nat, m_isp);
    const NfTopologyPlan plan(m_graph);
    EXPECT_TRUE(plan.GetHop(guest, plan.GetInterfaces()[plan.GetInterfaces(one.host)[0]].segment));
}

TEST_F(PrivateNetworks, ThatOverlapAreRefusedWhereANodeHasAWayToBoth)
{
    const Home one = AddHome("one");
    const std::size_t guest = m_graph.AddNode("guest", NfTopologyKind::HOST);
    const std::size_t second = AddPrivate(guest, one.nat);
    m_graph.AddLink(one.nat, m_isp);
    EXPECT_EQ(FindFault(),
              "the network 192.168.1.0/24 overlaps 192.168.1.0/24, and 'one' has a way to both");
    EXPECT_EQ(NfTopologyPlan::FindFault(m_graph)->link, second);
}

TEST_F(PrivateNetworks, KeepAddressesForThoseWhoAskByDhcp)
{
    const std::size_t lan = m_graph.AddNode("lan", NfTopologyKind::LAN);
    NfTopologyLink link;
    link.from = lan;
    link.dhcpServer = m_isp;
    const std::size_t a = m_graph.AddNode("a");
    for (const std::size_t node : {m_isp, a, m_graph.AddNode("b")})
    {
        link.to = node;
        m_graph.AddLink(link);
    }
    ASSERT_EQ(FindFault(), "");
    const NfTopologyPlan plan(m_graph);
    const std::size_t server = plan.GetInterfaces(m_isp)[1];
    EXPECT_FALSE(plan.GetInterfaces()[server].dhcpServer);
    EXPECT_EQ(plan.GetInterfaces()[plan.GetInterfaces(a)[0]].dhcpServer, server);
    link.to = m_graph.AddNode("c");
    link.dhcpServer = m_server;
    m_graph.AddLink(link);
    EXPECT_EQ(FindFault(), "the DHCP server 'server' is not in this network");
}

TEST_F(PrivateNetworks, OfBridgesInALoopAreRefused)
{
    std::vector<std::size_t> bridges;
    for (const char* name : {"b1", "b2", "b3"})
    {
        bridges.push_back(m_graph.AddNode(name, NfTopologyKind::LAN));
        m_graph.SetMedium(bridges.back(), NfTopologyMedium::BRIDGE);
    }
    m_graph.AddLink(bridges[0], bridges[1]);
    m_graph.AddLink(bridges[1], bridges[2]);
    EXPECT_EQ(FindFault(), "");
    const std::size_t last = m_graph.AddLink(bridges[2], bridges[0]);
    EXPECT_THAT(FindFault(), HasSubstr("bridges in a loop"));
    EXPECT_EQ(NfTopologyPlan::FindFault(m_graph)->link, last);
    // Three cables in a circle are one cable.
    for (const std::size_t bridge : bridges)
    {
        m_graph.SetMedium(bridge, NfTopologyMedium::CSMA);
    }
    EXPECT_EQ(FindFault(), "");
}

TEST_F(PrivateNetworks, OnTheAirHaveTheirAccessPointAmongThem)
{
    const std::size_t air = m_graph.AddNode("air", NfTopologyKind::LAN);
    NfTopologyWifi wifi;
    wifi.accessPoint = m_isp;
    m_graph.SetMedium(air, NfTopologyMedium::WIFI, wifi);
    m_graph.AddLink(air, m_server);
    EXPECT_EQ(FindFault(), "the access point 'isp' has no link to the Wi-Fi 'air'");
    m_graph.AddLink(air, m_isp);
    EXPECT_EQ(FindFault(), "");
    wifi.rates = "arf";
    m_graph.SetMedium(air, NfTopologyMedium::WIFI, wifi);
    EXPECT_EQ(FindFault(), "arf knows the rates of 802.11a, b and g only");
    wifi.rates = "ideal";
    m_graph.SetMedium(air, NfTopologyMedium::WIFI, wifi);
    m_graph.AddLink(air, m_graph.AddNode("cable", NfTopologyKind::LAN));
    EXPECT_THAT(FindFault(), HasSubstr("bridges to no other LAN"));
}

} // namespace

} // namespace ns3
