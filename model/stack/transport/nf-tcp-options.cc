// SPDX-License-Identifier: GPL-2.0-only

#include "nf-tcp-options.h"

#include "nf-checksum.h"
#include "nf-tcp-option-walk.h"

#include <algorithm>
#include <bitset>

namespace ns3
{

namespace
{

constexpr std::size_t LONGEST = 40; // of all options of a header
constexpr std::size_t WORD = 4;
constexpr uint8_t PREFIX = 2; // kind and length
constexpr uint8_t MAXIMUM_SEGMENT_SIZE_LENGTH = 4;
constexpr uint8_t WINDOW_SCALE_LENGTH = 3;
constexpr uint8_t TIMESTAMPS_LENGTH = 10;
constexpr uint8_t SACK_BLOCK = 8;

std::size_t
RoundUp(std::size_t size)
{
    return (size + WORD - 1) / WORD * WORD;
}

bool
IsSackLength(uint8_t length)
{
    return length > PREFIX && (length - PREFIX) % SACK_BLOCK == 0;
}

/**
 * @param kind of an option
 * @param length its length
 * @return false if the kind has another one
 */
bool
HasLengthOfKind(uint8_t kind, uint8_t length)
{
    switch (kind)
    {
    case NfTcpOptionKind::MSS:
        return length == MAXIMUM_SEGMENT_SIZE_LENGTH;
    case NfTcpOptionKind::WINDOW_SCALE:
        return length == WINDOW_SCALE_LENGTH;
    case NfTcpOptionKind::SACK_PERMITTED:
        return length == PREFIX;
    case NfTcpOptionKind::SACK:
        return IsSackLength(length);
    case NfTcpOptionKind::TIMESTAMPS:
        return length == TIMESTAMPS_LENGTH;
    default:
        return true;
    }
}

void
Append(std::vector<uint8_t>& bytes, uint32_t value)
{
    bytes.resize(bytes.size() + sizeof(value));
    NfWrite32(&bytes[bytes.size() - sizeof(value)], value);
}

} // namespace

NfTcpOptions
NfTcpOptions::Read(const uint8_t* bytes, std::size_t size)
{
    NfTcpOptions options;
    NfWalkTcpOptions(bytes, size, [&options](uint8_t kind, const uint8_t* option, uint8_t length) {
        if (!HasLengthOfKind(kind, length))
        {
            return;
        }
        const uint8_t* value = option + PREFIX;
        switch (kind)
        {
        case NfTcpOptionKind::MSS:
            if (NfRead16(value) != 0)
            {
                options.maximumSegmentSize = NfRead16(value);
            }
            break;
        case NfTcpOptionKind::WINDOW_SCALE:
            options.windowScale = std::min(*value, HIGHEST_WINDOW_SCALE);
            break;
        case NfTcpOptionKind::SACK_PERMITTED:
            options.sackPermitted = true;
            break;
        case NfTcpOptionKind::TIMESTAMPS:
            options.timestamps = {NfRead32(value), NfRead32(value + sizeof(uint32_t))};
            break;
        case NfTcpOptionKind::SACK:
            options.selectiveAcks.clear();
            for (; value < option + length; value += SACK_BLOCK)
            {
                options.selectiveAcks.emplace_back(NfRead32(value),
                                                   NfRead32(value + sizeof(uint32_t)));
            }
            break;
        default:
            break;
        }
    });
    return options;
}

bool
NfTcpOptions::IsReadByStock(const uint8_t* bytes, std::size_t size)
{
    std::bitset<UINT8_MAX + 1> met;
    bool plain = true;
    std::optional<std::size_t> end =
        NfWalkTcpOptions(bytes, size, [&](uint8_t kind, const uint8_t* option, uint8_t length) {
            plain = plain && HasLengthOfKind(kind, length) && !met[kind];
            const bool hasScale = plain && kind == NfTcpOptionKind::WINDOW_SCALE;
            plain = plain && !(hasScale && option[PREFIX] > HIGHEST_WINDOW_SCALE);
            met.set(kind);
        });
    // The stock header counts one byte of padding, and what fills its word.
    return plain && size <= LONGEST && end && (*end == size || RoundUp(*end + 1) == size);
}

std::vector<uint8_t>
NfTcpOptions::Write() const
{
    std::vector<uint8_t> bytes;
    bytes.reserve(LONGEST);
    if (maximumSegmentSize)
    {
        bytes.insert(bytes.end(), {NfTcpOptionKind::MSS, MAXIMUM_SEGMENT_SIZE_LENGTH, 0, 0});
        NfWrite16(&bytes[PREFIX], *maximumSegmentSize);
    }
    if (sackPermitted)
    {
        bytes.insert(bytes.end(), {NfTcpOptionKind::SACK_PERMITTED, PREFIX});
    }
    if (timestamps)
    {
        bytes.insert(bytes.end(), {NfTcpOptionKind::TIMESTAMPS, TIMESTAMPS_LENGTH});
        Append(bytes, timestamps->first);
        Append(bytes, timestamps->second);
    }
    if (windowScale)
    {
        bytes.insert(bytes.end(),
                     {NfTcpOptionKind::WINDOW_SCALE, WINDOW_SCALE_LENGTH, *windowScale});
    }
    if (!selectiveAcks.empty())
    {
        auto length = static_cast<uint8_t>(PREFIX + selectiveAcks.size() * SACK_BLOCK);
        bytes.insert(bytes.end(), {NfTcpOptionKind::SACK, length});
        for (const auto& block : selectiveAcks)
        {
            Append(bytes, block.first);
            Append(bytes, block.second);
        }
    }
    bytes.resize(RoundUp(bytes.size()), NfTcpOptionKind::END);
    return bytes;
}

} // namespace ns3
