// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-values.h"

#include <charconv>
#include <fmt/format.h>
#include <iterator>

namespace ns3
{

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

const char*
NfFamilyName(NfFamily family)
{
    return family == NfFamily::IPV6 ? "IPv6" : "IPv4";
}

NfFamily
NfFamilyOfText(const std::string& text)
{
    return text.find(':') == std::string::npos ? NfFamily::IPV4 : NfFamily::IPV6;
}

std::optional<NfReplayAddress>
NfParseReplayAddress(const std::string& text)
{
    const NfFamily family = NfFamilyOfText(text);
    const auto address = NfParseAddress(text, family);
    return address ? std::optional(NfReplayAddress{family, *address}) : std::nullopt;
}

std::optional<NfReplayInterfaceAddress>
NfParseReplayInterfaceAddress(const std::string& text)
{
    const auto address = NfParseReplayAddress(text.substr(0, text.find('/')));
    const auto prefix = NfParsePrefix(text, NfFamilyOfText(text));
    return address && prefix
               ? std::optional(NfReplayInterfaceAddress{*address, prefix->GetLength()})
               : std::nullopt;
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

NfReplayAddress
NfReadReplayAddress(const NfJsonNode& node)
{
    const auto address = NfParseReplayAddress(node.Text());
    if (!address)
    {
        node.Fail("expected an address, not " + node.Describe());
    }
    return *address;
}

NfPrefix
NfReadReplayPrefix(const NfJsonNode& node, NfFamily family)
{
    std::string text = node.Text();
    if (text == "default" || text == "all" || text == "any")
    {
        return {NfAddress(), 0, family};
    }
    auto prefix = NfParsePrefix(text, NfFamilyOfText(text));
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
