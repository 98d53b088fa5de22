// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rank-partition.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <numeric>
#include <random>
#include <set>

namespace ns3
{

namespace
{

using testing::ElementsAre;

NfRankProblem
MakeProblem(std::size_t nodes, uint32_t ranks)
{
    NfRankProblem problem;
    problem.ranks = ranks;
    problem.loads.assign(nodes, 1);
    problem.given.resize(nodes);
    return problem;
}

void
Link(NfRankProblem& problem, std::size_t from, std::size_t to, int ms = 1, double traffic = 1)
{
    problem.links.push_back({from, to, MilliSeconds(ms), traffic, true});
}

// Nodes in a circle, each linked to the next.
NfRankProblem
MakeRing(std::size_t nodes, uint32_t ranks)
{
    NfRankProblem problem = MakeProblem(nodes, ranks);
    for (std::size_t node = 0; node < nodes; ++node)
    {
        Link(problem, node, (node + 1) % nodes);
    }
    return problem;
}

// Groups of four that are linked within by 1 ms, and in a circle by that many.
NfRankProblem
MakeSites(std::size_t sites, uint32_t ranks, int ms)
{
    NfRankProblem problem = MakeProblem(4 * sites, ranks);
    for (std::size_t site = 0; site < sites; ++site)
    {
        for (std::size_t other = 1; other < 4; ++other)
        {
            Link(problem, 4 * site, 4 * site + other, 1, 5);
        }
        Link(problem, 4 * site, 4 * ((site + 1) % sites), ms, 5);
    }
    return problem;
}

double
GetLargest(const NfRankPartition& partition)
{
    return *std::max_element(partition.loads.begin(), partition.loads.end());
}

TEST(RankPartition, ARingIsCutIntoArcsOfEqualLength)
{
    const NfRankPartition partition = NfPartitionForRanks(MakeRing(12, 4));
    EXPECT_THAT(partition.loads, ElementsAre(3, 3, 3, 3));
    EXPECT_EQ(partition.cut.size(), 4U);
    EXPECT_EQ(partition.lookahead, MilliSeconds(1));
}

TEST(RankPartition, LinksOfLargeDelayAreCutForTheirLookahead)
{
    const NfRankPartition partition = NfPartitionForRanks(MakeSites(4, 2, 20));
    EXPECT_THAT(partition.loads, ElementsAre(8, 8));
    EXPECT_EQ(partition.lookahead, MilliSeconds(20));
    EXPECT_EQ(partition.cut.size(), 2U);
}

TEST(RankPartition, ALookaheadThatWouldLeaveARankIdleIsNotTaken)
{
    // One node is far away from all others, which are near each other.
    NfRankProblem problem = MakeRing(10, 2);
    problem.loads.push_back(1);
    problem.given.emplace_back();
    Link(problem, 0, 10, 100);
    const NfRankPartition partition = NfPartitionForRanks(problem);
    EXPECT_EQ(partition.lookahead, MilliSeconds(1));
    EXPECT_LE(GetLargest(partition), 6);
}

TEST(RankPartition, LoadsAndNotNodesAreBalanced)
{
    NfRankProblem problem = MakeRing(9, 2);
    problem.loads[4] = 8;
    const NfRankPartition partition = NfPartitionForRanks(problem);
    EXPECT_THAT(partition.loads, ElementsAre(8, 8));
}

TEST(RankPartition, OfEvenCutsThatWithTheLeastTrafficIsTaken)
{
    NfRankProblem problem = MakeRing(8, 2);
    for (NfRankLink& link : problem.links)
    {
        link.traffic = 10;
    }
    problem.links[1].traffic = 1;
    problem.links[5].traffic = 1;
    EXPECT_THAT(NfPartitionForRanks(problem).cut, ElementsAre(1, 5));
}

TEST(RankPartition, WhatMayNotBeCutAndWhatHasNoDelayStaysTogether)
{
    NfRankProblem problem = MakeRing(8, 2);
    problem.links[1].mayBeCut = false;
    problem.links[5].delay = Time();
    const NfRankPartition partition = NfPartitionForRanks(problem);
    EXPECT_EQ(partition.ranks[1], partition.ranks[2]);
    EXPECT_EQ(partition.ranks[5], partition.ranks[6]);
    EXPECT_THAT(partition.loads, ElementsAre(4, 4));
}

TEST(RankPartition, NodesStayOnTheRankThatTheyWereGiven)
{
    NfRankProblem problem = MakeRing(12, 4);
    problem.given[0] = 3;
    problem.given[6] = 3;
    problem.given[3] = 1;
    const NfRankPartition partition = NfPartitionForRanks(problem);
    EXPECT_EQ(partition.ranks[0], 3U);
    EXPECT_EQ(partition.ranks[6], 3U);
    EXPECT_EQ(partition.ranks[3], 1U);
    EXPECT_LE(GetLargest(partition), 4);
    EXPECT_EQ(std::set<uint32_t>(partition.ranks.begin(), partition.ranks.end()).size(), 4U);
}

TEST(RankPartition, NodesThatAreTornApartAreFound)
{
    NfRankProblem problem = MakeRing(6, 2);
    problem.given[1] = 0;
    problem.given[3] = 1;
    EXPECT_FALSE(NfFindTornNodes(problem));
    problem.links[1].mayBeCut = false;
    problem.links[2].delay = Time();
    const auto torn = NfFindTornNodes(problem);
    ASSERT_TRUE(torn);
    EXPECT_EQ(*torn, std::pair(std::size_t(1), std::size_t(3)));
}

TEST(RankPartition, PartsThatCanBeApartAreCounted)
{
    NfRankProblem problem = MakeRing(6, 2);
    EXPECT_EQ(NfCountRankParts(problem), 6U);
    problem.links[0].mayBeCut = false;
    problem.links[1].mayBeCut = false;
    EXPECT_EQ(NfCountRankParts(problem), 4U);
    problem.given[4] = 1;
    problem.given[5] = 1;
    EXPECT_EQ(NfCountRankParts(problem), 3U);
}

TEST(RankPartition, NetworksThatHangTogetherNowhereNeedNoLookahead)
{
    NfRankProblem problem = MakeProblem(6, 3);
    Link(problem, 0, 1);
    Link(problem, 2, 3);
    Link(problem, 4, 5);
    const NfRankPartition partition = NfPartitionForRanks(problem);
    EXPECT_THAT(partition.loads, ElementsAre(2, 2, 2));
    EXPECT_FALSE(partition.lookahead);
}

TEST(RankPartition, AGridIsCutAboutAsWellAsByARuler)
{
    constexpr std::size_t SIDE = 40;
    NfRankProblem problem = MakeProblem(SIDE * SIDE, 4);
    for (std::size_t i = 0; i < SIDE * SIDE; ++i)
    {
        if (i % SIDE + 1 < SIDE)
        {
            Link(problem, i, i + 1);
        }
        if (i + SIDE < SIDE * SIDE)
        {
            Link(problem, i, i + SIDE);
        }
    }
    const NfRankPartition partition = NfPartitionForRanks(problem);
    EXPECT_LE(GetLargest(partition), 1.15 * SIDE * SIDE / 4);
    EXPECT_LE(partition.cut.size(), 3 * SIDE); // a ruler cuts 2 * SIDE links
}

/// A network of trees and shortcuts with LANs, loads and ranks that were given, all drawn.
NfRankProblem
Draw(std::mt19937& random)
{
    const auto draw = [&random](std::size_t least, std::size_t most) {
        return std::uniform_int_distribution<std::size_t>(least, most)(random);
    };
    NfRankProblem problem = MakeProblem(draw(8, 60), static_cast<uint32_t>(draw(2, 5)));
    const std::size_t nodes = problem.loads.size();
    for (std::size_t node = 0; node < nodes; ++node)
    {
        problem.loads[node] = static_cast<double>(draw(1, 9));
        if (node > 0)
        {
            const int ms = static_cast<int>(draw(0, 20));
            Link(problem, draw(0, node - 1), node, ms, static_cast<double>(draw(0, 99)));
            problem.links.back().mayBeCut = draw(0, 4) > 0;
        }
    }
    for (std::size_t more = draw(0, nodes); more > 0; --more)
    {
        Link(problem, draw(0, nodes - 1), draw(0, nodes - 1), static_cast<int>(draw(1, 20)));
    }
    for (std::size_t more = draw(0, 3); more > 0; --more)
    {
        problem.given[draw(0, nodes - 1)] = static_cast<uint32_t>(draw(0, problem.ranks - 1));
    }
    return problem;
}

TEST(RankPartition, DrawnNetworksAreSharedAsPromised)
{
    std::mt19937 random(7);
    int shared = 0;
    for (int i = 0; i < 400; ++i)
    {
        const NfRankProblem problem = Draw(random);
        if (NfFindTornNodes(problem) || NfCountRankParts(problem) < problem.ranks)
        {
            continue;
        }
        ++shared;
        const NfRankPartition partition = NfPartitionForRanks(problem);
        std::vector<double> loads(problem.ranks);
        for (std::size_t node = 0; node < problem.loads.size(); ++node)
        {
            ASSERT_LT(partition.ranks[node], problem.ranks);
            EXPECT_EQ(partition.ranks[node], problem.given[node].value_or(partition.ranks[node]));
            loads[partition.ranks[node]] += problem.loads[node];
        }
        EXPECT_EQ(partition.loads, loads);
        EXPECT_GT(*std::min_element(loads.begin(), loads.end()), 0) << "an idle rank, " << i;
        std::vector<std::size_t> cut;
        for (std::size_t link = 0; link < problem.links.size(); ++link)
        {
            const NfRankLink& between = problem.links[link];
            if (partition.ranks[between.from] != partition.ranks[between.to])
            {
                cut.push_back(link);
                EXPECT_TRUE(between.mayBeCut);
                EXPECT_GE(between.delay, *partition.lookahead);
                EXPECT_TRUE(between.delay.IsStrictlyPositive());
            }
        }
        EXPECT_EQ(partition.cut, cut);
        EXPECT_EQ(NfPartitionForRanks(problem).ranks, partition.ranks) << "not the same again";
    }
    EXPECT_GT(shared, 200);
}

} // namespace

} // namespace ns3
