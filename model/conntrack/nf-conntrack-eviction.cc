// SPDX-License-Identifier: GPL-2.0-only

// NfConntrack's ways to make room in a full table.

#include "nf-connection-table.h"
#include "nf-conntrack.h"
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
NfConntrack::MakeRoom(const NfPacket& packet, const NfTuple& tuple, uint16_t zone)
{
    if (maxEntries == 0 || m_table->GetSize() < maxEntries)
    {
        return true;
    }
    if (m_collectAt && Simulator::Now() >= *m_collectAt)
    {
        Collect();
    }
    if (m_table->GetSize() < maxEntries || EvictFor(tuple, zone))
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
NfConntrack::EvictFor(const NfTuple& tuple, uint16_t zone)
{
    const std::size_t all = buckets ? buckets : maxEntries;
    std::size_t bucket = m_table->GetBucket(tuple, zone, all);
    for (std::size_t i = 0; i < EVICTION_RANGE; ++i)
    {
        unsigned evicted = 0;
        for (NfConnection* connection : m_table->GetBucketEntries(bucket, all))
        {
            if (!connection->Has(NfCtStatus::ASSURED) && !connection->Has(NfCtStatus::DYING))
            {
                Erase(*connection, NfConntrackReason::EARLY_DROP, Simulator::Now());
                ++evicted;
            }
        }
        if (evicted)
        {
            m_statistics.earlyDrop += evicted;
            return true;
        }
        bucket = bucket + 1 < all ? bucket + 1 : 0;
    }
    return false;
}

void
NfConntrack::Collect()
{
    m_collectAt.reset();
    const std::size_t enough = static_cast<std::size_t>(maxEntries) / 100 * COLLECTED_PERCENT;
    for (NfConnection* connection : m_table->GetInHashOrder())
    {
        if (m_table->GetSize() < enough)
        {
            break;
        }
        const NfProtocolTracker& tracker = NfProtocolTracker::Get(connection->Original().protocol);
        if (!connection->Has(NfCtStatus::DYING) &&
            (!connection->Has(NfCtStatus::ASSURED) || tracker.IsDispensable(*connection)))
        {
            Erase(*connection, NfConntrackReason::EARLY_DROP, Simulator::Now());
        }
    }
}

Time
NfConntrack::GetCollectorPace() const
{
    int64_t sum = INITIAL_COUNT * LONGEST_PACE;
    int64_t count = INITIAL_COUNT;
    for (const NfConnection* connection : m_table->GetInHashOrder())
    {
        const int64_t left = (connection->timeout - Simulator::Now()).GetSeconds();
        sum += std::clamp(left, SHORTEST_PACE, LONGEST_COUNTED);
        ++count;
    }
    return Seconds(std::clamp(sum / count, SHORTEST_PACE, LONGEST_PACE));
}

void
NfConntrack::LogFullTable(const NfPacket& packet)
{
    NfTellOnce("a connection table is full, and packets of new connections are dropped (attribute "
               "MaxEntries of ns3::NfConntrack)");
    const Time now = Simulator::Now();
    if (!m_logged || now >= m_logBegin + Seconds(LOG_INTERVAL))
    {
        m_logBegin = now;
        m_logged = 0;
    }
    if (m_logged < LOG_BURST && m_netns)
    {
        ++m_logged;
        constexpr uint8_t warning = 4;
        m_netns->Log(packet, warning, "nf_conntrack: table full, dropping packet");
    }
}

} // namespace ns3
