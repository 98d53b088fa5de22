// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-send-out.h"

#include "nf-member-access.h"

namespace ns3
{

// Named, not anonymous: see NfMemberAccess.
struct NfIpv6SendRealOutMember
{
    friend constexpr auto GetMember(NfIpv6SendRealOutMember);
};

template struct NfMemberAccess<NfIpv6SendRealOutMember, &Ipv6L3Protocol::SendRealOut>;

void
NfSendOutIpv6(const Ptr<Ipv6L3Protocol>& ipv6,
              const Ptr<Ipv6Route>& route,
              const Ptr<Packet>& behind,
              const Ipv6Header& header)
{
    (PeekPointer(ipv6)->*GetMember(NfIpv6SendRealOutMember{}))(route, behind, header);
}

} // namespace ns3
