// SPDX-License-Identifier: GPL-2.0-only

#include "nf-name-pattern.h"
#include "nf-topology-graph.h"

#include <gmock/gmock.h>

namespace ns3
{
namespace
{

using testing::ElementsAre;
using testing::IsEmpty;

// Three routers in a row, the first two joined twice, the third with a self-loop; a LAN apart.
NfTopologyGraph
MakeMultigraph()
{
    NfTopologyGraph graph;
    for (const char* name : {"a", "b", "c"})
    {
        graph.AddNode(name);
    }
    graph.AddNode("lan", NfTopologyKind::LAN);
    graph.AddLink(0, 1);
    graph.AddLink(1, 0);
    graph.AddLink(1, 2);
    graph.AddLink(2, 2);
    return graph;
}

TEST(TopologyGraphTest, KeepsParallelLinksAndSelfLoops)
{
    const NfTopologyGraph graph = MakeMultigraph();
    EXPECT_THAT(graph.GetLinks(0), ElementsAre(0, 1));
    EXPECT_THAT(graph.GetLinks(1), ElementsAre(0, 1, 2));
    EXPECT_THAT(graph.GetLinks(2), ElementsAre(2, 3));
    EXPECT_EQ(graph.GetOtherEnd(1, 0), 1U);
    EXPECT_EQ(graph.GetOtherEnd(3, 2), 2U);
}

TEST(TopologyGraphTest, NumbersComponentsInTheOrderOfTheirFirstNodes)
{
    EXPECT_THAT(MakeMultigraph().GetComponents(), ElementsAre(0, 0, 0, 1));
    EXPECT_THAT(NfTopologyGraph().GetComponents(), IsEmpty());
}

TEST(TopologyGraphTest, FindsNodesByPatternButNoLans)
{
    NfTopologyGraph graph;
    for (const char* name : {"lan1", "lan2", "lan10", "lan21", "web"})
    {
        graph.AddNode(name, NfTopologyKind::HOST);
    }
    graph.AddNode("lan3", NfTopologyKind::LAN);
    EXPECT_THAT(graph.FindNodes("lan[1..20]"), ElementsAre(0, 1, 2));
    EXPECT_THAT(graph.FindNodes("lan?"), ElementsAre(0, 1));
    EXPECT_THAT(graph.FindNodes("*"), ElementsAre(0, 1, 2, 3, 4));
    EXPECT_THAT(graph.FindNodes("mail"), IsEmpty());
}

TEST(TopologyGraphTest, ManyStarsInAPatternTakeNoExponentialTime)
{
    const std::string name(200, 'a');
    std::string pattern;
    for (int i = 0; i < 100; ++i)
    {
        pattern += "*a";
    }
    EXPECT_TRUE(NfFitsPattern(name, pattern));
    EXPECT_FALSE(NfFitsPattern(name, pattern + "*b"));
    EXPECT_FALSE(NfFitsPattern("lan01", "lan[1..20]"));
    EXPECT_TRUE(NfFitsPattern("lan[x]", "lan[x]"));
}

TEST(TopologyGraphTest, MakesNamesThatAreUniqueAndFreeOfBlanksAndSlashes)
{
    NfTopologyGraph graph;
    EXPECT_EQ(graph.MakeName("New York/2", "0"), "New_York-2");
    graph.AddNode("Chicago");
    EXPECT_EQ(graph.MakeName("Chicago", "7"), "Chicago.7");
    graph.AddNode("Chicago.7");
    EXPECT_EQ(graph.MakeName("Chicago", "7"), "Chicago.7.2");
    EXPECT_EQ(graph.MakeName("", "7"), "7");
}

TEST(TopologyGraphTest, GivesDelaysToLinksWithTwoGeographicEndsOnly)
{
    NfTopologyGraph graph = MakeMultigraph();
    graph.SetPosition(0, {-0.1276, 51.5072, true}); // London
    graph.SetPosition(1, {-74.006, 40.7128, true}); // New York
    graph.SetPosition(2, {1, 1, false});
    graph.SetDelay(1, MilliSeconds(3));
    EXPECT_EQ(graph.SetDelaysFromPositions(), 1U);
    // 5,570 km along the great circle.
    EXPECT_NEAR(graph.GetLink(0).delay->GetSeconds(), 5570e3 / 2e8, 2e-5);
    EXPECT_EQ(*graph.GetLink(1).delay, MilliSeconds(3));
    EXPECT_FALSE(graph.GetLink(2).delay);

    EXPECT_EQ(graph.SetDefaults(1000, MilliSeconds(1)), 4U);
    EXPECT_EQ(*graph.GetLink(2).delay, MilliSeconds(1));
    EXPECT_EQ(*graph.GetLink(2).bitRate, 1000U);
    EXPECT_NE(*graph.GetLink(0).delay, MilliSeconds(1));
}

TEST(TopologyGraphTest, CopiesAreIndependent)
{
    NfTopologyGraph graph = MakeMultigraph();
    NfTopologyGraph copy = graph;
    copy.AddNode("d");
    copy.SetBitRate(0, 5);
    EXPECT_EQ(graph.GetNNodes(), 4U);
    EXPECT_FALSE(graph.GetLink(0).bitRate);
    EXPECT_EQ(*copy.FindNode("d"), 4U);
    EXPECT_FALSE(graph.FindNode("d"));
}

TEST(TopologyGraphDeathTest, AbortsOnASecondNodeOfOneName)
{
    NfTopologyGraph graph = MakeMultigraph();
    EXPECT_DEATH(graph.AddNode("a"), "two nodes 'a'");
    EXPECT_DEATH(graph.AddLink(0, 9), "no node 9");
}

} // namespace
} // namespace ns3
