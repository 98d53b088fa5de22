// SPDX-License-Identifier: GPL-2.0-only

#include "nf-address-parser.h"

#include "nf-option-text.h"
#include "nf-prefix.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace ns3
{

namespace
{

/// Parse numbers separated by dots; returns how many there were, 0 if the text is something else.
unsigned
ParseDotted(std::string_view text, std::array<uint64_t, 4>& numbers)
{
    unsigned count = 0;
    while (count < numbers.size())
    {
        std::size_t dot = text.find('.');
        auto number = NfParseUnsigned(text.substr(0, dot));
        if (!number)
        {
            return 0;
        }
        numbers[count++] = *number;
        if (dot == std::string_view::npos)
        {
            return count;
        }
        text.remove_prefix(dot + 1);
    }
    return 0;
}

/// Four octets as one number; nothing if one is too large.
std::optional<NfAddress>
Join(const std::array<uint64_t, 4>& octets)
{
    uint32_t value = 0;
    for (uint64_t octet : octets)
    {
        if (octet > UINT8_MAX)
        {
            return {};
        }
        value = value << 8 | static_cast<uint32_t>(octet);
    }
    return NfAddress(value);
}

/// A mask of four octets, or a number of bits.
std::optional<NfAddress>
ParseIpv4Mask(std::string_view text)
{
    std::array<uint64_t, 4> numbers{};
    unsigned count = ParseDotted(text, numbers);
    if (count == 4)
    {
        return Join(numbers);
    }
    if (count == 1 && numbers[0] <= NfPrefix::GetWidth(NfFamily::IPV4))
    {
        return NfPrefix::MaskOf(numbers[0]);
    }
    return {};
}

/// What an address is to look like, for messages.
std::string_view
ExampleOf(NfFamily family)
{
    return family == NfFamily::IPV6 ? "2001:db8::1 or 2001:db8::/32" : "10.0.0.1 or 10.0.0.0/24";
}

std::string_view
MaskSyntax(NfFamily family)
{
    return family == NfFamily::IPV6 ? "a prefix length of 0 to 128 or a mask such as ffff:ffff::"
                                    : "a prefix length of 0 to 32 or a mask such as 255.255.255.0";
}

} // namespace

std::optional<NfAddress>
NfParseIpv4(std::string_view text)
{
    std::array<uint64_t, 4> numbers{};
    unsigned count = ParseDotted(text, numbers);
    if (count == 0)
    {
        return {};
    }
    if (count == 1 && numbers[0] > UINT8_MAX && numbers[0] <= UINT32_MAX)
    {
        return NfAddress(static_cast<uint32_t>(numbers[0]));
    }
    return Join(numbers);
}

std::optional<NfAddress>
NfParseNetworkAddress(std::string_view text)
{
    constexpr std::size_t maxParts = 4;
    constexpr unsigned byte = 8;
    const auto parts = NfSplit(text, '.');
    if (parts.size() > maxParts)
    {
        return std::nullopt;
    }
    uint32_t address = 0;
    for (std::size_t i = 0; i < parts.size(); ++i)
    {
        const bool last = i + 1 == parts.size();
        const uint64_t max = last ? UINT32_MAX >> (byte * i) : UINT8_MAX;
        const auto number = NfParseNumber(parts[i], max);
        if (!number)
        {
            return std::nullopt;
        }
        address |= last ? *number : *number << (byte * (maxParts - 1 - i));
    }
    return NfAddress(address);
}

std::optional<NfAddress>
NfParseHost(std::string_view text, NfFamily family)
{
    return family == NfFamily::IPV6 ? NfParseAddress(text, family) : NfParseIpv4(text);
}

std::optional<NfAddress>
NfParseMask(std::string_view text, NfFamily family)
{
    if (family != NfFamily::IPV6)
    {
        return ParseIpv4Mask(text);
    }
    if (auto length = NfParseNumber(text, NfPrefix::GetWidth(family)))
    {
        return NfPrefix::MaskOf(static_cast<uint8_t>(*length), family);
    }
    return NfParseAddress(text, family);
}

NfComplaint
NfParseAddressList(std::string_view text, std::vector<NfAddressAndMask>& result, NfFamily family)
{
    while (true)
    {
        std::size_t comma = text.find(',');
        std::string_view item = text.substr(0, comma);
        item.remove_prefix(std::min(item.find_first_not_of(" \t"), item.size()));
        std::size_t slash = item.find('/');
        std::string_view host = item.substr(0, slash);
        auto address = NfParseHost(host, family);
        if (!address)
        {
            return fmt::format("found '{}', expected {} such as {} (host and network names are not "
                               "looked up)",
                               host,
                               NfAddressSyntax(family),
                               ExampleOf(family));
        }
        NfAddress mask = NfPrefix::MaskOf(NfPrefix::GetWidth(family), family);
        if (slash != std::string_view::npos)
        {
            std::string_view maskText = item.substr(slash + 1);
            auto parsed = NfParseMask(maskText, family);
            if (!parsed)
            {
                return fmt::format("found the mask '{}', expected {}",
                                   maskText,
                                   MaskSyntax(family));
            }
            mask = *parsed;
        }
        result.push_back({address->Masked(mask), mask});
        if (comma == std::string_view::npos)
        {
            return {};
        }
        text.remove_prefix(comma + 1);
    }
}

std::string
NfMaskToString(const NfAddress& mask, NfFamily family)
{
    if (const auto length = NfPrefix::LengthOf(mask, family))
    {
        return "/" + std::to_string(*length);
    }
    return "/" + NfToString(mask, family);
}

std::string_view
NfAddressSyntax(NfFamily family)
{
    return family == NfFamily::IPV6 ? "an IPv6 address" : "an IPv4 address";
}

} // namespace ns3
