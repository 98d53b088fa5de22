// SPDX-License-Identifier: GPL-2.0-only

#include "nf-conntrack.h"

#include "nf-connection-table.h"
#include "nf-defrag.h"
#include "nf-expectation-table.h"
#include "nf-expiry-queue.h"
#include "nf-helper-ftp.h"
#include "nf-helper-irc.h"
#include "nf-helper-tftp.h"
#include "nf-silent-helper.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("NfConntrack");

NS_OBJECT_ENSURE_REGISTERED(NfConntrack);

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

TypeId
NfConntrack::GetTypeId()
{
    static TypeId tid = MakeTypeId();
    return tid;
}

NfConntrack::NfConntrack()
    : m_table(std::make_unique<NfConnectionTable>()),
      m_queue(std::make_unique<NfExpiryQueue>(*m_table)),
      m_expectations(std::make_unique<NfExpectationTable>()),
      m_defrag(std::make_unique<NfDefrag>()),
      m_ftp(std::make_shared<NfFtpHelper>()),
      m_irc(std::make_shared<NfIrcHelper>()),
      m_tftp(std::make_shared<NfTftpHelper>())
{
    RegisterHelper(m_ftp);
    RegisterHelper(m_irc);
    RegisterHelper(m_tftp);
}

NfConntrack::~NfConntrack() = default;

void
NfConntrack::DoDispose()
{
    Deactivate();
    if (m_netns && m_netns->conntrack == this)
    {
        m_netns->conntrack = nullptr;
    }
    m_netns = nullptr;
    m_expectations->Clear();
    m_defrag->Clear();
    m_table = std::make_unique<NfConnectionTable>();
    m_queue = std::make_unique<NfExpiryQueue>(*m_table);
    Object::DoDispose();
}

void
NfConntrack::SetNetns(NfNetns* netns)
{
    NS_ABORT_MSG_IF(IsActive(), "SetNetns() of an active NfConntrack");
    m_netns = netns;
    m_netns->conntrack = this;
    verifyChecksums = verifyChecksums || Node::ChecksumEnabled();
}

void
NfConntrack::Activate()
{
    if (IsActive())
    {
        return;
    }
    NS_ABORT_MSG_UNLESS(m_netns, "NfConntrack::Activate() needs SetNetns() before");
    NfHookRegistry& hooks = m_netns->GetHooks();
    auto add = [&](NfHook hook,
                   int priority,
                   NfVerdict (NfConntrack::*callback)(NfPacket&),
                   const char* name) {
        m_hooks.push_back(hooks.Register(
            NfFamily::IPV4,
            hook,
            priority,
            [this, callback](NfPacket& packet) { return (this->*callback)(packet); },
            name));
    };
    for (NfHook hook : {NfHook::PREROUTING, NfHook::OUTPUT})
    {
        add(hook, NfPriority::DEFRAG, &NfConntrack::Defragment, "defrag");
        add(hook, NfPriority::CONNTRACK, &NfConntrack::Track, "conntrack");
    }
    for (NfHook hook : {NfHook::INPUT, NfHook::POSTROUTING})
    {
        add(hook, NfPriority::CONFIRM, &NfConntrack::Confirm, "conntrack confirm");
    }
}

void
NfConntrack::Deactivate()
{
    for (NfHookRegistry::Id id : m_hooks)
    {
        m_netns->GetHooks().Unregister(id);
    }
    m_hooks.clear();
    m_defrag->Clear();
}

bool
NfConntrack::IsActive() const
{
    return !m_hooks.empty();
}

const NfConntrackSettings&
NfConntrack::GetSettings() const
{
    return *this;
}

const NfConntrackStatistics&
NfConntrack::GetStatistics() const
{
    return m_statistics;
}

std::optional<NfTuple>
NfConntrack::GetTuple(const NfPacket& packet)
{
    if (packet.ip.family != NfFamily::IPV4 || packet.ip.fragmentOffset != 0)
    {
        return {};
    }
    NfTuple tuple;
    tuple.source = packet.ip.source;
    tuple.destination = packet.ip.destination;
    tuple.protocol = packet.ip.protocol;
    tuple.family = packet.ip.family;
    constexpr uint32_t most = 8;
    uint32_t size = std::min(packet.GetPayloadSize(), most);
    const uint8_t* header = packet.L4(size);
    if (!NfProtocolTracker::Get(tuple.protocol).ReadTuple(header, size, tuple))
    {
        return {};
    }
    return tuple;
}

std::optional<NfTuple>
NfConntrack::Invert(const NfTuple& tuple)
{
    NfTuple inverted;
    inverted.source = tuple.destination;
    inverted.destination = tuple.source;
    inverted.protocol = tuple.protocol;
    inverted.family = tuple.family;
    if (!NfProtocolTracker::Get(tuple.protocol).InvertPorts(tuple, inverted))
    {
        return {};
    }
    return inverted;
}

Ptr<NfConnection>
NfConntrack::MakeTemplate(uint16_t zone, uint8_t directions, const NfConnectionHelper* helper)
{
    auto connection = Create<NfConnection>();
    connection->status = NfCtStatus::TEMPLATE;
    connection->zone = zone;
    connection->zoneDirections = directions;
    connection->helper = helper;
    return connection;
}

void
NfConntrack::Fire(const NfConntrackEvent& event)
{
    NS_LOG_LOGIC(NfToString(event.kind)
                 << " " << event.connection.Original().ToString()
                 << (event.reason == NfConntrackReason::NONE ? "" : ": ")
                 << (event.reason == NfConntrackReason::NONE ? "" : NfToString(event.reason)));
    m_event(event);
}

void
NfConntrack::RegisterHelper(std::shared_ptr<NfConnectionHelper> helper)
{
    const NfConnectionHelper* taken = FindHelper(helper->GetName(), helper->GetProtocol());
    NS_ABORT_MSG_IF(taken &&
                        taken != NfSilentHelper::Find(helper->GetName(), helper->GetProtocol()),
                    "there is a connection helper \"" << helper->GetName() << "\" already");
    m_helpers.push_back(std::move(helper));
}

const NfConnectionHelper*
NfConntrack::FindHelper(const std::string& name, uint8_t protocol) const
{
    for (const auto& helper : m_helpers)
    {
        if (helper->GetName() == name && helper->GetProtocol() == protocol)
        {
            return helper.get();
        }
    }
    return NfSilentHelper::Find(name, protocol);
}

NfFtpHelper&
NfConntrack::GetFtpHelper()
{
    return *m_ftp;
}

NfIrcHelper&
NfConntrack::GetIrcHelper()
{
    return *m_irc;
}

NfTftpHelper&
NfConntrack::GetTftpHelper()
{
    return *m_tftp;
}

bool
NfConntrack::Expect(const NfExpectation& expectation)
{
    NS_ABORT_MSG_UNLESS(expectation.master, "an expectation needs a master");
    const NfConnectionHelper* helper = expectation.master->helper;
    NfExpectation entry = expectation;
    entry.expires = Simulator::Now() + (helper ? helper->GetTimeout() : Minutes(5));
    uint32_t limit = helper ? helper->GetMaxExpected() : 0;
    auto outcome = m_expectations->Add(std::move(entry), limit, Simulator::Now());
    m_statistics.expectCreate += outcome == NfExpectationTable::Outcome::ADDED;
    return outcome != NfExpectationTable::Outcome::CLASH;
}

void
NfConntrack::Unexpect(uint64_t id)
{
    m_expectations->Remove(id);
}

std::vector<NfExpectation>
NfConntrack::GetExpectations()
{
    return m_expectations->List(Simulator::Now());
}

} // namespace ns3
