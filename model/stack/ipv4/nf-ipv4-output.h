// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_OUTPUT_H
#define NF_IPV4_OUTPUT_H

#include "nf-ipv4-egress.h"
#include "nf-packet.h"
#include "nf-send-result.h"

#include "ns3/ip-l4-protocol.h"
#include "ns3/ipv4-route.h"
#include "ns3/net-device.h"
#include "ns3/queue-item.h"

namespace ns3
{

class NfIpv4Input;
class NfIpv4OutputRouting;
class NfIpv4Stack;
class NfIpv4Stamps;
class NfRawDiversion;
struct NfIpv4Node;

/**
 * \ingroup netfilter
 * The way of a packet that the node sends: routing, OUTPUT, re-routing, POSTROUTING, sending.
 *
 * Packets come from three sides: transport protocols (SendTransport(), before the stock stack has
 * made a header), raw sockets and the layer itself (SendDatagram(), a whole datagram). A last net,
 * Egress(), catches below ARP what has come past all of these, such as broadcasts of raw sockets.
 */
class NfIpv4Output
{
  public:
    /// \param stack whose packets to take \param node its IPv4 \param routing of the node
    /// \param diversion of the node \param stamps of the node
    /// \param input of the node, for broadcasts that it hears itself
    NfIpv4Output(NfIpv4Stack& stack,
                 NfIpv4Node& node,
                 const NfIpv4OutputRouting& routing,
                 NfRawDiversion& diversion,
                 NfIpv4Stamps& stamps,
                 NfIpv4Input& input)
        : m_stack(stack),
          m_node(node),
          m_routing(routing),
          m_diversion(diversion),
          m_stamps(stamps),
          m_input(input),
          m_egress(stack, node)
    {
    }

    /**
     * A transport protocol sends.
     * \param stock the stock stack's entry for it
     * \param payload segment
     * \param source source address
     * \param destination destination address
     * \param protocol number of the protocol
     * \param chosen route that the protocol chose, or null
     */
    void SendTransport(const IpL4Protocol::DownTargetCallback& stock,
                       const Ptr<Packet>& payload,
                       Ipv4Address source,
                       Ipv4Address destination,
                       uint8_t protocol,
                       const Ptr<Ipv4Route>& chosen);

    /**
     * A raw socket sends, if what an interface has handed over as received is a diverted packet.
     * \param frame header and payload
     * \return false if it is no diverted packet
     */
    bool SendDiverted(const Ptr<const Packet>& frame);

    /// \param packet header and payload \return how it ended
    NfSendResult SendDatagram(NfPacket packet);

    /**
     * As a raw socket with IP_HDRINCL: the route is chosen without the source, and what is longer
     * than the MTU is not sent.
     * \param packet header and payload \return how it ended
     */
    NfSendResult SendIncluded(NfPacket packet);

    /**
     * A hook finds no route for the packet that is being passed, and is about to drop it.
     * \param result what the sender gets instead of EPERM
     */
    void NoteRefusal(NfSendResult result)
    {
        m_result = result;
    }

    /// Something leaves IPv4 for a device. \param device the device \param item packet and header
    void Egress(const Ptr<NetDevice>& device, const Ptr<QueueDiscItem>& item);

  private:
    /// One packet on its way out.
    struct Context
    {
        NfPacket packet;
        IpL4Protocol::DownTargetCallback stock; //!< null: the packet is a datagram with header
        NfIpHeader before;                      //!< header before any hook
        bool headerIncluded{false};             //!< of a raw socket with IP_HDRINCL
        Ptr<NetDevice> device;                  //!< set: already below ARP, destined to this device
        Address hardwareDestination;            //!< with device
    };

    // What a transport protocol sends, without its route.
    static Context MakeSegment(const IpL4Protocol::DownTargetCallback& stock,
                               const Ptr<Packet>& payload,
                               const NfIpHeader& ip);
    // Resolve what the stock stack would: broadcasts without a route. True if all was done.
    bool SendBroadcast(const IpL4Protocol::DownTargetCallback& stock,
                       const Ptr<Packet>& payload,
                       const NfIpHeader& ip);
    // Give what a transport answers at once to a packet it was delivered the form that Linux gives
    // it. True: it has been sent in that form, or Linux does not answer at all.
    bool AnswerAsLinux(Ptr<Packet> payload, uint8_t protocol);
    bool IsBroadcastOn(uint32_t interface, Ipv4Address source, Ipv4Address destination) const;
    NfSendResult Pass(Context context);
    // Let an on-demand protocol, which routes to lo what it knows no way for yet, keep a packet. It
    // will pass its hooks when it is sent for good (CatchUnseen), with the device it leaves by.
    void Park(Context& context);
    void Postrouting(Context& context);
    void LoopBack(Context& context);
    void Emit(Context& context);
    void EmitTransport(Context& context);
    void EmitDatagram(Context& context);
    void EmitBelowArp(Context& context);
    // Report a drop in the way that FlowMonitor understands: first sent, then dropped.
    void Drop(Context& context);
    bool CatchUnseen(const Ptr<NetDevice>& device, const Ptr<QueueDiscItem>& item);

    NfIpv4Stack& m_stack;
    NfIpv4Node& m_node;
    const NfIpv4OutputRouting& m_routing;
    NfRawDiversion& m_diversion;
    NfIpv4Stamps& m_stamps;
    NfIpv4Input& m_input;
    NfIpv4Egress m_egress;
    NfSendResult m_result{NfSendResult::SENT}; //!< of the datagram being passed
};

} // namespace ns3

#endif /* NF_IPV4_OUTPUT_H */
