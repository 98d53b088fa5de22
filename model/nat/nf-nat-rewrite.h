// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NAT_REWRITE_H
#define NF_NAT_REWRITE_H

#include "nf-nat-range.h"
#include "nf-packet.h"
#include "nf-tuple.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * Changes addresses, ports and checksums of a packet (the rewriting half of Linux's
 * nf_nat_proto.c). Knows tuples, but nothing of connections.
 *
 * Checksums are updated, never computed, so a wrong one stays wrong (RFC 3022, section 4.1).
 * ns-3 writes zero where it computes no checksum (ChecksumEnabled is false): such a zero stays,
 * while any other value is updated in either mode. A UDP checksum of zero stays in either mode.
 * Divergence: SCTP's CRC, which has no incremental form, is computed afresh as in Linux.
 */
class NfNatRewrite
{
  public:
    /**
     * Give a packet the source or the destination of a tuple.
     * @param packet the packet; its ports or ICMP id are changed if its protocol has some
     * @param target addresses and ports to take, in the direction of the packet
     * @param manip which half to change
     * @return false if the packet is too short to be translated; it is unchanged then
     */
    static bool Apply(NfPacket& packet, const NfTuple& target, NfManip manip);

    /**
     * Change what an ICMP error quotes, and the ICMP checksum; not the outer addresses.
     * @param packet an ICMP error
     * @param target addresses and ports to take, in the direction of the quoted packet
     * @param manip which half of the quoted packet to change
     * @return false if it quotes too little; the packet is unchanged then
     */
    static bool ApplyToQuote(NfPacket& packet, const NfTuple& target, NfManip manip);
};

} // namespace ns3

#endif /* NF_NAT_REWRITE_H */
