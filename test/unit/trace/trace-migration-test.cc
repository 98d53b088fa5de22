// SPDX-License-Identifier: GPL-2.0-only

#include "nf-trace-migration.h"
#include "nf-trace-schema.h"
#include "trace-test-support.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <stdexcept>

using namespace ns3;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

namespace
{

const int OPEN = SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE;

// A database as a version 0 of this schema might have been: the run has no level, and interfaces
// have their node in the name.
void
MakeVersion0(SQLite::Database& database)
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
}

// Brings the above to version 1.
const NfTraceMigrationStep STEP_0{
    0,
    "ALTER TABLE run ADD COLUMN level TEXT NOT NULL DEFAULT 'rules';"
    "ALTER TABLE interface RENAME TO old_interface;"
    "CREATE TABLE interface (run INTEGER NOT NULL, node INTEGER NOT NULL, ifindex INTEGER NOT "
    "NULL, name TEXT NOT NULL, mac TEXT NOT NULL, mtu INTEGER NOT NULL, channel INTEGER, type "
    "TEXT NOT NULL, PRIMARY KEY (run, node, ifindex)) WITHOUT ROWID;"
    "INSERT INTO interface SELECT run, CAST(substr(name, 1, instr(name, '/') - 1) AS INTEGER), "
    "rowid, substr(name, instr(name, '/') + 1), '', mtu, NULL, '' FROM old_interface;"
    "DROP TABLE old_interface"};

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

TEST(TraceMigration, AVersion0DatabaseBecomesVersion1AndKeepsItsContent)
{
    TemporaryFolder folder;
    const std::string path = folder / "old.db";
    {
        SQLite::Database database(path, OPEN);
        MakeVersion0(database);
        SQLite::Transaction transaction(database);
        NfTraceMigrate(database, {STEP_0}, 1);
        transaction.commit();
        EXPECT_EQ(Version(database), 1);
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
    NfTraceMigrate(database, {}, 1);
    database.exec("CREATE TABLE log (t)");
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
    MakeVersion0(database);
    {
        SQLite::Transaction transaction(database);
        EXPECT_THROW(NfTraceMigrate(database, {STEP_0, {1, "NONSENSE"}}, 2), SQLite::Exception);
    }
    EXPECT_EQ(Version(database), 0);
    EXPECT_EQ(database.execAndGet("SELECT name FROM interface").getString(), "4/eth0");
}

TEST(TraceMigration, AMissingStepIsAnError)
{
    SQLite::Database database(":memory:", OPEN);
    MakeVersion0(database);
    EXPECT_THAT(
        [&] {
            NfTraceMigrate(database, {{1, ""}}, 2);
        },
        ThrowsMessage<std::runtime_error>(
            HasSubstr("schema version is 0, which this program cannot bring to 2")));
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
    EXPECT_THAT(
        errors,
        ElementsAre(HasSubstr("schema version is 99, this program knows versions up to 1")));
    EXPECT_EQ(QueryNumber(path, "SELECT COUNT(*) FROM run"), 1);
}
