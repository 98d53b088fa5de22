// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-input-routing.h"

#include "nf-ipv4-node.h"
#include "nf-ipv4-output-routing.h"

#include <utility>

namespace ns3
{

void
NfIpv4RouteAnswer::Give(const NfRoutingWrapper::Callbacks& callbacks,
                        Ptr<const Packet> packet,
                        const Ipv4Header& header) const
{
    switch (kind)
    {
    case UNICAST:
        callbacks.unicast(route, packet, header);
        break;
    case MULTICAST:
        callbacks.multicast(multicastRoute, packet, header);
        break;
    case LOCAL:
        callbacks.local(packet, header, interface);
        break;
    case ERROR:
        callbacks.error(packet, header, error);
        break;
    }
}

NfIpv4InputRouting::NfIpv4InputRouting(const NfIpv4Node& node)
    : m_node(node)
{
    m_recorders.unicast = MakeCallback(&NfIpv4InputRouting::RecordUnicast, this);
    m_recorders.multicast = MakeCallback(&NfIpv4InputRouting::RecordMulticast, this);
    m_recorders.local = MakeCallback(&NfIpv4InputRouting::RecordLocal, this);
    m_recorders.error = MakeCallback(&NfIpv4InputRouting::RecordError, this);
}

NfIpv4RouteDecision
NfIpv4InputRouting::Route(NfIpv4ReceivedPacket& context)
{
    NfPacket& packet = context.packet;
    if (!m_node.policy.IsEmpty())
    {
        NfIpv4RouteAnswer answer;
        if (RouteByPolicy(packet, answer))
        {
            NfIpv4RouteDecision decision;
            decision.found = true;
            decision.first = answer;
            return decision;
        }
    }
    if (packet.ip.destination != context.received.destination &&
        packet.PeekPayload()->GetNixVector() && !m_node.IsLocal(packet.ip.destination.ToIpv4()))
    {
        return RouteAnew(packet);
    }
    return Ask(context);
}

NfIpv4RouteDecision
NfIpv4InputRouting::Ask(NfIpv4ReceivedPacket& context)
{
    const NfPacket& packet = context.packet;
    NfIpv4RouteDecision decision;
    // A protocol may send, and so ask, while it answers.
    NfIpv4RouteDecision* outer = std::exchange(m_recording, &decision);
    const Ipv4Header& header = context.header.Get(packet, m_node.checksums);
    decision.found = m_node.routing->GetInner()->RouteInput(packet.PeekPayload(),
                                                            header,
                                                            context.device,
                                                            m_recorders.unicast,
                                                            m_recorders.multicast,
                                                            m_recorders.local,
                                                            m_recorders.error);
    m_recording = outer;
    return decision;
}

NfIpv4RouteDecision
NfIpv4InputRouting::RouteAnew(NfPacket& packet) const
{
    NfIpv4RouteDecision decision;
    if (!m_node.IsForwarding(*packet.in))
    {
        return decision;
    }
    Socket::SocketErrno error = Socket::ERROR_NOTERROR;
    NfIpv4RouteAnswer answer;
    answer.kind = NfIpv4RouteAnswer::UNICAST;
    answer.route = m_node.routing->GetInner()->RouteOutput(packet.GetPayload(),
                                                           m_node.MakeHeader(packet),
                                                           nullptr,
                                                           error);
    if (answer.route)
    {
        decision.found = true;
        decision.first = answer;
    }
    return decision;
}

bool
NfIpv4InputRouting::RouteByPolicy(const NfPacket& packet, NfIpv4RouteAnswer& answer) const
{
    Ipv4Address destination = packet.ip.destination.ToIpv4();
    NfAddressType type = m_node.addresses.GetType(destination.Get());
    bool local =
        type == NfAddressType::LOCAL && m_node.addresses.IsInLocalNetwork(destination.Get());
    if (type != NfAddressType::UNICAST && !local)
    {
        return false;
    }
    NfFlow flow;
    flow.source = packet.ip.source.ToIpv4();
    flow.destination = destination;
    flow.mark = packet.mark;
    flow.tos = packet.ip.tos;
    flow.iif = packet.in;
    NfPolicyRouting::Result result = m_node.policy.Lookup(flow);
    if (!local && result.kind != NfPolicyRouting::Result::LOCAL && !m_node.IsForwarding(*packet.in))
    {
        return false;
    }
    switch (local ? NfPolicyRouting::Result::LOCAL : result.kind)
    {
    case NfPolicyRouting::Result::LOCAL:
        answer.kind = NfIpv4RouteAnswer::LOCAL;
        answer.interface = m_node.interfaces.NumberOf(*packet.in);
        break;
    case NfPolicyRouting::Result::ASK_PROTOCOL:
        return false;
    case NfPolicyRouting::Result::ROUTE:
        answer.kind = NfIpv4RouteAnswer::UNICAST;
        answer.route = NfMakePolicyRoute(result, flow.destination, m_node.ipv4);
        break;
    case NfPolicyRouting::Result::NO_ROUTE:
        break;
    case NfPolicyRouting::Result::UNREACHABLE:
        answer.refusal = NfDropReason::UNREACHABLE;
        break;
    case NfPolicyRouting::Result::PROHIBIT:
        answer.refusal = NfDropReason::PROHIBITED;
        break;
    case NfPolicyRouting::Result::BLACKHOLE:
        answer.refusal = NfDropReason::BLACKHOLE;
        break;
    }
    return true;
}

void
NfIpv4InputRouting::Record(const NfIpv4RouteAnswer& answer,
                           Ptr<const Packet> packet,
                           const Ipv4Header& header)
{
    if (m_recording)
    {
        m_recording->Add(answer);
        return;
    }
    answer.Give(m_node.routing->GetCallbacks(), packet, header);
}

void
NfIpv4InputRouting::RecordUnicast(Ptr<Ipv4Route> route,
                                  Ptr<const Packet> packet,
                                  const Ipv4Header& header)
{
    NfIpv4RouteAnswer answer;
    answer.kind = NfIpv4RouteAnswer::UNICAST;
    answer.route = route;
    Record(answer, packet, header);
}

void
NfIpv4InputRouting::RecordMulticast(Ptr<Ipv4MulticastRoute> route,
                                    Ptr<const Packet> packet,
                                    const Ipv4Header& header)
{
    NfIpv4RouteAnswer answer;
    answer.kind = NfIpv4RouteAnswer::MULTICAST;
    answer.multicastRoute = route;
    Record(answer, packet, header);
}

void
NfIpv4InputRouting::RecordLocal(Ptr<const Packet> packet,
                                const Ipv4Header& header,
                                uint32_t interface)
{
    NfIpv4RouteAnswer answer;
    answer.kind = NfIpv4RouteAnswer::LOCAL;
    answer.interface = interface;
    Record(answer, packet, header);
}

void
NfIpv4InputRouting::RecordError(Ptr<const Packet> packet,
                                const Ipv4Header& header,
                                Socket::SocketErrno error)
{
    NfIpv4RouteAnswer answer;
    answer.kind = NfIpv4RouteAnswer::ERROR;
    answer.error = error;
    Record(answer, packet, header);
}

} // namespace ns3
