// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRACE_QUERY_H
#define NF_TRACE_QUERY_H

#include "nf-report.h"

#include <cstdint>
#include <optional>
#include <sqlite3.h>
#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * A prepared SQL statement that reads rows. Errors of SQLite are thrown as NfCliError.
 *
 * @code
 * NfTraceQuery query(reader.GetHandle(), "SELECT id, name FROM node WHERE run = ?1");
 * query.Bind(1, run);
 * while (query.Next())
 * {
 *     names[query.Int(0)] = query.Text(1);
 * }
 * @endcode
 */
class NfTraceQuery
{
  public:
    /// @param database the connection, which must outlive this
    /// @param sql the statement
    NfTraceQuery(sqlite3* database, const std::string& sql);
    ~NfTraceQuery();

    NfTraceQuery(const NfTraceQuery&) = delete;
    NfTraceQuery& operator=(const NfTraceQuery&) = delete;

    /// @param index parameter, from 1
    /// @param value its value
    /// @return this
    NfTraceQuery& Bind(int index, int64_t value);
    /// @param index parameter, from 1
    /// @param value its value
    /// @return this
    NfTraceQuery& Bind(int index, const std::string& value);

    /// @return true if there is another row, which the methods below read
    bool Next();

    /// Start over, with the same or other parameters.
    void Reset();

    /// @return number of columns
    int Columns() const
    {
        return sqlite3_column_count(m_statement);
    }

    /// @param column from 0
    /// @return its name
    std::string Name(int column) const
    {
        return sqlite3_column_name(m_statement, column);
    }

    /// @param column from 0
    /// @return true if it is NULL
    bool IsNull(int column) const
    {
        return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
    }

    /// @param column from 0
    /// @return its number; 0 if it is NULL
    int64_t Int(int column) const
    {
        return sqlite3_column_int64(m_statement, column);
    }

    /// @param column from 0
    /// @return its number; nothing if it is NULL
    std::optional<int64_t> MaybeInt(int column) const
    {
        return IsNull(column) ? std::nullopt : std::optional<int64_t>(Int(column));
    }

    /// @param column from 0
    /// @return its number, with a fraction; 0 if it is NULL
    double Double(int column) const
    {
        return sqlite3_column_double(m_statement, column);
    }

    /// @param column from 0
    /// @return its text; empty if it is NULL
    std::string Text(int column) const;

    /// @param column from 0
    /// @return its bytes
    std::string Blob(int column) const;

    /// @param column from 0
    /// @return whatever it holds
    NfCell Cell(int column) const;

  private:
    sqlite3* m_database;
    sqlite3_stmt* m_statement{nullptr};
};

} // namespace ns3

#endif /* NF_TRACE_QUERY_H */
