// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_INPUT_H
#define NF_IPV4_INPUT_H

#include "nf-drop-reason.h"
#include "nf-packet.h"
#include "nf-routing-wrapper.h"

#include "ns3/address.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv4-route.h"
#include "ns3/net-device.h"
#include "ns3/socket.h"

#include <optional>
#include <vector>

namespace ns3
{

class NfIpv4Stack;

/**
 * \ingroup netfilter
 * The way of a received packet: checks, PREROUTING, routing decision, then INPUT and the stock
 * stack, or NfIpv4Forward.
 *
 * Record and replay: the routing protocol is asked exactly once, before the stock stack sees the
 * packet, with callbacks that only note the answer. The packet that has passed its hooks is then
 * handed to the stock stack as if just received, and the stack's own question is answered from the
 * note. So PREROUTING and INPUT come before raw sockets, which ns-3 feeds first of all, and
 * protocols for which a question has effects (NixVector, AODV) are not disturbed.
 */
class NfIpv4Input
{
  public:
    /// \param stack whose packets to take
    explicit NfIpv4Input(NfIpv4Stack& stack);

    /// A frame has come in. Parameters as Node::ProtocolHandler's.
    void Receive(Ptr<NetDevice> device,
                 Ptr<const Packet> frame,
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
     * Receive a copy of an own broadcast or multicast, at the end of the current event.
     * \param packet the copy \param device that it was sent through
     */
    void ReceiveLooped(NfPacket packet, const NfDevice* device);

  private:
    /// How a frame came in, as the stock stack is told.
    struct Arrival
    {
        Ptr<NetDevice> device;
        uint16_t protocol{0x0800};
        Address from;
        Address to;
        NetDevice::PacketType packetType{NetDevice::PACKET_HOST};
    };

    /// One received packet.
    struct Context
    {
        NfPacket packet;
        Arrival arrival;
        Ptr<const Packet> frame;  //!< as received; null: the stock stack gets the packet as it is
        NfAddress receivedSource; //!< before any hook
        NfAddress receivedDestination; //!< before any hook
    };

    /// One answer of the routing protocol.
    struct Answer
    {
        enum Kind
        {
            UNICAST,
            MULTICAST,
            LOCAL,
            ERROR
        } kind;

        Ptr<Ipv4Route> route;
        Ptr<Ipv4MulticastRoute> multicastRoute;
        uint32_t interface {
            0
        };
        Socket::SocketErrno error{Socket::ERROR_NOTERROR};
        NfDropReason refusal{NfDropReason::NO_ROUTE}; //!< of an ERROR, by a policy route
    };

    /// All that the routing protocol answers to one question.
    struct Decision
    {
        std::vector<Answer> answers;
        bool found{false};
        Decision* outer{nullptr}; //!< the question during which this one was asked
    };

    void PassUp(const Arrival& arrival, Ptr<const Packet> frame) const;
    void ReceiveIpv4(Context& context, Ptr<const Packet> frame, bool self);
    bool ParseHeader(Context& context, Ptr<const Packet> frame) const;
    NetDevice::PacketType ClassifyFrame(const NfPacket& packet) const;
    void Prerouting(Context& context);
    void AfterPrerouting(Context& context);
    void Parked(Context& context);
    Decision Route(Context& context);
    // Route a packet whose destination was changed, and which carries the path to the old one
    // (ns-3's NixVector): asked as for an own packet, the protocol gives it a new path.
    void RouteAnew(NfPacket& packet, Decision& decision) const;
    void RouteByPolicy(const NfPacket& packet, Decision& decision) const;
    void Deliver(Context& context, uint32_t interface);
    void ForwardUnicast(Context& context, Ptr<Ipv4Route> route);
    void DistributeMulticast(Context& context, Decision& decision);
    void Unroutable(Context& context, const Decision& decision);
    // Hand the packet to the stock stack, which will ask for a route and get the replay's answer.
    void HandUp(Context& context, const NfRoutingWrapper::Replay& replay);

    // What the routing protocol is told to call.
    void Record(Answer answer, Ptr<const Packet> packet, const Ipv4Header& header);
    void RecordUnicast(Ptr<Ipv4Route> route, Ptr<const Packet> packet, const Ipv4Header& header);
    void RecordMulticast(Ptr<Ipv4MulticastRoute> route,
                         Ptr<const Packet> packet,
                         const Ipv4Header& header);
    void RecordLocal(Ptr<const Packet> packet, const Ipv4Header& header, uint32_t interface);
    void RecordError(Ptr<const Packet> packet, const Ipv4Header& header, Socket::SocketErrno error);

    NfIpv4Stack& m_stack;
    NfRoutingWrapper::Callbacks m_recorders;
    Decision* m_recording{nullptr}; //!< the question being asked
};

} // namespace ns3

#endif /* NF_IPV4_INPUT_H */
