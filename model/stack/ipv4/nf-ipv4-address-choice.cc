// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-address-choice.h"

#include "nf-ipv4-node.h"
#include "nf-ipv4-route-entry.h"

namespace ns3
{

std::optional<NfAddress>
NfSelectMasqueradeAddress(const NfIpv4Node& node, const NfPacket& packet, const NfDevice& out)
{
    const NfIpv4RouteEntry* entry = NfGetIpv4Route(packet);
    Ipv4Address nextHop = packet.ip.destination.ToIpv4();
    if (entry && !entry->route->GetGateway().IsAny())
    {
        nextHop = entry->route->GetGateway();
    }
    const uint32_t interface = node.interfaces.NumberOf(out);
    std::optional<NfAddress> first;
    // The addresses of lo have host scope and are never chosen.
    const bool none = out.loopback || interface == NfIpv4Interfaces::NONE;
    uint32_t candidates = none ? 0 : node.ipv4->GetNAddresses(interface);
    for (uint32_t i = 0; i < candidates; ++i)
    {
        Ipv4InterfaceAddress address = node.ipv4->GetAddress(interface, i);
        if (address.IsSecondary() || address.GetLocal().IsAny())
        {
            continue;
        }
        if (address.GetMask().IsMatch(address.GetLocal(), nextHop))
        {
            return NfAddress(address.GetLocal());
        }
        first = first ? first : std::optional(NfAddress(address.GetLocal()));
    }
    for (const NfDevice* device : node.interfaces.GetAll())
    {
        if (!first && !device->loopback)
        {
            first = NfGetPrimaryAddress(node, *device);
        }
    }
    return first;
}

std::optional<NfAddress>
NfGetPrimaryAddress(const NfIpv4Node& node, const NfDevice& device)
{
    const uint32_t interface = node.interfaces.NumberOf(device);
    if (interface == NfIpv4Interfaces::NONE)
    {
        return std::nullopt;
    }
    for (uint32_t i = 0; i < node.ipv4->GetNAddresses(interface); ++i)
    {
        Ipv4Address address = node.ipv4->GetAddress(interface, i).GetLocal();
        if (!address.IsAny())
        {
            return NfAddress(address);
        }
    }
    return std::nullopt;
}

std::optional<NfAddress>
NfFindBroadcastMask(const NfIpv4Node& node, const NfDevice& device, const NfAddress& address)
{
    const uint32_t interface = node.interfaces.NumberOf(device);
    if (interface == NfIpv4Interfaces::NONE)
    {
        return std::nullopt;
    }
    for (uint32_t i = 0; i < node.ipv4->GetNAddresses(interface); ++i)
    {
        const Ipv4InterfaceAddress own = node.ipv4->GetAddress(interface, i);
        if (!own.IsSecondary() && own.GetBroadcast() == address.ToIpv4())
        {
            return NfAddress(own.GetMask().Get());
        }
    }
    return std::nullopt;
}

} // namespace ns3
