// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_INPUT_ROUTING_H
#define NF_IPV6_INPUT_ROUTING_H

#include "nf-drop-reason.h"
#include "nf-ipv6-routing-wrapper.h"
#include "nf-received-packet.h"

#include "ns3/ipv6-header.h"
#include "ns3/ipv6-route.h"
#include "ns3/socket.h"

#include <cstdint>
#include <optional>

namespace ns3
{

struct NfIpv6Node;

/// What routing answers to "where does this received packet go?".
struct NfIpv6RouteAnswer
{
    /// Which of RouteInput's callbacks was called.
    enum Kind : uint8_t
    {
        NONE, //!< none
        UNICAST,
        MULTICAST,
        LOCAL,
        ERROR
    };

    Kind kind{NONE};
    Ptr<Ipv6Route> route;                   //!< with UNICAST
    Ptr<Ipv6MulticastRoute> multicastRoute; //!< with MULTICAST
    uint32_t interface {
        0
    };                                                 //!< with LOCAL
    Socket::SocketErrno error{Socket::ERROR_NOTERROR}; //!< with ERROR
    bool found{false};                                 //!< what RouteInput returned
    std::optional<NfDropReason> refusal; //!< with NONE: what policy routing says, if it was that

    /**
     * Tell the stock stack.
     * @param callbacks what it has asked to call
     * @param device that the packet came in by
     * @param packet what follows the header
     * @param header its header
     */
    void Give(const NfIpv6RoutingWrapper::Callbacks& callbacks,
              const Ptr<const NetDevice>& device,
              const Ptr<const Packet>& packet,
              const Ipv6Header& header) const;
};

/**
 * @ingroup netfilter
 * The routing decision of a received packet that is not the node's own (Linux's ip6_route_input):
 * policy routes, then the node's routing protocol.
 *
 * The protocol is asked once for a packet, with callbacks that only note its answer; the stock
 * stack's own question is answered from the note. ns-3's protocols for IPv6 answer at once, and
 * once: an answer that comes later goes straight to the stock stack, and of two the first counts.
 */
class NfIpv6InputRouting
{
  public:
    /// @param node whose packets to route
    explicit NfIpv6InputRouting(const NfIpv6Node& node);

    NfIpv6InputRouting(const NfIpv6InputRouting&) = delete;
    NfIpv6InputRouting& operator=(const NfIpv6InputRouting&) = delete;

    /**
     * @param context of the packet
     * @return where it goes
     */
    NfIpv6RouteAnswer Route(NfReceivedPacket& context);

  private:
    // Route a packet whose destination was changed, and which carries the path to the old one
    // (ns-3's NixVector): asked as for an own packet, the protocol gives it a new path.
    NfIpv6RouteAnswer RouteAnew(NfPacket& packet) const;

    // What policy routes say; nothing: the routing protocol decides.
    std::optional<NfIpv6RouteAnswer> RouteByPolicy(const NfPacket& packet) const;

    // The callbacks that are handed to the routing protocol.
    void Record(const NfIpv6RouteAnswer& answer,
                const Ptr<const NetDevice>& device,
                const Ptr<const Packet>& packet,
                const Ipv6Header& header);

    const NfIpv6Node& m_node;
    NfIpv6RoutingWrapper::Callbacks m_recorders;
    NfIpv6RouteAnswer* m_recording{nullptr}; //!< the question being asked
};

} // namespace ns3

#endif /* NF_IPV6_INPUT_ROUTING_H */
