// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-output-routing.h"

#include "nf-ipv6-convert.h"
#include "nf-ipv6-raw-diversion.h"
#include "nf-ipv6-source-choice.h"
#include "nf-stack-tags.h"

namespace ns3
{

Ptr<Ipv6Route>
NfMakeLinkRoute(const Ipv6Address& source,
                const Ipv6Address& destination,
                const Ptr<NetDevice>& out)
{
    Ptr<Ipv6Route> route = Create<Ipv6Route>();
    route->SetSource(source);
    route->SetDestination(destination);
    route->SetGateway(Ipv6Address::GetAny());
    route->SetOutputDevice(out);
    return route;
}

namespace
{

NfFlow
MakeFlow(const NfIpHeader& ip, uint32_t mark, const NfDevice* oif)
{
    NfFlow flow;
    flow.source = ip.source;
    flow.destination = ip.destination;
    flow.mark = mark;
    flow.tos = ip.tos;
    flow.oif = oif;
    return flow;
}

bool
HasLinkLocalAddress(const Ipv6& ipv6, const Ptr<NetDevice>& device)
{
    const int32_t interface = ipv6.GetInterfaceForDevice(device);
    for (uint32_t i = 0; interface >= 0 && i < ipv6.GetNAddresses(interface); ++i)
    {
        if (ipv6.GetAddress(interface, i).GetScope() == Ipv6InterfaceAddress::LINKLOCAL)
        {
            return true;
        }
    }
    return false;
}

} // namespace

Ptr<Ipv6Route>
NfMakePolicyRoute(const NfPolicyRouting::Result& found,
                  const NfAddress& source,
                  const NfAddress& destination)
{
    Ptr<Ipv6Route> route =
        NfMakeLinkRoute(NfToIpv6(source), NfToIpv6(destination), found.device->netDevice);
    if (found.gateway)
    {
        route->SetGateway(NfToIpv6(*found.gateway));
    }
    return route;
}

NfIpv6OutputRouting::Answer
NfIpv6OutputRouting::Route(NfPacket& packet, const NfDevice* link) const
{
    const NfAddress& destination = packet.ip.destination;
    if (const NfDevice* home = m_node.addresses.FindHome(destination))
    {
        // ns-3 delivers a packet to itself by the interface that has the address.
        const NfAddress source = packet.ip.source.IsAny() ? destination : packet.ip.source;
        return {Create<NfIpv6RouteEntry>(
            NfMakeLinkRoute(NfToIpv6(source), NfToIpv6(destination), home->netDevice),
            m_node.shared.devices.GetLoopback())};
    }
    const bool onLink = NfIpv6Address::NeedsLink(destination);
    if (!onLink && !NfIpv6Address::NeedsLink(packet.ip.source))
    {
        link = nullptr;
    }
    else if (!link)
    {
        link = m_node.addresses.FindHome(packet.ip.source);
    }
    if (onLink && !link)
    {
        return {nullptr, NfSendResult::NETUNREACH}; // ns-3's static routing would abort
    }
    if (std::optional<Answer> answer = RouteByPolicy(packet.ip, packet.mark, link))
    {
        return *answer;
    }
    Ptr<Ipv6Route> route =
        Ask(packet.ip, packet.GetPayload(), link ? link->netDevice : Ptr<NetDevice>());
    if (!route)
    {
        return {nullptr, NfSendResult::NETUNREACH};
    }
    return {MakeEntry(route, destination)};
}

std::optional<NfIpv6OutputRouting::Answer>
NfIpv6OutputRouting::RouteByPolicy(const NfIpHeader& ip, uint32_t mark, const NfDevice* oif) const
{
    // Routes to groups are in the table local, which goes before all rules.
    if (m_node.policy.IsEmpty() || NfIpv6Address::IsMulticast(ip.destination))
    {
        return std::nullopt;
    }
    NfPolicyRouting::Result found = m_node.policy.Lookup(MakeFlow(ip, mark, oif));
    using Result = NfPolicyRouting::Result;
    switch (found.kind)
    {
    case Result::ASK_PROTOCOL:
        return std::nullopt;
    case Result::NO_ROUTE:
        return Answer{nullptr, NfSendResult::NETUNREACH};
    case Result::UNREACHABLE:
        return Answer{nullptr, NfSendResult::HOSTUNREACH};
    case Result::PROHIBIT:
        return Answer{nullptr, NfSendResult::ACCES};
    case Result::BLACKHOLE:
        return Answer{nullptr, NfSendResult::INVAL};
    case Result::LOCAL:
        found.device = m_node.shared.devices.GetLoopback();
        break;
    case Result::ROUTE:
        break;
    }
    auto entry =
        Create<NfIpv6RouteEntry>(NfMakePolicyRoute(found, ip.source, ip.destination), found.device);
    entry->source = found.source;
    return Answer{entry};
}

Ptr<NfIpv6RouteEntry>
NfIpv6OutputRouting::RouteToward(const NfAddress& gateway,
                                 const NfPacket& packet,
                                 const NfDevice* device) const
{
    NfIpHeader ip;
    ip.family = NfFamily::IPV6;
    ip.protocol = packet.ip.protocol;
    ip.tos = packet.ip.tos;
    ip.destination = gateway;
    NfPacket probe(ip, Create<Packet>());
    Ptr<NfIpv6RouteEntry> found = Route(probe, device).entry;
    const bool wrongWay = device && (!found || found->out != device);
    if (!wrongWay && (!found || !found->out))
    {
        return nullptr;
    }
    // A copy: the routing protocol may keep its own.
    const NfDevice* out = wrongWay ? device : found->out;
    const Ptr<NetDevice> netDevice = wrongWay ? device->netDevice : found->route->GetOutputDevice();
    const Ipv6Address source = wrongWay ? Ipv6Address::GetAny() : found->route->GetSource();
    const bool further = !wrongWay && !found->route->GetGateway().IsAny();
    Ptr<Ipv6Route> route = NfMakeLinkRoute(source, NfToIpv6(packet.ip.destination), netDevice);
    route->SetGateway(further ? found->route->GetGateway() : NfToIpv6(gateway));
    return Create<NfIpv6RouteEntry>(route, out);
}

Ptr<NfIpv6RouteEntry>
NfIpv6OutputRouting::MakeEntry(const Ptr<Ipv6Route>& route, const NfAddress& destination) const
{
    const NfDevice* out = m_node.addresses.IsLocal(destination)
                              ? m_node.shared.devices.GetLoopback()
                              : m_node.FindRouteDevice(*route);
    return out ? Create<NfIpv6RouteEntry>(route, out) : nullptr;
}

const NfDevice*
NfIpv6OutputRouting::FindDevice(const NfAddress& destination, const NfDevice* link) const
{
    NfIpHeader ip;
    ip.family = NfFamily::IPV6;
    ip.destination = destination;
    const bool onLink = NfIpv6Address::NeedsLink(destination);
    if (onLink && !link)
    {
        return nullptr;
    }
    Ptr<Ipv6Route> route = Ask(ip, nullptr, onLink ? link->netDevice : Ptr<NetDevice>());
    return route ? m_node.shared.devices.Find(route->GetOutputDevice()) : nullptr;
}

NfAddressType
NfIpv6OutputRouting::GetTypeByRules(const NfAddress& address, const NfDevice* device) const
{
    if (m_node.policy.IsEmpty())
    {
        return NfAddressType::UNICAST;
    }
    NfIpHeader ip;
    ip.family = NfFamily::IPV6;
    ip.destination = address;
    using Result = NfPolicyRouting::Result;
    switch (m_node.policy.Lookup(MakeFlow(ip, 0, device)).kind)
    {
    case Result::ASK_PROTOCOL:
    case Result::ROUTE:
        return NfAddressType::UNICAST;
    case Result::LOCAL:
        return device ? NfAddressType::UNICAST : NfAddressType::LOCAL;
    default:
        return NfAddressType::UNREACHABLE;
    }
}

const NfDevice*
NfIpv6OutputRouting::FindReverseDevice(const NfPacket& packet, bool useMark, bool& isLocal) const
{
    isLocal = false;
    NfIpHeader ip;
    ip.family = NfFamily::IPV6;
    ip.tos = packet.ip.tos;
    ip.source =
        NfIpv6Address::IsMulticast(packet.ip.destination) ? NfAddress() : packet.ip.destination;
    ip.destination = packet.ip.source;
    const NfDevice* link = NfIpv6Address::NeedsLink(ip.destination) ? packet.in : nullptr;
    if (!m_node.policy.IsEmpty() && !NfIpv6Address::IsMulticast(ip.destination))
    {
        const NfPolicyRouting::Result found =
            m_node.policy.Lookup(MakeFlow(ip, useMark ? packet.mark : 0, link));
        if (found.kind != NfPolicyRouting::Result::ASK_PROTOCOL)
        {
            isLocal = found.kind == NfPolicyRouting::Result::LOCAL;
            return found.device;
        }
    }
    return FindDevice(ip.destination, packet.in);
}

Ptr<Ipv6Route>
NfIpv6OutputRouting::Ask(const NfIpHeader& ip,
                         const Ptr<Packet>& packet,
                         const Ptr<NetDevice>& oif) const
{
    Ipv6Header header;
    header.SetSource(NfToIpv6(ip.source));
    header.SetDestination(NfToIpv6(ip.destination));
    if (oif && header.GetDestination().IsLinkLocalMulticast() &&
        !HasLinkLocalAddress(*m_node.ipv6, oif))
    {
        // ns-3's static routing asserts that there is an address to send from.
        return NfMakeLinkRoute(header.GetSource(), header.GetDestination(), oif);
    }
    header.SetNextHeader(ip.protocol);
    header.SetTrafficClass(ip.tos);
    Socket::SocketErrno error = Socket::ERROR_NOTERROR;
    return m_node.routing->GetInner()->RouteOutput(packet, header, oif, error);
}

uint8_t
NfIpv6OutputRouting::GetPrefixLength(const Ipv6Route& route, const NfAddress& destination) const
{
    constexpr uint8_t usual = 64;
    if (!route.GetGateway().IsAny())
    {
        return route.GetDestination().IsAny() ? 0 : usual;
    }
    const int32_t interface = m_node.ipv6->GetInterfaceForDevice(route.GetOutputDevice());
    const Ipv6Address address = NfToIpv6(destination);
    for (uint32_t i = 0; interface >= 0 && i < m_node.ipv6->GetNAddresses(interface); ++i)
    {
        const Ipv6InterfaceAddress own = m_node.ipv6->GetAddress(interface, i);
        if (own.GetPrefix().IsMatch(own.GetAddress(), address))
        {
            return own.GetPrefix().GetPrefixLength();
        }
    }
    return usual;
}

Ptr<Ipv6Route>
NfIpv6OutputRouting::RouteStock(const Ptr<Packet>& packet,
                                const Ipv6Header& header,
                                const Ptr<NetDevice>& oif,
                                Socket::SocketErrno& error) const
{
    const NfAddress destination = NfFromIpv6(header.GetDestination());
    if (!m_node.policy.IsEmpty() && !m_node.addresses.IsLocal(destination))
    {
        NfIpHeader ip;
        ip.family = NfFamily::IPV6;
        ip.source = NfFromIpv6(header.GetSource());
        ip.destination = destination;
        ip.tos = header.GetTrafficClass();
        NfMarkTag tag;
        const uint32_t mark = packet && packet->PeekPacketTag(tag) ? tag.GetMark() : 0;
        const NfDevice* device = oif ? m_node.shared.devices.Find(oif) : nullptr;
        if (const auto answer = RouteByPolicy(ip, mark, device))
        {
            if (!answer->entry)
            {
                error = Socket::ERROR_NOROUTETOHOST;
                return nullptr;
            }
            const auto source = NfChooseIpv6Source(m_node, destination, *answer->entry);
            answer->entry->route->SetSource(NfToIpv6(source.value_or(NfAddress())));
            error = Socket::ERROR_NOTERROR;
            return answer->entry->route;
        }
    }
    return m_node.routing->GetInner()->RouteOutput(packet, header, oif, error);
}

Ptr<Ipv6Route>
NfIpv6OutputRouting::AnswerStock(const Ptr<Packet>& packet,
                                 const Ipv6Header& header,
                                 const Ptr<NetDevice>& oif,
                                 Socket::SocketErrno& error) const
{
    if (!oif && !m_node.IsIdle() && header.GetDestination().IsLinkLocalMulticast())
    {
        error = Socket::ERROR_NOROUTETOHOST;
        return nullptr;
    }
    Ptr<Ipv6Route> route = RouteStock(packet, header, oif, error);
    if (!route || !packet || m_node.IsIdle())
    {
        return route;
    }
    // If it was ICMPv6 that has asked, NfIpv6Output::SendTransport() undoes this.
    return m_diversion.Divert(packet, header, route);
}

} // namespace ns3
