// SPDX-License-Identifier: GPL-2.0-only

#include "nf-packet-events.h"

#include "nf-progress.h"
#include "nf-trace-numbered.h"

#include <algorithm>
#include <tuple>

namespace ns3
{

/// The rows of hook_pass, and how far they have been read.
class NfPacketEvents::Impl
{
  public:
    Impl(NfTraceReader& reader, const char* what)
        : progress(what, reader.GetLastPacket()),
          passes(reader.Query("SELECT packet, id, time, journey, kind, flow, verdict, rewrite FROM "
                              "hook_pass WHERE run = ?1 ORDER BY packet, id"))
    {
    }

    NfProgress progress;
    std::unique_ptr<NfTraceQuery> passes;
};

NfPacketEvents::NfPacketEvents(NfTraceReader& reader, const char* what)
    : m_reader(reader)
{
    auto rewrites =
        reader.Query("SELECT id, flow_before FROM rewrite WHERE run = ?1 AND flow_before <> "
                     "flow_after");
    while (rewrites->Next())
    {
        NfRoomFor(m_flowsBefore, rewrites->Int(0)) = rewrites->Int(1);
    }
    ReadEndings();
    m_impl = std::make_unique<Impl>(reader, what);
}

NfPacketEvents::~NfPacketEvents() = default;

void
NfPacketEvents::ReadEndings()
{
    auto drops = m_reader.Query("SELECT packet, id, time, node, journey, flow, reason FROM "
                                "stack_drop WHERE run = ?1");
    while (drops->Next())
    {
        NfPacketEvent event;
        event.kind = NfPacketEvent::Kind::STACK_DROP;
        event.packet = drops->Int(0);
        event.id = drops->Int(1);
        event.time = drops->Int(2);
        event.node = drops->Int(3);
        event.journey = drops->MaybeInt(4).value_or(-1);
        event.flow = drops->Int(5);
        event.reason = drops->Text(6);
        m_endings.push_back(std::move(event));
    }
    auto losses =
        m_reader.Query("SELECT packet, id, time, node, place, reason FROM loss WHERE run = ?1");
    while (losses->Next())
    {
        NfPacketEvent event;
        event.kind = NfPacketEvent::Kind::LOSS;
        event.packet = losses->Int(0);
        event.id = losses->Int(1);
        event.time = losses->Int(2);
        event.node = losses->Int(3);
        event.place = losses->Text(4);
        event.reason = losses->Text(5);
        m_endings.push_back(std::move(event));
    }
    std::sort(m_endings.begin(), m_endings.end(), [](const auto& a, const auto& b) {
        return std::tie(a.packet, a.id) < std::tie(b.packet, b.id);
    });
}

bool
NfPacketEvents::ReadPass()
{
    NfTraceQuery& passes = *m_impl->passes;
    const std::vector<NfTracePassKindRow>& kinds = m_reader.GetPassKinds();
    while (passes.Next())
    {
        const auto kind = static_cast<std::size_t>(passes.Int(4));
        if (kind >= kinds.size())
        {
            continue; // of a damaged database
        }
        m_pass.packet = passes.Int(0);
        m_pass.id = passes.Int(1);
        m_pass.time = passes.Int(2);
        m_pass.node = kinds[kind].node;
        m_pass.journey = passes.Int(3);
        m_pass.passKind = static_cast<int64_t>(kind);
        m_pass.flow = passes.Int(5);
        m_pass.verdict = passes.Int(6);
        const auto rewrite = static_cast<std::size_t>(passes.Int(7));
        m_pass.before = rewrite < m_flowsBefore.size() ? m_flowsBefore[rewrite] : 0;
        m_impl->progress.StepTo(m_pass.packet);
        return true;
    }
    return false;
}

bool
NfPacketEvents::Next()
{
    if (m_passUsed)
    {
        m_hasPass = ReadPass();
        m_passUsed = false;
    }
    const bool hasEnding = m_nextEnding < m_endings.size();
    if (!m_hasPass && !hasEnding)
    {
        return false;
    }
    if (m_hasPass &&
        (!hasEnding || std::tie(m_pass.packet, m_pass.id) <
                           std::tie(m_endings[m_nextEnding].packet, m_endings[m_nextEnding].id)))
    {
        m_passUsed = true;
        m_current = &m_pass;
        return true;
    }
    m_current = &m_endings[m_nextEnding++];
    return true;
}

void
NfPacketEvents::Tell(NfPacketFateJudge& judge) const
{
    const NfPacketEvent& event = *m_current;
    switch (event.kind)
    {
    case NfPacketEvent::Kind::HOOK: {
        const bool isInput = m_reader.GetPassKinds()[event.passKind].hook == "INPUT";
        judge.PassHook(event.id, event.node, event.journey, isInput, event.verdict);
        return;
    }
    case NfPacketEvent::Kind::STACK_DROP:
        judge.DropInStack(event.id, event.node, event.journey);
        return;
    case NfPacketEvent::Kind::LOSS:
        judge.Lose(event.id);
        return;
    }
}

} // namespace ns3
