// SPDX-License-Identifier: GPL-2.0-only

#include "nf-synproxy.h"

#include "nf-checksum.h"
#include "nf-conntrack.h"
#include "nf-hook-registry.h"
#include "nf-packet-tuple.h"
#include "nf-sequence-adjuster.h"
#include "nf-tcp-option-walk.h"
#include "nf-tcp-packet.h"
#include "nf-tcp-window.h"
#include "nf-transport-checksum.h"

#include "ns3/abort.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

namespace ns3
{

namespace
{

// Places in a TCP header.
constexpr uint32_t SEQUENCE = 4;
constexpr uint32_t ACKNOWLEDGED = 8;
constexpr uint32_t WINDOW = 14;

std::array<uint32_t, 2>
DrawSecret(NfNetns& netns)
{
    return {netns.Random(UINT32_MAX), netns.Random(UINT32_MAX)};
}

uint32_t
SequenceOf(const uint8_t* tcp)
{
    return NfRead32(tcp + SEQUENCE);
}

// The options of a packet with a whole TCP header; nothing if they are cut short.
std::optional<NfSynproxyOptions>
ReadOptions(const NfPacket& packet)
{
    const std::optional<NfTcpView> tcp = NfTcpView::Of(packet);
    if (!tcp)
    {
        return std::nullopt;
    }
    const uint32_t size = tcp->GetSize();
    return NfSynproxyOptions::Read(packet.L4(size) + NfTcpView::SIZE, size - NfTcpView::SIZE);
}

} // namespace

NfSynproxy&
NfSynproxy::Of(NfNetns& netns)
{
    std::unique_ptr<NfNetnsState>& state = netns.states["SYNPROXY"];
    if (!state)
    {
        state = std::make_unique<NfSynproxy>(netns);
    }
    return static_cast<NfSynproxy&>(*state);
}

NfSynproxy::NfSynproxy(NfNetns& netns)
    : m_netns(netns),
      m_cookies(DrawSecret(netns)),
      m_template(NfConntrack::MakeTemplate(0))
{
    NS_ABORT_MSG_UNLESS(netns.conntrack, "a SYN proxy needs connection tracking");
    NfHookRegistry& hooks = netns.GetHooks();
    const auto add = [&](NfHook hook, int priority, NfVerdict (NfSynproxy::*callback)(NfPacket&)) {
        for (NfFamily family : {NfFamily::IPV4, NfFamily::IPV6})
        {
            hooks.Register(
                family,
                hook,
                priority,
                [this, callback](NfPacket& packet) { return (this->*callback)(packet); },
                "synproxy");
        }
    };
    add(NfHook::OUTPUT, NfPriority::FIRST, &NfSynproxy::BeginOutput);
    add(NfHook::OUTPUT, NfPriority::CONNTRACK + 1, &NfSynproxy::NoteOpened);
    add(NfHook::INPUT, NfPriority::CONFIRM - 1, &NfSynproxy::Pass);
    add(NfHook::POSTROUTING, NfPriority::CONFIRM - 1, &NfSynproxy::Pass);
}

void
NfSynproxy::AnswerSyn(NfPacket& packet, NfSynproxyOptions options, const Rule& rule)
{
    const uint8_t* tcp = packet.L4(NfTcpView::SIZE);
    const NfTcpView view(tcp);
    const std::optional<NfTuple> tuple = NfGetTuple(packet);
    if (!tuple)
    {
        return;
    }
    options.present |=
        view.Has(NfTcpView::ECE) && view.Has(NfTcpView::CWR) ? NfSynproxyOptions::ECN : 0;
    options.present &= rule.allowed;
    const uint32_t sequence = SequenceOf(tcp);
    Segment answer;
    answer.sequence = m_cookies.Make(*tuple, sequence, options.mss, Simulator::Now());
    options.mss = rule.mss;
    if (options.Has(NfSynproxyOptions::TIMESTAMP))
    {
        options.HideInTime(rule.windowScale, Simulator::Now());
    }
    else
    {
        options.present &= NfSynproxyOptions::MSS; // there is no place to keep the others
    }
    answer.acknowledged = sequence + 1;
    answer.flags = NfTcpView::SYN | NfTcpView::ACK |
                   (options.Has(NfSynproxyOptions::ECN) ? NfTcpView::ECE : 0);
    answer.options = options.Write();
    Send(packet, answer, {packet.ct, NfCtState::ESTABLISHED, NfDirection::REPLY});
}

bool
NfSynproxy::AnswerAck(NfPacket& packet, NfSynproxyOptions options, uint32_t sequence)
{
    const uint8_t* tcp = packet.L4(NfTcpView::SIZE);
    const std::optional<NfTuple> tuple = NfGetTuple(packet);
    const uint32_t cookie = NfRead32(tcp + ACKNOWLEDGED) - 1;
    // The cookie was made for the number of the SYN, as it comes back in the acknowledgement.
    const std::optional<uint16_t> mss =
        tuple ? m_cookies.Check(*tuple, SequenceOf(tcp) - 1, cookie, Simulator::Now())
              : std::nullopt;
    if (!mss)
    {
        return false;
    }
    options.mss = *mss;
    options.present |= NfSynproxyOptions::MSS;
    if (options.Has(NfSynproxyOptions::TIMESTAMP))
    {
        options.RevealFromTime();
    }
    Segment syn;
    syn.isOnward = true;
    syn.sequence = sequence - 1;
    syn.acknowledged = cookie; // means nothing without ACK, and tells Pass() the cookie
    syn.flags = NfTcpView::SYN |
                (options.Has(NfSynproxyOptions::ECN) ? NfTcpView::ECE | NfTcpView::CWR : 0);
    syn.window = NfRead16(tcp + WINDOW);
    syn.options = options.Write();
    Send(packet, syn, {m_template, NfCtState::NEW, NfDirection::ORIGINAL}, true);
    return true;
}

void
NfSynproxy::Send(NfPacket& about, const Segment& segment, const Label& label, bool opens)
{
    const uint8_t* tcp = about.L4(NfTcpView::SIZE);
    const NfTcpView view(tcp);
    const bool same = segment.isOnward;
    NfIpHeader ip;
    ip.family = about.ip.family;
    ip.protocol = NfProtocol::TCP;
    ip.dontFragment = ip.family == NfFamily::IPV4;
    ip.source = same ? about.ip.source : about.ip.destination;
    ip.destination = same ? about.ip.destination : about.ip.source;
    std::vector<uint8_t> bytes(NfTcpView::SIZE);
    const uint16_t source = view.GetSourcePort();
    const uint16_t destination = view.GetDestinationPort();
    NfWrite16(bytes.data(), same ? source : destination);
    NfWrite16(bytes.data() + 2, same ? destination : source);
    NfWrite32(bytes.data() + SEQUENCE, segment.sequence);
    NfWrite32(bytes.data() + ACKNOWLEDGED, segment.acknowledged);
    constexpr int wordsShift = 2;
    const std::size_t size = bytes.size() + segment.options.size();
    bytes[NfTcpView::OFFSET_PLACE] = static_cast<uint8_t>(size >> wordsShift << 4);
    bytes[NfTcpView::FLAGS_PLACE] = segment.flags;
    NfWrite16(bytes.data() + WINDOW, segment.window);
    bytes.insert(bytes.end(), segment.options.begin(), segment.options.end());
    if (NfTransportChecksum::IsPresent(NfRead16(tcp + NfTcpView::CHECKSUM_PLACE)))
    {
        NfTransportChecksum::FillTcp(ip, bytes);
    }
    Ptr<Packet> payload = NfMakeTcpPacket(std::move(bytes));
    if (opens)
    {
        m_opening.insert(payload->GetUid());
    }
    const Label* outer = std::exchange(m_sending, &label);
    if (!m_netns.SendGenerated(ip, payload, &about))
    {
        m_opening.erase(payload->GetUid());
    }
    m_sending = outer;
}

NfVerdict
NfSynproxy::BeginOutput(NfPacket& packet)
{
    // Of packets about another, the sender thinks as of answers of the kernel.
    if (const Label* label = std::exchange(m_sending, nullptr))
    {
        packet.ResetConntrack();
        packet.ct = label->ct;
        packet.ctState = label->ct ? label->state : NfCtState::INVALID;
        packet.ctDirection = label->direction;
    }
    return NfVerdict::ACCEPT;
}

NfVerdict
NfSynproxy::NoteOpened(NfPacket& packet)
{
    NfConnection* connection = m_opening.empty() ? nullptr : NfGetConnection(packet);
    if (m_opening.erase(packet.GetUid()) != 0 && connection && !connection->IsConfirmed())
    {
        Remember(*connection);
    }
    return NfVerdict::ACCEPT;
}

void
NfSynproxy::Remember(NfConnection& connection)
{
    if (m_proxied.size() >= m_sweepAt)
    {
        for (auto i = m_proxied.begin(); i != m_proxied.end();)
        {
            const bool over = i->second.connection->GetReferenceCount() == 1;
            i = over ? m_proxied.erase(i) : std::next(i);
        }
        m_sweepAt = std::max<std::size_t>(m_sweepAt, 2 * m_proxied.size());
    }
    m_proxied[connection.id].connection = Ptr<NfConnection>(&connection);
    connection.tcp.sides[0].flags |= NfTcpSideFlag::SYN_PROXY;
}

NfSynproxy::Proxied*
NfSynproxy::Find(const NfConnection& connection)
{
    const auto found = m_proxied.find(connection.id);
    return found == m_proxied.end() ? nullptr : &found->second;
}

NfVerdict
NfSynproxy::Pass(NfPacket& packet)
{
    NfConnection* connection = m_proxied.empty() ? nullptr : NfGetConnection(packet);
    Proxied* proxied = connection ? Find(*connection) : nullptr;
    if (!proxied || packet.ip.protocol != NfProtocol::TCP || (packet.in && packet.in->loopback))
    {
        return NfVerdict::ACCEPT;
    }
    const uint8_t* header = packet.L4(NfTcpView::SIZE);
    if (!header)
    {
        return NfVerdict::DROP;
    }
    const NfTcpView tcp(header);
    const bool original = packet.ctDirection == NfDirection::ORIGINAL;
    switch (connection->tcp.state)
    {
    case NfTcpState::CLOSE:
        if (tcp.Has(NfTcpView::RST) && !original)
        {
            NfSequenceAdjuster::Begin(*connection,
                                      packet.ctDirection,
                                      proxied->cookie - SequenceOf(header) + 1);
            break;
        }
        if (!tcp.Has(NfTcpView::SYN) || tcp.Has(NfTcpView::ACK) || !original)
        {
            break;
        }
        proxied->timeShift = 0; // the client opens it again
        [[fallthrough]];
    case NfTcpState::SYN_SENT:
        return PassOpening(packet, tcp, *proxied);
    case NfTcpState::SYN_RECV:
        if (tcp.Has(NfTcpView::SYN) && tcp.Has(NfTcpView::ACK))
        {
            return PassAnswer(packet, tcp, *proxied);
        }
        break;
    default:
        break;
    }
    ShiftTime(packet, *proxied);
    return NfVerdict::ACCEPT;
}

NfVerdict
NfSynproxy::PassOpening(NfPacket& packet, const NfTcpView& tcp, Proxied& proxied)
{
    const std::optional<NfSynproxyOptions> options = ReadOptions(packet);
    if (!options)
    {
        return NfVerdict::DROP;
    }
    const uint8_t* header = packet.L4(NfTcpView::SIZE);
    if (!tcp.Has(NfTcpView::SYN) && tcp.Has(NfTcpView::ACK) &&
        packet.ctDirection == NfDirection::ORIGINAL)
    {
        // A keepalive has the number before the next one.
        return AnswerAck(packet, *options, SequenceOf(header) + 1) ? NfVerdict::STOLEN
                                                                   : NfVerdict::DROP;
    }
    proxied.cookie = NfRead32(header + ACKNOWLEDGED);
    if (options->Has(NfSynproxyOptions::TIMESTAMP))
    {
        proxied.clientTime = options->answeredTime;
    }
    ShiftTime(packet, proxied);
    return NfVerdict::ACCEPT;
}

NfVerdict
NfSynproxy::PassAnswer(NfPacket& packet, const NfTcpView& tcp, Proxied& proxied)
{
    std::optional<NfSynproxyOptions> options = ReadOptions(packet);
    if (!options)
    {
        return NfVerdict::DROP;
    }
    const uint8_t* header = packet.L4(NfTcpView::SIZE);
    const uint32_t sequence = SequenceOf(header);
    const uint32_t acknowledged = NfRead32(header + ACKNOWLEDGED);
    const uint16_t window = NfRead16(header + WINDOW);
    NfConnection& connection = *proxied.connection;
    if (options->Has(NfSynproxyOptions::TIMESTAMP))
    {
        proxied.timeShift = options->time - proxied.clientTime;
    }
    options->present &= NfSynproxyOptions::TIMESTAMP | NfSynproxyOptions::ECN;
    Segment toServer;
    toServer.sequence = acknowledged;
    toServer.acknowledged = sequence + 1;
    toServer.flags = NfTcpView::ACK;
    toServer.window = static_cast<uint16_t>(connection.tcp.sides[0].maxWindow);
    std::swap(options->time, options->answeredTime);
    toServer.options = options->Write();
    Send(packet, toServer, {});
    NfSequenceAdjuster::Begin(connection, packet.ctDirection, proxied.cookie - sequence);

    Segment toClient;
    toClient.isOnward = true;
    toClient.sequence = sequence + 1;
    toClient.acknowledged = acknowledged;
    toClient.flags = NfTcpView::ACK;
    toClient.window = window >> options->windowScale;
    std::swap(options->time, options->answeredTime);
    toClient.options = options->Write();
    Send(packet, toClient, {packet.ct, NfCtState::ESTABLISHED, NfDirection::REPLY});
    return NfVerdict::STOLEN;
}

// The client knows the proxy's clock, the server its own.
void
NfSynproxy::ShiftTime(NfPacket& packet, const Proxied& proxied)
{
    constexpr uint8_t timestampsLength = 10;
    const std::optional<NfTcpView> tcp = NfTcpView::Of(packet);
    if (proxied.timeShift == 0 || !tcp)
    {
        return;
    }
    const uint32_t size = tcp->GetSize();
    const uint8_t* bytes = packet.L4(size);
    uint32_t found = 0; // where the first timestamps stand
    NfWalkTcpOptions(bytes + NfTcpView::SIZE,
                     size - NfTcpView::SIZE,
                     [&found, bytes](uint8_t kind, const uint8_t* option, uint8_t length) {
                         if (found == 0 && kind == NfTcpOptionKind::TIMESTAMPS &&
                             length == timestampsLength)
                         {
                             found = option - bytes;
                         }
                     });
    if (found == 0)
    {
        return;
    }
    const bool reply = packet.ctDirection == NfDirection::REPLY;
    const uint32_t place = found + (reply ? 2 : 6);
    const uint32_t before = NfRead32(bytes + place);
    NfSequenceAdjuster::Rewrite(packet.MutableL4(size),
                                place,
                                reply ? before - proxied.timeShift : before + proxied.timeShift);
}

} // namespace ns3
