// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-routing-wrapper.h"

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(NfIpv6RoutingWrapper);

TypeId
NfIpv6RoutingWrapper::GetTypeId()
{
    static TypeId tid = TypeId("ns3::NfIpv6RoutingWrapper")
                            .SetParent<Ipv6ListRouting>()
                            .SetGroupName("Netfilter")
                            .AddConstructor<NfIpv6RoutingWrapper>();
    return tid;
}

void
NfIpv6RoutingWrapper::NotifyAddRoute(Ipv6Address destination,
                                     Ipv6Prefix mask,
                                     Ipv6Address nextHop,
                                     uint32_t interface,
                                     Ipv6Address prefixToUse)
{
    GetInner()->NotifyAddRoute(destination, mask, nextHop, interface, prefixToUse);
}

void
NfIpv6RoutingWrapper::NotifyRemoveRoute(Ipv6Address destination,
                                        Ipv6Prefix mask,
                                        Ipv6Address nextHop,
                                        uint32_t interface,
                                        Ipv6Address prefixToUse)
{
    GetInner()->NotifyRemoveRoute(destination, mask, nextHop, interface, prefixToUse);
}

void
NfIpv6RoutingWrapper::SetIpv6(Ptr<Ipv6>)
{
    // The wrapped protocol knows its Ipv6 already, and some abort when told twice.
}

} // namespace ns3
