// SPDX-License-Identifier: GPL-2.0-only

#ifndef TEST_SQL_H
#define TEST_SQL_H

#include <SQLiteCpp/SQLiteCpp.h>
#include <string>
#include <vector>

namespace ns3
{

/// @param database a database
/// @param query a SELECT
/// @return its rows, columns separated by blanks;
/// NULL is "-"
inline std::vector<std::string>
TestRows(SQLite::Database& database, const std::string& query)
{
    std::vector<std::string> rows;
    SQLite::Statement statement(database, query);
    while (statement.executeStep())
    {
        std::string row;
        for (int i = 0; i < statement.getColumnCount(); ++i)
        {
            SQLite::Column column = statement.getColumn(i);
            row += (i ? " " : "") + (column.isNull() ? std::string("-") : column.getString());
        }
        rows.push_back(row);
    }
    return rows;
}

} // namespace ns3

#endif /* TEST_SQL_H */
