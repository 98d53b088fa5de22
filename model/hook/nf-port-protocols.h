// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PORT_PROTOCOLS_H
#define NF_PORT_PROTOCOLS_H

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

} // namespace ns3

#endif /* NF_PORT_PROTOCOLS_H */
