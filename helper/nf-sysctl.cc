// SPDX-License-Identifier: GPL-2.0-only

#include "nf-sysctl.h"

#include "netfilter.h"
#include "nf-nearest-word.h"

#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/nstime.h"
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
    IPV6,     //!< attribute of Ipv6L3Protocol
    DELAY6,   //!< attribute of NfIpv6Stack, milliseconds
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
    KnownSysctl{"net.ipv4.ip_forward", Where::IPV4, "IpForward"},
    KnownSysctl{"net.ipv4.conf.all.forwarding", Where::IPV4, "IpForward"},
    KnownSysctl{"net.ipv4.conf.default.forwarding", Where::IPV4, "IpForward"},
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
    KnownSysctl{"net.netfilter.nf_conntrack_sctp_timeout_closed",
                Where::LIFETIME,
                "SctpClosedTimeout"},
    KnownSysctl{"net.netfilter.nf_conntrack_sctp_timeout_cookie_wait",
                Where::LIFETIME,
                "SctpCookieWaitTimeout"},
    KnownSysctl{"net.netfilter.nf_conntrack_sctp_timeout_cookie_echoed",
                Where::LIFETIME,
                "SctpCookieEchoedTimeout"},
    KnownSysctl{"net.netfilter.nf_conntrack_sctp_timeout_established",
                Where::LIFETIME,
                "SctpEstablishedTimeout"},
    KnownSysctl{"net.netfilter.nf_conntrack_sctp_timeout_shutdown_sent",
                Where::LIFETIME,
                "SctpShutdownSentTimeout"},
    KnownSysctl{"net.netfilter.nf_conntrack_sctp_timeout_shutdown_recd",
                Where::LIFETIME,
                "SctpShutdownRecdTimeout"},
    KnownSysctl{"net.netfilter.nf_conntrack_sctp_timeout_shutdown_ack_sent",
                Where::LIFETIME,
                "SctpShutdownAckSentTimeout"},
    KnownSysctl{"net.netfilter.nf_conntrack_sctp_timeout_heartbeat_sent",
                Where::LIFETIME,
                "SctpHeartbeatSentTimeout"},
    KnownSysctl{"net.netfilter.nf_conntrack_udp_timeout", Where::LIFETIME, "UdpTimeout"},
    KnownSysctl{"net.netfilter.nf_conntrack_udp_timeout_stream",
                Where::LIFETIME,
                "UdpStreamTimeout"},
    KnownSysctl{"net.netfilter.nf_conntrack_icmp_timeout", Where::LIFETIME, "IcmpTimeout"},
    KnownSysctl{"net.netfilter.nf_conntrack_icmpv6_timeout", Where::LIFETIME, "Icmpv6Timeout"},
    KnownSysctl{"net.netfilter.nf_conntrack_frag6_timeout", Where::LIFETIME, "Fragment6Timeout"},
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
    KnownSysctl{"net.ipv6.conf.all.forwarding", Where::IPV6, "IpForward"},
    KnownSysctl{"net.ipv6.conf.default.forwarding", Where::IPV6, "IpForward"},
    KnownSysctl{"net.ipv6.conf.all.hop_limit", Where::IPV6, "DefaultTtl"},
    KnownSysctl{"net.ipv6.conf.default.hop_limit", Where::IPV6, "DefaultTtl"},
    KnownSysctl{"net.ipv6.icmp.ratelimit", Where::DELAY6, "IcmpRateLimit"},
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

/// @param name of a sysctl
/// @return its row; null if it is not modelled
const KnownSysctl*
FindKnown(const std::string& name)
{
    const auto known = std::find_if(KNOWN_SYSCTLS.begin(),
                                    KNOWN_SYSCTLS.end(),
                                    [&](const KnownSysctl& k) { return name == k.name; });
    return known == KNOWN_SYSCTLS.end() ? nullptr : &*known;
}

NfStatus
FailUnknown(const std::string& name)
{
    std::vector<std::string> names;
    names.reserve(KNOWN_SYSCTLS.size());
    for (const KnownSysctl& known : KNOWN_SYSCTLS)
    {
        names.emplace_back(known.name);
    }
    const std::string near = NfNearestWord(name, names);
    return Fail("this sysctl is not modelled" +
                (near.empty() ? "" : ", did you mean " + near + "?"));
}

/// @param where a value goes
/// @return true if it is one of milliseconds
bool
IsDelay(Where where)
{
    return where == Where::DELAY || where == Where::DELAY6;
}

/// @return the object whose attribute the sysctl is
Ptr<Object>
GetTarget(Ptr<Node> node, Where where)
{
    const Ptr<Netfilter> netfilter = node->GetObject<Netfilter>();
    switch (where)
    {
    case Where::STACK:
    case Where::DELAY:
        return netfilter->GetStack();
    case Where::TRACKER:
    case Where::LIFETIME:
        return netfilter->GetConntrack();
    case Where::IPV4:
        return node->GetObject<Ipv4L3Protocol>();
    case Where::IPV6:
        return node->GetObject<Ipv6L3Protocol>();
    case Where::DELAY6:
        return netfilter->GetIpv6Stack();
    case Where::IGNORED:
        break;
    }
    return nullptr;
}

/// Forwarding of one interface of a node.
struct Forwarding
{
    Ptr<Object> stack; //!< Ipv4 or Ipv6; null: it is none
    uint32_t interface {
        0
    };

    bool Get() const
    {
        const Ptr<Ipv4> ipv4 = DynamicCast<Ipv4>(stack);
        return ipv4 ? ipv4->IsForwarding(interface)
                    : DynamicCast<Ipv6>(stack)->IsForwarding(interface);
    }

    void Set(bool forwarding) const
    {
        if (const Ptr<Ipv4> ipv4 = DynamicCast<Ipv4>(stack))
        {
            ipv4->SetForwarding(interface, forwarding);
            return;
        }
        DynamicCast<Ipv6>(stack)->SetForwarding(interface, forwarding);
    }
};

/// Before and behind the name of a device in the name of a sysctl.
constexpr const char* BEFORE_DEVICE[] = {"net.ipv4.conf.", "net.ipv6.conf."};
constexpr const char* BEHIND_DEVICE = ".forwarding";

template <class Ip>
Forwarding
MakeForwarding(Ptr<Node> node, const NfDevice& device)
{
    const Ptr<Ip> ip = node->GetObject<Ip>();
    const int32_t interface = ip ? ip->GetInterfaceForDevice(device.netDevice) : -1;
    return interface < 0 ? Forwarding{} : Forwarding {
        ip, static_cast<uint32_t>(interface)
    };
}

/**
 * @param node a node with the layer
 * @param name of a sysctl
 * @return the interface whose forwarding it is
 */
Forwarding
FindForwarding(Ptr<Node> node, const std::string& name)
{
    const std::string after = BEHIND_DEVICE;
    for (const std::string before : BEFORE_DEVICE)
    {
        if (name.size() <= before.size() + after.size() ||
            name.compare(0, before.size(), before) != 0 ||
            name.compare(name.size() - after.size(), after.size(), after) != 0)
        {
            continue;
        }
        const Ptr<NfIpv4Stack> stack = node->GetObject<Netfilter>()->GetStack();
        stack->Sync();
        const NfDevice* device = stack->GetDevices().Find(
            name.substr(before.size(), name.size() - before.size() - after.size()));
        if (device)
        {
            return before == BEFORE_DEVICE[0] ? MakeForwarding<Ipv4>(node, *device)
                                              : MakeForwarding<Ipv6>(node, *device);
        }
    }
    return {};
}

/// @param value as a user writes it
/// @return the number; nothing if it is none
std::optional<uint32_t>
ParseNumber(const std::string& value)
{
    uint32_t number = 0;
    const char* end = value.data() + value.size();
    const auto [stop, error] = std::from_chars(value.data(), end, number);
    return error == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

} // namespace

NfStatus
NfSetSysctl(Ptr<Node> node, const std::string& name, const std::string& value)
{
    const KnownSysctl* known = FindKnown(name);
    const Forwarding forwarding = known ? Forwarding{} : FindForwarding(node, name);
    if (!known && !forwarding.stack)
    {
        return FailUnknown(name);
    }
    const auto number = ParseNumber(value);
    if (!number)
    {
        return Fail("expected a number, not \"" + value + "\"");
    }
    if (!known)
    {
        forwarding.Set(*number != 0);
        return std::nullopt;
    }
    const Ptr<Object> target = GetTarget(node, known->where);
    if (!target)
    {
        return std::nullopt;
    }
    const std::string given = value + (known->where == Where::LIFETIME ? "s"
                                       : IsDelay(known->where)         ? "ms"
                                                                       : "");
    return target->SetAttributeFailSafe(known->attribute, StringValue(given))
               ? std::nullopt
               : Fail("the value \"" + value + "\" is out of range");
}

NfStatus
NfGetSysctl(Ptr<Node> node, const std::string& name, std::string& value)
{
    const KnownSysctl* known = FindKnown(name);
    const Forwarding forwarding = known ? Forwarding{} : FindForwarding(node, name);
    if (forwarding.stack)
    {
        value = forwarding.Get() ? "1" : "0";
        return std::nullopt;
    }
    if (!known)
    {
        return FailUnknown(name);
    }
    const Ptr<Object> target = GetTarget(node, known->where);
    if (!target)
    {
        return Fail("this sysctl has no value, because nothing that is simulated depends on it");
    }
    if (known->where == Where::LIFETIME || IsDelay(known->where))
    {
        TimeValue time;
        target->GetAttribute(known->attribute, time);
        const Time::Unit unit = known->where == Where::LIFETIME ? Time::S : Time::MS;
        value = std::to_string(time.Get().ToInteger(unit));
        return std::nullopt;
    }
    StringValue text;
    target->GetAttribute(known->attribute, text);
    value = text.Get() == "true" ? "1" : text.Get() == "false" ? "0" : text.Get();
    return std::nullopt;
}

bool
NfIsIdleSysctl(const std::string& name)
{
    const KnownSysctl* known = FindKnown(name);
    return known && known->where == Where::IGNORED;
}

std::vector<std::string>
NfGetSysctlNames(Ptr<Node> node)
{
    std::vector<std::string> names;
    for (const KnownSysctl& known : KNOWN_SYSCTLS)
    {
        if (GetTarget(node, known.where))
        {
            names.emplace_back(known.name);
        }
    }
    const Ptr<NfIpv4Stack> stack = node->GetObject<Netfilter>()->GetStack();
    stack->Sync();
    for (const NfDevice& device : stack->GetDevices().GetAll())
    {
        for (const std::string before : BEFORE_DEVICE)
        {
            const std::string name = before + std::string(device.name.View()) + BEHIND_DEVICE;
            if (FindForwarding(node, name).stack)
            {
                names.push_back(name);
            }
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace ns3
