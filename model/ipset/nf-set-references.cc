// SPDX-License-Identifier: GPL-2.0-only

#include "nf-set-references.h"

namespace ns3
{

namespace
{

void
CountRule(const NfRule& rule, std::map<std::string, uint32_t>& counts)
{
    auto count = [&counts](const NfExtension& extension) {
        for (const std::string& name : extension.GetSetNames())
        {
            ++counts[name];
        }
    };
    rule.PeekMatches(count);
    if (const NfTarget* target = rule.PeekTarget())
    {
        count(*target);
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
