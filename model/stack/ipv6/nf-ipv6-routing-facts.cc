// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-routing-facts.h"

#include "nf-ipv6-convert.h"
#include "nf-ipv6-node.h"
#include "nf-known-networks.h"

#include "ns3/ipv6-list-routing.h"
#include "ns3/ipv6-routing-table-entry.h"
#include "ns3/ipv6-static-routing.h"

#include <utility>

namespace ns3
{

const NfDevice*
NfIpv6RoutingFacts::FindDevice(std::string_view name) const
{
    const NfDevice* device = m_node.shared.devices.Find(name);
    const uint32_t number = device ? m_node.interfaces.NumberOf(*device) : NfIpv6Interfaces::NONE;
    return number != NfIpv6Interfaces::NONE && m_node.ipv6->IsUp(number) ? device : nullptr;
}

std::optional<NfLinkNetwork>
NfIpv6RoutingFacts::FindNetwork(const NfAddress& destination, const NfDevice* oif) const
{
    std::optional<NfLinkNetwork> best;
    NfFindLinkNetworks<Ipv6>(
        *m_node.ipv6,
        m_node.interfaces,
        destination,
        oif,
        [&best](const NfPrefix& network, const NfDevice* device, const Ipv6InterfaceAddress&) {
            best = {network, device, std::nullopt};
        });
    return best;
}

NfKnownPrefix
NfIpv6RoutingFacts::FindPrefix(const NfAddress& destination) const
{
    NfKnownPrefix prefix;
    const Ipv6Address address = NfToIpv6(destination);
    NfAddKnownPrefixes<Ipv6ListRouting, Ipv6StaticRouting>(
        m_node.ipv6->GetRoutingProtocol(),
        prefix,
        [&address](const Ipv6RoutingTableEntry& entry) -> std::optional<uint8_t> {
            const Ipv6Prefix mask =
                entry.IsHost() ? Ipv6Prefix::GetOnes() : entry.GetDestNetworkPrefix();
            if (!mask.IsMatch(entry.GetDest(), address))
            {
                return std::nullopt;
            }
            return mask.GetPrefixLength();
        });
    return prefix;
}

void
NfIpv6RoutingFacts::SetLocalNetworks(std::vector<NfPrefix> networks)
{
    m_node.addresses.SetLocalNetworks(std::move(networks));
}

} // namespace ns3
