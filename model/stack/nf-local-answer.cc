// SPDX-License-Identifier: GPL-2.0-only

#include "nf-local-answer.h"

#include "nf-checksum.h"
#include "nf-netns.h"
#include "nf-transport-checksum.h"

#include "ns3/tcp-header.h"

namespace ns3
{

namespace
{

constexpr uint32_t TCP_HEADER_SIZE = 20;
constexpr uint32_t ACKNOWLEDGEMENT = 8;
constexpr uint32_t DATA_OFFSET = 12;
constexpr uint32_t FLAGS = 13;

bool
IsForOneHost(const NfPacket& packet)
{
    NfAddressType to = packet.netns->GetAddressType(packet.ip.destination);
    return to != NfAddressType::BROADCAST && to != NfAddressType::MULTICAST;
}

} // namespace

bool
NfLocalAnswer::IsEchoAnswered(const NfPacket& request)
{
    return IsForOneHost(request) && NfTransportChecksum::IsGood(request);
}

bool
NfLocalAnswer::IsResetOfNoConnection(const NfPacket& segment, Ptr<const Packet> reset)
{
    TcpHeader header;
    const uint8_t* tcp = segment.L4(TCP_HEADER_SIZE);
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
    const uint8_t* tcp = segment.L4(TCP_HEADER_SIZE);
    uint32_t headerSize = tcp ? (tcp[DATA_OFFSET] >> 4) * 4 : 0;
    if (headerSize < TCP_HEADER_SIZE || headerSize > segment.GetPayloadSize() ||
        !IsForOneHost(segment))
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
