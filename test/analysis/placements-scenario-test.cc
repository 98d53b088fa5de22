// SPDX-License-Identifier: GPL-2.0-only

// Placements of a scenario: nfsim placements, run and compare by their names, allocations.

#include "nfsim-runner.h"
#include "test-net.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fstream>
#include <gmock/gmock.h>
#include <map>

namespace ns3
{

namespace
{

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// Two ways between two LANs, and a third network that nobody talks to but by a little traffic.
class PlacementsOfAScenario : public NfsimTest
{
  protected:
    PlacementsOfAScenario()
    {
        std::ofstream(Path("net.yaml")) << R"(name: net
duration: 3s
topology:
  rate: 100Mbps
  delay: 1ms
  nodes:
    "pc[1..2]": {kind: host}
    "web[1..2]": {kind: host}
    gw: {kind: router}
    mid: {kind: router}
    back: {kind: router}
  links:
    - {from: gw, to: ["pc[1..2]", mid]}
    - {from: back, to: [mid, "web[1..2]"]}
policy: |
  zone pcs: pc*
  zone webs: web*
  pcs -> webs: tcp/80 accept
placements:
  core: mid
  middle: [gw, back]
traffic:
  - {name: bad, kind: udp-cbr, from: pc1, to: web1, rate: 80kbps, size: 1000, start: 1s, meant: denied}
  - {name: good, kind: web, from: pc2, to: web2, start: 1s, meant: allowed}
)";
    }

    // Columns of the table of placements, by name.
    std::map<std::string, nlohmann::json> Placements(std::vector<std::string> words) const
    {
        words.insert(words.begin(), {"placements", Path("net.yaml")});
        std::map<std::string, nlohmann::json> placements;
        const nlohmann::json answer = Ask(words);
        for (const auto& placement : answer["placements"])
        {
            placements[placement["name"]] = placement;
        }
        return placements;
    }
};

TEST_F(PlacementsOfAScenario, AreItsOwnAndThoseProposedThatHaveOtherNames)
{
    const auto placements = Placements({});
    EXPECT_EQ(placements.at("core")["nodes"], "mid");
    EXPECT_EQ(placements.at("core")["origin"], "scenario");
    EXPECT_EQ(placements.at("edge")["origin"], "proposed");
    EXPECT_EQ(placements.at("edge")["check"], "holds");
    EXPECT_EQ(placements.at("edge")["same"], "middle");
    EXPECT_EQ(placements.count("min-cut"), 1U);
    EXPECT_EQ(placements.count("least-bytes"), 1U);
}

TEST_F(PlacementsOfAScenario, AreWeighedByItsTraffic)
{
    const nlohmann::json answer = Ask({"placements", Path("net.yaml")});
    double traffic = 0;
    for (const auto& candidate : answer["candidates"])
    {
        traffic += candidate["node"] == "pc1" ? candidate["traffic"].get<double>() : 0;
    }
    // 10 datagrams a second of 1028 bytes for 2 seconds, and nothing else.
    EXPECT_EQ(traffic, 20 * 1028);
}

TEST_F(PlacementsOfAScenario, RunByTheirNames)
{
    for (const char* name : {"edge", "min-cut", "greedy", "greedy:100", "least-bytes", "hosts"})
    {
        const NfsimResult run = Run({"run", Path("net.yaml"), "--placement", name});
        EXPECT_EQ(run.code, 0) << name << ": " << run.err;
        EXPECT_THAT(run.out, HasSubstr(std::string("net @") + name));
        EXPECT_THAT(run.out, testing::ContainsRegex("bad +20 +20 +0 +0")) << name;
    }
    EXPECT_THAT(Refused({"run", Path("net.yaml"), "--placement", "min-cat"}),
                HasSubstr("did you mean 'min-cut'?"));
    EXPECT_THAT(Refused({"run", Path("net.yaml"), "--placement", "midle"}),
                HasSubstr("did you mean 'middle'?"));
    EXPECT_THAT(Refused({"run", Path("net.yaml"), "--placement", "greedy:1"}),
                HasSubstr("no node of this network comes into question"));
}

TEST_F(PlacementsOfAScenario, ChangeNoTrafficWhenProposedRatherThanListed)
{
    // "middle" is listed, and "least-bytes" proposed, for the same nodes.
    const auto results = [this](const std::string& placement) {
        const std::string file = Path(placement + ".db");
        Run({"run", Path("net.yaml"), "--placement", placement, "--results", file});
        SQLite::Database database(file);
        std::string text;
        SQLite::Statement rows(database,
                               "SELECT class, measure, value FROM result WHERE measure IN "
                               "('sent', 'delivered', 'goodput', 'latency_mean') ORDER BY 1, 2");
        while (rows.executeStep())
        {
            text += rows.getColumn(0).getString() + " " + rows.getColumn(1).getString() + " " +
                    rows.getColumn(2).getString() + "\n";
        }
        return text;
    };
    const std::string listed = results("middle");
    EXPECT_FALSE(listed.empty());
    EXPECT_EQ(results("least-bytes"), listed);
}

TEST_F(PlacementsOfAScenario, AreComparedByTheirNames)
{
    std::ofstream(Path("elsewhere.txt")) << "mid: default\n";
    const std::vector<std::string> all{"compare",
                                       Path("net.yaml"),
                                       "--placements",
                                       "all",
                                       "--allocation",
                                       Path("elsewhere.txt"),
                                       "--runs",
                                       "1",
                                       "--output",
                                       Path("all"),
                                       "--no-report",
                                       "--json"};
    const NfsimResult result = Run(all);
    EXPECT_EQ(result.code, 0) << result.err;
    std::vector<std::string> labels;
    const nlohmann::json answer = result.Json();
    for (const auto& variant : answer["variants"])
    {
        labels.push_back(variant["variant"]);
    }
    EXPECT_THAT(labels, testing::IsSupersetOf({"elsewhere", "core", "middle", "hosts"}));
    EXPECT_THAT(result.err, HasSubstr("edge is left out: its firewalls are those of middle\n"));
    EXPECT_EQ(ReadFile(Path("all") + "/allocations/elsewhere.txt"), "mid: default\n");
    // Another table is another campaign.
    std::ofstream(Path("elsewhere.txt")) << "gw: default\n";
    EXPECT_THAT(Refused(all), HasSubstr("the allocations say something else by now"));
}

TEST_F(PlacementsOfAScenario, AreRefusedBeforeARunIfThereAreNoSuch)
{
    const auto compare = [this](const std::string& placements) {
        return Refused(
            {"compare", Path("net.yaml"), "--placements", placements, "--output", Path("c")});
    };
    EXPECT_THAT(compare("edge,mincut"),
                HasSubstr("--placements mincut: there is no such placement; did you mean "
                          "'min-cut'?"));
    EXPECT_THAT(compare("greedy:0"), HasSubstr("did you mean 'greedy'?"));
    EXPECT_THAT(compare("allocated"), HasSubstr("--placements allocated: there are none"));
    EXPECT_FALSE(std::filesystem::exists(Path("c") + "/campaign.json"));
    EXPECT_THAT(Refused({"placements", Path("net.yaml"), "--policy", Path("net.yaml")}),
                HasSubstr("a scenario has its own"));
}

} // namespace

} // namespace ns3
