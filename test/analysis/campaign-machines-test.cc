// SPDX-License-Identifier: GPL-2.0-only

// Campaigns on many machines: what nfsim compare writes for GNU parallel and SLURM, and joins.

#include "nfsim-runner.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <cstdlib>
#include <gmock/gmock.h>

namespace ns3
{

namespace
{

using testing::HasSubstr;

namespace fs = std::filesystem;

class CampaignMachines : public NfsimTest
{
  protected:
    CampaignMachines()
    {
        std::ofstream(Path("scenario.json"))
            << R"({"placements": {"hosts": 100, "edge": 65}, "fail": ["edge 2"]})";
    }

    std::vector<std::string> Words(const std::string& folder,
                                   const std::vector<std::string>& more) const
    {
        std::vector<std::string> words{"compare",
                                       Path("scenario.json"),
                                       "--placements",
                                       "all",
                                       "--runner",
                                       NF_FAKE_RUN,
                                       "--no-report",
                                       "--output",
                                       Path(folder),
                                       "--runs",
                                       "5"};
        words.insert(words.end(), more.begin(), more.end());
        return words;
    }

    NfsimResult Collect(const std::string& folder, const std::vector<std::string>& more = {}) const
    {
        std::vector<std::string> words{"compare",
                                       "--output",
                                       Path(folder),
                                       "--collect",
                                       "--no-report",
                                       "--json"};
        words.insert(words.end(), more.begin(), more.end());
        return Run(words);
    }

    static int Shell(const std::string& command)
    {
        return WEXITSTATUS(std::system(command.c_str()));
    }
};

TEST_F(CampaignMachines, ParallelMakesTheRunsOfTheList)
{
    if (Shell("command -v parallel >/dev/null") != 0)
    {
        GTEST_SKIP() << "needs GNU parallel";
    }
    const NfsimResult emitted = Run(Words("c", {"--emit", "parallel"}));
    EXPECT_EQ(emitted.code, 0) << emitted.err;
    EXPECT_THAT(emitted.out, HasSubstr("parallel < " + Path("c/jobs.txt")));
    EXPECT_EQ(Shell("parallel --will-cite -j 2 <" + Path("c/jobs.txt") + " 2>/dev/null"), 1)
        << "one run fails";
    const NfsimResult collected = Collect("c");
    EXPECT_EQ(collected.code, 1);
    EXPECT_EQ(collected.Json()["variants"][0]["finished"], 4);
    EXPECT_EQ(collected.Json()["variants"][0]["failed"], 1);
    // Here, in one go, the same comes out.
    EXPECT_EQ(Run(Words("here", {"--json"})).Json()["measures"], collected.Json()["measures"]);
    // What has finished is not in the list again.
    EXPECT_EQ(Run(Words("c", {"--emit", "parallel"})).code, 0);
    EXPECT_EQ(ReadFile(Path("c/jobs.txt")).find("--job 2\n"),
              ReadFile(Path("c/jobs.txt")).size() - 8);
}

TEST_F(CampaignMachines, ASlurmArrayMakesAllRuns)
{
    EXPECT_EQ(Run(Words("c", {"--emit", "slurm"})).code, 0);
    const std::string script = ReadFile(Path("c/campaign.slurm"));
    EXPECT_THAT(script, HasSubstr("#SBATCH --array=0-9\n"));
    // What sbatch does with an array, without a cluster.
    std::ofstream(Path("sbatch")) << "#!/bin/sh\n"
                                     "range=$(sed -n 's/^#SBATCH --array=//p' \"$1\")\n"
                                     "for i in $(seq ${range%-*} ${range#*-}); do\n"
                                     "  SLURM_ARRAY_TASK_ID=$i sh \"$1\" 2>>\"$1.err\"\n"
                                     "done\n";
    EXPECT_EQ(Shell("sh " + Path("sbatch") + " " + Path("c/campaign.slurm")), 0);
    EXPECT_THAT(ReadFile(Path("c/campaign.slurm.err")), HasSubstr("edge, replication 2: exit"));
    const NfsimResult collected = Collect("c");
    EXPECT_EQ(collected.Json()["variants"][1]["finished"], 5);
    EXPECT_EQ(Run(Words("here", {"--json"})).Json()["measures"], collected.Json()["measures"]);
}

TEST_F(CampaignMachines, ALargeArrayHasNoMoreTasksThanAClusterAllows)
{
    std::vector<std::string> words = Words("c", {"--emit", "slurm"});
    *std::next(std::find(words.begin(), words.end(), "--runs")) = "1500";
    EXPECT_EQ(Run(words).code, 0);
    const std::string script = ReadFile(Path("c/campaign.slurm"));
    EXPECT_THAT(script, HasSubstr("#SBATCH --array=0-999\n"));
    EXPECT_THAT(script, HasSubstr("job=$((job + 1000))"));
    EXPECT_THAT(script, HasSubstr("-lt 3000 ]"));
}

TEST_F(CampaignMachines, PartsOfOtherMachinesAreJoinedAndWhatIsThereTwiceCountsOnce)
{
    for (const char* folder : {"one", "two"})
    {
        EXPECT_EQ(Run(Words(folder, {"--emit", "parallel"})).code, 0);
    }
    auto make = [&](const char* folder, int job) {
        return Run({"compare", "--output", Path(folder), "--job", std::to_string(job)}).code;
    };
    EXPECT_EQ(make("one", 0), 0);
    EXPECT_EQ(make("one", 1), 0);
    EXPECT_EQ(make("two", 1), 0);
    EXPECT_EQ(make("two", 3), 0);
    const nlohmann::json all = Collect("one", {"--parts", Path("two")}).Json();
    EXPECT_EQ(all["variants"][0]["finished"], 1);
    EXPECT_EQ(all["variants"][1]["finished"], 2);
    EXPECT_EQ(all["variants"][1]["repeated"], 1);
    EXPECT_EQ(all["variants"][1]["unfinished"], 3);
    EXPECT_EQ(all["missing"].size(), 7U);
    EXPECT_EQ(Run(Words("three", {"--seed", "7", "--emit", "parallel"})).code, 0);
    EXPECT_THAT(
        Refused({"compare", "--output", Path("one"), "--collect", "--parts", Path("three")}),
        HasSubstr("this is another campaign"));
    EXPECT_THAT(Refused({"compare", "--output", Path("one"), "--job", "10"}),
                HasSubstr("the campaign has jobs 0 to 9"));
    EXPECT_THAT(Refused({"compare", "--output", Path("none"), "--collect"}),
                HasSubstr("there is no such campaign"));
    EXPECT_THAT(Refused(Words("c", {"--emit", "slurm", "--select", "jitter"})),
                HasSubstr("a fixed number of runs"));
}

} // namespace

} // namespace ns3
