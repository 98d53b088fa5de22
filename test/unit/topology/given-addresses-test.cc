// SPDX-License-Identifier: GPL-2.0-only

// Networks and addresses that links name, and private networks behind NATs.

#include "nf-topology-plan.h"

#include <gmock/gmock.h>
#include <sstream>

namespace ns3
{

namespace
{

using testing::HasSubstr;

/// host -- nat -- isp -- server, the first link in 192.168.0.0/24.
class GivenAddresses : public testing::Test
{
  protected:
    GivenAddresses()
    {
        m_host = m_graph.AddNode("host", NfTopologyKind::HOST);
        m_nat = m_graph.AddNode("nat");
        m_isp = m_graph.AddNode("isp");
        m_server = m_graph.AddNode("server", NfTopologyKind::HOST);
    }

    std::size_t AddHome()
    {
        NfTopologyLink home;
        home.from = m_host;
        home.to = m_nat;
        home.network = NfParsePrefix("192.168.0.0/24");
        home.isPrivate = true;
        return m_graph.AddLink(home);
    }

    void AddRest()
    {
        m_graph.AddLink(m_nat, m_isp);
        m_graph.AddLink(m_isp, m_server);
    }

    std::string FindFault() const
    {
        const auto fault = NfTopologyPlan::FindFault(m_graph);
        return fault ? fault->message : "";
    }

    static std::string ToText(Ipv4Address address)
    {
        std::ostringstream text;
        text << address;
        return text.str();
    }

    NfTopologyGraph m_graph;
    std::size_t m_host;
    std::size_t m_nat;
    std::size_t m_isp;
    std::size_t m_server;
};

TEST_F(GivenAddresses, AreTakenAndThePoolKeepsClearOfThem)
{
    NfTopologyLink home;
    home.from = m_host;
    home.to = m_nat;
    home.network = NfParsePrefix("10.0.0.0/30");
    home.fromAddress = Ipv4Address("10.0.0.1");
    m_graph.AddLink(home);
    AddRest();
    const NfTopologyPlan plan(m_graph);
    EXPECT_EQ(ToText(plan.GetInterfaces()[0].address), "10.0.0.1");
    EXPECT_EQ(ToText(plan.GetInterfaces()[1].address), "10.0.0.2");
    EXPECT_EQ(NfToString(plan.GetSegments()[1].network), "10.0.0.4/30");
}

TEST_F(GivenAddresses, NobodyBeyondANatHasARouteToAPrivateNetwork)
{
    AddHome();
    AddRest();
    m_graph.SetNat(m_nat, true);
    const NfTopologyPlan plan(m_graph);
    EXPECT_TRUE(plan.GetHop(m_nat, 0));
    EXPECT_FALSE(plan.GetHop(m_isp, 0));
    EXPECT_FALSE(plan.GetHop(m_server, 0));
    EXPECT_TRUE(plan.GetHop(m_host, 2)) << "from inside, all is reached";
    EXPECT_TRUE(plan.GetPath(m_server, 0).empty());
}

TEST_F(GivenAddresses, WithoutANatAPrivateNetworkIsRoutedLikeOthers)
{
    AddHome();
    AddRest();
    EXPECT_TRUE(NfTopologyPlan(m_graph).GetHop(m_server, 0));
}

TEST_F(GivenAddresses, FaultsNameTheLink)
{
    AddHome();
    AddRest();
    EXPECT_EQ(FindFault(), "");
    NfTopologyLink second;
    second.from = m_nat;
    second.to = m_server;
    second.network = NfParsePrefix("192.168.0.128/25");
    const std::size_t number = m_graph.AddLink(second);
    EXPECT_THAT(FindFault(), HasSubstr("overlaps 192.168.0.0/24"));
    EXPECT_EQ(NfTopologyPlan::FindFault(m_graph)->link, number);
    EXPECT_DEATH(NfTopologyPlan{m_graph}, "overlaps");
}

} // namespace

} // namespace ns3
