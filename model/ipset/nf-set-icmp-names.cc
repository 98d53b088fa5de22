// SPDX-License-Identifier: GPL-2.0-only

#include "nf-set-icmp-names.h"

#include <array>
#include <fmt/format.h>

namespace ns3
{

namespace
{

/// A name of one type with one code.
struct IcmpName
{
    std::string_view name;
    uint8_t type;
    uint8_t code;
};

/// Names (RFC 792 and its successors, as firewalls write them). The first of several is printed.
constexpr std::array<IcmpName, 33> NAMES{{{"echo-reply", 0, 0},
                                          {"pong", 0, 0},
                                          {"network-unreachable", 3, 0},
                                          {"host-unreachable", 3, 1},
                                          {"protocol-unreachable", 3, 2},
                                          {"port-unreachable", 3, 3},
                                          {"fragmentation-needed", 3, 4},
                                          {"source-route-failed", 3, 5},
                                          {"network-unknown", 3, 6},
                                          {"host-unknown", 3, 7},
                                          {"network-prohibited", 3, 9},
                                          {"host-prohibited", 3, 10},
                                          {"TOS-network-unreachable", 3, 11},
                                          {"TOS-host-unreachable", 3, 12},
                                          {"communication-prohibited", 3, 13},
                                          {"host-precedence-violation", 3, 14},
                                          {"precedence-cutoff", 3, 15},
                                          {"source-quench", 4, 0},
                                          {"network-redirect", 5, 0},
                                          {"host-redirect", 5, 1},
                                          {"TOS-network-redirect", 5, 2},
                                          {"TOS-host-redirect", 5, 3},
                                          {"echo-request", 8, 0},
                                          {"ping", 8, 0},
                                          {"router-advertisement", 9, 0},
                                          {"router-solicitation", 10, 0},
                                          {"ttl-zero-during-transit", 11, 0},
                                          {"ttl-zero-during-reassembly", 11, 1},
                                          {"ip-header-bad", 12, 0},
                                          {"required-option-missing", 12, 1},
                                          {"timestamp-request", 13, 0},
                                          {"timestamp-reply", 14, 0},
                                          {"address-mask-request", 17, 0}}};

constexpr unsigned BYTE = 8;

} // namespace

std::optional<uint16_t>
NfFindSetIcmpName(std::string_view text)
{
    for (const IcmpName& row : NAMES)
    {
        if (row.name == text)
        {
            return static_cast<uint16_t>(row.type << BYTE | row.code);
        }
    }
    return std::nullopt;
}

std::string
NfSetIcmpToString(uint16_t typeAndCode)
{
    const uint8_t type = typeAndCode >> BYTE;
    const uint8_t code = typeAndCode & UINT8_MAX;
    for (const IcmpName& row : NAMES)
    {
        if (row.type == type && row.code == code)
        {
            return std::string(row.name);
        }
    }
    return fmt::format("{}/{}", type, code);
}

} // namespace ns3
