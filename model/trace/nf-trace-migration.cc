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
    static const std::vector<NfTraceMigrationStep> steps{};
    return steps;
}

void
NfTraceMigrate(SQLite::Database& database,
               const std::vector<NfTraceMigrationStep>& steps,
               int version)
{
    if (database.execAndGet("SELECT COUNT(*) FROM sqlite_master").getInt() == 0)
    {
        Create(database);
        return;
    }
    if (ReadPragma(database, "application_id") != NF_TRACE_APPLICATION_ID)
    {
        throw std::runtime_error("it is an SQLite database, but not a trace of this module");
    }
    int found = ReadPragma(database, "user_version");
    if (found > version)
    {
        throw std::runtime_error(
            fmt::format("its schema version is {}, this program knows versions up to {}",
                        found,
                        version));
    }
    const bool old = found < version;
    for (; found < version; ++found)
    {
        auto step = std::find_if(steps.begin(), steps.end(), [found](const auto& candidate) {
            return candidate.from == found;
        });
        if (step == steps.end())
        {
            throw std::runtime_error(
                fmt::format("its schema version is {}, which this program cannot bring to {}",
                            found,
                            version));
        }
        database.exec(step->sql);
        database.exec(fmt::format("PRAGMA user_version = {}", found + 1));
    }
    if (old)
    {
        database.exec(NfTraceViewSql());
    }
}

} // namespace ns3
