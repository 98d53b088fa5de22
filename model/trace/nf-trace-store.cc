// SPDX-License-Identifier: GPL-2.0-only

#include "nf-trace-store.h"

#include "nf-trace-migration.h"
#include "nf-trace-run-statement.h"
#include "nf-trace-schema.h"
#include "nf-trace-shared-rows.h"
#include "nf-trace-value.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <chrono>
#include <fmt/format.h>
#include <optional>
#include <random>
#include <sqlite3.h>
#include <thread>

namespace ns3
{

namespace
{

constexpr auto RETRY_PERIOD = std::chrono::milliseconds(5);

int64_t
WallTime()
{
    using namespace std::chrono;
    return duration_cast<nanoseconds>(system_clock::now().time_since_epoch()).count();
}

// RFC 4122, version 4. Not from ns-3's streams: tracing must not change what a run draws.
std::string
DrawUuid()
{
    std::random_device device;
    auto draw = [&device] { return static_cast<uint32_t>(device()); };
    return fmt::format("{:08x}-{:04x}-4{:03x}-{:04x}-{:04x}{:08x}",
                       draw(),
                       draw() & 0xffff,
                       draw() & 0xfff,
                       (draw() & 0x3fff) | 0x8000,
                       draw() & 0xffff,
                       draw());
}

bool
IsBusy(const SQLite::Exception& error)
{
    return error.getErrorCode() == SQLITE_BUSY || error.getErrorCode() == SQLITE_LOCKED;
}

// SQLite does not wait by itself when the change of the journal mode finds the database in use.
void
SwitchToWal(SQLite::Database& database, int busyTimeout)
{
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(busyTimeout);
    for (;;)
    {
        try
        {
            database.exec("PRAGMA journal_mode = WAL");
            return;
        }
        catch (const SQLite::Exception& error)
        {
            if (!IsBusy(error) || std::chrono::steady_clock::now() > deadline)
            {
                throw;
            }
        }
        std::this_thread::sleep_for(RETRY_PERIOD);
    }
}

std::optional<int64_t>
OrNull(uint64_t value)
{
    return value == NF_TRACE_NONE ? std::nullopt : std::optional<int64_t>(value);
}

int64_t
EnterRun(SQLite::Database& database, const NfTraceRunInfo& run)
{
    SQLite::Statement insert(database,
                             "INSERT INTO run (uuid, label, seed, run_number, ns3_version, "
                             "module_version, schema_version, command_line, level, started, "
                             "scenario, hash, variant, placement, replication, text) "
                             "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    insert.bind(1, run.uuid.empty() ? DrawUuid() : run.uuid);
    insert.bind(2, run.label);
    insert.bind(3, static_cast<int64_t>(run.seed));
    insert.bind(4, static_cast<int64_t>(run.runNumber));
    insert.bind(5, run.ns3Version);
    insert.bind(6, run.moduleVersion);
    insert.bind(7, NF_TRACE_SCHEMA_VERSION);
    insert.bind(8, run.commandLine);
    insert.bind(9, NfToString(run.level));
    insert.bind(10, WallTime());
    if (run.identity)
    {
        insert.bind(11, run.identity->scenario);
        insert.bind(12, run.identity->hash);
        insert.bind(13, run.identity->variant);
        insert.bind(14, run.identity->placement);
        insert.bind(15, run.identity->replication);
        insert.bind(16, run.identity->text);
    }
    insert.exec();
    return database.getLastInsertRowid();
}

} // namespace

/// The statements of a run, prepared once.
class NfTraceStore::Impl
{
  public:
    Impl(SQLite::Database& database, int64_t run, std::size_t cacheBytes)
        : shared(database, run, cacheBytes),
          node(database, "INSERT OR REPLACE INTO node VALUES (?,?,?,?,?,?)", run),
          interface(database, "INSERT OR REPLACE INTO interface VALUES (?,?,?,?,?,?,?,?)", run),
          dropAddresses(database,
                        "DELETE FROM interface_address WHERE run = ? AND node = ? AND ifindex = ?",
                        run),
          interfaceAddress(database, "INSERT INTO interface_address VALUES (?,?,?,?,?,?)", run),
          ruleset(database, "INSERT INTO ruleset VALUES (?,?,?,?,?,?,?)", run),
          chain(database, "INSERT INTO chain VALUES (?,?,?,?,?)", run),
          rule(database, "INSERT INTO rule VALUES (?,?,?,?,?,?,?,?)", run),
          ruleCondition(database, "INSERT INTO rule_condition VALUES (?,?,?,?,?,?,?,?,?,?)", run),
          hookPass(database, "INSERT INTO hook_pass VALUES (?,?,?,?,?,?,?,?,?,?,?)", run),
          stackDrop(database, "INSERT INTO stack_drop VALUES (?,?,?,?,?,?,?,?,?,?)", run),
          loss(database, "INSERT INTO loss VALUES (?,?,?,?,?,?,?,?,?)", run),
          packetLink(database, "INSERT INTO packet_link VALUES (?,?,?,?,?,?,?)", run),
          connection(database, "INSERT OR REPLACE INTO connection VALUES (?,?,?,?,?,?,?,?)", run),
          conntrackEvent(database,
                         "INSERT INTO conntrack_event VALUES (?,?,?,?,?,?,?,?,?,?,?)",
                         run),
          natMapping(database, "INSERT INTO nat_mapping VALUES (?,?,?,?,?,?,?,?)", run),
          logLine(database, "INSERT INTO log_line VALUES (?,?,?,?,?,?,?,?)", run)
    {
    }

    void AddRule(uint32_t inChain, std::size_t number, const NfTraceRule& content, NfFamily family);

    int64_t event{0};    //!< number of the latest event, of whatever table
    int64_t rulesets{0}; //!< number of the latest ruleset

    NfTraceSharedRows shared;
    NfTraceRunStatement node;
    NfTraceRunStatement interface;
    NfTraceRunStatement dropAddresses;
    NfTraceRunStatement interfaceAddress;
    NfTraceRunStatement ruleset;
    NfTraceRunStatement chain;
    NfTraceRunStatement rule;
    NfTraceRunStatement ruleCondition;
    NfTraceRunStatement hookPass;
    NfTraceRunStatement stackDrop;
    NfTraceRunStatement loss;
    NfTraceRunStatement packetLink;
    NfTraceRunStatement connection;
    NfTraceRunStatement conntrackEvent;
    NfTraceRunStatement natMapping;
    NfTraceRunStatement logLine;
};

void
NfTraceStore::Impl::AddRule(uint32_t inChain,
                            std::size_t number,
                            const NfTraceRule& content,
                            NfFamily family)
{
    const NfRuleDescription* description = content.description ? &*content.description : nullptr;
    auto known = [description](bool NfRuleDescription::*what) {
        return description ? std::optional<int64_t>(description->*what) : std::nullopt;
    };
    rule.Run(inChain,
             number,
             content.text,
             content.target,
             known(&NfRuleDescription::ends),
             known(&NfRuleDescription::keepsState),
             known(&NfRuleDescription::changes));
    for (std::size_t i = 0; description && i < description->conditions.size(); ++i)
    {
        const NfRuleCondition& condition = description->conditions[i];
        for (std::size_t j = 0; j < condition.parts.size(); ++j)
        {
            const NfConditionPart& part = condition.parts[j];
            ruleCondition.Run(inChain,
                              number,
                              i,
                              j,
                              NfToString(part.field),
                              condition.negated,
                              NfToTraceValue(part.field, part.first, family),
                              NfToTraceValue(part.field, part.last, family),
                              NfToTraceValue(part.field, part.mask, family));
        }
    }
}

NfTraceStore::NfTraceStore(const std::string& path,
                           const NfTraceRunInfo& run,
                           int busyTimeout,
                           std::size_t cacheBytes,
                           bool isDurable)
    : m_database(std::make_unique<SQLite::Database>(path,
                                                    SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE |
                                                        SQLite::OPEN_NOMUTEX,
                                                    busyTimeout))
{
    NfTraceCheck(*m_database, NF_TRACE_SCHEMA_VERSION);
    if (!isDurable)
    {
        m_database->exec("PRAGMA synchronous = OFF");
    }
    SwitchToWal(*m_database, busyTimeout);
    if (isDurable)
    {
        m_database->exec("PRAGMA synchronous = NORMAL");
    }
    m_database->exec("PRAGMA cache_size = -16384;"
                     "PRAGMA wal_autocheckpoint = 4000");
    Begin();
    NfTraceMigrate(*m_database, NfTraceMigrationSteps(), NF_TRACE_SCHEMA_VERSION);
    m_run = EnterRun(*m_database, run);
    Commit();
    m_impl = std::make_unique<Impl>(*m_database, m_run, cacheBytes);
}

NfTraceStore::~NfTraceStore() = default;

int64_t
NfTraceStore::GetRun() const
{
    return m_run;
}

void
NfTraceStore::Begin()
{
    m_database->exec("BEGIN IMMEDIATE");
}

void
NfTraceStore::Commit()
{
    m_database->exec("COMMIT");
}

void
NfTraceStore::Write(const NfTraceNode& record)
{
    m_impl->node.Run(record.id,
                     record.name,
                     record.systemId,
                     record.traced,
                     static_cast<int>(record.layer));
}

void
NfTraceStore::Write(const NfTraceInterface& record)
{
    const std::optional<int64_t> channel =
        record.channel < 0 ? std::nullopt : std::optional<int64_t>(record.channel);
    m_impl->interface.Run(record.node,
                          record.ifindex,
                          record.name,
                          record.mac,
                          record.mtu,
                          channel,
                          record.type);
    m_impl->dropAddresses.Run(record.node, record.ifindex);
    for (std::size_t i = 0; i < record.addresses.size(); ++i)
    {
        const NfTraceInterfaceAddress& address = record.addresses[i];
        m_impl->interfaceAddress.Run(record.node,
                                     record.ifindex,
                                     i,
                                     m_impl->shared.Address(address.address, address.family),
                                     address.prefixLength);
    }
}

void
NfTraceStore::Write(const NfTraceRuleset& record, uint32_t firstChain)
{
    const int64_t id = ++m_impl->rulesets;
    m_impl->ruleset.Run(id,
                        record.time,
                        record.node,
                        static_cast<int>(record.family),
                        record.table,
                        record.generation);
    uint32_t chain = firstChain;
    for (const NfTraceChain& content : record.chains)
    {
        std::optional<std::string_view> policy;
        if (!content.policy.empty())
        {
            policy = content.policy;
        }
        m_impl->chain.Run(chain, id, content.name, policy);
        for (std::size_t i = 0; i < content.rules.size(); ++i)
        {
            m_impl->AddRule(chain, i + 1, content.rules[i], record.family);
        }
        ++chain;
    }
}

void
NfTraceStore::Write(const NfTraceHookPass& record, const NfTraceRuleHit* hits, std::size_t n)
{
    NfTraceSharedRows& shared = m_impl->shared;
    const NfTraceSharedRows::FlowsOfPass flows = shared.Rewrite(record);
    const uint32_t length = shared.Packet({record.packet,
                                           record.time,
                                           record.node,
                                           flows.before,
                                           record.length,
                                           record.in == 0 && record.hook != NfHook::INPUT});
    m_impl->hookPass.Run(++m_impl->event,
                         record.time,
                         record.packet,
                         record.journey,
                         shared.PassKind(record, hits, n),
                         flows.after,
                         length == record.length ? std::nullopt
                                                 : std::optional<int64_t>(record.length),
                         OrNull(record.connection),
                         static_cast<int>(record.verdict),
                         flows.rewrite);
}

void
NfTraceStore::Write(const NfTraceStackDrop& record)
{
    const int64_t flow = m_impl->shared.Flow(record.tuple);
    m_impl->shared.Packet(
        {record.packet, record.time, record.node, flow, record.length, record.sent});
    m_impl->stackDrop.Run(++m_impl->event,
                          record.time,
                          record.node,
                          record.packet,
                          OrNull(record.journey),
                          record.ifindex ? std::optional<int64_t>(record.ifindex) : std::nullopt,
                          flow,
                          record.length,
                          record.reason);
}

void
NfTraceStore::Write(const NfTraceLoss& record)
{
    m_impl->loss.Run(++m_impl->event,
                     record.time,
                     record.node,
                     record.packet,
                     record.ifindex ? std::optional<int64_t>(record.ifindex) : std::nullopt,
                     record.length,
                     record.place,
                     record.reason);
}

void
NfTraceStore::Write(const NfTracePacket& record)
{
    m_impl->shared.Packet({record.packet,
                           record.time,
                           record.node,
                           m_impl->shared.Flow(record.tuple),
                           record.length,
                           record.sent});
}

void
NfTraceStore::Write(const NfTracePacketLink& record)
{
    m_impl->packetLink
        .Run(++m_impl->event, record.time, record.node, record.packet, record.cause, record.kind);
}

void
NfTraceStore::Write(const NfTraceConnection& record)
{
    const int64_t original = m_impl->shared.Flow(record.original);
    const int64_t reply = m_impl->shared.Flow(record.reply);
    m_impl->connection.Run(record.node,
                           record.id,
                           record.created,
                           original,
                           reply,
                           record.zone,
                           OrNull(record.master));
}

void
NfTraceStore::Write(const NfTraceConntrackEvent& record)
{
    std::optional<int64_t> totals[4];
    if (record.change == NfTraceConntrackChange::DESTROY)
    {
        for (int i = 0; i < 2; ++i)
        {
            totals[2 * i] = static_cast<int64_t>(record.packets[i]);
            totals[2 * i + 1] = static_cast<int64_t>(record.bytes[i]);
        }
    }
    m_impl->conntrackEvent.Run(++m_impl->event,
                               record.time,
                               record.node,
                               record.connection,
                               m_impl->shared.ConntrackKind(record),
                               record.mark,
                               totals[0],
                               totals[1],
                               totals[2],
                               totals[3]);
}

void
NfTraceStore::Write(const NfTraceNatMapping& record)
{
    const int64_t before = m_impl->shared.Flow(record.before);
    const int64_t after = m_impl->shared.Flow(record.after);
    m_impl->natMapping.Run(++m_impl->event,
                           record.time,
                           record.node,
                           record.connection,
                           NfToString(record.kind),
                           before,
                           after);
}

void
NfTraceStore::Write(const NfTraceLogLine& record)
{
    m_impl->logLine.Run(++m_impl->event,
                        record.time,
                        record.node,
                        record.packet,
                        OrNull(record.journey),
                        record.level,
                        record.text);
}

void
NfTraceStore::End(const NfTraceRunEnd& end)
{
    Begin();
    SQLite::Statement update(*m_database,
                             "UPDATE run SET ended = ?, sim_end = ?, finished = ?, reason = ? "
                             "WHERE id = ?");
    update.bind(1, WallTime());
    update.bind(2, end.time);
    update.bind(3, end.finished ? 1 : 0);
    update.bind(4, !end.reason.empty() ? end.reason : end.finished ? "finished" : "aborted");
    update.bind(5, m_run);
    update.exec();
    Commit();
}

void
NfTraceStore::BuildIndexes()
{
    Begin();
    m_database->exec(NfTraceIndexSql());
    Commit();
}

void
NfTraceStore::Tidy()
{
    m_impl.reset();
    m_database->setBusyTimeout(0);
    try
    {
        m_database->exec("PRAGMA journal_mode = DELETE");
    }
    catch (const SQLite::Exception& error)
    {
        if (!IsBusy(error))
        {
            throw;
        }
    }
}

} // namespace ns3
