// SPDX-License-Identifier: GPL-2.0-only

#include "nf-icmp-limit.h"

#include "nf-icmp-error.h"
#include "nf-jiffies.h"

#include <algorithm>

namespace ns3
{

namespace
{

constexpr int64_t SECOND = NF_HZ;
/// A host that was never answered is as one that was left alone for so long.
constexpr int64_t ALONE = 60 * SECOND;

} // namespace

NfIcmpLimit::Peer&
NfIcmpLimit::Find(uint32_t host, int64_t now)
{
    const auto place = m_places.find(host);
    if (place != m_places.end())
    {
        m_peers.splice(m_peers.begin(), m_peers, place->second);
        return m_peers.front();
    }
    if (m_peers.size() == MAX_PEERS)
    {
        m_places.erase(m_peers.back().host);
        m_peers.pop_back();
    }
    m_peers.push_front({host, 0, now - ALONE});
    m_places[host] = m_peers.begin();
    return m_peers.front();
}

bool
NfIcmpLimit::TakeRefusal(uint32_t host)
{
    constexpr int64_t cost = SECOND;
    constexpr int64_t burst = 5 * SECOND;
    const auto now = static_cast<int64_t>(NfJiffies());
    Peer& peer = Find(host, now);
    peer.tokens = std::min(peer.tokens + now - peer.last, burst);
    peer.last = now;
    const bool may = peer.tokens >= cost;
    peer.tokens -= may ? cost : 0;
    return may;
}

bool
NfIcmpLimit::TakeError(uint32_t host, uint8_t type, uint8_t code)
{
    constexpr int64_t burstFactor = 6;
    constexpr uint8_t bitsOfMask = 32;
    const bool isPathMtu =
        type == NfIcmpError::DESTINATION_UNREACHABLE && code == NfIcmpError::FRAGMENTATION_NEEDED;
    if (isPathMtu || type >= bitsOfMask || !(m_settings.icmpRateMask & 1U << type))
    {
        return true;
    }
    const auto now = static_cast<int64_t>(NfJiffies());
    const int64_t cost = m_settings.icmpRateLimit.GetMilliSeconds() * SECOND / 1000;
    Peer& peer = Find(host, now);
    if (peer.last != now)
    {
        peer.tokens = std::min(peer.tokens + now - peer.last, burstFactor * cost);
        peer.last = now;
    }
    const bool may = peer.tokens >= cost;
    peer.tokens -= may ? cost : 0;
    return may;
}

} // namespace ns3
