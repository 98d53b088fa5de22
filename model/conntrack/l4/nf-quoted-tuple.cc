// SPDX-License-Identifier: GPL-2.0-only

#include "nf-quoted-tuple.h"

#include "nf-checksum.h"
#include "nf-header-size.h"
#include "nf-ipv6-extensions.h"
#include "nf-packet-tuple.h"
#include "nf-protocol-tracker.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace ns3
{

namespace
{

std::optional<NfQuotedHeader>
ReadIpv4(const NfPacket& packet, uint32_t offset)
{
    constexpr uint16_t moreBit = 0x2000;
    constexpr uint16_t offsetBits = 0x1fff;
    const uint32_t available = std::min(packet.GetPayloadSize(), NfPacket::L4_WINDOW);
    const uint8_t* bytes = packet.L4(available);
    if (!bytes || available < offset + NfHeaderSize::IPV4)
    {
        return {};
    }
    bytes += offset;
    const uint32_t headerSize = (bytes[0] & 0xf) * 4;
    if (headerSize < NfHeaderSize::IPV4 || headerSize > available - offset)
    {
        return {};
    }
    NfQuotedHeader header{{}, offset + headerSize, {}};
    header.bytes.assign(bytes + headerSize, bytes + (available - offset));
    const uint16_t fragment = NfRead16(bytes + 6);
    header.ip.fragmentOffset = (fragment & offsetBits) * 8;
    header.ip.moreFragments = fragment & moreBit;
    header.ip.protocol = bytes[9];
    header.ip.source = NfAddress(NfRead32(bytes + 12));
    header.ip.destination = NfAddress(NfRead32(bytes + 16));
    return header;
}

std::optional<NfQuotedHeader>
ReadIpv6(const NfPacket& packet, uint32_t offset)
{
    std::vector<uint8_t> bytes = packet.CopyPayload();
    if (bytes.size() < offset + NfHeaderSize::IPV6)
    {
        return {};
    }
    bytes.erase(bytes.begin(), bytes.begin() + offset);
    // Linux looks neither at the version nor at the length that the quoted header claims.
    constexpr uint8_t version = 0x60;
    bytes[0] = version | (bytes[0] & 0xf);
    NfWrite16(&bytes[4], std::numeric_limits<uint16_t>::max());
    const std::optional<NfIpv6Datagram> datagram =
        NfIpv6Extensions::Read(bytes.data(), bytes.size());
    if (!datagram)
    {
        return {};
    }
    const uint32_t size = datagram->GetOffset();
    return NfQuotedHeader{datagram->ip, offset + size, {bytes.begin() + size, bytes.end()}};
}

} // namespace

std::optional<NfQuotedHeader>
NfReadQuotedHeader(const NfPacket& packet, uint32_t offset)
{
    return packet.ip.family == NfFamily::IPV6 ? ReadIpv6(packet, offset) : ReadIpv4(packet, offset);
}

std::optional<NfTuple>
NfReadQuotedTuple(const NfPacket& packet, uint32_t offset)
{
    const std::optional<NfQuotedHeader> quoted = NfReadQuotedHeader(packet, offset);
    if (!quoted || !NfHasUpperLayer(quoted->ip))
    {
        return {};
    }
    NfTuple tuple;
    tuple.source = quoted->ip.source;
    tuple.destination = quoted->ip.destination;
    tuple.protocol = quoted->ip.protocol;
    tuple.family = quoted->ip.family;
    const NfProtocolTracker& tracker = NfProtocolTracker::Get(tuple.protocol);
    const bool isKnown = tracker.ReadTuple(quoted->bytes.data(), quoted->bytes.size(), tuple);
    return isKnown ? std::optional(tuple) : std::nullopt;
}

} // namespace ns3
