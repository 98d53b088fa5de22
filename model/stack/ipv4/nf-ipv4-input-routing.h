// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_INPUT_ROUTING_H
#define NF_IPV4_INPUT_ROUTING_H

#include "nf-drop-reason.h"
#include "nf-ipv4-received-packet.h"
#include "nf-routing-wrapper.h"

#include "ns3/ipv4-header.h"
#include "ns3/ipv4-route.h"
#include "ns3/socket.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace ns3
{

struct NfIpv4Node;

/// One answer of routing to "where does this received packet go?".
struct NfIpv4RouteAnswer
{
    /// Which of RouteInput's callbacks was called.
    enum Kind : uint8_t
    {
        UNICAST,
        MULTICAST,
        LOCAL,
        ERROR
    };

    Kind kind{ERROR};
    Ptr<Ipv4Route> route;                   //!< with UNICAST
    Ptr<Ipv4MulticastRoute> multicastRoute; //!< with MULTICAST
    uint32_t interface {
        0
    };                                                 //!< with LOCAL
    Socket::SocketErrno error{Socket::ERROR_NOTERROR}; //!< with ERROR
    NfDropReason refusal{NfDropReason::NO_ROUTE};      //!< with ERROR: what a policy route says

    /**
     * Tell the stock stack.
     * @param callbacks what it has asked to call
     * @param packet the packet
     * @param header its header
     */
    void Give(const NfRoutingWrapper::Callbacks& callbacks,
              Ptr<const Packet> packet,
              const Ipv4Header& header) const;
};

/// All that routing answers to one question.
struct NfIpv4RouteDecision
{
    std::optional<NfIpv4RouteAnswer> first;
    std::vector<NfIpv4RouteAnswer> others; //!< few packets have more than one
    bool found{false}; //!< without an answer: an on-demand protocol keeps the packet

    /// @param answer joins the others
    void Add(const NfIpv4RouteAnswer& answer)
    {
        first ? others.push_back(answer) : static_cast<void>(first = answer);
    }

    /// @param act callable with const NfIpv4RouteAnswer&, called for each answer in order
    template <class Act>
    void ForEach(Act act) const
    {
        if (first)
        {
            act(*first);
            std::for_each(others.begin(), others.end(), act);
        }
    }
};

/**
 * @ingroup netfilter
 * The routing decision of a received packet (Linux's ip_route_input): the policy routes, then the
 * node's routing protocol.
 *
 * The protocol is asked once for a packet, with callbacks that only note its answer, because for
 * some a question has effects (NixVector, AODV); the stock stack's own question is answered from
 * the note. An answer that comes outside of a question, because an on-demand protocol has found a
 * route for a packet it kept, goes straight to the stock stack.
 */
class NfIpv4InputRouting
{
  public:
    /// @param node whose packets to route
    explicit NfIpv4InputRouting(const NfIpv4Node& node);

    NfIpv4InputRouting(const NfIpv4InputRouting&) = delete;
    NfIpv4InputRouting& operator=(const NfIpv4InputRouting&) = delete;

    /**
     * @param context of the packet
     * @return where it goes
     */
    NfIpv4RouteDecision Route(NfIpv4ReceivedPacket& context);

  private:
    // What the protocol answers.
    NfIpv4RouteDecision Ask(NfIpv4ReceivedPacket& context);
    // Route a packet whose destination was changed, and which carries the path to the old one
    // (ns-3's NixVector): asked as for an own packet, the protocol gives it a new path.
    NfIpv4RouteDecision RouteAnew(NfPacket& packet) const;
    bool RouteByPolicy(const NfPacket& packet, NfIpv4RouteAnswer& answer) const;

    // The callbacks that are handed to the routing protocol.
    void Record(const NfIpv4RouteAnswer& answer,
                Ptr<const Packet> packet,
                const Ipv4Header& header);
    void RecordUnicast(Ptr<Ipv4Route> route, Ptr<const Packet> packet, const Ipv4Header& header);
    void RecordMulticast(Ptr<Ipv4MulticastRoute> route,
                         Ptr<const Packet> packet,
                         const Ipv4Header& header);
    void RecordLocal(Ptr<const Packet> packet, const Ipv4Header& header, uint32_t interface);
    void RecordError(Ptr<const Packet> packet, const Ipv4Header& header, Socket::SocketErrno error);

    const NfIpv4Node& m_node;
    NfRoutingWrapper::Callbacks m_recorders;
    NfIpv4RouteDecision* m_recording{nullptr}; //!< the question being asked
};

} // namespace ns3

#endif /* NF_IPV4_INPUT_ROUTING_H */
