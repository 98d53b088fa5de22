// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-pcapng-reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <utility>

namespace ns3
{

namespace
{

constexpr uint32_t SECTION = 0x0a0d0d0a; // reads the same either way
constexpr uint32_t INTERFACE = 1;
constexpr uint32_t OBSOLETE_PACKET = 2;
constexpr uint32_t SIMPLE_PACKET = 3;
constexpr uint32_t ENHANCED_PACKET = 6;
constexpr std::size_t BLOCK_FRAME = 12;        // type and length before, length after
constexpr std::size_t LARGEST_BLOCK = 1 << 20; // of those that are kept in memory
constexpr std::size_t MAX_INTERFACES = 4096;
constexpr uint8_t BITS = 32;

} // namespace

bool
NfPcapngReader::IsMagic(const uint8_t* bytes)
{
    constexpr std::array<uint8_t, 4> magic{0x0a, 0x0d, 0x0d, 0x0a};
    return std::equal(magic.begin(), magic.end(), bytes);
}

NfPcapngReader::NfPcapngReader(const std::string& file, std::ifstream stream)
    : NfCaptureReader(file, std::move(stream))
{
    std::array<uint8_t, 4> type{};
    NeedBytes(type.data(), type.size());
    ReadSection();
}

// The type has been read already.
void
NfPcapngReader::ReadSection()
{
    constexpr uint32_t byteOrder = 0x1a2b3c4d;
    constexpr std::size_t lengthAndMagic = 8;
    std::array<uint8_t, lengthAndMagic> start{};
    NeedBytes(start.data(), start.size());
    m_bigEndian = true;
    m_bigEndian = Read32(&start[4]) == byteOrder;
    if (Read32(&start[4]) != byteOrder)
    {
        Fail("a section of the file tells no order of bytes");
    }
    const uint32_t length = Read32(start.data());
    if (length < BLOCK_FRAME + 16 || length % 4 != 0)
    {
        Fail(fmt::format("{} bytes cannot be the header of a section", length));
    }
    Skip(length - 4 - lengthAndMagic);
    m_interfaces.clear();
}

std::vector<uint8_t>
NfPcapngReader::ReadBody(std::size_t size, std::size_t least)
{
    if (size < least || size > LARGEST_BLOCK)
    {
        Fail(fmt::format("{} bytes cannot be the body of such a block", size));
    }
    std::vector<uint8_t> body(size);
    NeedBytes(body.data(), body.size());
    Skip(4); // the length again
    return body;
}

std::vector<NfPcapngReader::Option>
NfPcapngReader::ReadOptions(const std::vector<uint8_t>& body, std::size_t at) const
{
    constexpr std::size_t header = 4;
    std::vector<Option> options;
    while (at + header <= body.size())
    {
        const uint16_t code = Read16(&body[at]);
        const uint16_t length = Read16(&body[at + 2]);
        at += header;
        if (code == 0)
        {
            break;
        }
        if (length > body.size() - at)
        {
            Fail("an option is longer than its block");
        }
        options.push_back({code, body.data() + at, length});
        at += (length + 3U) / 4 * 4;
    }
    return options;
}

void
NfPcapngReader::ReadInterface(std::size_t size)
{
    constexpr std::size_t fixed = 8;
    constexpr uint16_t nameCode = 2;
    constexpr uint16_t resolutionCode = 9;
    constexpr uint16_t offsetCode = 14;
    constexpr uint8_t powerOfTwo = 0x80;
    constexpr uint8_t most = 18; // powers of 10 in 64 bits
    const std::vector<uint8_t> body = ReadBody(size, fixed);
    if (m_interfaces.size() == MAX_INTERFACES)
    {
        Fail(fmt::format("a section has more than {} interfaces", MAX_INTERFACES));
    }
    Interface& interface = m_interfaces.emplace_back();
    interface.linkType = Read16(body.data());
    interface.snapLength = Read32(&body[4]);
    for (const Option& option : ReadOptions(body, fixed))
    {
        if (option.code == nameCode)
        {
            interface.name.assign(reinterpret_cast<const char*>(option.value), option.length);
            interface.name = interface.name.substr(0, interface.name.find('\0'));
        }
        else if (option.code == resolutionCode && option.length == 1)
        {
            const uint8_t power = *option.value & ~powerOfTwo;
            const bool two = *option.value & powerOfTwo;
            if (power > (two ? 2 * BITS - 1 : most))
            {
                Fail("an interface has a unit of time that is too small");
            }
            interface.units = 1;
            for (uint8_t i = 0; i < power; ++i)
            {
                interface.units *= two ? 2 : 10;
            }
        }
        else if (option.code == offsetCode && option.length == 8)
        {
            const uint64_t first = Read32(option.value);
            const uint64_t second = Read32(option.value + 4);
            interface.offset =
                static_cast<int64_t>(m_bigEndian ? first << BITS | second : second << BITS | first);
        }
    }
}

const NfPcapngReader::Interface&
NfPcapngReader::FindInterface(uint32_t number) const
{
    if (number >= m_interfaces.size())
    {
        Fail(fmt::format("it belongs to interface {}, which its section does not have", number));
    }
    return m_interfaces[number];
}

int64_t
NfPcapngReader::MakeTime(const Interface& interface, uint64_t ticks) const
{
    constexpr int64_t latest = 9'000'000'000; // seconds; 64 bits hold their nanoseconds
    const uint64_t seconds = ticks / interface.units;
    if (seconds > uint64_t{latest} || interface.offset > latest || interface.offset < -latest ||
        static_cast<int64_t>(seconds) + interface.offset < 0 ||
        static_cast<int64_t>(seconds) + interface.offset > latest)
    {
        Fail("its time is broken: it is none between 1970 and 2255");
    }
    const auto fraction = static_cast<long double>(ticks % interface.units);
    return (static_cast<int64_t>(seconds) + interface.offset) * SECOND +
           static_cast<int64_t>(fraction * SECOND / static_cast<long double>(interface.units));
}

NfCaptureFrame
NfPcapngReader::ReadEnhanced(std::size_t size, bool obsolete)
{
    constexpr std::size_t fixed = 20;
    constexpr uint16_t flagsCode = 2;
    constexpr uint32_t directionMask = 3;
    constexpr uint32_t inbound = 1;
    constexpr uint32_t outbound = 2;
    const std::vector<uint8_t> body = ReadBody(size, fixed);
    const Interface& interface =
        FindInterface(obsolete ? Read16(body.data()) : Read32(body.data()));
    const uint32_t captured = Read32(&body[12]);
    if (captured > LARGEST_FRAME || captured > body.size() - fixed)
    {
        Fail(fmt::format("{} bytes cannot be a frame in a block of {}", captured, body.size()));
    }
    NfCaptureFrame frame;
    frame.number = m_number;
    frame.time =
        MakeTime(interface, uint64_t{Read32(&body[4])} << BITS | uint64_t{Read32(&body[8])});
    frame.length = Read32(&body[16]);
    frame.linkType = interface.linkType;
    frame.interface = interface.name;
    frame.bytes.assign(body.begin() + fixed, body.begin() + fixed + captured);
    for (const Option& option : ReadOptions(body, fixed + (captured + 3U) / 4 * 4))
    {
        if (option.code == flagsCode && option.length == 4)
        {
            const uint32_t direction = Read32(option.value) & directionMask;
            frame.direction = direction == inbound    ? NfFrameDirection::RECEIVED
                              : direction == outbound ? NfFrameDirection::SENT
                                                      : NfFrameDirection::UNKNOWN;
        }
    }
    return frame;
}

NfCaptureFrame
NfPcapngReader::ReadSimple(std::size_t size)
{
    constexpr std::size_t fixed = 4;
    const std::vector<uint8_t> body = ReadBody(size, fixed);
    const Interface& interface = FindInterface(0);
    NfCaptureFrame frame;
    frame.number = m_number;
    frame.length = Read32(body.data());
    frame.linkType = interface.linkType;
    frame.interface = interface.name;
    std::size_t captured = std::min<std::size_t>(frame.length, body.size() - fixed);
    if (interface.snapLength != 0)
    {
        captured = std::min<std::size_t>(captured, interface.snapLength);
    }
    if (captured > LARGEST_FRAME)
    {
        Fail(fmt::format("{} bytes cannot be a frame", captured));
    }
    frame.bytes.assign(body.begin() + fixed,
                       body.begin() + static_cast<std::ptrdiff_t>(fixed + captured));
    return frame;
}

std::optional<NfCaptureFrame>
NfPcapngReader::Next()
{
    std::array<uint8_t, 4> type{};
    while (ReadBytes(type.data(), type.size()))
    {
        const uint32_t kind = Read32(type.data());
        if (kind == SECTION)
        {
            ReadSection();
            continue;
        }
        std::array<uint8_t, 4> size{};
        NeedBytes(size.data(), size.size());
        const uint32_t length = Read32(size.data());
        if (length < BLOCK_FRAME || length % 4 != 0)
        {
            Fail(fmt::format("{} bytes cannot be a block", length));
        }
        const std::size_t body = length - BLOCK_FRAME;
        switch (kind)
        {
        case INTERFACE:
            ReadInterface(body);
            break;
        case ENHANCED_PACKET:
        case OBSOLETE_PACKET:
            ++m_number;
            return ReadEnhanced(body, kind == OBSOLETE_PACKET);
        case SIMPLE_PACKET:
            ++m_number;
            return ReadSimple(body);
        default:
            Skip(body + 4);
        }
    }
    return std::nullopt;
}

} // namespace ns3
