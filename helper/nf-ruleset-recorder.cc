// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ruleset-recorder.h"

#include "nf-rule-printer.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <sstream>
#include <string>

namespace ns3
{

namespace
{

/// @return true if both ask for the same and do the same, whatever their counters say
bool
IsSame(const Ptr<NfRule>& a, const Ptr<NfRule>& b)
{
    return a == b || (a && b && a->SaysTheSameAs(*b));
}

bool
IsSame(const NfChain& a, const NfChain& b)
{
    return a.name == b.name && IsSame(a.policy, b.policy) &&
           std::equal(a.rules.begin(),
                      a.rules.end(),
                      b.rules.begin(),
                      b.rules.end(),
                      [](const auto& x, const auto& y) { return IsSame(x, y); });
}

bool
IsSame(const NfTable& a, const NfTable& b)
{
    const std::vector<const NfChain*> left = a.GetChains();
    const std::vector<const NfChain*> right = b.GetChains();
    return std::equal(left.begin(),
                      left.end(),
                      right.begin(),
                      right.end(),
                      [](const NfChain* x, const NfChain* y) { return IsSame(*x, *y); });
}

NfTraceRule
Describe(const NfChain& chain, const NfRule& rule)
{
    std::ostringstream text;
    NfPrintRule(text, chain.name, rule);
    return {text.str(), std::string(rule.GetTargetName()), rule.Describe()};
}

} // namespace

NfRulesetRecorder::NfRulesetRecorder(NfTraceWriter& writer,
                                     Ptr<const NfTables> tables,
                                     uint32_t node)
    : m_writer(writer),
      m_tables(tables),
      m_node(node)
{
    Change();
}

void
NfRulesetRecorder::Change()
{
    const int64_t now = Simulator::Now().GetNanoSeconds();
    if (m_isPending && m_time != now)
    {
        Flush();
    }
    m_pending = m_tables->GetRuleset();
    m_time = now;
    m_isPending = true;
}

void
NfRulesetRecorder::Flush()
{
    if (!m_isPending)
    {
        return;
    }
    m_isPending = false;
    m_before = m_now;
    m_now.generation = m_tables->GetGeneration();
    for (std::size_t i = 0; i < NfTableKind::COUNT; ++i)
    {
        const NfTable* table = m_pending.GetTable(i);
        const NfTable* written = m_ruleset.GetTable(i);
        if (table &&
            !(written && (m_ruleset.SharesTable(m_pending, i) || IsSame(*table, *written))))
        {
            ++m_generations[i];
            m_now.first[i] = Write(*table, m_time);
        }
    }
    m_ruleset = m_pending;
}

uint32_t
NfRulesetRecorder::Write(const NfTable& table, int64_t time)
{
    NfTraceRuleset record;
    record.time = time;
    record.node = m_node;
    record.family = table.GetFamily();
    record.table = std::string(table.GetKind().name);
    record.generation = m_generations[NfTableKind::Find(table.GetKind().name)];
    for (const NfChain* chain : table.GetChains())
    {
        NfTraceChain out;
        out.name = chain->name;
        out.policy = chain->policy ? std::string(chain->policy->GetTargetName()) : "";
        for (const auto& rule : chain->rules)
        {
            out.rules.push_back(Describe(*chain, *rule));
        }
        record.chains.push_back(out);
    }
    return m_writer.Write(record);
}

std::optional<uint32_t>
NfRulesetRecorder::FindChain(const NfRuleHit& hit)
{
    if (hit.rulesetGeneration == m_tables->GetGeneration())
    {
        Flush();
    }
    for (const Written& written : {m_now, m_before})
    {
        if (written.generation == hit.rulesetGeneration)
        {
            return written.first[hit.tableNumber] + hit.chainNumber;
        }
    }
    return {};
}

} // namespace ns3
