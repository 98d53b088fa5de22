// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PORT_PROTOCOLS_H
#define NF_PORT_PROTOCOLS_H

#include "nf-address.h"
#include "nf-types.h"

#include <cstdint>

namespace ns3
{

/**
 * Does connection tracking know the connections of a protocol by ports?
 * @param protocol an IP protocol
 * @return true for TCP, UDP, UDP-Lite and SCTP
 */
constexpr bool
NfHasPorts(uint8_t protocol)
{
    return protocol == NfProtocol::TCP || protocol == NfProtocol::UDP ||
           protocol == NfProtocol::UDPLITE || protocol == NfProtocol::SCTP;
}

/**
 * @param family of a packet
 * @return the number of its ICMP
 */
constexpr uint8_t
NfIcmpOf(NfFamily family)
{
    return family == NfFamily::IPV6 ? NfProtocol::ICMPV6 : NfProtocol::ICMP;
}

/**
 * Does connection tracking know the connections of a protocol by the id of its queries?
 * @param protocol an IP protocol
 * @return true for ICMP and ICMPv6
 */
constexpr bool
NfHasQueryId(uint8_t protocol)
{
    return protocol == NfProtocol::ICMP || protocol == NfProtocol::ICMPV6;
}

} // namespace ns3

#endif /* NF_PORT_PROTOCOLS_H */
