// SPDX-License-Identifier: GPL-2.0-only

#include "nf-hashlimit-table.h"

#include "nf-checksum.h"
#include "nf-credit-rate.h"
#include "nf-prefix.h"

#include <algorithm>

namespace ns3
{

namespace
{

/// Credits of a jiffy: the greatest power of two of which a day's worth fits in 64 bits.
constexpr uint64_t CREDITS_PER_JIFFY = 1ULL << 39;
/// Likewise with bytes, of which a second's worth fits in 32 bits.
constexpr uint64_t BYTE_CREDITS_PER_JIFFY = 1ULL << 24;
constexpr uint64_t FULL_BYTE_CREDIT = BYTE_CREDITS_PER_JIFFY * NF_HZ;
constexpr unsigned BYTE_SHIFT = 4; //!< bytes are counted in units of 16
constexpr std::size_t DEFAULT_SIZE = 8192;
constexpr std::size_t ENTRIES_PER_HASH_BUCKET = 8;
constexpr uint32_t PORTS_SIZE = 4;

static_assert(NF_HZ == 250, "CREDITS_PER_JIFFY depends on it");

/// Linux's user2credits(), which may overflow: that decides which rates are refused.
uint64_t
ToCredits(uint64_t time)
{
    return time * (NF_HZ * CREDITS_PER_JIFFY / NfHashlimitConfig::SCALE);
}

uint64_t
ToByteCredits(uint64_t average)
{
    return (average * FULL_BYTE_CREDIT) >> 32;
}

/// Tables of a node by name, while a rule holds them.
struct Tables : public NfNetnsState
{
    std::map<std::string, std::weak_ptr<NfHashlimitTable>> byName;
};

uint64_t
ToJiffies(uint32_t milliseconds)
{
    constexpr uint64_t perJiffy = 1000 / NF_HZ;
    return (milliseconds + perJiffy - 1) / perJiffy;
}

/// Where a protocol has its ports, or what Linux takes for them (proto_ports_offset()).
std::optional<uint32_t>
PortsOffset(uint8_t protocol)
{
    switch (protocol)
    {
    case NfProtocol::TCP:
    case NfProtocol::UDP:
    case NfProtocol::SCTP:
    case NfProtocol::DCCP:
    case NfProtocol::ESP:
    case NfProtocol::UDPLITE:
        return 0;
    case NfProtocol::AH:
        return 4;
    default:
        return std::nullopt;
    }
}

NfAddress
Group(const NfAddress& address, bool counts, uint32_t prefix, NfFamily family)
{
    return counts ? address.Masked(NfPrefix::MaskOf(static_cast<uint8_t>(prefix), family))
                  : NfAddress();
}

} // namespace

bool
NfHashlimitConfig::IsInRange() const
{
    return bytes ? ToByteCredits(average) != 0
                 : average != 0 && ToCredits(average * burst) >= ToCredits(average);
}

NfHashlimitTable::NfHashlimitTable(const NfHashlimitConfig& config)
    : m_config(config),
      m_created(NfJiffies())
{
    std::size_t size = config.size ? config.size : DEFAULT_SIZE;
    m_max = config.max ? std::max<std::size_t>(config.max, size) : size * ENTRIES_PER_HASH_BUCKET;
}

std::shared_ptr<NfHashlimitTable>
NfHashlimitTable::Get(NfNetns& netns, const std::string& name, const NfHashlimitConfig& config)
{
    auto& state = netns.states[config.family == NfFamily::IPV6 ? "hashlimit6" : "hashlimit"];
    if (!state)
    {
        state = std::make_unique<Tables>();
    }
    auto& known = static_cast<Tables&>(*state).byName[name];
    auto table = known.lock();
    if (!table)
    {
        table = std::make_shared<NfHashlimitTable>(config);
        known = table;
    }
    return table;
}

NfHashlimitTable::Result
NfHashlimitTable::Take(const NfPacket& packet, const NfHashlimitConfig& config)
{
    uint64_t now = NfJiffies();
    Collect(now);
    auto key = MakeKey(packet);
    if (!key)
    {
        return BROKEN;
    }
    auto found = m_buckets.find(*key);
    if (found == m_buckets.end())
    {
        if (m_buckets.size() >= m_max)
        {
            return BROKEN;
        }
        found = m_buckets.emplace(*key, MakeBucket(now)).first;
    }
    else
    {
        Recharge(found->second, now);
    }
    Bucket& bucket = found->second;
    bucket.expires = now + ToJiffies(m_config.expire);

    uint32_t length = packet.GetSize();
    if (config.rateMatch)
    {
        bucket.counted += config.bytes ? length : 1;
        return !bucket.wasAbove && bucket.counted <= bucket.capacity ? BELOW : ABOVE;
    }
    uint64_t cost = config.bytes ? ByteCost(bucket, length) : bucket.cost;
    if (bucket.credit < cost)
    {
        return ABOVE;
    }
    bucket.credit -= cost;
    return BELOW;
}

std::optional<NfHashlimitTable::Key>
NfHashlimitTable::MakeKey(const NfPacket& packet) const
{
    Key key{Group(packet.ip.source, m_config.bySource, m_config.sourcePrefix, m_config.family),
            Group(packet.ip.destination,
                  m_config.byDestination,
                  m_config.destinationPrefix,
                  m_config.family),
            0,
            0};
    if (!m_config.bySourcePort && !m_config.byDestinationPort)
    {
        return key;
    }
    if (packet.ip.family == NfFamily::IPV6)
    {
        // A later piece has no ports, and where the headers do not end at a protocol nobody knows.
        if (packet.ip.fragmentOffset != 0)
        {
            return key;
        }
        if (packet.ip.brokenChain || packet.ip.protocol == NfProtocol::NO_NEXT_HEADER)
        {
            return std::nullopt;
        }
    }
    const auto offset = PortsOffset(packet.ip.protocol);
    if (!offset)
    {
        return key;
    }
    const uint8_t* ports = packet.L4(*offset + PORTS_SIZE);
    if (!ports)
    {
        return std::nullopt;
    }
    std::get<2>(key) = m_config.bySourcePort ? NfRead16(ports + *offset) : 0;
    std::get<3>(key) = m_config.byDestinationPort ? NfRead16(ports + *offset + 2) : 0;
    return key;
}

NfHashlimitTable::Bucket
NfHashlimitTable::MakeBucket(uint64_t now) const
{
    Bucket bucket;
    bucket.before = now;
    if (m_config.rateMatch)
    {
        const uint64_t rate = GetRate();
        bucket.capacity =
            m_config.bytes ? rate * std::max<uint64_t>(m_config.burst, 1) : rate + m_config.burst;
    }
    else if (m_config.bytes)
    {
        bucket.credit = FULL_BYTE_CREDIT;
        bucket.cost = ToByteCredits(m_config.average);
        bucket.capacity = m_config.burst;
    }
    else
    {
        bucket.credit = bucket.capacity = ToCredits(m_config.average * m_config.burst);
        bucket.cost = ToCredits(m_config.average);
    }
    return bucket;
}

uint64_t
NfHashlimitTable::GetRate() const
{
    if (!m_config.bytes)
    {
        return m_config.average ? NfHashlimitConfig::SCALE / m_config.average : 0;
    }
    const uint64_t units = m_config.average ? UINT32_MAX / m_config.average : UINT32_MAX;
    return (units - 1) << BYTE_SHIFT;
}

void
NfHashlimitTable::CountInterval(Bucket& bucket, uint64_t now) const
{
    const uint64_t interval = uint64_t{m_config.interval} * NF_HZ;
    const uint64_t elapsed = now - bucket.before;
    if (elapsed >= interval)
    {
        bucket.before = now;
        bucket.wasAbove = bucket.counted * interval > elapsed * GetRate();
        bucket.counted = 0;
    }
}

void
NfHashlimitTable::Recharge(Bucket& bucket, uint64_t now) const
{
    if (m_config.rateMatch)
    {
        CountInterval(bucket, now);
        return;
    }
    uint64_t elapsed = now - bucket.before;
    bucket.before = now;
    uint64_t perJiffy = m_config.bytes ? BYTE_CREDITS_PER_JIFFY : CREDITS_PER_JIFFY;
    uint64_t full = m_config.bytes ? FULL_BYTE_CREDIT : bucket.capacity;
    bool fills = elapsed > (full - std::min(bucket.credit, full)) / perJiffy;
    bucket.credit = fills ? full : bucket.credit + elapsed * perJiffy;
}

uint64_t
NfHashlimitTable::ByteCost(Bucket& bucket, uint32_t length)
{
    uint64_t cost = std::min(((length >> BYTE_SHIFT) + 1) * bucket.cost, FULL_BYTE_CREDIT);
    if (bucket.credit < cost && bucket.capacity)
    {
        --bucket.capacity;
        bucket.credit = FULL_BYTE_CREDIT;
    }
    return cost;
}

void
NfHashlimitTable::Collect(uint64_t now)
{
    uint64_t interval = ToJiffies(m_config.gcInterval);
    uint64_t number = (now - m_created) / interval;
    if (number == m_collected)
    {
        return;
    }
    m_collected = number;
    uint64_t time = m_created + number * interval;
    for (auto bucket = m_buckets.begin(); bucket != m_buckets.end();)
    {
        bucket = bucket->second.expires <= time ? m_buckets.erase(bucket) : std::next(bucket);
    }
}

} // namespace ns3
