// SPDX-License-Identifier: GPL-2.0-only

#include "nf-transport-checksum.h"

#include "nf-checksum.h"
#include "nf-ip-header.h"
#include "nf-types.h"

#include "ns3/node.h"

#include <optional>
#include <vector>

namespace ns3
{

namespace
{

constexpr uint32_t TCP_CHECKSUM_OFFSET = 16;

/// How a protocol checks the integrity of its segments.
struct ChecksumKind
{
    uint8_t protocol;
    bool pseudoHeader;   //!< the sum includes the pseudo header
    bool zeroMeansNone;  //!< 0 always stands for no checksum, not only in ns-3
    uint8_t fieldOffset; //!< of the checksum
};

constexpr ChecksumKind CHECKSUM_KINDS[] = {
    {NfProtocol::TCP, true, false, TCP_CHECKSUM_OFFSET},
    {NfProtocol::UDP, true, true, 6},
    {NfProtocol::ICMP, false, false, 2},
    {NfProtocol::ICMPV6, true, false, 2},
};

const ChecksumKind*
FindKind(uint8_t protocol)
{
    for (const ChecksumKind& kind : CHECKSUM_KINDS)
    {
        if (kind.protocol == protocol)
        {
            return &kind;
        }
    }
    return nullptr;
}

// Protocols whose packets are answered without a look at a checksum.
bool
IsUnchecked(uint8_t protocol)
{
    constexpr uint8_t esp = 50;
    constexpr uint8_t ah = 51;
    switch (protocol)
    {
    case NfProtocol::GRE:
    case NfProtocol::SCTP:
    case NfProtocol::UDPLITE:
    case esp:
    case ah:
        return true;
    default:
        return false;
    }
}

} // namespace

bool
NfTransportChecksum::IsPresent(uint16_t checksum)
{
    return checksum != 0 || Node::ChecksumEnabled();
}

uint64_t
NfTransportChecksum::SumPseudoHeader(const NfIpHeader& ip, uint32_t size)
{
    return NfChecksum::PseudoHeader(ip.family, ip.source, ip.destination, ip.protocol, size);
}

void
NfTransportChecksum::UpdateTcp(uint8_t* tcp, uint16_t before, uint16_t after)
{
    uint16_t checksum = NfRead16(tcp + TCP_CHECKSUM_OFFSET);
    if (IsPresent(checksum))
    {
        NfWrite16(tcp + TCP_CHECKSUM_OFFSET, NfChecksum::Replace16(checksum, before, after));
    }
}

void
NfTransportChecksum::FillTcp(const NfIpHeader& ip, std::vector<uint8_t>& segment)
{
    NfWrite16(&segment[TCP_CHECKSUM_OFFSET], 0);
    uint64_t sum = NfChecksum::PseudoHeader(ip.family,
                                            ip.source,
                                            ip.destination,
                                            NfProtocol::TCP,
                                            segment.size());
    NfWrite16(&segment[TCP_CHECKSUM_OFFSET],
              NfChecksum::Finish(NfChecksum::Add(segment.data(), segment.size(), sum)));
}

std::optional<uint16_t>
NfTransportChecksum::Compute(const NfPacket& packet)
{
    const ChecksumKind* kind = FindKind(packet.ip.protocol);
    std::vector<uint8_t> segment = packet.CopyPayload();
    if (!kind || segment.size() < kind->fieldOffset + 2U)
    {
        return {};
    }
    NfWrite16(&segment[kind->fieldOffset], 0);
    const uint64_t sum = kind->pseudoHeader ? SumPseudoHeader(packet.ip, segment.size()) : 0;
    return NfChecksum::Finish(NfChecksum::Add(segment.data(), segment.size(), sum));
}

bool
NfTransportChecksum::IsGood(const NfPacket& packet)
{
    if (packet.checksumBad)
    {
        return false;
    }
    uint8_t protocol = packet.ip.protocol;
    if (IsUnchecked(protocol))
    {
        return true;
    }
    std::vector<uint8_t> segment = packet.CopyPayload();
    const ChecksumKind* kind = FindKind(protocol);
    if (kind && segment.size() >= kind->fieldOffset + 2U)
    {
        uint16_t stored = NfRead16(&segment[kind->fieldOffset]);
        if (stored == 0 && (kind->zeroMeansNone || !IsPresent(stored)))
        {
            // A checksum that Linux would have computed covers more than the first fragment.
            return kind->zeroMeansNone || !packet.ip.moreFragments;
        }
    }
    // Without a pseudo header Linux sums IPv4's header as well, whose right sum is all ones. Of
    // IPv6, every protocol is taken to have a pseudo header.
    const bool pseudoHeader = packet.ip.family == NfFamily::IPV6 || (kind && kind->pseudoHeader);
    const uint64_t sum = pseudoHeader ? SumPseudoHeader(packet.ip, segment.size()) : UINT16_MAX;
    return NfChecksum::Finish(NfChecksum::Add(segment.data(), segment.size(), sum)) == 0;
}

} // namespace ns3
