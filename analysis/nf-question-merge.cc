// SPDX-License-Identifier: GPL-2.0-only

#include "nf-progress.h"
#include "nf-trace-question.h"
#include "nf-trace-reader.h"

#include "ns3/nf-trace-schema.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fmt/format.h>
#include <iostream>
#include <memory>

namespace ns3
{

namespace
{

struct Options
{
    std::vector<std::string> inputs;
    std::string output;
};

/// The database that others are joined into.
class Destination
{
  public:
    explicit Destination(const std::string& path);

    /// Leaves no file behind if the work was not finished.
    ~Destination();

    Destination(const Destination&) = delete;
    Destination& operator=(const Destination&) = delete;

    /// Copy all runs of a database, in one transaction. \return how many were new
    int Join(const std::string& input);

    /// Build the indexes.
    void Finish();

  private:
    struct Closer
    {
        void operator()(sqlite3* database) const
        {
            sqlite3_close_v2(database);
        }
    };

    void Execute(const std::string& sql);
    std::vector<std::string> TablesOfRuns();
    std::string ColumnsBut(const std::string& table, const std::string& left);
    int64_t CopyRun(int64_t run);

    std::string m_path;
    std::unique_ptr<sqlite3, Closer> m_database;
    bool m_created{false};
    bool m_finished{false};
};

Destination::Destination(const std::string& path)
    : m_path(path)
{
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored))
    {
        throw NfCliError(path + ": it exists already; merge writes a new database");
    }
    sqlite3* database = nullptr;
    const int result = sqlite3_open(path.c_str(), &database);
    m_database.reset(database);
    if (result != SQLITE_OK)
    {
        throw NfCliError(fmt::format("{}: {}", path, sqlite3_errmsg(database)));
    }
    m_created = true;
    Execute("PRAGMA synchronous = OFF; PRAGMA cache_size = -65536");
    Execute("BEGIN");
    Execute(NfTraceTableSql());
    Execute(NfTraceViewSql());
    Execute(fmt::format("PRAGMA application_id = {}", NF_TRACE_APPLICATION_ID));
    Execute(fmt::format("PRAGMA user_version = {}", NF_TRACE_SCHEMA_VERSION));
    Execute("COMMIT");
}

Destination::~Destination()
{
    if (m_created && !m_finished)
    {
        m_database.reset();
        std::error_code ignored;
        std::filesystem::remove(m_path, ignored);
    }
}

void
Destination::Execute(const std::string& sql)
{
    if (sqlite3_exec(m_database.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    {
        throw NfCliError(fmt::format("{}: {}", m_path, sqlite3_errmsg(m_database.get())));
    }
}

// Every table with a column "run" belongs to a run.
std::vector<std::string>
Destination::TablesOfRuns()
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
Destination::ColumnsBut(const std::string& table, const std::string& left)
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
Destination::CopyRun(int64_t run)
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

int
Destination::Join(const std::string& input)
{
    {
        NfTraceQuery attach(m_database.get(), "ATTACH ?1 AS other");
        attach.Bind(1, input);
        attach.Next();
    }
    Execute("BEGIN");
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
    Execute("COMMIT");
    Execute("DETACH other");
    return static_cast<int>(runs.size());
}

void
Destination::Finish()
{
    Execute(NfTraceIndexSql());
    m_finished = true;
}

int
Merge(const NfTraceArguments& shared, const Options& options)
{
    std::vector<int64_t> expected;
    for (const std::string& input : options.inputs)
    {
        expected.push_back(static_cast<int64_t>(NfTraceReader(input).GetRuns().size()));
    }
    NfTable table{"merged", "", {{"database", "Database"}, {"runs", "Runs"}, {"joined", "Joined"}}};
    Destination destination(options.output);
    for (std::size_t i = 0; i < options.inputs.size(); ++i)
    {
        const int64_t joined = destination.Join(options.inputs[i]);
        table.rows.push_back({options.inputs[i], expected[i], joined});
        if (joined < expected[i])
        {
            table.notes.push_back(fmt::format("{}: {} of its runs had been joined already.",
                                              options.inputs[i],
                                              expected[i] - joined));
        }
    }
    destination.Finish();
    NfReport report;
    report.Add(std::move(table));
    return NfAnswer(report, shared);
}

} // namespace

NfCliAction
NfAskMerge(CLI::App& parser, NfTraceArguments& shared)
{
    auto options = std::make_shared<Options>();
    parser.add_option("databases", options->inputs, "Databases to join")->required();
    parser.add_option("-o,--output", options->output, "The new database")->required();
    parser.add_flag("--json", shared.json, "Print JSON");
    return [&shared, options] { return Merge(shared, *options); };
}

} // namespace ns3
