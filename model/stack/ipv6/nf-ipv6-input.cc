// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-input.h"

#include "nf-ether-type.h"
#include "nf-icmpv6-error.h"
#include "nf-icmpv6-types.h"
#include "nf-ipv6-chain-check.h"
#include "nf-ipv6-convert.h"
#include "nf-ipv6-delivery.h"
#include "nf-ipv6-forward.h"
#include "nf-ipv6-node.h"
#include "nf-ipv6-output-routing.h"
#include "nf-ipv6-route-entry.h"
#include "nf-stamps.h"

#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/ipv6-interface.h"
#include "ns3/simulator.h"

#include <utility>

namespace ns3
{

NfIpv6Input::NfIpv6Input(NfIpv6Node& node,
                         const NfIpv6OutputRouting& outputRouting,
                         NfIpv6Delivery& delivery,
                         NfIpv6Forward& forward,
                         NfStamps& stamps)
    : m_node(node),
      m_outputRouting(outputRouting),
      m_forward(forward),
      m_stamps(stamps),
      m_delivery(delivery),
      m_routing(node)
{
}

void
NfIpv6Input::Receive(const NfFrame& frame, const NfDevice* in, NfPacket* passed)
{
    Context context(frame, in, m_node.shared.netns);
    if (passed)
    {
        context.packet = std::move(*passed);
    }
    ReceiveIpv6(context, frame.bytes, false);
}

void
NfIpv6Input::ReceiveSelf(const NfFrame& frame)
{
    NfReceiveSelf(m_node.shared, frame, [this](const NfFrame& kept) {
        Context context(kept, m_node.shared.devices.GetLoopback(), m_node.shared.netns);
        ReceiveIpv6(context, kept.bytes, true);
    });
}

std::optional<NfDropReason>
NfIpv6Input::CheckAddresses(const NfPacket& packet) const
{
    using namespace NfIpv6Address;
    const NfAddress& source = packet.ip.source;
    const NfAddress& destination = packet.ip.destination;
    if (IsMulticast(source) || (IsLoopback(source) && !packet.in->loopback))
    {
        return NfDropReason::MARTIAN_SOURCE;
    }
    const bool isNodeLocal = IsMulticast(destination) && GetMulticastScope(destination) <= 1;
    const bool isReserved = isNodeLocal && GetMulticastScope(destination) == 0;
    if (isReserved || ((isNodeLocal || IsLoopback(destination)) && !packet.in->loopback))
    {
        return NfDropReason::MARTIAN_DESTINATION;
    }
    return std::nullopt;
}

NetDevice::PacketType
NfIpv6Input::ClassifyFrame(const NfPacket& packet) const
{
    // A link with two ends has no destination in its frames: Linux takes all for its own. Of
    // others, a node's handlers that are not promiscuous are told nothing about it.
    const bool hasTwoEnds = packet.in->netDevice && packet.in->netDevice->IsPointToPoint();
    return !hasTwoEnds && NfIpv6Address::IsMulticast(packet.ip.destination)
               ? NetDevice::PACKET_MULTICAST
               : NetDevice::PACKET_HOST;
}

void
NfIpv6Input::ReceiveIpv6(Context& context, const Ptr<const Packet>& frame, bool self)
{
    NfPacket& packet = context.packet;
    if (!m_node.IsUp(*m_node.shared.devices.Find(context.device)))
    {
        m_delivery.PassUp(context, frame);
        return;
    }
    if (m_node.IsRerouted() || m_node.HasOtherAddresses(*packet.in))
    {
        m_node.shared.sync();
    }
    packet.serial = m_node.shared.NextSerial();
    if (!NfReadIpv6(frame, packet))
    {
        m_node.shared.drops.Drop(packet, NfDropReason::BAD_HEADER);
        return;
    }
    packet.packetType = ClassifyFrame(packet);
    const bool isOwn = self || packet.in->loopback;
    const bool stamped = m_stamps.Take(packet);
    if (isOwn && !stamped)
    {
        // A raw socket sent it to an address of the node: it has not seen OUTPUT.
        packet.in = nullptr;
        m_node.kernel->SendDatagram(std::move(packet));
        return;
    }
    if (m_node.settings.checkAddresses)
    {
        if (const auto reason = CheckAddresses(packet))
        {
            m_node.shared.drops.Drop(packet, *reason);
            return;
        }
    }
    if (const auto problem = NfCheckHopByHop(packet))
    {
        if (problem->isAnswered)
        {
            m_node.kernel->SendIcmpError(packet,
                                         NfIcmpv6Type::PARAMETER_PROBLEM,
                                         problem->code,
                                         problem->pointer);
        }
        m_node.shared.drops.Drop(packet, NfDropReason::BAD_HEADER);
        return;
    }
    context.received = packet.ip;
    const Ptr<const NfIpv6Extensions>& extensions = packet.GetExtensions();
    context.areOptionsRead = extensions && extensions->GetFirst() == NfProtocol::HOP_BY_HOP;
    context.frame = stamped ? nullptr : frame;
    Prerouting(context);
}

void
NfIpv6Input::Prerouting(Context& context)
{
    m_node.shared.hooks.Traverse(
        NfFamily::IPV6,
        NfHook::PREROUTING,
        context,
        [this](Context& c) {
            if (c.packet.ip != c.received)
            {
                c.frame = nullptr;
            }
            AfterPrerouting(c);
        },
        m_node.shared.drops.AtHook());
}

void
NfIpv6Input::AfterPrerouting(Context& context)
{
    const NfPacket& packet = context.packet;
    if (NfIpv6Address::IsMulticast(packet.ip.destination))
    {
        DistributeGroup(context);
        return;
    }
    // What came back over lo took a local route there, and keeps it, whatever address it has now.
    if (packet.in->loopback || m_node.addresses.IsLocal(packet.ip.destination))
    {
        Deliver(context, MakeLocal(context));
        return;
    }
    const NfIpv6RouteAnswer answer = m_routing.Route(context);
    switch (answer.kind)
    {
    case NfIpv6RouteAnswer::UNICAST:
        ForwardUnicast(context, answer.route);
        break;
    case NfIpv6RouteAnswer::LOCAL:
        Deliver(context, answer);
        break;
    default:
        Unroutable(context, answer.refusal);
        break;
    }
}

bool
NfIpv6Input::IsJoined(const NfPacket& packet) const
{
    const Ipv6Address group = NfToIpv6(packet.ip.destination);
    const uint32_t number = m_node.interfaces.NumberOf(*packet.in);
    if (group.IsAllNodesMulticast() ||
        (group.IsAllRoutersMulticast() && m_node.IsForwarding(*packet.in)))
    {
        return true;
    }
    const bool isSolicited =
        m_node.ipv6->GetInterface(number)->IsSolicitedMulticastAddress(group) &&
        (packet.in->netDevice->NeedsArp() || LooksForDuplicates());
    return isSolicited || m_node.ipv6->IsRegisteredMulticastAddress(group, number) ||
           m_node.ipv6->IsRegisteredMulticastAddress(group);
}

bool
NfIpv6Input::LooksForDuplicates() const
{
    const Ptr<Icmpv6L4Protocol> icmp = DynamicCast<Icmpv6L4Protocol>(
        m_node.ipv6->GetProtocol(Icmpv6L4Protocol::GetStaticProtocolNumber()));
    return icmp && icmp->IsAlwaysDad();
}

void
NfIpv6Input::Deliver(Context& context, const NfIpv6RouteAnswer& answer)
{
    m_delivery.PassInput(
        context,
        [this, answer](Context& c) { m_delivery.Deliver(c, answer); },
        [] {});
}

NfIpv6RouteAnswer
NfIpv6Input::MakeLocal(const Context& context) const
{
    NfIpv6RouteAnswer answer;
    answer.kind = NfIpv6RouteAnswer::LOCAL;
    answer.interface = m_node.interfaces.NumberOf(*m_node.shared.devices.Find(context.device));
    answer.found = true;
    return answer;
}

void
NfIpv6Input::DistributeGroup(Context& context)
{
    NfPacket& packet = context.packet;
    const Ipv6Address group = NfToIpv6(packet.ip.destination);
    NfIpv6RouteAnswer answer;
    // The stock stack asks for no route to these two.
    if (!group.IsAllNodesMulticast() &&
        (!group.IsAllRoutersMulticast() || !m_node.IsForwarding(*packet.in)))
    {
        answer = m_routing.Route(context);
    }
    const bool joined = IsJoined(packet);
    const bool forwarded = answer.kind == NfIpv6RouteAnswer::MULTICAST;
    if (forwarded)
    {
        ForwardGroup(packet, *answer.multicastRoute);
        answer = {};
        answer.found = true;
    }
    if (joined)
    {
        Deliver(context, answer);
    }
    else if (!forwarded)
    {
        m_node.shared.drops.Drop(packet, NfDropReason::NOT_FOR_HOST);
    }
}

void
NfIpv6Input::ForwardGroup(NfPacket& packet, const Ipv6MulticastRoute& route)
{
    if (NfIpv6Address::NeedsLink(packet.ip.destination))
    {
        return;
    }
    for (const auto& output : route.GetOutputTtlMap())
    {
        const NfDevice* device = m_node.interfaces.Find(output.first);
        if (!device)
        {
            continue;
        }
        Leg leg{packet.Clone()};
        leg.packet.route = Create<NfIpv6RouteEntry>(NfMakeLinkRoute(NfToIpv6(packet.ip.source),
                                                                    NfToIpv6(packet.ip.destination),
                                                                    device->netDevice),
                                                    device);
        m_forward.Pass(leg, [this](Leg& passed) { m_forward.Transmit(passed.packet); });
    }
}

void
NfIpv6Input::Unroutable(Context& context, std::optional<NfDropReason> refusal)
{
    NfPacket& packet = context.packet;
    const NfDropReason reason = refusal.value_or(NfDropReason::NO_ROUTE);
    if (reason == NfDropReason::FORWARDING_OFF || reason == NfDropReason::BLACKHOLE)
    {
        m_node.shared.drops.Drop(packet, reason);
        return;
    }
    // A host that does not forward says only that there is no route, if there is none.
    if (!refusal && !m_node.IsForwarding(*packet.in) &&
        m_outputRouting.FindDevice(packet.ip.destination, packet.in))
    {
        m_node.shared.drops.Drop(packet, NfDropReason::FORWARDING_OFF);
        return;
    }
    m_node.kernel->SendIcmpError(packet,
                                 NfIcmpv6Type::DESTINATION_UNREACHABLE,
                                 reason == NfDropReason::PROHIBITED ? NfIcmpv6Error::PROHIBITED
                                                                    : NfIcmpv6Error::NO_ROUTE);
    m_node.shared.drops.Drop(packet, reason);
}

bool
NfIpv6Input::HidesOptions(const Context& context)
{
    const Ptr<const NfIpv6Extensions>& extensions = context.packet.GetExtensions();
    return extensions && extensions->GetFirst() == NfProtocol::HOP_BY_HOP &&
           (!context.areOptionsRead || context.packet.ip.unclaimed != 0);
}

void
NfIpv6Input::ForwardUnicast(Context& context, const Ptr<Ipv6Route>& route)
{
    NfPacket& packet = context.packet;
    const NfDevice* out = m_node.FindRouteDevice(*route);
    if (!out)
    {
        m_node.shared.drops.Drop(packet, NfDropReason::NO_ROUTE);
        return;
    }
    packet.route = Create<NfIpv6RouteEntry>(route, out);
    // Of the frame, the stock stack takes no more than that it came in, and from whom.
    m_forward.Pass(context, [this](Context& c) {
        const bool hides = HidesOptions(c);
        const bool fits = !hides && m_forward.FitsStock(c.packet);
        if (hides)
        {
            c.frame = NfMakeBareIpv6(c.packet);
        }
        m_delivery.HandUp(c, [&](const NfIpv6RoutingWrapper::Callbacks& callbacks) {
            if (!fits)
            {
                m_forward.Transmit(c.packet);
                return true;
            }
            m_stamps.Put(c.packet, false);
            Ipv6Header header = NfMakeIpv6Header(c.packet);
            header.SetHopLimit(header.GetHopLimit() + 1); // the stock stack decrements it
            callbacks.unicast(c.device,
                              NfGetIpv6Route(c.packet)->route,
                              NfGetBehindIpv6Header(c.packet),
                              header);
            return true;
        });
    });
}

} // namespace ns3
