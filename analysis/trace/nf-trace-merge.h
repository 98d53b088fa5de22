// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRACE_MERGE_H
#define NF_TRACE_MERGE_H

#include "nf-trace-query.h"

#include <cstdint>
#include <memory>
#include <sqlite3.h>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * A new trace database into which others are joined. It appears under its name when it is finished;
 * until then, or if the work fails, there is none. Throws NfCliError.
 */
class NfTraceMerge
{
  public:
    /// @param path the new database, which must not exist
    explicit NfTraceMerge(const std::string& path);
    ~NfTraceMerge();

    NfTraceMerge(const NfTraceMerge&) = delete;
    NfTraceMerge& operator=(const NfTraceMerge&) = delete;

    /// Copy all runs of a database that are not there yet.
    /// @param input path of the database
    /// @return how many were new
    int64_t Join(const std::string& input);

    /// Build the indexes, and give the database its name.
    void Finish();

    /// Make another database known as "other", in a transaction.
    /// @param input path of the other database
    void Attach(const std::string& input);

    /// Commit, and forget the other database.
    void Detach();

    /// @param sql statements without results
    void Execute(const std::string& sql);

    /// @return the connection to the database
    sqlite3* GetHandle() const
    {
        return m_database.get();
    }

  private:
    struct Closer
    {
        void operator()(sqlite3* database) const
        {
            sqlite3_close_v2(database);
        }
    };

    std::vector<std::string> TablesOfRuns();
    std::string ColumnsBut(const std::string& table, const std::string& left);
    int64_t CopyRun(int64_t run);

    std::string m_target;
    std::string m_path; //!< while it is written
    std::unique_ptr<sqlite3, Closer> m_database;
};

} // namespace ns3

#endif /* NF_TRACE_MERGE_H */
