// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_KNOWN_NETWORKS_H
#define NF_KNOWN_NETWORKS_H

#include "nf-ip-interfaces.h"
#include "nf-routing-facts.h"

#include "ns3/ptr.h"

#include <cstdint>

namespace ns3
{

/**
 * @file
 * @ingroup netfilter
 * What implementations of NfRoutingFacts of both families have in common: the prefixes of those
 * routing protocols of ns-3 that show their routes, and the networks of interfaces.
 */

namespace nfinternal
{
// Static routing gives its entries by value, global routing by pointer.
template <class Entry>
const Entry&
RoutingEntry(const Entry& entry)
{
    return entry;
}

template <class Entry>
const Entry&
RoutingEntry(Entry* entry)
{
    return *entry;
}
} // namespace nfinternal

/**
 * @tparam List ns-3's list of protocols of the family
 * @tparam Shown the protocols of the family that show their routes
 * @param protocol the node's
 * @param prefix joins what it shows
 * @param lengthOf callable with an entry of its table; the length of the entry's prefix, if that
 *        has the destination in question, else nothing
 */
template <class List, class... Shown, class Protocol, class LengthOf>
void
NfAddKnownPrefixes(const Ptr<Protocol>& protocol, NfKnownPrefix& prefix, const LengthOf& lengthOf)
{
    if (Ptr<List> list = DynamicCast<List>(protocol))
    {
        for (uint32_t i = 0; i < list->GetNRoutingProtocols(); ++i)
        {
            int16_t priority = 0;
            NfAddKnownPrefixes<List, Shown...>(list->GetRoutingProtocol(i, priority),
                                               prefix,
                                               lengthOf);
        }
        return;
    }
    auto read = [&](const auto& shown) {
        for (uint32_t i = 0; shown && i < shown->GetNRoutes(); ++i)
        {
            const auto entry = nfinternal::RoutingEntry(shown->GetRoute(i));
            if (const std::optional<uint8_t> length = lengthOf(entry))
            {
                prefix.Add(*length);
            }
        }
        return bool(shown);
    };
    prefix.known = (read(DynamicCast<Shown>(protocol)) || ...) && prefix.known;
}

/**
 * @param ip the node's stack, an Ipv4 or Ipv6
 * @param interfaces of the stack
 * @param destination an address
 * @param oif if not null, only networks of this device count
 * @param take callable with the network, its device and ns-3's address of it, for each that has the
 *        destination and is longer than those before; NfNetworkOf() gives the network of an address
 */
template <class Ip, class Take>
void
NfFindLinkNetworks(const Ip& ip,
                   const NfIpInterfaces<Ip>& interfaces,
                   const NfAddress& destination,
                   const NfDevice* oif,
                   const Take& take)
{
    int longest = -1;
    for (uint32_t number = 0; number < interfaces.GetAll().size(); ++number)
    {
        const NfDevice* device = interfaces.Find(number);
        if (!ip.IsUp(number) || (oif && oif != device))
        {
            continue;
        }
        for (uint32_t i = 0; i < ip.GetNAddresses(number); ++i)
        {
            const auto address = ip.GetAddress(number, i);
            const NfPrefix network = NfNetworkOf(address);
            if (network.GetLength() > longest && network.Contains(destination))
            {
                longest = network.GetLength();
                take(network, device, address);
            }
        }
    }
}

} // namespace ns3

#endif /* NF_KNOWN_NETWORKS_H */
