// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_ROUTE_ENTRY_H
#define NF_IPV6_ROUTE_ENTRY_H

#include "nf-packet.h"

#include "ns3/ipv6-route.h"

#include <optional>

namespace ns3
{

/**
 * @ingroup netfilter
 * The route of an IPv6 packet, as attached to NfPacket::route.
 */
class NfIpv6RouteEntry : public NfRouteEntry
{
  public:
    /**
     * @param ipv6Route what ns-3's routing says
     * @param outDevice the device that hooks see: lo for an address of the node
     */
    NfIpv6RouteEntry(Ptr<Ipv6Route> ipv6Route, const NfDevice* outDevice)
        : route(ipv6Route),
          out(outDevice)
    {
    }

    Ptr<Ipv6Route> route;
    const NfDevice* out;
    /// What a policy route says that own packets are sent from; nothing: source address selection
    /// says it.
    std::optional<NfAddress> source;
};

/**
 * @param packet a packet
 * @return its IPv6 route, or null
 */
inline NfIpv6RouteEntry*
NfGetIpv6Route(const NfPacket& packet)
{
    return static_cast<NfIpv6RouteEntry*>(PeekPointer(packet.route));
}

} // namespace ns3

#endif /* NF_IPV6_ROUTE_ENTRY_H */
