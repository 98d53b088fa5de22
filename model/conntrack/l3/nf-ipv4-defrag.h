// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_DEFRAG_H
#define NF_IPV4_DEFRAG_H

#include "nf-defrag.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * Reassembles IPv4 fragments (RFC 791; Linux's ip_fragment.c and nf_defrag_ipv4.c).
 *
 * All of a fragment but the last counts in steps of 8 bytes, the rest is cut off. If the datagram
 * is addressed to the node, its sender is told when its time is over (ICMP 11/1).
 */
class NfIpv4Defrag : public NfDefrag
{
  public:
    NfIpv4Defrag()
        : NfDefrag(NfVerdict::STOLEN)
    {
    }

    bool IsPiece(const NfPacket& packet) const override;

  private:
    Key MakeKey(const NfPacket& packet) const override;
    bool TellsSender(const NfPacket& packet) const override;
    Outcome Add(Queue& queue, NfPacket& packet) const override;
    bool Assemble(Queue& queue, NfPacket& packet) const override;
    void TellSender(const Queue& queue) const override;
};

} // namespace ns3

#endif /* NF_IPV4_DEFRAG_H */
