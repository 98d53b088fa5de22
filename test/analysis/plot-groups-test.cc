// SPDX-License-Identifier: GPL-2.0-only

// Which runs nfsim plot takes as replications of one experiment, and what it says of the others.

#include "drop-trace.h"
#include "nfsim-runner.h"

#include <gmock/gmock.h>

namespace ns3
{

namespace
{

using testing::HasSubstr;
using testing::Not;

const std::string RULE = "-p tcp -j DROP";

class PlotGroups : public NfsimTest
{
  protected:
    static DropTrace Trace(uint64_t runNumber, int drops)
    {
        DropTrace trace;
        trace.runNumber = runNumber;
        trace.nodes = {{"gw", {{RULE, drops}}}};
        return trace;
    }

    NfsimResult Plot(std::vector<std::string> arguments) const
    {
        arguments.insert(arguments.begin(), "plot");
        arguments.insert(arguments.end(), {"-o", Path("x.svg"), "--script"});
        NfsimResult result = Run(arguments);
        EXPECT_EQ(result.code, 0) << result.err;
        return result;
    }
};

TEST_F(PlotGroups, AKilledRunIsNotAveragedAsZeros)
{
    Trace(1, 4).Write(Path("a.db"));
    Trace(2, 4).Write(Path("a.db"));
    DropTrace killed = Trace(3, 1);
    killed.finish = false;
    killed.Write(Path("a.db"));
    const NfsimResult result = Plot({Path("a.db"), "heatmap", "--width", "20"});
    EXPECT_THAT(result.out, HasSubstr("0 0 1 4 16777215 \"± 0\""));
    EXPECT_THAT(result.out, HasSubstr("'Mean of 2 runs, with 95 % confidence intervals'"));
    EXPECT_THAT(result.out, HasSubstr("'Left out: 1 run that did not finish.'"));
    EXPECT_EQ(result.err, "nfsim: " + Path("a.db") + ": run 3 is left out: it did not finish\n");
}

TEST_F(PlotGroups, ARunOfTheSameSeedAndRunNumberIsNoReplication)
{
    for (uint64_t number : {1, 2, 2, 1, 1})
    {
        Trace(number, static_cast<int>(number)).Write(Path("a.db"));
    }
    const NfsimResult result = Plot({Path("a.db"), "heatmap", "--width", "20"});
    // Mean of 1 and 2; Student's t(1) is 12.706.
    EXPECT_THAT(result.out, HasSubstr(" 1.5 16777215 \"± 6.4\""));
    EXPECT_THAT(result.out,
                HasSubstr("'Left out: 3 runs with the seed and run number of another.'"));
    EXPECT_THAT(result.err,
                HasSubstr("run 5 is left out: it has seed 1 and run number 1, as run 1 has\n"));
}

TEST_F(PlotGroups, TheSameNumbersUnderAnotherCommandLineAreNamed)
{
    Trace(1, 1).Write(Path("a.db"));
    DropTrace other = Trace(1, 3);
    other.commandLine = "drops --rate=9";
    other.Write(Path("a.db"));
    EXPECT_THAT(Plot({Path("a.db"), "heatmap"}).err, HasSubstr("though another command line"));
}

TEST_F(PlotGroups, RunsOfDifferentLabelsAreNotPooled)
{
    for (const char* label : {"edge10", "edge2"})
    {
        for (uint64_t number : {1, 2})
        {
            DropTrace trace = Trace(number, label[4] == '1' ? 10 : 2);
            trace.label = label;
            trace.Write(Path("a.db"));
        }
    }
    const NfsimResult result = Plot({Path("a.db"), "rules"});
    EXPECT_EQ(result.err, "");
    // In the order in which people count.
    EXPECT_THAT(result.out, HasSubstr("$rules0 << EOD\n2 "));
    EXPECT_THAT(result.out, HasSubstr("$rules1 << EOD\n10 "));
    EXPECT_LT(result.out.find("title 'edge2'"), result.out.find("title 'edge10'"));
    // One label, which several runs carry, is a group.
    const NfsimResult one = Plot({Path("a.db"), "rules", "--run", "edge10"});
    EXPECT_THAT(one.out, HasSubstr("$rules0 << EOD\n10 "));
    EXPECT_THAT(one.out, HasSubstr("Mean of 2 runs"));
    EXPECT_THAT(Refused({"plot", Path("a.db"), "rules", "--run", "core", "-o", Path("x.svg")}),
                HasSubstr("there is no run 'core'"));
}

TEST_F(PlotGroups, RunsOfOneLabelInSeveralDatabasesCanBeOneGroup)
{
    Trace(1, 1).Write(Path("a.db"));
    Trace(2, 3).Write(Path("b.db"));
    Trace(2, 3).Write(Path("c.db"));
    const std::vector<std::string> databases{Path("a.db"), Path("b.db"), Path("c.db")};
    std::vector<std::string> apart = databases;
    apart.emplace_back("rules");
    EXPECT_THAT(Plot(apart).out, HasSubstr("title 'c'"));
    std::vector<std::string> together = apart;
    together.emplace_back("--by-label");
    const NfsimResult result = Plot(together);
    EXPECT_THAT(result.out, HasSubstr("$rules0 << EOD\n2 "));
    EXPECT_THAT(result.out, HasSubstr("Mean of 2 runs"));
    EXPECT_THAT(result.err, HasSubstr("as run 1 of " + Path("b.db") + " has"));
}

TEST_F(PlotGroups, ARunThatDidNotFinishIsDrawnIfItIsNamedAndTheFigureSaysSo)
{
    Trace(1, 4).Write(Path("a.db"));
    DropTrace killed = Trace(2, 1);
    killed.finish = false;
    killed.Write(Path("a.db"));
    const NfsimResult result = Plot({Path("a.db"), "heatmap", "--run", "2"});
    EXPECT_THAT(result.out, HasSubstr("'a: run 2 did not finish: "));
    EXPECT_THAT(result.err, HasSubstr("run 2 did not finish"));
}

TEST_F(PlotGroups, AGroupWithoutAnyRunThatCanBeTakenIsRefused)
{
    DropTrace killed = Trace(1, 1);
    killed.finish = false;
    killed.Write(Path("a.db"));
    killed.Write(Path("a.db"));
    EXPECT_THAT(Refused({"plot", Path("a.db"), "drops", "-o", Path("x.svg")}),
                HasSubstr("none of 2 runs labelled '' can be taken"));
}

TEST_F(PlotGroups, AMeanIsOfTheRunsThatAreStillSimulated)
{
    Trace(1, 80).Write(Path("a.db"));
    DropTrace brief = Trace(2, 40);
    brief.end = 4'000'000'000;
    brief.Write(Path("a.db"));
    const NfsimResult result = Plot({Path("a.db"), "drops", "--bin", "2"});
    // 10 drops a second in both until 4 s, and in the one that goes on until 8 s.
    EXPECT_THAT(result.out, HasSubstr("\n3 10 10 10\n5 10 10 10\n7 10 10 10\n9 "));
    EXPECT_THAT(result.out, HasSubstr("Runs do not all last to the end"));
}

TEST_F(PlotGroups, DatabasesOfOneNameAreToldApartByTheirFolders)
{
    for (const char* folder : {"x", "y"})
    {
        std::filesystem::create_directory(Path(folder));
        Trace(1, 1).Write(Path(std::string(folder) + "/run.db"));
    }
    const std::string script = Plot({Path("x/run.db"), Path("y/run.db"), "rules"}).out;
    EXPECT_THAT(script, HasSubstr("title 'x/run'"));
    EXPECT_THAT(script, HasSubstr("title 'y/run'"));
    std::ofstream(Path("run.sqlite")) << "";
    std::filesystem::copy(Path("x/run.db"), Path("run.db"));
    std::filesystem::copy(Path("y/run.db"),
                          Path("run.sqlite"),
                          std::filesystem::copy_options::overwrite_existing);
    EXPECT_THAT(Plot({Path("run.db"), Path("run.sqlite"), "rules"}).out,
                HasSubstr("title 'run.sqlite'"));
}

TEST_F(PlotGroups, GroupsOfDifferentSizesSayTheirSize)
{
    DropTrace trace = Trace(1, 1);
    trace.label = "edge";
    trace.Write(Path("a.db"));
    trace.runNumber = 2;
    trace.Write(Path("a.db"));
    trace.label = "core";
    trace.Write(Path("a.db"));
    const std::string script = Plot({Path("a.db"), "rules"}).out;
    EXPECT_THAT(script, HasSubstr("title 'core (1 run)'"));
    EXPECT_THAT(script, HasSubstr("title 'edge (2 runs)'"));
    EXPECT_THAT(script, HasSubstr("Mean of 1 to 2 runs"));
}

} // namespace

} // namespace ns3
