// SPDX-License-Identifier: GPL-2.0-only

#include "nf-connection-limit.h"

#include "nf-netns.h"
#include "nf-tell-once.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <string>
#include <vector>

namespace ns3
{

namespace
{

/// How many buckets of the hash table are searched for a newcomer (NF_CT_EVICTION_RANGE).
constexpr std::size_t EVICTION_RANGE = 8;

/// The collector runs after the mean of the entries' remaining times, within these bounds; it
/// begins with so many entries of the longest time (GC_SCAN_* of nf_conntrack_core.c).
constexpr int64_t SHORTEST_PACE = 1;
constexpr int64_t LONGEST_PACE = 60;
constexpr int64_t LONGEST_COUNTED = 300;
constexpr int64_t INITIAL_COUNT = 100;

/// The collector stops when so much of the limit is taken.
constexpr std::size_t COLLECTED_PERCENT = 95;

/// So many lines of the log in so much time, as net_warn_ratelimited() lets through.
constexpr unsigned LOG_BURST = 10;
constexpr int64_t LOG_INTERVAL = 5;

} // namespace

bool
NfConnectionLimit::MakeRoom(const NfPacket& packet, const NfTuple& tuple, uint16_t zone)
{
    const uint32_t maxEntries = m_store.GetSettings().maxEntries;
    if (maxEntries == 0 || m_store.GetTable().GetSize() < maxEntries)
    {
        return true;
    }
    if (m_collectAt && Simulator::Now() >= *m_collectAt)
    {
        Collect();
    }
    if (m_store.GetTable().GetSize() < maxEntries || EvictFor(tuple, zone))
    {
        return true;
    }
    if (!m_collectAt)
    {
        m_collectAt = Simulator::Now() + GetCollectorPace();
    }
    LogFullTable(packet);
    return false;
}

bool
NfConnectionLimit::EvictFor(const NfTuple& tuple, uint16_t zone)
{
    const NfConntrackSettings& settings = m_store.GetSettings();
    const std::size_t all = settings.buckets ? settings.buckets : settings.maxEntries;
    std::size_t bucket = m_store.GetTable().GetBucket(tuple, zone, all);
    for (std::size_t i = 0; i < EVICTION_RANGE; ++i)
    {
        unsigned evicted = 0;
        for (NfConnection* connection : m_store.GetTable().GetBucketEntries(bucket, all))
        {
            if (!connection->Has(NfCtStatus::ASSURED) && !connection->Has(NfCtStatus::DYING))
            {
                m_store.Remove(*connection, NfConntrackReason::EARLY_DROP);
                ++evicted;
            }
        }
        if (evicted)
        {
            m_store.GetStatistics().earlyDrop += evicted;
            return true;
        }
        bucket = bucket + 1 < all ? bucket + 1 : 0;
    }
    return false;
}

void
NfConnectionLimit::Collect()
{
    m_collectAt.reset();
    const std::size_t enough =
        std::size_t{m_store.GetSettings().maxEntries} / 100 * COLLECTED_PERCENT;
    for (NfConnection* connection : m_store.GetTable().GetInHashOrder())
    {
        if (m_store.GetTable().GetSize() < enough)
        {
            break;
        }
        const NfProtocolTracker& tracker = NfProtocolTracker::Get(connection->Original().protocol);
        if (!connection->Has(NfCtStatus::DYING) &&
            (!connection->Has(NfCtStatus::ASSURED) || tracker.IsDispensable(*connection)))
        {
            m_store.Remove(*connection, NfConntrackReason::EARLY_DROP);
        }
    }
}

Time
NfConnectionLimit::GetCollectorPace() const
{
    int64_t sum = INITIAL_COUNT * LONGEST_PACE;
    int64_t count = INITIAL_COUNT;
    for (const NfConnection* connection : m_store.GetTable().GetInHashOrder())
    {
        const int64_t left = (connection->timeout - Simulator::Now()).GetSeconds();
        sum += std::clamp(left, SHORTEST_PACE, LONGEST_COUNTED);
        ++count;
    }
    return Seconds(std::clamp(sum / count, SHORTEST_PACE, LONGEST_PACE));
}

void
NfConnectionLimit::LogFullTable(const NfPacket& packet)
{
    NfTellOnce("a connection table is full, and packets of new connections are dropped (attribute "
               "MaxEntries of ns3::NfConntrack)");
    const Time now = Simulator::Now();
    if (!m_logged || now >= m_logBegin + Seconds(LOG_INTERVAL))
    {
        m_logBegin = now;
        m_logged = 0;
    }
    if (m_logged < LOG_BURST && packet.netns)
    {
        ++m_logged;
        constexpr uint8_t warning = 4;
        packet.netns->Log(packet, warning, "nf_conntrack: table full, dropping packet");
    }
}

} // namespace ns3
