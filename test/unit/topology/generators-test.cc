// SPDX-License-Identifier: GPL-2.0-only

#include "nf-topology-generators.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace ns3
{
namespace
{

bool
IsConnected(const NfTopologyGraph& graph)
{
    const std::vector<std::size_t> components = graph.GetComponents();
    return *std::max_element(components.begin(), components.end()) == 0;
}

std::size_t
CountNodes(const NfTopologyGraph& graph, const std::string& pattern)
{
    return graph.FindNodes(pattern).size();
}

// All that tells two topologies apart.
std::string
Describe(const NfTopologyGraph& graph)
{
    std::string text;
    for (std::size_t i = 0; i < graph.GetNLinks(); ++i)
    {
        const NfTopologyLink& link = graph.GetLink(i);
        text += std::to_string(link.from) + "-" + std::to_string(link.to) + " ";
    }
    return text;
}

TEST(TopologyGeneratorTest, StarOfLans)
{
    const NfTopologyGraph graph = NfMakeStarOfLans(3, 4);
    EXPECT_EQ(graph.GetNNodes(), 1U + 3 * (2 + 4));
    EXPECT_EQ(graph.GetNLinks(), 3U * (2 + 4));
    EXPECT_TRUE(IsConnected(graph));
    EXPECT_EQ(graph.GetLinks(*graph.FindNode("lan2")).size(), 5U);
    EXPECT_EQ(CountNodes(graph, "host2-*"), 4U);
}

TEST(TopologyGeneratorTest, FatTree)
{
    const NfTopologyGraph graph = NfMakeFatTree(4);
    EXPECT_EQ(CountNodes(graph, "core*"), 4U);
    EXPECT_EQ(CountNodes(graph, "host*"), 16U);
    EXPECT_EQ(graph.GetNNodes(), 36U);
    EXPECT_EQ(graph.GetNLinks(), 48U);
    EXPECT_TRUE(IsConnected(graph));
    for (std::size_t node = 0; node < graph.GetNNodes(); ++node)
    {
        const bool isHost = graph.GetNode(node).kind == NfTopologyKind::HOST;
        EXPECT_EQ(graph.GetLinks(node).size(), isHost ? 1U : 4U) << graph.GetNode(node).name;
    }
}

TEST(TopologyGeneratorTest, LeafSpine)
{
    const NfTopologyGraph graph = NfMakeLeafSpine(4, 2, 3);
    EXPECT_EQ(graph.GetNNodes(), 2U + 4 + 12);
    EXPECT_EQ(graph.GetNLinks(), 8U + 12);
    EXPECT_EQ(graph.GetLinks(*graph.FindNode("spine2")).size(), 4U);
    EXPECT_TRUE(IsConnected(graph));
}

TEST(TopologyGeneratorTest, WaxmanHasAsManyLinksAsItsFormulaTells)
{
    NfWaxmanSettings settings;
    settings.nodes = 300;
    const NfTopologyGraph graph = NfMakeWaxman(settings, 5);
    // The mean over 2 x 10^6 random pairs of alpha exp(-d / (beta L)), computed apart from this
    // code, is 0.0900; the number of links is binomial, and the mean over given places varies more.
    const double pairs = 300.0 * 299 / 2;
    EXPECT_NEAR(static_cast<double>(graph.GetNLinks()) / pairs, 0.0900, 0.01);
    EXPECT_LE(*graph.GetLink(0).delay, Seconds(1.5e6 / 2e8));
    EXPECT_GT(*graph.GetLink(0).delay, Seconds(0));
}

TEST(TopologyGeneratorTest, BarabasiAlbertIsConnectedAndHasHubs)
{
    const NfTopologyGraph graph = NfMakeBarabasiAlbert(500, 2, 5);
    EXPECT_EQ(graph.GetNLinks(), 1U + 2 * 498);
    EXPECT_TRUE(IsConnected(graph));
    std::size_t most = 0;
    for (std::size_t node = 0; node < graph.GetNNodes(); ++node)
    {
        most = std::max(most, graph.GetLinks(node).size());
    }
    // Among equals the largest of 500 would have about 10 links.
    EXPECT_GT(most, 25U);
    EXPECT_EQ(NfMakeBarabasiAlbert(4, 3, 5).GetNLinks(), 6U);
}

TEST(TopologyGeneratorTest, TheStreamTellsWhichTopologyItIs)
{
    EXPECT_EQ(Describe(NfMakeWaxman({}, 7)), Describe(NfMakeWaxman({}, 7)));
    EXPECT_NE(Describe(NfMakeWaxman({}, 7)), Describe(NfMakeWaxman({}, 8)));
    EXPECT_EQ(Describe(NfMakeBarabasiAlbert(50, 2, 7)), Describe(NfMakeBarabasiAlbert(50, 2, 7)));
    EXPECT_NE(Describe(NfMakeBarabasiAlbert(50, 2, 7)), Describe(NfMakeBarabasiAlbert(50, 2, 8)));
}

TEST(TopologyGeneratorDeathTest, SizesThatMakeNoTopologyAbort)
{
    EXPECT_DEATH(NfMakeFatTree(3), "3 ports");
    EXPECT_DEATH(NfMakeStarOfLans(0, 1), "no LANs");
    EXPECT_DEATH(NfMakeBarabasiAlbert(2, 2, 1), "more nodes are needed");
    EXPECT_DEATH(NfMakeLeafSpine(4000000000U, 4000000000U, 1), "too large");
}

} // namespace
} // namespace ns3
