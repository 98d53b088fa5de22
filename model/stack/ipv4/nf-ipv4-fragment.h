// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_FRAGMENT_H
#define NF_IPV4_FRAGMENT_H

#include "nf-fragment-pieces.h"

#include "ns3/ipv4-header.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <vector>

namespace ns3
{

/// A piece of a datagram.
struct NfIpv4Fragment
{
    Ipv4Header header;
    Ptr<Packet> payload;
};

/**
 * Cut a datagram into pieces (RFC 791 section 3.2; Linux's ip_do_fragment). DF does not prevent it;
 * pieces have it if they are cut anew, and none if they leave as they came (measured).
 * @param header of the datagram
 * @param payload of the datagram; pieces share its tags
 * @param mtu length of the longest piece, header included
 * @param before pieces that the datagram came in; none: it came whole
 * @return the pieces in order; one, the datagram itself, if it fits
 */
std::vector<NfIpv4Fragment> NfMakeFragments(const Ipv4Header& header,
                                            Ptr<Packet> payload,
                                            uint32_t mtu,
                                            const NfFragmentPieces& before = {});

} // namespace ns3

#endif /* NF_IPV4_FRAGMENT_H */
