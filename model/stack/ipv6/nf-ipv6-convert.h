// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_CONVERT_H
#define NF_IPV6_CONVERT_H

#include "nf-ipv6-address.h"
#include "nf-packet.h"

#include "ns3/ipv6-header.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"

namespace ns3
{

/**
 * Take a packet apart as hooks see it: network header, extension headers, payload. What follows
 * the length that the fixed header claims is padding of the frame, and is taken off.
 * @param frame the packet, from its fixed header on
 * @param packet receives the parts; its payload keeps uid and tags of the frame
 * @return false if it is no whole IPv6 packet, which packet then has as its payload
 */
bool NfReadIpv6(const Ptr<const Packet>& frame, NfPacket& packet);

/**
 * As NfReadIpv6(), for a packet whose fixed header ns-3 keeps apart.
 * @param header the fixed header
 * @param behind what follows it; it is changed
 * @param packet receives the parts
 * @return false if it is no whole IPv6 packet
 */
bool NfReadIpv6(const Ipv6Header& header, const Ptr<Packet>& behind, NfPacket& packet);

/// @return the flow label that ns-3 gives to what the node's transports send
uint32_t NfGetStockFlowLabel();

/**
 * @param packet a packet
 * @return its fixed header, as ns-3 has it
 */
Ipv6Header NfMakeIpv6Header(const NfPacket& packet);

/**
 * @param packet a packet
 * @return what follows its fixed header: extension headers and payload. Without extension headers
 *         it is the payload itself, no copy
 */
Ptr<Packet> NfGetBehindIpv6Header(NfPacket& packet);

/**
 * @param packet a packet
 * @return it as if it had no extension headers
 */
Ptr<Packet> NfMakeBareIpv6(NfPacket& packet);

} // namespace ns3

#endif /* NF_IPV6_CONVERT_H */
