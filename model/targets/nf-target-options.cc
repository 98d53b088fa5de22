// SPDX-License-Identifier: GPL-2.0-only

#include "nf-target-options.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <fmt/format.h>

namespace ns3
{

std::optional<uint32_t>
NfParseNumber(std::string_view text, uint32_t max)
{
    int base = 10;
    if (NfBeginsIgnoringCase(text, "0x"))
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
    if (error != std::errc() || end != text.data() + text.size() || number > max)
    {
        return {};
    }
    return static_cast<uint32_t>(number);
}

NfComplaint
NfNumberArgument(const NfOption& option, uint32_t min, uint32_t max, uint32_t& value)
{
    const std::string& text = option.arguments[0].text;
    auto number = NfParseNumber(text, max);
    if (!number || *number < min)
    {
        return fmt::format("--{}: \"{}\" is not a number from {} to {}",
                           option.spec->name,
                           text,
                           min,
                           max);
    }
    value = *number;
    return {};
}

NfComplaint
NfMaskedArgument(const NfOption& option, NfMaskedValue& masked)
{
    std::string_view text = option.arguments[0].text;
    std::size_t slash = text.find('/');
    auto value = NfParseNumber(text.substr(0, slash), UINT32_MAX);
    auto mask = slash == std::string_view::npos ? UINT32_MAX
                                                : NfParseNumber(text.substr(slash + 1), UINT32_MAX);
    if (!value || !mask)
    {
        return fmt::format("--{}: \"{}\" is not a value[/mask] of 32-bit numbers",
                           option.spec->name,
                           text);
    }
    masked = {*value, *mask};
    return {};
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

void
NfSaveString(std::ostream& os, std::string_view text)
{
    bool plain = std::all_of(text.begin(), text.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_';
    });
    if (plain)
    {
        os << ' ' << text;
        return;
    }
    os << " \"";
    for (char c : text)
    {
        if (c == '"' || c == '\'' || c == '\\')
        {
            os << '\\';
        }
        os << c;
    }
    os << '"';
}

NfComplaint
NfExclusiveOption::Take(const NfOption& option)
{
    if (IsTaken() && m_taken != option.spec->name)
    {
        return fmt::format("--{} cannot be used together with --{}", option.spec->name, m_taken);
    }
    m_taken = option.spec->name;
    return {};
}

} // namespace ns3
