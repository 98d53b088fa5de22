// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ip-route-list.h"

#include "nf-address-book.h"
#include "nf-device-table.h"
#include "nf-ipv6-address-book.h"
#include "nf-ipv6-convert.h"

#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-l3-protocol.h"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

namespace ns3
{

namespace
{

/// @return the device that a listing shows
std::string
DeviceText(const NfRoute& route, const NfPolicyRouting& routing)
{
    const bool onLoopback = route.type == NfRoute::LOCAL ||
                            (NfIsRefusing(route) && routing.GetFamily() == NfFamily::IPV6);
    if (!route.device.empty() || onLoopback)
    {
        return route.device.empty() ? "lo" : route.device;
    }
    const NfDevice* found = route.hasGateway ? routing.DeviceOf(route) : nullptr;
    return found ? std::string(found->name.View()) : "";
}

std::string
PrintRoute(const NfRoute& route, const NfPolicyRouting& routing)
{
    const NfFamily family = routing.GetFamily();
    std::string text;
    if (route.type != NfRoute::UNICAST)
    {
        text += std::string(NfIpWordOf(NF_ROUTE_TYPES, route.type)) + " ";
    }
    text += NfIpPrefixText(route.network, "default");
    text += route.hasGateway ? " via " + NfToString(route.gateway, family) : "";
    const std::string device = DeviceText(route, routing);
    text += device.empty() ? "" : " dev " + device;
    if (family == NfFamily::IPV4 && route.type == NfRoute::LOCAL)
    {
        text += " scope host";
    }
    else if (family == NfFamily::IPV4 && route.type == NfRoute::UNICAST && !route.hasGateway)
    {
        text += " scope link";
    }
    text += route.hasSource ? " src " + NfToString(route.source, family) : "";
    text += route.metric == 0 ? "" : fmt::format(" metric {}", route.metric);
    text += route.onlink ? " onlink" : "";
    return text + (family == NfFamily::IPV6 ? " pref medium" : " ");
}

/// A line of a table, with what it is sorted by.
struct RouteLine
{
    NfPrefix network;
    uint32_t metric;
    std::string text;
};

/// Linux lists IPv4 by address, of IPv6 networks within others before them.
bool
ComesBefore(const RouteLine& a, const RouteLine& b)
{
    if (a.network == b.network)
    {
        return a.metric < b.metric;
    }
    const bool nested = a.network.GetFamily() == NfFamily::IPV6 && a.network.Overlaps(b.network);
    return nested ? a.network.GetLength() > b.network.GetLength() : a.network < b.network;
}

/// What an IPv4 address of an interface makes of the tables main and local.
void
AddKernelRoutes(uint32_t table,
                const NfDevice& device,
                const Ipv4InterfaceAddress& address,
                std::vector<RouteLine>& lines)
{
    const NfPrefix network = NfNetworkOf(address);
    const std::string own = NfToString(address.GetLocal());
    if (table == NfPolicyRouting::TABLE_LOCAL)
    {
        lines.push_back({NfPrefix(address.GetLocal(), 32),
                         0,
                         fmt::format("local {} dev {} proto kernel scope host src {} ",
                                     own,
                                     device.name.View(),
                                     own)});
    }
    else if (!device.loopback && !network.IsHost())
    {
        lines.push_back({network,
                         0,
                         fmt::format("{} dev {} proto kernel scope link src {} ",
                                     NfIpPrefixText(network, "default"),
                                     device.name.View(),
                                     own)});
    }
}

/// What an IPv6 address of an interface makes of the tables main and local.
void
AddKernelRoutes(uint32_t table,
                const NfDevice& device,
                const Ipv6InterfaceAddress& address,
                std::vector<RouteLine>& lines)
{
    constexpr uint8_t width = NfPrefix::GetWidth(NfFamily::IPV6);
    const NfPrefix network = NfNetworkOf(address);
    if (table == NfPolicyRouting::TABLE_LOCAL)
    {
        const NfPrefix own(NfFromIpv6(address.GetAddress()), width, NfFamily::IPV6);
        lines.push_back({own,
                         0,
                         fmt::format("local {} dev {} proto kernel metric 0 pref medium",
                                     NfToString(own),
                                     device.name.View())});
    }
    else if (!device.loopback)
    {
        lines.push_back({network,
                         NfPolicyRouting::IPV6_CONNECTED_METRIC,
                         fmt::format("{} dev {} proto kernel metric {} pref medium",
                                     NfToString(network),
                                     device.name.View(),
                                     NfPolicyRouting::IPV6_CONNECTED_METRIC)});
    }
}

/// What the addresses of the interfaces make of the tables main and local.
template <class Ip>
void
AddKernelRoutes(uint32_t table, const NfDeviceTable& devices, std::vector<RouteLine>& lines)
{
    const Ptr<Ip> ip = NfFindIp<Ip>(devices);
    for (const NfDevice& device : devices.GetAll())
    {
        const int32_t interface = ip ? ip->GetInterfaceForDevice(device.netDevice) : -1;
        for (uint32_t i = 0; interface >= 0 && i < ip->GetNAddresses(interface); ++i)
        {
            AddKernelRoutes(table, device, ip->GetAddress(interface, i), lines);
        }
    }
}

} // namespace

void
NfListIpRoutes(uint32_t table,
               const NfPolicyRouting& routing,
               const NfDeviceTable& devices,
               std::string& output)
{
    std::vector<RouteLine> lines;
    if (table == NfPolicyRouting::TABLE_MAIN || table == NfPolicyRouting::TABLE_LOCAL)
    {
        routing.GetFamily() == NfFamily::IPV6 ? AddKernelRoutes<Ipv6>(table, devices, lines)
                                              : AddKernelRoutes<Ipv4>(table, devices, lines);
    }
    auto found = routing.GetTables().find(table);
    if (found != routing.GetTables().end())
    {
        for (const NfRoute& route : found->second)
        {
            lines.push_back({route.network, route.metric, PrintRoute(route, routing)});
        }
    }
    std::stable_sort(lines.begin(), lines.end(), ComesBefore);
    for (const RouteLine& line : lines)
    {
        output += line.text + "\n";
    }
}

} // namespace ns3
