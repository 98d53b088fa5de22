// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_ROUTE_ENTRY_H
#define NF_IPV4_ROUTE_ENTRY_H

#include "nf-packet.h"

#include "ns3/ipv4-route.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * The route of an IPv4 packet, as attached to NfPacket::route.
 */
class NfIpv4RouteEntry : public NfRouteEntry
{
  public:
    /**
     * @param ipv4Route what ns-3's routing says
     * @param outDevice the device that hooks see: lo for an address of the node
     */
    NfIpv4RouteEntry(Ptr<Ipv4Route> ipv4Route, const NfDevice* outDevice)
        : route(ipv4Route),
          out(outDevice)
    {
    }

    Ptr<Ipv4Route> route;
    const NfDevice* out;
    /// It leads back to the node for good: by a LOCAL route of a table, or as a broadcast on lo.
    bool local{false};
};

/**
 * @param packet a packet
 * @return its IPv4 route, or null
 */
inline NfIpv4RouteEntry*
NfGetIpv4Route(const NfPacket& packet)
{
    return static_cast<NfIpv4RouteEntry*>(PeekPointer(packet.route));
}

} // namespace ns3

#endif /* NF_IPV4_ROUTE_ENTRY_H */
