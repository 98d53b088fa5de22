// SPDX-License-Identifier: GPL-2.0-only

#include "nf-sysctl.h"

#include "netfilter.h"

#include "ns3/ipv4-l3-protocol.h"
#include "ns3/string.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace ns3
{

namespace
{

/// Where a sysctl's value goes.
enum class Where
{
    STACK,    //!< attribute of NfIpv4Stack
    DELAY,    //!< attribute of NfIpv4Stack, milliseconds
    TRACKER,  //!< attribute of NfConntrack, a number or a flag
    LIFETIME, //!< attribute of NfConntrack, seconds
    IPV4,     //!< attribute of Ipv4L3Protocol
    IGNORED   //!< without influence on what is replayed
};

/// A sysctl that is understood.
struct KnownSysctl
{
    const char* name;
    Where where;
    const char* attribute;
};

constexpr std::array KNOWN_SYSCTLS{
    KnownSysctl{"net.ipv4.conf.all.rp_filter", Where::STACK, "RpFilter"},
    KnownSysctl{"net.ipv4.conf.all.route_localnet", Where::STACK, "RouteLocalnet"},
    KnownSysctl{"net.ipv4.conf.all.accept_local", Where::STACK, "AcceptLocal"},
    KnownSysctl{"net.ipv4.conf.all.src_valid_mark", Where::STACK, "SrcValidMark"},
    KnownSysctl{"net.ipv4.ip_default_ttl", Where::IPV4, "DefaultTtl"},
    KnownSysctl{"net.ipv4.ipfrag_time", Where::LIFETIME, "FragmentTimeout"},
    KnownSysctl{"net.netfilter.nf_conntrack_max", Where::TRACKER, "MaxEntries"},
    KnownSysctl{"net.netfilter.nf_conntrack_buckets", Where::TRACKER, "Buckets"},
    KnownSysctl{"net.nf_conntrack_max", Where::TRACKER, "MaxEntries"},
    KnownSysctl{"net.netfilter.nf_conntrack_checksum", Where::TRACKER, "VerifyChecksums"},
    KnownSysctl{"net.netfilter.nf_conntrack_tcp_loose", Where::TRACKER, "TcpLoose"},
    KnownSysctl{"net.netfilter.nf_conntrack_tcp_be_liberal", Where::TRACKER, "TcpBeLiberal"},
    KnownSysctl{"net.netfilter.nf_conntrack_tcp_ignore_invalid_rst",
                Where::TRACKER,
                "TcpIgnoreInvalidRst"},
    KnownSysctl{"net.netfilter.nf_conntrack_tcp_max_retrans", Where::TRACKER, "TcpMaxRetrans"},
    KnownSysctl{"net.netfilter.nf_conntrack_tcp_timeout_syn_sent",
                Where::LIFETIME,
                "TcpSynSentTimeout"},
    KnownSysctl{"net.netfilter.nf_conntrack_tcp_timeout_syn_recv",
                Where::LIFETIME,
                "TcpSynRecvTimeout"},
    KnownSysctl{"net.netfilter.nf_conntrack_tcp_timeout_established",
                Where::LIFETIME,
                "TcpEstablishedTimeout"},
    KnownSysctl{"net.netfilter.nf_conntrack_tcp_timeout_fin_wait",
                Where::LIFETIME,
                "TcpFinWaitTimeout"},
    KnownSysctl{"net.netfilter.nf_conntrack_tcp_timeout_close_wait",
                Where::LIFETIME,
                "TcpCloseWaitTimeout"},
    KnownSysctl{"net.netfilter.nf_conntrack_tcp_timeout_last_ack",
                Where::LIFETIME,
                "TcpLastAckTimeout"},
    KnownSysctl{"net.netfilter.nf_conntrack_tcp_timeout_time_wait",
                Where::LIFETIME,
                "TcpTimeWaitTimeout"},
    KnownSysctl{"net.netfilter.nf_conntrack_tcp_timeout_close", Where::LIFETIME, "TcpCloseTimeout"},
    KnownSysctl{"net.netfilter.nf_conntrack_tcp_timeout_max_retrans",
                Where::LIFETIME,
                "TcpMaxRetransTimeout"},
    KnownSysctl{"net.netfilter.nf_conntrack_tcp_timeout_unacknowledged",
                Where::LIFETIME,
                "TcpUnacknowledgedTimeout"},
    KnownSysctl{"net.netfilter.nf_conntrack_udp_timeout", Where::LIFETIME, "UdpTimeout"},
    KnownSysctl{"net.netfilter.nf_conntrack_udp_timeout_stream",
                Where::LIFETIME,
                "UdpStreamTimeout"},
    KnownSysctl{"net.netfilter.nf_conntrack_icmp_timeout", Where::LIFETIME, "IcmpTimeout"},
    KnownSysctl{"net.netfilter.nf_conntrack_gre_timeout", Where::LIFETIME, "GreTimeout"},
    KnownSysctl{"net.netfilter.nf_conntrack_gre_timeout_stream",
                Where::LIFETIME,
                "GreStreamTimeout"},
    KnownSysctl{"net.netfilter.nf_conntrack_generic_timeout", Where::LIFETIME, "GenericTimeout"},
    KnownSysctl{"net.netfilter.nf_conntrack_log_invalid", Where::IGNORED, nullptr},
    KnownSysctl{"net.netfilter.nf_conntrack_acct", Where::IGNORED, nullptr},
    KnownSysctl{"net.ipv4.conf.all.log_martians", Where::IGNORED, nullptr},
    KnownSysctl{"net.ipv4.conf.default.log_martians", Where::IGNORED, nullptr},
    KnownSysctl{"net.ipv4.conf.default.rp_filter", Where::STACK, "RpFilter"},
    KnownSysctl{"net.ipv4.conf.default.route_localnet", Where::STACK, "RouteLocalnet"},
    KnownSysctl{"net.ipv4.conf.default.accept_local", Where::STACK, "AcceptLocal"},
    KnownSysctl{"net.ipv4.conf.default.src_valid_mark", Where::STACK, "SrcValidMark"},
    KnownSysctl{"net.ipv4.icmp_ratelimit", Where::DELAY, "IcmpRateLimit"},
    KnownSysctl{"net.ipv4.icmp_ratemask", Where::STACK, "IcmpRateMask"},
    KnownSysctl{"net.ipv4.icmp_msgs_per_sec", Where::IGNORED, nullptr},
    KnownSysctl{"net.ipv4.icmp_msgs_burst", Where::IGNORED, nullptr},
    KnownSysctl{"net.ipv4.conf.all.send_redirects", Where::IGNORED, nullptr},
    KnownSysctl{"net.ipv4.conf.default.send_redirects", Where::IGNORED, nullptr},
    KnownSysctl{"net.ipv6.conf.all.disable_ipv6", Where::IGNORED, nullptr},
    KnownSysctl{"net.ipv6.conf.default.disable_ipv6", Where::IGNORED, nullptr},
};

NfStatus
Fail(const std::string& message)
{
    NfError error;
    error.message = message;
    return error;
}

} // namespace

NfStatus
NfSetSysctl(Ptr<Node> node, const std::string& name, const std::string& value)
{
    const Ptr<Netfilter> netfilter = node->GetObject<Netfilter>();
    const auto known = std::find_if(KNOWN_SYSCTLS.begin(),
                                    KNOWN_SYSCTLS.end(),
                                    [&](const KnownSysctl& k) { return name == k.name; });
    if (known == KNOWN_SYSCTLS.end())
    {
        return Fail("this sysctl is not modelled");
    }
    uint32_t number = 0;
    const char* end = value.data() + value.size();
    const auto [stop, error] = std::from_chars(value.data(), end, number);
    if (error != std::errc() || stop != end)
    {
        return Fail("expected a number, not \"" + value + "\"");
    }
    Ptr<Object> target;
    switch (known->where)
    {
    case Where::STACK:
    case Where::DELAY:
        target = netfilter->GetStack();
        break;
    case Where::TRACKER:
    case Where::LIFETIME:
        target = netfilter->GetConntrack();
        break;
    case Where::IPV4:
        target = node->GetObject<Ipv4L3Protocol>();
        break;
    case Where::IGNORED:
        return std::nullopt;
    }
    const std::string given = value + (known->where == Where::LIFETIME ? "s"
                                       : known->where == Where::DELAY  ? "ms"
                                                                       : "");
    return target->SetAttributeFailSafe(known->attribute, StringValue(given))
               ? std::nullopt
               : Fail("the value \"" + value + "\" is out of range");
}

} // namespace ns3
