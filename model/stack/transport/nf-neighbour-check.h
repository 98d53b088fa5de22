// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NEIGHBOUR_CHECK_H
#define NF_NEIGHBOUR_CHECK_H

#include "nf-packet.h"

namespace ns3
{

/**
 * Whether a message of neighbour discovery is one that Linux takes (ndisc_rcv and what it calls;
 * RFC 4861, 6.1 and 7.1): hop limit 255, code 0, long enough, and options that end where it ends.
 * ns-3 checks none of it, and reads past the end of what is malformed.
 *
 * Of options ns-3 reads link-layer addresses, prefixes and MTUs, and those must have the length
 * that their kind has. Differs from Linux: a redirect is taken with any hop limit, because ns-3
 * sends them with 64.
 * @param packet whole, of ICMPv6, with at least 8 bytes
 * @return true if it is, or if it is none of these messages
 */
bool NfIsNeighbourMessageReadable(const NfPacket& packet);

} // namespace ns3

#endif /* NF_NEIGHBOUR_CHECK_H */
