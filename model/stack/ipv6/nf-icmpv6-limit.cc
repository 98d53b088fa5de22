// SPDX-License-Identifier: GPL-2.0-only

#include "nf-icmpv6-limit.h"

#include "nf-icmpv6-types.h"
#include "nf-jiffies.h"

namespace ns3
{

bool
NfIcmpv6Limit::TakeError(const NfAddress& host, uint8_t type, uint8_t prefixLength)
{
    constexpr int wholePrefix = 128;
    if (type == NfIcmpv6Type::PACKET_TOO_BIG && !m_settings.icmpRateTooBig)
    {
        return true;
    }
    const int64_t most = m_settings.icmpRateLimit.GetMilliSeconds() * NF_HZ / 1000;
    return m_buckets.TakeError(host, most >> ((wholePrefix - prefixLength) >> 5));
}

} // namespace ns3
