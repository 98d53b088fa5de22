// SPDX-License-Identifier: GPL-2.0-only

#include "nf-trace-migration.h"

#include "nf-trace-schema.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

namespace ns3
{

namespace
{

int
ReadPragma(SQLite::Database& database, const char* name)
{
    return database.execAndGet(fmt::format("PRAGMA {}", name)).getInt();
}

bool
IsEmpty(SQLite::Database& database)
{
    return database.execAndGet("SELECT COUNT(*) FROM sqlite_master").getInt() == 0;
}

void
Create(SQLite::Database& database)
{
    database.exec(NfTraceTableSql());
    database.exec(NfTraceViewSql());
    database.exec(fmt::format("PRAGMA application_id = {}", NF_TRACE_APPLICATION_ID));
    database.exec(fmt::format("PRAGMA user_version = {}", NF_TRACE_SCHEMA_VERSION));
}

} // namespace

const std::vector<NfTraceMigrationStep>&
NfTraceMigrationSteps()
{
    // Version 1 is the first that was released, so no step leads to it.
    static const std::vector<NfTraceMigrationStep> steps{{1, NfTraceStepSql(1)},
                                                         {2, NfTraceStepSql(2)}};
    return steps;
}

void
NfTraceCheck(SQLite::Database& database, int version)
{
    if (IsEmpty(database))
    {
        return;
    }
    if (ReadPragma(database, "application_id") != NF_TRACE_APPLICATION_ID)
    {
        throw std::runtime_error("it is an SQLite database, but not a trace of this module");
    }
    const int found = ReadPragma(database, "user_version");
    if (found > version)
    {
        throw std::runtime_error(
            fmt::format("its schema version is {}, this program knows versions up to {}",
                        found,
                        version));
    }
}

void
NfTraceMigrate(SQLite::Database& database,
               const std::vector<NfTraceMigrationStep>& steps,
               int version)
{
    if (IsEmpty(database))
    {
        Create(database);
        return;
    }
    NfTraceCheck(database, version);
    const int found = ReadPragma(database, "user_version");
    for (int from = found; from < version; ++from)
    {
        auto step = std::find_if(steps.begin(), steps.end(), [from](const auto& candidate) {
            return candidate.from == from;
        });
        if (step == steps.end())
        {
            throw std::runtime_error(
                fmt::format("its schema version is {}, which this program cannot bring to {}",
                            found,
                            version));
        }
        database.exec(step->sql);
        database.exec(fmt::format("PRAGMA user_version = {}", from + 1));
    }
    if (found < version)
    {
        database.exec(NfTraceViewSql());
    }
}

} // namespace ns3
