// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ICMP_NAMES_H
#define NF_ICMP_NAMES_H

#include <cstdint>
#include <string_view>

namespace ns3
{

/// Stands for all types of ICMP (iptables' "any").
constexpr uint8_t NF_ANY_ICMP_TYPE = 255;

/// A name that firewalls give ICMP messages.
struct NfIcmpName
{
    std::string_view name;
    uint8_t type;
    uint8_t firstCode; //!< of those that iptables means by it
    uint8_t lastCode;
    bool onlyOfRules; //!< ipset does not know it: it stands for several messages, or is too young
};

/**
 * The names of ICMP messages (RFC 792 and its successors; iptables-extensions(8)). Of several names
 * of one message the first one is printed.
 */
constexpr NfIcmpName NF_ICMP_NAMES[] = {
    {"any", NF_ANY_ICMP_TYPE, 0, 255, true},
    {"echo-reply", 0, 0, 255, false},
    {"pong", 0, 0, 255, false},
    {"destination-unreachable", 3, 0, 255, true},
    {"network-unreachable", 3, 0, 0, false},
    {"host-unreachable", 3, 1, 1, false},
    {"protocol-unreachable", 3, 2, 2, false},
    {"port-unreachable", 3, 3, 3, false},
    {"fragmentation-needed", 3, 4, 4, false},
    {"source-route-failed", 3, 5, 5, false},
    {"network-unknown", 3, 6, 6, false},
    {"host-unknown", 3, 7, 7, false},
    {"network-prohibited", 3, 9, 9, false},
    {"host-prohibited", 3, 10, 10, false},
    {"TOS-network-unreachable", 3, 11, 11, false},
    {"TOS-host-unreachable", 3, 12, 12, false},
    {"communication-prohibited", 3, 13, 13, false},
    {"host-precedence-violation", 3, 14, 14, false},
    {"precedence-cutoff", 3, 15, 15, false},
    {"source-quench", 4, 0, 255, false},
    {"redirect", 5, 0, 255, true},
    {"network-redirect", 5, 0, 0, false},
    {"host-redirect", 5, 1, 1, false},
    {"TOS-network-redirect", 5, 2, 2, false},
    {"TOS-host-redirect", 5, 3, 3, false},
    {"echo-request", 8, 0, 255, false},
    {"ping", 8, 0, 255, false},
    {"router-advertisement", 9, 0, 255, false},
    {"router-solicitation", 10, 0, 255, false},
    {"time-exceeded", 11, 0, 255, true},
    {"ttl-exceeded", 11, 0, 255, true},
    {"ttl-zero-during-transit", 11, 0, 0, false},
    {"ttl-zero-during-reassembly", 11, 1, 1, false},
    {"parameter-problem", 12, 0, 255, true},
    {"ip-header-bad", 12, 0, 0, false},
    {"required-option-missing", 12, 1, 1, false},
    {"timestamp-request", 13, 0, 255, false},
    {"timestamp-reply", 14, 0, 255, false},
    {"address-mask-request", 17, 0, 255, false},
    {"address-mask-reply", 18, 0, 255, false},
};

/**
 * The names of ICMPv6 messages (RFC 4443 and 4861; ip6tables-extensions(8)). Of several names of
 * one message the first one is printed.
 */
constexpr NfIcmpName NF_ICMPV6_NAMES[] = {
    {"destination-unreachable", 1, 0, 255, true},
    {"no-route", 1, 0, 0, false},
    {"communication-prohibited", 1, 1, 1, false},
    {"beyond-scope", 1, 2, 2, true},
    {"address-unreachable", 1, 3, 3, false},
    {"port-unreachable", 1, 4, 4, false},
    {"failed-policy", 1, 5, 5, true},
    {"reject-route", 1, 6, 6, true},
    {"packet-too-big", 2, 0, 255, false},
    {"time-exceeded", 3, 0, 255, true},
    {"ttl-exceeded", 3, 0, 255, true},
    {"ttl-zero-during-transit", 3, 0, 0, false},
    {"ttl-zero-during-reassembly", 3, 1, 1, false},
    {"parameter-problem", 4, 0, 255, true},
    {"bad-header", 4, 0, 0, false},
    {"unknown-header-type", 4, 1, 1, false},
    {"unknown-option", 4, 2, 2, false},
    {"echo-request", 128, 0, 255, false},
    {"ping", 128, 0, 255, false},
    {"echo-reply", 129, 0, 255, false},
    {"pong", 129, 0, 255, false},
    {"router-solicitation", 133, 0, 255, false},
    {"router-advertisement", 134, 0, 255, false},
    {"neighbour-solicitation", 135, 0, 255, false},
    {"neighbor-solicitation", 135, 0, 255, false},
    {"neighbour-advertisement", 136, 0, 255, false},
    {"neighbor-advertisement", 136, 0, 255, false},
    {"redirect", 137, 0, 255, false},
};

} // namespace ns3

#endif /* NF_ICMP_NAMES_H */
