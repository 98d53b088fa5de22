// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-input-routing.h"

#include "nf-ipv6-convert.h"
#include "nf-ipv6-node.h"
#include "nf-ipv6-output-routing.h"

#include <utility>

namespace ns3
{

void
NfIpv6RouteAnswer::Give(const NfIpv6RoutingWrapper::Callbacks& callbacks,
                        const Ptr<const NetDevice>& device,
                        const Ptr<const Packet>& packet,
                        const Ipv6Header& header) const
{
    switch (kind)
    {
    case NONE:
        break;
    case UNICAST:
        callbacks.unicast(device, route, packet, header);
        break;
    case MULTICAST:
        callbacks.multicast(device, multicastRoute, packet, header);
        break;
    case LOCAL:
        callbacks.local(packet, header, interface);
        break;
    case ERROR:
        callbacks.error(packet, header, error);
        break;
    }
}

NfIpv6InputRouting::NfIpv6InputRouting(const NfIpv6Node& node)
    : m_node(node)
{
    m_recorders.unicast = NfIpv6RoutingWrapper::Unicast([this](Ptr<const NetDevice> device,
                                                               Ptr<Ipv6Route> route,
                                                               Ptr<const Packet> packet,
                                                               const Ipv6Header& header) {
        NfIpv6RouteAnswer answer;
        answer.kind = NfIpv6RouteAnswer::UNICAST;
        answer.route = route;
        Record(answer, device, packet, header);
    });
    m_recorders.multicast = NfIpv6RoutingWrapper::Multicast([this](Ptr<const NetDevice> device,
                                                                   Ptr<Ipv6MulticastRoute> route,
                                                                   Ptr<const Packet> packet,
                                                                   const Ipv6Header& header) {
        NfIpv6RouteAnswer answer;
        answer.kind = NfIpv6RouteAnswer::MULTICAST;
        answer.multicastRoute = route;
        Record(answer, device, packet, header);
    });
    m_recorders.local = NfIpv6RoutingWrapper::Local(
        [this](Ptr<const Packet> packet, const Ipv6Header& header, uint32_t interface) {
            NfIpv6RouteAnswer answer;
            answer.kind = NfIpv6RouteAnswer::LOCAL;
            answer.interface = interface;
            Record(answer, nullptr, packet, header);
        });
    m_recorders.error = NfIpv6RoutingWrapper::Error(
        [this](Ptr<const Packet> packet, const Ipv6Header& header, Socket::SocketErrno error) {
            NfIpv6RouteAnswer answer;
            answer.kind = NfIpv6RouteAnswer::ERROR;
            answer.error = error;
            Record(answer, nullptr, packet, header);
        });
}

NfIpv6RouteAnswer
NfIpv6InputRouting::Route(NfReceivedPacket& context)
{
    const NfPacket& packet = context.packet;
    if (!m_node.policy.IsEmpty())
    {
        if (const std::optional<NfIpv6RouteAnswer> answer = RouteByPolicy(packet))
        {
            return *answer;
        }
    }
    if (packet.ip.destination != context.received.destination &&
        packet.PeekPayload()->GetNixVector())
    {
        return RouteAnew(context.packet);
    }
    NfIpv6RouteAnswer answer;
    // A protocol may send, and so ask, while it answers.
    NfIpv6RouteAnswer* outer = std::exchange(m_recording, &answer);
    const bool found = m_node.routing->GetInner()->RouteInput(context.packet.GetPayload(),
                                                              NfMakeIpv6Header(context.packet),
                                                              context.device,
                                                              m_recorders.unicast,
                                                              m_recorders.multicast,
                                                              m_recorders.local,
                                                              m_recorders.error);
    m_recording = outer;
    answer.found = found;
    return answer;
}

std::optional<NfIpv6RouteAnswer>
NfIpv6InputRouting::RouteByPolicy(const NfPacket& packet) const
{
    // Routes to groups are in the table local, which goes before all rules.
    if (NfIpv6Address::IsMulticast(packet.ip.destination))
    {
        return std::nullopt;
    }
    NfFlow flow;
    flow.source = packet.ip.source;
    flow.destination = packet.ip.destination;
    flow.mark = packet.mark;
    flow.tos = packet.ip.tos;
    flow.iif = packet.in;
    flow.oif = NfIpv6Address::NeedsLink(packet.ip.destination) ? packet.in : nullptr;
    const NfPolicyRouting::Result found = m_node.policy.Lookup(flow);
    using Result = NfPolicyRouting::Result;
    NfIpv6RouteAnswer answer;
    switch (found.kind)
    {
    case Result::ASK_PROTOCOL:
        return std::nullopt;
    case Result::ROUTE:
        if (!m_node.IsForwarding(*packet.in))
        {
            answer.refusal = NfDropReason::FORWARDING_OFF;
            break;
        }
        answer.kind = NfIpv6RouteAnswer::UNICAST;
        answer.route = NfMakePolicyRoute(found, packet.ip.source, packet.ip.destination);
        answer.found = true;
        break;
    case Result::LOCAL:
        answer.kind = NfIpv6RouteAnswer::LOCAL;
        answer.interface = m_node.interfaces.NumberOf(*packet.in);
        answer.found = true;
        break;
    case Result::NO_ROUTE:
        answer.refusal = NfDropReason::NO_ROUTE;
        break;
    case Result::UNREACHABLE:
        answer.refusal = NfDropReason::UNREACHABLE;
        break;
    case Result::PROHIBIT:
        answer.refusal = NfDropReason::PROHIBITED;
        break;
    case Result::BLACKHOLE:
        answer.refusal = NfDropReason::BLACKHOLE;
        break;
    }
    return answer;
}

NfIpv6RouteAnswer
NfIpv6InputRouting::RouteAnew(NfPacket& packet) const
{
    NfIpv6RouteAnswer answer;
    if (!m_node.IsForwarding(*packet.in))
    {
        return answer;
    }
    Socket::SocketErrno error = Socket::ERROR_NOTERROR;
    answer.route = m_node.routing->GetInner()->RouteOutput(packet.GetPayload(),
                                                           NfMakeIpv6Header(packet),
                                                           nullptr,
                                                           error);
    answer.found = bool(answer.route);
    answer.kind = answer.found ? NfIpv6RouteAnswer::UNICAST : NfIpv6RouteAnswer::NONE;
    return answer;
}

void
NfIpv6InputRouting::Record(const NfIpv6RouteAnswer& answer,
                           const Ptr<const NetDevice>& device,
                           const Ptr<const Packet>& packet,
                           const Ipv6Header& header)
{
    if (!m_recording)
    {
        answer.Give(m_node.routing->GetCallbacks(), device, packet, header);
        return;
    }
    if (m_recording->kind == NfIpv6RouteAnswer::NONE)
    {
        *m_recording = answer;
    }
}

} // namespace ns3
