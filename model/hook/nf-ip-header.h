// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IP_HEADER_H
#define NF_IP_HEADER_H

#include "nf-address.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup netfilter
 * The fields of a network header that rules read and targets write, for both families.
 *
 * There is no checksum here: the stack adapter writes it when it turns this back into an ns-3
 * header. IPv4 options do not exist in ns-3's Ipv4Header and therefore not here either.
 */
struct NfIpHeader
{
    NfFamily family{NfFamily::IPV4};
    uint8_t protocol{0};
    uint8_t ttl{64}; //!< IPv6: hop limit
    uint8_t tos{0};  //!< the whole octet: DSCP and ECN; IPv6: traffic class
    uint16_t id{0};
    uint16_t fragmentOffset{0}; //!< in bytes
    bool moreFragments{false};
    bool dontFragment{false};
    NfAddress source;
    NfAddress destination;

    /// @return bytes of the header, without options and extension headers
    uint32_t GetSize() const
    {
        return family == NfFamily::IPV6 ? 40 : 20;
    }

    /// @return true if this is one piece of a larger datagram
    bool IsFragment() const
    {
        return moreFragments || fragmentOffset != 0;
    }

    friend bool operator==(const NfIpHeader& a, const NfIpHeader& b)
    {
        return a.family == b.family && a.protocol == b.protocol && a.ttl == b.ttl &&
               a.tos == b.tos && a.id == b.id && a.fragmentOffset == b.fragmentOffset &&
               a.moreFragments == b.moreFragments && a.dontFragment == b.dontFragment &&
               a.source == b.source && a.destination == b.destination;
    }

    friend bool operator!=(const NfIpHeader& a, const NfIpHeader& b)
    {
        return !(a == b);
    }
};

} // namespace ns3

#endif /* NF_IP_HEADER_H */
