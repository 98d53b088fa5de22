// SPDX-License-Identifier: GPL-2.0-only

#include "nf-set-icmp-names.h"

#include "nf-icmp-names.h"

#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr unsigned BYTE = 8;

} // namespace

std::optional<uint16_t>
NfFindSetIcmpName(std::string_view text)
{
    for (const NfIcmpName& row : NF_ICMP_NAMES)
    {
        if (row.name == text && !row.isGroup)
        {
            return static_cast<uint16_t>(row.type << BYTE | row.firstCode);
        }
    }
    return std::nullopt;
}

std::string
NfSetIcmpToString(uint16_t typeAndCode)
{
    const uint8_t type = typeAndCode >> BYTE;
    const uint8_t code = typeAndCode & UINT8_MAX;
    for (const NfIcmpName& row : NF_ICMP_NAMES)
    {
        if (row.type == type && row.firstCode == code && !row.isGroup)
        {
            return std::string(row.name);
        }
    }
    return fmt::format("{}/{}", type, code);
}

} // namespace ns3
