// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-piece.h"

#include "nf-checksum.h"
#include "nf-header-size.h"
#include "nf-ipv6-extensions.h"
#include "nf-types.h"

namespace ns3
{

namespace
{

constexpr uint32_t FRAGMENT_HEADER = 8;

/// @return bytes of the upper layer's header that the first piece must have
uint32_t
LeastUpperLayer(uint8_t protocol)
{
    switch (protocol)
    {
    case NfProtocol::TCP:
        return NfHeaderSize::TCP;
    case NfProtocol::UDP:
        return NfHeaderSize::UDP;
    case NfProtocol::ICMPV6:
        return NfHeaderSize::ICMP;
    default:
        return 1;
    }
}

} // namespace

std::optional<NfIpv6Piece>
NfIpv6Piece::Read(const NfPacket& packet)
{
    const Ptr<const NfIpv6Extensions>& chain = packet.GetExtensions();
    const NfIpv6Extensions::Header* header = chain ? chain->Find(NfProtocol::FRAGMENT) : nullptr;
    if (!header || header->size < FRAGMENT_HEADER)
    {
        return std::nullopt;
    }
    constexpr uint16_t notOffset = 7;
    const uint8_t* bytes = chain->GetData(*header);
    const uint16_t offset = NfRead16(bytes + 2);
    const uint32_t headersWithin = chain->GetBytes().size() - header->offset - FRAGMENT_HEADER;
    NfIpv6Piece piece{};
    piece.begin = offset & ~notOffset;
    piece.end = piece.begin + headersWithin + packet.GetPayloadSize();
    piece.more = offset & 1;
    piece.id = NfRead32(bytes + 4);
    piece.place = NfHeaderSize::IPV6 + header->offset;
    return piece;
}

bool
NfIpv6Piece::LacksHeaders(const NfPacket& packet)
{
    const NfIpHeader& ip = packet.ip;
    const bool known =
        ip.fragmentOffset == 0 && !ip.brokenChain && ip.protocol != NfProtocol::NO_NEXT_HEADER;
    return known && packet.GetPayloadSize() < LeastUpperLayer(ip.protocol);
}

} // namespace ns3
