// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-output-routing.h"

#include "nf-ipv6-convert.h"
#include "nf-ipv6-raw-diversion.h"

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
    Ptr<Ipv6Route> route =
        Ask(packet.ip, packet.GetPayload(), link ? link->netDevice : Ptr<NetDevice>());
    if (!route)
    {
        return {nullptr, NfSendResult::NETUNREACH};
    }
    return {MakeEntry(route, destination)};
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

Ptr<Ipv6Route>
NfIpv6OutputRouting::Ask(const NfIpHeader& ip,
                         const Ptr<Packet>& packet,
                         const Ptr<NetDevice>& oif) const
{
    Ipv6Header header;
    header.SetSource(NfToIpv6(ip.source));
    header.SetDestination(NfToIpv6(ip.destination));
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
    Ptr<Ipv6Route> route = m_node.routing->GetInner()->RouteOutput(packet, header, oif, error);
    if (!route || !packet || m_node.IsIdle())
    {
        return route;
    }
    // If it was ICMPv6 that has asked, NfIpv6Output::SendTransport() undoes this.
    return m_diversion.Divert(packet, header, route);
}

} // namespace ns3
