// SPDX-License-Identifier: GPL-2.0-only

#include "nf-nat-rewrite.h"

#include "nf-checksum.h"
#include "nf-crc32c.h"
#include "nf-header-size.h"
#include "nf-icmpv6-types.h"
#include "nf-packet-tuple.h"
#include "nf-quoted-tuple.h"
#include "nf-raw-header.h"
#include "nf-transport-checksum.h"

#include "ns3/node.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace ns3
{

namespace
{

constexpr uint32_t PORTS_SIZE = 8; // what every protocol with ports must have, as in Linux
constexpr uint32_t SCTP_SIZE = 12; // the common header
constexpr uint32_t UDP_CHECKSUM = 6;
constexpr uint32_t TCP_CHECKSUM = 16;
constexpr uint32_t SCTP_CHECKSUM = 8;
constexpr uint32_t ICMP_CHECKSUM = 2;
constexpr uint32_t ICMP_ID = 4;
constexpr uint32_t IP_CHECKSUM = 10;

// One translation of one header.
struct Change
{
    NfAddress before;
    NfAddress after;
    uint16_t port;
    uint16_t icmpId; // the same in both directions
    NfManip manip;
};

Change
MakeChange(const NfAddress& source,
           const NfAddress& destination,
           const NfTuple& target,
           NfManip manip)
{
    if (manip == NfManip::SOURCE)
    {
        return {source, target.source, target.sourcePort, target.IcmpId(), manip};
    }
    return {destination, target.destination, target.destinationPort, target.IcmpId(), manip};
}

// Where a checksum is to be kept right; null if there is none.
uint8_t*
InUse(uint8_t* checksum)
{
    return NfTransportChecksum::IsPresent(NfRead16(checksum)) ? checksum : nullptr;
}

// Replace a word, and repair the checksum that covers it unless that is null.
void
ReplaceWord(uint8_t* word, uint16_t value, uint8_t* checksum)
{
    if (checksum)
    {
        NfWrite16(checksum, NfChecksum::Replace16(NfRead16(checksum), NfRead16(word), value));
    }
    NfWrite16(word, value);
}

// Repair a checksum that covers the address, unless it is null.
void
ReplaceAddress(uint8_t* checksum, const Change& change)
{
    if (checksum)
    {
        NfWrite16(checksum,
                  NfChecksum::ReplaceAddress(NfRead16(checksum), change.before, change.after));
    }
}

uint8_t*
PortOf(uint8_t* l4, NfManip manip)
{
    return l4 + (manip == NfManip::SOURCE ? 0 : 2);
}

void
RewriteTcp(uint8_t* l4, uint32_t size, const Change& change)
{
    // The quote in an ICMP error may end before the checksum.
    uint8_t* checksum = size >= NfHeaderSize::TCP ? InUse(l4 + TCP_CHECKSUM) : nullptr;
    ReplaceAddress(checksum, change);
    ReplaceWord(PortOf(l4, change.manip), change.port, checksum);
}

void
RewriteUdp(uint8_t* l4, const Change& change)
{
    uint8_t* checksum = l4 + UDP_CHECKSUM;
    if (NfRead16(checksum) == 0)
    {
        NfWrite16(PortOf(l4, change.manip), change.port);
        return;
    }
    ReplaceAddress(checksum, change);
    ReplaceWord(PortOf(l4, change.manip), change.port, checksum);
    if (NfRead16(checksum) == 0)
    {
        NfWrite16(checksum, 0xffff);
    }
}

// Queries and their answers carry an id (RFC 792, RFC 950); the second word of errors is no id.
bool
HasIcmpId(uint8_t type)
{
    constexpr uint32_t withId = 1U << 0 | 1U << 8 | 0x3fU << 13;
    return type < 32 && (withId >> type & 1);
}

void
RewriteIcmp(uint8_t* l4, const Change& change)
{
    if (HasIcmpId(l4[0]))
    {
        ReplaceWord(l4 + ICMP_ID, change.icmpId, InUse(l4 + ICMP_CHECKSUM));
    }
}

// ICMPv6's checksum covers the addresses. Linux leaves the id of node information queries alone.
void
RewriteIcmpv6(uint8_t* l4, const Change& change)
{
    uint8_t* checksum = InUse(l4 + ICMP_CHECKSUM);
    ReplaceAddress(checksum, change);
    if (l4[0] == NfIcmpv6Type::ECHO_REQUEST || l4[0] == NfIcmpv6Type::ECHO_REPLY)
    {
        ReplaceWord(l4 + ICMP_ID, change.icmpId, checksum);
    }
}

// How many bytes of a transport header a translation needs; 0: it needs none.
uint32_t
NeededSize(uint8_t protocol)
{
    switch (protocol)
    {
    case NfProtocol::TCP:
    case NfProtocol::UDP:
    case NfProtocol::UDPLITE:
    case NfProtocol::ICMP:
    case NfProtocol::ICMPV6:
    case NfProtocol::SCTP:
    case NfProtocol::GRE:
        return PORTS_SIZE;
    default:
        return 0;
    }
}

// How many bytes of a transport header a translation may change.
uint32_t
ChangedSize(uint8_t protocol)
{
    switch (protocol)
    {
    case NfProtocol::TCP:
        return NfHeaderSize::TCP;
    case NfProtocol::SCTP:
        return SCTP_SIZE;
    default:
        return NeededSize(protocol);
    }
}

// Only version 1, PPTP's, names its connection: by a call id of the receiver's. Linux translates no
// version that it does not know.
bool
RewriteGre(uint8_t* l4, const Change& change)
{
    constexpr uint32_t callId = 6;
    constexpr uint8_t versionBits = 7;
    if (change.manip == NfManip::SOURCE)
    {
        return true;
    }
    const uint8_t version = l4[1] & versionBits;
    if (version == 1)
    {
        NfWrite16(l4 + callId, change.port);
    }
    return version <= 1;
}

// Change a transport header of which size bytes, at least NeededSize(), are at hand. False: it
// cannot be translated.
bool
RewriteTransport(uint8_t protocol, uint8_t* l4, uint32_t size, const Change& change)
{
    switch (protocol)
    {
    case NfProtocol::TCP:
        RewriteTcp(l4, size, change);
        break;
    case NfProtocol::UDP:
    case NfProtocol::UDPLITE:
        RewriteUdp(l4, change);
        break;
    case NfProtocol::ICMP:
        RewriteIcmp(l4, change);
        break;
    case NfProtocol::ICMPV6:
        RewriteIcmpv6(l4, change);
        break;
    case NfProtocol::SCTP:
        NfWrite16(PortOf(l4, change.manip), change.port);
        break;
    case NfProtocol::GRE:
        return RewriteGre(l4, change);
    default:
        break;
    }
    return true;
}

// A query or an answer of zeros only, as ns-3's ping sends, has the checksum 0xffff. Arithmetic on
// checksums cannot tell it from one that sums up to -0, and Linux sends 0, which receivers refuse.
void
RepairZeros(NfPacket& packet)
{
    uint8_t* l4 = packet.MutableL4(NfHeaderSize::ICMP);
    if (!l4 || !HasIcmpId(l4[0]) || NfRead16(l4 + ICMP_CHECKSUM) != 0 || !Node::ChecksumEnabled())
    {
        return;
    }
    std::vector<uint8_t> bytes = packet.CopyPayload();
    if (std::all_of(bytes.begin(), bytes.end(), [](uint8_t byte) { return byte == 0; }))
    {
        NfWrite16(l4 + ICMP_CHECKSUM, 0xffff);
    }
}

// SCTP's checksum covers every byte of the packet (RFC 9260, appendix A).
void
RepairSctp(NfPacket& packet)
{
    uint8_t* l4 = packet.MutableL4(SCTP_SIZE);
    if (!l4 || (NfRead32(l4 + SCTP_CHECKSUM) == 0 && !Node::ChecksumEnabled()))
    {
        return;
    }
    NfWrite32(l4 + SCTP_CHECKSUM, 0);
    std::vector<uint8_t> bytes = packet.CopyPayload();
    uint32_t crc = NfCrc32c(bytes.data(), bytes.size());
    // The CRC travels with its least significant byte first.
    for (unsigned i = 0; i < 4; ++i)
    {
        l4[SCTP_CHECKSUM + i] = crc >> (8 * i) & 0xff;
    }
}

// Change an address of a network header, and the checksum that IPv4's has.
void
RewriteAddress(NfFamily family, uint8_t* ip, const Change& change)
{
    const bool isSource = change.manip == NfManip::SOURCE;
    if (family == NfFamily::IPV6)
    {
        uint8_t* address = ip + (isSource ? 8 : 24);
        for (uint32_t word : change.after.Words())
        {
            NfWrite32(address, word);
            address += 4;
        }
        return;
    }
    ReplaceAddress(InUse(ip + IP_CHECKSUM), change);
    NfWrite32(ip + (isSource ? 12 : 16), change.after.V4());
}

std::vector<uint8_t>
CopyStart(const NfPacket& packet, uint32_t size)
{
    std::vector<uint8_t> bytes = packet.CopyPayload();
    bytes.resize(size);
    return bytes;
}

// Exchange the first bytes behind the network header for as many others.
void
ReplaceStart(NfPacket& packet, const std::vector<uint8_t>& bytes)
{
    if (bytes.size() <= NfPacket::L4_WINDOW)
    {
        std::copy(bytes.begin(), bytes.end(), packet.MutableL4(bytes.size()));
        return;
    }
    // A quote with long extension headers.
    Ptr<Packet> payload = packet.GetPayload();
    payload->RemoveAtStart(bytes.size());
    payload->AddHeader(NfRawHeader(bytes));
    packet.SetPayload(payload);
}

} // namespace

bool
NfNatRewrite::Apply(NfPacket& packet, const NfTuple& target, NfManip manip)
{
    uint8_t protocol = packet.ip.protocol;
    if (uint32_t needed = NeededSize(protocol))
    {
        uint32_t size = std::min(packet.GetPayloadSize(), ChangedSize(protocol));
        if (size < needed)
        {
            return false;
        }
        Change change = MakeChange(packet.ip.source, packet.ip.destination, target, manip);
        if (!RewriteTransport(protocol, packet.MutableL4(size), size, change))
        {
            return false;
        }
    }
    if (protocol == NfProtocol::SCTP)
    {
        RepairSctp(packet);
    }
    if (protocol == NfProtocol::ICMP)
    {
        RepairZeros(packet);
    }
    if (manip == NfManip::SOURCE)
    {
        packet.ip.source = target.source;
    }
    else
    {
        packet.ip.destination = target.destination;
    }
    return true;
}

bool
NfNatRewrite::ApplyToQuote(NfPacket& packet, const NfTuple& target, NfManip manip)
{
    constexpr uint32_t quote = NfHeaderSize::ICMP;
    const std::optional<NfQuotedHeader> header = NfReadQuotedHeader(packet, quote);
    if (!header)
    {
        return false;
    }
    const uint8_t protocol = header->ip.protocol;
    const bool hasUpper = NfHasUpperLayer(header->ip);
    const uint32_t needed = hasUpper ? NeededSize(protocol) : 0;
    const uint32_t changed = hasUpper ? ChangedSize(protocol) : 0;
    const uint32_t l4Size = std::min<uint32_t>(header->bytes.size(), changed);
    if (l4Size < needed)
    {
        return false;
    }
    std::vector<uint8_t> after = CopyStart(packet, header->upper + l4Size);
    const Change change = MakeChange(header->ip.source, header->ip.destination, target, manip);
    if (needed && !RewriteTransport(protocol, &after[header->upper], l4Size, change))
    {
        return false;
    }
    RewriteAddress(header->ip.family, &after[quote], change);
    ReplaceStart(packet, after);
    // Linux computes it afresh, which also mends what DNPT has broken.
    const std::optional<uint16_t> checksum =
        InUse(&after[ICMP_CHECKSUM]) ? NfTransportChecksum::Compute(packet) : std::nullopt;
    if (checksum)
    {
        NfWrite16(packet.MutableL4(NfHeaderSize::ICMP) + ICMP_CHECKSUM, *checksum);
    }
    return true;
}

} // namespace ns3
