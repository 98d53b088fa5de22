// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_CHAIN_CHECK_H
#define NF_IPV6_CHAIN_CHECK_H

#include "nf-packet.h"

#include <cstdint>
#include <optional>

namespace ns3
{

/// What a host finds wrong with the extension headers of a packet.
struct NfIpv6ChainProblem
{
    bool isAnswered;  //!< with a parameter problem; the packet ends in any case
    uint8_t code;     //!< of the parameter problem
    uint32_t pointer; //!< of the parameter problem
};

/**
 * What a Linux host checks of the extension headers of a packet that is its own, before the upper
 * layer gets it (ipv6_rthdr_rcv, ip6_parse_tlv): headers and options that end where they say, no
 * options that it would have to understand, and no routing header that leads on (RFC 5095). ns-3
 * would follow such a routing header, and reads past the end of malformed options.
 * @param packet has passed INPUT
 * @return what is wrong, or nothing
 */
std::optional<NfIpv6ChainProblem> NfCheckIpv6Chain(const NfPacket& packet);

} // namespace ns3

#endif /* NF_IPV6_CHAIN_CHECK_H */
