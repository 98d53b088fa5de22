// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-traces.h"

namespace ns3
{

namespace
{

/// Defines GetMember(Tag) to return the pointer to a member, private or not.
template <class Tag, auto Member>
struct MemberAccess
{
    friend constexpr auto GetMember(Tag)
    {
        return Member;
    }
};

struct DropSource
{
    friend constexpr auto GetMember(DropSource);
};

struct SendOutgoingSource
{
    friend constexpr auto GetMember(SendOutgoingSource);
};

struct UnicastForwardSource
{
    friend constexpr auto GetMember(UnicastForwardSource);
};

template struct MemberAccess<DropSource, &Ipv4L3Protocol::m_dropTrace>;
template struct MemberAccess<SendOutgoingSource, &Ipv4L3Protocol::m_sendOutgoingTrace>;
template struct MemberAccess<UnicastForwardSource, &Ipv4L3Protocol::m_unicastForwardTrace>;

} // namespace

void
NfIpv4Traces::Drop(Ptr<Ipv4L3Protocol> ipv4,
                   const Ipv4Header& header,
                   Ptr<const Packet> payload,
                   Ipv4L3Protocol::DropReason reason,
                   uint32_t interface)
{
    (PeekPointer(ipv4)->*GetMember(DropSource{}))(header, payload, reason, ipv4, interface);
}

void
NfIpv4Traces::SendOutgoing(Ptr<Ipv4L3Protocol> ipv4,
                           const Ipv4Header& header,
                           Ptr<const Packet> payload,
                           uint32_t interface)
{
    (PeekPointer(ipv4)->*GetMember(SendOutgoingSource{}))(header, payload, interface);
}

void
NfIpv4Traces::UnicastForward(Ptr<Ipv4L3Protocol> ipv4,
                             const Ipv4Header& header,
                             Ptr<const Packet> payload,
                             uint32_t interface)
{
    (PeekPointer(ipv4)->*GetMember(UnicastForwardSource{}))(header, payload, interface);
}

} // namespace ns3
