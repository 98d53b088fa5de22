// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-transport-answer.h"

#include "nf-checksum.h"
#include "nf-header-size.h"
#include "nf-icmpv6-error.h"
#include "nf-icmpv6-types.h"
#include "nf-ipv6-delivery.h"
#include "nf-ipv6-node.h"
#include "nf-ipv6-source-choice.h"
#include "nf-local-answer.h"
#include "nf-transport-checksum.h"

#include "ns3/socket.h"

#include <optional>

namespace ns3
{

namespace
{

/// Give an echo reply the code of its request, as Linux does, which looks at no code.
void
CopyCode(const NfPacket& request, NfPacket& reply)
{
    const uint8_t* asked = request.L4(2);
    uint8_t* answered = reply.MutableL4(4);
    if (!asked || !answered || asked[1] == answered[1])
    {
        return;
    }
    const uint16_t before = NfRead16(answered);
    answered[1] = asked[1];
    NfWrite16(answered + 2,
              NfChecksum::Replace16(NfRead16(answered + 2), before, NfRead16(answered)));
}

/// Give a message another source.
void
SendFrom(NfPacket& message, const NfAddress& source)
{
    constexpr uint32_t checksumAt = 2;
    message.ip.source = source;
    uint8_t* icmp = message.MutableL4(NfHeaderSize::ICMP);
    const auto checksum = NfTransportChecksum::Compute(message);
    if (icmp && checksum && NfRead16(icmp + checksumAt) != 0)
    {
        NfWrite16(icmp + checksumAt, *checksum);
    }
}

/// Where a packet names its upper layer, counted from its first byte.
uint32_t
FindProtocolField(const NfPacket& packet)
{
    constexpr uint32_t inFixedHeader = 6;
    const Ptr<const NfIpv6Extensions>& extensions = packet.GetExtensions();
    return extensions ? NfHeaderSize::IPV6 + extensions->GetHeaders().back().offset : inFixedHeader;
}

} // namespace

bool
NfIpv6TransportAnswer::Replace(NfPacket& answer) const
{
    NfPacket* about = m_delivery.GetDelivered();
    if (!about)
    {
        return false;
    }
    switch (answer.ip.protocol)
    {
    case NfProtocol::ICMPV6:
        return ReplaceIcmp(answer, *about);
    case NfProtocol::TCP:
        return ReplaceReset(answer, *about);
    default:
        return false;
    }
}

bool
NfIpv6TransportAnswer::ReplaceIcmp(NfPacket& answer, NfPacket& about) const
{
    const uint8_t* icmp = answer.L4(2);
    if (!icmp)
    {
        return false;
    }
    switch (icmp[0])
    {
    case NfIcmpv6Type::DESTINATION_UNREACHABLE:
        about.ResetConntrack(); // transports get packets without it: the error is looked up afresh
        m_node.kernel->SendIcmpError(about,
                                     icmp[0],
                                     icmp[1],
                                     0,
                                     about.ip.GetSize() + NfLocalAnswer::GetSeenSize(about));
        return true;
    case NfIcmpv6Type::PARAMETER_PROBLEM:
        // "No next header" is a protocol that every host knows.
        if (m_node.settings.protocolUnreachable && about.ip.protocol != NfProtocol::NO_NEXT_HEADER)
        {
            m_node.kernel->SendIcmpError(about,
                                         icmp[0],
                                         NfIcmpv6Error::UNKNOWN_NEXT_HEADER,
                                         FindProtocolField(about));
        }
        return true;
    case NfIcmpv6Type::ECHO_REPLY:
        CopyCode(about, answer);
        if (m_node.addresses.IsAnycast(answer.ip.source))
        {
            if (about.in->loopback)
            {
                return true; // from another address no route leads over lo
            }
            const auto own = NfChooseIpv6Source(m_node, answer.ip.destination, about.in);
            SendFrom(answer, own.value_or(answer.ip.source));
        }
        if (about.ip.tos != answer.ip.tos)
        {
            SocketIpv6TclassTag trafficClass;
            trafficClass.SetTclass(about.ip.tos);
            answer.GetPayload()->ReplacePacketTag(trafficClass);
            answer.ip.tos = about.ip.tos;
        }
        return false;
    default:
        return false;
    }
}

bool
NfIpv6TransportAnswer::ReplaceReset(const NfPacket& answer, const NfPacket& about) const
{
    if (about.ip.protocol != NfProtocol::TCP ||
        !NfLocalAnswer::IsResetOfNoConnection(about, answer.PeekPayload()))
    {
        return false;
    }
    if (std::optional<NfTcpReset> reset = NfLocalAnswer::MakeReset(about))
    {
        reset->ip.ttl = m_node.defaultHopLimit;
        m_node.kernel->SendGenerated(reset->ip,
                                     Create<Packet>(reset->segment.data(), reset->segment.size()),
                                     nullptr);
    }
    return true;
}

} // namespace ns3
