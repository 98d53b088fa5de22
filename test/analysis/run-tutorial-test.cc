// SPDX-License-Identifier: GPL-2.0-only

// doc/tutorial.rst: its commands, from the study's files to the comparison and its figures.

#include "nfsim-runner.h"
#include "test-net.h"

#include <cstdlib>
#include <filesystem>
#include <gmock/gmock.h>

namespace ns3
{

namespace
{

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;

class Tutorial : public NfsimTest
{
  protected:
    std::string study{std::string(NF_EXAMPLES_DIR) + "/placement-study/study.yaml"};
};

TEST_F(Tutorial, ItIsKnownBeforeWhatAPlacementTakesAndMisses)
{
    const NfsimResult result = Run({"placements", study});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out,
                AllOf(ContainsRegex("edge +scenario +1 +53 +53 +fails"),
                      ContainsRegex("core +scenario +3 +163 +63 +holds"),
                      ContainsRegex("min-cut +proposed +2 +120 +63 +holds"),
                      ContainsRegex("greedy +proposed +2 .*min-cut")));
}

TEST_F(Tutorial, TheEdgeAloneLetsGuestsIntoTheOffices)
{
    const NfsimResult run = Run({"run", study, "--placement", "edge"});
    EXPECT_EQ(run.code, 0) << run.err;
    EXPECT_THAT(run.out,
                AllOf(HasSubstr("placement-study @edge: 12 s simulated"),
                      ContainsRegex("attacks +[0-9]+ +[0-9]+ +1[0-9]{3} +1[0-9]{3} ")));
    const NfsimResult check = Run({"run", study, "--placement", "edge", "--check"});
    EXPECT_THAT(check.out, HasSubstr("policy: "));
    EXPECT_THAT(check.out, HasSubstr("guests -> "));
    EXPECT_EQ(check.code, 1) << "what the policy denies arrives";
    EXPECT_EQ(Run({"run", study, "--placement", "hosts", "--check"}).code, 0);
    const NfsimResult core = Run({"run", study, "--placement", "core"});
    EXPECT_THAT(core.out, ContainsRegex("attacks +[0-9]+ +[0-9]+ +0 +0"));
}

TEST_F(Tutorial, PlacementsAreComparedAndDrawn)
{
    std::vector<std::string> command{"compare",
                                     study,
                                     "--placements",
                                     "edge,core,hosts",
                                     "--runs",
                                     "2",
                                     "--baseline",
                                     "hosts",
                                     "--output",
                                     Path("study"),
                                     "--measure",
                                     "bytes_hops_before_drop",
                                     "--measure",
                                     "violations_denied_delivered"};
    const bool canDraw =
        std::system("gnuplot --version >/dev/null 2>&1 && neato -V >/dev/null 2>&1") == 0;
    if (canDraw)
    {
        command.insert(command.end(), {"--figures", "svg"});
    }
    const NfsimResult result = Run(command);
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out,
                AllOf(ContainsRegex("edge +2 .*less than hosts"),
                      ContainsRegex("core +2 +0 .*the same as hosts in every run")));
    EXPECT_TRUE(std::filesystem::exists(Path("study") + "/report.html"));
    EXPECT_TRUE(std::filesystem::exists(Path("study") + "/results.db"));
    EXPECT_EQ(std::filesystem::exists(Path("study") + "/figures"), canDraw);
    const std::string networks = ReadFile(Path("study") + "/figures/networks.svg");
    if (canDraw)
    {
        EXPECT_THAT(networks,
                    AllOf(ContainsRegex(">1 firewall, [0-9.e+]+ packets dropped a run<"),
                          ContainsRegex(">3 firewalls, "),
                          ContainsRegex(">12 firewalls, "),
                          HasSubstr(">border</text>"),
                          HasSubstr("fill=\"#b30000\"")));
        EXPECT_THAT(ReadFile(Path("study") + "/report.html"),
                    HasSubstr("The network of each variant"));
    }
}

} // namespace

} // namespace ns3
