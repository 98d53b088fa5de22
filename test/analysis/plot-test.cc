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
    EXPECT_THAT(script, HasSubstr("\n2.5 3 3 3\n"));
    EXPECT_THAT(script, HasSubstr("title 'policy'"));
    EXPECT_THAT(script, HasSubstr("title 'no-route'"));
    EXPECT_THAT(script, HasSubstr("set ylabel 'Drops (packets/s)'"));
}

TEST_F(Plot, SeveralRunsBecomeAMeanWithAConfidenceInterval)
{
    KnownTrace::Write(Path("a.db"));
    // Equal runs: the interval has no width.
    EXPECT_THAT(Script({Path("a.db"), "drops", "--bin", "1"}), HasSubstr("\n2.5 3 3 3\n"));
    KnownTrace::Variant variant;
    variant.closeWeb = true;
    KnownTrace::Write(Path("a.db"), variant);
    // Drops by the reason "filter" at 1.001 s: 0, 0 and 1. Mean 1/3, t(2) = 4.303.
    const std::string script = Script({Path("a.db"), "drops", "--bin", "1"});
    EXPECT_THAT(script, HasSubstr("\n1.5 0.333333333 0 1.7676"));
    EXPECT_THAT(script, HasSubstr("Mean of 3 runs"));
    EXPECT_THAT(script, HasSubstr("filledcurves"));
}

TEST_F(Plot, DatabasesAreToldApartByLabelAndDashes)
{
    const std::string script =
        Script({Path("a.db"), Path("b.db"), "drops", "--label", "open", "--label", "closed"});
    EXPECT_THAT(script, HasSubstr("title 'open: policy'"));
    EXPECT_THAT(script, HasSubstr("dashtype (12,5) linewidth 1.5 title 'closed: policy'"));
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
    EXPECT_THAT(script, HasSubstr("\n1 0 0 0\n1.5 1 1 1\n"));
    EXPECT_THAT(script, HasSubstr("\n4 1 1 1\n4.5 2 2 2\n5 1 1 1\n"));
}

TEST_F(Plot, RulesAreSortedByHits)
{
    const std::string script = Script({Path("a.db"), "rules"});
    EXPECT_LT(script.find("gw filter FORWARD: policy DROP"), script.find("gw filter LOGGED"));
    EXPECT_THAT(script, Not(HasSubstr("--dport 22")));
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
                HasSubstr("2 labels for 1"));
    EXPECT_THAT(Refused({"plot", db, "pie", "-o", Path("x.svg")}), Not(HasSubstr("terminate")));
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

} // namespace

} // namespace ns3
