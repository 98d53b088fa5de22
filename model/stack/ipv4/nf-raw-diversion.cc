// SPDX-License-Identifier: GPL-2.0-only

#include "nf-raw-diversion.h"

#include "nf-ipv4-node.h"
#include "nf-member-access.h"
#include "nf-stack-tags.h"

#include "ns3/ipv4-l3-protocol.h"

#include <iterator>
#include <list>

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

struct NfRawDiversion::Listeners
{
    using List = std::list<Callback<void, Ptr<const Packet>, Ptr<Ipv4>, uint32_t>>;

    /**
     * @param ipv4 the stack
     * @return what listens to its source "Tx"
     */
    static List& Of(const Ptr<Ipv4L3Protocol>& ipv4)
    {
        NfTxSource& source = PeekPointer(ipv4)->*GetMember(NfTxSourceMember{});
        return source.*GetMember(NfTxListenersMember{});
    }

    List muted; //!< all but the diversion's own
};

NfRawDiversion::NfRawDiversion(const NfIpv4Node& node)
    : m_node(node),
      m_listeners(std::make_unique<Listeners>())
{
}

NfRawDiversion::~NfRawDiversion() = default;

void
NfRawDiversion::Stop()
{
    if (m_listening)
    {
        Unmute();
        Listeners::Of(m_node.ipv4).pop_front();
        m_listening = false;
    }
    m_original = nullptr;
    m_detour = nullptr;
}

bool
NfRawDiversion::MayBeRaw(const Ipv4Header& header, const Ipv4Route& route) const
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
NfRawDiversion::Divert(const Ptr<Packet>& packet,
                       const Ipv4Header& header,
                       const Ptr<Ipv4Route>& route)
{
    int32_t interface = m_node.ipv4->GetInterfaceForDevice(route->GetOutputDevice());
    if (interface < 0 || !MayBeRaw(header, *route) || m_node.ipv4->GetNAddresses(interface) == 0)
    {
        return route;
    }
    Ipv4Address own = m_node.ipv4->GetAddress(interface, 0).GetLocal();
    if (own.IsAny())
    {
        return route;
    }
    m_original = route;
    m_detour = Create<Ipv4Route>(*route);
    m_detour->SetGateway(own);
    NfRawOutputTag diverted({m_node.node->GetId(), ++m_serial});
    packet->ReplacePacketTag(diverted);
    Listen();
    return m_detour;
}

Ptr<Ipv4Route>
NfRawDiversion::Undo(const Ptr<Packet>& packet, const Ptr<Ipv4Route>& route)
{
    NfRawOutputTag diverted;
    packet->RemovePacketTag(diverted);
    return route && route == m_detour ? m_original : route;
}

bool
NfRawDiversion::Take(const Ptr<Packet>& packet, Ptr<Ipv4Route>& route)
{
    NfRawOutputTag diverted;
    if (!packet->PeekPacketTag(diverted) || diverted.Get().node != m_node.node->GetId())
    {
        return false;
    }
    Unmute();
    packet->RemovePacketTag(diverted);
    route = diverted.Get().serial == m_serial ? m_original : nullptr;
    return true;
}

void
NfRawDiversion::Listen()
{
    if (!m_listening)
    {
        Listeners::Of(m_node.ipv4)
            .push_front(Callback<void, Ptr<const Packet>, Ptr<Ipv4>, uint32_t>(
                [this](Ptr<const Packet> packet, Ptr<Ipv4> ipv4, uint32_t interface) {
                    Hear(packet, ipv4, interface);
                }));
        m_listening = true;
    }
}

void
NfRawDiversion::Hear(Ptr<const Packet> packet, Ptr<Ipv4>, uint32_t)
{
    Unmute();
    NfRawOutputTag diverted;
    if (packet->PeekPacketTag(diverted) && diverted.Get().node == m_node.node->GetId())
    {
        Mute();
    }
}

void
NfRawDiversion::Mute()
{
    Listeners::List& all = Listeners::Of(m_node.ipv4);
    m_listeners->muted.splice(m_listeners->muted.end(), all, std::next(all.begin()), all.end());
}

void
NfRawDiversion::Unmute()
{
    if (!m_listeners->muted.empty())
    {
        Listeners::List& all = Listeners::Of(m_node.ipv4);
        all.splice(std::next(all.begin()), m_listeners->muted);
    }
}

} // namespace ns3
