// SPDX-License-Identifier: GPL-2.0-only

#include "nf-icmpv6-limit.h"

#include "nf-icmpv6-error.h"
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

NfIcmpv6Limit::Peer&
NfIcmpv6Limit::Find(const NfAddress& host, int64_t now)
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
NfIcmpv6Limit::TakeError(const NfAddress& host, uint8_t type, uint8_t prefixLength)
{
    constexpr int64_t burstFactor = 6;
    constexpr int wholePrefix = 128;
    if (type == NfIcmpv6Error::PACKET_TOO_BIG && !m_settings.icmpRateTooBig)
    {
        return true;
    }
    const auto now = static_cast<int64_t>(NfJiffies());
    const int64_t most = m_settings.icmpRateLimit.GetMilliSeconds() * SECOND / 1000;
    const int64_t cost = most >> ((wholePrefix - prefixLength) >> 5);
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
