// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_INPUT_H
#define NF_IPV4_INPUT_H

#include "nf-ipv4-address-check.h"
#include "nf-ipv4-delivery.h"
#include "nf-ipv4-input-routing.h"
#include "nf-ipv4-multicast.h"
#include "nf-packet.h"
#include "nf-received-packet.h"

#include "ns3/address.h"
#include "ns3/ipv4-route.h"
#include "ns3/net-device.h"

#include <cstdint>

namespace ns3
{

class NfIpv4Forward;
class NfIpv4OutputRouting;
class NfIpv4Stack;
class NfIpv4Stamps;
struct NfIpv4Node;

/**
 * \ingroup netfilter
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
    /// \param stack whose packets to take \param node its IPv4
    /// \param outputRouting of the node \param forward of the node \param stamps of the node
    NfIpv4Input(NfIpv4Stack& stack,
                NfIpv4Node& node,
                const NfIpv4OutputRouting& outputRouting,
                NfIpv4Forward& forward,
                NfIpv4Stamps& stamps);

    /// A frame has come in. Parameters as Node::ProtocolHandler's.
    void Receive(const Ptr<NetDevice>& device,
                 const Ptr<const Packet>& frame,
                 uint16_t protocol,
                 const Address& from,
                 const Address& to,
                 NetDevice::PacketType packetType);

    /**
     * A packet of the node to one of its own addresses. Unless the layer is idle, it is received
     * at the end of the current event: ns-3.37 does so at once, within the call that sends it,
     * which TCP does not bear.
     */
    void ReceiveSelf(Ptr<NetDevice> device,
                     Ptr<const Packet> packet,
                     const Address& from,
                     const Address& to,
                     NetDevice::PacketType packetType);

    /**
     * Receive a copy of an own broadcast or multicast: at once, or, during a reception, at the end
     * of the current event (Linux's backlog).
     * \param packet the copy \param device that it was sent through
     */
    void ReceiveLooped(NfPacket packet, const NfDevice* device);

    /// \return true during a reception
    bool IsReceiving() const
    {
        return m_receptions > 0;
    }

  private:
    void ReceiveIpv4(NfReceivedPacket& context, const Ptr<const Packet>& frame, bool self);
    bool ParseHeader(NfReceivedPacket& context, const Ptr<const Packet>& frame) const;
    NetDevice::PacketType ClassifyFrame(const NfPacket& packet) const;
    void Prerouting(NfReceivedPacket& context);
    void AfterPrerouting(NfReceivedPacket& context);
    void Parked(NfReceivedPacket& context);
    void Deliver(NfReceivedPacket& context, uint32_t interface);
    // Answer a packet that has been delivered if the node knows nothing of its protocol (attribute
    // ProtocolUnreachable of NfIpv4Stack).
    void AnswerUnknownProtocol(NfPacket& packet);
    void ForwardUnicast(NfReceivedPacket& context, Ptr<Ipv4Route> route);
    void Unroutable(NfReceivedPacket& context, NfDropReason reason);

    NfIpv4Stack& m_stack;
    NfIpv4Node& m_node;
    NfIpv4Forward& m_forward;
    NfIpv4Stamps& m_stamps;
    NfIpv4AddressCheck m_check;
    NfIpv4InputRouting m_routing;
    NfIpv4Delivery m_delivery;
    NfIpv4Multicast m_multicast;
    uint32_t m_receptions{0}; //!< how many are under way, one inside the other
};

} // namespace ns3

#endif /* NF_IPV4_INPUT_H */
