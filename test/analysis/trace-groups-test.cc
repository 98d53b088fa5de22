// SPDX-License-Identifier: GPL-2.0-only

// nfsim trace on several runs: means over replications, and runs that carry the same label.

#include "drop-trace.h"
#include "nfsim-runner.h"

#include <gmock/gmock.h>

namespace ns3
{

namespace
{

using nlohmann::json;
using testing::HasSubstr;

class TraceGroups : public NfsimTest
{
  protected:
    void Write(const std::string& label, uint64_t runNumber, int drops, bool finish = true) const
    {
        DropTrace trace;
        trace.label = label;
        trace.runNumber = runNumber;
        trace.nodes = {{"gw", {{"-p tcp -j DROP", drops}}}};
        trace.finish = finish;
        trace.Write(Path("a.db"));
    }

    static json Row(const json& answer, const std::string& group, const std::string& measure)
    {
        for (const json& row : answer["groups"])
        {
            if (row["group"] == group && row["measure"] == measure)
            {
                return row;
            }
        }
        ADD_FAILURE() << "no " << measure << " of " << group << " in " << answer;
        return {};
    }
};

TEST_F(TraceGroups, MeansAreOfFinishedDistinctRunsOfALabel)
{
    Write("edge", 1, 2);
    Write("edge", 2, 4);
    Write("core", 1, 7);
    Write("edge", 3, 1, false);
    Write("edge", 2, 4);
    const json answer = Ask({"trace", Path("a.db"), "groups"});
    const json edge = Row(answer, "edge", "dropped_at_hooks");
    EXPECT_EQ(edge["runs"], 2);
    EXPECT_DOUBLE_EQ(edge["mean"], 3);
    EXPECT_NEAR(edge["high"].get<double>() - 3, 12.706, 0.001);
    const json core = Row(answer, "core", "dropped_at_hooks");
    EXPECT_EQ(core["mean"], 7);
    EXPECT_TRUE(core["low"].is_null());
    EXPECT_EQ(Row(answer, "edge", "delivered")["mean"], 0);
    ASSERT_EQ(answer["left_out"].size(), 2U);
    EXPECT_EQ(answer["left_out"][0]["run"], 4);
    EXPECT_EQ(answer["left_out"][0]["why"], "it did not finish");
    EXPECT_EQ(answer["left_out"][1]["run"], 5);
    // People read it as well.
    EXPECT_THAT(Run({"trace", Path("a.db"), "groups"}).out,
                HasSubstr("Left out: 1 run that did not finish."));
}

TEST_F(TraceGroups, WhatALevelDoesNotTellIsUnknownAndNotZero)
{
    DropTrace trace;
    trace.level = NfTraceLevel::DROPS;
    trace.nodes = {{"gw", {{"-p tcp -j DROP", 3}}}};
    trace.Write(Path("a.db"));
    const json answer = Ask({"trace", Path("a.db"), "groups"});
    EXPECT_EQ(Row(answer, "a", "dropped_at_hooks")["mean"], 3);
    EXPECT_TRUE(Row(answer, "a", "delivered")["mean"].is_null());
    EXPECT_EQ(Row(answer, "a", "delivered")["known"], 0);
}

TEST_F(TraceGroups, TheMeasuresOfAKnownTraceAreRight)
{
    KnownTrace::Write(Path("a.db"));
    const json answer = Ask({"trace", Path("a.db"), "groups"});
    EXPECT_EQ(Row(answer, "a", "packets")["mean"], 9);
    EXPECT_EQ(Row(answer, "a", "delivered")["mean"], 3);
    EXPECT_EQ(Row(answer, "a", "dropped_at_hooks")["mean"], 4);
    EXPECT_EQ(Row(answer, "a", "dropped_elsewhere")["mean"], 1);
    EXPECT_EQ(Row(answer, "a", "latency_mean_ms")["mean"], 3);
    EXPECT_EQ(Row(answer, "a", "connections")["mean"], 2);
    const json udp = Ask({"trace", Path("a.db"), "groups", "--filter", "udp", "--from", "2.05"});
    EXPECT_EQ(Row(udp, "a", "packets")["mean"], 3);
    EXPECT_EQ(Row(udp, "a", "dropped_at_hooks")["mean"], 2);
}

TEST_F(TraceGroups, RunsOfALabelInSeveralDatabasesCanBeOneGroup)
{
    Write("edge", 1, 2);
    DropTrace trace;
    trace.label = "edge";
    trace.runNumber = 2;
    trace.nodes = {{"gw", {{"-p tcp -j DROP", 4}}}};
    trace.Write(Path("b.db"));
    const json apart = Ask({"trace", Path("a.db"), "groups", Path("b.db")});
    EXPECT_EQ(Row(apart, "b", "dropped_at_hooks")["mean"], 4);
    const json one = Ask({"trace", Path("a.db"), "groups", Path("b.db"), "--by-label"});
    EXPECT_EQ(Row(one, "edge", "dropped_at_hooks")["mean"], 3);
}

TEST_F(TraceGroups, OfARepeatedLabelTheOnlyRunThatFinishedIsAsked)
{
    Write("edge", 1, 2, false);
    Write("edge", 1, 3);
    EXPECT_EQ(Ask({"trace", Path("a.db"), "summary", "--run", "edge"})["run"]["id"], 2);
    Write("edge", 2, 3);
    EXPECT_THAT(Refused({"trace", Path("a.db"), "summary", "--run", "edge"}),
                HasSubstr("3 runs are labelled 'edge', the first one is run 1: give a number, or "
                          "ask 'groups' for their means"));
}

} // namespace

} // namespace ns3
