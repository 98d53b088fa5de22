// SPDX-License-Identifier: GPL-2.0-only

#include "nf-placement-table.h"
#include "nf-placements.h"
#include "nf-policy-check.h"
#include "nf-policy-parser.h"
#include "nf-topology-generators.h"
#include "nf-zone-cut.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <set>
#include <string>
#include <vector>

namespace ns3
{
namespace
{

using testing::ElementsAre;
using testing::IsEmpty;

// True if no way is left between two zones.
bool
IsCut(const NfTopologyGraph& graph,
      const std::vector<std::vector<std::size_t>>& zones,
      const std::set<std::size_t>& cut)
{
    for (std::size_t zone = 0; zone < zones.size(); ++zone)
    {
        std::set<std::size_t> seen;
        std::vector<std::size_t> queue;
        for (const std::size_t node : zones[zone])
        {
            if (cut.count(node) == 0 && seen.insert(node).second)
            {
                queue.push_back(node);
            }
        }
        for (std::size_t i = 0; i < queue.size(); ++i)
        {
            for (const std::size_t link : graph.GetLinks(queue[i]))
            {
                const std::size_t next = graph.GetOtherEnd(link, queue[i]);
                if (cut.count(next) == 0 && seen.insert(next).second)
                {
                    queue.push_back(next);
                }
            }
        }
        for (std::size_t other = 0; other < zones.size(); ++other)
        {
            for (const std::size_t node : zones[other])
            {
                if (other != zone && seen.count(node))
                {
                    return false;
                }
            }
        }
    }
    return true;
}

// The size of the smallest cut, by trying all sets of nodes.
std::size_t
TryAll(const NfTopologyGraph& graph, const std::vector<std::vector<std::size_t>>& zones)
{
    std::size_t best = graph.GetNNodes();
    for (uint32_t bits = 0; bits < 1U << graph.GetNNodes(); ++bits)
    {
        std::set<std::size_t> cut;
        for (std::size_t node = 0; node < graph.GetNNodes(); ++node)
        {
            if (bits >> node & 1)
            {
                cut.insert(node);
            }
        }
        if (cut.size() < best && IsCut(graph, zones, cut))
        {
            best = cut.size();
        }
    }
    return best;
}

TEST(ZoneCutTest, IsTheSmallestOfAllSetsOfNodesForTwoZonesAndThree)
{
    for (int64_t stream = 1; stream <= 12; ++stream)
    {
        const NfTopologyGraph graph = NfMakeBarabasiAlbert(11, 2, stream);
        for (const std::size_t count : {2U, 3U})
        {
            std::vector<std::vector<std::size_t>> zones{{3, 7}, {9}, {5, 10}};
            zones.resize(count);
            std::vector<std::pair<std::size_t, std::size_t>> pairs{{0, 1}};
            if (count == 3)
            {
                pairs.insert(pairs.end(), {{0, 2}, {1, 2}});
            }
            const NfZoneCut cut = NfFindZoneCut(graph, zones, pairs);
            EXPECT_TRUE(cut.IsSmallest());
            EXPECT_TRUE(IsCut(graph, zones, {cut.nodes.begin(), cut.nodes.end()}));
            EXPECT_EQ(cut.nodes.size(), TryAll(graph, zones)) << stream << " " << count;
        }
    }
}

/// A star of three LANs: an office, a DMZ, and one that stands for the Internet.
class PlacementsTest : public testing::Test
{
  protected:
    PlacementsTest()
        : m_graph(NfMakeStarOfLans(3, 2)),
          m_policy(NfParsePolicy("zone lan: host1-*\nzone dmz: host2-*\nzone internet: host3-*\n"
                                 "lan -> any: any accept\n"
                                 "internet -> dmz: tcp/443 accept\n",
                                 "p",
                                 m_errors)),
          m_plan(m_graph),
          m_zones(m_policy, m_graph, m_errors),
          m_paths(m_policy, m_zones, m_plan, {}),
          m_crossings(m_plan, m_zones, m_graph.FindNodes("*")),
          m_candidates(
              NfFindCandidates(m_zones,
                               m_plan,
                               m_paths,
                               NfCompilePolicy(m_policy,
                                               m_zones,
                                               m_plan,
                                               NfPlacement::AllAt("all", m_graph.FindNodes("*"))),
                               2))
    {
    }

    std::vector<std::string> Names(const NfPlacement& placement) const
    {
        std::vector<std::string> names;
        for (const std::size_t node : placement.GetNodes())
        {
            names.push_back(m_graph.GetNode(node).name);
        }
        return names;
    }

    const NfPlacementCandidate& Candidate(const std::string& name) const
    {
        return *std::find_if(m_candidates.begin(),
                             m_candidates.end(),
                             [this, &name](const NfPlacementCandidate& candidate) {
                                 return m_graph.GetNode(candidate.node).name == name;
                             });
    }

    std::vector<NfError> m_errors;
    NfTopologyGraph m_graph;
    NfPolicy m_policy;
    NfTopologyPlan m_plan;
    NfPolicyZones m_zones;
    NfPlacementPaths m_paths;
    NfPolicyPaths m_crossings;
    std::vector<NfPlacementCandidate> m_candidates;
};

TEST_F(PlacementsTest, CandidatesTellWhereTheyStandAndWhatTheyNeed)
{
    EXPECT_TRUE(Candidate("core").isArticulation);
    EXPECT_FALSE(Candidate("host1-1").isArticulation);
    EXPECT_EQ(Candidate("core").dominated, 4U) << "the hosts of two LANs, seen from the third";
    EXPECT_EQ(Candidate("edge2").dominated, 2U);
    EXPECT_EQ(Candidate("edge3").dominated, 4U);
    EXPECT_EQ(Candidate("core").traffic, 24) << "each host of a LAN to each of two others";
    EXPECT_EQ(Candidate("edge1").traffic, 16);
    EXPECT_EQ(Candidate("edge1").state, 8U) << "of the LAN to others, not back";
    EXPECT_GT(Candidate("core").rules, Candidate("host1-1").rules);
}

TEST_F(PlacementsTest, ProposalsAreWhereTheirNamesSayAndTheCheckOfEachHolds)
{
    EXPECT_THAT(NfFindZonesApart(m_policy),
                ElementsAre(std::pair(0, 1), std::pair(0, 2), std::pair(1, 2)));
    const NfZoneCut cut =
        NfFindZoneCut(m_graph,
                      {m_zones.GetNodes(0), m_zones.GetNodes(1), m_zones.GetNodes(2)},
                      NfFindZonesApart(m_policy));
    const NfPlacementProblem problem{m_policy, m_zones, m_plan, m_paths, m_candidates};
    const std::vector<NfPlacement> placements = NfProposePlacements(problem, cut);
    ASSERT_EQ(placements.size(), 6U);
    EXPECT_EQ(placements[0].name, "edge");
    EXPECT_THAT(Names(placements[0]), ElementsAre("edge2", "edge3"));
    EXPECT_EQ(placements[1].name, "core");
    EXPECT_THAT(Names(placements[1]), ElementsAre("core"));
    EXPECT_EQ(placements[2].name, "hosts");
    EXPECT_EQ(placements[2].firewalls.size(), 6U);
    EXPECT_EQ(placements[3].name, "min-cut");
    EXPECT_THAT(Names(placements[3]), ElementsAre("core"));
    EXPECT_EQ(placements[4].name, "greedy");
    EXPECT_THAT(Names(placements[4]), ElementsAre("core"));
    EXPECT_EQ(placements[5].name, "least-bytes");
    EXPECT_THAT(Names(placements[5]), ElementsAre("edge2", "edge3"));
    for (const NfPlacement& placement : placements)
    {
        EXPECT_TRUE(NfCheckPolicy(m_policy,
                                  m_zones,
                                  m_plan,
                                  NfCompilePolicy(m_policy, m_zones, m_plan, placement))
                        .Holds())
            << placement.name;
    }
    const std::size_t budget = Candidate("core").rules - 1;
    EXPECT_THAT(Names(NfProposePlacements(problem, cut, budget)[4]), ElementsAre("edge1", "edge2"));
}

TEST_F(PlacementsTest, ATableGivesNodesTheLinesThatTheyEnforce)
{
    std::vector<NfError> errors;
    const NfPlacement placement =
        NfParsePlacement("edge[1..2]: all\ncore: 5 default\n", "t", m_policy, m_graph, errors);
    EXPECT_THAT(errors, IsEmpty());
    EXPECT_THAT(Names(placement), ElementsAre("core", "edge1", "edge2"));
    EXPECT_EQ(placement.firewalls.at(*m_graph.FindNode("core")), std::set<uint32_t>({0, 5}));
    EXPECT_FALSE(placement.firewalls.at(*m_graph.FindNode("edge1")));
    NfParsePlacement("nobody: all\ncore: 3\nedge1\ncore: 4\n", "t", m_policy, m_graph, errors);
    ASSERT_EQ(errors.size(), 4U);
    EXPECT_EQ(errors[0].ToString(), "t:1:1: no node's name fits 'nobody'");
    EXPECT_EQ(errors[1].ToString(),
              "t:2:7: '3' found; the number of a line of p, default or all expected");
    EXPECT_EQ(errors[2].ToString(), "t:3:1: 'NODE: LINES' expected");
    EXPECT_EQ(errors[3].ToString(), "t:4:1: node core has been given before");
}

} // namespace
} // namespace ns3
