// SPDX-License-Identifier: GPL-2.0-only

#include "nf-trace-database.h"

#include "nf-cli-command.h"
#include "nf-trace-query.h"

#include "ns3/nf-trace-schema.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <iterator>

namespace ns3
{

namespace
{

constexpr int BUSY_TIMEOUT = 10'000; // ms to wait for a writer

// Most questions read each page once: a larger cache, or mapping the file, costs more than it
// spares.
constexpr const char* SETTINGS = "PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY";

} // namespace

NfTraceDatabase::NfTraceDatabase(const std::string& path)
    : m_path(path)
{
    Open();
    Check();
    ReadRuns();
}

void
NfTraceDatabase::Open()
{
    std::error_code ignored;
    if (!std::filesystem::exists(m_path, ignored))
    {
        throw NfCliError(m_path + ": there is no such file");
    }
    if (std::filesystem::is_directory(m_path, ignored))
    {
        throw NfCliError(m_path + ": it is a folder, not a trace database");
    }
    sqlite3* database = nullptr;
    const int result = sqlite3_open_v2(m_path.c_str(),
                                       &database,
                                       SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX,
                                       nullptr);
    m_database.reset(database);
    if (result != SQLITE_OK)
    {
        throw NfCliError(fmt::format("{}: {}", m_path, sqlite3_errmsg(database)));
    }
    sqlite3_busy_timeout(database, BUSY_TIMEOUT);
    sqlite3_exec(database, SETTINGS, nullptr, nullptr, nullptr);
}

// SQLite needs files beside a database that was not closed, and says no more than that it cannot.
void
NfTraceDatabase::CheckFolder() const
{
    std::error_code ignored;
    const int result =
        sqlite3_exec(GetHandle(), "PRAGMA application_id", nullptr, nullptr, nullptr);
    if (result == SQLITE_CANTOPEN && std::filesystem::exists(m_path + "-wal", ignored))
    {
        throw NfCliError(m_path +
                         ": it was not closed, and its folder cannot be written to: copy "
                         "it and '" +
                         m_path + "-wal' to another folder");
    }
}

bool
NfTraceDatabase::IsResults() const
{
    NfTraceQuery tables(GetHandle(),
                        "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name IN "
                        "('run', 'result', 'expectation')");
    return tables.Next() && tables.Int(0) == 3;
}

void
NfTraceDatabase::Check() const
{
    CheckFolder();
    NfTraceQuery application(GetHandle(), "PRAGMA application_id");
    if (!application.Next() || application.Int(0) != NF_TRACE_APPLICATION_ID)
    {
        std::error_code ignored;
        if (IsResults())
        {
            throw NfCliError(m_path +
                             ": it is a results database, of nfsim run --results or nfsim compare, "
                             "and no trace: 'nfsim compare' writes its tables and figures "
                             "(--collect, of a campaign that is there), and it is plain SQLite; a "
                             "trace is what 'nfsim run --trace FILE' writes");
        }
        throw NfCliError(m_path + (std::filesystem::file_size(m_path, ignored) == 0
                                       ? ": it is empty: no trace was written to it"
                                       : ": it is a database, but not a trace of this module"));
    }
    NfTraceQuery query(GetHandle(), "PRAGMA user_version");
    const int64_t version = query.Next() ? query.Int(0) : 0;
    if (version > NF_TRACE_SCHEMA_VERSION)
    {
        throw NfCliError(fmt::format("{}: its schema version is {}, this nfsim reads version {}: "
                                     "use the nfsim that belongs to the module that wrote it",
                                     m_path,
                                     version,
                                     NF_TRACE_SCHEMA_VERSION));
    }
    if (version < NF_TRACE_SCHEMA_VERSION)
    {
        throw NfCliError(fmt::format("{}: its schema version is {}, this nfsim reads version {}: "
                                     "'nfsim trace {} upgrade' brings it up to date",
                                     m_path,
                                     version,
                                     NF_TRACE_SCHEMA_VERSION,
                                     m_path));
    }
}

void
NfTraceDatabase::ReadRuns()
{
    NfTraceQuery query(GetHandle(),
                       "SELECT id, uuid, label, seed, run_number, ns3_version, module_version, "
                       "command_line, level, started, ended, sim_end, finished, reason, "
                       "schema_version, scenario, hash, variant, placement, replication, text "
                       "FROM run ORDER BY id");
    while (query.Next())
    {
        NfTraceRunRow run;
        run.id = query.Int(0);
        run.uuid = query.Text(1);
        run.label = query.Text(2);
        run.seed = query.Int(3);
        run.runNumber = query.Int(4);
        run.ns3Version = query.Text(5);
        run.moduleVersion = query.Text(6);
        run.commandLine = query.Text(7);
        run.level = query.Text(8);
        run.started = query.MaybeInt(9);
        run.schemaVersion = query.Int(14);
        run.ended = query.MaybeInt(10);
        run.simulationEnd = query.MaybeInt(11);
        run.finished = query.Int(12) != 0;
        run.reason = query.Text(13);
        if (const auto replication = query.MaybeInt(19))
        {
            run.identity = NfRunIdentity{query.Text(15),
                                         query.Text(16),
                                         query.Text(17),
                                         query.Text(18),
                                         static_cast<uint32_t>(*replication),
                                         query.Text(20)};
        }
        m_runs.push_back(std::move(run));
    }
}

const NfTraceRunRow&
NfTraceDatabase::FindRun(const std::string& wanted) const
{
    if (m_runs.empty())
    {
        throw NfCliError(m_path + ": it holds no run");
    }
    if (wanted.empty())
    {
        return m_runs.back();
    }
    std::vector<const NfTraceRunRow*> labelled;
    for (const NfTraceRunRow& run : m_runs)
    {
        if (std::to_string(run.id) == wanted)
        {
            return run;
        }
        if (run.label == wanted)
        {
            labelled.push_back(&run);
        }
    }
    if (labelled.size() > 1)
    {
        // A run that was killed and then repeated is the usual reason for a second one.
        std::vector<const NfTraceRunRow*> finished;
        std::copy_if(labelled.begin(),
                     labelled.end(),
                     std::back_inserter(finished),
                     [](const NfTraceRunRow* run) { return run->finished; });
        if (finished.size() != 1)
        {
            throw NfCliError(fmt::format("{}: {} runs are labelled '{}', the first one is run {}: "
                                         "give a number, or ask 'groups' for their means",
                                         m_path,
                                         labelled.size(),
                                         wanted,
                                         labelled.front()->id));
        }
        labelled = finished;
    }
    const NfTraceRunRow* found = labelled.empty() ? nullptr : labelled.front();
    if (!found)
    {
        throw NfCliError(fmt::format("{}: there is no run '{}'; its runs are {} to {}",
                                     m_path,
                                     wanted,
                                     m_runs.front().id,
                                     m_runs.back().id));
    }
    return *found;
}

} // namespace ns3
