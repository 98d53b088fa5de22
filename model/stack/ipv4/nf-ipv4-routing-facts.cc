// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-routing-facts.h"

#include "nf-ipv4-node.h"
#include "nf-known-networks.h"

#if __has_include("ns3/global-routing.h")
#include "ns3/global-routing.h"
#else
#include "ns3/ipv4-global-routing.h"
#endif
#include "ns3/ipv4-list-routing.h"
#include "ns3/ipv4-routing-table-entry.h"
#include "ns3/ipv4-static-routing.h"

#include <utility>

namespace ns3
{

const NfDevice*
NfIpv4RoutingFacts::FindDevice(std::string_view name) const
{
    const NfDevice* device = m_node.devices.Find(name);
    const uint32_t number = device ? m_node.interfaces.NumberOf(*device) : NfIpv4Interfaces::NONE;
    return number != NfIpv4Interfaces::NONE && m_node.ipv4->IsUp(number) ? device : nullptr;
}

std::optional<NfLinkNetwork>
NfIpv4RoutingFacts::FindNetwork(const NfAddress& destination, const NfDevice* oif) const
{
    std::optional<NfLinkNetwork> best;
    NfFindLinkNetworks<Ipv4>(*m_node.ipv4,
                             m_node.interfaces,
                             destination,
                             oif,
                             [&best](const NfPrefix& network,
                                     const NfDevice* device,
                                     const Ipv4InterfaceAddress& address) {
                                 best = {network, device, address.GetLocal()};
                             });
    return best;
}

NfKnownPrefix
NfIpv4RoutingFacts::FindPrefix(const NfAddress& destination) const
{
    NfKnownPrefix prefix;
    NfAddKnownPrefixes<Ipv4ListRouting, Ipv4StaticRouting, Ipv4GlobalRouting>(
        m_node.ipv4->GetRoutingProtocol(),
        prefix,
        [&destination](const Ipv4RoutingTableEntry& entry) -> std::optional<uint8_t> {
            const Ipv4Mask mask = entry.IsHost() ? Ipv4Mask::GetOnes() : entry.GetDestNetworkMask();
            if (!mask.IsMatch(entry.GetDest(), destination.ToIpv4()))
            {
                return std::nullopt;
            }
            return mask.GetPrefixLength();
        });
    return prefix;
}

void
NfIpv4RoutingFacts::SetLocalNetworks(std::vector<NfPrefix> networks)
{
    m_node.addresses.SetLocalNetworks(std::move(networks));
}

} // namespace ns3
