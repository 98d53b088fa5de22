// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ICMPV6_LIMIT_H
#define NF_ICMPV6_LIMIT_H

#include "nf-address.h"
#include "nf-ipv6-settings.h"

#include <cstdint>
#include <list>
#include <map>

namespace ns3
{

/**
 * @ingroup netfilter
 * How many ICMPv6 errors a node sends to one host (Linux's icmpv6_xrlim_allow and the tokens of an
 * inet_peer).
 *
 * Each host has a bucket of time, which fills as time goes by and holds six errors. What an error
 * takes is NfIpv6Settings::icmpRateLimit, halved for every 32 bits that the prefix of the route to
 * the host is shorter than 128: with Linux's setting of 1 s a quarter of a second for a network of
 * 64 bits, a sixteenth for the default route. "Packet too big" takes nothing (sysctl
 * net.ipv6.icmp.ratemask).
 *
 * Invariant: no more than MAX_PEERS hosts are remembered; the one that took least recently is
 * forgotten first, and starts anew with a full bucket.
 *
 * Divergence: Linux also limits the errors of the whole node to about 1000 in a second
 * (icmp_msgs_per_sec), at random; ours does not.
 */
class NfIcmpv6Limit
{
  public:
    /// So many hosts are remembered, as many as Linux keeps before it looks for old ones.
    static constexpr std::size_t MAX_PEERS = 65664;

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
    /// What one host may still get.
    struct Peer
    {
        NfAddress host;
        int64_t tokens; //!< jiffies
        int64_t last;   //!< jiffy in which something was taken
    };

    Peer& Find(const NfAddress& host, int64_t now);

    const NfIpv6Settings& m_settings;
    std::list<Peer> m_peers; //!< the one that took last comes first
    std::map<NfAddress, std::list<Peer>::iterator> m_places;
};

} // namespace ns3

#endif /* NF_ICMPV6_LIMIT_H */
