// SPDX-License-Identifier: GPL-2.0-only

#include "nf-address-parser.h"

#include "nf-option-text.h"
#include "nf-prefix.h"

#include <algorithm>
#include <array>

namespace ns3
{

namespace
{

constexpr uint8_t ADDRESS_BITS = NfPrefix::GetWidth(NfFamily::IPV4);

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

/// Parse what follows the slash.
std::optional<NfAddress>
ParseMask(std::string_view text)
{
    std::array<uint64_t, 4> numbers{};
    unsigned count = ParseDotted(text, numbers);
    if (count == 4)
    {
        return Join(numbers);
    }
    if (count == 1 && numbers[0] <= ADDRESS_BITS)
    {
        return NfPrefix::MaskOf(numbers[0]);
    }
    return {};
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

NfComplaint
NfParseAddressList(std::string_view text, std::vector<NfAddressAndMask>& result)
{
    while (true)
    {
        std::size_t comma = text.find(',');
        std::string_view item = text.substr(0, comma);
        item.remove_prefix(std::min(item.find_first_not_of(" \t"), item.size()));
        std::size_t slash = item.find('/');
        std::string_view host = item.substr(0, slash);
        auto address = NfParseIpv4(host);
        if (!address)
        {
            return "found '" + std::string(host) +
                   "', expected an IPv4 address such as 10.0.0.1 or 10.0.0.0/24 (host and network "
                   "names are not looked up)";
        }
        NfAddress mask = NfPrefix::MaskOf(ADDRESS_BITS);
        if (slash != std::string_view::npos)
        {
            std::string_view maskText = item.substr(slash + 1);
            auto parsed = ParseMask(maskText);
            if (!parsed)
            {
                return "found the mask '" + std::string(maskText) +
                       "', expected a prefix length of 0 to 32 or a mask such as 255.255.255.0";
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
NfMaskToString(const NfAddress& mask)
{
    if (const auto length = NfPrefix::LengthOf(mask))
    {
        return "/" + std::to_string(*length);
    }
    return "/" + NfToString(mask);
}

} // namespace ns3
