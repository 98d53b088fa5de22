// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-delivery.h"

#include "nf-icmpv6-error.h"
#include "nf-ipv6-chain-check.h"
#include "nf-ipv6-convert.h"
#include "nf-neighbour-watch.h"
#include "nf-raw-header.h"
#include "nf-stack-tags.h"
#include "nf-transport-check.h"

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

bool
NfIpv6Delivery::IsReadable(NfPacket& packet) const
{
    std::optional<NfDropReason> reason;
    if (const auto problem = NfCheckIpv6Chain(packet))
    {
        if (problem->isAnswered)
        {
            m_node.kernel->SendIcmpError(packet,
                                         NfIcmpv6Error::PARAMETER_PROBLEM,
                                         problem->code,
                                         problem->pointer);
        }
        reason = NfDropReason::BAD_HEADER;
    }
    if (!reason)
    {
        reason = NfTransportCheck::Check(packet, m_node.shared.checksums);
    }
    if (reason)
    {
        m_node.shared.drops.Drop(packet, *reason);
    }
    return !reason;
}

void
NfIpv6Delivery::Deliver(NfIpv6ReceivedPacket& context, const NfIpv6RouteAnswer& answer)
{
    if (!IsReadable(context.packet))
    {
        return;
    }
    const Ptr<Packet> adapted = NfTransportCheck::Adapt(context.packet, m_node.shared.checksums);
    if (adapted != context.packet.GetPayload())
    {
        context.frame = MakeFrame(context.packet, adapted);
    }
    NfPacket* outer = std::exchange(m_delivered, &context.packet);
    HandUp(context, [&](const NfIpv6RoutingWrapper::Callbacks& callbacks) {
        // Asked about groups, and an address of another interface (attribute StrongEndSystemModel).
        answer.Give(callbacks,
                    context.device,
                    NfGetBehindIpv6Header(context.packet),
                    NfMakeIpv6Header(context.packet));
        return answer.found;
    });
    m_delivered = outer;
}

bool
NfIpv6Delivery::Reassemble(NfPacket& packet) const
{
    return !packet.ip.IsFragment() || !m_node.shared.localDefrag ||
           m_node.shared.localDefrag(packet) == NfVerdict::ACCEPT;
}

Ptr<const Packet>
NfIpv6Delivery::MakeFrame(const NfPacket& packet, const Ptr<Packet>& payload)
{
    Ptr<Packet> frame = payload->Copy();
    Ipv6Header header = NfMakeIpv6Header(packet);
    header.SetPayloadLength(packet.ip.extensionSize + payload->GetSize());
    if (packet.GetExtensions())
    {
        frame->AddHeader(NfRawHeader(packet.GetExtensions()->GetBytes()));
    }
    frame->AddHeader(header);
    return frame;
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
        frame = MakeFrame(packet, packet.GetPayload());
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
