// SPDX-License-Identifier: GPL-2.0-only

#include "nf-sequence-adjuster.h"

#include "nf-checksum.h"
#include "nf-header-size.h"
#include "nf-tcp-option-walk.h"
#include "nf-tcp-segment.h"

namespace ns3
{

namespace
{

constexpr uint32_t CHECKSUM_AT = 16;

uint16_t
SwapBytes(uint16_t value)
{
    return value << 8 | value >> 8;
}

// The other direction's numbers as their sender counts, after they were shifted.
uint32_t
Unshift(const NfSequenceAdjustment& adjustment, uint32_t number)
{
    bool after = NfSeqAfter(number - adjustment.offsetBefore, adjustment.correctionPosition);
    return number - (after ? adjustment.offsetAfter : adjustment.offsetBefore);
}

void
AdjustSack(uint8_t* header, uint32_t headerSize, const NfSequenceAdjustment& adjustment)
{
    constexpr uint32_t edgeSize = 4;
    const auto adjust = [&](uint8_t kind, const uint8_t* option, uint8_t length) {
        if (kind != NfTcpOptionKind::SACK || (length - 2) % (2 * edgeSize) != 0)
        {
            return;
        }
        const uint32_t at = option - header;
        for (uint32_t edge = at + 2; edge < at + length; edge += edgeSize)
        {
            NfSequenceAdjuster::Rewrite(header, edge, Unshift(adjustment, NfRead32(header + edge)));
        }
    };
    NfWalkTcpOptions(header + NfHeaderSize::TCP, headerSize - NfHeaderSize::TCP, adjust);
}

} // namespace

void
NfSequenceAdjuster::Rewrite(uint8_t* header, uint32_t at, uint32_t value)
{
    uint16_t checksum = NfRead16(header + CHECKSUM_AT);
    if (checksum != 0) // else ns-3 computes none
    {
        bool odd = at & 1; // an option may begin anywhere; at odd places the sum's bytes swap
        checksum = odd ? SwapBytes(checksum) : checksum;
        checksum = NfChecksum::Replace32(checksum, NfRead32(header + at), value);
        NfWrite16(header + CHECKSUM_AT, odd ? SwapBytes(checksum) : checksum);
    }
    NfWrite32(header + at, value);
}

void
NfSequenceAdjuster::Note(NfConnection& connection,
                         NfDirection direction,
                         uint32_t sequence,
                         int32_t difference)
{
    if (difference == 0)
    {
        return;
    }
    connection.status |= NfCtStatus::SEQ_ADJUST;
    NfSequenceAdjustment& adjustment = connection.sequence[static_cast<unsigned>(direction)];
    if (adjustment.offsetBefore == adjustment.offsetAfter ||
        NfSeqBefore(adjustment.correctionPosition, sequence))
    {
        adjustment.correctionPosition = sequence;
        adjustment.offsetBefore = adjustment.offsetAfter;
        adjustment.offsetAfter += difference;
    }
}

void
NfSequenceAdjuster::Begin(NfConnection& connection, NfDirection direction, int32_t offset)
{
    if (offset == 0)
    {
        return;
    }
    connection.status |= NfCtStatus::SEQ_ADJUST;
    NfSequenceAdjustment& adjustment = connection.sequence[static_cast<unsigned>(direction)];
    adjustment.offsetBefore = offset;
    adjustment.offsetAfter = offset;
}

int32_t
NfSequenceAdjuster::GetOffset(const NfConnection& connection,
                              NfDirection direction,
                              uint32_t sequence)
{
    const NfSequenceAdjustment& adjustment = connection.sequence[static_cast<unsigned>(direction)];
    return NfSeqAfter(sequence, adjustment.correctionPosition) ? adjustment.offsetAfter
                                                               : adjustment.offsetBefore;
}

bool
NfSequenceAdjuster::Adjust(NfPacket& packet, const NfConnection& connection)
{
    const uint8_t* peek = packet.L4(NfHeaderSize::TCP);
    uint32_t headerSize = peek ? (peek[12] >> 4) * 4 : 0;
    uint8_t* header = headerSize >= NfHeaderSize::TCP ? packet.MutableL4(headerSize) : nullptr;
    if (!header)
    {
        return false;
    }
    uint32_t seq = NfRead32(header + 4);
    Rewrite(header, 4, seq + GetOffset(connection, packet.ctDirection, seq));
    if (header[13] & NfTcpFlag::ACK)
    {
        const NfSequenceAdjustment& other =
            connection.sequence[static_cast<unsigned>(Opposite(packet.ctDirection))];
        Rewrite(header, 8, Unshift(other, NfRead32(header + 8)));
        AdjustSack(header, headerSize, other);
    }
    return true;
}

} // namespace ns3
