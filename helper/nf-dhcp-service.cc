// SPDX-License-Identifier: GPL-2.0-only

#include "nf-dhcp-service.h"

#include "nf-own-rank.h"
#include "nf-stream-name.h"

#include "ns3/dhcp-client.h"
#include "ns3/dhcp-server.h"
#include "ns3/ipv4.h"
#include "ns3/nstime.h"
#include "ns3/object-factory.h"

#include <algorithm>
#include <optional>

namespace ns3
{

namespace
{

const Time USUAL_LEASE = Hours(1);

// Gives an interface without an address the one that says so, before ns-3's client does.
void
TellUnconfigured(Ptr<NetDevice> device)
{
    const Ptr<Ipv4> ipv4 = device->GetNode()->GetObject<Ipv4>();
    const auto interface = static_cast<uint32_t>(ipv4->GetInterfaceForDevice(device));
    if (ipv4->GetNAddresses(interface) == 0)
    {
        ipv4->AddAddress(interface,
                         Ipv4InterfaceAddress(Ipv4Address::GetAny(), Ipv4Mask::GetOnes()));
    }
}

// The server itself if it is a router; else the first router on the segment that has its address
// from the start.
Ipv4Address
FindGateway(const NfTopologyPlan& plan, std::size_t server)
{
    const auto& interfaces = plan.GetInterfaces();
    std::vector<std::size_t> candidates{server};
    const auto& others = plan.GetSegments()[interfaces[server].segment].interfaces;
    candidates.insert(candidates.end(), others.begin(), others.end());
    for (const std::size_t candidate : candidates)
    {
        const NfTopologyInterface& interface = interfaces[candidate];
        if (plan.GetGraph().GetNode(interface.node).kind == NfTopologyKind::ROUTER &&
            !interface.dhcpServer)
        {
            return interface.address;
        }
    }
    return interfaces[server].address;
}

} // namespace

void
NfServeDhcp(const NfTopologyPlan& plan,
            std::size_t server,
            const std::vector<std::size_t>& clients,
            const std::vector<Ptr<NetDevice>>& devices)
{
    if (!NfIsOwnNode(devices[server]->GetNode()))
    {
        return; // its clients are on its own rank too
    }
    const auto& interfaces = plan.GetInterfaces();
    const NfTopologySegment& segment = plan.GetSegments()[interfaces[server].segment];
    uint32_t first = interfaces[server].address.Get();
    uint32_t last = first;
    std::optional<Time> shortest;
    for (const std::size_t client : clients)
    {
        const NfTopologyLink& link = plan.GetGraph().GetLink(interfaces[client].link);
        if (link.dhcpLease)
        {
            shortest = std::min(*link.dhcpLease, shortest.value_or(*link.dhcpLease));
        }
        first = std::min(first, interfaces[client].address.Get());
        last = std::max(last, interfaces[client].address.Get());
    }
    ObjectFactory factory("ns3::DhcpServer");
    factory.Set("PoolAddresses", Ipv4AddressValue(segment.network.GetAddress().ToIpv4()));
    factory.Set("PoolMask", Ipv4MaskValue(segment.network.ToIpv4Mask()));
    factory.Set("FirstAddress", Ipv4AddressValue(Ipv4Address(first)));
    factory.Set("LastAddress", Ipv4AddressValue(Ipv4Address(last)));
    factory.Set("Gateway", Ipv4AddressValue(FindGateway(plan, server)));
    const Time lease = shortest.value_or(USUAL_LEASE);
    factory.Set("LeaseTime", TimeValue(lease));
    factory.Set("RenewTime", TimeValue(lease / 2));
    factory.Set("RebindTime", TimeValue(lease / 8 * 7));
    const Ptr<DhcpServer> keeper = factory.Create<DhcpServer>();
    devices[server]->GetNode()->AddApplication(keeper);
    for (const std::size_t client : clients)
    {
        const NfTopologyInterface& interface = interfaces[client];
        keeper->AddStaticDhcpEntry(devices[client]->GetAddress(), interface.address);
        const Ptr<DhcpClient> asker = CreateObject<DhcpClient>();
        asker->SetAttribute("Collect", TimeValue(Time()));
        asker->SetDhcpClientNetDevice(devices[client]);
        TellUnconfigured(devices[client]);
        asker->TraceConnectWithoutContext(
            "ExpireLease",
            Callback<void, const Ipv4Address&>(
                [device = devices[client]](const Ipv4Address&) { TellUnconfigured(device); }));
        asker->AssignStreams(NfStreamOf("dhcp " + plan.GetGraph().GetNode(interface.node).name +
                                        " " + interface.name));
        devices[client]->GetNode()->AddApplication(asker);
    }
}

} // namespace ns3
