// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ICMPV6_QUOTE_H
#define NF_ICMPV6_QUOTE_H

#include "nf-packet.h"

#include "ns3/packet.h"
#include "ns3/ptr.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * Make ns-3's ICMPv6 find who has sent the packet that an error is about. Linux looks for the
 * transport behind the extension headers of the quoted packet (icmpv6_notify); ns-3 does not, and a
 * socket would not hear of an error about a piece of its datagram, for instance.
 *
 * @param packet for the node
 * @param checksums whether the simulation computes checksums
 * @return the payload for ns-3's ICMPv6: of an error that quotes extension headers, without these;
 *         of others, and if the quoted packet is a later piece or broken, the one of the packet
 */
Ptr<Packet> NfAdaptIcmpv6Quote(NfPacket& packet, bool checksums);

} // namespace ns3

#endif /* NF_ICMPV6_QUOTE_H */
