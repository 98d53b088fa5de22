// SPDX-License-Identifier: GPL-2.0-only

// nfsim compare: campaigns of a cheap model that takes the place of `nfsim run`, undisturbed,
// killed, interrupted, and with runs that go wrong.

#include "campaign-fixture.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <algorithm>
#include <chrono>
#include <csignal>
#include <gmock/gmock.h>
#include <map>
#include <random>
#include <set>
#include <sys/stat.h>
#include <thread>

namespace ns3
{

namespace
{

using nlohmann::json;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

namespace fs = std::filesystem;

class Campaign : public CampaignFixture
{
  protected:
    // A scenario whose placements waste that much, and the words to compare them.
    std::vector<std::string> Words(const json& more, const std::string& folder)
    {
        json scenario = {{"placements", {{"hosts", 100}, {"edge", 65}, {"core", 100}}}};
        if (more.is_object())
        {
            scenario.update(more);
        }
        std::ofstream(Path("scenario.json")) << scenario;
        return {"compare",
                Path("scenario.json"),
                "--placements",
                "hosts,edge,core",
                "--runner",
                NF_FAKE_RUN,
                "--jobs",
                "2",
                "--no-report",
                "--output",
                Path(folder)};
    }

    // A row of the answer's table of measures.
    static json Find(const json& answer, const std::string& measure, const std::string& variant)
    {
        for (const json& row : answer["measures"])
        {
            if (row["measure"] == measure && row["variant"] == variant)
            {
                return row;
            }
        }
        return {};
    }

    std::vector<std::string> Lines(const std::string& name) const
    {
        std::vector<std::string> lines;
        std::ifstream file(Path(name));
        for (std::string line; std::getline(file, line);)
        {
            lines.push_back(line);
        }
        return lines;
    }
};

TEST_F(Campaign, ComparesVariantsUnderTheSameRandomNumbers)
{
    const json answer = Ask(With(Words({}, "c"), {"--runs", "8"}));
    const json edge = Find(answer, "bytes_hops_before_drop", "edge");
    EXPECT_EQ(edge["runs"], 8);
    EXPECT_EQ(edge["pairs"], 8);
    // What all variants share varies by a tenth; the difference by much less.
    EXPECT_LT(edge["difference_high"].get<double>() - edge["difference_low"].get<double>(), 10);
    EXPECT_LT(edge["p_holm"], 0.001);
    EXPECT_THAT(edge["effect"].get<std::string>(), HasSubstr("% less than hosts"));
    EXPECT_EQ(Find(answer, "jitter", "edge")["runs"], 4);
    EXPECT_EQ(Find(answer, "jitter", "edge")["unknown"], 4);
    EXPECT_EQ(Find(answer, "goodput", "edge")["class"], "mail");
    EXPECT_EQ(Find(answer, "bytes_hops_before_drop", "hosts")["p_holm"], json());
}

TEST_F(Campaign, TablesAreForPeopleAndForSpreadsheets)
{
    const std::vector<std::string> words =
        With(Words({}, "c"), {"--runs", "6", "--baseline", "edge"});
    const NfsimResult result = Run(words);
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out,
                AllOf(HasSubstr("Against edge"),
                      HasSubstr("more than edge"),
                      HasSubstr("The same in every run: sent 1000 packets."),
                      HasSubstr("Not shown: the same by class of traffic (mail)")));
    const std::string csv = Run(With(words, {"--csv"})).out;
    EXPECT_THAT(csv, StartsWith("measure,class,unit,variant,runs,unknown,mean,low,high,pairs,"));
    EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 1 + 5 * 3);
}

TEST_F(Campaign, CrossesTheValuesOfVariables)
{
    const json answer =
        Ask(With(Words({}, "c"), {"--runs", "2", "--set", "factor=1,2", "--set", "colour=red"}));
    ASSERT_EQ(answer["variants"].size(), 6U);
    EXPECT_EQ(answer["variants"][1]["variant"], "hosts factor=2");
    SQLite::Database database(Path("c") + "/results.db");
    SQLite::Statement run(database,
                          "SELECT command FROM run WHERE variant = 'edge factor=2' AND "
                          "replication = 2");
    ASSERT_TRUE(run.executeStep());
    EXPECT_EQ(run.getColumn(0).getString(),
              "nfsim run " + Path("scenario.json") +
                  " --placement edge --set colour=red --set factor=2 --replication 2");
}

TEST_F(Campaign, ComparesWhatTheScenarioSweepsUnderAllItsPlacements)
{
    const json sweep = {{"sweep", {{{"factor", "1"}, {"n", 5}}, {{"factor", "2"}, {"n", 5}}}}};
    std::vector<std::string> words = With(Words(sweep, "c"), {"--runs", "1"});
    *std::find(words.begin(), words.end(), "hosts,edge,core") = "all";
    auto labels = [&](const std::vector<std::string>& asked) {
        std::vector<std::string> found;
        const json answer = Ask(asked);
        for (const json& variant : answer["variants"])
        {
            found.push_back(variant["variant"]);
        }
        return found;
    };
    EXPECT_THAT(labels(words),
                ElementsAre("core factor=1",
                            "core factor=2",
                            "edge factor=1",
                            "edge factor=2",
                            "hosts factor=1",
                            "hosts factor=2"));
    // What --set says takes the place of what is swept.
    *std::find(words.begin(), words.end(), Path("c")) = Path("d");
    EXPECT_THAT(labels(With(words, {"--set", "factor=7"})), ElementsAre("core", "edge", "hosts"));
    words.erase(words.begin() + 2, words.begin() + 4);
    *std::find(words.begin(), words.end(), Path("d")) = Path("e");
    EXPECT_THAT(labels(words), ElementsAre("factor=1", "factor=2")) << "as the scenario says";
}

TEST_F(Campaign, WhatGoesWrongInARunIsNamedAndCountedAndNeverAveraged)
{
    const std::vector<std::string> words = With(Words({{"fail", {"edge 1"}},
                                                       {"crash", {"core 2"}},
                                                       {"full", {"hosts 3"}},
                                                       {"halfway", {"edge 4"}}},
                                                      "c"),
                                                {"--runs", "4"});
    const NfsimResult result = Run(With(words, {"--json"}));
    EXPECT_EQ(result.code, 1) << result.err;
    const json answer = result.Json();
    std::vector<std::string> missing;
    for (const json& run : answer["missing"])
    {
        missing.push_back(run["variant"].get<std::string>() + " " + run["replication"].dump() +
                          " " + run["outcome"].get<std::string>() + " " +
                          run["message"].get<std::string>());
    }
    EXPECT_THAT(missing,
                ElementsAre(AllOf(StartsWith("hosts 3 failed"), HasSubstr("disk")),
                            "edge 1 failed exit code 2: the scenario's line 7 cannot be built",
                            "edge 4 failed the results say 'interrupted'",
                            "core 2 failed signal 9 (Killed)"));
    EXPECT_EQ(answer["variants"][1]["failed"], 2);
    EXPECT_EQ(Find(answer, "bytes_hops_before_drop", "edge")["runs"], 2);
    EXPECT_EQ(Find(answer, "bytes_hops_before_drop", "edge")["pairs"], 1);
    EXPECT_EQ(Find(answer, "bytes_hops_before_drop", "edge")["effect"], "too few runs to tell");
    EXPECT_THAT(Run(words).out, HasSubstr("Runs without results, which count in no mean"));
}

TEST_F(Campaign, ExpectationsThatDoNotHoldAreResults)
{
    const json answer = Ask(With(Words({}, "c"), {"--runs", "5"}));
    EXPECT_EQ(answer["variants"][0]["expectations"], 5);
    EXPECT_EQ(answer["variants"][0]["not_held"], 1);
    EXPECT_EQ(answer["expectations"][0]["expectation"], "mail arrives");
    EXPECT_EQ(answer["expectations"][0]["detail"], "3 of 7 mails arrived");
}

TEST_F(Campaign, SurvivesTwentyKillsAndEndsWithTheSameDatabase)
{
    const json slow = {{"sleep", 0.02}};
    EXPECT_EQ(Run(With(Words(slow, "calm"), {"--runs", "40"})).code, 0);
    const std::vector<std::string> words = With(Words(slow, "killed"), {"--runs", "40"});
    std::mt19937 random(20);
    std::map<std::string, ino_t> finished;
    std::size_t killed = 0;
    // A slow machine needs longer to finish anything before it is killed.
    unsigned span = 120;
    for (int i = 0; i < 20 || (finished.size() < 2 && i < 100); ++i)
    {
        const std::chrono::milliseconds moment(random() % span);
        killed += RunAndSignal(words, moment, SIGKILL).code == 128 + SIGKILL;
        const std::map<std::string, ino_t> now = FinishedFiles("killed");
        for (const auto& [name, inode] : finished)
        {
            EXPECT_EQ(now.count(name), 1U) << name;
        }
        span += now.empty() ? 30 : 0;
        finished = now;
    }
    EXPECT_GE(killed, 10U);
    EXPECT_GT(finished.size(), 1U);
    EXPECT_EQ(Run(words).code, 0);
    for (const auto& [name, inode] : finished)
    {
        EXPECT_EQ(FinishedFiles("killed")[name], inode) << name << " was made again";
    }
    EXPECT_EQ(Dump("killed"), Dump("calm"));
}

TEST_F(Campaign, AFinishedRunIsNotMadeAgain)
{
    const json logged = {{"log", Path("log")}};
    EXPECT_EQ(Run(With(Words(logged, "c"), {"--runs", "2"})).code, 0);
    EXPECT_EQ(Run(With(Words(logged, "c"), {"--runs", "4"})).code, 0);
    const std::vector<std::string> made = Lines("log");
    EXPECT_EQ(made.size(), 12U);
    EXPECT_EQ(std::set<std::string>(made.begin(), made.end()).size(), 12U);
}

TEST_F(Campaign, AnInterruptEndsItCleanly)
{
    const json slow = {{"sleep", 0.1}};
    const std::vector<std::string> words = With(Words(slow, "c"), {"--runs", "10"});
    const NfsimResult result = RunAndSignal(words, std::chrono::milliseconds(500), SIGINT);
    EXPECT_EQ(result.code, 130) << result.err;
    EXPECT_THAT(result.err, HasSubstr("the same command goes on with the campaign"));
    EXPECT_THAT(result.err, HasSubstr("unfinished"));
    for (const auto& file : fs::directory_iterator(Path("c") + "/runs"))
    {
        EXPECT_THAT(file.path().string(), Not(HasSubstr(".new")));
    }
    EXPECT_EQ(Run(words).code, 0);
    EXPECT_EQ(Run(With(Words(slow, "calm"), {"--runs", "10"})).code, 0);
    EXPECT_EQ(Dump("c"), Dump("calm"));
}

TEST_F(Campaign, MakesRunsUntilAnIntervalIsNarrow)
{
    const std::vector<std::string> words =
        With(Words({}, "c"), {"--runs", "4", "--measure", "bytes_hops_before_drop"});
    const json answer = Ask(With(words, {"--until-width", "5%"}));
    for (const char* variant : {"hosts", "edge", "core"})
    {
        const json row = Find(answer, "bytes_hops_before_drop", variant);
        EXPECT_LE(row["high"].get<double>() - row["mean"].get<double>(),
                  0.05 * row["mean"].get<double>());
        EXPECT_GT(row["runs"], 4);
        EXPECT_EQ(row["runs"], answer["measures"][0]["runs"]) << "all have the same replications";
    }
    EXPECT_THAT(Run(With(words, {"--until-width", "0.1%", "--most-runs", "30"})).out,
                HasSubstr("30 replications, the most that were allowed, leave "
                          "bytes_hops_before_drop of"));
}

TEST_F(Campaign, SelectsTheBestAndDropsTheOthersEarly)
{
    const json far = {{"placements", {{"hosts", 100}, {"edge", 97.5}, {"core", 150}}},
                      {"spread", 0.03}};
    const std::vector<std::string> more{"--select",
                                        "bytes_hops_before_drop",
                                        "--runs",
                                        "5",
                                        "--indifference",
                                        "2"};
    const NfsimResult result = Run(With(Words(far, "c"), more));
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out,
                HasSubstr("The best by bytes_hops_before_drop (less is better): edge, with 95 %"));
    const json answer = Ask(With(Words(far, "c"), more));
    EXPECT_EQ(answer["variants"][2]["dropped_after"], 5);
    EXPECT_EQ(answer["variants"][2]["finished"], 5);
    EXPECT_GT(answer["variants"][1]["finished"], 5);
    EXPECT_EQ(Run(With(Words(far, "calm"), more)).code, 0);
    EXPECT_EQ(Dump("c"), Dump("calm")) << "the second time no run was made";
}

TEST_F(Campaign, TakesTheProcessorsThatItMay)
{
    using Clock = std::chrono::steady_clock;
    std::vector<std::string> words = With(Words(json{{"sleep", 0.25}}, "c"), {"--runs", "4"});
    *std::next(std::find(words.begin(), words.end(), "--jobs")) = "6";
    const Clock::time_point before = Clock::now();
    EXPECT_EQ(Run(words).code, 0);
    EXPECT_LT(std::chrono::duration<double>(Clock::now() - before).count(), 2.5)
        << "one by one, the runs sleep for 3 s";
}

TEST_F(Campaign, RunsOfTwoCampaignsAreNotMixed)
{
    EXPECT_EQ(Run(With(Words({}, "c"), {"--runs", "1"})).code, 0);
    EXPECT_THAT(Refused(With(Words({{"spread", 1}}, "c"), {"--runs", "1"})),
                HasSubstr("the scenario says something else by now"));
    EXPECT_THAT(Refused(With(Words({}, "c"), {"--seed", "2"})), HasSubstr("the seeds are 0 and 2"));
    EXPECT_THAT(Refused(With(Words({}, "c"), {"--set", "factor=2,3"})),
                HasSubstr("the variants are others"));
}

TEST_F(Campaign, WhatIsAskedWronglyIsRefused)
{
    const std::vector<std::string> words = Words({}, "c");
    const std::pair<std::vector<std::string>, const char*> cases[] = {
        {{"--set", "factor"}, "a variable and its values"},
        {{"--set", "factor=1,1"}, "the value 1 is there twice"},
        {{"--set", "factor=1", "--set", "factor=2"}, "the variable is set twice"},
        {{"--baseline", "moon"}, "there are the variants hosts, edge, core"},
        {{"--until-width", "5%"}, "--measure says of what"},
        {{"--until-width", "5x", "--measure", "jitter"}, "a number or a percentage above 0"},
        {{"--select", "sent"}, "\":min\" or \":max\""},
        {{"--select", "jitter", "--indifference", "-1"}, "above 0"},
        {{"--runs", "0"}, "--runs"},
    };
    for (const auto& [more, message] : cases)
    {
        EXPECT_THAT(Refused(With(words, more)), HasSubstr(message));
    }
    EXPECT_THAT(Refused(With(words, {"--measure", "jiter", "--runs", "1"})),
                HasSubstr("did you mean 'jitter'?"));
    EXPECT_THAT(Refused({"compare", Path("none"), "--output", Path("d")}),
                HasSubstr("there is no such file"));
    EXPECT_THAT(
        Refused(
            {"compare", Path("scenario.json"), "--output", Path("d"), "--runner", "/bin/false"}),
        HasSubstr("/bin/false failed"));
}

} // namespace

} // namespace ns3
