// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-output.h"

#include "nf-ipv6-convert.h"
#include "nf-ipv6-delivery.h"
#include "nf-ipv6-node.h"
#include "nf-ipv6-output-routing.h"
#include "nf-ipv6-raw-diversion.h"
#include "nf-ipv6-source-choice.h"
#include "nf-ipv6-traces.h"
#include "nf-stack-tags.h"
#include "nf-stamps.h"

#include "ns3/ipv6-header.h"
#include "ns3/ipv6-queue-disc-item.h"
#include "ns3/socket.h"

#include <utility>

namespace ns3
{

void
NfIpv6Output::SendTransport(const IpL4Protocol::DownTargetCallback6& stock,
                            const Ptr<Packet>& payload,
                            const Ipv6Address& source,
                            const Ipv6Address& destination,
                            uint8_t protocol,
                            const Ptr<Ipv6Route>& chosen)
{
    // A stack that is taken down has no interface left: what a socket still sends then is ns-3's.
    if (m_node.IsIdle() || m_node.ipv6->GetNInterfaces() == 0)
    {
        stock(payload, source, destination, protocol, chosen);
        return;
    }
    if (m_node.IsRerouted())
    {
        m_node.shared.sync();
    }
    Context context;
    context.stock = stock;
    NfPacket& packet = context.packet;
    packet.SetPayload(payload);
    NfIpHeader& ip = packet.ip;
    ip.family = NfFamily::IPV6;
    ip.protocol = protocol;
    ip.source = NfFromIpv6(source);
    ip.destination = NfFromIpv6(destination);
    ip.flowLabel = m_node.settings.stockFlowLabel ? NfGetStockFlowLabel() : 0;
    SocketIpv6HopLimitTag hopLimit;
    SocketIpv6TclassTag trafficClass;
    ip.ttl = payload->PeekPacketTag(hopLimit) ? hopLimit.GetHopLimit() : m_node.defaultHopLimit;
    ip.tos = payload->PeekPacketTag(trafficClass) ? trafficClass.GetTclass()
                                                  : m_node.defaultTrafficClass;
    if (m_answer.Replace(packet))
    {
        return;
    }
    MarkKernels(packet); // raw sockets do not send this way
    if (const Ptr<Ipv6Route> route = m_diversion.Undo(payload, chosen))
    {
        packet.route = m_routing.MakeEntry(route, ip.destination);
    }
    Pass(std::move(context));
}

void
NfIpv6Output::MarkKernels(NfPacket& packet)
{
    packet.generated = packet.ip.protocol == NfProtocol::ICMPV6;
    packet.socket = packet.generated ? &NF_KERNEL_SOCKET : nullptr;
}

void
NfIpv6Output::SetLink(Context& context, const Ptr<NetDevice>& device, const Address& to) const
{
    NfPacket& packet = context.packet;
    context.device = device;
    context.hardwareDestination = to;
    packet.route = Create<NfIpv6RouteEntry>(
        NfMakeLinkRoute(NfToIpv6(packet.ip.source), NfToIpv6(packet.ip.destination), device),
        m_node.shared.devices.Find(device));
}

bool
NfIpv6Output::SendOnLink(const Ptr<NetDevice>& device,
                         const Ptr<Packet>& frame,
                         const Address& to,
                         uint16_t protocol)
{
    Context context;
    if (m_node.IsIdle() || !m_node.shared.devices.Find(device) ||
        !NfReadIpv6(frame, context.packet))
    {
        return device->Send(frame, to, protocol);
    }
    SetLink(context, device, to);
    MarkKernels(context.packet);
    Pass(std::move(context));
    return true;
}

bool
NfIpv6Output::SendDiverted(const Ptr<QueueDiscItem>& item)
{
    if (!m_diversion.IsArriving())
    {
        return false;
    }
    Ptr<Ipv6Route> route;
    if (!m_diversion.Take(item->GetPacket(), route))
    {
        return false;
    }
    Context context;
    NfPacket& packet = context.packet;
    const Ipv6Header& header = DynamicCast<Ipv6QueueDiscItem>(item)->GetHeader();
    if (!NfReadIpv6(header, item->GetPacket()->Copy(), packet))
    {
        m_node.shared.drops.Drop(packet, NfDropReason::BAD_HEADER);
        return true;
    }
    packet.netns = &m_node.shared.netns;
    packet.hook = NfHook::OUTPUT;
    // The stock stack may have cut it on its detour. Whole, it sees its hooks, and is cut again.
    if (packet.ip.IsFragment() && !m_node.shared.JoinOwn(packet))
    {
        return true;
    }
    if (route && m_node.policy.IsEmpty())
    {
        packet.route = m_routing.MakeEntry(route, packet.ip.destination);
    }
    Pass(std::move(context));
    return true;
}

NfSendResult
NfIpv6Output::SendDatagram(NfPacket packet)
{
    Context context;
    context.packet = std::move(packet);
    return Pass(std::move(context));
}

void
NfIpv6Output::SendCopy(NfPacket packet)
{
    Context context;
    context.packet = std::move(packet);
    context.copy = true;
    Pass(std::move(context));
}

NfSendResult
NfIpv6Output::SendIncluded(NfPacket packet)
{
    Context context;
    context.packet = std::move(packet);
    context.headerIncluded = true;
    return Pass(std::move(context));
}

NfSendResult
NfIpv6Output::Route(Context& context) const
{
    NfPacket& packet = context.packet;
    const NfAddress source = packet.ip.source;
    const uint8_t trafficClass = packet.ip.tos;
    if (context.headerIncluded)
    {
        // The socket itself has neither.
        packet.ip.tos = 0;
        packet.ip.source = NfIpv6Address::NeedsLink(packet.ip.destination) ? source : NfAddress();
    }
    NfIpv6OutputRouting::Answer answer = m_routing.Route(packet);
    packet.ip.source = source;
    packet.ip.tos = trafficClass;
    packet.route = answer.entry;
    return answer.result;
}

NfSendResult
NfIpv6Output::Pass(Context context)
{
    NfPacket& packet = context.packet;
    packet.netns = &m_node.shared.netns;
    packet.serial = m_node.shared.NextSerial();
    packet.etherType = NfEtherType::IPV6;
    packet.in = nullptr;
    if (!packet.generated && !packet.socket)
    {
        packet.socket = m_node.shared.owners.Find(packet, m_delivery.GetDelivered());
    }
    NfMarkTag mark;
    if (packet.GetPayload()->PeekPacketTag(mark))
    {
        packet.mark = mark.GetMark();
    }
    if (!packet.route)
    {
        const NfSendResult refusal = Route(context);
        if (!packet.route)
        {
            m_node.shared.drops.Drop(packet, NfDropReason::NO_ROUTE);
            return refusal;
        }
    }
    packet.out = NfGetIpv6Route(packet)->out;
    // An address under duplicate address detection has no source, and is not to be given one.
    if (packet.ip.source.IsAny() && !packet.generated && context.stock.IsNull() && !context.device)
    {
        packet.ip.source =
            NfChooseIpv6Source(m_node, packet.ip.destination, *NfGetIpv6Route(packet))
                .value_or(NfAddress());
    }
    if (context.headerIncluded && packet.GetSize() > packet.out->netDevice->GetMtu())
    {
        return NfSendResult::MSGSIZE;
    }
    context.before = packet.ip;
    NfSendResult result = NfSendResult::SENT;
    context.result = NfResultSlot(result);
    m_refusal = NfSendResult::PERM;
    m_node.shared.hooks.Traverse(
        NfFamily::IPV6,
        NfHook::OUTPUT,
        context,
        [this](Context& c) {
            c.packet.out = NfGetIpv6Route(c.packet)->out;
            c.packet.in = c.copy ? c.packet.out : nullptr; // Linux's copies look so
            Postrouting(c);
        },
        [this](Context& c) { Drop(c); });
    return result;
}

void
NfIpv6Output::Postrouting(Context& context)
{
    m_node.shared.hooks.Traverse(
        NfFamily::IPV6,
        NfHook::POSTROUTING,
        context,
        [this](Context& c) { m_emission.Emit(c); },
        [this](Context& c) { Drop(c); });
}

void
NfIpv6Output::Drop(Context& context)
{
    context.result.Set(std::exchange(m_refusal, NfSendResult::PERM));
    NfPacket& packet = context.packet;
    if (!context.stock.IsNull())
    {
        NfIpv6Traces::SendOutgoing(m_node.ipv6,
                                   NfMakeIpv6Header(packet),
                                   NfGetBehindIpv6Header(packet),
                                   m_node.interfaces.NumberOf(*packet.out));
    }
    m_node.shared.drops.Drop(packet, NfDropReason::HOOK);
}

bool
NfIpv6Output::CatchUnseen(const Ptr<NetDevice>& device, const Ptr<QueueDiscItem>& item)
{
    if (m_stamps.Remove(item->GetPacket()))
    {
        return false;
    }
    Ptr<Ipv6QueueDiscItem> ipv6Item = DynamicCast<Ipv6QueueDiscItem>(item);
    if (!ipv6Item)
    {
        return false;
    }
    Context context;
    NfPacket& packet = context.packet;
    if (!NfReadIpv6(ipv6Item->GetHeader(), item->GetPacket()->Copy(), packet))
    {
        return false; // nothing that hooks could read
    }
    packet.netns = &m_node.shared.netns;
    packet.hook = NfHook::OUTPUT;
    const bool piece = packet.ip.IsFragment() && m_node.shared.localDefrag;
    if (piece && !m_node.shared.JoinOwn(packet))
    {
        return true;
    }
    if (piece)
    {
        // Sent whole from here on; the stock stack cuts it again.
        packet.route = m_routing.Route(packet).entry;
    }
    if (!packet.route)
    {
        SetLink(context, device, item->GetAddress());
    }
    MarkKernels(packet); // raw sockets are diverted before
    if (!NfGetIpv6Route(packet)->out)
    {
        return false;
    }
    Pass(std::move(context));
    return true;
}

} // namespace ns3
