// SPDX-License-Identifier: GPL-2.0-only

// NfConntrack's attributes: what Linux calls net.netfilter.nf_conntrack_*.

#include "nf-conntrack.h"

#include "ns3/boolean.h"
#include "ns3/uinteger.h"

namespace ns3
{

namespace
{

// An attribute that is a lifetime.
struct TimeoutAttribute
{
    const char* name;
    const char* help;
    Time NfConntrackSettings::*member;
    int64_t seconds;
};

const TimeoutAttribute TIMEOUTS[] = {
    {"TcpSynSentTimeout",
     "Lifetime: after a first SYN (Linux: nf_conntrack_tcp_timeout_syn_sent).",
     &NfConntrackSettings::tcpSynSent,
     120},
    {"TcpSynRecvTimeout",
     "Lifetime: after a SYN+ACK (Linux: nf_conntrack_tcp_timeout_syn_recv).",
     &NfConntrackSettings::tcpSynRecv,
     60},
    {"TcpEstablishedTimeout",
     "Lifetime: once established (Linux: nf_conntrack_tcp_timeout_established).",
     &NfConntrackSettings::tcpEstablished,
     432000},
    {"TcpFinWaitTimeout",
     "Lifetime: after a first FIN (Linux: nf_conntrack_tcp_timeout_fin_wait).",
     &NfConntrackSettings::tcpFinWait,
     120},
    {"TcpCloseWaitTimeout",
     "Lifetime: after the ACK of a first FIN (Linux: nf_conntrack_tcp_timeout_close_wait).",
     &NfConntrackSettings::tcpCloseWait,
     60},
    {"TcpLastAckTimeout",
     "Lifetime: after both FINs (Linux: nf_conntrack_tcp_timeout_last_ack).",
     &NfConntrackSettings::tcpLastAck,
     30},
    {"TcpTimeWaitTimeout",
     "Lifetime: after the ACK of both FINs (Linux: nf_conntrack_tcp_timeout_time_wait).",
     &NfConntrackSettings::tcpTimeWait,
     120},
    {"TcpCloseTimeout",
     "Lifetime: after a RST (Linux: nf_conntrack_tcp_timeout_close).",
     &NfConntrackSettings::tcpClose,
     10},
    {"TcpSynSent2Timeout",
     "Lifetime: after SYNs of both sides (Linux: nf_conntrack_tcp_timeout_syn_sent).",
     &NfConntrackSettings::tcpSynSent2,
     120},
    {"TcpMaxRetransTimeout",
     "Lifetime: at most, after too many retransmissions (Linux: "
     "nf_conntrack_tcp_timeout_max_retrans).",
     &NfConntrackSettings::tcpMaxRetransTime,
     300},
    {"TcpUnacknowledgedTimeout",
     "Lifetime: at most, while data is not acknowledged (Linux: "
     "nf_conntrack_tcp_timeout_unacknowledged).",
     &NfConntrackSettings::tcpUnacknowledged,
     300},
    {"SctpClosedTimeout",
     "Lifetime: SCTP, without a handshake, or after the end (Linux: "
     "nf_conntrack_sctp_timeout_closed).",
     &NfConntrackSettings::sctpClosed,
     10},
    {"SctpCookieWaitTimeout",
     "Lifetime: SCTP, after INIT and INIT ACK (Linux: nf_conntrack_sctp_timeout_cookie_wait).",
     &NfConntrackSettings::sctpCookieWait,
     3},
    {"SctpCookieEchoedTimeout",
     "Lifetime: SCTP, after COOKIE ECHO (Linux: nf_conntrack_sctp_timeout_cookie_echoed).",
     &NfConntrackSettings::sctpCookieEchoed,
     3},
    {"SctpEstablishedTimeout",
     "Lifetime: SCTP, once established (Linux: nf_conntrack_sctp_timeout_established).",
     &NfConntrackSettings::sctpEstablished,
     210},
    {"SctpShutdownSentTimeout",
     "Lifetime: SCTP, after SHUTDOWN of the opener (Linux: "
     "nf_conntrack_sctp_timeout_shutdown_sent).",
     &NfConntrackSettings::sctpShutdownSent,
     3},
    {"SctpShutdownRecdTimeout",
     "Lifetime: SCTP, after SHUTDOWN of the other side (Linux: "
     "nf_conntrack_sctp_timeout_shutdown_recd).",
     &NfConntrackSettings::sctpShutdownRecd,
     3},
    {"SctpShutdownAckSentTimeout",
     "Lifetime: SCTP, after SHUTDOWN ACK (Linux: nf_conntrack_sctp_timeout_shutdown_ack_sent).",
     &NfConntrackSettings::sctpShutdownAckSent,
     3},
    {"SctpHeartbeatSentTimeout",
     "Lifetime: SCTP, a second path, not yet answered (Linux: "
     "nf_conntrack_sctp_timeout_heartbeat_sent).",
     &NfConntrackSettings::sctpHeartbeatSent,
     30},
    {"UdpTimeout",
     "Lifetime: UDP, at first (Linux: nf_conntrack_udp_timeout).",
     &NfConntrackSettings::udp,
     30},
    {"UdpStreamTimeout",
     "Lifetime: UDP, after two seconds of traffic in both directions (Linux: "
     "nf_conntrack_udp_timeout_stream).",
     &NfConntrackSettings::udpStream,
     120},
    {"IcmpTimeout",
     "Lifetime: ICMP queries (Linux: nf_conntrack_icmp_timeout).",
     &NfConntrackSettings::icmp,
     30},
    {"Icmpv6Timeout",
     "Lifetime: ICMPv6 queries (Linux: nf_conntrack_icmpv6_timeout).",
     &NfConntrackSettings::icmpv6,
     30},
    {"GreTimeout",
     "Lifetime: GRE without an answer (Linux: nf_conntrack_gre_timeout).",
     &NfConntrackSettings::gre,
     30},
    {"GreStreamTimeout",
     "Lifetime: GRE in both directions (Linux: nf_conntrack_gre_timeout_stream).",
     &NfConntrackSettings::greStream,
     180},
    {"GenericTimeout",
     "Lifetime: other protocols (Linux: nf_conntrack_generic_timeout).",
     &NfConntrackSettings::generic,
     600},
    {"FragmentTimeout",
     "Lifetime: how long fragments wait for the rest (Linux: net.ipv4.ipfrag_time).",
     &NfConntrackSettings::fragment,
     30},
    {"Fragment6Timeout",
     "Lifetime: how long fragments of IPv6 wait for the rest (Linux: nf_conntrack_frag6_timeout).",
     &NfConntrackSettings::fragment6,
     60},
};

} // namespace

TypeId
NfConntrack::MakeTypeId()
{
    TypeId tid("ns3::NfConntrack");
    tid.SetParent<Object>().SetGroupName("Netfilter").AddConstructor<NfConntrack>();
    for (const TimeoutAttribute& timeout : TIMEOUTS)
    {
        Time NfConntrack::*member = timeout.member;
        tid.AddAttribute(timeout.name,
                         timeout.help,
                         TimeValue(Seconds(timeout.seconds)),
                         MakeTimeAccessor(member),
                         MakeTimeChecker(Time(0)));
    }
    auto addSwitch =
        [&tid](const char* name, const char* help, bool value, bool NfConntrack::*member) {
            tid.AddAttribute(name,
                             help,
                             BooleanValue(value),
                             MakeBooleanAccessor(member),
                             MakeBooleanChecker());
        };
    addSwitch("TcpLoose",
              "Take up connections whose handshake was not seen (Linux: nf_conntrack_tcp_loose).",
              true,
              &NfConntrack::tcpLoose);
    addSwitch("TcpBeLiberal",
              "Accept segments out of the window (Linux: nf_conntrack_tcp_be_liberal).",
              false,
              &NfConntrack::tcpBeLiberal);
    addSwitch("TcpIgnoreInvalidRst",
              "Do not call a RST below the window invalid (Linux: "
              "nf_conntrack_tcp_ignore_invalid_rst).",
              false,
              &NfConntrack::tcpIgnoreInvalidRst);
    addSwitch("VerifyChecksums",
              "Verify L4 checksums in PREROUTING (Linux: nf_conntrack_checksum). Only of use when "
              "ns-3 computes them (global value ChecksumEnabled), which SetNetns() looks up; "
              "packets that the stack knows to be bad are invalid in any case.",
              false,
              &NfConntrack::verifyChecksums);
    // Typed as members of this class, which an accessor casts the object to.
    uint8_t NfConntrack::*maxRetrans = &NfConntrack::tcpMaxRetrans;
    uint32_t NfConntrack::*limit = &NfConntrack::maxEntries;
    tid.AddAttribute("TcpMaxRetrans",
                     "Retransmissions without an answer after which TcpMaxRetransTimeout holds "
                     "(Linux: nf_conntrack_tcp_max_retrans).",
                     UintegerValue(3),
                     MakeUintegerAccessor(maxRetrans),
                     MakeUintegerChecker<uint8_t>());
    tid.AddAttribute("MaxEntries",
                     "How many connections the table holds; 0: any number. When it is full, those "
                     "near the place of a new one that are not assured make room, or its packet "
                     "is dropped (Linux: nf_conntrack_max).",
                     UintegerValue(65536),
                     MakeUintegerAccessor(limit),
                     MakeUintegerChecker<uint32_t>());
    uint32_t NfConntrack::*hashBuckets = &NfConntrack::buckets;
    tid.AddAttribute("Buckets",
                     "How many buckets Linux's hash table would have, eight of which are searched "
                     "for room in a full table; 0: as many as MaxEntries, which is Linux's default "
                     "(Linux: nf_conntrack_buckets).",
                     UintegerValue(0),
                     MakeUintegerAccessor(hashBuckets),
                     MakeUintegerChecker<uint32_t>());
    tid.AddTraceSource("Event",
                       "A connection appeared, changed or went.",
                       MakeTraceSourceAccessor(&NfConntrack::m_event),
                       "ns3::NfConntrack::EventCallback");
    return tid;
}

} // namespace ns3
