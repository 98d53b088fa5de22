// SPDX-License-Identifier: GPL-2.0-only

// nfsim trace merge --ranks: a known trace is cut in two, as two ranks would have written it, and
// joined again. Whatever is asked, the answer is that of the whole.

#include "known-trace.h"
#include "nfsim-runner.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

namespace ns3
{

namespace
{

using nlohmann::json;
using testing::HasSubstr;

class MergeRanks : public NfsimTest
{
  protected:
    MergeRanks()
    {
        KnownTrace::Write(Path("whole.db"));
        Cut(Path("0.db"), "node > 1", "11111111-0");
        Cut(Path("1.db"), "node <= 1", "11111111-1");
        // Ranks number what repeats on their own.
        SQLite::Database(Path("1.db"), SQLite::OPEN_READWRITE)
            .exec("UPDATE flow SET id = 1000 - id, source = 500 - source, "
                  "destination = 500 - destination;"
                  "UPDATE address SET id = 500 - id;"
                  "UPDATE interface_address SET address = 500 - address;"
                  "UPDATE packet SET flow = 1000 - flow;"
                  "UPDATE hook_pass SET flow = 1000 - flow, kind = 300 - kind;"
                  "UPDATE stack_drop SET flow = 1000 - flow;"
                  "UPDATE connection SET original = 1000 - original, reply = 1000 - reply;"
                  "UPDATE nat_mapping SET flow_before = 1000 - flow_before, "
                  "flow_after = 1000 - flow_after;"
                  "UPDATE rewrite SET flow_before = 1000 - flow_before, "
                  "flow_after = 1000 - flow_after;"
                  "UPDATE pass_kind SET id = 300 - id");
    }

    // Takes out what happened on some nodes, as if another rank had written it.
    void Cut(const std::string& path, const std::string& others, const std::string& uuid) const
    {
        std::filesystem::copy_file(Path("whole.db"), path);
        SQLite::Database database(path, SQLite::OPEN_READWRITE);
        database.exec("DELETE FROM hook_pass WHERE kind IN (SELECT id FROM pass_kind WHERE " +
                      others + ")");
        for (const char* table : {"stack_drop",
                                  "packet_link",
                                  "connection",
                                  "conntrack_event",
                                  "nat_mapping",
                                  "log_line",
                                  "pass_kind"})
        {
            database.exec("DELETE FROM " + std::string(table) + " WHERE " + others);
        }
        // As this rank saw it first.
        database.exec(
            "DELETE FROM packet WHERE uid NOT IN (SELECT packet FROM hook_pass);"
            "UPDATE packet SET (first_time, first_node, flow) = (SELECT h.time, k.node, "
            "IFNULL(w.flow_before, h.flow) FROM hook_pass h JOIN pass_kind k ON k.id = h.kind "
            "LEFT JOIN rewrite w ON w.id = h.rewrite WHERE h.packet = uid ORDER BY h.id LIMIT 1);"
            "UPDATE run SET uuid = '" +
            uuid + "'");
    }

    void Join() const
    {
        const NfsimResult result =
            Run({"trace", "merge", "--ranks", Path("0.db"), Path("1.db"), "-o", Path("all.db")});
        ASSERT_EQ(result.code, 0) << result.err;
    }
};

TEST_F(MergeRanks, TheCutIsReal)
{
    for (const char* part : {"0.db", "1.db"})
    {
        SQLite::Database database(Path(part));
        EXPECT_GT(database.execAndGet("SELECT COUNT(*) FROM hook_pass").getInt(), 0);
        EXPECT_NE(Ask({"trace", Path(part), "packet", "1"}),
                  Ask({"trace", Path("whole.db"), "packet", "1"}));
    }
}

TEST_F(MergeRanks, AnswersAreThoseOfTheWhole)
{
    Join();
    const std::vector<std::vector<std::string>> questions{{"drops"},
                                                          {"flow", "--packets"},
                                                          {"connections"},
                                                          {"nat"},
                                                          {"packet", "1"},
                                                          {"packet", "6"},
                                                          {"packet", "7", "--follow"},
                                                          {"packet", "8"},
                                                          {"export", "drops"},
                                                          {"export", "packets"}};
    for (const std::vector<std::string>& question : questions)
    {
        auto ask = [&](const std::string& database) {
            std::vector<std::string> arguments{"trace", Path(database)};
            arguments.insert(arguments.end(), question.begin(), question.end());
            json answer = Ask(arguments);
            if (question[0] == "export")
            {
                for (json& row : answer)
                {
                    row.erase("id"); // events are numbered anew
                }
            }
            return answer;
        };
        EXPECT_EQ(ask("all.db"), ask("whole.db")) << question[0];
    }
    const json comparison = Ask({"trace", "compare", Path("all.db"), Path("whole.db"), "--ways"});
    EXPECT_EQ(comparison["flows"].size(), 0U);
}

TEST_F(MergeRanks, RulesAreCountedOnceForAllRanks)
{
    Join();
    auto hits = [this](const std::string& database) {
        std::map<std::string, int> result;
        const json answer = Ask({"trace", Path(database), "rules"});
        for (const json& rule : answer["rules"])
        {
            result[rule["node"].get<std::string>() + rule["table"].get<std::string>() +
                   rule["chain"].get<std::string>() + rule["rule"].get<std::string>()] +=
                rule["hits"].get<int>();
        }
        return result;
    };
    EXPECT_EQ(hits("all.db"), hits("whole.db"));
}

TEST_F(MergeRanks, TheJoinedRunIsSoundAndItsEventsAreInOrderOfTime)
{
    Join();
    SQLite::Database database(Path("all.db"));
    EXPECT_EQ(database.execAndGet("PRAGMA integrity_check").getString(), "ok");
    EXPECT_EQ(database.execAndGet("SELECT COUNT(*) FROM run").getInt(), 1);
    EXPECT_EQ(database.execAndGet("SELECT finished FROM run").getInt(), 1);
    EXPECT_EQ(database
                  .execAndGet("SELECT COUNT(*) FROM (SELECT time, LAG(time) OVER (ORDER BY id) AS "
                              "before FROM hook_pass) WHERE time < before")
                  .getInt(),
              0);
    EXPECT_EQ(
        database.execAndGet("SELECT COUNT(*) FROM v_hook_pass").getInt(),
        SQLite::Database(Path("whole.db")).execAndGet("SELECT COUNT(*) FROM v_hook_pass").getInt());
}

TEST_F(MergeRanks, ARankThatWasKilledMakesTheRunUnfinished)
{
    SQLite::Database(Path("1.db"), SQLite::OPEN_READWRITE)
        .exec("UPDATE run SET finished = 0, reason = 'unfinished', ended = NULL, sim_end = NULL");
    Join();
    const json run = Ask({"trace", Path("all.db"), "summary"})["run"];
    EXPECT_EQ(run["finished"], 0);
    EXPECT_EQ(run["reason"], "unfinished");
}

TEST_F(MergeRanks, WhatIsNoRankOfTheSameSimulationIsRefusedAndNothingIsLeft)
{
    auto refuse = [this](const std::string& sql) {
        SQLite::Database(Path("1.db"), SQLite::OPEN_READWRITE).exec(sql);
        const std::string message = Refused(
            {"trace", "merge", "--ranks", Path("0.db"), Path("1.db"), "-o", Path("all.db")});
        EXPECT_FALSE(std::filesystem::exists(Path("all.db")));
        EXPECT_FALSE(std::filesystem::exists(Path("all.db.new")));
        return message;
    };
    EXPECT_THAT(refuse("UPDATE run SET seed = 99"), HasSubstr("another seed"));
    EXPECT_THAT(refuse("UPDATE run SET seed = 7, level = 'drops'"), HasSubstr("another level"));
    EXPECT_THAT(refuse("UPDATE run SET level = 'rules', uuid = '11111111-0'"),
                HasSubstr("this is the same one"));
    EXPECT_THAT(Refused({"trace", "merge", Path("0.db"), "--run", "1", "-o", Path("all.db")}),
                HasSubstr("--ranks"));
}

} // namespace

} // namespace ns3
