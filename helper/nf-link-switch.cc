// SPDX-License-Identifier: GPL-2.0-only

#include "nf-link-switch.h"

#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv4.h"

namespace ns3
{

NfLinkSwitch::NfLinkSwitch(const NfTopologyHelper& topology)
    : m_topology(topology)
{
}

void
NfLinkSwitch::SetLink(std::size_t link, bool up)
{
    const auto& interfaces = m_topology.GetPlan().GetInterfaces();
    for (std::size_t i = 0; i < interfaces.size(); ++i)
    {
        if (interfaces[i].link == link)
        {
            SetInterface(i, up);
        }
    }
}

void
NfLinkSwitch::SetInterface(std::size_t interface, bool up)
{
    const Ptr<Ipv4> ipv4 = m_topology.GetDevice(interface)->GetNode()->GetObject<Ipv4>();
    const uint32_t number = FindIpv4Interface(interface);
    const Ptr<Ipv4StaticRouting> routes = Ipv4StaticRoutingHelper().GetStaticRouting(ipv4);
    if (ipv4->IsUp(number) == up)
    {
        return;
    }
    if (!up)
    {
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
        return;
    }
    ipv4->SetUp(number);
    for (const Route& route : m_lost[interface])
    {
        routes->AddNetworkRouteTo(route.entry.GetDestNetwork(),
                                  route.entry.GetDestNetworkMask(),
                                  route.entry.GetGateway(),
                                  number,
                                  route.metric);
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
