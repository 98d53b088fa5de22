// SPDX-License-Identifier: GPL-2.0-only

// Traces of a scenario's runs, grouped by what they are of: label, variant, replication.

#include "drop-trace.h"
#include "nfsim-runner.h"

#include <fstream>
#include <gmock/gmock.h>

namespace ns3
{

namespace
{

using nlohmann::json;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class ScenarioGroups : public NfsimTest
{
  protected:
    ScenarioGroups()
    {
        std::ofstream(Path("net.yaml")) << R"(name: net
duration: 2s
sweep: {rate: [80kbps, 160kbps]}
topology:
  rate: 10Mbps
  delay: 1ms
  nodes: {pc: {kind: host}, gw: {kind: router}, web: {kind: host}}
  links: [{from: gw, to: [pc, web]}]
policy: |
  zone pcs: pc
  zone webs: web
  pcs -> webs: tcp/80 accept
placements: {edge: gw, hosts: [pc, web]}
traffic:
  - {name: bad, kind: udp-cbr, from: pc, to: web, rate: "${rate}", size: 1000, start: 1s, meant: denied}
)";
        for (const char* placement : {"edge", "hosts"})
        {
            for (const char* replication : {"1", "2"})
            {
                const NfsimResult run = Run({"run",
                                             Path("net.yaml"),
                                             "--placement",
                                             placement,
                                             "--replication",
                                             replication,
                                             "--trace",
                                             Path("a.db")});
                EXPECT_EQ(run.code, 0) << run.err;
            }
        }
    }

    // Groups and how many runs they have.
    static std::vector<std::string> Groups(const json& answer)
    {
        std::vector<std::string> groups;
        for (const json& row : answer["groups"])
        {
            if (row["measure"] == "packets")
            {
                groups.push_back(row["group"].get<std::string>() + ": " +
                                 std::to_string(row["runs"].get<int>()));
            }
        }
        return groups;
    }
};

TEST_F(ScenarioGroups, ByVariantAreTheReplicationsOfAPlacementAndOfValues)
{
    const json answer = Ask({"trace", Path("a.db"), "groups", "--group-by", "variant"});
    EXPECT_THAT(Groups(answer),
                ElementsAre("net rate=80kbps @edge: 2",
                            "net rate=80kbps @hosts: 2",
                            "net rate=160kbps @edge: 2",
                            "net rate=160kbps @hosts: 2"));
    EXPECT_EQ(answer["left_out"].size(), 0U);
}

TEST_F(ScenarioGroups, ByReplicationAreAllVariantsAndTheIntervalIsSaidNotToBeOfIndependentRuns)
{
    const NfsimResult result = Run({"trace", Path("a.db"), "groups", "--group-by", "replication"});
    EXPECT_THAT(result.out,
                AllOf(HasSubstr("replication 1"),
                      HasSubstr("replication 2: runs of 4 variants with the same random numbers, "
                                "so that the interval is not one of independent runs")));
    EXPECT_THAT(Groups(Ask({"trace", Path("a.db"), "groups", "--group-by", "replication"})),
                ElementsAre("replication 1: 4", "replication 2: 4"));
}

TEST_F(ScenarioGroups, OfSeveralDatabasesAreOneAndRunsOfNoScenarioAreNamed)
{
    DropTrace trace;
    trace.nodes = {{"gw", {{"-p tcp -j DROP", 4}}}};
    trace.Write(Path("b.db"));
    Run({"run",
         Path("net.yaml"),
         "--set",
         "rate=80kbps",
         "--placement",
         "edge",
         "--replication",
         "3",
         "--trace",
         Path("b.db")});
    const json answer =
        Ask({"trace", Path("a.db"), "groups", Path("b.db"), "--group-by", "variant"});
    EXPECT_EQ(Groups(answer)[0], "net rate=80kbps @edge: 3");
    ASSERT_EQ(answer["left_out"].size(), 1U);
    EXPECT_EQ(answer["left_out"][0]["why"], "it is of no scenario, as its trace tells");
    const NfsimResult figure = Run({"plot",
                                    Path("a.db"),
                                    Path("b.db"),
                                    "heatmap",
                                    "--group-by",
                                    "variant",
                                    "-o",
                                    Path("x.svg"),
                                    "--script"});
    EXPECT_EQ(figure.code, 0) << figure.err;
    EXPECT_THAT(figure.out,
                AllOf(HasSubstr("@hosts"), HasSubstr("Left out: 1 run of no scenario")));
    DropTrace alone;
    alone.nodes = trace.nodes;
    alone.Write(Path("c.db"));
    EXPECT_THAT(Refused({"trace", Path("c.db"), "groups", "--group-by", "variant"}),
                HasSubstr("none of 1 runs is of a scenario"));
}

TEST_F(ScenarioGroups, AResultsDatabaseIsCalledWhatItIs)
{
    Run({"run", Path("net.yaml"), "--placement", "edge", "--results", Path("r.db")});
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"trace", Path("r.db"), "summary"},
          {"trace", Path("r.db"), "groups"},
          {"plot", Path("r.db"), "drops", "-o", Path("x.svg")}})
    {
        EXPECT_THAT(Refused(words),
                    AllOf(HasSubstr("it is a results database"), HasSubstr("nfsim compare")));
    }
}

} // namespace

} // namespace ns3
