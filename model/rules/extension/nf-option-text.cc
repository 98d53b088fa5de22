// SPDX-License-Identifier: GPL-2.0-only

#include "nf-option-text.h"

#include "nf-service-names.h"

#include <charconv>
#include <fmt/format.h>

namespace ns3
{

std::optional<uint64_t>
NfParseUnsigned(std::string_view text)
{
    int base = 10;
    if (text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
    {
        base = 16;
        text.remove_prefix(2);
    }
    else if (text.size() > 1 && text[0] == '0')
    {
        base = 8;
        text.remove_prefix(1);
    }
    uint64_t number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    if (error != std::errc() || end != text.data() + text.size())
    {
        return {};
    }
    return number;
}

std::optional<uint64_t>
NfParseNumber(std::string_view text, uint64_t max)
{
    auto value = NfParseUnsigned(text);
    if (!value || *value > max)
    {
        return std::nullopt;
    }
    return value;
}

std::optional<NfNumberRange>
NfParseNumberRange(std::string_view text, uint64_t max)
{
    auto colon = text.find(':');
    if (colon == std::string_view::npos)
    {
        auto value = NfParseNumber(text, max);
        return value ? std::optional(NfNumberRange{*value, *value}) : std::nullopt;
    }
    auto first = text.substr(0, colon);
    auto second = text.substr(colon + 1);
    auto low = first.empty() ? std::optional<uint64_t>(0) : NfParseNumber(first, max);
    auto high = second.empty() ? std::optional(max) : NfParseNumber(second, max);
    if (!low || !high)
    {
        return std::nullopt;
    }
    return NfNumberRange{*low, *high};
}

void
NfPrintRange(std::ostream& os, const NfNumberRange& range)
{
    os << range.min;
    if (range.min != range.max)
    {
        os << ':' << range.max;
    }
}

std::optional<NfMaskedNumber>
NfParseMaskedNumber(std::string_view text, uint32_t max)
{
    auto slash = text.find('/');
    auto value = NfParseNumber(text.substr(0, slash), max);
    std::optional<uint64_t> mask = max;
    if (slash != std::string_view::npos)
    {
        mask = NfParseNumber(text.substr(slash + 1), max);
    }
    if (!value || !mask)
    {
        return std::nullopt;
    }
    return NfMaskedNumber{static_cast<uint32_t>(*value), static_cast<uint32_t>(*mask)};
}

void
NfPrintMark(std::ostream& os, const NfMaskedNumber& mark)
{
    os << fmt::format("0x{:x}", mark.value);
    if (mark.mask != 0xffffffff)
    {
        os << fmt::format("/0x{:x}", mark.mask);
    }
}

std::vector<std::string_view>
NfSplit(std::string_view text, char separator)
{
    std::vector<std::string_view> items;
    for (;;)
    {
        auto place = text.find(separator);
        items.push_back(text.substr(0, place));
        if (place == std::string_view::npos)
        {
            return items;
        }
        text.remove_prefix(place + 1);
    }
}

std::string
NfQuote(std::string_view text)
{
    static constexpr std::string_view BARE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                             "0123456789_-";
    if (!text.empty() && text.find_first_not_of(BARE) == std::string_view::npos)
    {
        return std::string(text);
    }
    std::string quoted = "\"";
    for (char c : text)
    {
        if (c == '"' || c == '\\' || c == '\'')
        {
            quoted += '\\';
        }
        quoted += c;
    }
    return quoted + '"';
}

NfComplaint
NfBadArgument(const NfOption& option, std::string_view expected)
{
    std::string found;
    for (const auto& argument : option.arguments)
    {
        found += (found.empty() ? "" : " ") + argument.text;
    }
    return fmt::format("bad value \"{}\" for --{}: expected {}",
                       found,
                       option.spec->name,
                       expected);
}

std::string
NfHex(uint32_t number)
{
    return fmt::format("{:#x}", number);
}

std::string
NfHexByte(uint8_t number)
{
    return fmt::format("{:#04x}", number);
}

std::optional<uint16_t>
NfParsePort(std::string_view text)
{
    if (auto number = NfParseNumber(text, 0xffff))
    {
        return static_cast<uint16_t>(*number);
    }
    return NfFindService(text);
}

} // namespace ns3
