// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-traces.h"

#include "nf-member-access.h"

namespace ns3
{

// Named, not anonymous: see NfMemberAccess.
struct NfIpv6DropSource
{
    friend constexpr auto GetMember(NfIpv6DropSource);
};

struct NfIpv6SendOutgoingSource
{
    friend constexpr auto GetMember(NfIpv6SendOutgoingSource);
};

struct NfIpv6UnicastForwardSource
{
    friend constexpr auto GetMember(NfIpv6UnicastForwardSource);
};

template struct NfMemberAccess<NfIpv6DropSource, &Ipv6L3Protocol::m_dropTrace>;
template struct NfMemberAccess<NfIpv6SendOutgoingSource, &Ipv6L3Protocol::m_sendOutgoingTrace>;
template struct NfMemberAccess<NfIpv6UnicastForwardSource, &Ipv6L3Protocol::m_unicastForwardTrace>;

void
NfIpv6Traces::Drop(const Ptr<Ipv6L3Protocol>& ipv6,
                   const Ipv6Header& header,
                   const Ptr<const Packet>& payload,
                   Ipv6L3Protocol::DropReason reason,
                   uint32_t interface)
{
    (PeekPointer(ipv6)->*GetMember(NfIpv6DropSource{}))(header, payload, reason, ipv6, interface);
}

void
NfIpv6Traces::SendOutgoing(const Ptr<Ipv6L3Protocol>& ipv6,
                           const Ipv6Header& header,
                           const Ptr<const Packet>& payload,
                           uint32_t interface)
{
    (PeekPointer(ipv6)->*GetMember(NfIpv6SendOutgoingSource{}))(header, payload, interface);
}

void
NfIpv6Traces::UnicastForward(const Ptr<Ipv6L3Protocol>& ipv6,
                             const Ipv6Header& header,
                             const Ptr<const Packet>& payload,
                             uint32_t interface)
{
    (PeekPointer(ipv6)->*GetMember(NfIpv6UnicastForwardSource{}))(header, payload, interface);
}

} // namespace ns3
