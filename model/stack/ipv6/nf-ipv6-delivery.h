// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_DELIVERY_H
#define NF_IPV6_DELIVERY_H

#include "nf-hook-registry.h"
#include "nf-ipv6-input-routing.h"
#include "nf-ipv6-node.h"
#include "nf-ipv6-routing-wrapper.h"
#include "nf-received-packet.h"
#include "nf-stack-tags.h"

#include <utility>

namespace ns3
{

/**
 * @ingroup netfilter
 * From the layer up: local reassembly and INPUT (Linux's ip6_input), and the handing over of a
 * packet to the stock stack.
 *
 * Unlike ns-3's IPv4, its IPv6 delivers what is the node's own before it asks for a route, so INPUT
 * is passed before the stock stack sees the packet at all.
 */
class NfIpv6Delivery
{
  public:
    /// @param node whose packets to deliver
    explicit NfIpv6Delivery(NfIpv6Node& node)
        : m_node(node)
    {
    }

    /**
     * Give a frame to the stock stack.
     * @param context how the frame came in
     * @param frame the frame, or what hooks made of it
     */
    void PassUp(const NfReceivedPacket& context, const Ptr<const Packet>& frame) const;

    /**
     * Pass a packet for this node over INPUT, now or, if a hook keeps it, at its reinjection.
     * @tparam Passed callable with NfReceivedPacket&
     * @tparam Ended callable without arguments
     * @param context of the packet, which may be a piece: unlike IPv4's, each passes
     * @param passed called if the packet has passed
     * @param ended called if it has not, after it was reported
     */
    template <class Passed, class Ended>
    void PassInput(NfReceivedPacket& context, Passed passed, Ended ended);

    /**
     * Hand a packet to the stock stack as if just received.
     * @tparam Answer callable with const NfIpv6RoutingWrapper::Callbacks&, see
     *         NfRoutingFront::Replay
     * @param context of the packet, as its hooks have left it
     * @param answer gives the route, if the stock stack asks for one
     */
    template <class Answer>
    void HandUp(NfReceivedPacket& context, const Answer& answer) const
    {
        Replay(context, NfIpv6RoutingWrapper::Replay(answer));
    }

    /**
     * Hand a packet to the stock stack that has passed INPUT, for local delivery: a piece only with
     * the others of its datagram, as the layer has put them together; and if its extension
     * headers and its transport can be read (NfCheckIpv6Chain(), NfTransportCheck), in a form that
     * the transport can read, and without the extension headers, which have done all they had to:
     * ns-3 would drop some that Linux passes over. Otherwise it ends here; unlike on Linux, raw
     * sockets are not given it either.
     * @param context of the packet
     * @param answer what routing says, if the stock stack asks
     */
    void Deliver(NfReceivedPacket& context, const NfIpv6RouteAnswer& answer);

    /// @return the packet that Deliver() is giving to the transports now, or null
    NfPacket* GetDelivered() const
    {
        return m_delivered;
    }

  private:
    // False if it ends here, after it was answered and reported.
    bool IsChainReadable(NfReceivedPacket& context) const;
    bool IsTransportReadable(NfPacket& packet) const;
    // The header with which the stock stack gets a packet for delivery. A piece of a datagram,
    // which comes here only if nobody puts pieces together, has its extension headers put in front
    // again.
    static Ipv6Header MakeDelivered(NfPacket& packet, const Ptr<Packet>& payload);
    void Replay(NfReceivedPacket& context, const NfIpv6RoutingWrapper::Replay& replay) const;

    NfIpv6Node& m_node;
    NfPacket* m_delivered{nullptr}; //!< what the transports are being given now
};

template <class Passed, class Ended>
void
NfIpv6Delivery::PassInput(NfReceivedPacket& context, Passed passed, Ended ended)
{
    context.frame = nullptr; // sockets get the packet as the hooks leave it
    m_node.shared.hooks.Traverse(
        NfFamily::IPV6,
        NfHook::INPUT,
        context,
        [this, passed](NfReceivedPacket& c) {
            NfRemoveTraceNumber(c.packet.GetPayload());
            passed(c);
        },
        [this, ended](NfReceivedPacket& c) {
            m_node.shared.drops.Drop(c.packet, NfDropReason::HOOK);
            ended();
        });
}

} // namespace ns3

#endif /* NF_IPV6_DELIVERY_H */
