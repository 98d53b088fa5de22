// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-transport-answer.h"

#include "nf-icmp-error.h"
#include "nf-ipv4-delivery.h"
#include "nf-ipv4-node.h"
#include "nf-local-answer.h"

#include "ns3/socket.h"

#include <optional>

namespace ns3
{

bool
NfIpv4TransportAnswer::Replace(const Ptr<Packet>& payload, uint8_t protocol) const
{
    uint8_t icmp[2];
    NfPacket* about = m_delivery.GetDelivered();
    if (!about || payload->CopyData(icmp, sizeof(icmp)) != sizeof(icmp))
    {
        return false;
    }
    if (protocol == NfProtocol::ICMP && icmp[0] == NfIcmpError::DESTINATION_UNREACHABLE)
    {
        about->ResetConntrack(); // transports get packets without it: the error is looked up afresh
        m_node.kernel->SendIcmpError(*about,
                                     icmp[0],
                                     icmp[1],
                                     0,
                                     about->ip.GetSize() + NfLocalAnswer::GetSeenSize(*about));
        return true;
    }
    if (protocol == NfProtocol::ICMP && icmp[0] == NfLocalAnswer::ECHO_REPLY)
    {
        NfLocalAnswer::CopyCode(*about, payload, m_node.checksums);
        if (about->ip.tos != 0)
        {
            SocketIpTosTag tos;
            tos.SetTos(about->ip.tos);
            payload->ReplacePacketTag(tos);
        }
        return !NfLocalAnswer::IsEchoAnswered(*about);
    }
    if (protocol == NfProtocol::TCP && about->ip.protocol == NfProtocol::TCP &&
        NfLocalAnswer::IsResetOfNoConnection(*about, payload))
    {
        if (std::optional<NfTcpReset> reset = NfLocalAnswer::MakeReset(*about))
        {
            reset->ip.ttl = m_node.defaultTtl;
            m_node.kernel->SendGenerated(
                reset->ip,
                Create<Packet>(reset->segment.data(), reset->segment.size()),
                nullptr);
        }
        return true;
    }
    return false;
}

} // namespace ns3
