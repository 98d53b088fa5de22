// SPDX-License-Identifier: GPL-2.0-only

#include "nf-topology-units.h"

#include <algorithm>
#include <boost/algorithm/string/predicate.hpp>
#include <boost/algorithm/string/trim.hpp>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

namespace ns3
{

namespace
{

/// A unit and what it stands for.
struct Unit
{
    std::string_view name;
    double factor;
};

constexpr Unit DELAY_UNITS[] = {
    {"s", 1},
    {"ms", 1e-3},
    {"us", 1e-6},
    {"ns", 1e-9},
    {"ps", 1e-12},
};

constexpr Unit PREFIXES[] = {
    {"T", 1e12},
    {"G", 1e9},
    {"M", 1e6},
    {"K", 1e3},
    {"", 1},
};

// Carrier lines with a number: so many times the rate of the first.
constexpr Unit NUMBERED_LINES[] = {
    {"OC", 51.84e6},
    {"STM", 155.52e6},
};

constexpr Unit LINES[] = {
    {"T1", 1.544e6},
    {"DS-1", 1.544e6},
    {"T2", 6.312e6},
    {"T3", 44.736e6},
    {"DS-3", 44.736e6},
    {"DS3", 44.736e6},
    {"E1", 2.048e6},
    {"E3", 34.368e6},
    {"E4", 139.264e6},
};

// Reads a number that is not negative, and takes it and the blanks after it off the text.
std::optional<double>
TakeNumber(std::string_view& text)
{
    double number = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || !std::isfinite(number) || number < 0)
    {
        return std::nullopt;
    }
    text.remove_prefix(stop - text.data());
    while (!text.empty() && text.front() == ' ')
    {
        text.remove_prefix(1);
    }
    return number;
}

std::string_view
Trim(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos
               ? std::string_view()
               : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::optional<uint64_t>
ParseLineName(std::string_view text)
{
    for (const Unit& line : LINES)
    {
        if (boost::iequals(text, line.name))
        {
            return NfToBitRate(line.factor);
        }
    }
    for (const Unit& line : NUMBERED_LINES)
    {
        if (boost::istarts_with(text, line.name))
        {
            std::string_view rest = text.substr(line.name.size());
            rest.remove_prefix(!rest.empty() && (rest[0] == '-' || rest[0] == ' ') ? 1 : 0);
            const auto number = TakeNumber(rest);
            // "OC-192c" is a line whose channels are joined.
            return number && (rest.empty() || boost::iequals(rest, "c"))
                       ? NfToBitRate(*number * line.factor)
                       : std::nullopt;
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<double>
NfParseNumber(std::string_view text)
{
    text = Trim(text);
    double number = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool isGood =
        error == std::errc() && stop == text.data() + text.size() && std::isfinite(number);
    return isGood ? std::optional(number) : std::nullopt;
}

std::optional<uint64_t>
NfToBitRate(double bitsPerSecond)
{
    constexpr double LARGEST = 1e18;
    return bitsPerSecond >= 1 && bitsPerSecond <= LARGEST
               ? std::optional(static_cast<uint64_t>(std::llround(bitsPerSecond)))
               : std::nullopt;
}

std::optional<uint64_t>
NfParseBitRate(std::string_view text)
{
    std::string_view rest = Trim(text);
    const auto number = TakeNumber(rest);
    if (!number)
    {
        return ParseLineName(rest);
    }
    if (boost::ends_with(rest, "B/s") || boost::ends_with(rest, "Bps"))
    {
        return std::nullopt; // bytes
    }
    for (const std::string_view ending : {"bit/s", "bits/s", "bps", "b/s", ""})
    {
        for (const Unit& prefix : PREFIXES)
        {
            if (boost::iequals(rest, std::string(prefix.name) + std::string(ending)))
            {
                return NfToBitRate(*number * prefix.factor);
            }
        }
    }
    return std::nullopt;
}

std::optional<Time>
NfParseDelay(std::string_view text)
{
    std::string_view rest = Trim(text);
    const auto number = TakeNumber(rest);
    const auto unit = std::find_if(std::begin(DELAY_UNITS),
                                   std::end(DELAY_UNITS),
                                   [rest](const Unit& unit) { return unit.name == rest; });
    // A delay of more than a day is a mistake, and much more would not fit into ns-3's Time.
    constexpr double LONGEST = 86400;
    return number && unit != std::end(DELAY_UNITS) && *number * unit->factor <= LONGEST
               ? std::optional(Seconds(*number * unit->factor))
               : std::nullopt;
}

std::string
NfBitRateToString(uint64_t bitRate)
{
    const auto prefix =
        std::find_if(std::begin(PREFIXES), std::end(PREFIXES), [bitRate](const Unit& prefix) {
            return static_cast<double>(bitRate) >= prefix.factor;
        });
    const Unit& unit = prefix == std::end(PREFIXES) ? PREFIXES[4] : *prefix;
    return fmt::format("{}{}bps", static_cast<double>(bitRate) / unit.factor, unit.name);
}

} // namespace ns3
