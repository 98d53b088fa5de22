// SPDX-License-Identifier: GPL-2.0-only

#include "nf-campaign-join.h"

#include "nf-cli-command.h"
#include "nf-new-file.h"
#include "nf-trace-query.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace ns3
{

namespace fs = std::filesystem;

namespace
{

constexpr const char* TABLES = R"sql(
CREATE TABLE campaign(key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE campaign_variant(
  number INTEGER PRIMARY KEY, label TEXT NOT NULL UNIQUE, placement TEXT NOT NULL,
  settings TEXT NOT NULL, dropped INTEGER);
CREATE TABLE campaign_run(
  variant INTEGER NOT NULL REFERENCES campaign_variant, replication INTEGER NOT NULL,
  outcome TEXT NOT NULL, message TEXT NOT NULL, repeated INTEGER NOT NULL, run_id INTEGER,
  PRIMARY KEY(variant, replication)) WITHOUT ROWID;
)sql";

std::string
QuoteName(const std::string& name)
{
    std::string quoted = "\"";
    for (char c : name)
    {
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    }
    return quoted + "\"";
}

/// Copies parts, which all have the same tables, into a database.
class Copier
{
  public:
    explicit Copier(sqlite3* database)
        : m_database(database)
    {
    }

    // Copy the run of a part under a number of its own.
    void Copy(const std::string& path, int64_t id)
    {
        NfTraceQuery(m_database, "ATTACH ?1 AS part").Bind(1, path).Next();
        if (m_tables.empty())
        {
            MakeTables(path);
        }
        else if (ReadSchema() != m_schema)
        {
            throw NfCliError(path + ": its tables are not those of the other runs");
        }
        NfExecute(m_database, "BEGIN");
        for (const auto& [name, statement] : m_tables)
        {
            NfTraceQuery(m_database, statement).Bind(1, id).Next();
        }
        NfExecute(m_database, "COMMIT; DETACH part");
    }

  private:
    std::vector<std::string> ReadSchema() const
    {
        std::vector<std::string> schema;
        NfTraceQuery query(m_database,
                           "SELECT sql FROM part.sqlite_master WHERE sql IS NOT NULL AND name NOT "
                           "LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type = 'table' DESC, name");
        while (query.Next())
        {
            schema.push_back(query.Text(0));
        }
        return schema;
    }

    void MakeTables(const std::string& path)
    {
        m_schema = ReadSchema();
        for (const std::string& statement : m_schema)
        {
            NfExecute(m_database, statement);
        }
        NfTraceQuery version(m_database, "PRAGMA part.user_version");
        version.Next();
        NfExecute(m_database, fmt::format("PRAGMA user_version = {}", version.Int(0)));
        NfTraceQuery tables(m_database,
                            "SELECT name FROM part.sqlite_master WHERE type = 'table' AND name NOT "
                            "LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name <> 'run', name");
        while (tables.Next())
        {
            m_tables.emplace_back(tables.Text(0), CopyStatement(path, tables.Text(0)));
        }
    }

    // What names the run gets its new number; everything else stays.
    std::string CopyStatement(const std::string& path, const std::string& table) const
    {
        const std::string number = table == "run" ? "id" : "run_id";
        std::string from;
        std::string to;
        bool found = false;
        NfTraceQuery columns(m_database, "SELECT name FROM pragma_table_info(?1, 'part')");
        columns.Bind(1, table);
        while (columns.Next())
        {
            const std::string name = columns.Text(0);
            to += (to.empty() ? "" : ", ") + QuoteName(name);
            from += (from.empty() ? "" : ", ") + (name == number ? "?1" : QuoteName(name));
            found = found || name == number;
        }
        if (!found)
        {
            throw NfCliError(fmt::format("{}: the table {} has no column {}", path, table, number));
        }
        return fmt::format("INSERT INTO main.{0}({1}) SELECT {2} FROM part.{0} ORDER BY rowid",
                           QuoteName(table),
                           to,
                           from);
    }

    sqlite3* m_database;
    std::vector<std::string> m_schema;
    std::vector<std::pair<std::string, std::string>> m_tables; //!< and how each is copied
};

} // namespace

NfCampaignJoin::NfCampaignJoin(const NfCampaignFolder& folder,
                               const NfCampaignSpec& spec,
                               const NfCampaignOutcome& outcome,
                               const std::map<NfCampaignJob, std::string>& failures)
    : m_folder(folder),
      m_spec(spec),
      m_outcome(outcome),
      m_failures(failures)
{
}

void
NfCampaignJoin::AddFolder(const std::string& folder)
{
    const std::string path = folder + "/campaign.json";
    const NfCampaignSpec other = NfCampaignSpec::FromJson(NfReadWholeFile(path), path);
    const std::string difference = m_spec.DescribeDifference(other);
    if (!difference.empty())
    {
        throw NfCliError(fmt::format("{}: this is another campaign: {}", folder, difference));
    }
    m_others.push_back(folder);
}

void
NfCampaignJoin::WriteCampaign(sqlite3* database) const
{
    const std::pair<const char*, std::string> entries[] = {
        {"scenario", m_spec.scenario},
        {"text", m_spec.text},
        {"seed", m_spec.seed > 0 ? std::to_string(m_spec.seed) : "the scenario's"},
        {"runner", NfQuoteForShell(m_spec.runner)}};
    NfTraceQuery entry(database, "INSERT INTO campaign VALUES(?1, ?2)");
    for (const auto& [key, value] : entries)
    {
        entry.Bind(1, std::string(key)).Bind(2, value).Next();
        entry.Reset();
    }
    std::size_t number = 0;
    for (const std::string& note : m_outcome.notes)
    {
        entry.Bind(1, fmt::format("note {}", ++number)).Bind(2, note).Next();
        entry.Reset();
    }
    for (std::size_t i = 0; i < m_spec.variants.size(); ++i)
    {
        const NfCampaignVariant& variant = m_spec.variants[i];
        NfTraceQuery row(database, "INSERT INTO campaign_variant VALUES(?1, ?2, ?3, ?4, ?5)");
        row.Bind(1, static_cast<int64_t>(i) + 1)
            .Bind(2, variant.label)
            .Bind(3, variant.placement)
            .Bind(4, nlohmann::ordered_json(variant.settings).dump());
        if (m_outcome.dropped[i])
        {
            row.Bind(5, *m_outcome.dropped[i]);
        }
        row.Next();
    }
}

void
NfCampaignJoin::WriteRuns(sqlite3* database) const
{
    Copier copier(database);
    std::vector<NfCampaignJob> jobs = m_outcome.jobs;
    std::sort(jobs.begin(), jobs.end(), [](const NfCampaignJob& a, const NfCampaignJob& b) {
        return std::pair(a.variant, a.replication) < std::pair(b.variant, b.replication);
    });
    int64_t id = 0;
    for (const NfCampaignJob& job : jobs)
    {
        std::vector<std::string> found;
        std::string message = m_folder.ReadFailure(job);
        const auto failed = m_failures.find(job);
        message = failed == m_failures.end() ? message : failed->second;
        auto look = [&](const NfCampaignFolder& folder) {
            const std::string part = folder.GetPath(job, "db");
            std::error_code ignored;
            if (fs::exists(part, ignored))
            {
                const std::string wrong = NfCheckResultsPart(part, m_spec, job);
                if (wrong.empty())
                {
                    found.push_back(part);
                }
                else
                {
                    message = wrong;
                }
            }
        };
        look(m_folder);
        for (const std::string& other : m_others)
        {
            const NfCampaignFolder folder(other);
            look(folder);
            message = message.empty() ? folder.ReadFailure(job) : message;
        }
        NfTraceQuery row(database, "INSERT INTO campaign_run VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
        row.Bind(1, static_cast<int64_t>(job.variant) + 1).Bind(2, job.replication);
        row.Bind(5, static_cast<int64_t>(found.empty() ? 0 : found.size() - 1));
        if (found.empty())
        {
            row.Bind(3, std::string(message.empty() ? "unfinished" : "failed")).Bind(4, message);
            row.Next();
            continue;
        }
        copier.Copy(found[0], ++id);
        std::vector<std::string> words{"nfsim", "run"};
        const std::vector<std::string> arguments = m_spec.GetArguments(job);
        words.insert(words.end(), arguments.begin(), arguments.end());
        NfTraceQuery(database, "UPDATE run SET variant = ?2, command = ?3 WHERE id = ?1")
            .Bind(1, id)
            .Bind(2, m_spec.variants[job.variant].label)
            .Bind(3, NfQuoteForShell(words))
            .Next();
        row.Bind(3, std::string("finished")).Bind(4, std::string()).Bind(6, id);
        row.Next();
    }
}

void
NfCampaignJoin::Write() const
{
    const NfNewFile file(m_folder.GetPath("results.db"));
    {
        const NfSqliteHandle database = NfOpenResults(file.GetPath(), true);
        NfExecute(database.get(), "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
        NfExecute(database.get(), TABLES);
        WriteCampaign(database.get());
        WriteRuns(database.get());
    }
    file.Keep();
}

} // namespace ns3
