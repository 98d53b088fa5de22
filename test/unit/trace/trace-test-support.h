// SPDX-License-Identifier: GPL-2.0-only

#ifndef TRACE_TEST_SUPPORT_H
#define TRACE_TEST_SUPPORT_H

#include "nf-trace-writer.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <filesystem>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <string>
#include <vector>

namespace ns3
{

/// A folder that lives as long as a test.
class TemporaryFolder
{
  public:
    TemporaryFolder()
    {
        std::string pattern = std::filesystem::temp_directory_path() / "nf-trace-XXXXXX";
        m_path = mkdtemp(pattern.data());
    }

    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }

    std::string operator/(const std::string& name) const
    {
        return m_path / name;
    }

  private:
    std::filesystem::path m_path;
};

using Row = std::vector<std::string>;

/// All rows of a query, each cell as text, NULL as "-".
inline std::vector<Row>
Query(const std::string& path, const std::string& sql)
{
    SQLite::Database database(path, SQLite::OPEN_READONLY, 60000);
    SQLite::Statement statement(database, sql);
    std::vector<Row> rows;
    while (statement.executeStep())
    {
        Row row;
        for (int i = 0; i < statement.getColumnCount(); ++i)
        {
            SQLite::Column column = statement.getColumn(i);
            row.push_back(column.isNull() ? "-" : column.getString());
        }
        rows.push_back(row);
    }
    return rows;
}

inline int64_t
QueryNumber(const std::string& path, const std::string& sql)
{
    return std::stoll(Query(path, sql).at(0).at(0));
}

/// Every row of every table but `run`, in key order.
inline std::vector<Row>
Dump(const std::string& path)
{
    std::vector<Row> all;
    for (const Row& table :
         Query(path,
               "SELECT name FROM sqlite_master WHERE type = 'table' AND name "
               "NOT IN ('run', 'sqlite_sequence', 'sqlite_stat1') ORDER BY name"))
    {
        all.push_back(table);
        for (Row& row : Query(path, "SELECT * FROM " + table[0]))
        {
            all.push_back(std::move(row));
        }
    }
    return all;
}

inline NfTraceTuple
Udp(const char* source, uint16_t sourcePort, const char* destination, uint16_t destinationPort)
{
    NfTraceTuple tuple;
    tuple.source = Ipv4Address(source);
    tuple.destination = Ipv4Address(destination);
    tuple.sourcePort = sourcePort;
    tuple.destinationPort = destinationPort;
    tuple.protocol = NfProtocol::UDP;
    return tuple;
}

/// A pass of PREROUTING on node 0 that changes nothing.
inline NfTraceHookPass
Pass(int64_t time, uint64_t packet)
{
    NfTraceHookPass pass;
    pass.time = time;
    pass.packet = packet;
    pass.journey = packet;
    pass.in = 2;
    pass.length = 100;
    pass.before.tuple = Udp("10.0.0.2", 1000 + packet % 100, "192.0.2.1", 53);
    pass.before.ttl = 64;
    pass.after = pass.before;
    return pass;
}

/// A configuration whose error handler appends to a list.
inline NfTraceWriterConfig
Collecting(std::vector<std::string>& errors, NfTraceErrorPolicy policy)
{
    NfTraceWriterConfig config;
    config.onError = policy;
    config.errorHandler = [&errors](const std::string& message) { errors.push_back(message); };
    return config;
}

} // namespace ns3

#endif /* TRACE_TEST_SUPPORT_H */
