// SPDX-License-Identifier: GPL-2.0-only

#include "nf-trace-migration.h"
#include "nf-trace-schema.h"
#include "trace-test-support.h"

#include <fmt/format.h>
#include <fstream>
#include <gmock/gmock.h>
#include <sstream>
#include <stdexcept>

using namespace ns3;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

namespace
{

const int OPEN = SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE;

constexpr int BEFORE = NF_TRACE_SCHEMA_VERSION - 1;

// A database as the version before this one might have been: the run has no level, and interfaces
// have their node in the name.
void
MakeOlder(SQLite::Database& database)
{
    database.exec(NfTraceTableSql());
    database.exec("ALTER TABLE run DROP COLUMN level;"
                  "DROP TABLE interface;"
                  "CREATE TABLE interface (run, name, mtu);"
                  "INSERT INTO interface VALUES (1, '4/eth0', 1500), (1, '5/eth1', 9000);"
                  "INSERT INTO run (uuid, label, seed, run_number, ns3_version, module_version, "
                  "schema_version, command_line, started) VALUES ('u', 'old', 1, 1, '', '', 0, "
                  "'', 0)");
    database.exec(fmt::format("PRAGMA application_id = {}", NF_TRACE_APPLICATION_ID));
    database.exec(fmt::format("PRAGMA user_version = {}", BEFORE));
}

// Brings the above to this version.
const NfTraceMigrationStep STEP{
    BEFORE,
    "ALTER TABLE run ADD COLUMN level TEXT NOT NULL DEFAULT 'rules';"
    "ALTER TABLE interface RENAME TO old_interface;"
    "CREATE TABLE interface (run INTEGER NOT NULL, node INTEGER NOT NULL, ifindex INTEGER NOT "
    "NULL, name TEXT NOT NULL, mac TEXT NOT NULL, mtu INTEGER NOT NULL, channel INTEGER, type "
    "TEXT NOT NULL, PRIMARY KEY (run, node, ifindex)) WITHOUT ROWID;"
    "INSERT INTO interface SELECT run, CAST(substr(name, 1, instr(name, '/') - 1) AS INTEGER), "
    "rowid, substr(name, instr(name, '/') + 1), '', mtu, NULL, '' FROM old_interface;"
    "DROP TABLE old_interface"};

// A database that version 1 of the schema wrote: the trace of test/analysis/known-trace.h.
void
MakeVersion1(const std::string& path)
{
    std::ifstream file(NF_TEST_DATA "/trace/version-1.sql");
    std::ostringstream sql;
    sql << file.rdbuf();
    SQLite::Database(path, OPEN).exec(sql.str());
}

// Names, types and keys of all columns, in their order.
std::vector<Row>
Columns(const std::string& path)
{
    return Query(path,
                 "SELECT t.name, c.cid, c.name, c.type, c.\"notnull\", c.pk FROM sqlite_master t, "
                 "pragma_table_info(t.name) c WHERE t.type IN ('table', 'view') "
                 "AND t.name NOT LIKE 'sqlite%' ORDER BY 1, 2");
}

int
Version(SQLite::Database& database)
{
    return database.execAndGet("PRAGMA user_version").getInt();
}

} // namespace

TEST(TraceMigration, AnEmptyDatabaseGetsTheSchema)
{
    SQLite::Database database(":memory:", OPEN);
    NfTraceMigrate(database, NfTraceMigrationSteps(), NF_TRACE_SCHEMA_VERSION);
    EXPECT_EQ(Version(database), NF_TRACE_SCHEMA_VERSION);
    EXPECT_TRUE(database.tableExists("hook_pass"));
    EXPECT_EQ(database.execAndGet("SELECT COUNT(*) FROM v_packet_path").getInt(), 0);
}

TEST(TraceMigration, ATraceOfVersion1BecomesWhatThisVersionMakesAndKeepsItsContent)
{
    TemporaryFolder folder;
    const std::string path = folder / "old.db";
    const std::string fresh = folder / "new.db";
    MakeVersion1(path);
    const std::vector<Row> passes = Query(path, "SELECT * FROM hook_pass");
    const std::vector<Row> steps = Query(path, "SELECT * FROM path_step");
    NfTraceWriter(fresh, {}).Finish({0});
    NfTraceWriter writer(path, {});
    EXPECT_EQ(writer.GetError(), "");
    EXPECT_EQ(writer.GetRun(), 2) << "a migrated database is written on";
    writer.Finish({0});
    EXPECT_EQ(Columns(path), Columns(fresh));
    EXPECT_EQ(Query(path, "SELECT * FROM hook_pass"), passes);
    EXPECT_EQ(Query(path, "SELECT * FROM path_step"), steps);
    EXPECT_THAT(Query(path, "SELECT schema_version FROM run ORDER BY id"),
                ElementsAre(Row{"1"}, Row{std::to_string(NF_TRACE_SCHEMA_VERSION)}));
    EXPECT_EQ(QueryNumber(path, "SELECT COUNT(*) FROM node WHERE traced AND layer"), 5);
    EXPECT_EQ(QueryNumber(path, "SELECT COUNT(*) FROM run WHERE replication IS NULL"), 2);
    // What rules ask for was not recorded: not known, which is not "nothing".
    EXPECT_EQ(QueryNumber(path, "SELECT COUNT(*) FROM rule WHERE ends IS NULL"), 10);
    // Packets 6 (which core saw first) and no other came from a node that was not traced.
    EXPECT_THAT(Query(path, "SELECT uid FROM packet WHERE NOT sent"), ElementsAre(Row{"6"}));
    for (const Row& view : Query(path, "SELECT name FROM sqlite_master WHERE type = 'view'"))
    {
        EXPECT_NO_THROW(Query(path, "SELECT * FROM " + view[0])) << view[0];
    }
}

TEST(TraceMigration, AnOlderDatabaseBecomesThisVersionAndKeepsItsContent)
{
    TemporaryFolder folder;
    const std::string path = folder / "old.db";
    {
        SQLite::Database database(path, OPEN);
        MakeOlder(database);
        SQLite::Transaction transaction(database);
        NfTraceMigrate(database, {STEP}, NF_TRACE_SCHEMA_VERSION);
        transaction.commit();
        EXPECT_EQ(Version(database), NF_TRACE_SCHEMA_VERSION);
    }
    EXPECT_THAT(Query(path, "SELECT node, name, mtu FROM interface"),
                ElementsAre(Row{"4", "eth0", "1500"}, Row{"5", "eth1", "9000"}));
    EXPECT_THAT(Query(path, "SELECT label, level FROM run"), ElementsAre(Row{"old", "rules"}));

    NfTraceWriter writer(path, {});
    EXPECT_EQ(writer.GetRun(), 2) << "a migrated database is written on";
    NfTraceInterface interface;
    interface.node = 7;
    interface.name = "eth7";
    writer.Write(interface);
    writer.Finish({0});
    EXPECT_THAT(Query(path, "SELECT run, name FROM interface WHERE node = 7"),
                ElementsAre(Row{"2", "eth7"}));
}

TEST(TraceMigration, StepsRunInOrderOfVersionFromTheOneFound)
{
    SQLite::Database database(":memory:", OPEN);
    NfTraceMigrate(database, {}, NF_TRACE_SCHEMA_VERSION);
    database.exec("CREATE TABLE log (t); PRAGMA user_version = 1");
    const std::vector<NfTraceMigrationStep> steps{{3, "INSERT INTO log VALUES ('3 to 4')"},
                                                  {0, "INSERT INTO log VALUES ('0 to 1')"},
                                                  {1, "INSERT INTO log VALUES ('1 to 2')"},
                                                  {2, "INSERT INTO log VALUES ('2 to 3')"}};
    NfTraceMigrate(database, steps, 4);
    EXPECT_EQ(database.execAndGet("SELECT group_concat(t, ', ') FROM log").getString(),
              "1 to 2, 2 to 3, 3 to 4");
    EXPECT_EQ(Version(database), 4);
    NfTraceMigrate(database, steps, 4);
    EXPECT_EQ(database.execAndGet("SELECT COUNT(*) FROM log").getInt(), 3);
}

TEST(TraceMigration, AFailingStepLeavesTheOldVersionWhole)
{
    SQLite::Database database(":memory:", OPEN);
    MakeOlder(database);
    {
        SQLite::Transaction transaction(database);
        EXPECT_THROW(NfTraceMigrate(database, {STEP, {BEFORE + 1, "NONSENSE"}}, BEFORE + 2),
                     SQLite::Exception);
    }
    EXPECT_EQ(Version(database), BEFORE);
    EXPECT_EQ(database.execAndGet("SELECT name FROM interface").getString(), "4/eth0");
}

TEST(TraceMigration, AMissingStepIsAnError)
{
    SQLite::Database database(":memory:", OPEN);
    MakeOlder(database);
    EXPECT_THAT(
        [&] {
            NfTraceMigrate(database, {{BEFORE + 1, ""}}, BEFORE + 2);
        },
        ThrowsMessage<std::runtime_error>(
            HasSubstr(fmt::format("schema version is {}, which this program cannot bring to {}",
                                  BEFORE,
                                  BEFORE + 2))));
}

TEST(TraceMigration, ANewerVersionIsRefusedAndLeftAlone)
{
    TemporaryFolder folder;
    const std::string path = folder / "new.db";
    NfTraceWriter(path, {}).Finish({0});
    {
        SQLite::Database database(path, OPEN);
        database.exec("PRAGMA user_version = 99");
    }
    std::vector<std::string> errors;
    {
        NfTraceWriter writer(path, {}, Collecting(errors, NfTraceErrorPolicy::CONTINUE));
    }
    EXPECT_THAT(errors,
                ElementsAre(HasSubstr(
                    fmt::format("schema version is 99, this program knows versions up to {}",
                                NF_TRACE_SCHEMA_VERSION))));
    EXPECT_EQ(QueryNumber(path, "SELECT COUNT(*) FROM run"), 1);
}
