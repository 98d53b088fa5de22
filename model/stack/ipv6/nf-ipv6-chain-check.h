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
 * What Linux checks of hop-by-hop options when a packet comes in, before PREROUTING
 * (ipv6_parse_hopopts, ip6_parse_tlv): a header and options that end where they say, padding that
 * is padding, no more than eight options, none that the node would have to understand. ns-3 reads
 * past the end of malformed options.
 * @param packet as received
 * @return what is wrong, or nothing
 */
std::optional<NfIpv6ChainProblem> NfCheckHopByHop(const NfPacket& packet);

/**
 * What a Linux host checks of the other extension headers of a packet that is its own, before the
 * upper layer gets it: the same of destination options, that no routing header leads on
 * (ipv6_rthdr_rcv; RFC 5095), which ns-3 would follow, and that one fragment header is all there is
 * (ipv6_frag_rcv). An authentication header is an unknown protocol to a host without security
 * associations, and hop-by-hop options are one wherever they have not been read on arrival. Of a
 * piece, the headers up to its fragment header are looked at, and then whether it ends where pieces
 * end and a first one has all headers: what the others are is the reassembly's affair.
 * @param packet has passed INPUT
 * @param areOptionsRead whether it came with hop-by-hop options in front, which have been checked
 * @return what is wrong, or nothing
 */
std::optional<NfIpv6ChainProblem> NfCheckIpv6Chain(const NfPacket& packet, bool areOptionsRead);

} // namespace ns3

#endif /* NF_IPV6_CHAIN_CHECK_H */
