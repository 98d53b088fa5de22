// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_EMISSION_H
#define NF_IPV6_EMISSION_H

#include "nf-outgoing-packet.h"

namespace ns3
{

class NfStamps;
struct NfIpv6Node;

/**
 * @ingroup netfilter
 * The end of an own packet's way through the layer: it is given to the stock stack, in the way in
 * which it came from it. Of what the node itself answers (resets, ICMP errors), "SendOutgoing"
 * tells as ns-3's own stack does, so that FlowMonitor counts it; of TEE's copies it does not, which
 * are packets of others.
 */
class NfIpv6Emission
{
  public:
    /**
     * @param node whose packets to send
     * @param stamps of the node
     */
    NfIpv6Emission(NfIpv6Node& node, NfStamps& stamps)
        : m_node(node),
          m_stamps(stamps)
    {
    }

    /**
     * Send a packet for good.
     * @param context of the packet, which has passed POSTROUTING
     */
    void Emit(NfIpv6OutgoingPacket& context);

  private:
    void EmitTransport(NfIpv6OutgoingPacket& context);
    void EmitDatagram(NfPacket& packet);
    void TellSendOutgoing(NfPacket& packet);
    void EmitOnLink(NfIpv6OutgoingPacket& context);

    NfIpv6Node& m_node;
    NfStamps& m_stamps;
};

} // namespace ns3

#endif /* NF_IPV6_EMISSION_H */
