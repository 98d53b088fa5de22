// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_OUTPUT_H
#define NF_IPV6_OUTPUT_H

#include "nf-ipv6-emission.h"
#include "nf-ipv6-transport-answer.h"
#include "nf-outgoing-packet.h"
#include "nf-packet.h"
#include "nf-send-result.h"

#include "ns3/ip-l4-protocol.h"
#include "ns3/ipv6-route.h"
#include "ns3/net-device.h"
#include "ns3/queue-item.h"

namespace ns3
{

class NfIpv6Delivery;
class NfIpv6OutputRouting;
class NfIpv6RawDiversion;
class NfStamps;
struct NfIpv6Node;

/**
 * @ingroup netfilter
 * The way of an IPv6 packet that the node sends: routing, OUTPUT, re-routing, POSTROUTING, sending.
 *
 * Packets come from three sides: transport protocols and ICMPv6 (SendTransport(), before the stock
 * stack has made a header), raw sockets (SendDiverted()) and the layer itself (SendDatagram(), a
 * whole datagram), and, below neighbour discovery, what came past these (CatchUnseen()): probes of
 * duplicate address detection. What neighbour discovery gives to a device directly comes by
 * SendOnLink().
 */
class NfIpv6Output
{
  public:
    /**
     * @param node whose packets to take
     * @param routing of the node
     * @param diversion of the node
     * @param stamps of the node
     * @param delivery of the node, which knows what its own packets may answer
     */
    NfIpv6Output(NfIpv6Node& node,
                 const NfIpv6OutputRouting& routing,
                 NfIpv6RawDiversion& diversion,
                 NfStamps& stamps,
                 const NfIpv6Delivery& delivery)
        : m_node(node),
          m_routing(routing),
          m_diversion(diversion),
          m_stamps(stamps),
          m_delivery(delivery),
          m_answer(node, delivery),
          m_emission(node, stamps)
    {
    }

    /**
     * A transport protocol sends.
     * @param stock the stock stack's entry for it
     * @param payload segment
     * @param source source address
     * @param destination destination address
     * @param protocol number of the protocol
     * @param chosen route that the protocol chose, or null
     */
    void SendTransport(const IpL4Protocol::DownTargetCallback6& stock,
                       const Ptr<Packet>& payload,
                       const Ipv6Address& source,
                       const Ipv6Address& destination,
                       uint8_t protocol,
                       const Ptr<Ipv6Route>& chosen);

    /**
     * A raw socket sends, if what an interface has handed over is a diverted packet.
     * @param item packet and header
     * @return false if it is no diverted packet
     */
    bool SendDiverted(const Ptr<QueueDiscItem>& item);

    /**
     * @param packet header and payload
     * @return how it ended
     */
    NfSendResult SendDatagram(NfPacket packet);

    /// @param packet a copy that has its route, see NfNetns::SendCopy()
    void SendCopy(NfPacket packet);

    /**
     * As a raw socket with IPV6_HDRINCL: the route is chosen without the source, and what is longer
     * than the MTU is not sent.
     * @param packet header and payload
     * @return how it ended
     */
    NfSendResult SendIncluded(NfPacket packet);

    /**
     * A hook finds no route for the packet that is being passed, and is about to drop it.
     * @param result what the sender gets instead of EPERM
     */
    void NoteRefusal(NfSendResult result)
    {
        m_refusal = result;
    }

    /**
     * Something leaves IPv6 for a device. What has not seen its hooks sees them now, and is sent.
     * @param device the device
     * @param item packet and header
     * @return false if it has seen its hooks, and is to go on
     */
    bool CatchUnseen(const Ptr<NetDevice>& device, const Ptr<QueueDiscItem>& item);

    /**
     * Neighbour discovery sends a frame to a device directly.
     * @param device the device
     * @param frame network header and payload
     * @param to link-layer destination
     * @param protocol EtherType
     * @return what NetDevice::Send() shall return
     */
    bool SendOnLink(const Ptr<NetDevice>& device,
                    const Ptr<Packet>& frame,
                    const Address& to,
                    uint16_t protocol);

  private:
    using Context = NfIpv6OutgoingPacket;

    // Make it a packet of the kernel if it is the kernel's.
    static void MarkKernels(NfPacket& packet);
    // The packet is for a link, and already has a link-layer destination.
    void SetLink(Context& context, const Ptr<NetDevice>& device, const Address& to) const;

    // Find the route of a packet that has none.
    NfSendResult Route(Context& context) const;
    NfSendResult Pass(Context context);
    void Postrouting(Context& context);
    // Report a drop in the way that FlowMonitor understands: first sent, then dropped.
    void Drop(Context& context);

    NfIpv6Node& m_node;
    const NfIpv6OutputRouting& m_routing;
    NfIpv6RawDiversion& m_diversion;
    NfStamps& m_stamps;
    const NfIpv6Delivery& m_delivery;
    NfIpv6TransportAnswer m_answer;
    NfIpv6Emission m_emission;
    NfSendResult m_refusal{NfSendResult::PERM}; //!< for the packet that is dropped next
};

} // namespace ns3

#endif /* NF_IPV6_OUTPUT_H */
