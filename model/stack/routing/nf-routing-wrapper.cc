// SPDX-License-Identifier: GPL-2.0-only

#include "nf-routing-wrapper.h"

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(NfRoutingWrapper);

TypeId
NfRoutingWrapper::GetTypeId()
{
    static TypeId tid = TypeId("ns3::NfRoutingWrapper")
                            .SetParent<Ipv4ListRouting>()
                            .SetGroupName("Netfilter")
                            .AddConstructor<NfRoutingWrapper>();
    return tid;
}

void
NfRoutingWrapper::SetIpv4(Ptr<Ipv4>)
{
    // The wrapped protocol knows its Ipv4 already, and some abort when told twice.
}

} // namespace ns3
