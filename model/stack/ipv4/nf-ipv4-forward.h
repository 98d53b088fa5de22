// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_FORWARD_H
#define NF_IPV4_FORWARD_H

#include "nf-ipv4-node.h"
#include "nf-packet.h"

#include "ns3/ipv4-header.h"
#include "ns3/ipv4-route.h"

namespace ns3
{

class NfStamps;

/**
 * @ingroup netfilter
 * The way of a forwarded packet: TTL and MTU (Linux's ip_forward), FORWARD, POSTROUTING.
 *
 * FORWARD sees the TTL already decremented. A packet that TTL or MTU stops is answered with the
 * ICMP error that Linux sends, and sees no FORWARD.
 */
class NfIpv4Forward
{
  public:
    /**
     * @param node whose packets to forward
     * @param stamps of the node
     */
    NfIpv4Forward(NfIpv4Node& node, NfStamps& stamps)
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
     *         with a TTL of 0, because fragments of a given size are wanted, or because CLASSIFY
     *         has chosen a priority, which it would replace: call Transmit()
     */
    bool FitsStock(const NfPacket& packet) const;

    /**
     * Stamp and send a packet without the stock stack's forwarding.
     * @param packet has passed the hooks
     */
    void Transmit(NfPacket& packet);

  private:
    // Take the route's device, and check and decrement the TTL: false if the packet ends here.
    bool Begin(NfPacket& packet);

    NfIpv4Node& m_node;
    NfStamps& m_stamps;
};

template <class Context, class Sent>
void
NfIpv4Forward::Pass(Context& context, Sent sent)
{
    if (!Begin(context.packet))
    {
        return;
    }
    auto dropped = m_node.drops.AtHook();
    auto forwarded = [this, sent, dropped](Context& c) {
        m_node.hooks.Traverse(NfFamily::IPV4, NfHook::POSTROUTING, c, sent, dropped);
    };
    m_node.hooks.Traverse(NfFamily::IPV4, NfHook::FORWARD, context, forwarded, dropped);
}

} // namespace ns3

#endif /* NF_IPV4_FORWARD_H */
