// SPDX-License-Identifier: GPL-2.0-only

#include "nf-trace-query.h"
#include "nf-trace-question.h"

#include "ns3/nf-trace-schema.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <sqlite3.h>

namespace ns3
{

namespace
{

constexpr int BUSY_TIMEOUT = 10'000; // ms to wait for a writer

/// A trace database of whatever version, open for writing. What is not committed is undone.
class Writable
{
  public:
    explicit Writable(const std::string& path)
        : m_path(path)
    {
        std::error_code ignored;
        if (!std::filesystem::exists(path, ignored))
        {
            throw NfCliError(path + ": there is no such file");
        }
        if (sqlite3_open_v2(path.c_str(), &m_database, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK)
        {
            Fail();
        }
        sqlite3_busy_timeout(m_database, BUSY_TIMEOUT);
    }

    ~Writable()
    {
        sqlite3_close_v2(m_database);
    }

    Writable(const Writable&) = delete;
    Writable& operator=(const Writable&) = delete;

    void Execute(const std::string& sql)
    {
        if (sqlite3_exec(m_database, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        {
            Fail();
        }
    }

    int64_t Pragma(const char* name)
    {
        NfTraceQuery query(m_database, fmt::format("PRAGMA {}", name));
        return query.Next() ? query.Int(0) : 0;
    }

  private:
    [[noreturn]] void Fail() const
    {
        const std::string message = fmt::format("{}: {}", m_path, sqlite3_errmsg(m_database));
        throw NfCliError(message);
    }

    std::string m_path;
    sqlite3* m_database{nullptr};
};

int
Upgrade(const NfTraceArguments& shared)
{
    Writable database(shared.database);
    if (database.Pragma("application_id") != NF_TRACE_APPLICATION_ID)
    {
        throw NfCliError(shared.database + ": it is not a trace of this module");
    }
    database.Execute("BEGIN IMMEDIATE");
    const int64_t found = database.Pragma("user_version");
    for (int64_t from = found; from < NF_TRACE_SCHEMA_VERSION; ++from)
    {
        const char* step = NfTraceStepSql(static_cast<int>(from));
        if (!step)
        {
            throw NfCliError(fmt::format("{}: its schema version is {}, which this nfsim cannot "
                                         "bring to {}",
                                         shared.database,
                                         found,
                                         NF_TRACE_SCHEMA_VERSION));
        }
        database.Execute(step);
        database.Execute(fmt::format("PRAGMA user_version = {}", from + 1));
    }
    if (found > NF_TRACE_SCHEMA_VERSION)
    {
        throw NfCliError(fmt::format("{}: its schema version is {}, this nfsim knows versions up "
                                     "to {}",
                                     shared.database,
                                     found,
                                     NF_TRACE_SCHEMA_VERSION));
    }
    database.Execute(NfTraceViewSql());
    database.Execute(NfTraceIndexSql());
    database.Execute("COMMIT");
    NfReportTable table{"upgrade", "", {{"from", "Schema version was"}, {"to", "Is now"}}};
    table.fields = true;
    auto& row = table.rows.emplace_back();
    row.emplace_back(found);
    row.emplace_back(int64_t{NF_TRACE_SCHEMA_VERSION});
    NfReport report;
    report.Add(std::move(table));
    return NfAnswer(report, shared);
}

} // namespace

NfCliAction
NfAskUpgrade(CLI::App& parser, NfTraceArguments& shared)
{
    parser.add_flag("--json", shared.json, "Print JSON");
    return [&shared] { return Upgrade(shared); };
}

} // namespace ns3
