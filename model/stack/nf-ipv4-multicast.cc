// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-multicast.h"

#include "nf-ipv4-delivery.h"
#include "nf-ipv4-forward.h"
#include "nf-ipv4-node.h"
#include "nf-ipv4-output-routing.h"
#include "nf-ipv4-route-entry.h"
#include "nf-ipv4-stack.h"
#include "nf-ipv4-stamps.h"

#include <utility>

namespace ns3
{

void
NfIpv4Multicast::Distribute(NfReceivedPacket& context, const NfIpv4RouteDecision& decision)
{
    context.frame = nullptr;
    auto legs = std::make_shared<Legs>();
    std::optional<uint32_t> localInterface;
    decision.ForEach([&](const NfIpv4RouteAnswer& answer) {
        if (answer.kind == NfIpv4RouteAnswer::LOCAL)
        {
            localInterface = answer.interface;
        }
        else if (answer.kind == NfIpv4RouteAnswer::MULTICAST)
        {
            PassLegs(context.packet, *answer.multicastRoute, legs);
        }
        else if (answer.kind == NfIpv4RouteAnswer::UNICAST)
        {
            PassFlood(context.packet, answer.route, legs);
        }
    });
    legs->collecting = false;
    if (localInterface)
    {
        m_delivery.PassInput(
            context,
            [=](NfReceivedPacket& c) { HandUp(c, *legs, localInterface); },
            [=] { SendAll(m_node.routing->GetCallbacks(), *legs); });
    }
    else if (!legs->ready.empty())
    {
        HandUp(context, *legs, std::nullopt);
    }
}

void
NfIpv4Multicast::PassLegs(NfPacket& packet,
                          const Ipv4MulticastRoute& route,
                          const std::shared_ptr<Legs>& legs)
{
    for (const auto& output : route.GetOutputTtlMap())
    {
        const NfDevice* device = m_node.devices.FindInterface(output.first);
        Ptr<Ipv4Route> out = NfMakeLinkRoute(packet.ip.source.ToIpv4(),
                                             packet.ip.destination.ToIpv4(),
                                             device->netDevice);
        Ptr<Ipv4MulticastRoute> only = Create<Ipv4MulticastRoute>();
        only->SetGroup(route.GetGroup());
        only->SetOrigin(route.GetOrigin());
        only->SetParent(route.GetParent());
        only->SetOutputTtl(output.first, output.second);
        Leg copy{only, packet.Clone()};
        copy.packet.route = Create<NfIpv4RouteEntry>(out, device);
        PassLeg(copy, legs);
    }
}

void
NfIpv4Multicast::PassFlood(NfPacket& packet,
                           Ptr<Ipv4Route> route,
                           const std::shared_ptr<Legs>& legs)
{
    Leg copy{nullptr, packet.Clone()};
    copy.packet.route = Create<NfIpv4RouteEntry>(route, m_stack.FindRouteDevice(*route));
    copy.packet.packetType = NetDevice::PACKET_HOST;
    PassLeg(copy, legs);
}

void
NfIpv4Multicast::PassLeg(Leg& leg, const std::shared_ptr<Legs>& legs)
{
    m_forward.Pass(leg, [this, legs](Leg& passed) {
        if (legs->collecting)
        {
            legs->ready.push_back(std::move(passed));
            return;
        }
        Send(m_node.routing->GetCallbacks(), passed);
    });
}

void
NfIpv4Multicast::Send(const NfRoutingWrapper::Callbacks& callbacks, Leg& leg)
{
    m_stamps.Put(leg.packet, false);
    if (callbacks.unicast.IsNull())
    {
        // The stock stack has asked for no route yet, and so has not told what to call.
        m_forward.Transmit(leg.packet);
        return;
    }
    Ptr<Packet> payload = leg.packet.GetPayload();
    Ipv4Header header = m_node.MakeHeader(leg.packet);
    header.SetTtl(leg.packet.ip.ttl + 1);
    if (leg.packet.priority)
    {
        SocketPriorityTag priority;
        priority.SetPriority(*leg.packet.priority);
        payload->ReplacePacketTag(priority);
    }
    if (leg.route)
    {
        callbacks.multicast(leg.route, payload, header);
        return;
    }
    callbacks.unicast(NfGetIpv4Route(leg.packet)->route, payload, header);
}

void
NfIpv4Multicast::SendAll(const NfRoutingWrapper::Callbacks& callbacks, Legs& legs)
{
    for (Leg& leg : legs.ready)
    {
        Send(callbacks, leg);
    }
    legs.ready.clear();
}

void
NfIpv4Multicast::HandUp(NfReceivedPacket& context, Legs& legs, std::optional<uint32_t> interface)
{
    m_delivery.HandUp(context, [&](const NfRoutingWrapper::Callbacks& callbacks) {
        SendAll(callbacks, legs);
        if (interface)
        {
            m_delivery.GiveToTransport(callbacks, context, *interface);
        }
        return true;
    });
}

} // namespace ns3
