// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ICMP_LIMIT_H
#define NF_ICMP_LIMIT_H

#include "nf-icmp-buckets.h"
#include "nf-ipv4-settings.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup netfilter
 * How many ICMP errors a node sends to one host (Linux's tokens of an inet_peer).
 *
 * Each host has a bucket of time (NfIcmpBuckets). Two things take from it:
 * - an error of a type in NfIpv4Settings::icmpRateMask costs icmpRateLimit, of which the bucket
 *   holds six, unless it goes over lo or says that fragmentation is needed;
 * - an error because routing refused the packet costs a second before that, of which the bucket
 *   holds five, whatever the settings.
 *
 * So with Linux's settings of 1 s a host gets six errors at once and then one in a second, but only
 * two that there is no route. With icmpRateLimit 0 no error is held back for its own sake; yet it
 * empties the bucket, and a refusal of routing in the second that follows is silent (measured).
 *
 * Divergence: Linux also limits the errors of the whole node to about 1000 in a second
 * (icmp_msgs_per_sec), at random; ours does not.
 */
class NfIcmpLimit
{
  public:
    /// @param settings in effect; must outlive this
    explicit NfIcmpLimit(const NfIpv4Settings& settings)
        : m_settings(settings)
    {
    }

    /**
     * Routing refuses a packet. Takes from the bucket.
     * @param host source of the packet
     * @return true if it may be answered
     */
    bool TakeRefusal(uint32_t host);

    /**
     * An ICMP error is about to be sent. Takes from the bucket.
     * @param host to whom, who is not this node
     * @param type ICMP type
     * @param code ICMP code
     * @return true if it may be sent
     */
    bool TakeError(uint32_t host, uint8_t type, uint8_t code);

  private:
    const NfIpv4Settings& m_settings;
    NfIcmpBuckets<uint32_t> m_buckets;
};

} // namespace ns3

#endif /* NF_ICMP_LIMIT_H */
