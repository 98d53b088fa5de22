// SPDX-License-Identifier: GPL-2.0-only

// Campaigns of real simulations: nfsim compare with nfsim run, and what may go wrong with them.

#include "campaign-fixture.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <iterator>
#include <random>

namespace ns3
{

namespace
{

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::UnorderedElementsAre;

class CampaignSimulated : public CampaignFixture
{
  protected:
    CampaignSimulated()
    {
        std::ofstream(Path("net.yaml")) << R"(name: net
duration: 3s
variables: {rate: 80kbps}
topology:
  rate: 10Mbps
  delay: 1ms
  nodes: {"pc[1..3]": {kind: host}, gw: {kind: router}, web: {kind: host}}
  links: [{from: gw, to: ["pc[1..3]", web]}]
policy: |
  zone pcs: pc*
  zone webs: web
  pcs -> webs: tcp/80 accept
traffic:
  - {name: bad, kind: udp-cbr, from: pc1, to: web, rate: "${rate}", size: 1000, start: 1s, meant: denied}
  - {name: good, kind: web, from: [pc2, pc3], to: web, pause: 0.2s, start: 1s, meant: allowed}
)";
    }

    std::vector<std::string> Words(const std::string& folder) const
    {
        return {"compare",
                Path("net.yaml"),
                "--placements",
                "edge,hosts",
                "--jobs",
                "2",
                "--no-report",
                "--output",
                Path(folder)};
    }
};

TEST_F(CampaignSimulated, SurvivesKillsAndEndsWithTheSameDatabase)
{
    const std::vector<std::string> runs{"--runs", "12"};
    EXPECT_EQ(Run(With(Words("calm"), runs)).code, 0);
    std::mt19937 random(10);
    std::map<std::string, ino_t> finished;
    int killed = 0;
    for (int i = 0; i < 60 && killed < 8; ++i)
    {
        const std::chrono::milliseconds moment(40 + random() % (150 + 30 * i));
        killed += RunAndSignal(With(Words("killed"), runs), moment, SIGKILL).code == 128 + SIGKILL;
        const std::map<std::string, ino_t> now = FinishedFiles("killed");
        EXPECT_TRUE(std::includes(now.begin(), now.end(), finished.begin(), finished.end()))
            << "a run that had finished was made again";
        finished = now;
        if (finished.size() == 24)
        {
            break;
        }
    }
    EXPECT_GT(killed, 0);
    EXPECT_EQ(Run(With(Words("killed"), runs)).code, 0);
    EXPECT_EQ(Dump("killed"), Dump("calm"));
}

TEST_F(CampaignSimulated, AnInterruptLeavesNoTemporaryFiles)
{
    const std::string path = std::getenv("PATH");
    std::filesystem::create_directory(Path("tmp"));
    setenv("TMPDIR", Path("tmp").c_str(), 1);
    const NfsimResult compared =
        RunAndSignal(With(Words("c"), {"--runs", "1000", "--set", "rate=8Mbps"}),
                     std::chrono::milliseconds(700),
                     SIGINT);
    EXPECT_EQ(compared.code, 130) << compared.err;
    EXPECT_TRUE(std::filesystem::is_empty(Path("tmp")));
    std::ofstream(Path("tmp/neato")) << "#!/bin/sh\ntouch \"$0.runs\"\nexec sleep 60\n";
    std::filesystem::permissions(Path("tmp/neato"), std::filesystem::perms::all);
    setenv("PATH", (Path("tmp") + ":" + path).c_str(), 1);
    std::ofstream(Path("net.dot")) << "graph net { a -- b }\n";
    const NfsimResult drawn = RunAndSignal({"topology", Path("net.dot"), "-o", Path("net.svg")},
                                           std::chrono::milliseconds(700),
                                           SIGINT);
    setenv("PATH", path.c_str(), 1);
    unsetenv("TMPDIR");
    EXPECT_EQ(drawn.code, 128 + SIGINT) << drawn.err;
    EXPECT_TRUE(std::filesystem::exists(Path("tmp/neato.runs")));
    EXPECT_FALSE(std::filesystem::exists(Path("net.svg.new")));
    std::vector<std::string> left;
    for (const auto& entry : std::filesystem::directory_iterator(Path("tmp")))
    {
        left.push_back(entry.path().filename());
    }
    EXPECT_THAT(left, UnorderedElementsAre("neato", "neato.runs"));
}

TEST_F(CampaignSimulated, TheSameReplicationHasTheSameTrafficInEveryVariant)
{
    EXPECT_EQ(Run(With(Words("c"), {"--runs", "3"})).code, 0);
    SQLite::Database database(Path("c") + "/results.db");
    const auto sent = [&database](const char* placement) {
        SQLite::Statement rows(database,
                               "SELECT replication, class, measure, value FROM run JOIN result ON "
                               "run_id = id WHERE placement = ?1 AND class = 'good' AND measure IN "
                               "('sent', 'goodput', 'latency_mean') ORDER BY 1, 2, 3");
        rows.bind(1, placement);
        std::string text;
        while (rows.executeStep())
        {
            text += rows.getColumn(0).getString() + " " + rows.getColumn(2).getString() + " " +
                    rows.getColumn(3).getString() + "\n";
        }
        return text;
    };
    EXPECT_NE(sent("edge"), "");
    EXPECT_EQ(sent("edge"), sent("hosts"));
}

TEST_F(CampaignSimulated, ARunThatFailsIsNamedAndInNoMean)
{
    // As a rate, one of the two is refused by the scenario's reader.
    const NfsimResult result =
        Run(With(Words("c"), {"--set", "rate=80kbps,fast", "--runs", "2", "--json"}));
    EXPECT_EQ(result.code, 1) << result.err;
    const json answer = result.Json();
    ASSERT_EQ(answer["missing"].size(), 4U);
    for (const json& row : answer["missing"])
    {
        EXPECT_THAT(row.dump(), AllOf(HasSubstr("rate=fast"), HasSubstr("expected a rate")));
    }
    for (const json& row : answer["variants"])
    {
        const bool isBad = row["variant"].get<std::string>().find("fast") != std::string::npos;
        EXPECT_EQ(row["finished"], isBad ? 0 : 2) << row;
        EXPECT_EQ(row["failed"], isBad ? 2 : 0) << row;
    }
}

// In a namespace of mounts, where a small file system of its own is full in the middle.
TEST_F(CampaignSimulated, AFullDiskFailsTheRunsThatItConcernsAndLeavesTheOthers)
{
    const std::string disk = Path("disk");
    std::filesystem::create_directory(disk);
    const auto quote = [](const std::vector<std::string>& words) {
        std::string line;
        for (const std::string& word : words)
        {
            line += "'" + word + "' ";
        }
        return line;
    };
    std::vector<std::string> words = With(Words("disk/c"), {"--runs", "4"});
    words.insert(words.begin(), NF_NFSIM);
    std::ofstream(Path("full.sh"))
        << "mount -t tmpfs -o size=200k tmpfs '" << disk << "' || exit 77\n"
        << quote(words) << ">'" << Path("first") << "' 2>&1\n"
        << "echo $? >'" << Path("code") << "'\n"
        << "ls '" << disk << "/c/runs' >'" << Path("runs") << "'\n"
        << "mount -o remount,size=64m '" << disk << "'\n"
        << quote(words) << ">'" << Path("second") << "' 2>&1 || exit 1\n"
        << "cp -r '" << disk << "/c' '" << Path("kept") << "'\n";
    const std::string command = "unshare -rm sh '" + Path("full.sh") + "' 2>'" + Path("log") + "'";
    const int status = std::system(command.c_str());
    if (WEXITSTATUS(status) == 77 || ReadFile(Path("code")).empty())
    {
        GTEST_SKIP() << "no file system can be mounted here: " << ReadFile(Path("log"));
    }
    ASSERT_EQ(status, 0) << ReadFile(Path("second"));
    EXPECT_EQ(ReadFile(Path("code")), "2\n") << ReadFile(Path("first"));
    EXPECT_THAT(ReadFile(Path("first")),
                AllOf(testing::ContainsRegex("(edge|hosts), replication [0-9]: .*disk is full"),
                      HasSubstr("results.db.new: database or disk is full")));
    EXPECT_THAT(ReadFile(Path("runs")), HasSubstr(".db")) << "some runs had room";
    EXPECT_EQ(Run(With(Words("calm"), {"--runs", "4"})).code, 0);
    EXPECT_EQ(Dump("kept"), Dump("calm")) << "with room, the same command ends as if undisturbed";
}

} // namespace

} // namespace ns3
