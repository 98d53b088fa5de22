// SPDX-License-Identifier: GPL-2.0-only

#include "nf-trace-run-statement.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <string>

namespace ns3
{

NfTraceRunStatement::NfTraceRunStatement(SQLite::Database& database, const char* sql, int64_t run)
    : m_statement(std::make_unique<SQLite::Statement>(database, sql))
{
    m_statement->bind(1, run);
}

NfTraceRunStatement::~NfTraceRunStatement() = default;

void
NfTraceRunStatement::Bind(int index, std::string_view text)
{
    m_null &= ~(1U << index);
    m_statement->bind(index, std::string(text));
}

void
NfTraceRunStatement::Bind(int index, const NfTraceBlob& blob)
{
    m_null &= ~(1U << index);
    m_statement->bind(index, blob.data, blob.size);
}

void
NfTraceRunStatement::Bind(int index, const std::optional<int64_t>& value)
{
    if (value)
    {
        BindNumber(index, *value);
    }
    else
    {
        BindNull(index);
    }
}

void
NfTraceRunStatement::Bind(int index, const std::optional<std::string_view>& text)
{
    if (text)
    {
        Bind(index, *text);
    }
    else
    {
        BindNull(index);
    }
}

void
NfTraceRunStatement::BindNumber(int index, int64_t value)
{
    m_null &= ~(1U << index);
    m_statement->bind(index, value);
}

void
NfTraceRunStatement::BindNull(int index)
{
    if ((m_null & (1U << index)) == 0) // most optional values are NULL, row after row
    {
        m_null |= 1U << index;
        m_statement->bind(index);
    }
}

int
NfTraceRunStatement::Execute()
{
    int changes = m_statement->exec();
    m_statement->reset();
    return changes;
}

std::optional<int64_t>
NfTraceRunStatement::Fetch()
{
    std::optional<int64_t> value;
    if (m_statement->executeStep())
    {
        value = m_statement->getColumn(0).getInt64();
    }
    m_statement->reset();
    return value;
}

} // namespace ns3
