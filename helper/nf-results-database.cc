// SPDX-License-Identifier: GPL-2.0-only

#include "nf-results-database.h"

#include "nf-command-line.h"

#include "ns3/rng-seed-manager.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <filesystem>
#include <fmt/format.h>
#include <map>

namespace ns3
{

namespace
{

constexpr int VERSION = 1;

constexpr const char* SCHEMA = R"sql(
CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  scenario TEXT NOT NULL,
  hash TEXT NOT NULL,
  variant TEXT NOT NULL,
  placement TEXT NOT NULL,
  replication INTEGER NOT NULL,
  seed INTEGER NOT NULL,
  status TEXT NOT NULL,
  message TEXT NOT NULL,
  text TEXT NOT NULL,
  command TEXT NOT NULL,
  version TEXT NOT NULL,
  wall_seconds REAL,
  UNIQUE (hash, variant, placement, replication, seed)
);
CREATE TABLE result (
  run_id INTEGER NOT NULL REFERENCES run,
  class TEXT NOT NULL,
  measure TEXT NOT NULL,
  unit TEXT NOT NULL,
  value REAL,
  PRIMARY KEY (run_id, class, measure)
);
CREATE TABLE expectation (
  run_id INTEGER NOT NULL REFERENCES run,
  text TEXT NOT NULL,
  held INTEGER NOT NULL,
  detail TEXT NOT NULL
);
PRAGMA user_version = 1;
)sql";

// Beside those of version 1, which who reads it may leave aside: databases of before get them too.
constexpr const char* NETWORK_SCHEMA = R"sql(
CREATE TABLE IF NOT EXISTS node (
  run_id INTEGER NOT NULL REFERENCES run,
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  zone TEXT NOT NULL,
  x REAL,
  y REAL,
  firewall INTEGER NOT NULL,
  rules INTEGER NOT NULL,
  sent_bytes INTEGER NOT NULL,
  dropped INTEGER NOT NULL,
  PRIMARY KEY (run_id, number)
);
CREATE TABLE IF NOT EXISTS link (
  run_id INTEGER NOT NULL REFERENCES run,
  number INTEGER NOT NULL,
  from_node INTEGER NOT NULL,
  to_node INTEGER NOT NULL,
  PRIMARY KEY (run_id, number)
);
)sql";

} // namespace

NfResultsDatabase::NfResultsDatabase(std::string path)
    : m_path(std::move(path))
{
}

NfResultsDatabase::~NfResultsDatabase() = default;

template <typename Function>
NfStatus
NfResultsDatabase::Try(const Function& function)
{
    try
    {
        function();
        return std::nullopt;
    }
    catch (const SQLite::Exception& problem)
    {
        NfError error;
        error.file = m_path;
        error.message = problem.what();
        return error;
    }
}

void
NfResultsDatabase::SetDurable(bool isDurable)
{
    m_database->exec(isDurable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF");
}

void
NfResultsDatabase::MakeTables()
{
    const int version = m_database->execAndGet("PRAGMA user_version").getInt();
    const bool isEmpty = m_database->execAndGet("SELECT COUNT(*) FROM sqlite_master").getInt() == 0;
    if (isEmpty)
    {
        m_database->exec(SCHEMA);
    }
    else if (version != VERSION || !m_database->tableExists("result"))
    {
        throw SQLite::Exception("it is a database, but not one of results (version 1)");
    }
    m_database->exec(NETWORK_SCHEMA);
}

void
NfResultsDatabase::WriteNetwork()
{
    std::map<std::string, int64_t> numbers;
    SQLite::Statement node(
        *m_database,
        "INSERT INTO node VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
    for (const NfNodeResult& result : m_network->GetNodes())
    {
        const auto number = static_cast<int64_t>(numbers.size()) + 1;
        numbers[result.name] = number;
        node.reset();
        node.clearBindings();
        node.bind(1, m_run);
        node.bind(2, number);
        node.bind(3, result.name);
        node.bind(4, result.kind);
        node.bind(5, result.zone);
        if (result.position)
        {
            node.bind(6, result.position->first);
            node.bind(7, result.position->second);
        }
        node.bind(8, result.isFirewall ? 1 : 0);
        node.bind(9, static_cast<int64_t>(result.rules));
        node.bind(10, static_cast<int64_t>(result.sentBytes));
        node.bind(11, static_cast<int64_t>(result.dropped));
        node.exec();
    }
    SQLite::Statement link(*m_database, "INSERT INTO link VALUES (?1, ?2, ?3, ?4)");
    int64_t number = 0;
    for (const auto& [a, b] : m_network->GetLinks())
    {
        link.reset();
        link.bind(1, m_run);
        link.bind(2, ++number);
        link.bind(3, numbers.at(a));
        link.bind(4, numbers.at(b));
        link.exec();
    }
}

NfStatus
NfResultsDatabase::Begin(const NfRunIdentity& identity)
{
    return Try([&] {
        m_database =
            std::make_unique<SQLite::Database>(m_path,
                                               SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE,
                                               10'000 /* ms to wait for others */);
        // Until a run is finished, a new file has nothing that a crash of the machine could take.
        std::error_code ignored;
        SetDurable(std::filesystem::file_size(m_path, ignored) != 0);
        SQLite::Transaction transaction(*m_database, SQLite::TransactionBehavior::IMMEDIATE);
        MakeTables();
        SQLite::Statement known(*m_database,
                                "SELECT COUNT(*) FROM run WHERE hash = ?1 AND variant = ?2 AND "
                                "placement = ?3 AND replication = ?4 AND seed = ?5");
        known.bind(1, identity.hash);
        known.bind(2, identity.variant);
        known.bind(3, identity.placement);
        known.bind(4, identity.replication);
        known.bind(5, RngSeedManager::GetSeed());
        known.executeStep();
        if (known.getColumn(0).getInt() > 0)
        {
            throw SQLite::Exception(
                "the run is in it already: the same scenario, variant, placement, replication and "
                "seed");
        }
        SQLite::Statement insert(
            *m_database,
            "INSERT INTO run (scenario, hash, variant, placement, replication, seed, status, "
            "message, text, command, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'interrupted', '', "
            "?7, ?8, ?9)");
        insert.bind(1, identity.scenario);
        insert.bind(2, identity.hash);
        insert.bind(3, identity.variant);
        insert.bind(4, identity.placement);
        insert.bind(5, identity.replication);
        insert.bind(6, RngSeedManager::GetSeed());
        insert.bind(7, identity.text);
        insert.bind(8, NfGetCommandLine());
        insert.bind(9,
                    fmt::format("ns-3 {}, netfilter {}", NfGetNs3Version(), NfGetModuleVersion()));
        insert.exec();
        m_run = m_database->getLastInsertRowid();
        transaction.commit();
    });
}

NfStatus
NfResultsDatabase::Finish(
    const NfResults& results,
    const std::vector<std::pair<std::string, NfRunExpectation::Verdict>>& verdicts,
    double wallSeconds)
{
    return Try([&] {
        SetDurable(true);
        SQLite::Transaction transaction(*m_database);
        for (const NfMeasure& measure : results.GetMeasures())
        {
            SQLite::Statement insert(*m_database, "INSERT INTO result VALUES (?1, ?2, ?3, ?4, ?5)");
            insert.bind(1, m_run);
            insert.bind(2, measure.group);
            insert.bind(3, measure.name);
            insert.bind(4, measure.unit);
            if (measure.value)
            {
                insert.bind(5, *measure.value);
            }
            insert.exec();
        }
        for (const auto& [text, verdict] : verdicts)
        {
            SQLite::Statement insert(*m_database,
                                     "INSERT INTO expectation VALUES (?1, ?2, ?3, ?4)");
            insert.bind(1, m_run);
            insert.bind(2, text);
            insert.bind(3, verdict.isHeld ? 1 : 0);
            insert.bind(4, verdict.detail);
            insert.exec();
        }
        if (m_network)
        {
            WriteNetwork();
        }
        SQLite::Statement update(
            *m_database,
            "UPDATE run SET status = 'finished', wall_seconds = ?2 WHERE id = ?1");
        update.bind(1, m_run);
        update.bind(2, wallSeconds);
        update.exec();
        transaction.commit();
    });
}

NfStatus
NfResultsDatabase::GiveUp(const std::string& status, const std::string& message)
{
    return Try([&] {
        SetDurable(true);
        SQLite::Statement update(*m_database,
                                 "UPDATE run SET status = ?2, message = ?3 WHERE id = ?1");
        update.bind(1, m_run);
        update.bind(2, status);
        update.bind(3, message);
        update.exec();
    });
}

} // namespace ns3
