// SPDX-License-Identifier: GPL-2.0-only

#include "nf-node-tracer.h"

#include "nf-header-size.h"
#include "nf-node-description.h"
#include "nf-packet-tuple.h"
#include "nf-trace-session.h"

#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{

namespace
{

/// @param tuple of conntrack
/// @return the same for the trace
NfTraceTuple
ToTrace(const NfTuple& tuple)
{
    return {tuple.source,
            tuple.destination,
            tuple.sourcePort,
            tuple.destinationPort,
            tuple.protocol,
            tuple.family};
}

/// @param packet a packet
/// @return its addresses, ports and what hooks may change
NfTraceHeader
ToTrace(const NfPacket& packet)
{
    NfTraceHeader header;
    header.mark = packet.mark;
    header.ttl = packet.ip.ttl;
    header.tos = packet.ip.tos;
    if (std::optional<NfTuple> tuple = NfGetTuple(packet))
    {
        header.tuple = ToTrace(*tuple);
        return header;
    }
    header.tuple.source = packet.ip.source;
    header.tuple.destination = packet.ip.destination;
    header.tuple.protocol = packet.ip.protocol;
    header.tuple.family = packet.ip.family;
    return header;
}

/// @param device a device or null
/// @return its index, 0 if null
uint32_t
IndexOf(const NfDevice* device)
{
    return device ? device->ifindex : 0;
}

/// @param verdict of a rule hit
/// @return the same for the trace
NfTraceRuleVerdict
ToTrace(NfRuleHit::Verdict verdict)
{
    switch (verdict)
    {
    case NfRuleHit::Verdict::ACCEPT:
        return NfTraceRuleVerdict::ACCEPT;
    case NfRuleHit::Verdict::DROP:
        return NfTraceRuleVerdict::DROP;
    case NfRuleHit::Verdict::RETURN:
        return NfTraceRuleVerdict::RETURN;
    case NfRuleHit::Verdict::JUMP:
        return NfTraceRuleVerdict::JUMP;
    case NfRuleHit::Verdict::GOTO:
        return NfTraceRuleVerdict::GOTO;
    case NfRuleHit::Verdict::CONTINUE:
        return NfTraceRuleVerdict::CONTINUE;
    case NfRuleHit::Verdict::QUEUE:
        return NfTraceRuleVerdict::QUEUE;
    case NfRuleHit::Verdict::STOLEN:
        return NfTraceRuleVerdict::STOLEN;
    }
    return NfTraceRuleVerdict::CONTINUE;
}

} // namespace

NfNodeTracer::NfNodeTracer(NfTraceSession& session, Ptr<Netfilter> netfilter, Ptr<Node> node)
    : m_session(session),
      m_netfilter(netfilter),
      m_node(node),
      m_nodeId(node->GetId())
{
    m_rulesets = std::make_unique<NfRulesetRecorder>(*m_session.GetWriter(),
                                                     m_netfilter->GetTables(),
                                                     m_nodeId);
    m_rulesets6 = std::make_unique<NfRulesetRecorder>(*m_session.GetWriter(),
                                                      m_netfilter->GetTables(NfFamily::IPV6),
                                                      m_nodeId);
    m_losses = std::make_unique<NfLossListener>(m_node,
                                                m_netfilter->GetStack()->GetDevices(),
                                                [this](const NfLoss& loss) { Lost(loss); });
    Refresh();
    Listen(true);
}

NfNodeTracer::~NfNodeTracer()
{
    Finish();
}

void
NfNodeTracer::Finish()
{
    if (m_netfilter)
    {
        Listen(false);
        m_losses.reset();
        if (m_session.GetWriter())
        {
            m_rulesets->Flush();
            m_rulesets6->Flush();
        }
        m_rulesets.reset();
        m_rulesets6.reset();
        m_netfilter = nullptr;
        m_node = nullptr;
    }
}

void
NfNodeTracer::Listen(bool on)
{
    auto set = [on](auto& source, auto callback) {
        on ? source.ConnectWithoutContext(callback) : source.DisconnectWithoutContext(callback);
    };
    NfHookRegistry& hooks = m_netfilter->GetHooks();
    NfTables& tables = *m_netfilter->GetTables();
    NfTables& tables6 = *m_netfilter->GetTables(NfFamily::IPV6);
    set(hooks.m_enter, MakeCallback(&NfNodeTracer::Enter, this));
    set(hooks.m_leave, MakeCallback(&NfNodeTracer::Leave, this));
    if (m_session.GetLevel() == NfTraceLevel::RULES || m_session.GetLevel() == NfTraceLevel::DROPS)
    {
        set(tables.m_ruleHit, MakeCallback(&NfNodeTracer::Hit, this));
        set(tables6.m_ruleHit, MakeCallback(&NfNodeTracer::Hit, this));
    }
    set(tables.m_rulesetChanged, MakeCallback(&NfNodeTracer::RulesetChanged, this));
    set(tables6.m_rulesetChanged, MakeCallback(&NfNodeTracer::RulesetChanged6, this));
    set(m_netfilter->GetStack()->m_dropped, MakeCallback(&NfNodeTracer::Dropped, this));
    set(m_netfilter->GetStack()->m_generated, MakeCallback(&NfNodeTracer::Generated, this));
    set(m_netfilter->GetStack()->m_logged, MakeCallback(&NfNodeTracer::Logged, this));
    set(m_netfilter->GetConntrack()->m_event, MakeCallback(&NfNodeTracer::Conntrack, this));
    set(m_netfilter->GetNat()->m_mapping, MakeCallback(&NfNodeTracer::Mapped, this));
}

int64_t
NfNodeTracer::Now() const
{
    return Simulator::Now().GetNanoSeconds();
}

void
NfNodeTracer::Refresh()
{
    NfWriteNode(*m_session.GetWriter(), m_node, true);
    m_interfaces = m_netfilter->GetStack()->GetGeneration();
    m_losses->Update();
}

void
NfNodeTracer::RulesetChanged()
{
    m_rulesets->Change();
}

void
NfNodeTracer::RulesetChanged6()
{
    m_rulesets6->Change();
}

uint64_t
NfNodeTracer::NumberOf(const NfPacket& packet, const NfTraceHeader& header)
{
    Ptr<const Packet> payload = packet.PeekPayload();
    NfTraceNumberTag tag;
    if (payload->PeekPacketTag(tag))
    {
        return tag.Get().number;
    }
    NfTraceNumber number{};
    number.number = m_session.NextPacket();
    if (m_session.GetLevel() == NfTraceLevel::DROPS)
    {
        number.time = Now();
        number.source = header.tuple.source.Words();
        number.destination = header.tuple.destination.Words();
        number.node = m_nodeId;
        number.length = packet.GetSize();
        number.sourcePort = header.tuple.sourcePort;
        number.destinationPort = header.tuple.destinationPort;
        number.protocol = header.tuple.protocol;
        number.family = static_cast<uint8_t>(header.tuple.family);
        number.sent = !packet.in && packet.hook != NfHook::INPUT;
        number.known = 1;
    }
    payload->AddPacketTag(NfTraceNumberTag(number));
    return number.number;
}

void
NfNodeTracer::WriteOrigin(const NfPacket& packet)
{
    NfTraceNumberTag tag;
    if (m_session.GetLevel() == NfTraceLevel::DROPS && packet.PeekPayload()->PeekPacketTag(tag))
    {
        WriteOrigin(tag.Get());
    }
}

void
NfNodeTracer::WriteOrigin(const NfTraceNumber& number)
{
    if (!number.known)
    {
        return;
    }
    NfTracePacket record;
    record.packet = number.number;
    record.time = number.time;
    record.node = number.node;
    record.length = number.length;
    record.sent = number.sent;
    record.tuple.source = NfAddress(number.source);
    record.tuple.destination = NfAddress(number.destination);
    record.tuple.sourcePort = number.sourcePort;
    record.tuple.destinationPort = number.destinationPort;
    record.tuple.protocol = number.protocol;
    record.tuple.family = static_cast<NfFamily>(number.family);
    m_session.GetWriter()->Write(record);
}

void
NfNodeTracer::Lost(const NfLoss& loss)
{
    NfTraceNumberTag tag;
    if (!loss.packet->PeekPacketTag(tag))
    {
        return; // no hook has seen it, or it is not wanted
    }
    const uint64_t number = tag.Get().number;
    const int64_t now = Now();
    const std::pair<uint64_t, uint32_t> lost{number, loss.ifindex};
    const bool ofStack = loss.place == "ipv4" || loss.place == "ipv6";
    const bool ended = ofStack && m_ended == std::make_pair(number, now);
    if (ended || (m_lost == lost && m_lostTime == now))
    {
        return;
    }
    m_lost = lost;
    m_lostTime = now;
    WriteOrigin(tag.Get());
    NfTraceLoss record;
    record.time = now;
    record.node = m_nodeId;
    record.packet = number;
    record.ifindex = loss.ifindex;
    record.length = loss.packet->GetSize();
    record.place = loss.place;
    record.reason = loss.reason;
    m_session.GetWriter()->Write(record);
}

void
NfNodeTracer::Generated(const NfPacket& answer, const NfPacket& about)
{
    if (!m_session.Wants(about))
    {
        return;
    }
    NfTracePacketLink record;
    record.cause = NumberOf(about, ToTrace(about));
    record.packet = NumberOf(answer, ToTrace(answer));
    record.node = m_nodeId;
    record.time = Now();
    const bool ipv6 = answer.ip.family == NfFamily::IPV6;
    const uint8_t icmp = ipv6 ? NfProtocol::ICMPV6 : NfProtocol::ICMP;
    record.kind = answer.ip.protocol == icmp ? "icmp-error" : "reset";
    m_session.GetWriter()->Write(record);
}

void
NfNodeTracer::Enter(const NfPacket& packet)
{
    m_session.Start();
    if (m_interfaces != m_netfilter->GetStack()->GetGeneration())
    {
        Refresh();
    }
    m_rulesets->Flush();
    m_rulesets6->Flush();
    m_open.push_back({packet.serial, ToTrace(packet), {}});
}

void
NfNodeTracer::Hit(const NfRuleHit& hit)
{
    if (m_open.empty())
    {
        return;
    }
    NfRulesetRecorder& rulesets =
        hit.packet.ip.family == NfFamily::IPV6 ? *m_rulesets6 : *m_rulesets;
    if (const std::optional<uint32_t> chain = rulesets.FindChain(hit))
    {
        m_open.back().hits.push_back({*chain, hit.ruleNumber, ToTrace(hit.verdict)});
    }
}

void
NfNodeTracer::Leave(const NfPacket& packet, NfVerdict verdict, const std::string& callback)
{
    auto pass = std::find_if(m_open.rbegin(), m_open.rend(), [&](const OpenPass& open) {
        return open.serial == packet.serial;
    });
    OpenPass open{packet.serial, ToTrace(packet), {}};
    if (pass != m_open.rend())
    {
        open = std::move(*pass);
        m_open.erase(std::next(pass).base(), m_open.end());
    }
    bool ended = verdict != NfVerdict::ACCEPT;
    if (!m_session.Wants(packet))
    {
        return;
    }
    const uint64_t number = NumberOf(packet, open.before);
    if (m_session.GetLevel() == NfTraceLevel::DROPS && verdict != NfVerdict::DROP)
    {
        return;
    }
    WriteOrigin(packet);
    NfTraceHookPass record;
    record.time = Now();
    record.node = m_nodeId;
    record.packet = number;
    record.journey = packet.serial;
    if (const NfConnection* connection = NfGetConnection(packet))
    {
        Introduce(*connection);
        record.connection = connection->id;
    }
    record.in = IndexOf(packet.in);
    record.out = IndexOf(packet.out);
    record.length = packet.GetSize();
    record.rulesVisited = packet.rulesAtHook;
    record.family = packet.ip.family;
    record.hook = packet.hook;
    record.verdict = verdict;
    record.ctState = packet.ctState;
    record.direction = packet.ctDirection;
    record.before = open.before;
    record.after = ToTrace(packet);
    record.reason = ended ? std::string_view(callback) : std::string_view();
    m_session.GetWriter()->Write(record, open.hits);
}

void
NfNodeTracer::Dropped(const NfPacket& packet, NfDropReason reason)
{
    if (!m_session.Wants(packet))
    {
        return;
    }
    const uint64_t number = NumberOf(packet, ToTrace(packet));
    m_ended = {number, Now()};
    if (reason == NfDropReason::HOOK)
    {
        return; // it is in the hook's pass
    }
    WriteOrigin(packet);
    NfTraceStackDrop record;
    record.time = Now();
    record.node = m_nodeId;
    record.packet = number;
    record.sent = !packet.in;
    record.journey = packet.serial;
    record.ifindex = packet.in ? packet.in->ifindex : IndexOf(packet.out);
    record.length = packet.GetSize();
    record.tuple = ToTrace(packet).tuple;
    record.reason = NfToString(reason);
    m_session.GetWriter()->Write(record);
}

void
NfNodeTracer::Logged(const NfPacket& packet, uint8_t level, const std::string& text)
{
    if (!m_session.Wants(packet))
    {
        return;
    }
    NfTraceLogLine record;
    record.time = Now();
    record.node = m_nodeId;
    record.packet = NumberOf(packet, ToTrace(packet));
    WriteOrigin(packet);
    record.journey = packet.serial;
    record.level = level;
    record.text = text;
    m_session.GetWriter()->Write(record);
}

void
NfNodeTracer::Introduce(const NfConnection& connection)
{
    if (connection.id > m_lastConnection)
    {
        WriteConnection(connection);
    }
}

void
NfNodeTracer::WriteConnection(const NfConnection& connection)
{
    m_lastConnection = std::max(m_lastConnection, connection.id);
    NfTraceConnection record;
    record.node = m_nodeId;
    record.id = connection.id;
    record.created = connection.created.GetNanoSeconds();
    record.master = connection.master ? connection.master->id : NF_TRACE_NONE;
    record.zone = connection.zone;
    record.original = ToTrace(connection.Original());
    record.reply = ToTrace(connection.Reply());
    m_session.GetWriter()->Write(record);
}

void
NfNodeTracer::Conntrack(const NfConntrackEvent& event)
{
    const NfConnection& connection = event.connection;
    NfTraceConntrackEvent record;
    switch (event.kind)
    {
    case NfConntrackEventKind::NEW:
        WriteConnection(connection);
        record.change = NfTraceConntrackChange::NEW;
        break;
    case NfConntrackEventKind::DESTROY:
        record.change = NfTraceConntrackChange::DESTROY;
        break;
    case NfConntrackEventKind::STATE_CHANGE:
    case NfConntrackEventKind::REPLY:
    case NfConntrackEventKind::ASSURED:
        record.change = NfTraceConntrackChange::UPDATE;
        break;
    }
    Introduce(connection);
    record.time = event.time.GetNanoSeconds();
    record.node = m_nodeId;
    record.connection = connection.id;
    record.state = connection.GetStateName();
    record.reason = event.reason == NfConntrackReason::NONE ? "" : NfToString(event.reason);
    record.status = connection.status;
    record.mark = connection.mark;
    for (std::size_t i = 0; i < connection.counters.size(); ++i)
    {
        record.packets[i] = connection.counters[i].packets;
        record.bytes[i] = connection.counters[i].bytes;
    }
    m_session.GetWriter()->Write(record);
}

void
NfNodeTracer::Mapped(const NfNatMapping& mapping)
{
    Introduce(mapping.connection);
    NfTraceNatMapping record;
    record.time = mapping.time.GetNanoSeconds();
    record.node = m_nodeId;
    record.connection = mapping.connection.id;
    record.kind =
        mapping.manip == NfManip::SOURCE ? NfTraceNatKind::SOURCE : NfTraceNatKind::DESTINATION;
    record.before = ToTrace(mapping.original);
    record.after = ToTrace(*NfInvertTuple(mapping.reply));
    m_session.GetWriter()->Write(record);
}

} // namespace ns3
