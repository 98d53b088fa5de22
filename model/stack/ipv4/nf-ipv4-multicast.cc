// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-multicast.h"

#include "nf-ipv4-delivery.h"
#include "nf-ipv4-forward.h"
#include "nf-ipv4-node.h"
#include "nf-ipv4-output-routing.h"
#include "nf-ipv4-route-entry.h"
#include "nf-member-access.h"
#include "nf-stamps.h"

#include <utility>

namespace ns3
{

// Named, not anonymous: see NfMemberAccess.
struct NfDuplicateDetectionMember
{
    friend constexpr auto GetMember(NfDuplicateDetectionMember);
};

template struct NfMemberAccess<NfDuplicateDetectionMember, &Ipv4L3Protocol::m_enableDpd>;

bool
NfIpv4Multicast::DetectsDuplicates(const NfPacket& packet) const
{
    return PeekPointer(m_node.ipv4)->*GetMember(NfDuplicateDetectionMember{}) &&
           packet.ip.destination.ToIpv4().IsMulticast();
}

std::optional<uint32_t>
NfIpv4Multicast::PassAll(NfPacket& packet,
                         const NfIpv4RouteDecision& decision,
                         const std::shared_ptr<Legs>& legs)
{
    std::optional<uint32_t> localInterface;
    decision.ForEach([&](const NfIpv4RouteAnswer& answer) {
        if (answer.kind == NfIpv4RouteAnswer::LOCAL)
        {
            localInterface = answer.interface;
        }
        else if (answer.kind == NfIpv4RouteAnswer::MULTICAST)
        {
            PassLegs(packet, *answer.multicastRoute, legs);
        }
        else if (answer.kind == NfIpv4RouteAnswer::UNICAST)
        {
            PassFlood(packet, answer.route, legs);
        }
    });
    legs->collecting = false;
    return localInterface;
}

void
NfIpv4Multicast::Distribute(NfIpv4ReceivedPacket& context, const NfIpv4RouteDecision& decision)
{
    context.frame = nullptr;
    if (DetectsDuplicates(context.packet))
    {
        DistributeIfNew(context, decision);
        return;
    }
    auto legs = std::make_shared<Legs>();
    std::optional<uint32_t> localInterface = PassAll(context.packet, decision, legs);
    if (localInterface)
    {
        m_delivery.PassInput(
            context,
            [this, legs, localInterface](NfIpv4ReceivedPacket& c) {
                HandUp(c, *legs, localInterface);
            },
            [this, legs] { SendAll(m_node.routing->GetCallbacks(), *legs); });
    }
    else if (!legs->ready.empty())
    {
        HandUp(context, *legs, std::nullopt);
    }
}

void
NfIpv4Multicast::DistributeIfNew(NfIpv4ReceivedPacket& context, const NfIpv4RouteDecision& decision)
{
    // What goes out must not be what INPUT has changed.
    auto forwarded = std::make_shared<NfPacket>(context.packet.Clone());
    auto distribute = [this, decision, forwarded](NfIpv4ReceivedPacket& c, bool deliver) {
        m_delivery.HandUp(c, [&](const NfRoutingWrapper::Callbacks& callbacks) {
            auto legs = std::make_shared<Legs>();
            std::optional<uint32_t> local = PassAll(*forwarded, decision, legs);
            SendAll(callbacks, *legs);
            if (local && deliver)
            {
                callbacks.local(c.packet.GetPayload(),
                                c.header.Get(c.packet, m_node.checksums),
                                *local);
            }
            return true;
        });
    };
    bool local = false;
    decision.ForEach([&local](const NfIpv4RouteAnswer& answer) {
        local = local || answer.kind == NfIpv4RouteAnswer::LOCAL;
    });
    if (!local)
    {
        distribute(context, false);
        return;
    }
    m_delivery.PassInput(
        context,
        [distribute](NfIpv4ReceivedPacket& c) { distribute(c, true); },
        [this, decision, forwarded] {
            auto legs = std::make_shared<Legs>();
            PassAll(*forwarded, decision, legs);
            SendAll(m_node.routing->GetCallbacks(), *legs);
        });
}

void
NfIpv4Multicast::PassLegs(NfPacket& packet,
                          const Ipv4MulticastRoute& route,
                          const std::shared_ptr<Legs>& legs)
{
    for (const auto& output : route.GetOutputTtlMap())
    {
        const NfDevice* device = m_node.interfaces.Find(output.first);
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
    copy.packet.route = Create<NfIpv4RouteEntry>(route, m_node.FindRouteDevice(*route));
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
        // The stock stack has asked for no route yet, so that no callbacks are known.
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
NfIpv4Multicast::HandUp(NfIpv4ReceivedPacket& context,
                        Legs& legs,
                        std::optional<uint32_t> interface)
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
