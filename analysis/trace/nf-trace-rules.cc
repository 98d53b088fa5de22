// SPDX-License-Identifier: GPL-2.0-only

#include "nf-trace-rules.h"

#include "nf-trace-numbered.h"
#include "nf-trace-query.h"

#include <algorithm>
#include <fmt/format.h>

namespace ns3
{

NfTraceRules::NfTraceRules(sqlite3* database, int64_t run)
    : m_database(database),
      m_run(run)
{
}

const std::map<int64_t, NfTraceChainRow>&
NfTraceRules::GetChains()
{
    if (m_chains.empty())
    {
        NfTraceQuery chains(m_database,
                            "SELECT c.id, c.name, c.policy, r.table_name, r.node, r.family, "
                            "r.generation, r.time FROM chain c "
                            "JOIN ruleset r ON r.run = c.run AND r.id = c.ruleset "
                            "WHERE c.run = ?1");
        chains.Bind(1, m_run);
        while (chains.Next())
        {
            m_chains[chains.Int(0)] = {chains.Int(0),
                                       chains.Text(1),
                                       chains.Text(2),
                                       chains.Text(3),
                                       chains.Int(4),
                                       static_cast<int>(chains.Int(5)),
                                       chains.Int(6),
                                       chains.Int(7),
                                       {}};
        }
        NfTraceQuery rules(
            m_database,
            "SELECT chain, text, target FROM rule WHERE run = ?1 ORDER BY chain, number");
        rules.Bind(1, m_run);
        while (rules.Next())
        {
            m_chains[rules.Int(0)].rules.push_back({rules.Text(1), rules.Text(2)});
        }
    }
    return m_chains;
}

const std::vector<NfTraceStepRow>&
NfTraceRules::GetPath(int64_t path)
{
    if (m_paths.empty())
    {
        m_paths.resize(1);
        NfTraceQuery query(m_database,
                           "SELECT path, chain, rule, verdict FROM path_step WHERE run = ?1 "
                           "ORDER BY path, step");
        query.Bind(1, m_run);
        while (query.Next())
        {
            NfRoomFor(m_paths, query.Int(0)).push_back({query.Int(1), query.Int(2), query.Text(3)});
        }
    }
    return static_cast<std::size_t>(path) < m_paths.size() ? m_paths[path] : m_paths[0];
}

const NfTraceStepRow*
NfTraceRules::FindDrop(int64_t number)
{
    const std::vector<NfTraceStepRow>& path = GetPath(number);
    auto drop = std::find_if(path.rbegin(), path.rend(), [](const NfTraceStepRow& step) {
        return step.verdict == "DROP";
    });
    return drop == path.rend() ? nullptr : &*drop;
}

std::string
NfTraceRules::StepText(const NfTraceStepRow& step)
{
    auto found = GetChains().find(step.chain);
    if (found == m_chains.end())
    {
        return fmt::format("chain {} rule {}", step.chain, step.rule);
    }
    const NfTraceChainRow& chain = found->second;
    if (step.rule == 0)
    {
        return chain.policy.empty()
                   ? fmt::format("{} {} end", chain.GetTableText(), chain.name)
                   : fmt::format("{} {} policy {}", chain.GetTableText(), chain.name, chain.policy);
    }
    const auto number = static_cast<std::size_t>(step.rule);
    return fmt::format("{} {} {}: {}",
                       chain.GetTableText(),
                       chain.name,
                       step.rule,
                       number <= chain.rules.size() ? chain.rules[number - 1].text : "?");
}

std::string
NfTraceRules::StepReason(const NfTraceStepRow& step)
{
    auto found = GetChains().find(step.chain);
    if (found == m_chains.end())
    {
        return fmt::format("chain {}: rule {}", step.chain, step.rule);
    }
    const NfTraceChainRow& chain = found->second;
    const auto number = static_cast<std::size_t>(step.rule);
    if (number == 0 || number > chain.rules.size())
    {
        return fmt::format("{} {}: {}",
                           chain.GetTableText(),
                           chain.name,
                           number > 0 ? "?" : "policy " + chain.policy);
    }
    std::string text = chain.rules[number - 1].text;
    const std::string start = "-A " + chain.name + " ";
    if (text.compare(0, start.size(), start) == 0)
    {
        text.erase(0, start.size());
    }
    return fmt::format("{} {}: {}", chain.GetTableText(), chain.name, text);
}

} // namespace ns3
