// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-forward.h"

#include "nf-header-size.h"
#include "nf-icmp-error.h"
#include "nf-ipv4-convert.h"
#include "nf-ipv4-fragment.h"
#include "nf-ipv4-route-entry.h"
#include "nf-ipv4-traces.h"
#include "nf-stamps.h"

#include "ns3/socket.h"

#include <memory>
#include <utility>

namespace ns3
{

bool
NfIpv4Forward::Begin(NfPacket& packet)
{
    packet.out = NfGetIpv4Route(packet)->out;
    if (!packet.out)
    {
        m_node.drops.Drop(packet, NfDropReason::NO_ROUTE);
        return false;
    }
    const bool isGroup = packet.ip.destination.ToIpv4().IsMulticast();
    if ((packet.packetType != NetDevice::PACKET_HOST && !isGroup) ||
        m_node.sockets.IsAssigned(packet))
    {
        m_node.drops.Drop(packet, NfDropReason::NOT_FOR_HOST);
        return false;
    }
    if (packet.ip.ttl <= 1)
    {
        m_node.kernel->SendIcmpError(packet, NfIcmpError::TIME_EXCEEDED, 0, 0);
        m_node.drops.Drop(packet, NfDropReason::TTL_EXPIRED);
        return false;
    }
    uint32_t mtu = packet.out->netDevice->GetMtu();
    bool reassembled = packet.fragmentMaxSize != 0 && packet.fragmentMaxSize <= mtu;
    if (packet.ip.dontFragment && !reassembled &&
        packet.GetPayloadSize() + NfHeaderSize::IPV4 > mtu)
    {
        m_node.kernel->SendIcmpError(packet,
                                     NfIcmpError::DESTINATION_UNREACHABLE,
                                     NfIcmpError::FRAGMENTATION_NEEDED,
                                     mtu);
        m_node.drops.Drop(packet, NfDropReason::TOO_BIG);
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
NfIpv4Forward::FitsStock(const NfPacket& packet) const
{
    uint32_t size = packet.GetPayloadSize() + NfHeaderSize::IPV4;
    bool refragment = packet.fragmentMaxSize != 0 && size > packet.fragmentMaxSize;
    return packet.ip.ttl != 0 && packet.ip.ttl != UINT8_MAX && !refragment && !packet.priority;
}

void
NfIpv4Forward::Transmit(NfPacket& packet)
{
    Ptr<Ipv4L3Protocol> ipv4 = m_node.ipv4;
    Ptr<Ipv4Route> route = NfGetIpv4Route(packet)->route;
    Ptr<Packet> payload = packet.GetPayload();
    // As the stock stack's forwarding: a priority of 0 is none.
    SocketPriorityTag tag;
    payload->RemovePacketTag(tag);
    if (uint8_t priority = packet.priority.value_or(Socket::IpTos2Priority(packet.ip.tos)))
    {
        tag.SetPriority(priority);
        payload->AddPacketTag(tag);
    }
    m_stamps.Put(packet, false);
    Ipv4Header header = m_node.MakeHeader(packet);
    NfIpv4Traces::UnicastForward(ipv4, header, payload, m_node.interfaces.NumberOf(*packet.out));
    uint32_t mtu = packet.out->netDevice->GetMtu();
    if (packet.fragmentMaxSize != 0)
    {
        mtu = std::min<uint32_t>(mtu, packet.fragmentMaxSize);
    }
    for (NfIpv4Fragment& fragment : NfMakeFragments(header, payload, mtu, packet.pieces))
    {
        ipv4->SendWithHeader(fragment.payload, fragment.header, route);
    }
}

} // namespace ns3
