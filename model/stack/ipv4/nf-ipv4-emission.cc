// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-emission.h"

#include "nf-ether-type.h"
#include "nf-ipv4-fragment.h"
#include "nf-ipv4-node.h"
#include "nf-ipv4-route-entry.h"
#include "nf-ipv4-traces.h"
#include "nf-stamps.h"

#include "ns3/ipv4-queue-disc-item.h"
#include "ns3/socket.h"

namespace ns3
{

void
NfIpv4Emission::Emit(NfOutgoingPacket& context)
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
        EmitBelowArp(context);
    }
    else if (context.stock.IsNull())
    {
        if (packet.generated && !context.copy)
        {
            NfIpv4Traces::SendOutgoing(m_node.ipv4,
                                       m_node.MakeHeader(packet),
                                       packet.GetPayload(),
                                       m_node.interfaces.NumberOf(*packet.out));
        }
        EmitDatagram(context);
    }
    else
    {
        EmitTransport(context);
    }
}

void
NfIpv4Emission::EmitTransport(NfOutgoingPacket& context)
{
    NfPacket& packet = context.packet;
    Ptr<Packet> payload = packet.GetPayload();
    if (packet.ip.ttl != context.before.ttl)
    {
        SocketIpTtlTag ttl;
        ttl.SetTtl(packet.ip.ttl);
        payload->ReplacePacketTag(ttl);
    }
    if (packet.ip.tos != context.before.tos)
    {
        SocketIpTosTag tos;
        tos.SetTos(packet.ip.tos);
        payload->ReplacePacketTag(tos);
    }
    m_stamps.Put(packet, packet.out->loopback);
    context.stock(payload,
                  packet.ip.source.ToIpv4(),
                  packet.ip.destination.ToIpv4(),
                  packet.ip.protocol,
                  NfGetIpv4Route(packet)->route);
}

void
NfIpv4Emission::EmitDatagram(NfOutgoingPacket& context)
{
    NfPacket& packet = context.packet;
    Ptr<Packet> payload = packet.GetPayload();
    m_stamps.Put(packet, packet.out->loopback);
    Ipv4Header header = m_node.MakeHeader(packet);
    Ptr<Ipv4Route> route = NfGetIpv4Route(packet)->route;
    if (packet.fragmentMaxSize == 0 || packet.out->loopback)
    {
        m_node.ipv4->SendWithHeader(payload, header, route);
        return;
    }
    for (NfIpv4Fragment& fragment : NfMakeFragments(header, payload, packet.fragmentMaxSize))
    {
        m_node.ipv4->SendWithHeader(fragment.payload, fragment.header, route);
    }
}

void
NfIpv4Emission::EmitBelowArp(NfOutgoingPacket& context)
{
    NfPacket& packet = context.packet;
    if (packet.out->netDevice != context.device ||
        packet.ip.destination != context.before.destination)
    {
        EmitDatagram(context);
        return;
    }
    Ptr<Packet> payload = packet.GetPayload();
    m_node.link.Send(context.device,
                     Create<Ipv4QueueDiscItem>(payload,
                                               context.hardwareDestination,
                                               NfEtherType::IPV4,
                                               m_node.MakeHeader(packet)));
}

void
NfIpv4Emission::Park(NfOutgoingPacket& context)
{
    NfPacket& packet = context.packet;
    Ptr<Packet> payload = packet.GetPayload();
    Ptr<Ipv4Route> route = NfGetIpv4Route(packet)->route;
    if (context.stock.IsNull())
    {
        m_node.ipv4->SendWithHeader(payload, m_node.MakeHeader(packet), route);
        return;
    }
    context.stock(payload,
                  packet.ip.source.ToIpv4(),
                  packet.ip.destination.ToIpv4(),
                  packet.ip.protocol,
                  route);
}

} // namespace ns3
