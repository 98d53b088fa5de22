// SPDX-License-Identifier: GPL-2.0-only

#include "nf-drop-scan.h"

#include "nf-cli-command.h"

namespace ns3
{

NfDropScan::NfDropScan(NfTraceReader& reader)
    : m_reader(reader)
{
}

void
NfDropScan::ForEach(const std::function<void(const NfDropRow& row)>& visit)
{
    NfDropRow row;
    auto hooks = m_reader.Query("SELECT h.time, h.packet, h.kind, h.flow, p.flow, p.first_node, "
                                "p.sent, COALESCE(h.length, p.length), f.source FROM hook_pass h "
                                "LEFT JOIN packet p ON p.run = h.run AND p.uid = h.packet "
                                "LEFT JOIN flow f ON f.run = p.run AND f.id = p.flow "
                                "WHERE h.run = ?1 AND h.verdict = 0");
    while (hooks->Next())
    {
        row = {hooks->Int(0),
               hooks->Int(1),
               CauseOfKind(hooks->Int(2)),
               hooks->Int(3),
               hooks->Int(4),
               hooks->Int(5),
               hooks->Int(6) != 0,
               hooks->Int(7),
               hooks->Int(8)};
        visit(row);
    }
    auto stack = m_reader.Query("SELECT d.time, d.packet, d.node, d.reason, d.flow, p.flow, "
                                "p.first_node, p.sent, d.length, f.source FROM stack_drop d "
                                "LEFT JOIN packet p ON p.run = d.run AND p.uid = d.packet "
                                "LEFT JOIN flow f ON f.run = p.run AND f.id = p.flow "
                                "WHERE d.run = ?1");
    while (stack->Next())
    {
        row = {stack->Int(0),
               stack->Int(1),
               Enter({stack->Int(2), "stack", stack->Text(3), ""}),
               stack->Int(4),
               stack->Int(5),
               stack->Int(6),
               stack->Int(7) != 0,
               stack->Int(8),
               stack->Int(9)};
        visit(row);
    }
}

void
NfDropScan::ForEachLoss(const std::function<void(const NfDropRow& row)>& visit)
{
    auto losses = m_reader.Query("SELECT l.time, l.packet, l.node, l.place, l.reason, p.flow, "
                                 "p.first_node, p.sent, p.length, f.source FROM loss l "
                                 "LEFT JOIN packet p ON p.run = l.run AND p.uid = l.packet "
                                 "LEFT JOIN flow f ON f.run = p.run AND f.id = p.flow "
                                 "WHERE l.run = ?1 ORDER BY l.id");
    NfDropRow row;
    while (losses->Next())
    {
        row = {losses->Int(0),
               losses->Int(1),
               Enter({losses->Int(2), losses->Text(3), losses->Text(4), ""}),
               losses->Int(5),
               losses->Int(5),
               losses->Int(6),
               losses->Int(7) != 0,
               losses->Int(8),
               losses->Int(9)};
        visit(row);
    }
}

void
NfDropScan::CountLosses(const std::function<void(std::size_t cause, int64_t losses)>& visit)
{
    auto losses = m_reader.Query("SELECT node, place, reason, COUNT(*) FROM loss WHERE run = ?1 "
                                 "GROUP BY node, place, reason ORDER BY node, place, reason");
    while (losses->Next())
    {
        visit(Enter({losses->Int(0), losses->Text(1), losses->Text(2), ""}), losses->Int(3));
    }
}

void
NfDropScan::CountStack(const std::function<void(std::size_t cause, int64_t drops)>& visit)
{
    auto stack = m_reader.Query("SELECT node, reason, COUNT(*) FROM stack_drop WHERE run = ?1 "
                                "GROUP BY node, reason ORDER BY node, reason");
    while (stack->Next())
    {
        visit(Enter({stack->Int(0), "stack", stack->Text(1), ""}), stack->Int(2));
    }
}

std::size_t
NfDropScan::Enter(NfDropCause cause)
{
    auto [place, isNew] =
        m_numbers.emplace(std::make_tuple(cause.node, cause.place, cause.reason, cause.rule),
                          m_causes.size());
    if (isNew)
    {
        m_causes.push_back(std::move(cause));
    }
    return place->second;
}

// The name of a table says less than what its rule says.
std::string
NfDropScan::ReasonOf(const NfTracePassKindRow& kind)
{
    const NfTraceStepRow* step = m_reader.GetRules().FindDrop(kind.path);
    if (step)
    {
        auto chain = m_reader.GetChains().find(step->chain);
        if (kind.reason.empty() ||
            (chain != m_reader.GetChains().end() && chain->second.table == kind.reason))
        {
            return m_reader.GetRules().StepReason(*step);
        }
    }
    return kind.reason.empty() ? "hook" : kind.reason;
}

std::size_t
NfDropScan::CauseOfKind(int64_t kind)
{
    const std::vector<NfTracePassKindRow>& kinds = m_reader.GetPassKinds();
    if (kind < 0 || static_cast<std::size_t>(kind) >= kinds.size())
    {
        throw NfCliError("the database is damaged: a hook pass of no kind");
    }
    m_byKind.resize(kinds.size());
    if (m_byKind[kind] == 0)
    {
        const NfTracePassKindRow& text = kinds[kind];
        m_byKind[kind] =
            Enter({text.node, text.hook, ReasonOf(text), m_reader.DroppingStep(text.path)}) + 1;
    }
    return m_byKind[kind] - 1;
}

} // namespace ns3
