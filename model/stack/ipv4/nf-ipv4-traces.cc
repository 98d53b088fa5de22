// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-traces.h"

#include "nf-member-access.h"

namespace ns3
{

// Named, not anonymous: NfMemberAccess must be instantiated, and befriend, where it is declared.
struct NfIpv4DropSource
{
    friend constexpr auto GetMember(NfIpv4DropSource);
};

struct NfIpv4SendOutgoingSource
{
    friend constexpr auto GetMember(NfIpv4SendOutgoingSource);
};

struct NfIpv4UnicastForwardSource
{
    friend constexpr auto GetMember(NfIpv4UnicastForwardSource);
};

template struct NfMemberAccess<NfIpv4DropSource, &Ipv4L3Protocol::m_dropTrace>;
template struct NfMemberAccess<NfIpv4SendOutgoingSource, &Ipv4L3Protocol::m_sendOutgoingTrace>;
template struct NfMemberAccess<NfIpv4UnicastForwardSource, &Ipv4L3Protocol::m_unicastForwardTrace>;

void
NfIpv4Traces::Drop(Ptr<Ipv4L3Protocol> ipv4,
                   const Ipv4Header& header,
                   Ptr<const Packet> payload,
                   Ipv4L3Protocol::DropReason reason,
                   uint32_t interface)
{
    (PeekPointer(ipv4)->*GetMember(NfIpv4DropSource{}))(header, payload, reason, ipv4, interface);
}

void
NfIpv4Traces::SendOutgoing(Ptr<Ipv4L3Protocol> ipv4,
                           const Ipv4Header& header,
                           Ptr<const Packet> payload,
                           uint32_t interface)
{
    (PeekPointer(ipv4)->*GetMember(NfIpv4SendOutgoingSource{}))(header, payload, interface);
}

void
NfIpv4Traces::UnicastForward(Ptr<Ipv4L3Protocol> ipv4,
                             const Ipv4Header& header,
                             Ptr<const Packet> payload,
                             uint32_t interface)
{
    (PeekPointer(ipv4)->*GetMember(NfIpv4UnicastForwardSource{}))(header, payload, interface);
}

} // namespace ns3
