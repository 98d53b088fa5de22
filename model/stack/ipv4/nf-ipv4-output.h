// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_OUTPUT_H
#define NF_IPV4_OUTPUT_H

#include "nf-ipv4-emission.h"
#include "nf-ipv4-transport-answer.h"
#include "nf-outgoing-packet.h"
#include "nf-packet.h"
#include "nf-send-result.h"

#include "ns3/ip-l4-protocol.h"
#include "ns3/ipv4-route.h"
#include "ns3/net-device.h"
#include "ns3/queue-item.h"

namespace ns3
{

class NfIpv4Delivery;
class NfIpv4Input;
class NfIpv4OutputRouting;
class NfStamps;
class NfIpv4RawDiversion;
struct NfIpv4Node;

/**
 * @ingroup netfilter
 * The way of a packet that the node sends: routing, OUTPUT, re-routing, POSTROUTING, sending.
 *
 * Packets come from three sides: transport protocols (SendTransport(), before the stock stack has
 * made a header), raw sockets and the layer itself (SendDatagram(), a whole datagram).
 * CatchUnseen() is the fall-back, below ARP, for packets that came past all of these, such as
 * broadcasts of raw sockets.
 */
class NfIpv4Output
{
  public:
    /**
     * @param node whose packets to take
     * @param routing of the node
     * @param diversion of the node
     * @param stamps of the node
     * @param delivery of the node, which knows what its own packets may answer
     * @param input of the node, for broadcasts that it hears itself
     */
    NfIpv4Output(NfIpv4Node& node,
                 const NfIpv4OutputRouting& routing,
                 NfIpv4RawDiversion& diversion,
                 NfStamps& stamps,
                 const NfIpv4Delivery& delivery,
                 NfIpv4Input& input)
        : m_node(node),
          m_routing(routing),
          m_diversion(diversion),
          m_stamps(stamps),
          m_delivery(delivery),
          m_input(input),
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
    void SendTransport(const IpL4Protocol::DownTargetCallback& stock,
                       const Ptr<Packet>& payload,
                       Ipv4Address source,
                       Ipv4Address destination,
                       uint8_t protocol,
                       const Ptr<Ipv4Route>& chosen);

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
     * As a raw socket with IP_HDRINCL: the route is chosen without the source, and what is longer
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
     * Something leaves IPv4 for a device. What has not seen its hooks sees them now, and is sent.
     * @param device the device
     * @param item packet and header
     * @return false if it has seen its hooks, and is to go on
     */
    bool CatchUnseen(const Ptr<NetDevice>& device, const Ptr<QueueDiscItem>& item);

  private:
    using Context = NfOutgoingPacket;

    // What a transport protocol sends, without its route.
    static Context MakeSegment(const IpL4Protocol::DownTargetCallback& stock,
                               const Ptr<Packet>& payload,
                               const NfIpHeader& ip);
    // Resolve what the stock stack would: broadcasts without a route. True if all was done.
    bool SendBroadcast(const IpL4Protocol::DownTargetCallback& stock,
                       const Ptr<Packet>& payload,
                       const NfIpHeader& ip);
    bool IsBroadcastOn(uint32_t interface, Ipv4Address source, Ipv4Address destination) const;
    NfSendResult Pass(Context context);
    void Postrouting(Context& context);
    void LoopBack(Context& context);
    // Report a drop in the way that FlowMonitor understands: first sent, then dropped.
    void Drop(Context& context);

    NfIpv4Node& m_node;
    const NfIpv4OutputRouting& m_routing;
    NfIpv4RawDiversion& m_diversion;
    NfStamps& m_stamps;
    const NfIpv4Delivery& m_delivery;
    NfIpv4Input& m_input;
    NfIpv4TransportAnswer m_answer;
    NfIpv4Emission m_emission;
    NfSendResult m_refusal{NfSendResult::PERM}; //!< for the packet that is dropped next
};

} // namespace ns3

#endif /* NF_IPV4_OUTPUT_H */
