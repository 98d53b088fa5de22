// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_DELIVERY_H
#define NF_IPV4_DELIVERY_H

#include "nf-hook-registry.h"
#include "nf-ipv4-node.h"
#include "nf-ipv4-received-packet.h"
#include "nf-routing-wrapper.h"
#include "nf-stack-tags.h"
#include "nf-transport-check.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * From the layer up: local reassembly and INPUT (Linux's ip_local_deliver), and the handing over of
 * a packet to the stock stack, which is kept from what it cannot read.
 */
class NfIpv4Delivery
{
  public:
    /// @param node whose packets to deliver
    explicit NfIpv4Delivery(NfIpv4Node& node)
        : m_node(node)
    {
    }

    /**
     * Give a frame to the stock stack.
     * @param context how the frame came in
     * @param frame the frame, or what hooks made of it
     */
    void PassUp(const NfIpv4ReceivedPacket& context, const Ptr<const Packet>& frame) const
    {
        m_node.link.PassUp({context.device,
                            frame,
                            NfEtherType::IPV4,
                            context.packet.sourceMac,
                            context.to,
                            context.packetType});
    }

    /**
     * Pass a packet for this node over INPUT, now or, if a hook keeps it, at its reinjection.
     * @tparam Passed callable with NfIpv4ReceivedPacket&
     * @tparam Ended callable without arguments
     * @param context of the packet; it ends here if it is a fragment that has to wait for others
     * @param passed called if the packet has passed
     * @param ended called if it has not, after it was reported
     */
    template <class Passed, class Ended>
    void PassInput(NfIpv4ReceivedPacket& context, Passed passed, Ended ended);

    /**
     * Hand a packet to the stock stack as if just received. The stack will ask for a route.
     * @tparam Answer callable with const NfRoutingWrapper::Callbacks&, see NfRoutingWrapper::Replay
     * @param context of the packet, as its hooks have left it
     * @param answer gives the route
     */
    template <class Answer>
    void HandUp(NfIpv4ReceivedPacket& context, const Answer& answer) const
    {
        Replay(context, NfRoutingWrapper::Replay(answer));
    }

    /**
     * Hand a packet to the stock stack that has passed INPUT, and that the transports are to get
     * (GiveToTransport()).
     * @param context of the packet
     * @param interface number of the interface that it is delivered at
     */
    void Deliver(NfIpv4ReceivedPacket& context, uint32_t interface);

    /// @return the packet that Deliver() is giving to the transports now, or null
    NfPacket* GetDelivered() const
    {
        return m_delivered;
    }

    /**
     * Give a packet that has passed INPUT to the node's transports, through what the stock stack
     * has told to call for it: if they can read it (NfTransportCheck, NfRoutingMessages), and in a
     * form that they can read. Otherwise it ends here. Raw sockets have been given it before.
     * @param callbacks of the stock stack
     * @param context of the packet
     * @param interface number of the interface that it is delivered at
     */
    void GiveToTransport(const NfRoutingWrapper::Callbacks& callbacks,
                         NfIpv4ReceivedPacket& context,
                         uint32_t interface) const;

  private:
    void Replay(NfIpv4ReceivedPacket& context, const NfRoutingWrapper::Replay& replay) const;

    NfIpv4Node& m_node;
    NfPacket* m_delivered{nullptr}; //!< what the transports are being given now
};

template <class Passed, class Ended>
void
NfIpv4Delivery::PassInput(NfIpv4ReceivedPacket& context, Passed passed, Ended ended)
{
    if (!m_node.Reassemble(context.packet))
    {
        ended();
        return;
    }
    context.frame = nullptr; // sockets get the packet as the hooks leave it
    m_node.hooks.Traverse(
        NfFamily::IPV4,
        NfHook::INPUT,
        context,
        [this, passed, ended](NfIpv4ReceivedPacket& c) {
            NfRemoveTraceNumber(c.packet.GetPayload());
            if (NfTransportCheck::IsHiddenFromRawSockets(c.packet))
            {
                m_node.drops.Drop(c.packet, NfDropReason::BAD_SEGMENT);
                ended();
                return;
            }
            passed(c);
        },
        [this, ended](NfIpv4ReceivedPacket& c) {
            m_node.drops.Drop(c.packet, NfDropReason::HOOK);
            ended();
        });
}

} // namespace ns3

#endif /* NF_IPV4_DELIVERY_H */
