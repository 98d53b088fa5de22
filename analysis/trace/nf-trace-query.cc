// SPDX-License-Identifier: GPL-2.0-only

#include "nf-trace-query.h"

#include "nf-cli-command.h"

#include <fmt/format.h>

namespace ns3
{

namespace
{

[[noreturn]] void
Throw(sqlite3* database)
{
    const char* file = sqlite3_db_filename(database, "main");
    throw NfCliError(fmt::format("{}: {}", file ? file : "", sqlite3_errmsg(database)));
}

} // namespace

NfTraceQuery::NfTraceQuery(sqlite3* database, const std::string& sql)
    : m_database(database)
{
    if (sqlite3_prepare_v2(database, sql.c_str(), -1, &m_statement, nullptr) != SQLITE_OK)
    {
        Throw(database);
    }
}

NfTraceQuery::~NfTraceQuery()
{
    sqlite3_finalize(m_statement);
}

NfTraceQuery&
NfTraceQuery::Bind(int index, int64_t value)
{
    if (sqlite3_bind_int64(m_statement, index, value) != SQLITE_OK)
    {
        Throw(m_database);
    }
    return *this;
}

NfTraceQuery&
NfTraceQuery::Bind(int index, const std::string& value)
{
    if (sqlite3_bind_text(m_statement,
                          index,
                          value.data(),
                          static_cast<int>(value.size()),
                          SQLITE_TRANSIENT) != SQLITE_OK)
    {
        Throw(m_database);
    }
    return *this;
}

bool
NfTraceQuery::Next()
{
    const int result = sqlite3_step(m_statement);
    if (result != SQLITE_ROW && result != SQLITE_DONE)
    {
        Throw(m_database);
    }
    return result == SQLITE_ROW;
}

void
NfTraceQuery::Reset()
{
    sqlite3_reset(m_statement);
}

std::string
NfTraceQuery::Text(int column) const
{
    const unsigned char* text = sqlite3_column_text(m_statement, column);
    return text ? std::string(reinterpret_cast<const char*>(text),
                              sqlite3_column_bytes(m_statement, column))
                : std::string();
}

std::string
NfTraceQuery::Blob(int column) const
{
    const void* bytes = sqlite3_column_blob(m_statement, column);
    return bytes ? std::string(static_cast<const char*>(bytes),
                               sqlite3_column_bytes(m_statement, column))
                 : std::string();
}

NfCell
NfTraceQuery::Cell(int column) const
{
    switch (sqlite3_column_type(m_statement, column))
    {
    case SQLITE_NULL:
        return {};
    case SQLITE_INTEGER:
        return Int(column);
    case SQLITE_FLOAT:
        return sqlite3_column_double(m_statement, column);
    default:
        return Text(column);
    }
}

} // namespace ns3
