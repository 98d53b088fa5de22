// SPDX-License-Identifier: GPL-2.0-only

#include "nf-set-icmp-names.h"

#include "nf-icmp-names.h"
#include "nf-types.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace ns3
{

namespace
{

constexpr unsigned BYTE = 8;

/// The first name of a protocol for which a condition holds, or null.
template <class Condition>
const NfIcmpName*
FindName(uint8_t protocol, Condition condition)
{
    auto find = [&](const auto& names) -> const NfIcmpName* {
        auto found = std::find_if(std::begin(names), std::end(names), [&](const NfIcmpName& row) {
            return !row.onlyOfRules && condition(row);
        });
        return found == std::end(names) ? nullptr : &*found;
    };
    return protocol == NfProtocol::ICMPV6 ? find(NF_ICMPV6_NAMES) : find(NF_ICMP_NAMES);
}

} // namespace

std::optional<uint16_t>
NfFindSetIcmpName(uint8_t protocol, std::string_view text)
{
    const auto* row =
        FindName(protocol, [text](const NfIcmpName& name) { return name.name == text; });
    return row ? std::optional(static_cast<uint16_t>(row->type << BYTE | row->firstCode))
               : std::nullopt;
}

std::string
NfSetIcmpToString(uint8_t protocol, uint16_t typeAndCode)
{
    const uint8_t type = typeAndCode >> BYTE;
    const uint8_t code = typeAndCode & UINT8_MAX;
    const auto* row = FindName(protocol, [type, code](const NfIcmpName& name) {
        return name.type == type && name.firstCode == code;
    });
    return row ? std::string(row->name) : fmt::format("{}/{}", type, code);
}

} // namespace ns3
