// SPDX-License-Identifier: GPL-2.0-only

#include "nf-iptables-names.h"

#include <algorithm>
#include <iterator>

namespace ns3
{

namespace
{

// Each list in order, for a binary search.

/// Matches of both families.
constexpr std::string_view MATCHES[] = {
    "addrtype",  "ah",        "bpf",      "cgroup",    "cluster", "comment",   "connbytes",
    "connlabel", "connlimit", "connmark", "conntrack", "cpu",     "dccp",      "devgroup",
    "dscp",      "ecn",       "esp",      "hashlimit", "helper",  "ipcomp",    "iprange",
    "ipvs",      "length",    "limit",    "mac",       "mark",    "multiport", "nfacct",
    "osf",       "owner",     "physdev",  "pkttype",   "policy",  "quota",     "rateest",
    "recent",    "rpfilter",  "sctp",     "set",       "socket",  "state",     "statistic",
    "string",    "tcp",       "tcpmss",   "time",      "tos",     "u32",       "udp"};

/// Matches of iptables alone.
constexpr std::string_view IPV4_MATCHES[] = {"icmp", "realm", "ttl"};

/// Matches of ip6tables alone.
constexpr std::string_view IPV6_MATCHES[] = {"dst",
                                             "eui64",
                                             "frag",
                                             "hbh",
                                             "hl",
                                             "icmp6",
                                             "icmpv6",
                                             "ipv6-icmp",
                                             "ipv6header",
                                             "mh",
                                             "rt",
                                             "srh"};

/// Targets of both families.
constexpr std::string_view TARGETS[] = {
    "AUDIT",   "CHECKSUM", "CLASSIFY",  "CONNMARK", "CONNSECMARK", "CT",          "DNAT",
    "DSCP",    "HMARK",    "IDLETIMER", "LED",      "LOG",         "MARK",        "MASQUERADE",
    "NETMAP",  "NFLOG",    "NFQUEUE",   "NOTRACK",  "RATEEST",     "REDIRECT",    "REJECT",
    "SECMARK", "SET",      "SNAT",      "SYNPROXY", "TCPMSS",      "TCPOPTSTRIP", "TEE",
    "TOS",     "TPROXY",   "TRACE"};

/// Targets of iptables alone.
constexpr std::string_view IPV4_TARGETS[] = {"CLUSTERIP", "ECN", "TTL", "ULOG"};

/// Targets of ip6tables alone.
constexpr std::string_view IPV6_TARGETS[] = {"DNPT", "HL", "SNPT"};

template <std::size_t N>
bool
Has(const std::string_view (&names)[N], std::string_view name)
{
    return std::binary_search(std::begin(names), std::end(names), name);
}

} // namespace

const char*
NfProgramName(NfFamily family)
{
    return family == NfFamily::IPV6 ? "ip6tables" : "iptables";
}

bool
NfIsIptablesMatch(std::string_view name, NfFamily family)
{
    return Has(MATCHES, name) ||
           (family == NfFamily::IPV6 ? Has(IPV6_MATCHES, name) : Has(IPV4_MATCHES, name));
}

bool
NfIsIptablesTarget(std::string_view name, NfFamily family)
{
    return Has(TARGETS, name) ||
           (family == NfFamily::IPV6 ? Has(IPV6_TARGETS, name) : Has(IPV4_TARGETS, name));
}

std::string_view
NfWhyRemovedTarget(std::string_view name, NfFamily family)
{
    return family == NfFamily::IPV4 && name == "ULOG" ? "since 3.17: NFLOG does its work" : "";
}

} // namespace ns3
