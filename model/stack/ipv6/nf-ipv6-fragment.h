// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_FRAGMENT_H
#define NF_IPV6_FRAGMENT_H

#include "nf-packet.h"

#include "ns3/ipv6-header.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <vector>

namespace ns3
{

/// A piece of an IPv6 datagram.
struct NfIpv6Fragment
{
    Ipv6Header header;
    Ptr<Packet> behind; //!< extension headers and data
};

/**
 * How long the pieces may be that a datagram is cut into which came in pieces: as long as the link
 * allows, but no longer than the longest of them, or 1280 bytes if that was shorter.
 * @param packet the datagram, with its device
 * @return bytes, all headers included; UINT32_MAX if it leaves whole
 */
uint32_t NfGetFragmentMtu(const NfPacket& packet);

/**
 * Cut a datagram into pieces (RFC 8200 section 4.5; Linux's ip6_fragment): those that it came in,
 * if they fit.
 * @param packet the datagram
 * @param mtu length of the longest piece, all headers included; UINT32_MAX: do not cut
 * @param id of the pieces
 * @return the pieces in order, which share the datagram's tags; one, the datagram itself, if it
 *         came whole and fits, or if its headers leave no room for data
 */
std::vector<NfIpv6Fragment> NfMakeIpv6Fragments(NfPacket& packet, uint32_t mtu, uint32_t id);

} // namespace ns3

#endif /* NF_IPV6_FRAGMENT_H */
