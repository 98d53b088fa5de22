// SPDX-License-Identifier: GPL-2.0-only

#include "known-trace.h"
#include "nfsim-runner.h"

#include <gmock/gmock.h>

namespace ns3
{

namespace
{

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class Plot : public NfsimTest
{
  protected:
    Plot()
    {
        KnownTrace::Write(Path("a.db"));
        KnownTrace::Variant variant;
        variant.closeWeb = true;
        KnownTrace::Write(Path("b.db"), variant);
    }

    static bool HasGnuplot()
    {
        return std::system("gnuplot --version >/dev/null 2>&1") == 0;
    }

    // The script of a figure: what is drawn, whatever it looks like.
    std::string Script(std::vector<std::string> arguments)
    {
        arguments.insert(arguments.begin(), "plot");
        arguments.insert(arguments.end(), {"-o", Path("x.svg"), "--script"});
        const NfsimResult result = Run(arguments);
        EXPECT_EQ(result.code, 0) << result.err;
        return result.out;
    }
};

TEST_F(Plot, EveryFigureIsDrawnInEveryFormat)
{
    if (!HasGnuplot())
    {
        GTEST_SKIP() << "gnuplot is not installed";
    }
    const std::vector<std::vector<std::string>> figures{{"drops"},
                                                        {"hooks"},
                                                        {"rules"},
                                                        {"connections"},
                                                        {"latency"},
                                                        {"sequence", "--packet", "7"},
                                                        {"heatmap"}};
    const std::map<std::string, std::string> starts{{"svg", "<?xml"},
                                                    {"pdf", "%PDF-"},
                                                    {"png", "\x89PNG"}};
    for (const std::vector<std::string>& figure : figures)
    {
        for (const auto& [format, start] : starts)
        {
            std::vector<std::string> arguments{"plot", Path("a.db")};
            arguments.insert(arguments.end(), figure.begin(), figure.end());
            const std::string file = Path(figure[0] + "." + format);
            arguments.insert(arguments.end(), {"-o", file});
            const NfsimResult result = Run(arguments);
            EXPECT_EQ(result.code, 0) << figure[0] << result.err;
            EXPECT_EQ(result.out + result.err, "");
            EXPECT_THAT(ReadFile(file), StartsWith(start)) << file;
            EXPECT_GT(std::filesystem::file_size(file), 1000) << file;
        }
    }
}

TEST_F(Plot, DropsAreCountedPerSecondInTheirBin)
{
    // Three drops by policy from 2.001 s to 2.201 s.
    const std::string script = Script({Path("a.db"), "drops", "--bin", "1"});
    EXPECT_THAT(script, HasSubstr("\n0 0 0 0\n2 3 3 3\n3 0 0 0\n6 0 0 0\n"));
    EXPECT_THAT(script, HasSubstr("set label 2 'policy' at graph"));
    EXPECT_THAT(script, HasSubstr("set label 2 'no-route' at graph"));
    EXPECT_THAT(script, HasSubstr("'Drops (packets/s)' at screen"));
}

TEST_F(Plot, APartOfTheTimeCanBeDrawn)
{
    // The drops at 2.101 s and 2.201 s, but not that at 2.001 s, nor those after 3 s.
    const std::string script =
        Script({Path("a.db"), "drops", "--bin", "0.1", "--from", "2.05", "--to", "2.95"});
    EXPECT_THAT(script, HasSubstr("set xrange [2.05:2.95]"));
    EXPECT_THAT(script, HasSubstr("\n2.05 10 10 10\n2.25 0 0 0\n2.95 0 0 0\n"));
    EXPECT_THAT(script, Not(HasSubstr("no-route")));
    // A connection that opened before is there from the start.
    EXPECT_THAT(Script({Path("a.db"), "connections", "--bin", "0.5", "--from", "3", "--to", "5"}),
                HasSubstr("\n3 1 1 1\n4.5 2 2 2\n5 1 1 1\n"));
}

TEST_F(Plot, SeveralRunsBecomeAMeanWithAConfidenceInterval)
{
    KnownTrace::Variant variant;
    variant.runNumber = 4;
    KnownTrace::Write(Path("a.db"), variant);
    // Equal values: the interval has no width.
    EXPECT_THAT(Script({Path("a.db"), "drops", "--bin", "1"}), HasSubstr("\n2.5 3 3 3\n"));
    variant.closeWeb = true;
    variant.runNumber = 5;
    KnownTrace::Write(Path("a.db"), variant);
    // Drops by gw's rule 1 at 1.001 s: 0, 0 and 1. Mean 1/3, t(2) = 4.3027.
    const std::string script = Script({Path("a.db"), "drops", "--bin", "1"});
    EXPECT_THAT(script, HasSubstr("\n1.5 0.333333333 0 1.76755"));
    EXPECT_THAT(script, HasSubstr("Mean of 3 runs"));
    EXPECT_THAT(script, HasSubstr("filledcurves"));
}

TEST_F(Plot, DatabasesAreToldApartByLabelAndDashes)
{
    const std::string script =
        Script({Path("a.db"), Path("b.db"), "drops", "--label", "open", "--label", "closed"});
    EXPECT_THAT(script, HasSubstr("dashtype 1 linewidth 1.5 title 'open'"));
    EXPECT_THAT(script, HasSubstr("dashtype (12,5) linewidth 1.5 title 'closed'"));
    EXPECT_THAT(script, HasSubstr("set label 2 'policy' at graph"));
}

TEST_F(Plot, LatencyIsFromFirstHookToDelivery)
{
    // Delivered: 1 after 4 ms, 2 after 3 ms, 8 after 2 ms.
    const std::string script = Script({Path("a.db"), "latency"});
    EXPECT_THAT(script, HasSubstr("\n2 0.333333333 "));
    EXPECT_THAT(script, HasSubstr("\n3 0.666666667 "));
    EXPECT_THAT(script, HasSubstr("\n4 1 "));
}

TEST_F(Plot, ConnectionsRiseAndFall)
{
    const std::string script = Script({Path("a.db"), "connections", "--bin", "0.5"});
    EXPECT_THAT(script, HasSubstr("\n0 0 0 0\n1.5 1 1 1\n4.5 2 2 2\n5 1 1 1\n6 1 1 1\n"));
}

TEST_F(Plot, RulesAreSortedByHits)
{
    const std::string script = Script({Path("a.db"), "rules"});
    EXPECT_LT(script.find("gw filter FORWARD: policy DROP"), script.find("gw filter LOGGED"));
    EXPECT_THAT(script, Not(HasSubstr("--dport 22")));
}

TEST_F(Plot, PoliciesThatAcceptAreNoRulesUnlessAsked)
{
    EXPECT_THAT(Script({Path("a.db"), "rules"}), Not(HasSubstr("policy ACCEPT")));
    EXPECT_THAT(Script({Path("a.db"), "rules", "--policies"}), HasSubstr("policy ACCEPT"));
}

TEST_F(Plot, AHeatmapOfSeveralRunsHasIntervals)
{
    EXPECT_THAT(Script({Path("a.db"), "heatmap"}), HasSubstr(" 3 16777215 \"\" "));
    KnownTrace::Variant variant;
    variant.runNumber = 4;
    KnownTrace::Write(Path("a.db"), variant);
    EXPECT_THAT(Script({Path("a.db"), "heatmap"}), HasSubstr(" 3 16777215 \"± 0\" "));
}

TEST_F(Plot, LossesAreDrawnApartFromDrops)
{
    KnownTrace::Variant variant;
    variant.losses = true;
    KnownTrace::Write(Path("c.db"), variant);
    const std::string losses = Script({Path("c.db"), "losses"});
    EXPECT_THAT(losses, HasSubstr("queue-disc: Overlimit drop"));
    EXPECT_THAT(losses, Not(HasSubstr("policy")));
    EXPECT_THAT(Script({Path("c.db"), "losses", "--node", "core"}), HasSubstr("Overlimit"));
    EXPECT_THAT(Script({Path("c.db"), "heatmap", "--losses"}),
                HasSubstr("queue-disc: Overlimit drop"));
    for (const char* figure : {"drops", "heatmap"})
    {
        const std::string drops = Script({Path("c.db"), figure});
        EXPECT_THAT(drops, HasSubstr("Not shown: 1 packet lost in queues")) << figure;
        EXPECT_THAT(drops, Not(HasSubstr("Overlimit"))) << figure;
        EXPECT_THAT(Script({Path("a.db"), figure}), Not(HasSubstr("Not shown"))) << figure;
    }
}

TEST_F(Plot, AFigureOfNoLossesIsRefused)
{
    for (const std::vector<std::string>& figure :
         {std::vector<std::string>{"losses"}, {"heatmap", "--losses"}})
    {
        std::vector<std::string> arguments{"plot", Path("a.db")};
        arguments.insert(arguments.end(), figure.begin(), figure.end());
        arguments.insert(arguments.end(), {"-o", Path("x.svg")});
        const NfsimResult result = Run(arguments);
        EXPECT_NE(result.code, 0);
        EXPECT_THAT(result.err, HasSubstr("no packet was lost"));
    }
}

TEST_F(Plot, ASequenceMarksWhereThePacketWasLost)
{
    KnownTrace::Variant variant;
    variant.losses = true;
    KnownTrace::Write(Path("c.db"), variant);
    const std::string script = Script({Path("c.db"), "sequence", "--packet", "10"});
    EXPECT_THAT(script, HasSubstr("queue-disc: Overlimit drop"));
    EXPECT_THAT(script, HasSubstr("pointtype 2 lc rgb '#D55E00'"));
}

TEST_F(Plot, ASequenceCanShowTheErrorAndItsCause)
{
    for (const char* packet : {"7", "8"})
    {
        const std::string script =
            Script({Path("a.db"), "sequence", "--packet", packet, "--follow"});
        EXPECT_THAT(script, HasSubstr("set label 100000 'Packet 7: "));
        EXPECT_THAT(script, HasSubstr("set label 'Packet 8: icmp 203.0.113.2 > "));
    }
    EXPECT_THAT(Script({Path("a.db"), "sequence", "--packet", "7"}), Not(HasSubstr("Packet 8")));
}

TEST_F(Plot, TheSequenceHasALaneForEachNode)
{
    const std::string script = Script({Path("a.db"), "sequence", "--packet", "7"});
    EXPECT_THAT(script, HasSubstr("'client'"));
    EXPECT_THAT(script, HasSubstr("'FORWARD: filter FORWARD rule 1, DROP'"));
    EXPECT_THAT(script, HasSubstr("source becomes 203.0.113.1:3000"));
}

TEST_F(Plot, WhatCannotBeDrawnIsRefused)
{
    const std::string db = Path("a.db");
    EXPECT_THAT(Refused({"plot", db, "drops", "-o", Path("x.gif")}), HasSubstr("*.svg"));
    EXPECT_THAT(Refused({"plot", db, "sequence", "--packet", "77", "-o", Path("x.svg")}),
                HasSubstr("no packet 77"));
    EXPECT_THAT(Refused({"plot", Path("none.db"), "drops", "-o", Path("x.svg")}),
                HasSubstr("no such file"));
    EXPECT_THAT(Refused({"plot", db, "drops", "-o", Path("no/x.svg")}),
                HasSubstr("cannot be written"));
    EXPECT_THAT(Refused({"plot", db, "drops", "--bin", "1e-9", "-o", Path("x.svg")}),
                HasSubstr("bins"));
    EXPECT_THAT(Refused({"plot", db, "drops", "--label", "a", "--label", "b", "-o", Path("x.svg")}),
                HasSubstr("2 labels for 1 group of runs"));
    EXPECT_THAT(Refused({"plot", db, "drops", "--from", "7", "-o", Path("x.svg")}),
                HasSubstr("nothing to draw from 7 s to 6 s"));
    EXPECT_THAT(Refused({"plot", "drops", "-o", Path("x.svg")}), HasSubstr("database is expected"));
    EXPECT_THAT(Refused({"plot", db, "pie", "-o", Path("x.svg")}), Not(HasSubstr("terminate")));
}

// A gnuplot that writes half a picture and fails.
TEST_F(Plot, AFigureThatFailsLeavesWhatWasThereBefore)
{
    std::filesystem::create_directory(Path("bin"));
    std::ofstream(Path("bin/gnuplot")) << "#!/bin/sh\n"
                                          "name=$(sed -n \"s/^set output '\\(.*\\)'/\\1/p\" $1)\n"
                                          "echo half >\"$name\"; echo broken >&2; exit 3\n";
    std::filesystem::permissions(Path("bin/gnuplot"), std::filesystem::perms::owner_all);
    const std::string path = Path("bin") + ":/usr/bin:/bin";
    const std::vector<std::string> command{"plot", Path("a.db"), "drops", "-o", Path("x.svg")};
    EXPECT_EQ(Refused(command, path), "nfsim: gnuplot failed: broken\n\n");
    EXPECT_FALSE(std::filesystem::exists(Path("x.svg")));
    std::ofstream(Path("x.svg")) << "old";
    Refused(command, path);
    EXPECT_EQ(ReadFile(Path("x.svg")), "old");
    EXPECT_FALSE(std::filesystem::exists(Path("x.svg.new")));
}

TEST_F(Plot, MissingGnuplotIsOneClearErrorAndLeavesNoFile)
{
    const std::string message =
        Refused({"plot", Path("a.db"), "drops", "-o", Path("x.svg")}, "/nonexistent");
    EXPECT_THAT(message, HasSubstr("gnuplot was not found"));
    EXPECT_THAT(message, HasSubstr("gnuplot-nox"));
    EXPECT_EQ(std::count(message.begin(), message.end(), '\n'), 1);
    EXPECT_FALSE(std::filesystem::exists(Path("x.svg")));
}

// The commands of the page run, and make the figures that it shows.
TEST_F(Plot, TheGalleryCanBeMadeAgain)
{
    if (!HasGnuplot())
    {
        GTEST_SKIP() << "gnuplot is not installed";
    }
    const std::string doc = NF_EXAMPLES_DIR "/../doc/";
    const std::string command = "sh " + doc +
                                "gallery.sh " NF_NFSIM " " NF_EXAMPLES_BIN "/three-zone " +
                                Path("figures") + " 2>" + Path("log");
    ASSERT_EQ(std::system(command.c_str()), 0) << ReadFile(Path("log"));
    std::size_t shown = 0;
    std::ifstream page(doc + "gallery.rst");
    const std::string start = ".. figure:: ";
    for (std::string line; std::getline(page, line);)
    {
        if (line.compare(0, start.size(), start) == 0)
        {
            ++shown;
            EXPECT_THAT(ReadFile(Path(line.substr(start.size()))), StartsWith("<?xml")) << line;
        }
    }
    const auto made = std::filesystem::directory_iterator(Path("figures"));
    EXPECT_EQ(std::distance(begin(made), end(made)), shown);
    EXPECT_GE(shown, 7U);
}

} // namespace

} // namespace ns3
