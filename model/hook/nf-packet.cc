// SPDX-License-Identifier: GPL-2.0-only

#include "nf-packet.h"

#include "nf-byte-tags.h"
#include "nf-checksum.h"
#include "nf-header-size.h"
#include "nf-raw-header.h"

#include "ns3/assert.h"

#include <algorithm>

namespace ns3
{

namespace
{

std::vector<uint8_t>
WriteIpv4Header(const NfIpHeader& ip, uint32_t payloadSize)
{
    constexpr uint16_t flagDf = 0x4000;
    constexpr uint16_t flagMf = 0x2000;
    std::vector<uint8_t> bytes(NfHeaderSize::IPV4);
    bytes[0] = 0x45;
    bytes[1] = ip.tos;
    NfWrite16(&bytes[2], NfHeaderSize::IPV4 + payloadSize);
    NfWrite16(&bytes[4], ip.id);
    NfWrite16(&bytes[6],
              (ip.dontFragment ? flagDf : 0) | (ip.moreFragments ? flagMf : 0) |
                  ip.fragmentOffset >> 3);
    bytes[8] = ip.ttl;
    bytes[9] = ip.protocol;
    NfWrite32(&bytes[12], ip.source.V4());
    NfWrite32(&bytes[16], ip.destination.V4());
    NfWrite16(&bytes[10], NfChecksum::Finish(NfChecksum::Add(bytes.data(), bytes.size())));
    return bytes;
}

void
WriteIpv6Address(uint8_t* bytes, const NfAddress& address)
{
    for (uint32_t word : address.Words())
    {
        NfWrite32(bytes, word);
        bytes += sizeof(word);
    }
}

std::vector<uint8_t>
WriteIpv6Header(const NfIpHeader& ip, const NfIpv6Extensions* extensions, uint16_t length)
{
    constexpr uint32_t version = 6;
    std::vector<uint8_t> bytes(NfHeaderSize::IPV6 +
                               (extensions ? extensions->GetBytes().size() : 0));
    NfWrite32(bytes.data(), version << 28 | static_cast<uint32_t>(ip.tos) << 20 | ip.flowLabel);
    NfWrite16(&bytes[4], length);
    bytes[6] = extensions ? extensions->GetFirst() : ip.protocol;
    bytes[7] = ip.ttl;
    WriteIpv6Address(&bytes[8], ip.source);
    WriteIpv6Address(&bytes[24], ip.destination);
    if (extensions)
    {
        std::copy(extensions->GetBytes().begin(),
                  extensions->GetBytes().end(),
                  bytes.begin() + NfHeaderSize::IPV6);
    }
    return bytes;
}

} // namespace

NfPacket
NfPacket::Clone()
{
    NfPacket copy(*this);
    copy.m_payload = GetPayload() ? m_payload->Copy() : nullptr;
    copy.m_dirtyBytes = 0;
    copy.m_stolen = nullptr;
    return copy;
}

const uint8_t*
NfPacket::LoadWindow(uint32_t need) const
{
    NS_ASSERT_MSG(need <= L4_WINDOW, "only " << L4_WINDOW << " bytes are reachable through L4()");
    if (m_windowSize == 0 && m_payload)
    {
        m_windowSize = m_payload->CopyData(m_window.data(), L4_WINDOW);
    }
    return need <= m_windowSize ? m_window.data() : nullptr;
}

uint8_t*
NfPacket::MutableL4(uint32_t need)
{
    if (!L4(need))
    {
        return nullptr;
    }
    m_dirtyBytes = std::max(m_dirtyBytes, need);
    NfPullPieces(pieces, need);
    return m_window.data();
}

void
NfPacket::SetPayload(Ptr<Packet> payload)
{
    m_payload = payload;
    m_windowSize = 0;
    m_dirtyBytes = 0;
    pieces.clear();
}

void
NfPacket::Flush()
{
    // The pieces to exchange: the headers that cover the changed bytes as metadata knows them, or
    // one anonymous piece where there is no metadata.
    struct Piece
    {
        TypeId typeId;
        uint32_t size;
    };

    std::vector<Piece> pieces;
    uint32_t covered = 0;
    for (auto items = m_payload->BeginItem(); covered < m_dirtyBytes && items.HasNext();)
    {
        PacketMetadata::Item item = items.Next();
        if (item.type != PacketMetadata::Item::HEADER || item.isFragment)
        {
            break;
        }
        pieces.push_back({item.tid, item.currentSize});
        covered += item.currentSize;
    }
    if (covered < m_dirtyBytes)
    {
        pieces.push_back({NfRawHeader::GetTypeId(), m_dirtyBytes - covered});
        covered = m_dirtyBytes;
    }
    std::vector<uint8_t> bytes(covered);
    m_payload->CopyData(bytes.data(), covered);
    std::copy_n(m_window.begin(), m_dirtyBytes, bytes.begin());

    NfByteTags tags(m_payload);
    std::vector<NfRawHeader> headers;
    auto position = bytes.cbegin();
    for (const Piece& piece : pieces)
    {
        NfRawHeader old(std::vector<uint8_t>(piece.size), piece.typeId);
        m_payload->RemoveHeader(old);
        headers.emplace_back(std::vector<uint8_t>(position, position + piece.size), piece.typeId);
        position += piece.size;
    }
    for (auto header = headers.crbegin(); header != headers.crend(); ++header)
    {
        m_payload->AddHeader(*header);
    }
    tags.Restore(m_payload);
    m_dirtyBytes = 0;
}

std::vector<uint8_t>
NfPacket::CopyPayload() const
{
    std::vector<uint8_t> bytes(GetPayloadSize());
    if (m_payload)
    {
        m_payload->CopyData(bytes.data(), bytes.size());
        std::copy_n(m_window.begin(), m_dirtyBytes, bytes.begin());
    }
    return bytes;
}

std::vector<uint8_t>
NfPacket::CopyBytes() const
{
    std::vector<uint8_t> bytes =
        ip.family == NfFamily::IPV6
            ? WriteIpv6Header(ip, PeekPointer(m_extensions), GetClaimedLength())
            : WriteIpv4Header(ip, GetPayloadSize());
    const std::vector<uint8_t> payload = CopyPayload();
    bytes.insert(bytes.end(), payload.begin(), payload.end());
    return bytes;
}

} // namespace ns3
