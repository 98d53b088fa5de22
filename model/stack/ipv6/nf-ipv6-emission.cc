// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-emission.h"

#include "nf-ether-type.h"
#include "nf-ipv6-convert.h"
#include "nf-ipv6-fragment.h"
#include "nf-ipv6-node.h"
#include "nf-ipv6-route-entry.h"
#include "nf-ipv6-send-out.h"
#include "nf-ipv6-traces.h"
#include "nf-stamps.h"

#include "ns3/ipv6-queue-disc-item.h"
#include "ns3/socket.h"

namespace ns3
{

namespace
{

/// What Ipv6::Send() cannot be told, and takes from nowhere.
bool
DiffersBeyondTags(const NfPacket& packet, const NfIpHeader& before)
{
    return packet.ip.flowLabel != NfGetStockFlowLabel() || packet.GetExtensions() ||
           packet.ip.protocol != before.protocol;
}

} // namespace

void
NfIpv6Emission::Emit(NfIpv6OutgoingPacket& context)
{
    NfPacket& packet = context.packet;
    if (packet.priority)
    {
        SocketPriorityTag priority;
        priority.SetPriority(*packet.priority);
        packet.GetPayload()->ReplacePacketTag(priority);
    }
    if (context.device)
    {
        EmitOnLink(context);
    }
    else if (context.stock.IsNull())
    {
        if (packet.generated && !context.copy)
        {
            TellSendOutgoing(packet);
        }
        EmitDatagram(packet);
    }
    else if (DiffersBeyondTags(packet, context.before))
    {
        TellSendOutgoing(packet);
        EmitDatagram(packet);
    }
    else
    {
        EmitTransport(context);
    }
}

void
NfIpv6Emission::TellSendOutgoing(NfPacket& packet)
{
    NfIpv6Traces::SendOutgoing(m_node.ipv6,
                               NfMakeIpv6Header(packet),
                               NfGetBehindIpv6Header(packet),
                               m_node.interfaces.NumberOf(*packet.out));
}

void
NfIpv6Emission::EmitTransport(NfIpv6OutgoingPacket& context)
{
    NfPacket& packet = context.packet;
    Ptr<Packet> payload = packet.GetPayload();
    if (packet.ip.ttl != context.before.ttl)
    {
        SocketIpv6HopLimitTag hopLimit;
        hopLimit.SetHopLimit(packet.ip.ttl);
        payload->ReplacePacketTag(hopLimit);
    }
    if (packet.ip.tos != context.before.tos)
    {
        SocketIpv6TclassTag trafficClass;
        trafficClass.SetTclass(packet.ip.tos);
        payload->ReplacePacketTag(trafficClass);
    }
    m_stamps.Put(packet, packet.out->loopback);
    context.stock(payload,
                  NfToIpv6(packet.ip.source),
                  NfToIpv6(packet.ip.destination),
                  packet.ip.protocol,
                  NfGetIpv6Route(packet)->route);
}

void
NfIpv6Emission::EmitDatagram(NfPacket& packet)
{
    m_stamps.Put(packet, packet.out->loopback);
    Ptr<Ipv6Route> route = NfGetIpv6Route(packet)->route;
    // The stock stack cuts what came whole, by the path's MTU.
    const uint32_t mtu = packet.out->loopback ? UINT32_MAX : NfGetFragmentMtu(packet);
    const uint32_t id = mtu == UINT32_MAX ? 0 : m_node.shared.netns.Random(UINT32_MAX);
    for (NfIpv6Fragment& piece : NfMakeIpv6Fragments(packet, mtu, id))
    {
        NfSendOutIpv6(m_node.ipv6, route, piece.behind, piece.header);
    }
}

void
NfIpv6Emission::EmitOnLink(NfIpv6OutgoingPacket& context)
{
    NfPacket& packet = context.packet;
    if (packet.out->netDevice != context.device ||
        packet.ip.destination != context.before.destination)
    {
        EmitDatagram(packet);
        return;
    }
    m_node.shared.link.Send(context.device,
                            Create<Ipv6QueueDiscItem>(NfGetBehindIpv6Header(packet),
                                                      context.hardwareDestination,
                                                      NfEtherType::IPV6,
                                                      NfMakeIpv6Header(packet)));
}

} // namespace ns3
