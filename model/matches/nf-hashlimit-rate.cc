// SPDX-License-Identifier: GPL-2.0-only

#include "nf-hashlimit-rate.h"

#include "nf-credit-rate.h"
#include "nf-hashlimit-table.h"

#include <fmt/format.h>
#include <limits>

namespace ns3
{

namespace
{

constexpr uint64_t MAX_UNITS = std::numeric_limits<uint32_t>::max();
constexpr unsigned BYTE_SHIFT = 4; //!< rates of bytes are in units of 16
constexpr uint64_t KILO = 1024;
constexpr uint64_t MEGA = KILO * KILO;

/// @return a rate of bytes as the kernel has it; too large ones wrap around
uint64_t
ToAverage(uint64_t bytes)
{
    const uint64_t units = static_cast<uint32_t>(bytes >> BYTE_SHIFT);
    return MAX_UNITS / (units + 1);
}

/// @return e.g. "512kb", "100b"
std::string
BytesToText(uint64_t bytes)
{
    if (bytes >= MEGA && bytes % MEGA == 0)
    {
        return fmt::format("{}mb", bytes / MEGA);
    }
    return bytes >= KILO && bytes % KILO == 0 ? fmt::format("{}kb", bytes / KILO)
                                              : fmt::format("{}b", bytes);
}

} // namespace

std::optional<uint64_t>
NfHashlimitRate::ParseBytes(std::string_view text, std::string_view suffix)
{
    const auto end = text.find_first_not_of("0123456789");
    const auto number = NfParseNumber(text.substr(0, end), MAX_UNITS << BYTE_SHIFT);
    auto unit = end == std::string_view::npos ? "" : text.substr(end);
    uint64_t factor = 1;
    if (!unit.empty() && (unit[0] == 'k' || unit[0] == 'm'))
    {
        factor = unit[0] == 'k' ? KILO : MEGA;
        unit.remove_prefix(1);
    }
    const bool valid =
        number && !unit.empty() && unit[0] == 'b' &&
        (suffix.empty() ? unit.size() == 1 : unit.substr(1, suffix.size()) == suffix);
    return valid ? std::optional(*number * factor) : std::nullopt;
}

uint64_t
NfHashlimitRate::GetBytes(uint64_t average)
{
    return ((average ? MAX_UNITS / average : MAX_UNITS) - 1) << BYTE_SHIFT;
}

std::string
NfHashlimitRate::PrintBytes(uint64_t average)
{
    const uint64_t bytes = GetBytes(average);
    for (const uint64_t unit : {MEGA, KILO})
    {
        const uint64_t whole = bytes & MAX_UNITS & ~(unit - 1); // as iptables: from 4 GB/s on in b
        if (bytes >= unit && ToAverage(whole) == average)
        {
            return BytesToText(whole);
        }
    }
    return fmt::format("{}b", bytes);
}

std::string
NfHashlimitRate::PrintBurst(uint64_t average, uint64_t seconds)
{
    const uint64_t bytes = GetBytes(average) * seconds;
    for (const uint64_t unit : {MEGA, KILO})
    {
        if (bytes >= unit)
        {
            return BytesToText(bytes & ~(unit - 1));
        }
    }
    return BytesToText(bytes);
}

uint32_t
NfHashlimitRate::GetUnit(std::string_view rate)
{
    constexpr uint32_t second = 1000;
    const auto slash = rate.find('/');
    constexpr char lower = 0x20;
    switch (slash == std::string_view::npos ? 's' : rate[slash + 1] | lower)
    {
    case 's':
        return second;
    case 'm':
        return 60 * second;
    case 'h':
        return 3600 * second;
    default:
        return 86400 * second;
    }
}

NfComplaint
NfHashlimitRateKind::Take(const NfOption& option, NfHashlimitRate& rate) const
{
    const std::string& text = NfArgumentOf(option);
    rate.above = above != option.inverted;
    if (const auto bytes = NfHashlimitRate::ParseBytes(text, "/s"))
    {
        rate.bytes = true;
        rate.average = ToAverage(*bytes);
        return *bytes >> BYTE_SHIFT
                   ? NfComplaint()
                   : NfBadArgument(option, "at least 16b/s, the unit in which bytes are counted");
    }
    const auto period = NfParseRate(text, NfHashlimitConfig::SCALE);
    if (!period)
    {
        return NfBadArgument(option,
                             "number/unit, at most 1000000 per second, where unit is second, "
                             "minute, hour, day or a beginning of one; or bytes as in 512kb/s");
    }
    rate.average = *period;
    rate.unit = NfHashlimitRate::GetUnit(text);
    return {};
}

} // namespace ns3
