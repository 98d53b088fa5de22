// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-delivery.h"

#include "nf-ipv6-convert.h"
#include "nf-neighbour-watch.h"
#include "nf-stack-tags.h"

#include <utility>

namespace ns3
{

namespace
{

constexpr uint8_t NEIGHBOUR_SOLICITATION = 135; // ICMPv6 type

} // namespace

void
NfIpv6Delivery::PassUp(const NfIpv6ReceivedPacket& context, const Ptr<const Packet>& frame) const
{
    m_node.shared.link.PassUp({context.device,
                               frame,
                               NfEtherType::IPV6,
                               context.packet.sourceMac,
                               context.to,
                               context.packetType});
}

void
NfIpv6Delivery::Deliver(NfIpv6ReceivedPacket& context)
{
    NfPacket* outer = std::exchange(m_delivered, &context.packet);
    HandUp(context, [&](const NfIpv6RoutingWrapper::Callbacks& callbacks) {
        // Asked only about an address of another interface (attribute StrongEndSystemModel).
        callbacks.local(NfGetBehindIpv6Header(context.packet),
                        NfMakeIpv6Header(context.packet),
                        m_node.interfaces.NumberOf(*m_node.shared.devices.Find(context.device)));
        return true;
    });
    m_delivered = outer;
}

bool
NfIpv6Delivery::Reassemble(NfPacket& packet) const
{
    return !packet.ip.IsFragment() || !m_node.shared.localDefrag ||
           m_node.shared.localDefrag(packet) == NfVerdict::ACCEPT;
}

void
NfIpv6Delivery::RemoveTraceNumber(NfPacket& packet)
{
    NfTraceNumberTag number;
    packet.GetPayload()->RemovePacketTag(number);
}

void
NfIpv6Delivery::Replay(NfIpv6ReceivedPacket& context,
                       const NfIpv6RoutingWrapper::Replay& replay) const
{
    NfPacket& packet = context.packet;
    Ptr<const Packet> frame = context.frame;
    if (!frame)
    {
        Ptr<Packet> rebuilt = NfGetBehindIpv6Header(packet)->Copy();
        rebuilt->AddHeader(NfMakeIpv6Header(packet));
        frame = rebuilt;
    }
    const uint8_t* icmp = packet.ip.protocol == NfProtocol::ICMPV6 ? packet.L4(1) : nullptr;
    NfNeighbourWatch::Reception reception(*m_node.neighbours,
                                          context.device,
                                          icmp && *icmp == NEIGHBOUR_SOLICITATION);
    m_node.routing->SetReplay(&replay);
    PassUp(context, frame);
    m_node.routing->SetReplay(nullptr);
}

} // namespace ns3
