// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_ROUTING_WRAPPER_H
#define NF_IPV6_ROUTING_WRAPPER_H

#include "nf-routing-front.h"

#include "ns3/ipv6-list-routing.h"
#include "ns3/ipv6-route.h"

namespace ns3
{

/// ns-3's classes for NfRoutingFront.
struct NfIpv6RoutingTypes
{
    using List = Ipv6ListRouting;                  //!< the wrapper's base
    using Protocol = Ipv6RoutingProtocol;          //!< what is wrapped
    using Header = Ipv6Header;                     //!< of a packet
    using Route = Ipv6Route;                       //!< what RouteOutput() gives
    using InterfaceAddress = Ipv6InterfaceAddress; //!< what comes and goes
};

/**
 * @ingroup netfilter
 * What stands in front of a node's IPv6 routing protocol, see NfRoutingFront. Routes that router
 * announcements and redirects bring go on to the wrapped protocol.
 */
class NfIpv6RoutingWrapper : public NfRoutingFront<NfIpv6RoutingWrapper, NfIpv6RoutingTypes>
{
  public:
    /// @return the TypeId
    static TypeId GetTypeId();

    void NotifyAddRoute(Ipv6Address destination,
                        Ipv6Prefix mask,
                        Ipv6Address nextHop,
                        uint32_t interface,
                        Ipv6Address prefixToUse) override;
    void NotifyRemoveRoute(Ipv6Address destination,
                           Ipv6Prefix mask,
                           Ipv6Address nextHop,
                           uint32_t interface,
                           Ipv6Address prefixToUse) override;
    void SetIpv6(Ptr<Ipv6> ipv6) override;
};

} // namespace ns3

#endif /* NF_IPV6_ROUTING_WRAPPER_H */
