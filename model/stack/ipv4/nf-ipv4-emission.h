// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_EMISSION_H
#define NF_IPV4_EMISSION_H

#include "nf-outgoing-packet.h"

namespace ns3
{

class NfStamps;
struct NfIpv4Node;

/**
 * @ingroup netfilter
 * The end of an own packet's way through the layer: it is given to the stock stack, in the way in
 * which it came from it. Of what the node itself answers (resets, ICMP errors), "SendOutgoing"
 * tells as ns-3's own stack does, so that FlowMonitor counts it; of TEE's copies it does not, which
 * are packets of others.
 */
class NfIpv4Emission
{
  public:
    /**
     * @param node whose packets to send
     * @param stamps of the node
     */
    NfIpv4Emission(NfIpv4Node& node, NfStamps& stamps)
        : m_node(node),
          m_stamps(stamps)
    {
    }

    /**
     * Send a packet for good.
     * @param context of the packet, which has passed POSTROUTING
     */
    void Emit(NfOutgoingPacket& context);

    /**
     * Let an on-demand protocol, which routes to lo what it knows no way for yet, keep a packet. It
     * will pass its hooks when it is sent for good (NfIpv4Output::CatchUnseen()), with the device
     * it leaves by.
     * @param context of the packet, which has seen no hook
     */
    void Park(NfOutgoingPacket& context);

  private:
    void EmitTransport(NfOutgoingPacket& context);
    void EmitDatagram(NfOutgoingPacket& context);
    void EmitBelowArp(NfOutgoingPacket& context);

    NfIpv4Node& m_node;
    NfStamps& m_stamps;
};

} // namespace ns3

#endif /* NF_IPV4_EMISSION_H */
