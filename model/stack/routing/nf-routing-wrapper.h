// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ROUTING_WRAPPER_H
#define NF_ROUTING_WRAPPER_H

#include "nf-routing-front.h"

#include "ns3/ipv4-list-routing.h"
#include "ns3/ipv4-route.h"

namespace ns3
{

/// ns-3's classes for NfRoutingFront.
struct NfIpv4RoutingTypes
{
    using List = Ipv4ListRouting;                  //!< the wrapper's base
    using Protocol = Ipv4RoutingProtocol;          //!< what is wrapped
    using Header = Ipv4Header;                     //!< of a packet
    using Route = Ipv4Route;                       //!< what RouteOutput() gives
    using InterfaceAddress = Ipv4InterfaceAddress; //!< what comes and goes
};

/**
 * @ingroup netfilter
 * What stands in front of a node's IPv4 routing protocol, see NfRoutingFront.
 */
class NfRoutingWrapper : public NfRoutingFront<NfRoutingWrapper, NfIpv4RoutingTypes>
{
  public:
    /// @return the TypeId
    static TypeId GetTypeId();

    void SetIpv4(Ptr<Ipv4> ipv4) override;
};

} // namespace ns3

#endif /* NF_ROUTING_WRAPPER_H */
