// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-raw-diversion.h"

#include "nf-ipv6-convert.h"
#include "nf-ipv6-node.h"
#include "nf-member-access.h"

#include <utility>

namespace ns3
{

// Named, not anonymous: see NfMemberAccess.
using NfIpv6TxSource = TracedCallback<Ptr<const Packet>, Ptr<Ipv6>, uint32_t>;

struct NfIpv6TxSourceMember
{
    friend constexpr auto GetMember(NfIpv6TxSourceMember);
};

struct NfIpv6TxListenersMember
{
    friend constexpr auto GetMember(NfIpv6TxListenersMember);
};

template struct NfMemberAccess<NfIpv6TxSourceMember, &Ipv6L3Protocol::m_txTrace>;
template struct NfMemberAccess<NfIpv6TxListenersMember, &NfIpv6TxSource::m_callbackList>;

using NfIpv6OutgoingSource = TracedCallback<const Ipv6Header&, Ptr<const Packet>, uint32_t>;

struct NfIpv6OutgoingSourceMember
{
    friend constexpr auto GetMember(NfIpv6OutgoingSourceMember);
};

struct NfIpv6OutgoingListenersMember
{
    friend constexpr auto GetMember(NfIpv6OutgoingListenersMember);
};

template struct NfMemberAccess<NfIpv6OutgoingSourceMember, &Ipv6L3Protocol::m_sendOutgoingTrace>;
template struct NfMemberAccess<NfIpv6OutgoingListenersMember,
                               &NfIpv6OutgoingSource::m_callbackList>;

namespace
{

using OutgoingListener = Callback<void, const Ipv6Header&, Ptr<const Packet>, uint32_t>;

std::list<OutgoingListener>&
GetOutgoingListeners(const Ptr<Ipv6L3Protocol>& ipv6)
{
    return (PeekPointer(ipv6)->*GetMember(NfIpv6OutgoingSourceMember{})).*
           GetMember(NfIpv6OutgoingListenersMember{});
}

} // namespace

std::list<Callback<void, Ptr<const Packet>, Ptr<Ipv6>, uint32_t>>&
NfIpv6RawTypes::GetTxListeners(const Ptr<Ipv6L3Protocol>& ipv6)
{
    return (PeekPointer(ipv6)->*GetMember(NfIpv6TxSourceMember{})).*
           GetMember(NfIpv6TxListenersMember{});
}

NfIpv6RawDiversion::NfIpv6RawDiversion(const NfIpv6Node& node)
    : NfRawDiversionOf(node.shared, node.ipv6),
      m_node(node)
{
}

Ptr<Ipv6Route>
NfIpv6RawDiversion::Divert(const Ptr<Packet>& packet,
                           const Ipv6Header& header,
                           const Ptr<Ipv6Route>& route)
{
    // Raw sockets and ICMPv6 name no protocol when they ask; what transports send comes another
    // way, upon which Undo() is called.
    const NfDevice* lo = m_node.shared.devices.GetLoopback();
    const int32_t interface = m_node.ipv6->GetInterfaceForDevice(route->GetOutputDevice());
    const bool mayBeRaw = header.GetNextHeader() == 0 && lo &&
                          route->GetOutputDevice() != lo->netDevice &&
                          !m_node.addresses.IsLocal(NfFromIpv6(header.GetDestination()));
    if (!mayBeRaw || interface < 0)
    {
        return route;
    }
    ListenToOutgoing();
    return Detour(packet, route, route->GetGateway());
}

void
NfIpv6RawDiversion::ListenToOutgoing()
{
    if (!std::exchange(m_hearsOutgoing, true))
    {
        GetOutgoingListeners(m_node.ipv6)
            .push_front(
                OutgoingListener([this](const Ipv6Header&, Ptr<const Packet> packet, uint32_t) {
                    Redirect(packet, Ipv6Address::GetAllNodesMulticast());
                }));
    }
}

void
NfIpv6RawDiversion::Stop()
{
    if (std::exchange(m_hearsOutgoing, false))
    {
        GetOutgoingListeners(m_node.ipv6).pop_front();
    }
    NfRawDiversionOf::Stop();
}

} // namespace ns3
