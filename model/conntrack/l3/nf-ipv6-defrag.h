// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_DEFRAG_H
#define NF_IPV6_DEFRAG_H

#include "nf-defrag.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * Reassembles IPv6 fragments (RFC 8200, 4.5): for connection tracking (Linux's
 * nf_conntrack_reasm.c), and behind INPUT those for the node (Linux's net/ipv6/reassembly.c).
 *
 * Each packet with a fragment header, of which the first counts, is a piece, also one that is a
 * whole datagram (an atomic fragment, RFC 6946), which loses its fragment header. What Linux does
 * with pieces that are wrong differs from IPv4:
 *  - a first piece without all headers up to the upper layer's goes on as it is;
 *  - a piece but the last whose end is no multiple of 8 goes on as it is, and ends its datagram;
 *  - one that lies behind the datagram's end, or is empty, is dropped alone; behind INPUT it ends
 *    its datagram;
 *  - one that overlaps is dropped and ends its datagram.
 *
 * The first two do not come here behind INPUT: NfCheckIpv6Chain() finds them first.
 *
 * The sender of what stays incomplete is told (ICMPv6 3/1), whomever it was addressed to.
 */
class NfIpv6Defrag : public NfDefrag
{
  public:
    NfIpv6Defrag()
        : NfDefrag(NfVerdict::DROP)
    {
    }

    bool IsPiece(const NfPacket& packet) const override;

  private:
    bool IsCut(const NfPacket& packet) const override;
    Key MakeKey(const NfPacket& packet) const override;
    bool TellsSender(const NfPacket& packet) const override;
    Outcome Add(Queue& queue, NfPacket& packet) const override;
    bool Assemble(Queue& queue, NfPacket& packet) const override;
    void TellSender(const Queue& queue) const override;
};

} // namespace ns3

#endif /* NF_IPV6_DEFRAG_H */
