// SPDX-License-Identifier: GPL-2.0-only

#include "nf-packet-journey.h"

#include "ns3/nf-types.h"

#include <algorithm>
#include <fmt/format.h>

namespace ns3
{

namespace
{

const char*
VerdictName(int64_t verdict)
{
    return verdict >= 0 && verdict <= static_cast<int64_t>(NfVerdict::REPEAT)
               ? NfToString(static_cast<NfVerdict>(verdict))
               : "?";
}

// A stop from a row that begins with id, time and node.
NfPacketStop
BeginStop(NfPacketStop::Kind kind, const NfTraceQuery& query)
{
    NfPacketStop stop;
    stop.kind = kind;
    stop.id = query.Int(0);
    stop.time = query.Int(1);
    stop.node = query.Int(2);
    return stop;
}

} // namespace

NfPacketJourney::NfPacketJourney(NfTraceReader& reader, int64_t uid)
    : m_uid(uid)
{
    ReadHooks(reader);
    ReadStackDrops(reader);
    ReadLosses(reader);
    ReadLogLines(reader);
    std::sort(m_stops.begin(), m_stops.end(), [](const NfPacketStop& a, const NfPacketStop& b) {
        return a.id < b.id;
    });
}

void
NfPacketJourney::ReadHooks(NfTraceReader& reader)
{
    auto query =
        reader.Query("SELECT h.id, h.time, h.journey, h.kind, h.flow, h.connection, h.verdict, "
                     "h.rewrite, w.flow_before, w.flow_after, w.ttl_before, w.ttl_after, "
                     "w.tos_before, w.tos_after, w.mark_before, w.mark_after FROM hook_pass h "
                     "LEFT JOIN rewrite w ON w.run = h.run AND w.id = h.rewrite "
                     "WHERE h.run = ?1 AND h.packet = ?2");
    query->Bind(2, m_uid);
    const std::vector<NfTracePassKindRow>& kinds = reader.GetPassKinds();
    while (query->Next())
    {
        NfPacketStop stop;
        stop.id = query->Int(0);
        stop.time = query->Int(1);
        stop.journey = query->Int(2);
        const auto number = static_cast<std::size_t>(query->Int(3));
        const NfTracePassKindRow& kind = kinds[number < kinds.size() ? number : 0];
        stop.node = kind.node;
        stop.place = kind.hook;
        stop.in = kind.in;
        stop.out = kind.out;
        stop.reason = kind.reason;
        stop.ctState = kind.ctState;
        stop.direction = kind.direction;
        stop.path = kind.path;
        stop.rulesVisited = kind.rulesVisited;
        stop.mark = kind.mark;
        stop.flow = query->Int(4);
        stop.connection = query->MaybeInt(5).value_or(-1);
        stop.verdict = VerdictName(query->Int(6));
        if (!query->IsNull(7))
        {
            stop.rewrite = {query->Int(8),
                            query->Int(9),
                            query->Int(10),
                            query->Int(11),
                            query->Int(12),
                            query->Int(13),
                            query->Int(14),
                            query->Int(15)};
        }
        m_stops.push_back(std::move(stop));
    }
}

void
NfPacketJourney::ReadStackDrops(NfTraceReader& reader)
{
    auto query = reader.Query("SELECT id, time, node, journey, ifindex, flow, reason "
                              "FROM stack_drop WHERE run = ?1 AND packet = ?2");
    query->Bind(2, m_uid);
    while (query->Next())
    {
        NfPacketStop stop = BeginStop(NfPacketStop::Kind::STACK, *query);
        stop.journey = query->MaybeInt(3).value_or(-1);
        stop.in = query->Int(4);
        stop.flow = query->Int(5);
        stop.reason = query->Text(6);
        stop.place = "stack";
        stop.verdict = "DROP";
        m_stops.push_back(std::move(stop));
    }
}

void
NfPacketJourney::ReadLosses(NfTraceReader& reader)
{
    auto query = reader.Query("SELECT id, time, node, ifindex, place, reason FROM loss "
                              "WHERE run = ?1 AND packet = ?2");
    query->Bind(2, m_uid);
    while (query->Next())
    {
        NfPacketStop stop = BeginStop(NfPacketStop::Kind::LOSS, *query);
        stop.in = query->Int(3);
        stop.place = query->Text(4);
        stop.reason = query->Text(5);
        stop.verdict = "LOST";
        m_stops.push_back(std::move(stop));
    }
}

void
NfPacketJourney::ReadLogLines(NfTraceReader& reader)
{
    auto query = reader.Query("SELECT id, time, node, journey, text FROM log_line "
                              "WHERE run = ?1 AND packet = ?2");
    query->Bind(2, m_uid);
    while (query->Next())
    {
        NfPacketStop stop = BeginStop(NfPacketStop::Kind::LOG, *query);
        stop.journey = query->MaybeInt(3).value_or(-1);
        stop.reason = query->Text(4);
        stop.place = "log";
        m_stops.push_back(std::move(stop));
    }
}

NfPacketFate
NfPacketJourney::GetFate() const
{
    NfPacketFateJudge judge;
    for (std::size_t i = 0; i < m_stops.size(); ++i)
    {
        const NfPacketStop& stop = m_stops[i];
        const auto number = static_cast<int64_t>(i);
        switch (stop.kind)
        {
        case NfPacketStop::Kind::HOOK:
            judge.PassHook(number,
                           stop.node,
                           stop.journey,
                           stop.place == "INPUT",
                           stop.verdict == "DROP"     ? 0
                           : stop.verdict == "ACCEPT" ? 1
                                                      : 2);
            break;
        case NfPacketStop::Kind::STACK:
            judge.DropInStack(number, stop.node, stop.journey);
            break;
        case NfPacketStop::Kind::LOSS:
            judge.Lose(number);
            break;
        case NfPacketStop::Kind::LOG:
            break;
        }
    }
    const NfPacketFateJudge::Verdict verdict = judge.Decide();
    return {verdict.fate, verdict.event < 0 ? nullptr : &m_stops[verdict.event]};
}

std::string
NfRewriteText(NfTraceReader& reader, const NfPacketRewrite& rewrite)
{
    std::string text;
    auto add = [&text](const char* what, const std::string& before, const std::string& after) {
        if (before != after)
        {
            text += fmt::format("{}{} {} -> {}", text.empty() ? "" : ", ", what, before, after);
        }
    };
    const NfTraceFlowRow before = reader.GetFlow(rewrite.flowBefore);
    const NfTraceFlowRow after = reader.GetFlow(rewrite.flowAfter);
    add("source", NfSourceText(before), NfSourceText(after));
    add("destination", NfDestinationText(before), NfDestinationText(after));
    if (before.protocol == 1 || before.protocol == 58)
    {
        add("icmp id", std::to_string(before.sourcePort), std::to_string(after.sourcePort));
    }
    add("ttl", std::to_string(rewrite.ttlBefore), std::to_string(rewrite.ttlAfter));
    add("tos", fmt::format("{:#04x}", rewrite.tosBefore), fmt::format("{:#04x}", rewrite.tosAfter));
    add("mark", fmt::format("{:#x}", rewrite.markBefore), fmt::format("{:#x}", rewrite.markAfter));
    return text;
}

} // namespace ns3
