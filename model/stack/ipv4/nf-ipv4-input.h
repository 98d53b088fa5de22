// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_INPUT_H
#define NF_IPV4_INPUT_H

#include "nf-frame-protocol.h"
#include "nf-ipv4-address-check.h"
#include "nf-ipv4-input-routing.h"
#include "nf-ipv4-multicast.h"
#include "nf-ipv4-received-packet.h"
#include "nf-packet.h"

#include "ns3/address.h"
#include "ns3/ipv4-route.h"
#include "ns3/net-device.h"

#include <cstdint>

namespace ns3
{

class NfIpv4Delivery;
class NfIpv4Forward;
class NfIpv4OutputRouting;
class NfStamps;
struct NfIpv4Node;

/**
 * @ingroup netfilter
 * The way of a received packet: checks, PREROUTING, routing decision, then INPUT and the stock
 * stack, or NfIpv4Forward.
 *
 * Record and replay: routing is asked before the stock stack sees the packet (NfIpv4InputRouting).
 * The packet that has passed its hooks is then handed to the stock stack as if just received, and
 * the stack's own question is answered from the note. So PREROUTING and INPUT come before raw
 * sockets, which ns-3 feeds first of all.
 */
class NfIpv4Input
{
  public:
    /**
     * @param node whose packets to take
     * @param outputRouting of the node
     * @param delivery of the node
     * @param forward of the node
     * @param stamps of the node
     */
    NfIpv4Input(NfIpv4Node& node,
                const NfIpv4OutputRouting& outputRouting,
                NfIpv4Delivery& delivery,
                NfIpv4Forward& forward,
                NfStamps& stamps);

    /**
     * A frame has come in; the layer is not idle.
     * @param frame the frame
     * @param in the device that it came in by
     * @param passed the frame as callbacks of INGRESS have left it; null: there are none
     */
    void Receive(const NfFrame& frame, const NfDevice* in, NfPacket* passed);

    /**
     * A packet of the node to one of its own addresses, see NfReceiveSelf().
     * @param frame the packet
     */
    void ReceiveSelf(const NfFrame& frame);

    /**
     * Receive a copy of an own broadcast or multicast: at once, or, during a reception, at the end
     * of the current event (Linux's backlog).
     * @param packet the copy
     * @param device that it was sent through
     */
    void ReceiveLooped(NfPacket packet, const NfDevice* device);

  private:
    void ReceiveIpv4(NfIpv4ReceivedPacket& context, const Ptr<const Packet>& frame, bool self);
    bool ParseHeader(NfIpv4ReceivedPacket& context, const Ptr<const Packet>& frame) const;
    NetDevice::PacketType ClassifyFrame(const NfPacket& packet) const;
    void Prerouting(NfIpv4ReceivedPacket& context);
    void AfterPrerouting(NfIpv4ReceivedPacket& context);
    void Parked(NfIpv4ReceivedPacket& context);
    void Deliver(NfIpv4ReceivedPacket& context, uint32_t interface);
    // Answer a packet that has been delivered if the node knows nothing of its protocol (attribute
    // ProtocolUnreachable of NfIpv4Stack).
    void AnswerUnknownProtocol(NfPacket& packet);
    void ForwardUnicast(NfIpv4ReceivedPacket& context, Ptr<Ipv4Route> route);
    void Unroutable(NfIpv4ReceivedPacket& context, NfDropReason reason);

    NfIpv4Node& m_node;
    NfIpv4Forward& m_forward;
    NfStamps& m_stamps;
    NfIpv4Delivery& m_delivery;
    NfIpv4AddressCheck m_check;
    NfIpv4InputRouting m_routing;
    NfIpv4Multicast m_multicast;
};

} // namespace ns3

#endif /* NF_IPV4_INPUT_H */
