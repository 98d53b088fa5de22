// SPDX-License-Identifier: GPL-2.0-only

#include "nf-tcp-segment.h"

#include "nf-checksum.h"
#include "nf-header-size.h"
#include "nf-tcp-option-walk.h"

#include <algorithm>

namespace ns3
{

std::optional<NfTcpSegment>
NfTcpSegment::Read(const NfPacket& packet)
{
    const uint8_t* header = packet.L4(NfHeaderSize::TCP);
    if (!header)
    {
        return {};
    }
    uint32_t headerSize = (header[12] >> 4) * 4;
    if (headerSize < NfHeaderSize::TCP || !packet.L4(headerSize))
    {
        return {};
    }
    NfTcpSegment segment;
    segment.seq = NfRead32(header + 4);
    segment.ack = NfRead32(header + 8);
    segment.flags = header[13];
    segment.window = NfRead16(header + 14);
    segment.kind = NfTcpKindOf(segment.flags);
    segment.end = segment.seq + packet.GetPayloadSize() - headerSize + segment.Has(NfTcpFlag::SYN) +
                  segment.Has(NfTcpFlag::FIN);
    segment.highestSack = segment.ack;
    segment.ReadOptions(header + NfHeaderSize::TCP, headerSize - NfHeaderSize::TCP);
    return segment;
}

void
NfTcpSegment::ReadOptions(const uint8_t* options, uint32_t size)
{
    NfWalkTcpOptions(options, size, [this](uint8_t kind, const uint8_t* option, uint8_t length) {
        if (kind == NfTcpOptionKind::SACK_PERMITTED && length == 2)
        {
            sackPermitted = true;
        }
        else if (kind == NfTcpOptionKind::WINDOW_SCALE && length == 3)
        {
            constexpr uint8_t highestScale = 14;
            windowScale = std::min(option[2], highestScale);
        }
        else if (kind == NfTcpOptionKind::SACK)
        {
            ReadSack(option + 2, length - 2);
        }
    });
}

void
NfTcpSegment::ReadSack(const uint8_t* blocks, uint32_t size)
{
    constexpr uint32_t blockSize = 8;
    if (size % blockSize != 0)
    {
        return;
    }
    for (uint32_t i = 0; i < size; i += blockSize)
    {
        uint32_t rightEdge = NfRead32(blocks + i + 4);
        if (NfSeqAfter(rightEdge, highestSack))
        {
            highestSack = rightEdge;
        }
    }
}

} // namespace ns3
