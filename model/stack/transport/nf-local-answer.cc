// SPDX-License-Identifier: GPL-2.0-only

#include "nf-local-answer.h"

#include "nf-checksum.h"
#include "nf-header-size.h"
#include "nf-netns.h"
#include "nf-tcp-option-walk.h"
#include "nf-transport-checksum.h"

#include "ns3/icmpv4.h"
#include "ns3/tcp-header.h"

#include <algorithm>

namespace ns3
{

namespace
{

constexpr uint32_t ACKNOWLEDGEMENT = 8;
constexpr uint32_t DATA_OFFSET = 12;
constexpr uint32_t FLAGS = 13;

/**
 * Whether Linux, before it makes a reset, finds a signature that it cannot answer or options that
 * it cannot search for one (tcp_do_parse_auth_options of a kernel with TCP-MD5, without TCP-AO).
 * @param options of the segment that is answered
 * @param size how many bytes
 * @return true if it sends no reset
 */
bool
IsResetWithheld(const uint8_t* options, uint32_t size)
{
    constexpr uint8_t md5 = 19;
    constexpr uint8_t authentication = 29;
    constexpr uint32_t shortestSignature = 18; // fewer bytes are not searched
    while (size >= shortestSignature && *options != NfTcpOptionKind::END)
    {
        uint32_t length = 1;
        if (*options != NfTcpOptionKind::NOP)
        {
            length = options[1];
            if (length < 2 || length > size || *options == md5 || *options == authentication)
            {
                return true;
            }
        }
        options += length;
        size -= length;
    }
    return false;
}

bool
IsForOneHost(const NfPacket& packet)
{
    NfAddressType to = packet.netns->GetAddressType(packet.ip.family, packet.ip.destination);
    return to != NfAddressType::BROADCAST && to != NfAddressType::MULTICAST;
}

} // namespace

bool
NfLocalAnswer::IsEchoAnswered(const NfPacket& request)
{
    return IsForOneHost(request) && NfTransportChecksum::IsGood(request);
}

void
NfLocalAnswer::CopyCode(const NfPacket& request, const Ptr<Packet>& reply, bool checksums)
{
    const uint8_t* icmp = request.L4(2);
    if (!icmp || icmp[1] == 0)
    {
        return;
    }
    Icmpv4Header header;
    reply->RemoveHeader(header);
    header.SetCode(icmp[1]);
    if (checksums)
    {
        header.EnableChecksum();
    }
    reply->AddHeader(header);
}

uint32_t
NfLocalAnswer::GetSeenSize(const NfPacket& packet)
{
    constexpr uint32_t udpHeader = 8;
    constexpr uint32_t udpLength = 4;
    const uint8_t* udp = packet.ip.protocol == NfProtocol::UDP ? packet.L4(udpHeader) : nullptr;
    return udp ? std::min<uint32_t>(NfRead16(udp + udpLength), packet.GetPayloadSize())
               : packet.GetPayloadSize();
}

bool
NfLocalAnswer::IsResetOfNoConnection(const NfPacket& segment, Ptr<const Packet> reset)
{
    TcpHeader header;
    const uint8_t* tcp = segment.L4(NfHeaderSize::TCP);
    if (!reset->PeekHeader(header) || !(header.GetFlags() & TcpHeader::RST))
    {
        return false;
    }
    // ns-3 answers a cut-short header as well: the bytes behind it are then anything.
    uint32_t next = tcp && tcp[FLAGS] & TcpHeader::ACK ? NfRead32(tcp + ACKNOWLEDGEMENT) : 0;
    return !tcp || header.GetSequenceNumber().GetValue() == next;
}

std::optional<NfTcpReset>
NfLocalAnswer::MakeReset(const NfPacket& segment)
{
    constexpr uint8_t ecn = 0x03;
    const uint8_t* tcp = segment.L4(NfHeaderSize::TCP);
    uint32_t headerSize = tcp ? (tcp[DATA_OFFSET] >> 4) * 4 : 0;
    if (headerSize < NfHeaderSize::TCP || headerSize > segment.GetPayloadSize() ||
        !IsForOneHost(segment))
    {
        return {};
    }
    if (IsResetWithheld(segment.L4(headerSize) + NfHeaderSize::TCP, headerSize - NfHeaderSize::TCP))
    {
        return {};
    }
    std::optional<NfTcpReset> reset = NfTcpReset::Make(segment);
    if (reset)
    {
        reset->ip.tos = segment.ip.tos & ~ecn;
    }
    return reset;
}

} // namespace ns3
