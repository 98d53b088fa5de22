// SPDX-License-Identifier: GPL-2.0-only

#include "nf-trace-schema.h"
#include "trace-test-support.h"

#include <gmock/gmock.h>
#include <set>

using namespace ns3;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace
{

// A stream of passes with gaps and repetitions in all interned parts, from a small generator.
void
WriteStream(NfTraceWriter& writer, uint32_t n)
{
    NfTraceRuleset ruleset;
    ruleset.table = "filter";
    ruleset.chains = {{"FORWARD", "DROP", {{"-A FORWARD -j ACCEPT", "ACCEPT"}}}, {"user", "", {}}};
    const uint32_t chain = writer.Write(ruleset);
    uint32_t random = 1;
    for (uint32_t i = 0; i < n; ++i)
    {
        random = random * 1664525 + 1013904223;
        NfTraceHookPass pass = Pass(i * 1000, i / 3);
        pass.hook = static_cast<NfHook>(i % 3 * 2);
        pass.verdict = random >> 28 == 0 ? NfVerdict::DROP : NfVerdict::ACCEPT;
        pass.connection = random >> 30 == 0 ? NF_TRACE_NONE : random >> 20;
        pass.after.mark = random >> 29;
        pass.length = 100 + (random >> 31);
        std::vector<NfTraceRuleHit> hits{{chain, 1, NfTraceRuleVerdict::JUMP},
                                         {chain + 1, 0, NfTraceRuleVerdict::RETURN},
                                         {chain, 0, NfTraceRuleVerdict::ACCEPT}};
        hits.resize(random >> 30);
        writer.Write(pass, hits);
    }
}

} // namespace

TEST(TraceWriter, MakesADatabaseWithTheRun)
{
    TemporaryFolder folder;
    const std::string path = folder / "run.db";
    NfTraceRunInfo info;
    info.label = "three zones";
    info.seed = 7;
    info.runNumber = 3;
    info.ns3Version = "3.37";
    info.moduleVersion = "0.1.0";
    info.commandLine = "./sim --x=1";
    info.level = NfTraceLevel::RULES;
    info.identity = NfRunIdentity{"zones", "0123", "n=2", "edge", 3, "duration: 5s"};
    {
        NfTraceWriter writer(path, info);
        EXPECT_EQ(writer.GetRun(), 1);
        EXPECT_THAT(Query(path, "SELECT finished, reason, ended, sim_end FROM run"),
                    ElementsAre(Row{"0", "unfinished", "-", "-"}));
        writer.Finish({5'000'000'000});
    }
    EXPECT_THAT(Query(path,
                      "SELECT label, seed, run_number, ns3_version, module_version, "
                      "schema_version, command_line, level, sim_end, finished, reason, "
                      "length(uuid), ended >= started FROM run"),
                ElementsAre(Row{"three zones",
                                "7",
                                "3",
                                "3.37",
                                "0.1.0",
                                std::to_string(NF_TRACE_SCHEMA_VERSION),
                                "./sim --x=1",
                                "rules",
                                "5000000000",
                                "1",
                                "finished",
                                "36",
                                "1"}));
    NfTraceWriter(path, {}).Finish({0});
    EXPECT_THAT(
        Query(path, "SELECT scenario, hash, variant, placement, replication, text FROM run"),
        ElementsAre(Row{"zones", "0123", "n=2", "edge", "3", "duration: 5s"},
                    Row{"-", "-", "-", "-", "-", "-"}))
        << "the second run is of no scenario";
    EXPECT_EQ(QueryNumber(path, "PRAGMA user_version"), NF_TRACE_SCHEMA_VERSION);
    EXPECT_EQ(QueryNumber(path, "PRAGMA application_id"), NF_TRACE_APPLICATION_ID);
    EXPECT_FALSE(std::filesystem::exists(path + "-wal")) << "one file is left behind";
}

TEST(TraceWriter, AGivenUpRunSaysWhy)
{
    TemporaryFolder folder;
    NfTraceWriter writer(folder / "run.db", {});
    writer.Finish({17, false, "stopped by the user"});
    EXPECT_THAT(Query(folder / "run.db", "SELECT sim_end, finished, reason FROM run"),
                ElementsAre(Row{"17", "0", "stopped by the user"}));
}

TEST(TraceWriter, WithoutFinishAllRowsAreThereAndTheRunIsUnfinished)
{
    TemporaryFolder folder;
    {
        NfTraceWriter writer(folder / "run.db", {});
        WriteStream(writer, 1000);
    }
    EXPECT_EQ(QueryNumber(folder / "run.db", "SELECT COUNT(*) FROM hook_pass"), 1000);
    EXPECT_EQ(QueryNumber(folder / "run.db", "SELECT finished FROM run"), 0);
}

TEST(TraceWriter, ASmallRingNeitherLosesNorReorders)
{
    TemporaryFolder folder;
    const uint32_t n = 50'000;
    NfTraceWriterConfig config;
    config.blocks = 2;
    config.blockBytes = 2048;
    NfTraceWriter writer(folder / "run.db", {}, config);
    WriteStream(writer, n);
    writer.Finish({0});
    EXPECT_GT(writer.GetWaits(), 0U) << "the ring was never full: nothing has been tested";
    EXPECT_THAT(Query(folder / "run.db",
                      "SELECT COUNT(*), MIN(id), MAX(id), SUM(time = (id - 1) * 1000), "
                      "SUM(packet = (id - 1) / 3) FROM hook_pass"),
                ElementsAre(Row{"50000", "1", "50000", "50000", "50000"}));
}

TEST(TraceWriter, FlushCommits)
{
    TemporaryFolder folder;
    NfTraceWriter writer(folder / "run.db", {});
    WriteStream(writer, 10);
    writer.Flush();
    EXPECT_EQ(QueryNumber(folder / "run.db", "SELECT COUNT(*) FROM hook_pass"), 10);
    WriteStream(writer, 10);
    writer.Flush();
    EXPECT_EQ(QueryNumber(folder / "run.db", "SELECT COUNT(*) FROM hook_pass"), 20);
}

TEST(TraceWriter, EqualRunsGiveEqualRowsWhateverTheBatches)
{
    TemporaryFolder folder;
    for (const char* name : {"a.db", "b.db"})
    {
        NfTraceWriterConfig config;
        config.blockBytes = name[0] == 'a' ? 256 * 1024 : 4096;
        NfTraceWriter writer(folder / name, {}, config);
        WriteStream(writer, 20'000);
        writer.Finish({0});
    }
    EXPECT_EQ(Dump(folder / "a.db"), Dump(folder / "b.db"));
}

TEST(TraceWriter, AForgetfulCacheKeepsWhatRowsMean)
{
    TemporaryFolder folder;
    for (const char* name : {"large.db", "small.db"})
    {
        NfTraceWriterConfig config;
        config.cacheBytes = name[0] == 'l' ? 8 << 20 : 500;
        NfTraceWriter writer(folder / name, {}, config);
        WriteStream(writer, 5000);
        writer.Finish({0});
    }
    for (const char* table : {"flow", "address", "packet"})
    {
        const std::string sql = std::string("SELECT * FROM ") + table;
        EXPECT_EQ(Query(folder / "large.db", sql), Query(folder / "small.db", sql));
    }
    const char* passes = "SELECT id, time, node, packet, journey, hook, flow, length, mark, "
                         "connection, ct_state, direction, verdict, reason FROM v_hook_pass "
                         "ORDER BY id";
    EXPECT_EQ(Query(folder / "large.db", passes), Query(folder / "small.db", passes));
    const char* hits = "SELECT id, step, chain, rule_number, what, rule, verdict FROM v_rule_hits "
                       "ORDER BY id, step";
    EXPECT_EQ(Query(folder / "large.db", hits), Query(folder / "small.db", hits));
    EXPECT_GT(QueryNumber(folder / "small.db", "SELECT COUNT(*) FROM pass_kind"),
              QueryNumber(folder / "large.db", "SELECT COUNT(*) FROM pass_kind"))
        << "the cache forgot nothing: nothing has been tested";
}

TEST(TraceWriter, ARunIsAddedToADatabaseThatExists)
{
    TemporaryFolder folder;
    for (int64_t run : {1, 2, 3})
    {
        NfTraceWriter writer(folder / "run.db", {});
        EXPECT_EQ(writer.GetRun(), run);
        WriteStream(writer, 100);
        writer.Finish({0});
    }
    EXPECT_THAT(Query(folder / "run.db", "SELECT run, COUNT(*) FROM hook_pass GROUP BY run"),
                ElementsAre(Row{"1", "100"}, Row{"2", "100"}, Row{"3", "100"}));
    EXPECT_EQ(QueryNumber(folder / "run.db", "SELECT COUNT(DISTINCT uuid) FROM run"), 3);
}

TEST(TraceWriter, TwoWritersInOneProcess)
{
    TemporaryFolder folder;
    NfTraceWriter first(folder / "run.db", {});
    NfTraceWriter second(folder / "run.db", {});
    WriteStream(first, 3000);
    WriteStream(second, 3000);
    second.Finish({0});
    first.Finish({0});
    EXPECT_THAT(Query(folder / "run.db", "SELECT run, COUNT(*) FROM hook_pass GROUP BY run"),
                ElementsAre(Row{"1", "3000"}, Row{"2", "3000"}));
    EXPECT_EQ(QueryNumber(folder / "run.db", "SELECT SUM(finished) FROM run"), 2);
}

TEST(TraceWriter, IndexesAreMadeAtTheEndOrNotAtAll)
{
    TemporaryFolder folder;
    const char* sql = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'hook_pass_drop'";
    NfTraceWriterConfig config;
    config.buildIndexes = false;
    NfTraceWriter without(folder / "run.db", {}, config);
    without.Finish({0});
    EXPECT_EQ(QueryNumber(folder / "run.db", sql), 0);
    NfTraceWriter with(folder / "run.db", {});
    with.Flush();
    EXPECT_EQ(QueryNumber(folder / "run.db", sql), 0);
    with.Finish({0});
    EXPECT_EQ(QueryNumber(folder / "run.db", sql), 1);
}

TEST(TraceWriter, RecordsAfterFinishAreIgnored)
{
    TemporaryFolder folder;
    NfTraceWriter writer(folder / "run.db", {});
    writer.Finish({0});
    EXPECT_FALSE(writer.IsOpen());
    writer.Write(Pass(0, 1));
    writer.Flush();
    writer.Finish({99});
    EXPECT_EQ(QueryNumber(folder / "run.db", "SELECT COUNT(*) FROM hook_pass"), 0);
    EXPECT_EQ(QueryNumber(folder / "run.db", "SELECT sim_end FROM run"), 0);
}

TEST(TraceWriter, TextsMayDieAfterWrite)
{
    TemporaryFolder folder;
    NfTraceWriter writer(folder / "run.db", {});
    {
        std::string text = "IN=eth0 OUT= SRC=10.0.0.2";
        NfTraceLogLine line;
        line.packet = 1;
        line.text = text;
        writer.Write(line);
        text.assign(text.size(), 'x');
    }
    writer.Finish({0});
    EXPECT_THAT(Query(folder / "run.db", "SELECT text, level, journey FROM log_line"),
                ElementsAre(Row{"IN=eth0 OUT= SRC=10.0.0.2", "4", "-"}));
}

TEST(TraceWriter, AMessageLargerThanABlockGoesThrough)
{
    TemporaryFolder folder;
    NfTraceWriterConfig config;
    config.blocks = 2;
    config.blockBytes = 1024;
    NfTraceWriter writer(folder / "run.db", {}, config);
    const std::string text(100'000, 'a');
    for (int i = 0; i < 10; ++i)
    {
        NfTraceLogLine line;
        line.text = text;
        writer.Write(line);
        writer.Write(Pass(i, i));
    }
    writer.Finish({0});
    EXPECT_EQ(QueryNumber(folder / "run.db", "SELECT SUM(length(text)) FROM log_line"), 1'000'000);
    EXPECT_EQ(QueryNumber(folder / "run.db", "SELECT COUNT(*) FROM hook_pass"), 10);
}
