// SPDX-License-Identifier: GPL-2.0-only

#include "nf-match-ports.h"

#include "nf-listing-style.h"
#include "nf-option-text.h"

namespace ns3
{

std::optional<NfPortRange>
NfPortRange::Parse(std::string_view text)
{
    auto colon = text.find(':');
    auto first = text.substr(0, colon);
    NfPortRange range;
    auto take = [](std::string_view word, uint16_t& port) {
        auto parsed = NfParsePort(word);
        port = parsed.value_or(0);
        return parsed.has_value();
    };
    if (colon == std::string_view::npos)
    {
        bool ok = take(first, range.min);
        range.max = range.min;
        return ok ? std::optional(range) : std::nullopt;
    }
    auto second = text.substr(colon + 1);
    if ((!first.empty() && !take(first, range.min)) ||
        (!second.empty() && !take(second, range.max)))
    {
        return std::nullopt;
    }
    return range;
}

void
NfPortRange::List(std::ostream& os, std::string_view name, uint8_t protocol) const
{
    if (IsAll() && !inverted)
    {
        return;
    }
    os << ' ' << name << (min == max ? ":" : "s:") << (inverted ? "!" : "");
    NfListPort(os, min, protocol);
    if (min != max)
    {
        os << ':';
        NfListPort(os, max, protocol);
    }
}

void
NfListPort(std::ostream& os, uint16_t port, uint8_t protocol)
{
    const std::string_view name =
        NfListsNames(os) ? NfServiceName(port, protocol) : std::string_view();
    if (name.empty())
    {
        os << port;
    }
    else
    {
        os << name;
    }
}

} // namespace ns3
