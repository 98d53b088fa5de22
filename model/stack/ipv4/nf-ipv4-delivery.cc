// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-delivery.h"

#include "nf-flow-tag.h"
#include "nf-routing-messages.h"

#include <utility>

namespace ns3
{

void
NfIpv4Delivery::Deliver(NfIpv4ReceivedPacket& context, uint32_t interface)
{
    NfPacket* outer = std::exchange(m_delivered, &context.packet);
    HandUp(context, [&](const NfRoutingWrapper::Callbacks& callbacks) {
        GiveToTransport(callbacks, context, interface);
        return true;
    });
    m_delivered = outer;
}

void
NfIpv4Delivery::GiveToTransport(const NfRoutingWrapper::Callbacks& callbacks,
                                NfIpv4ReceivedPacket& context,
                                uint32_t interface) const
{
    NfPacket& packet = context.packet;
    std::optional<NfDropReason> reason = NfTransportCheck::Check(packet, m_node.checksums);
    if (!reason && !NfRoutingMessages::IsReadable(packet, m_node.routing->GetInner()))
    {
        reason = NfDropReason::BAD_MESSAGE;
    }
    if (!reason && m_node.sockets.Discards(packet))
    {
        reason = NfDropReason::BAD_SEGMENT;
    }
    if (reason)
    {
        m_node.drops.Drop(packet, *reason);
        return;
    }
    Ptr<Packet> payload = NfTransportCheck::Adapt(packet, m_node.checksums);
    NfSocketTable::Delivery delivery(m_node.sockets, packet);
    callbacks.local(payload,
                    context.header.Get(packet.ip, payload->GetSize(), m_node.checksums),
                    interface);
}

void
NfIpv4Delivery::Replay(NfIpv4ReceivedPacket& context, const NfRoutingWrapper::Replay& replay) const
{
    NfPacket& packet = context.packet;
    if (packet.ip.source != context.received.source ||
        packet.ip.destination != context.received.destination)
    {
        NfRewriteFlowTag(packet.GetPayload(),
                         context.received.source,
                         context.received.destination,
                         packet.ip.source,
                         packet.ip.destination);
    }
    Ptr<const Packet> frame = context.frame;
    if (!frame)
    {
        Ptr<Packet> rebuilt = packet.GetPayload()->Copy();
        rebuilt->AddHeader(context.header.Get(packet, m_node.checksums));
        frame = rebuilt;
    }
    m_node.routing->SetReplay(&replay);
    PassUp(context, frame);
    m_node.routing->SetReplay(nullptr);
}

} // namespace ns3
