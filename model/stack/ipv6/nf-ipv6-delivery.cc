// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-delivery.h"

#include "nf-icmpv6-error.h"
#include "nf-icmpv6-types.h"
#include "nf-ipv6-chain-check.h"
#include "nf-ipv6-convert.h"
#include "nf-neighbour-watch.h"
#include "nf-raw-header.h"
#include "nf-transport-check.h"

#include "ns3/boolean.h"

#include <utility>

namespace ns3
{

namespace
{

/**
 * While it lives, an address of one interface is a destination for what has come in by another, as
 * for Linux, whatever the attribute StrongEndSystemModel of newer ns-3 says.
 */
class WeakEndSystem
{
  public:
    /// @param ipv6 the node's stack; null: nothing is to be done
    explicit WeakEndSystem(Ptr<Ipv6L3Protocol> ipv6)
    {
        BooleanValue isStrong;
        if (ipv6 && ipv6->GetAttributeFailSafe(ATTRIBUTE, isStrong) && isStrong.Get())
        {
            m_ipv6 = ipv6;
            m_ipv6->SetAttribute(ATTRIBUTE, BooleanValue(false));
        }
    }

    ~WeakEndSystem()
    {
        if (m_ipv6)
        {
            m_ipv6->SetAttribute(ATTRIBUTE, BooleanValue(true));
        }
    }

    WeakEndSystem(const WeakEndSystem&) = delete;
    WeakEndSystem& operator=(const WeakEndSystem&) = delete;

  private:
    static constexpr const char* ATTRIBUTE = "StrongEndSystemModel";

    Ptr<Ipv6L3Protocol> m_ipv6; //!< that was strong
};

} // namespace

void
NfIpv6Delivery::PassUp(const NfReceivedPacket& context, const Ptr<const Packet>& frame) const
{
    m_node.shared.link.PassUp({context.device,
                               frame,
                               NfEtherType::IPV6,
                               context.packet.sourceMac,
                               context.to,
                               context.packetType});
}

bool
NfIpv6Delivery::IsChainReadable(NfReceivedPacket& context) const
{
    NfPacket& packet = context.packet;
    if (const auto problem = NfCheckIpv6Chain(packet, context.areOptionsRead))
    {
        const bool isProtocol = problem->code == NfIcmpv6Error::UNKNOWN_NEXT_HEADER;
        if (problem->isAnswered && (!isProtocol || m_node.settings.protocolUnreachable))
        {
            m_node.kernel->SendIcmpError(packet,
                                         NfIcmpv6Type::PARAMETER_PROBLEM,
                                         problem->code,
                                         problem->pointer);
        }
        m_node.shared.drops.Drop(packet, NfDropReason::BAD_HEADER);
        return false;
    }
    return true;
}

bool
NfIpv6Delivery::IsTransportReadable(NfPacket& packet) const
{
    std::optional<NfDropReason> reason = NfTransportCheck::Check(packet, m_node.shared.checksums);
    if (!reason && packet.ip.protocol == NfProtocol::TCP &&
        m_node.addresses.IsAnycast(packet.ip.destination))
    {
        reason = NfDropReason::NOT_FOR_HOST; // of several, none speaks for all
    }
    if (!reason && m_node.shared.sockets.Discards(packet))
    {
        reason = NfDropReason::BAD_SEGMENT;
    }
    if (reason)
    {
        m_node.shared.drops.Drop(packet, *reason);
    }
    return !reason;
}

void
NfIpv6Delivery::Deliver(NfReceivedPacket& context, const NfIpv6RouteAnswer& answer)
{
    if (!IsChainReadable(context))
    {
        return;
    }
    if (context.packet.ip.IsFragment())
    {
        // Behind INPUT, which sees each piece, unlike IPv4's.
        if (!m_node.shared.Reassemble(context.packet) || !IsChainReadable(context))
        {
            return;
        }
    }
    if (!IsTransportReadable(context.packet))
    {
        return;
    }
    const Ptr<Packet> adapted =
        NfTransportCheck::Adapt(context.packet, m_node.shared.checksums)->Copy();
    const Ipv6Header header = MakeDelivered(context.packet, adapted);
    Ptr<Packet> frame = adapted->Copy();
    frame->AddHeader(header);
    context.frame = frame;
    NfSocketTable::Delivery delivery(m_node.shared.sockets, context.packet);
    NfPacket* outer = std::exchange(m_delivered, &context.packet);
    const NfDevice* home = m_node.addresses.FindHome(context.packet.ip.destination);
    const WeakEndSystem weak(home && home->netDevice != context.device ? m_node.ipv6 : nullptr);
    HandUp(context, [&](const NfIpv6RoutingWrapper::Callbacks& callbacks) {
        // Asked about groups, and what ns-3 does not take for an address of the node.
        answer.Give(callbacks, context.device, adapted, header);
        return answer.found;
    });
    m_delivered = outer;
}

Ipv6Header
NfIpv6Delivery::MakeDelivered(NfPacket& packet, const Ptr<Packet>& payload)
{
    Ipv6Header header = NfMakeIpv6Header(packet);
    if (packet.ip.IsFragment())
    {
        payload->AddHeader(NfRawHeader(packet.GetExtensions()->GetBytes()));
        return header;
    }
    header.SetNextHeader(packet.ip.protocol);
    header.SetPayloadLength(payload->GetSize());
    return header;
}

void
NfIpv6Delivery::Replay(NfReceivedPacket& context, const NfIpv6RoutingWrapper::Replay& replay) const
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
                                          icmp && *icmp == NfIcmpv6Type::NEIGHBOUR_SOLICITATION);
    m_node.routing->SetReplay(&replay);
    PassUp(context, frame);
    m_node.routing->SetReplay(nullptr);
}

} // namespace ns3
