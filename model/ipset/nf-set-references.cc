// SPDX-License-Identifier: GPL-2.0-only

#include "nf-set-references.h"

namespace ns3
{

namespace
{

void
CountRule(const NfRule& rule, std::map<std::string, uint32_t>& counts)
{
    for (const auto& match : rule.GetMatches())
    {
        for (const std::string& name : match->GetSetNames())
        {
            ++counts[name];
        }
    }
    if (rule.GetTarget())
    {
        for (const std::string& name : rule.GetTarget()->GetSetNames())
        {
            ++counts[name];
        }
    }
}

} // namespace

std::map<std::string, uint32_t>
NfCountSetReferences(const NfRuleset& ruleset)
{
    std::map<std::string, uint32_t> counts;
    for (std::size_t index = 0; index < NfTableKind::COUNT; ++index)
    {
        const NfTable* table = ruleset.GetTable(index);
        for (const NfChain* chain : table ? table->GetChains() : std::vector<const NfChain*>())
        {
            for (const auto& rule : chain->rules)
            {
                CountRule(*rule, counts);
            }
        }
    }
    return counts;
}

} // namespace ns3
