// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-input.h"

#include "nf-ether-type.h"
#include "nf-icmp-error.h"
#include "nf-ipv4-convert.h"
#include "nf-ipv4-forward.h"
#include "nf-ipv4-node.h"
#include "nf-ipv4-route-entry.h"
#include "nf-ipv4-stack.h"
#include "nf-ipv4-stamps.h"

#include "ns3/ip-l4-protocol.h"
#include "ns3/simulator.h"

#include <memory>
#include <utility>

namespace ns3
{

namespace
{

/// Counts a reception while it lasts, and tells of the end of the outermost.
class ReceptionGuard
{
  public:
    ReceptionGuard(uint32_t& receptions, NfIpv4Stack& stack)
        : m_receptions(receptions),
          m_stack(stack)
    {
        ++m_receptions;
    }

    ~ReceptionGuard()
    {
        if (--m_receptions == 0)
        {
            m_stack.ReceptionEnded();
        }
    }

    ReceptionGuard(const ReceptionGuard&) = delete;
    ReceptionGuard& operator=(const ReceptionGuard&) = delete;

  private:
    uint32_t& m_receptions;
    NfIpv4Stack& m_stack;
};

} // namespace

NfIpv4Input::NfIpv4Input(NfIpv4Stack& stack,
                         NfIpv4Node& node,
                         const NfIpv4OutputRouting& outputRouting,
                         NfIpv4Forward& forward,
                         NfIpv4Stamps& stamps)
    : m_stack(stack),
      m_node(node),
      m_forward(forward),
      m_stamps(stamps),
      m_check(node, outputRouting),
      m_routing(node),
      m_delivery(stack, node),
      m_multicast(stack, node, m_delivery, forward, stamps)
{
}

void
NfIpv4Input::Receive(const Ptr<NetDevice>& device,
                     const Ptr<const Packet>& frame,
                     uint16_t protocol,
                     const Address& from,
                     const Address& to,
                     NetDevice::PacketType packetType)
{
    ReceptionGuard guard(m_receptions, m_stack);
    const NfDevice* in = m_node.IsIdle() ? nullptr : m_node.devices.Find(device);
    // Not on lo, which raw sockets' datagrams pass on their way out.
    bool deviceHooks =
        in && !in->loopback && !m_node.hooks.IsEmpty(NfFamily::NETDEV, NfHook::INGRESS);
    if (!in || (!deviceHooks && protocol != NfEtherType::IPV4))
    {
        m_delivery.PassUp(device, frame, protocol, from, to, packetType);
        return;
    }
    NfReceivedPacket context;
    context.device = device;
    context.protocol = protocol;
    context.to = to;
    context.packetType = packetType;
    context.packet.packetType = packetType;
    context.packet.etherType = protocol;
    context.packet.in = in;
    context.packet.netns = &m_stack;
    context.packet.sourceMac = from;
    if (!deviceHooks)
    {
        ReceiveIpv4(context, frame, false);
        return;
    }
    context.packet.SetPayload(frame->Copy());
    context.packet.ip.family = NfFamily::NETDEV;
    auto changed = [this](NfReceivedPacket& c) {
        Ptr<const Packet> after = c.packet.GetPayload();
        c.packet.etherType == NfEtherType::IPV4 ? ReceiveIpv4(c, after, false)
                                                : m_delivery.PassUp(c, after);
    };
    auto dropped = [this](NfReceivedPacket& c) { m_stack.Drop(c.packet, NfDropReason::HOOK); };
    m_node.hooks.Traverse(NfFamily::NETDEV, NfHook::INGRESS, context, changed, dropped);
}

void
NfIpv4Input::ReceiveSelf(Ptr<NetDevice> device,
                         Ptr<const Packet> packet,
                         const Address& from,
                         const Address& to,
                         NetDevice::PacketType packetType)
{
    auto receive = [this, device, packet, from, to, packetType] {
        ReceptionGuard guard(m_receptions, m_stack);
        if (m_node.IsIdle())
        {
            m_delivery.PassUp(device, packet, NfEtherType::IPV4, from, to, packetType);
            return;
        }
        NfReceivedPacket context;
        context.device = device;
        context.to = to;
        context.packetType = packetType;
        context.packet.packetType = packetType;
        context.packet.sourceMac = from;
        context.packet.in = m_node.devices.GetLoopback();
        context.packet.netns = &m_stack;
        ReceiveIpv4(context, packet, true);
    };
    if (m_node.IsIdle())
    {
        receive();
        return;
    }
    Simulator::ScheduleNow(receive);
}

void
NfIpv4Input::ReceiveLooped(NfPacket packet, const NfDevice* device)
{
    auto kept = std::make_shared<NfPacket>(std::move(packet));
    auto receive = [this, kept, device] {
        ReceptionGuard guard(m_receptions, m_stack);
        NfReceivedPacket context;
        context.packet = std::move(*kept);
        context.packet.serial = m_node.NextSerial();
        context.packet.in = device;
        context.packet.out = nullptr;
        context.packet.packetType = NetDevice::PACKET_BROADCAST;
        context.device = device->netDevice;
        context.received = context.packet.ip;
        Prerouting(context);
    };
    if (IsReceiving())
    {
        Simulator::ScheduleNow(receive);
        return;
    }
    receive();
}

bool
NfIpv4Input::ParseHeader(NfReceivedPacket& context, const Ptr<const Packet>& frame) const
{
    constexpr uint32_t minimum = 20;
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
NfIpv4Input::ReceiveIpv4(NfReceivedPacket& context, const Ptr<const Packet>& frame, bool self)
{
    NfPacket& packet = context.packet;
    if (!m_node.ipv4->IsUp(packet.in->interface))
    {
        m_delivery.PassUp(context, frame);
        return;
    }
    if (m_node.IsRerouted())
    {
        m_stack.Sync();
    }
    packet.serial = m_node.NextSerial();
    if (!ParseHeader(context, frame))
    {
        m_stack.Drop(packet, NfDropReason::BAD_HEADER);
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
        m_stack.SendDatagram(std::move(packet));
        return;
    }
    Prerouting(context);
}

void
NfIpv4Input::Prerouting(NfReceivedPacket& context)
{
    m_node.hooks.Traverse(
        NfFamily::IPV4,
        NfHook::PREROUTING,
        context,
        [this](NfReceivedPacket& c) { AfterPrerouting(c); },
        [this](NfReceivedPacket& c) { m_stack.Drop(c.packet, NfDropReason::HOOK); });
}

void
NfIpv4Input::AfterPrerouting(NfReceivedPacket& context)
{
    if (std::optional<NfDropReason> reason = m_check.Check(context.packet))
    {
        m_stack.Drop(context.packet, *reason);
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
NfIpv4Input::Parked(NfReceivedPacket& context)
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
NfIpv4Input::Unroutable(NfReceivedPacket& context, NfDropReason reason)
{
    NfPacket& packet = context.packet;
    if (!m_node.ipv4->IsForwarding(packet.in->interface))
    {
        m_stack.Drop(packet, NfDropReason::FORWARDING_OFF);
        return;
    }
    if (reason != NfDropReason::BLACKHOLE)
    {
        uint8_t code = reason == NfDropReason::UNREACHABLE ? NfIcmpError::HOST_UNREACHABLE
                       : reason == NfDropReason::PROHIBITED
                           ? NfIcmpError::ADMINISTRATIVELY_PROHIBITED
                           : NfIcmpError::NET_UNREACHABLE;
        m_stack.SendIcmpError(packet, NfIcmpError::DESTINATION_UNREACHABLE, code, 0);
    }
    m_stack.Drop(packet, reason);
}

void
NfIpv4Input::Deliver(NfReceivedPacket& context, uint32_t interface)
{
    auto passed = [this, interface](NfReceivedPacket& c) {
        NfPacket* outer = std::exchange(m_node.delivering, &c.packet);
        m_delivery.HandUp(c, [&](const NfRoutingWrapper::Callbacks& callbacks) {
            m_delivery.GiveToTransport(callbacks, c, interface);
            return true;
        });
        m_node.delivering = outer;
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
        m_stack.SendIcmpError(packet,
                              NfIcmpError::DESTINATION_UNREACHABLE,
                              NfIcmpError::PROTOCOL_UNREACHABLE,
                              0);
    }
}

void
NfIpv4Input::ForwardUnicast(NfReceivedPacket& context, Ptr<Ipv4Route> route)
{
    NfPacket& packet = context.packet;
    packet.route = Create<NfIpv4RouteEntry>(route, m_stack.FindRouteDevice(*route));
    // Of the frame, the stock stack takes no more than that it came in, and from whom.
    m_forward.Pass(context, [this](NfReceivedPacket& c) {
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
