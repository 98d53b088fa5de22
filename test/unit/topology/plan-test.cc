// SPDX-License-Identifier: GPL-2.0-only

#include "nf-topology-generators.h"
#include "nf-topology-plan.h"

#include <gmock/gmock.h>
#include <sstream>

namespace ns3
{
namespace
{

using testing::ElementsAre;
using testing::IsEmpty;

// "a eth0 > eth1 b eth0 > eth0 c", as one would read it.
std::string
Path(const NfTopologyPlan& plan, const std::string& from, std::size_t interface)
{
    std::string text;
    for (const NfTopologyStep& step : plan.GetPath(*plan.GetGraph().FindNode(from), interface))
    {
        text += step.in ? " > " + plan.GetInterfaces()[*step.in].name + " " : "";
        text += plan.GetGraph().GetNode(step.node).name;
        text += step.out ? " " + plan.GetInterfaces()[*step.out].name : "";
    }
    return text;
}

std::string
Address(const NfTopologyPlan& plan, std::size_t interface)
{
    std::ostringstream text;
    text << plan.GetInterfaces()[interface].address;
    return text.str();
}

// A ring of four routers a b c d, with a host x at c that is joined to a too.
NfTopologyGraph
MakeRing()
{
    NfTopologyGraph graph;
    for (const char* name : {"a", "b", "c", "d"})
    {
        graph.AddNode(name);
    }
    graph.AddNode("x", NfTopologyKind::HOST);
    for (std::size_t i = 0; i < 4; ++i)
    {
        graph.AddLink(i, (i + 1) % 4);
    }
    graph.AddLink(2, 4);
    graph.AddLink(4, 0);
    return graph;
}

TEST(TopologyPlanTest, GivesNamesAndAddressesInOrder)
{
    const NfTopologyGraph graph = NfMakeStarOfLans(2, 3);
    const NfTopologyPlan plan(graph);
    ASSERT_EQ(plan.GetSegments().size(), 4U);
    EXPECT_FALSE(plan.GetSegments()[0].isLan);
    EXPECT_EQ(plan.GetSegments()[0].network.GetLength(), 30);
    EXPECT_TRUE(plan.GetSegments()[1].isLan);
    EXPECT_EQ(plan.GetSegments()[1].network.GetLength(), 24);
    const std::size_t edge = *graph.FindNode("edge1");
    const auto& ofEdge = plan.GetInterfaces(edge);
    ASSERT_EQ(ofEdge.size(), 2U);
    EXPECT_EQ(plan.GetInterfaces()[ofEdge[1]].name, "eth1");
    EXPECT_EQ(Address(plan, ofEdge[0]), "10.0.0.2");
    EXPECT_EQ(Address(plan, ofEdge[1]), "10.0.1.1");
    const auto& ofHost = plan.GetInterfaces(*graph.FindNode("host1-3"));
    EXPECT_EQ(Address(plan, ofHost[0]), "10.0.1.4");
    EXPECT_EQ(plan.FindInterface(Ipv4Address("10.0.1.4")), ofHost[0]);
    EXPECT_FALSE(plan.FindInterface(Ipv4Address("10.0.1.5")));
}

TEST(TopologyPlanTest, PathsAreShortestAndTheFirstInterfaceWinsAmongEquals)
{
    const NfTopologyGraph graph = MakeRing();
    const NfTopologyPlan plan(graph);
    // The network between c and d, seen from a: b is the first neighbour, but d is nearer.
    const std::size_t atC = plan.GetInterfaces(2)[1];
    EXPECT_EQ(Path(plan, "a", atC), "a eth1 > eth1 d eth0 > eth1 c");
    // That between b and c is on the other side.
    EXPECT_EQ(Path(plan, "a", plan.GetInterfaces(2)[0]), "a eth0 > eth0 b eth1 > eth0 c");
    // From d to the network between a and b, of which a is the nearer end.
    EXPECT_EQ(Path(plan, "d", plan.GetInterfaces(0)[0]), "d eth1 > eth1 a");
    EXPECT_EQ(Path(plan, "a", plan.GetInterfaces(0)[0]), "a") << "to itself";
}

TEST(TopologyPlanTest, NoPathLeadsThroughAHost)
{
    const NfTopologyGraph graph = MakeRing();
    const NfTopologyPlan plan(graph);
    const std::size_t host = *graph.FindNode("x");
    // x joins a and c directly, but does not forward.
    for (std::size_t interface = 0; interface < plan.GetInterfaces().size(); ++interface)
    {
        for (std::size_t from = 0; from < graph.GetNNodes(); ++from)
        {
            const auto path = plan.GetPath(from, interface);
            ASSERT_FALSE(path.empty());
            for (std::size_t i = 1; i + 1 < path.size(); ++i)
            {
                EXPECT_NE(path[i].node, host);
            }
        }
    }
}

TEST(TopologyPlanTest, DelayIsAMetricToo)
{
    NfTopologyGraph graph = MakeRing();
    for (std::size_t i = 0; i < graph.GetNLinks(); ++i)
    {
        graph.SetDelay(i, MilliSeconds(i == 3 ? 50 : 1)); // d - a
    }
    NfTopologyPlanSettings settings;
    settings.metric = NfTopologyPlanSettings::Metric::DELAY;
    const NfTopologyPlan plan(graph, settings);
    EXPECT_EQ(Path(plan, "a", plan.GetInterfaces(2)[1]), "a eth0 > eth0 b eth1 > eth0 c");
}

TEST(TopologyPlanTest, LansThatAreJoinedAreOneSegmentAndOddLinksNone)
{
    NfTopologyGraph graph;
    const std::size_t a = graph.AddNode("a");
    const std::size_t left = graph.AddNode("left", NfTopologyKind::LAN);
    const std::size_t right = graph.AddNode("right", NfTopologyKind::LAN);
    const std::size_t b = graph.AddNode("b");
    graph.AddNode("island");
    graph.AddLink(left, a);
    graph.AddLink(left, right);
    graph.AddLink(b, right);
    graph.AddLink(a, right); // a is on this LAN already
    graph.AddLink(b, b);
    graph.AddLink(a, b);
    graph.AddLink(b, a);
    graph.SetBitRate(0, 1000);
    graph.SetBitRate(2, 10);
    const NfTopologyPlan plan(graph);
    EXPECT_EQ(plan.GetSegments().size(), 3U) << "a LAN and two cables";
    EXPECT_THAT(plan.GetSegments()[0].lans, ElementsAre(left, right));
    EXPECT_THAT(plan.GetSegments()[0].links, ElementsAre(0, 1, 2, 3));
    EXPECT_EQ(plan.GetSegments()[0].bitRate, 10U);
    EXPECT_THAT(plan.GetUnusedLinks(), ElementsAre(3, 4));
    EXPECT_THAT(plan.GetInterfaces(left), IsEmpty());
    EXPECT_EQ(plan.GetInterfaces(a).size(), 3U);
    EXPECT_FALSE(plan.GetHop(4, 0)) << "an island reaches nothing";
    EXPECT_THAT(plan.GetPath(4, 0), IsEmpty());
}

TEST(TopologyPlanDeathTest, APoolThatIsTooSmallAborts)
{
    NfTopologyPlanSettings settings;
    settings.poolLength = 28;
    const NfTopologyGraph graph = NfMakeFatTree(4);
    EXPECT_DEATH(NfTopologyPlan(graph, settings), "too small for 48 networks");
}

} // namespace
} // namespace ns3
