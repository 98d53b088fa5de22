// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NAMED_HEADERS_H
#define NF_NAMED_HEADERS_H

#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup netfilter
 * Tell ns-3's packet metadata which headers the first bytes of a packet are. Where metadata is
 * checked (Packet::EnableChecking), receivers refuse to take a TcpHeader or an Icmpv4Header off
 * what was never added as one. Bytes, uid and packet tags stay.
 *
 * @param protocol IP protocol of the packet: TCP, ICMP or ICMPv6; others are left alone
 * @param payload what follows the network header, made of plain bytes
 */
void NfNameHeaders(uint8_t protocol, Ptr<Packet> payload);

} // namespace ns3

#endif /* NF_NAMED_HEADERS_H */
