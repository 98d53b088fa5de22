// SPDX-License-Identifier: GPL-2.0-only

#include "nf-trace-shared-rows.h"

#include "nf-trace-value.h"

#include <array>
#include <cstring>

namespace ns3
{

namespace
{

constexpr std::size_t HIT_BYTES = 9;           // a rule hit in a key
constexpr std::size_t KNOWN_PACKETS = 1 << 14; // a power of two

// The keys. None of them has padding: it would hold whatever memory held.
struct FlowKey
{
    std::array<uint32_t, 4> source;
    std::array<uint32_t, 4> destination;
    uint16_t sourcePort;
    uint16_t destinationPort;
    uint16_t protocol;
    uint16_t family;
};

struct PassKindKey
{
    uint32_t node;
    uint32_t in;
    uint32_t out;
    uint32_t mark;
    uint32_t rulesVisited;
    NfFamily family;
    NfHook hook;
    NfCtState ctState;
    uint8_t way; //!< 0 without a connection, else 1 + direction
};

struct RewriteKey
{
    int64_t before;
    int64_t after;
    uint32_t markBefore;
    uint32_t markAfter;
    uint16_t ttlBefore;
    uint16_t ttlAfter;
    uint16_t tosBefore;
    uint16_t tosAfter;
};

struct ConntrackKey
{
    uint32_t change;
    uint32_t status;
};

void
AddHits(NfTraceKey& key, const NfTraceRuleHit* hits, std::size_t n)
{
    constexpr std::size_t BYTES = 9; // without the struct's padding
    key.AddItems(n, BYTES, [hits](char* place, std::size_t i) {
        std::memcpy(place, &hits[i].chain, sizeof(hits[i].chain));
        std::memcpy(place + 4, &hits[i].rule, sizeof(hits[i].rule));
        place[8] = static_cast<char>(hits[i].verdict);
    });
}

// A number, or NULL for "none".
std::optional<int64_t>
NullIf(uint64_t none, uint64_t value)
{
    return value == none ? std::nullopt : std::optional<int64_t>(value);
}

} // namespace

NfTraceSharedRows::NfTraceSharedRows(SQLite::Database& database,
                                     int64_t run,
                                     std::size_t cacheBytes)
    : m_addresses(cacheBytes),
      m_flows(cacheBytes),
      m_paths(cacheBytes),
      m_passKinds(cacheBytes),
      m_rewrites(cacheBytes),
      m_conntrackKinds(cacheBytes),
      m_packets(KNOWN_PACKETS),
      m_addAddress(database, "INSERT INTO address VALUES (?,?,?,?,?)", run),
      m_findAddress(database, "SELECT id FROM address WHERE run = ? AND bytes = ?", run),
      m_addFlow(database, "INSERT INTO flow VALUES (?,?,?,?,?,?,?)", run),
      m_findFlow(database,
                 "SELECT id FROM flow WHERE run = ? AND source = ? AND destination = ? AND "
                 "source_port = ? AND destination_port = ? AND protocol = ?",
                 run),
      m_addPathStep(database, "INSERT INTO path_step VALUES (?,?,?,?,?,?)", run),
      m_addPassKind(database, "INSERT INTO pass_kind VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", run),
      m_addRewrite(database, "INSERT INTO rewrite VALUES (?,?,?,?,?,?,?,?,?,?)", run),
      m_addConntrackKind(database, "INSERT INTO conntrack_kind VALUES (?,?,?,?,?,?)", run),
      m_addPacket(database, "INSERT OR IGNORE INTO packet VALUES (?,?,?,?,?,?,?)", run),
      m_findPacket(database, "SELECT length FROM packet WHERE run = ? AND uid = ?", run)
{
}

int64_t
NfTraceSharedRows::Address(const NfAddress& address, NfFamily family)
{
    const std::string bytes = NfTraceBytes(address, family);
    if (uint64_t known = m_addresses.Find(bytes))
    {
        return known;
    }
    const NfTraceBlob blob{bytes.data(), static_cast<int>(bytes.size())};
    if (m_addresses.HasForgotten())
    {
        if (auto stored = m_findAddress.Get(blob))
        {
            m_addresses.Remember(bytes, *stored);
            return *stored;
        }
    }
    const int64_t id = m_addresses.Add(bytes);
    const std::string text = bytes.empty() ? "" : NfToString(address, family);
    m_addAddress.Run(id, static_cast<int>(family), text, blob);
    return id;
}

int64_t
NfTraceSharedRows::Flow(const NfTraceTuple& tuple)
{
    if (m_lastFlow && tuple == m_lastTuple)
    {
        return m_lastFlow;
    }
    m_lastTuple = tuple;
    m_lastFlow = FindFlow(tuple);
    return m_lastFlow;
}

int64_t
NfTraceSharedRows::FindFlow(const NfTraceTuple& tuple)
{
    m_key.Set(FlowKey{tuple.source.Words(),
                      tuple.destination.Words(),
                      tuple.sourcePort,
                      tuple.destinationPort,
                      tuple.protocol,
                      static_cast<uint16_t>(tuple.family)});
    if (uint64_t known = m_flows.Find(m_key.Get()))
    {
        return known;
    }
    const std::string key = m_key.Get();
    const int64_t source = Address(tuple.source, tuple.family);
    const int64_t destination = Address(tuple.destination, tuple.family);
    if (m_flows.HasForgotten())
    {
        if (auto stored = m_findFlow.Get(source,
                                         destination,
                                         tuple.sourcePort,
                                         tuple.destinationPort,
                                         tuple.protocol))
        {
            m_flows.Remember(key, *stored);
            return *stored;
        }
    }
    const int64_t id = m_flows.Add(key);
    m_addFlow.Run(id, tuple.protocol, source, tuple.sourcePort, destination, tuple.destinationPort);
    return id;
}

std::optional<int64_t>
NfTraceSharedRows::Path(const NfTraceRuleHit* hits, std::size_t n)
{
    if (n == 0)
    {
        return {};
    }
    m_key.Clear();
    AddHits(m_key, hits, n);
    if (uint64_t known = m_paths.Find(m_key.Get()))
    {
        return known;
    }
    const int64_t id = m_paths.Add(m_key.Get());
    for (std::size_t i = 0; i < n; ++i)
    {
        m_addPathStep.Run(id, i, hits[i].chain, hits[i].rule, NfToString(hits[i].verdict));
    }
    return id;
}

int64_t
NfTraceSharedRows::PassKind(const NfTraceHookPass& pass, const NfTraceRuleHit* hits, std::size_t n)
{
    const bool connected = pass.connection != NF_TRACE_NONE;
    const NfDirection direction = connected ? pass.direction : NfDirection::ORIGINAL;
    m_key
        .Set(PassKindKey{pass.node,
                         pass.in,
                         pass.out,
                         pass.after.mark,
                         pass.rulesVisited,
                         pass.family,
                         pass.hook,
                         pass.ctState,
                         static_cast<uint8_t>(connected ? 1 + static_cast<int>(direction) : 0)})
        .AddText(pass.reason);
    AddHits(m_key, hits, n); // rather than the number of their path: one search less
    if (uint64_t known = m_passKinds.Find(m_key.Get()))
    {
        return known;
    }
    const int64_t id = m_passKinds.Add(m_key.Get());
    const std::optional<int64_t> path = Path(hits, n);
    std::optional<std::string_view> way;
    if (connected)
    {
        way = direction == NfDirection::ORIGINAL ? "ORIGINAL" : "REPLY";
    }
    std::optional<std::string_view> reason;
    if (!pass.reason.empty())
    {
        reason = pass.reason;
    }
    m_addPassKind.Run(id,
                      pass.node,
                      static_cast<int>(pass.family),
                      NfToString(pass.hook),
                      NullIf(0, pass.in),
                      NullIf(0, pass.out),
                      pass.after.mark,
                      NfToString(pass.ctState),
                      way,
                      reason,
                      path,
                      pass.rulesVisited);
    return id;
}

NfTraceSharedRows::FlowsOfPass
NfTraceSharedRows::Rewrite(const NfTraceHookPass& pass)
{
    const NfTraceHeader& a = pass.before;
    const NfTraceHeader& b = pass.after;
    const int64_t before = Flow(a.tuple);
    if (a == b)
    {
        return {before, before, {}};
    }
    const int64_t after = a.tuple == b.tuple ? before : Flow(b.tuple);
    m_key.Set(RewriteKey{before, after, a.mark, b.mark, a.ttl, b.ttl, a.tos, b.tos});
    if (uint64_t known = m_rewrites.Find(m_key.Get()))
    {
        return {before, after, known};
    }
    const int64_t id = m_rewrites.Add(m_key.Get());
    m_addRewrite.Run(id, before, after, a.ttl, b.ttl, a.tos, b.tos, a.mark, b.mark);
    return {before, after, id};
}

int64_t
NfTraceSharedRows::ConntrackKind(const NfTraceConntrackEvent& event)
{
    m_key.Set(ConntrackKey{static_cast<uint32_t>(event.change), event.status})
        .AddText(event.state)
        .AddText(event.reason);
    if (uint64_t known = m_conntrackKinds.Find(m_key.Get()))
    {
        return known;
    }
    const int64_t id = m_conntrackKinds.Add(m_key.Get());
    std::optional<std::string_view> state;
    if (!event.state.empty())
    {
        state = event.state;
    }
    std::optional<std::string_view> reason;
    if (!event.reason.empty())
    {
        reason = event.reason;
    }
    m_addConntrackKind.Run(id, NfToString(event.change), state, reason, event.status);
    return id;
}

uint32_t
NfTraceSharedRows::Packet(const SeenPacket& packet)
{
    KnownPacket& known = m_packets[packet.uid % KNOWN_PACKETS];
    if (known.uid != packet.uid)
    {
        known.uid = packet.uid;
        known.length = packet.length;
        if (m_addPacket.Run(packet.uid,
                            packet.time,
                            packet.node,
                            packet.flow,
                            packet.length,
                            packet.sent) == 0)
        {
            known.length =
                static_cast<uint32_t>(m_findPacket.Get(packet.uid).value_or(packet.length));
        }
    }
    return known.length;
}

} // namespace ns3
