// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRACE_DATABASE_H
#define NF_TRACE_DATABASE_H

#include "ns3/nf-run-identity.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <sqlite3.h>
#include <string>
#include <vector>

namespace ns3
{

/// A run in a trace database; the columns of its table `run`.
struct NfTraceRunRow
{
    int64_t id{0};
    std::string uuid;
    std::string label;
    int64_t seed{0};
    int64_t runNumber{0};
    std::string ns3Version;
    std::string moduleVersion;
    int64_t schemaVersion{0}; //!< with which it was written, before any upgrade
    std::string commandLine;
    std::string level;
    std::optional<int64_t> started;       //!< ns since 1970, wall time
    std::optional<int64_t> ended;         //!< ns since 1970, wall time
    std::optional<int64_t> simulationEnd; //!< ns of simulated time
    bool finished{false};
    std::string reason;                    //!< how it ended
    std::optional<NfRunIdentity> identity; //!< nothing: the run is of no scenario
};

/**
 * @ingroup netfilter
 * A trace database, opened to be read, and the runs it holds.
 *
 * Others may write to it meanwhile. Throws NfCliError if there is no such file, if it is no trace
 * database, or one of another version of the schema.
 */
class NfTraceDatabase
{
  public:
    /// @param path file name
    explicit NfTraceDatabase(const std::string& path);

    /// @return file name
    const std::string& GetPath() const
    {
        return m_path;
    }

    /// @return the connection to the database
    sqlite3* GetHandle() const
    {
        return m_database.get();
    }

    /// @return all runs, oldest first
    const std::vector<NfTraceRunRow>& GetRuns() const
    {
        return m_runs;
    }

    /**
     * Throws NfCliError if there is no such run, or if several carry the label. Of those only the
     * one that finished counts, if it is the only one.
     * @param wanted number or label of a run; empty: the last one
     * @return the run
     */
    const NfTraceRunRow& FindRun(const std::string& wanted) const;

  private:
    struct Closer
    {
        void operator()(sqlite3* database) const
        {
            sqlite3_close_v2(database);
        }
    };

    void Open();
    void CheckFolder() const;
    bool IsResults() const;
    void Check() const;
    void ReadRuns();

    std::string m_path;
    std::unique_ptr<sqlite3, Closer> m_database;
    std::vector<NfTraceRunRow> m_runs;
};

} // namespace ns3

#endif /* NF_TRACE_DATABASE_H */
