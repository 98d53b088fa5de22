// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-describe.h"

#include "nf-replay-values.h"

#include "ns3/nf-types.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string_view>

namespace ns3
{

namespace
{

using Bytes = std::vector<uint8_t>;

constexpr std::size_t MIN_HEADER = 20;
constexpr std::size_t FRAGMENT_AT = 6;
constexpr uint16_t MORE_FRAGMENTS = 0x2000;
constexpr uint16_t OFFSET_MASK = 0x1fff;
constexpr std::size_t TCP_HEADER = 20;
constexpr std::size_t SHORT_HEADER = 8; // UDP, ICMP

uint16_t
Read16(const Bytes& bytes, std::size_t at)
{
    return bytes[at] << 8 | bytes[at + 1];
}

uint32_t
Read32(const Bytes& bytes, std::size_t at)
{
    return uint32_t(Read16(bytes, at)) << 16 | Read16(bytes, at + 2);
}

std::string
AddressAt(const Bytes& bytes, std::size_t at)
{
    return fmt::format("{}.{}.{}.{}", bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]);
}

bool
IsIcmpError(uint8_t type)
{
    constexpr std::array<uint8_t, 5> errors{3, 4, 5, 11, 12};
    return std::find(errors.begin(), errors.end(), type) != errors.end();
}

std::string
DescribeTransport(const Bytes& bytes, std::size_t at, uint8_t protocol)
{
    std::size_t size = bytes.size() - at;
    if (protocol == NfProtocol::UDP && size >= SHORT_HEADER)
    {
        return fmt::format("udp {}>{}", Read16(bytes, at), Read16(bytes, at + 2));
    }
    if (protocol == NfProtocol::TCP && size >= TCP_HEADER)
    {
        constexpr std::size_t flagsAt = 13;
        constexpr std::string_view letters = "FSRPAUEC";
        std::string flags;
        for (std::size_t i = 0; i < letters.size(); ++i)
        {
            flags += (bytes[at + flagsAt] >> i & 1) != 0 ? std::string(1, letters[i]) : "";
        }
        return fmt::format("tcp {}>{} [{}] seq {} ack {}",
                           Read16(bytes, at),
                           Read16(bytes, at + 2),
                           flags,
                           Read32(bytes, at + 4),
                           Read32(bytes, at + 8));
    }
    if (protocol == NfProtocol::ICMP && size >= SHORT_HEADER)
    {
        std::string text = fmt::format("icmp {}/{}", bytes[at], bytes[at + 1]);
        if (IsIcmpError(bytes[at]))
        {
            Bytes quote(bytes.begin() + at + SHORT_HEADER, bytes.end());
            return text + " {" + NfDescribePacket(quote) + "}";
        }
        return text + fmt::format(" id {} seq {}", Read16(bytes, at + 4), Read16(bytes, at + 6));
    }
    return fmt::format("proto {}", protocol);
}

} // namespace

std::string
NfDescribeChanges(const NfReplayHook& hook)
{
    std::string text;
    auto add = [&text](const char* name, const auto& before, const auto& after) {
        if (before != after)
        {
            text += fmt::format("{}{} {} -> {}", text.empty() ? "" : ", ", name, before, after);
        }
    };
    const Bytes& a = hook.begin;
    const Bytes& b = *hook.end;
    add("mark", fmt::format("{:#x}", hook.markBegin), fmt::format("{:#x}", *hook.markEnd));
    add("out", hook.out.value_or("-"), hook.outEnd.value_or("-"));
    if (a.size() < MIN_HEADER || b.size() < MIN_HEADER)
    {
        return text;
    }
    add("source", AddressAt(a, 12), AddressAt(b, 12));
    add("destination", AddressAt(a, 16), AddressAt(b, 16));
    add("ttl", unsigned(a[8]), unsigned(b[8]));
    add("tos", fmt::format("{:#04x}", a[1]), fmt::format("{:#04x}", b[1]));
    add("length", a.size(), b.size());
    std::size_t l4a = (a[0] & 0x0f) * 4;
    std::size_t l4b = (b[0] & 0x0f) * 4;
    bool ports = a[9] == NfProtocol::TCP || a[9] == NfProtocol::UDP;
    if (ports && a.size() >= l4a + 4 && b.size() >= l4b + 4)
    {
        add("source port", Read16(a, l4a), Read16(b, l4b));
        add("destination port", Read16(a, l4a + 2), Read16(b, l4b + 2));
    }
    return text.empty() && a != b ? "payload" : text;
}

std::string
NfDescribePacket(const std::vector<uint8_t>& bytes)
{
    constexpr std::size_t protocolAt = 9;
    constexpr uint16_t dontFragment = 0x4000;
    if (bytes.size() < MIN_HEADER)
    {
        return fmt::format("{} bytes: {}", bytes.size(), NfToHex(bytes));
    }
    uint16_t fragment = Read16(bytes, FRAGMENT_AT);
    std::string text = fmt::format("{} > {} ttl {} tos {:#04x} len {}",
                                   AddressAt(bytes, 12),
                                   AddressAt(bytes, 16),
                                   bytes[8],
                                   bytes[1],
                                   Read16(bytes, 2));
    text += (fragment & dontFragment) != 0 ? " DF" : "";
    unsigned offset = (fragment & OFFSET_MASK) * 8;
    if ((fragment & (OFFSET_MASK | MORE_FRAGMENTS)) != 0)
    {
        text += fmt::format(" frag {}{}", offset, (fragment & MORE_FRAGMENTS) != 0 ? "+" : "");
    }
    std::size_t l4 = (bytes[0] & 0x0f) * std::size_t(4);
    if (offset != 0 || l4 > bytes.size())
    {
        return text + fmt::format(" proto {}", bytes[protocolAt]);
    }
    return text + " " + DescribeTransport(bytes, l4, bytes[protocolAt]);
}

bool
NfIsFragment(const std::vector<uint8_t>& bytes)
{
    return bytes.size() >= MIN_HEADER &&
           (Read16(bytes, FRAGMENT_AT) & (OFFSET_MASK | MORE_FRAGMENTS)) != 0;
}

} // namespace ns3
