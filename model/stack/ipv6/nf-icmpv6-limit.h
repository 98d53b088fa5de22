// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ICMPV6_LIMIT_H
#define NF_ICMPV6_LIMIT_H

#include "nf-address.h"
#include "nf-icmp-buckets.h"
#include "nf-ipv6-settings.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup netfilter
 * How many ICMPv6 errors a node sends to one host (Linux's icmpv6_xrlim_allow and the tokens of an
 * inet_peer).
 *
 * Each host has a bucket of time (NfIcmpBuckets), which holds six errors. What an error takes is
 * NfIpv6Settings::icmpRateLimit, halved for every 32 bits that the prefix of the route to the host
 * is shorter than 128: with Linux's setting of 1 s a quarter of a second for a network of 64 bits,
 * a sixteenth for the default route. "Packet too big" takes nothing (sysctl
 * net.ipv6.icmp.ratemask).
 *
 * Divergence: Linux also limits the errors of the whole node to about 1000 in a second
 * (icmp_msgs_per_sec), at random; ours does not.
 */
class NfIcmpv6Limit
{
  public:
    /// @param settings in effect; must outlive this
    explicit NfIcmpv6Limit(const NfIpv6Settings& settings)
        : m_settings(settings)
    {
    }

    /**
     * An ICMPv6 error is about to be sent. Takes from the bucket.
     * @param host to whom, who is not this node
     * @param type ICMPv6 type
     * @param prefixLength of the route to the host
     * @return true if it may be sent
     */
    bool TakeError(const NfAddress& host, uint8_t type, uint8_t prefixLength);

  private:
    const NfIpv6Settings& m_settings;
    NfIcmpBuckets<NfAddress> m_buckets;
};

} // namespace ns3

#endif /* NF_ICMPV6_LIMIT_H */
