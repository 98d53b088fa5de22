// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-output-routing.h"

#include "nf-ipv4-node.h"
#include "nf-ipv4-raw-diversion.h"
#include "nf-stack-tags.h"

namespace ns3
{

Ptr<Ipv4Route>
NfMakeLinkRoute(Ipv4Address source, Ipv4Address destination, Ptr<NetDevice> out)
{
    Ptr<Ipv4Route> route = Create<Ipv4Route>();
    route->SetSource(source);
    route->SetDestination(destination);
    route->SetGateway(Ipv4Address::GetAny());
    route->SetOutputDevice(out);
    return route;
}

Ptr<Ipv4Route>
NfMakePolicyRoute(const NfPolicyRouting::Result& found,
                  const NfAddress& destination,
                  const Ptr<Ipv4>& ipv4)
{
    const Ptr<NetDevice> device = found.device->netDevice;
    const Ipv4Address nextHop = found.gateway.value_or(destination).ToIpv4();
    Ptr<Ipv4Route> route = NfMakeLinkRoute(Ipv4Address::GetAny(), destination.ToIpv4(), device);
    route->SetSource(
        found.source ? found.source->ToIpv4()
                     : ipv4->SelectSourceAddress(device, nextHop, Ipv4InterfaceAddress::GLOBAL));
    if (found.gateway && !route->GetDestination().IsMulticast() &&
        !route->GetDestination().IsBroadcast())
    {
        route->SetGateway(nextHop);
    }
    return route;
}

NfIpv4OutputRouting::Answer
NfIpv4OutputRouting::Route(NfPacket& packet) const
{
    Ipv4Address source = packet.ip.source.ToIpv4();
    Ipv4Address destination = packet.ip.destination.ToIpv4();
    if (m_node.IsLocal(destination))
    {
        const NfDevice* lo = m_node.devices.GetLoopback();
        Ptr<Ipv4Route> route =
            NfMakeLinkRoute(source.IsAny() ? destination : source, destination, lo->netDevice);
        return {Create<NfIpv4RouteEntry>(route, lo)};
    }
    // A DHCP client gives its interface the address 0.0.0.0, which is none.
    int32_t home = source.IsAny() ? -1 : m_node.ipv4->GetInterfaceForAddress(source);
    if ((destination.IsBroadcast() || destination.IsMulticast()) && home >= 0)
    {
        Ptr<Ipv4Route> route =
            NfMakeLinkRoute(source, destination, m_node.ipv4->GetNetDevice(home));
        return {Create<NfIpv4RouteEntry>(route, m_node.interfaces.Find(home))};
    }
    NfFlow flow;
    flow.source = source;
    flow.destination = destination;
    flow.mark = packet.mark;
    flow.tos = packet.ip.tos;
    Answer answer;
    bool local = false;
    Ptr<Ipv4Route> route =
        RouteFlow(flow, packet.ip.protocol, packet.GetPayload(), nullptr, answer.result, &local);
    if (route)
    {
        answer.entry = Create<NfIpv4RouteEntry>(route, m_node.FindRouteDevice(*route));
        answer.entry->local = local;
    }
    return answer;
}

Ptr<NfIpv4RouteEntry>
NfIpv4OutputRouting::RouteToward(const NfAddress& gateway,
                                 const NfPacket& packet,
                                 const NfDevice* device) const
{
    NfIpHeader ip;
    ip.protocol = packet.ip.protocol;
    ip.tos = packet.ip.tos;
    ip.destination = gateway;
    NfPacket probe(ip, Create<Packet>());
    Ptr<NfIpv4RouteEntry> found = Route(probe).entry;
    const bool wrongWay = device && (!found || found->out != device);
    if (!wrongWay && (!found || !found->out))
    {
        return nullptr;
    }
    // A copy: the routing protocol may keep its own.
    const NfDevice* out = wrongWay ? device : found->out;
    const Ipv4Address source = wrongWay ? Ipv4Address::GetAny() : found->route->GetSource();
    const bool further = !wrongWay && !found->route->GetGateway().IsAny();
    Ptr<Ipv4Route> route = NfMakeLinkRoute(source, packet.ip.destination.ToIpv4(), out->netDevice);
    route->SetGateway(further ? found->route->GetGateway() : gateway.ToIpv4());
    auto entry = Create<NfIpv4RouteEntry>(route, out);
    entry->local = out->loopback;
    return entry;
}

const NfDevice*
NfIpv4OutputRouting::FindReverseDevice(const NfPacket& packet, bool useMark, bool* isLocal) const
{
    NfFlow flow;
    flow.source = packet.ip.destination.ToIpv4();
    flow.destination = packet.ip.source.ToIpv4();
    flow.mark = useMark ? packet.mark : 0;
    flow.tos = packet.ip.tos;
    NfSendResult result = NfSendResult::SENT;
    bool local = false;
    if (packet.ip.source.ToIpv4().IsMulticast() || packet.ip.source.ToIpv4().IsBroadcast())
    {
        // Routes of such a way back are looked up as any other's; devices do not matter.
        const NfPolicyRouting::Result found =
            m_node.policy.IsEmpty() ? NfPolicyRouting::Result{} : m_node.policy.Lookup(flow);
        if (found.kind != NfPolicyRouting::Result::ASK_PROTOCOL)
        {
            local = found.kind == NfPolicyRouting::Result::LOCAL;
            if (isLocal)
            {
                *isLocal = local;
            }
            return found.device;
        }
    }
    Ptr<Ipv4Route> route = RouteFlow(flow, packet.ip.protocol, nullptr, nullptr, result, &local);
    if (isLocal)
    {
        *isLocal = local;
    }
    return route && !local ? m_node.devices.Find(route->GetOutputDevice()) : nullptr;
}

Ptr<Ipv4Route>
NfIpv4OutputRouting::RouteFlow(const NfFlow& flow,
                               uint8_t protocol,
                               Ptr<Packet> packet,
                               Ptr<NetDevice> oif,
                               NfSendResult& result,
                               bool* local) const
{
    result = NfSendResult::SENT;
    const Ipv4Address source = flow.source.ToIpv4();
    const Ipv4Address destination = flow.destination.ToIpv4();
    bool byDevice = destination.IsMulticast() || destination.IsBroadcast();
    if (!m_node.policy.IsEmpty() && (!byDevice || flow.source.IsAny()))
    {
        NfPolicyRouting::Result found = m_node.policy.Lookup(flow);
        switch (found.kind)
        {
        case NfPolicyRouting::Result::ROUTE:
            return NfMakePolicyRoute(found, flow.destination, m_node.ipv4);
        case NfPolicyRouting::Result::LOCAL:
            if (local)
            {
                *local = true;
            }
            return NfMakeLinkRoute(source.IsAny() ? destination : source,
                                   destination,
                                   m_node.devices.GetLoopback()->netDevice);
        case NfPolicyRouting::Result::NO_ROUTE:
            result = NfSendResult::NETUNREACH;
            return nullptr;
        case NfPolicyRouting::Result::UNREACHABLE:
            result = NfSendResult::HOSTUNREACH;
            return nullptr;
        case NfPolicyRouting::Result::PROHIBIT:
            result = NfSendResult::ACCES;
            return nullptr;
        case NfPolicyRouting::Result::BLACKHOLE:
            result = NfSendResult::INVAL;
            return nullptr;
        case NfPolicyRouting::Result::ASK_PROTOCOL:
            break;
        }
    }
    if (destination.IsLocalMulticast() && !oif)
    {
        result = NfSendResult::NETUNREACH; // ns-3's static routing would abort
        return nullptr;
    }
    Ipv4Header header;
    header.SetSource(source);
    header.SetDestination(destination);
    header.SetProtocol(protocol);
    header.SetTos(flow.tos);
    Socket::SocketErrno error = Socket::ERROR_NOTERROR;
    Ptr<Ipv4Route> route = m_node.routing->GetInner()->RouteOutput(packet, header, oif, error);
    result = route ? NfSendResult::SENT : NfSendResult::NETUNREACH;
    return route;
}

Ptr<Ipv4Route>
NfIpv4OutputRouting::RouteStock(const Ptr<Packet>& packet,
                                const Ipv4Header& header,
                                const Ptr<NetDevice>& oif,
                                Socket::SocketErrno& error) const
{
    Ipv4Address destination = header.GetDestination();
    if (m_node.policy.IsEmpty() || destination.IsMulticast() || destination.IsBroadcast() ||
        m_node.IsLocal(destination))
    {
        return m_node.routing->GetInner()->RouteOutput(packet, header, oif, error);
    }
    NfFlow flow;
    const bool isUnset = header.GetSource() == Ipv4Address();
    flow.source = isUnset ? Ipv4Address::GetAny() : header.GetSource();
    flow.destination = destination;
    flow.tos = header.GetTos();
    flow.oif = oif ? m_node.devices.Find(oif) : nullptr;
    NfMarkTag mark;
    flow.mark = packet && packet->PeekPacketTag(mark) ? mark.GetMark() : 0;
    NfSendResult result = NfSendResult::SENT;
    Ptr<Ipv4Route> route = RouteFlow(flow, header.GetProtocol(), packet, oif, result);
    error = route ? Socket::ERROR_NOTERROR : Socket::ERROR_NOROUTETOHOST;
    return route;
}

Ptr<Ipv4Route>
NfIpv4OutputRouting::AnswerStock(const Ptr<Packet>& packet,
                                 const Ipv4Header& header,
                                 const Ptr<NetDevice>& oif,
                                 Socket::SocketErrno& error) const
{
    Ptr<Ipv4Route> route = RouteStock(packet, header, oif, error);
    if (!route || !packet || m_node.IsIdle())
    {
        return route;
    }
    // If it was ICMP that has asked, NfIpv4Output::SendTransport() undoes this.
    return m_diversion.Divert(packet, header, route);
}

} // namespace ns3
