// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-delivery.h"

#include "nf-flow-tag.h"
#include "nf-ipv4-node.h"
#include "nf-stack-tags.h"

namespace ns3
{

void
NfIpv4Delivery::PassUp(const NfArrival& arrival, Ptr<const Packet> frame) const
{
    // The traffic-control layer may have handlers of others; for lo the stock stack has none.
    const NfDevice* lo = m_node.devices.GetLoopback();
    if (lo && lo->netDevice == arrival.device)
    {
        m_node.ipv4->Receive(arrival.device,
                             frame,
                             arrival.protocol,
                             arrival.from,
                             arrival.to,
                             arrival.packetType);
        return;
    }
    m_node.trafficControl->Receive(arrival.device,
                                   frame,
                                   arrival.protocol,
                                   arrival.from,
                                   arrival.to,
                                   arrival.packetType);
}

bool
NfIpv4Delivery::Reassemble(NfPacket& packet) const
{
    return !packet.ip.IsFragment() || !m_node.localDefrag ||
           m_node.localDefrag(packet) == NfVerdict::ACCEPT;
}

void
NfIpv4Delivery::RemoveTraceNumber(NfPacket& packet)
{
    NfTraceNumberTag number;
    packet.GetPayload()->RemovePacketTag(number);
}

void
NfIpv4Delivery::HandUp(NfReceivedPacket& context, const NfRoutingWrapper::Replay& replay) const
{
    NfPacket& packet = context.packet;
    if (packet.ip.source != context.receivedSource ||
        packet.ip.destination != context.receivedDestination)
    {
        NfRewriteFlowTag(packet.GetPayload(),
                         context.receivedSource,
                         context.receivedDestination,
                         packet.ip.source,
                         packet.ip.destination);
    }
    Ptr<const Packet> frame = context.frame;
    if (!frame)
    {
        Ptr<Packet> rebuilt = packet.GetPayload()->Copy();
        rebuilt->AddHeader(m_node.MakeHeader(packet));
        frame = rebuilt;
    }
    m_node.routing->SetReplay(&replay);
    PassUp(context.arrival, frame);
    m_node.routing->SetReplay(nullptr);
}

} // namespace ns3
