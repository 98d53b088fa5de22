// SPDX-License-Identifier: GPL-2.0-only

#include "nf-credit-rate.h"

#include "nf-option-text.h"

#include <array>
#include <charconv>
#include <fmt/format.h>

namespace ns3
{

namespace
{

struct Unit
{
    std::string_view longName;
    std::string_view name;
    uint32_t seconds;
};

/// Longest first: iptables prints a rate in the shortest unit that does not lose much.
constexpr std::array<Unit, 4> UNITS{
    {{"day", "day", 86400}, {"hour", "hour", 3600}, {"minute", "min", 60}, {"second", "sec", 1}}};

} // namespace

std::optional<uint64_t>
NfParseRate(std::string_view text, uint64_t scale)
{
    auto slash = text.find('/');
    auto numberText = text.substr(0, slash);
    uint64_t number = 0;
    const char* end = numberText.data() + numberText.size();
    auto [rest, error] = std::from_chars(numberText.data(), end, number);
    if (error != std::errc() || rest != end || number == 0)
    {
        return std::nullopt;
    }
    auto unitText = slash == text.npos ? "second" : text.substr(slash + 1);
    for (const auto& unit : UNITS)
    {
        if (!unitText.empty() && NfBeginsIgnoringCase(unit.longName, unitText))
        {
            bool tooFast = number / unit.seconds > scale;
            return tooFast ? std::nullopt : std::optional(scale * unit.seconds / number);
        }
    }
    return std::nullopt;
}

std::string
NfRateToString(uint64_t period, uint64_t scale)
{
    std::size_t i = 1;
    for (; i < UNITS.size(); ++i)
    {
        uint64_t whole = scale * UNITS[i].seconds;
        if (period > whole || whole / period < whole % period)
        {
            break;
        }
    }
    return fmt::format("{}/{}", scale * UNITS[i - 1].seconds / period, UNITS[i - 1].name);
}

} // namespace ns3
