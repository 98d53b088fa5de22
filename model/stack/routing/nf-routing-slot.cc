// SPDX-License-Identifier: GPL-2.0-only

#include "nf-routing-slot.h"

#include "nf-member-access.h"

namespace ns3
{

// Named, not anonymous: see NfMemberAccess.
struct NfRoutingProtocolMember
{
    friend constexpr auto GetMember(NfRoutingProtocolMember);
};

template struct NfMemberAccess<NfRoutingProtocolMember, &Ipv4L3Protocol::m_routingProtocol>;

void
NfRoutingSlot::Put(Ptr<Ipv4L3Protocol> ipv4, Ptr<Ipv4RoutingProtocol> protocol)
{
    PeekPointer(ipv4)->*GetMember(NfRoutingProtocolMember{}) = protocol;
}

} // namespace ns3
