// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-input.h"

#include "nf-ether-type.h"
#include "nf-header-size.h"
#include "nf-icmp-error.h"
#include "nf-ipv4-convert.h"
#include "nf-ipv4-delivery.h"
#include "nf-ipv4-forward.h"
#include "nf-ipv4-node.h"
#include "nf-ipv4-route-entry.h"
#include "nf-stamps.h"

#include "ns3/ip-l4-protocol.h"
#include "ns3/simulator.h"

#include <memory>
#include <utility>

namespace ns3
{

NfIpv4Input::NfIpv4Input(NfIpv4Node& node,
                         const NfIpv4OutputRouting& outputRouting,
                         NfIpv4Delivery& delivery,
                         NfIpv4Forward& forward,
                         NfStamps& stamps)
    : m_node(node),
      m_forward(forward),
      m_stamps(stamps),
      m_delivery(delivery),
      m_check(node, outputRouting),
      m_routing(node),
      m_multicast(node, delivery, forward, stamps)
{
}

void
NfIpv4Input::Receive(const NfFrame& frame, const NfDevice* in, NfPacket* passed)
{
    NfIpv4ReceivedPacket context(frame, in, m_node.netns);
    if (passed)
    {
        context.packet = std::move(*passed);
    }
    ReceiveIpv4(context, frame.bytes, false);
}

void
NfIpv4Input::ReceiveSelf(const NfFrame& frame)
{
    NfReceiveSelf(m_node, frame, [this](const NfFrame& kept) {
        NfIpv4ReceivedPacket context(kept, m_node.devices.GetLoopback(), m_node.netns);
        ReceiveIpv4(context, kept.bytes, true);
    });
}

void
NfIpv4Input::ReceiveLooped(NfPacket packet, const NfDevice* device)
{
    auto kept = std::make_shared<NfPacket>(std::move(packet));
    auto receive = [this, kept, device] {
        NfReceptions::Scope reception(m_node.link.GetReceptions());
        NfIpv4ReceivedPacket context;
        context.packet = std::move(*kept);
        context.packet.serial = m_node.NextSerial();
        context.packet.in = device;
        context.packet.out = nullptr;
        context.packet.packetType = NetDevice::PACKET_BROADCAST;
        context.device = device->netDevice;
        context.received = context.packet.ip;
        Prerouting(context);
    };
    if (m_node.link.GetReceptions().AreGoingOn())
    {
        Simulator::ScheduleNow(receive);
        return;
    }
    receive();
}

bool
NfIpv4Input::ParseHeader(NfIpv4ReceivedPacket& context, const Ptr<const Packet>& frame) const
{
    constexpr uint32_t minimum = NfHeaderSize::IPV4;
    uint8_t versionAndLength = 0;
    Ipv4Header header;
    if (m_node.checksums)
    {
        header.EnableChecksum();
    }
    bool valid = frame->GetSize() >= minimum && frame->CopyData(&versionAndLength, 1) == 1 &&
                 versionAndLength >> 4 == 4 && (versionAndLength & 0x0f) * 4U >= minimum &&
                 (versionAndLength & 0x0f) * 4U <= frame->GetSize();
    Ptr<Packet> payload = frame->Copy();
    if (valid)
    {
        payload->RemoveHeader(header);
        valid = header.IsChecksumOk() && header.GetPayloadSize() <= payload->GetSize();
    }
    if (!valid)
    {
        context.packet.SetPayload(payload);
        return false;
    }
    if (header.GetPayloadSize() < payload->GetSize())
    {
        payload->RemoveAtEnd(payload->GetSize() - header.GetPayloadSize());
    }
    context.packet.SetPayload(payload);
    context.received = context.header.Set(header);
    context.packet.ip = context.received;
    return true;
}

NetDevice::PacketType
NfIpv4Input::ClassifyFrame(const NfPacket& packet) const
{
    // A link with two ends has no destination in its frames: Linux takes all for its own. Of
    // others, a node's handlers that are not promiscuous are told nothing about it.
    if (packet.in->netDevice && packet.in->netDevice->IsPointToPoint())
    {
        return NetDevice::PACKET_HOST;
    }
    switch (m_node.addresses.GetType(packet.ip.destination.V4()))
    {
    case NfAddressType::BROADCAST:
        return NetDevice::PACKET_BROADCAST;
    case NfAddressType::MULTICAST:
        return NetDevice::PACKET_MULTICAST;
    default:
        return NetDevice::PACKET_HOST;
    }
}

void
NfIpv4Input::ReceiveIpv4(NfIpv4ReceivedPacket& context, const Ptr<const Packet>& frame, bool self)
{
    NfPacket& packet = context.packet;
    if (!m_node.IsUp(*packet.in))
    {
        m_delivery.PassUp(context, frame);
        return;
    }
    if (m_node.IsRerouted())
    {
        m_node.sync();
    }
    packet.serial = m_node.NextSerial();
    if (!ParseHeader(context, frame))
    {
        m_node.drops.Drop(packet, NfDropReason::BAD_HEADER);
        return;
    }
    packet.packetType = ClassifyFrame(packet);
    bool toLo = packet.in->loopback && !self;
    bool stamped = m_stamps.Take(packet);
    if (toLo && !stamped && !m_node.IsLocal(packet.ip.destination))
    {
        Parked(context);
        return;
    }
    context.frame = stamped ? nullptr : frame;
    if ((self || toLo) && !stamped)
    {
        // A raw socket sent it to an address of the node: it has not seen OUTPUT.
        packet.in = nullptr;
        m_node.kernel->SendDatagram(std::move(packet));
        return;
    }
    Prerouting(context);
}

void
NfIpv4Input::Prerouting(NfIpv4ReceivedPacket& context)
{
    m_node.hooks.Traverse(
        NfFamily::IPV4,
        NfHook::PREROUTING,
        context,
        [this](NfIpv4ReceivedPacket& c) { AfterPrerouting(c); },
        m_node.drops.AtHook());
}

void
NfIpv4Input::AfterPrerouting(NfIpv4ReceivedPacket& context)
{
    if (std::optional<NfDropReason> reason = m_check.Check(context.packet))
    {
        m_node.drops.Drop(context.packet, *reason);
        return;
    }
    NfIpv4RouteDecision decision = m_routing.Route(context);
    if (!decision.first)
    {
        if (!decision.found)
        {
            Unroutable(context, NfDropReason::NO_ROUTE);
        }
        // Found, without an answer yet: an on-demand protocol keeps the packet.
        return;
    }
    if (!decision.others.empty())
    {
        m_multicast.Distribute(context, decision);
        return;
    }
    switch (decision.first->kind)
    {
    case NfIpv4RouteAnswer::UNICAST:
        ForwardUnicast(context, decision.first->route);
        break;
    case NfIpv4RouteAnswer::LOCAL:
        Deliver(context, decision.first->interface);
        break;
    case NfIpv4RouteAnswer::MULTICAST:
        m_multicast.Distribute(context, decision);
        break;
    case NfIpv4RouteAnswer::ERROR:
        Unroutable(context, decision.first->refusal);
        break;
    }
}

void
NfIpv4Input::Parked(NfIpv4ReceivedPacket& context)
{
    // An on-demand protocol has sent an own packet to lo, to keep it until it knows a route. This
    // is no reception: its hooks are behind it.
    NfIpv4RouteDecision decision = m_routing.Route(context);
    m_delivery.HandUp(context, [&](const NfRoutingWrapper::Callbacks& callbacks) {
        decision.ForEach([&](const NfIpv4RouteAnswer& answer) {
            if (answer.kind != NfIpv4RouteAnswer::MULTICAST)
            {
                answer.Give(callbacks,
                            context.packet.GetPayload(),
                            context.header.Get(context.packet, m_node.checksums));
            }
        });
        return decision.found;
    });
}

void
NfIpv4Input::Unroutable(NfIpv4ReceivedPacket& context, NfDropReason reason)
{
    NfPacket& packet = context.packet;
    if (!m_node.IsForwarding(*packet.in))
    {
        m_node.drops.Drop(packet, NfDropReason::FORWARDING_OFF);
        return;
    }
    if (reason != NfDropReason::BLACKHOLE && m_node.icmpLimit.TakeRefusal(packet.ip.source.V4()))
    {
        uint8_t code = reason == NfDropReason::UNREACHABLE ? NfIcmpError::HOST_UNREACHABLE
                       : reason == NfDropReason::PROHIBITED
                           ? NfIcmpError::ADMINISTRATIVELY_PROHIBITED
                           : NfIcmpError::NET_UNREACHABLE;
        m_node.kernel->SendIcmpError(packet, NfIcmpError::DESTINATION_UNREACHABLE, code, 0);
    }
    m_node.drops.Drop(packet, reason);
}

void
NfIpv4Input::Deliver(NfIpv4ReceivedPacket& context, uint32_t interface)
{
    auto passed = [this, interface](NfIpv4ReceivedPacket& c) {
        m_delivery.Deliver(c, interface);
        AnswerUnknownProtocol(c.packet);
    };
    m_delivery.PassInput(context, passed, [] {});
}

void
NfIpv4Input::AnswerUnknownProtocol(NfPacket& packet)
{
    constexpr uint8_t igmp = 2; // hosts know it, ns-3 does not
    if (m_node.settings.protocolUnreachable && packet.ip.protocol != igmp &&
        !m_node.ipv4->GetProtocol(packet.ip.protocol))
    {
        m_node.kernel->SendIcmpError(packet,
                                     NfIcmpError::DESTINATION_UNREACHABLE,
                                     NfIcmpError::PROTOCOL_UNREACHABLE,
                                     0);
    }
}

void
NfIpv4Input::ForwardUnicast(NfIpv4ReceivedPacket& context, Ptr<Ipv4Route> route)
{
    NfPacket& packet = context.packet;
    packet.route = Create<NfIpv4RouteEntry>(route, m_node.FindRouteDevice(*route));
    // Of the frame, the stock stack takes no more than that it came in, and from whom.
    m_forward.Pass(context, [this](NfIpv4ReceivedPacket& c) {
        m_delivery.HandUp(c, [&](const NfRoutingWrapper::Callbacks& callbacks) {
            if (!m_forward.FitsStock(c.packet))
            {
                m_forward.Transmit(c.packet);
                return true;
            }
            m_stamps.Put(c.packet, false);
            NfIpHeader ip = c.packet.ip;
            ++ip.ttl; // the stock stack decrements it
            callbacks.unicast(NfGetIpv4Route(c.packet)->route,
                              c.packet.GetPayload(),
                              c.header.Get(ip, c.packet.GetPayloadSize(), m_node.checksums));
            return true;
        });
    });
}

} // namespace ns3
