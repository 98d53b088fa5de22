// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRACE_MIGRATION_H
#define NF_TRACE_MIGRATION_H

#include <vector>

namespace SQLite
{
class Database;
}

namespace ns3
{

/// Takes a trace database from one version of the schema to the next.
struct NfTraceMigrationStep
{
    int from;        //!< user_version before; afterwards it is one more
    const char* sql; //!< what to run; views are made anew after the last step, indexes kept
};

/// @return all steps to NF_TRACE_SCHEMA_VERSION, in order; it begins with the oldest version
const std::vector<NfTraceMigrationStep>& NfTraceMigrationSteps();

/**
 * Look whether a database may be written to as a trace; does not change it.
 * @param database the database
 * @param version the version that the program knows
 * Throws std::runtime_error if it holds something else, or a newer version.
 */
void NfTraceCheck(SQLite::Database& database, int version);

/**
 * Make an empty database a trace database, or bring an older one to a newer version. Runs within
 * the caller's transaction: all of it happens, or nothing.
 * @param database the database, in a transaction that may write
 * @param steps the steps there are
 * @param version the version to reach
 * Throws as NfTraceCheck(), std::runtime_error if no step starts from the database's version, and
 * SQLite::Exception if a step fails.
 */
void NfTraceMigrate(SQLite::Database& database,
                    const std::vector<NfTraceMigrationStep>& steps,
                    int version);

} // namespace ns3

#endif /* NF_TRACE_MIGRATION_H */
