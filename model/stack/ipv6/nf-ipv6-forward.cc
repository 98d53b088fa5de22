// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-forward.h"

#include "nf-header-size.h"
#include "nf-icmpv6-error.h"
#include "nf-icmpv6-types.h"
#include "nf-ipv6-convert.h"
#include "nf-ipv6-fragment.h"
#include "nf-ipv6-route-entry.h"
#include "nf-ipv6-send-out.h"
#include "nf-ipv6-traces.h"
#include "nf-stamps.h"

#include "ns3/socket.h"

#include <algorithm>

namespace ns3
{

namespace
{

/// Every link of IPv6 carries this much; Linux takes no route to have less.
constexpr uint32_t LEAST_MTU = 1280;

} // namespace

bool
NfIpv6Forward::Begin(NfPacket& packet)
{
    packet.out = NfGetIpv6Route(packet)->out;
    const bool isGroup = NfIpv6Address::IsMulticast(packet.ip.destination);
    NfDropReporter& drops = m_node.shared.drops;
    if ((packet.packetType != NetDevice::PACKET_HOST && !isGroup) ||
        m_node.shared.sockets.IsAssigned(packet))
    {
        drops.Drop(packet, NfDropReason::NOT_FOR_HOST);
        return false;
    }
    if (packet.ip.ttl <= 1)
    {
        m_node.kernel->SendIcmpError(packet, NfIcmpv6Type::TIME_EXCEEDED, 0);
        drops.Drop(packet, NfDropReason::TTL_EXPIRED);
        return false;
    }
    const NfAddress& source = packet.ip.source;
    const bool leavesLink = isGroup || packet.in != packet.out;
    if (leavesLink &&
        (source.IsAny() || NfIpv6Address::IsMulticast(source) || NfIpv6Address::IsLoopback(source)))
    {
        drops.Drop(packet, NfDropReason::MARTIAN_SOURCE);
        return false;
    }
    if (leavesLink && NfIpv6Address::IsLinkLocal(source))
    {
        m_node.kernel->SendIcmpError(packet,
                                     NfIcmpv6Type::DESTINATION_UNREACHABLE,
                                     NfIcmpv6Error::BEYOND_SCOPE);
        drops.Drop(packet, NfDropReason::MARTIAN_SOURCE);
        return false;
    }
    const uint32_t mtu = std::max<uint32_t>(packet.out->netDevice->GetMtu(), LEAST_MTU);
    const bool reassembled = packet.fragmentMaxSize != 0 && packet.fragmentMaxSize <= mtu;
    if (packet.GetSize() > mtu && !reassembled)
    {
        m_node.kernel->SendIcmpError(packet, NfIcmpv6Type::PACKET_TOO_BIG, 0, mtu);
        drops.Drop(packet, NfDropReason::TOO_BIG);
        return false;
    }
    if (packet.ip.protocol == NfProtocol::TCP && packet.GetPayloadSize() >= NfHeaderSize::TCP)
    {
        // Linux has looked for the segment's socket before it routed, and needs the header for it.
        NfPullPieces(packet.pieces, NfHeaderSize::TCP);
    }
    --packet.ip.ttl;
    return true;
}

bool
NfIpv6Forward::FitsStock(const NfPacket& packet) const
{
    return packet.ip.ttl != 0 && packet.ip.ttl != UINT8_MAX && !packet.priority &&
           NfGetFragmentMtu(packet) == UINT32_MAX &&
           packet.GetSize() <= packet.out->netDevice->GetMtu() &&
           !NfIpv6Address::IsDocumentation(packet.ip.destination) &&
           !NfIpv6Address::IsLinkLocal(packet.ip.destination) &&
           !NfIpv6Address::IsLinkLocal(packet.ip.source);
}

void
NfIpv6Forward::Transmit(NfPacket& packet)
{
    Ptr<Ipv6Route> route = NfGetIpv6Route(packet)->route;
    Ptr<Packet> payload = packet.GetPayload();
    // As the stock stack's forwarding, which lets no priority pass.
    SocketPriorityTag tag;
    payload->RemovePacketTag(tag);
    if (packet.priority)
    {
        tag.SetPriority(*packet.priority);
        payload->AddPacketTag(tag);
    }
    m_stamps.Put(packet, false);
    if (!NfIpv6Address::IsMulticast(packet.ip.destination)) // which ns-3 has no trace source for
    {
        NfIpv6Traces::UnicastForward(m_node.ipv6,
                                     NfMakeIpv6Header(packet),
                                     NfGetBehindIpv6Header(packet),
                                     m_node.interfaces.NumberOf(*packet.out));
    }
    const uint32_t mtu = NfGetFragmentMtu(packet);
    const uint32_t id = mtu == UINT32_MAX ? 0 : m_node.shared.netns.Random(UINT32_MAX);
    for (NfIpv6Fragment& piece : NfMakeIpv6Fragments(packet, mtu, id))
    {
        NfSendOutIpv6(m_node.ipv6, route, piece.behind, piece.header);
    }
}

} // namespace ns3
