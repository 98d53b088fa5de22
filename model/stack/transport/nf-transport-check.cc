// SPDX-License-Identifier: GPL-2.0-only

#include "nf-transport-check.h"

#include "nf-byte-tags.h"
#include "nf-checksum.h"
#include "nf-header-size.h"
#include "nf-icmp-types.h"
#include "nf-icmpv6-quote.h"
#include "nf-neighbour-check.h"
#include "nf-raw-header.h"
#include "nf-tcp-options.h"
#include "nf-transport-checksum.h"
#include "nf-types.h"

#include "ns3/tcp-header.h"
#include "ns3/udp-header.h"

#include <algorithm>
#include <vector>

namespace ns3
{

namespace
{

constexpr uint32_t TCP_DATA_OFFSET = 12;
constexpr uint32_t UDP_LENGTH = 4;
constexpr uint32_t UDP_CHECKSUM = 6;
constexpr uint32_t QUOTED_TRANSPORT_SIZE = 8;

/**
 * @param tcp at least NfHeaderSize::TCP bytes
 * @return the size of the header, as it says
 */
uint32_t
GetTcpHeaderSize(const uint8_t* tcp)
{
    return (tcp[TCP_DATA_OFFSET] >> 4) * 4U;
}

bool
IsWholeTcp(const NfPacket& packet)
{
    const uint8_t* tcp = packet.L4(NfHeaderSize::TCP);
    return tcp && GetTcpHeaderSize(tcp) >= NfHeaderSize::TCP &&
           GetTcpHeaderSize(tcp) <= packet.GetPayloadSize();
}

bool
IsWholeUdp(const NfPacket& packet)
{
    const uint8_t* udp = packet.L4(NfHeaderSize::UDP);
    return udp && NfRead16(udp + UDP_LENGTH) >= NfHeaderSize::UDP &&
           NfRead16(udp + UDP_LENGTH) <= packet.GetPayloadSize();
}

bool
IsWholeIcmp(const NfPacket& packet)
{
    const uint8_t* icmp = packet.L4(NfHeaderSize::ICMP);
    if (!icmp || !NfIcmpQuotesPacket(icmp[0]))
    {
        return icmp;
    }
    constexpr uint8_t lengthMask = 0x0f;
    const uint8_t* whole = packet.L4(NfHeaderSize::ICMP + NfHeaderSize::IPV4);
    uint32_t quoted = whole ? (whole[NfHeaderSize::ICMP] & lengthMask) * 4U : 0;
    return quoted >= NfHeaderSize::IPV4 &&
           packet.GetPayloadSize() >= NfHeaderSize::ICMP + quoted + QUOTED_TRANSPORT_SIZE;
}

/**
 * @param packet of UDP
 * @param bytes its datagram, with 0 for a checksum
 * @return the checksum that belongs there
 */
uint16_t
ComputeUdp(const NfPacket& packet, const std::vector<uint8_t>& bytes)
{
    uint64_t sum = NfChecksum::PseudoHeader(packet.ip.family,
                                            packet.ip.source,
                                            packet.ip.destination,
                                            NfProtocol::UDP,
                                            bytes.size());
    uint16_t checksum = NfChecksum::Finish(NfChecksum::Add(bytes.data(), bytes.size(), sum));
    return checksum == 0 ? UINT16_MAX : checksum;
}

// Linux sums no more than the length in UDP's header says.
bool
IsUdpSumGood(const NfPacket& packet)
{
    const uint8_t* udp = packet.L4(NfHeaderSize::UDP);
    uint16_t stored = NfRead16(udp + UDP_CHECKSUM);
    std::vector<uint8_t> bytes = packet.CopyPayload();
    bytes.resize(NfRead16(udp + UDP_LENGTH));
    NfWrite16(&bytes[UDP_CHECKSUM], 0);
    const bool mayBeLeftOut = packet.ip.family == NfFamily::IPV4;
    return (stored == 0 && mayBeLeftOut) || stored == ComputeUdp(packet, bytes);
}

/// Put another header in the place of a packet's first bytes, which a header of ns-3 stands for.
void
ReplaceHeader(const Ptr<Packet>& payload,
              uint32_t oldSize,
              const std::vector<uint8_t>& header,
              TypeId typeId)
{
    NfByteTags tags(payload);
    payload->RemoveAtStart(oldSize);
    payload->AddHeader(NfRawHeader(header, typeId));
    if (header.size() == oldSize)
    {
        tags.Restore(payload);
    }
}

Ptr<Packet>
AdaptTcp(NfPacket& packet, bool checksums)
{
    uint32_t oldSize = GetTcpHeaderSize(packet.L4(NfHeaderSize::TCP));
    const uint8_t* tcp = packet.L4(oldSize);
    const uint8_t* options = tcp + NfHeaderSize::TCP;
    uint32_t optionsSize = oldSize - NfHeaderSize::TCP;
    if (optionsSize == 0 || NfTcpOptions::IsReadByStock(options, optionsSize))
    {
        return packet.GetPayload();
    }
    std::vector<uint8_t> header(tcp, options);
    std::vector<uint8_t> same = NfTcpOptions::Read(options, optionsSize).Write();
    header.insert(header.end(), same.begin(), same.end());
    constexpr uint8_t notOffset = 0x0f;
    header[TCP_DATA_OFFSET] =
        static_cast<uint8_t>(header.size() / 4 << 4) | (header[TCP_DATA_OFFSET] & notOffset);
    Ptr<Packet> payload = packet.GetPayload()->Copy();
    if (checksums)
    {
        std::vector<uint8_t> segment = packet.CopyPayload();
        segment.erase(segment.begin(), segment.begin() + oldSize);
        segment.insert(segment.begin(), header.begin(), header.end());
        NfTransportChecksum::FillTcp(packet.ip, segment);
        std::copy_n(segment.begin(), header.size(), header.begin());
    }
    ReplaceHeader(payload, oldSize, header, TcpHeader::GetTypeId());
    return payload;
}

Ptr<Packet>
AdaptUdp(NfPacket& packet, bool checksums)
{
    const uint8_t* udp = packet.L4(NfHeaderSize::UDP);
    uint16_t length = NfRead16(udp + UDP_LENGTH);
    bool unsummed = checksums && NfRead16(udp + UDP_CHECKSUM) == 0;
    if (length == packet.GetPayloadSize() && !unsummed)
    {
        return packet.GetPayload();
    }
    Ptr<Packet> payload = packet.GetPayload()->Copy();
    payload->RemoveAtEnd(payload->GetSize() - length);
    if (unsummed)
    {
        std::vector<uint8_t> bytes = packet.CopyPayload();
        bytes.resize(length);
        NfWrite16(&bytes[UDP_CHECKSUM], ComputeUdp(packet, bytes));
        bytes.resize(NfHeaderSize::UDP);
        ReplaceHeader(payload, NfHeaderSize::UDP, bytes, UdpHeader::GetTypeId());
    }
    return payload;
}

} // namespace

std::optional<NfDropReason>
NfTransportCheck::Check(const NfPacket& packet, bool checksums)
{
    if (packet.ip.IsFragment())
    {
        return {};
    }
    switch (packet.ip.protocol)
    {
    case NfProtocol::TCP:
        if (packet.packetType != NetDevice::PACKET_HOST)
        {
            return NfDropReason::NOT_FOR_HOST;
        }
        if (!IsWholeTcp(packet))
        {
            return NfDropReason::BAD_SEGMENT;
        }
        break;
    case NfProtocol::UDP:
        if (!IsWholeUdp(packet))
        {
            return NfDropReason::BAD_SEGMENT;
        }
        if (checksums && !IsUdpSumGood(packet))
        {
            return NfDropReason::BAD_CHECKSUM;
        }
        return {};
    case NfProtocol::ICMP:
        if (packet.ip.family == NfFamily::IPV6)
        {
            return {};
        }
        if (!IsWholeIcmp(packet))
        {
            return NfDropReason::BAD_SEGMENT;
        }
        break;
    case NfProtocol::ICMPV6:
        if (packet.ip.family == NfFamily::IPV4)
        {
            return {};
        }
        if (!packet.L4(NfHeaderSize::ICMP))
        {
            return NfDropReason::BAD_SEGMENT;
        }
        if (!NfIsNeighbourMessageReadable(packet))
        {
            return NfDropReason::BAD_MESSAGE;
        }
        break;
    default:
        return {};
    }
    return checksums && !NfTransportChecksum::IsGood(packet)
               ? std::optional(NfDropReason::BAD_CHECKSUM)
               : std::nullopt;
}

bool
NfTransportCheck::IsHiddenFromRawSockets(const NfPacket& packet)
{
    return packet.ip.protocol == NfProtocol::ICMP && !packet.L4(NfHeaderSize::ICMP);
}

Ptr<Packet>
NfTransportCheck::Adapt(NfPacket& packet, bool checksums)
{
    if (packet.ip.IsFragment())
    {
        return packet.GetPayload();
    }
    switch (packet.ip.protocol)
    {
    case NfProtocol::TCP:
        return AdaptTcp(packet, checksums);
    case NfProtocol::UDP:
        return AdaptUdp(packet, checksums);
    case NfProtocol::ICMPV6:
        return packet.ip.family == NfFamily::IPV6 ? NfAdaptIcmpv6Quote(packet, checksums)
                                                  : packet.GetPayload();
    default:
        return packet.GetPayload();
    }
}

} // namespace ns3
