// SPDX-License-Identifier: GPL-2.0-only

#include "nf-link-switch.h"

#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv4.h"

namespace ns3
{

namespace
{

bool
IsNeighbour(const Ipv4& ipv4, uint32_t interface, Ipv4Address gateway)
{
    for (uint32_t i = 0; i < ipv4.GetNAddresses(interface); ++i)
    {
        const Ipv4InterfaceAddress own = ipv4.GetAddress(interface, i);
        if (own.GetMask().IsMatch(own.GetLocal(), gateway))
        {
            return true;
        }
    }
    return false;
}

void
Note(std::set<std::size_t>& down, std::size_t number, bool up)
{
    if (up)
    {
        down.erase(number);
    }
    else
    {
        down.insert(number);
    }
}

} // namespace

NfLinkSwitch::NfLinkSwitch(const NfTopologyHelper& topology)
    : m_topology(topology)
{
}

void
NfLinkSwitch::SetLink(std::size_t link, bool up)
{
    Note(m_downLinks, link, up);
    const auto& interfaces = m_topology.GetPlan().GetInterfaces();
    for (std::size_t i = 0; i < interfaces.size(); ++i)
    {
        if (interfaces[i].link == link)
        {
            Apply(i);
        }
    }
}

void
NfLinkSwitch::SetInterface(std::size_t interface, bool up)
{
    Note(m_downInterfaces, interface, up);
    Apply(interface);
}

void
NfLinkSwitch::Apply(std::size_t interface)
{
    const std::size_t link = m_topology.GetPlan().GetInterfaces()[interface].link;
    const bool up = m_downLinks.count(link) + m_downInterfaces.count(interface) == 0;
    const Ptr<Ipv4> ipv4 = m_topology.GetDevice(interface)->GetNode()->GetObject<Ipv4>();
    if (ipv4->IsUp(FindIpv4Interface(interface)) == up)
    {
        return;
    }
    if (up)
    {
        BringUp(interface);
    }
    else
    {
        TakeDown(interface);
    }
}

void
NfLinkSwitch::TakeDown(std::size_t interface)
{
    const Ptr<Ipv4> ipv4 = m_topology.GetDevice(interface)->GetNode()->GetObject<Ipv4>();
    const uint32_t number = FindIpv4Interface(interface);
    const Ptr<Ipv4StaticRouting> routes = Ipv4StaticRoutingHelper().GetStaticRouting(ipv4);
    std::vector<Route>& lost = m_lost[interface];
    lost.clear();
    for (uint32_t i = 0; routes && i < routes->GetNRoutes(); ++i)
    {
        const Ipv4RoutingTableEntry entry = routes->GetRoute(i);
        if (entry.GetInterface() == number && entry.IsGateway())
        {
            lost.push_back({entry, routes->GetMetric(i)});
        }
    }
    ipv4->SetDown(number);
}

void
NfLinkSwitch::BringUp(std::size_t interface)
{
    const Ptr<Ipv4> ipv4 = m_topology.GetDevice(interface)->GetNode()->GetObject<Ipv4>();
    const uint32_t number = FindIpv4Interface(interface);
    ipv4->SetUp(number);
    const Ptr<Ipv4StaticRouting> routes = Ipv4StaticRoutingHelper().GetStaticRouting(ipv4);
    for (const Route& route : m_lost[interface])
    {
        // The address that led there may have gone while the interface was down.
        if (IsNeighbour(*ipv4, number, route.entry.GetGateway()))
        {
            routes->AddNetworkRouteTo(route.entry.GetDestNetwork(),
                                      route.entry.GetDestNetworkMask(),
                                      route.entry.GetGateway(),
                                      number,
                                      route.metric);
        }
    }
    m_lost.erase(interface);
}

uint32_t
NfLinkSwitch::FindIpv4Interface(std::size_t interface) const
{
    const Ptr<NetDevice> device = m_topology.GetDevice(interface);
    return static_cast<uint32_t>(
        device->GetNode()->GetObject<Ipv4>()->GetInterfaceForDevice(device));
}

} // namespace ns3
