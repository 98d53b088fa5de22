// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-values.h"

#include <arpa/inet.h>
#include <charconv>
#include <fmt/format.h>
#include <iterator>
#include <limits>

namespace ns3
{

namespace
{

std::optional<Ipv4Address>
ParseAddress(const std::string& text)
{
    in_addr parsed{};
    if (inet_pton(AF_INET, text.c_str(), &parsed) != 1)
    {
        return std::nullopt;
    }
    return Ipv4Address(ntohl(parsed.s_addr));
}

} // namespace

std::optional<uint32_t>
NfParseReplayNumber(const std::string& text)
{
    bool hex = text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    const char* begin = text.data() + (hex ? 2 : 0);
    const char* end = text.data() + text.size();
    uint32_t number = 0;
    auto [stop, error] = std::from_chars(begin, end, number, hex ? 16 : 10);
    return error == std::errc() && stop == end && begin != end ? std::optional(number)
                                                               : std::nullopt;
}

std::optional<std::pair<Ipv4Address, Ipv4Mask>>
NfParseReplayPrefix(const std::string& text)
{
    constexpr uint32_t bits = 32;
    std::size_t slash = text.find('/');
    std::optional<Ipv4Address> address = ParseAddress(text.substr(0, slash));
    std::optional<uint32_t> length = slash == std::string::npos
                                         ? std::optional(bits)
                                         : NfParseReplayNumber(text.substr(slash + 1));
    if (!address || !length || *length > bits)
    {
        return std::nullopt;
    }
    uint32_t mask = *length == 0 ? 0 : std::numeric_limits<uint32_t>::max() << (bits - *length);
    return std::pair(*address, Ipv4Mask(mask));
}

std::optional<std::vector<uint8_t>>
NfFromHex(const std::string& text)
{
    constexpr int base = 16;
    if (text.size() % 2 != 0)
    {
        return std::nullopt;
    }
    std::vector<uint8_t> bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2)
    {
        uint8_t byte = 0;
        const char* end = text.data() + i + 2;
        auto [stop, error] = std::from_chars(text.data() + i, end, byte, base);
        if (error != std::errc() || stop != end)
        {
            return std::nullopt;
        }
        bytes.push_back(byte);
    }
    return bytes;
}

std::string
NfToHex(const std::vector<uint8_t>& bytes)
{
    std::string text;
    text.reserve(bytes.size() * 2);
    for (uint8_t byte : bytes)
    {
        fmt::format_to(std::back_inserter(text), "{:02x}", byte);
    }
    return text;
}

Ipv4Address
NfReadReplayAddress(const NfJsonNode& node)
{
    std::optional<Ipv4Address> address = ParseAddress(node.Text());
    if (!address)
    {
        node.Fail("expected an IPv4 address, not " + node.Describe());
    }
    return *address;
}

std::pair<Ipv4Address, Ipv4Mask>
NfReadReplayPrefix(const NfJsonNode& node)
{
    std::string text = node.Text();
    if (text == "default" || text == "all" || text == "any")
    {
        return {Ipv4Address::GetAny(), Ipv4Mask::GetZero()};
    }
    auto prefix = NfParseReplayPrefix(text);
    if (!prefix)
    {
        node.Fail("expected ADDRESS or ADDRESS/LENGTH, not " + node.Describe());
    }
    return *prefix;
}

std::vector<uint8_t>
NfReadReplayBytes(const NfJsonNode& node)
{
    auto bytes = NfFromHex(node.Text());
    if (!bytes)
    {
        node.Fail("expected hexadecimal digits, two a byte, not " + node.Describe());
    }
    return *bytes;
}

} // namespace ns3
