// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TUPLE_H
#define NF_TUPLE_H

#include "nf-address.h"
#include "nf-types.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * One direction of a connection: addresses, protocol and what the protocol adds (Linux's struct
 * nf_conntrack_tuple). Ports are in host order. For ICMP, sourcePort holds the id, and
 * destinationPort holds type * 256 + code.
 */
struct NfTuple
{
    NfAddress source;
    NfAddress destination;
    uint16_t sourcePort{0};
    uint16_t destinationPort{0};
    uint8_t protocol{0};
    NfFamily family{NfFamily::IPV4};

    /// @return ICMP id of an ICMP tuple
    uint16_t IcmpId() const
    {
        return sourcePort;
    }

    /// @return ICMP type of an ICMP tuple
    uint8_t IcmpType() const
    {
        return destinationPort >> 8;
    }

    /// @return ICMP code of an ICMP tuple
    uint8_t IcmpCode() const
    {
        return destinationPort & 0xff;
    }

    friend bool operator==(const NfTuple& a, const NfTuple& b)
    {
        return a.source == b.source && a.destination == b.destination &&
               a.sourcePort == b.sourcePort && a.destinationPort == b.destinationPort &&
               a.protocol == b.protocol && a.family == b.family;
    }

    friend bool operator!=(const NfTuple& a, const NfTuple& b)
    {
        return !(a == b);
    }

    /// @return e.g. "udp 10.0.0.2:1000 > 198.51.100.1:53", "icmp 10.0.0.2 > 10.0.0.1 type 8 code 0
    /// id 7"
    std::string ToString() const;
};

} // namespace ns3

#endif /* NF_TUPLE_H */
