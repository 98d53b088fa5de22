// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-output.h"

#include "nf-ipv4-convert.h"
#include "nf-ipv4-delivery.h"
#include "nf-ipv4-input.h"
#include "nf-ipv4-node.h"
#include "nf-ipv4-output-routing.h"
#include "nf-ipv4-raw-diversion.h"
#include "nf-ipv4-traces.h"
#include "nf-stack-tags.h"
#include "nf-stamps.h"

#include "ns3/ipv4-queue-disc-item.h"
#include "ns3/socket.h"

#include <cstddef>
#include <utility>

namespace ns3
{

void
NfIpv4Output::SendTransport(const IpL4Protocol::DownTargetCallback& stock,
                            const Ptr<Packet>& payload,
                            Ipv4Address source,
                            Ipv4Address destination,
                            uint8_t protocol,
                            const Ptr<Ipv4Route>& chosen)
{
    // A stack that is taken down has no interface left: what a socket still sends then is ns-3's.
    if (m_node.IsIdle() || m_node.ipv4->GetNInterfaces() == 0)
    {
        stock(payload, source, destination, protocol, chosen);
        return;
    }
    if (m_node.IsRerouted())
    {
        m_node.sync();
    }
    if (m_answer.Replace(payload, protocol))
    {
        return;
    }
    const NfDevice* lo = m_node.devices.GetLoopback();
    Ptr<Ipv4Route> route = m_diversion.Undo(payload, chosen);
    bool local = m_node.IsLocal(destination);
    if (route && lo && route->GetOutputDevice() == lo->netDevice && !local)
    {
        route = nullptr; // parked by an on-demand protocol: ask again
    }
    NfIpHeader ip;
    ip.protocol = protocol;
    ip.source = source;
    ip.destination = destination;
    SocketIpTtlTag ttl;
    SocketIpTosTag tos;
    ip.ttl = payload->PeekPacketTag(ttl) ? ttl.GetTtl() : m_node.defaultTtl;
    ip.tos = payload->PeekPacketTag(tos) ? tos.GetTos() : 0;
    if (!route && SendBroadcast(stock, payload, ip))
    {
        return;
    }
    Ptr<NfIpv4RouteEntry> entry;
    if (route)
    {
        entry = Create<NfIpv4RouteEntry>(route, local ? lo : m_node.FindRouteDevice(*route));
    }
    Context context = MakeSegment(stock, payload, ip);
    context.packet.route = entry;
    Pass(std::move(context));
}

NfIpv4Output::Context
NfIpv4Output::MakeSegment(const IpL4Protocol::DownTargetCallback& stock,
                          const Ptr<Packet>& payload,
                          const NfIpHeader& ip)
{
    Context context;
    context.stock = stock;
    context.packet.SetPayload(payload);
    context.packet.generated = ip.protocol == NfProtocol::ICMP; // raw sockets do not send this way
    context.packet.socket = context.packet.generated ? &NF_KERNEL_SOCKET : nullptr;
    context.packet.ip = ip;
    return context;
}

bool
NfIpv4Output::IsBroadcastOn(uint32_t interface, Ipv4Address source, Ipv4Address destination) const
{
    bool limited = destination.IsBroadcast() || destination.IsLocalMulticast();
    if (limited && source.IsAny())
    {
        return true;
    }
    for (uint32_t i = 0; i < m_node.ipv4->GetNAddresses(interface); ++i)
    {
        Ipv4InterfaceAddress address = m_node.ipv4->GetAddress(interface, i);
        Ipv4Mask mask = address.GetMask();
        bool hit = limited ? address.GetLocal() == source
                           : destination.IsSubnetDirectedBroadcast(mask) &&
                                 mask.IsMatch(destination, address.GetLocal());
        if (hit)
        {
            return true;
        }
    }
    return false;
}

bool
NfIpv4Output::SendBroadcast(const IpL4Protocol::DownTargetCallback& stock,
                            const Ptr<Packet>& payload,
                            const NfIpHeader& ip)
{
    Ipv4Address source = ip.source.ToIpv4();
    Ipv4Address destination = ip.destination.ToIpv4();
    bool limited = destination.IsBroadcast() || destination.IsLocalMulticast();
    // A callback may bring up interfaces, which are not meant.
    const std::size_t count = m_node.interfaces.GetAll().size();
    for (uint32_t number = 0; number < count; ++number)
    {
        const NfDevice& device = *m_node.interfaces.Find(number);
        if (!m_node.ipv4->IsUp(number) || !IsBroadcastOn(number, source, destination))
        {
            continue;
        }
        Context context = MakeSegment(stock, payload->Copy(), ip);
        Ptr<NfIpv4RouteEntry> link =
            Create<NfIpv4RouteEntry>(NfMakeLinkRoute(source, destination, device.netDevice),
                                     &device);
        link->local = device.loopback;
        context.packet.route = link;
        Pass(std::move(context));
        if (!limited)
        {
            return true;
        }
    }
    return limited;
}

bool
NfIpv4Output::SendDiverted(const Ptr<QueueDiscItem>& item)
{
    if (!m_diversion.IsArriving())
    {
        return false;
    }
    Ptr<Ipv4Route> route;
    if (!m_diversion.Take(item->GetPacket(), route))
    {
        return false;
    }
    Context context;
    NfPacket& packet = context.packet;
    packet.SetPayload(item->GetPacket()->Copy());
    packet.ip = NfFromIpv4(DynamicCast<Ipv4QueueDiscItem>(item)->GetHeader());
    packet.netns = &m_node.netns;
    packet.hook = NfHook::OUTPUT;
    // The stock stack may have cut it on its detour. Whole, it sees its hooks, and is cut again.
    if (packet.ip.IsFragment() && !m_node.JoinOwn(packet))
    {
        return true;
    }
    if (route && m_node.policy.IsEmpty())
    {
        packet.route = Create<NfIpv4RouteEntry>(route, m_node.FindRouteDevice(*route));
    }
    Pass(std::move(context));
    return true;
}

NfSendResult
NfIpv4Output::SendDatagram(NfPacket packet)
{
    Context context;
    context.packet = std::move(packet);
    return Pass(std::move(context));
}

void
NfIpv4Output::SendCopy(NfPacket packet)
{
    Context context;
    context.packet = std::move(packet);
    context.copy = true;
    Pass(std::move(context));
}

NfSendResult
NfIpv4Output::SendIncluded(NfPacket packet)
{
    Context context;
    context.packet = std::move(packet);
    context.headerIncluded = true;
    return Pass(std::move(context));
}

NfSendResult
NfIpv4Output::Pass(Context context)
{
    NfPacket& packet = context.packet;
    Ptr<Packet> payload = packet.GetPayload();
    packet.netns = &m_node.netns;
    packet.serial = m_node.NextSerial();
    packet.in = nullptr;
    if (!packet.generated && !packet.socket)
    {
        packet.socket = m_node.owners.Find(packet, m_delivery.GetDelivered());
    }
    NfMarkTag mark;
    if (payload->PeekPacketTag(mark))
    {
        packet.mark = mark.GetMark();
    }
    if (!packet.route)
    {
        const NfIpHeader header = packet.ip;
        if (context.headerIncluded)
        {
            packet.ip.source = NfAddress(Ipv4Address::GetAny()); // the socket itself has neither
            packet.ip.tos = 0;
        }
        NfIpv4OutputRouting::Answer answer = m_routing.Route(packet);
        packet.ip = header;
        if (!answer.entry)
        {
            m_node.drops.Drop(packet, NfDropReason::NO_ROUTE);
            return answer.result;
        }
        packet.route = answer.entry;
    }
    if (!NfGetIpv4Route(packet)->out)
    {
        m_node.drops.Drop(packet, NfDropReason::NO_ROUTE);
        return NfSendResult::NETUNREACH;
    }
    if (!context.device && NfGetIpv4Route(packet)->out->loopback &&
        !NfGetIpv4Route(packet)->local && !m_node.IsLocal(packet.ip.destination.ToIpv4()))
    {
        m_emission.Park(context);
        return NfSendResult::SENT;
    }
    if (packet.ip.source.IsAny() && !packet.generated && context.stock.IsNull())
    {
        packet.ip.source = NfGetIpv4Route(packet)->route->GetSource();
    }
    packet.out = NfGetIpv4Route(packet)->out;
    bool datagram = context.stock.IsNull() && !context.device && !packet.generated;
    if (datagram &&
        packet.ip.GetSize() + packet.GetPayloadSize() > packet.out->netDevice->GetMtu() &&
        (packet.ip.dontFragment || context.headerIncluded))
    {
        return NfSendResult::MSGSIZE;
    }
    context.before = packet.ip;
    NfSendResult result = NfSendResult::SENT;
    context.result = NfResultSlot(result);
    m_refusal = NfSendResult::PERM;
    m_node.hooks.Traverse(
        NfFamily::IPV4,
        NfHook::OUTPUT,
        context,
        [this](Context& c) {
            c.packet.out = NfGetIpv4Route(c.packet)->out;
            c.packet.in = c.copy ? c.packet.out : nullptr; // Linux's copies look so
            Postrouting(c);
        },
        [this](Context& c) { Drop(c); });
    return result;
}

void
NfIpv4Output::Postrouting(Context& context)
{
    if (m_node.settings.loopBroadcasts && !context.device && !context.packet.out->loopback)
    {
        NfAddressType type = m_node.addresses.GetType(context.packet.ip.destination.V4());
        if (type == NfAddressType::BROADCAST)
        {
            LoopBack(context);
        }
    }
    m_node.hooks.Traverse(
        NfFamily::IPV4,
        NfHook::POSTROUTING,
        context,
        [this](Context& c) { m_emission.Emit(c); },
        [this](Context& c) { Drop(c); });
}

void
NfIpv4Output::LoopBack(Context& context)
{
    Context copy;
    copy.packet = context.packet.Clone();
    m_node.hooks.Traverse(
        NfFamily::IPV4,
        NfHook::POSTROUTING,
        copy,
        [this](Context& c) {
            const NfDevice* device = c.packet.out;
            m_input.ReceiveLooped(std::move(c.packet), device);
        },
        m_node.drops.AtHook());
}

void
NfIpv4Output::Drop(Context& context)
{
    context.result.Set(std::exchange(m_refusal, NfSendResult::PERM));
    NfPacket& packet = context.packet;
    if (!context.stock.IsNull())
    {
        Ptr<Packet> payload = packet.GetPayload();
        NfIpv4Traces::SendOutgoing(m_node.ipv4,
                                   m_node.MakeHeader(packet),
                                   payload,
                                   m_node.interfaces.NumberOf(*packet.out));
    }
    m_node.drops.Drop(packet, NfDropReason::HOOK);
}

bool
NfIpv4Output::CatchUnseen(const Ptr<NetDevice>& device, const Ptr<QueueDiscItem>& item)
{
    if (m_stamps.Remove(item->GetPacket()))
    {
        return false;
    }
    Ptr<Ipv4QueueDiscItem> ipv4Item = DynamicCast<Ipv4QueueDiscItem>(item);
    if (!ipv4Item)
    {
        return false;
    }
    Context context;
    NfPacket& packet = context.packet;
    packet.SetPayload(item->GetPacket()->Copy());
    packet.ip = NfFromIpv4(ipv4Item->GetHeader());
    packet.netns = &m_node.netns;
    packet.hook = NfHook::OUTPUT;
    bool piece = packet.ip.IsFragment() && m_node.localDefrag;
    if (piece && !m_node.JoinOwn(packet))
    {
        return true;
    }
    if (piece)
    {
        // Sent whole from here on; the stock stack cuts it again.
        packet.route = m_routing.Route(packet).entry;
    }
    else
    {
        context.device = device;
        context.hardwareDestination = item->GetAddress();
    }
    if (!packet.route)
    {
        packet.route = Create<NfIpv4RouteEntry>(
            NfMakeLinkRoute(packet.ip.source.ToIpv4(), packet.ip.destination.ToIpv4(), device),
            m_node.devices.Find(device));
    }
    Pass(std::move(context));
    return true;
}

} // namespace ns3
