// SPDX-License-Identifier: GPL-2.0-only

#include "nf-icmp-limit.h"

#include "nf-icmp-error.h"
#include "nf-jiffies.h"

namespace ns3
{

bool
NfIcmpLimit::TakeRefusal(uint32_t host)
{
    constexpr int64_t cost = NF_HZ;
    constexpr int64_t burst = 5 * cost;
    const auto now = static_cast<int64_t>(NfJiffies());
    auto& bucket = m_buckets.Find(host, now);
    bucket.Fill(now, burst);
    return bucket.Take(cost);
}

bool
NfIcmpLimit::TakeError(uint32_t host, uint8_t type, uint8_t code)
{
    constexpr uint8_t bitsOfMask = 32;
    const bool isPathMtu =
        type == NfIcmpError::DESTINATION_UNREACHABLE && code == NfIcmpError::FRAGMENTATION_NEEDED;
    if (isPathMtu || type >= bitsOfMask || !(m_settings.icmpRateMask & 1U << type))
    {
        return true;
    }
    return m_buckets.TakeError(host, m_settings.icmpRateLimit.GetMilliSeconds() * NF_HZ / 1000);
}

} // namespace ns3
