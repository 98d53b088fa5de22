// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_FORWARD_H
#define NF_IPV6_FORWARD_H

#include "nf-hook-registry.h"
#include "nf-ipv6-node.h"
#include "nf-packet.h"

namespace ns3
{

class NfStamps;

/**
 * @ingroup netfilter
 * The way of a forwarded IPv6 packet: hop limit, scope and MTU (Linux's ip6_forward), FORWARD,
 * POSTROUTING.
 *
 * FORWARD sees the hop limit already decremented. A packet that hop limit, scope or MTU stops is
 * answered with the ICMPv6 error that Linux sends, and sees no FORWARD. Routers do not cut packets;
 * what connection tracking has put together is cut again as it came.
 */
class NfIpv6Forward
{
  public:
    /**
     * @param node whose packets to forward
     * @param stamps of the node
     */
    NfIpv6Forward(NfIpv6Node& node, NfStamps& stamps)
        : m_node(node),
          m_stamps(stamps)
    {
    }

    /**
     * Pass a packet over the hooks, now or, if one keeps it, at its reinjection.
     * @tparam Context movable, with a member `NfPacket packet`
     * @tparam Sent callable with Context&
     * @param context of the packet, whose NfPacket::in and route are set
     * @param sent called if the packet has passed FORWARD and POSTROUTING
     */
    template <class Context, class Sent>
    void Pass(Context& context, Sent sent);

    /**
     * @param packet what has passed the hooks
     * @return false if the stock stack's forwarding cannot be used, because it would drop a packet
     *         with a hop limit of 0 or to an address for documentation, because fragments of a
     *         given size are wanted, or because CLASSIFY has chosen a priority, which it would
     *         replace: call Transmit()
     */
    bool FitsStock(const NfPacket& packet) const;

    /**
     * Stamp and send a packet without the stock stack's forwarding.
     * @param packet has passed the hooks
     */
    void Transmit(NfPacket& packet);

  private:
    // Check and decrement the hop limit: false if the packet ends here.
    bool Begin(NfPacket& packet);

    NfIpv6Node& m_node;
    NfStamps& m_stamps;
};

template <class Context, class Sent>
void
NfIpv6Forward::Pass(Context& context, Sent sent)
{
    if (!Begin(context.packet))
    {
        return;
    }
    auto dropped = m_node.shared.drops.AtHook();
    auto forwarded = [this, sent, dropped](Context& c) {
        m_node.shared.hooks.Traverse(NfFamily::IPV6, NfHook::POSTROUTING, c, sent, dropped);
    };
    m_node.shared.hooks.Traverse(NfFamily::IPV6, NfHook::FORWARD, context, forwarded, dropped);
}

} // namespace ns3

#endif /* NF_IPV6_FORWARD_H */
