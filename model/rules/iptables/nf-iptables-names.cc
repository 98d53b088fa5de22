// SPDX-License-Identifier: GPL-2.0-only

#include "nf-iptables-names.h"

#include <algorithm>
#include <iterator>

namespace ns3
{

namespace
{

/// In order, for a binary search.
constexpr std::string_view MATCHES[] = {
    "addrtype",  "ah",        "bpf",      "cgroup",    "cluster", "comment", "connbytes",
    "connlabel", "connlimit", "connmark", "conntrack", "cpu",     "dccp",    "devgroup",
    "dscp",      "ecn",       "esp",      "hashlimit", "helper",  "icmp",    "ipcomp",
    "iprange",   "ipvs",      "length",   "limit",     "mac",     "mark",    "multiport",
    "nfacct",    "osf",       "owner",    "physdev",   "pkttype", "policy",  "quota",
    "rateest",   "realm",     "recent",   "rpfilter",  "sctp",    "set",     "socket",
    "state",     "statistic", "string",   "tcp",       "tcpmss",  "time",    "tos",
    "ttl",       "u32",       "udp"};

/// In order, for a binary search.
constexpr std::string_view TARGETS[] = {
    "AUDIT",       "CHECKSUM",   "CLASSIFY", "CLUSTERIP", "CONNMARK",  "CONNSECMARK", "CT",
    "DNAT",        "DSCP",       "ECN",      "HMARK",     "IDLETIMER", "LED",         "LOG",
    "MARK",        "MASQUERADE", "NETMAP",   "NFLOG",     "NFQUEUE",   "NOTRACK",     "RATEEST",
    "REDIRECT",    "REJECT",     "SECMARK",  "SET",       "SNAT",      "SYNPROXY",    "TCPMSS",
    "TCPOPTSTRIP", "TEE",        "TOS",      "TPROXY",    "TRACE",     "TTL",         "ULOG"};

} // namespace

bool
NfIsIptablesMatch(std::string_view name)
{
    return std::binary_search(std::begin(MATCHES), std::end(MATCHES), name);
}

bool
NfIsIptablesTarget(std::string_view name)
{
    return std::binary_search(std::begin(TARGETS), std::end(TARGETS), name);
}

} // namespace ns3
