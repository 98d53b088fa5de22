// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-raw-diversion.h"

#include "nf-ipv4-node.h"
#include "nf-member-access.h"

namespace ns3
{

// Named, not anonymous: see NfMemberAccess.
using NfTxSource = TracedCallback<Ptr<const Packet>, Ptr<Ipv4>, uint32_t>;

struct NfTxSourceMember
{
    friend constexpr auto GetMember(NfTxSourceMember);
};

struct NfTxListenersMember
{
    friend constexpr auto GetMember(NfTxListenersMember);
};

template struct NfMemberAccess<NfTxSourceMember, &Ipv4L3Protocol::m_txTrace>;
template struct NfMemberAccess<NfTxListenersMember, &NfTxSource::m_callbackList>;

std::list<Callback<void, Ptr<const Packet>, Ptr<Ipv4>, uint32_t>>&
NfIpv4RawTypes::GetTxListeners(const Ptr<Ipv4L3Protocol>& ipv4)
{
    return (PeekPointer(ipv4)->*GetMember(NfTxSourceMember{})).*GetMember(NfTxListenersMember{});
}

NfIpv4RawDiversion::NfIpv4RawDiversion(const NfIpv4Node& node)
    : NfRawDiversionOf(node, node.ipv4),
      m_node(node)
{
}

bool
NfIpv4RawDiversion::MayBeRaw(const Ipv4Header& header, const Ipv4Route& route) const
{
    const NfDevice* lo = m_node.devices.GetLoopback();
    uint8_t protocol = header.GetProtocol();
    if (protocol == 0 || protocol == NfProtocol::TCP || protocol == NfProtocol::UDP || !lo)
    {
        return false;
    }
    Ipv4Address destination = header.GetDestination();
    return !destination.IsMulticast() && !destination.IsBroadcast() &&
           !m_node.IsLocal(destination) && route.GetOutputDevice() != lo->netDevice;
}

Ptr<Ipv4Route>
NfIpv4RawDiversion::Divert(const Ptr<Packet>& packet,
                           const Ipv4Header& header,
                           const Ptr<Ipv4Route>& route)
{
    const int32_t interface = m_node.ipv4->GetInterfaceForDevice(route->GetOutputDevice());
    return interface >= 0 && MayBeRaw(header, *route)
               ? Detour(packet, route, Ipv4Address::GetBroadcast())
               : route;
}

} // namespace ns3
