// SPDX-License-Identifier: GPL-2.0-only

#include "nf-trace-merge.h"

#include "nf-cli-command.h"
#include "nf-progress.h"

#include "ns3/nf-trace-schema.h"

#include <filesystem>
#include <fmt/format.h>

namespace ns3
{

NfTraceMerge::NfTraceMerge(const std::string& path)
    : m_target(path),
      m_path(path + ".new")
{
    std::error_code ignored;
    if (std::filesystem::exists(m_target, ignored))
    {
        throw NfCliError(m_target + ": it exists already; merge writes a new database");
    }
    std::filesystem::remove(m_path, ignored);
    sqlite3* database = nullptr;
    const int result = sqlite3_open(m_path.c_str(), &database);
    m_database.reset(database);
    if (result != SQLITE_OK)
    {
        throw NfCliError(fmt::format("{}: {}", m_target, sqlite3_errmsg(database)));
    }
    Execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536");
    Execute("BEGIN");
    Execute(NfTraceTableSql());
    Execute(NfTraceViewSql());
    Execute(fmt::format("PRAGMA application_id = {}", NF_TRACE_APPLICATION_ID));
    Execute(fmt::format("PRAGMA user_version = {}", NF_TRACE_SCHEMA_VERSION));
    Execute("COMMIT");
}

NfTraceMerge::~NfTraceMerge()
{
    m_database.reset();
    std::error_code ignored;
    std::filesystem::remove(m_path, ignored);
}

void
NfTraceMerge::Execute(const std::string& sql)
{
    if (sqlite3_exec(m_database.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    {
        throw NfCliError(fmt::format("{}: {}", m_target, sqlite3_errmsg(m_database.get())));
    }
}

// Every table with a column "run" belongs to a run.
std::vector<std::string>
NfTraceMerge::TablesOfRuns()
{
    NfTraceQuery query(m_database.get(),
                       "SELECT m.name FROM main.sqlite_master m, pragma_table_info(m.name) c "
                       "WHERE m.type = 'table' AND c.name = 'run' ORDER BY m.name");
    std::vector<std::string> tables;
    while (query.Next())
    {
        tables.push_back(query.Text(0));
    }
    return tables;
}

std::string
NfTraceMerge::ColumnsBut(const std::string& table, const std::string& left)
{
    NfTraceQuery query(m_database.get(), "SELECT name FROM pragma_table_info(?1)");
    query.Bind(1, table);
    std::string columns;
    while (query.Next())
    {
        if (query.Text(0) != left)
        {
            columns += (columns.empty() ? "" : ", ") + query.Text(0);
        }
    }
    return columns;
}

int64_t
NfTraceMerge::CopyRun(int64_t run)
{
    const std::string columns = ColumnsBut("run", "id");
    NfTraceQuery copy(m_database.get(),
                      fmt::format("INSERT INTO main.run ({0}) SELECT {0} FROM other.run "
                                  "WHERE id = ?1",
                                  columns));
    copy.Bind(1, run);
    copy.Next();
    return sqlite3_last_insert_rowid(m_database.get());
}

int64_t
NfTraceMerge::Join(const std::string& input)
{
    Attach(input);
    std::vector<int64_t> runs;
    {
        NfTraceQuery query(m_database.get(),
                           "SELECT id FROM other.run WHERE uuid NOT IN (SELECT uuid FROM "
                           "main.run) ORDER BY id");
        while (query.Next())
        {
            runs.push_back(query.Int(0));
        }
    }
    NfProgress progress("joining tables of " + input, 0);
    for (int64_t run : runs)
    {
        const int64_t number = CopyRun(run);
        for (const std::string& table : TablesOfRuns())
        {
            const std::string columns = ColumnsBut(table, "run");
            NfTraceQuery copy(m_database.get(),
                              fmt::format("INSERT INTO main.{0} (run, {1}) SELECT ?1, {1} FROM "
                                          "other.{0} WHERE run = ?2",
                                          table,
                                          columns));
            copy.Bind(1, number).Bind(2, run).Next();
            progress.Step();
        }
    }
    Detach();
    return static_cast<int64_t>(runs.size());
}

void
NfTraceMerge::Attach(const std::string& input)
{
    NfTraceQuery(m_database.get(), "ATTACH ?1 AS other").Bind(1, input).Next();
    Execute("BEGIN");
}

void
NfTraceMerge::Detach()
{
    Execute("COMMIT");
    Execute("DETACH other");
}

void
NfTraceMerge::Finish()
{
    Execute(NfTraceIndexSql());
    m_database.reset();
    std::error_code error;
    std::filesystem::rename(m_path, m_target, error);
    if (error)
    {
        throw NfCliError(fmt::format("{}: {}", m_target, error.message()));
    }
}

} // namespace ns3
