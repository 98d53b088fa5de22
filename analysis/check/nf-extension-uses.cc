// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-uses.h"

#include "ns3/nf-extension-registry.h"

#include <map>
#include <set>

namespace ns3
{

namespace
{

/// How an extension is used in a table.
struct Use
{
    int64_t rules{0};
    std::set<std::string> sets;
};

/// Uses by kind ("match", then "target") and name.
std::map<std::pair<std::string, std::string>, Use>
FindUses(const NfTable& table)
{
    std::map<std::pair<std::string, std::string>, Use> uses;
    for (const NfChain* chain : table.GetChains())
    {
        for (const auto& rule : chain->rules)
        {
            std::set<std::pair<std::string, std::string>> seen;
            auto add = [&](const char* kind, const NfExtension& extension) {
                const std::pair key(std::string(kind), extension.GetType().name);
                Use& use = uses[key];
                use.rules += seen.insert(key).second ? 1 : 0; // a rule may have a match twice
                for (const std::string& set : extension.GetSetNames())
                {
                    use.sets.insert(set);
                }
            };
            rule->PeekMatches([&](const NfMatch& match) { add("match", match); });
            if (const NfTarget* target = rule->PeekTarget())
            {
                add("target", *target);
            }
        }
    }
    return uses;
}

/// Add a row for each extension that a table uses.
void
AddUses(const NfTable& table, const std::string& name, NfReportTable& report)
{
    const NfExtensionRegistry& registry = NfExtensionRegistry::Get();
    const NfFamily family = table.GetFamily();
    const std::string prefix = family == NfFamily::IPV6 ? "ip6 " : "";
    for (const auto& [key, use] : FindUses(table))
    {
        const NfExtensionType* type = registry.FindMatch(key.second, family);
        if (key.first == "target")
        {
            type = registry.FindTarget(key.second, family);
        }
        std::string sets;
        for (const std::string& set : use.sets)
        {
            sets += (sets.empty() ? "" : ", ") + set;
        }
        report.rows.push_back({name,
                               prefix + std::string(table.GetKind().name),
                               key.first,
                               key.second,
                               use.rules,
                               sets.empty() ? NfCell() : NfCell(sets),
                               type->help});
    }
}

} // namespace

NfReportTable
NfListExtensionUses(const std::vector<NfRuleset>& rulesets, const std::string& name)
{
    NfReportTable report{"uses",
                         name,
                         {{"file", ""},
                          {"table", "Table"},
                          {"kind", "Kind"},
                          {"extension", "Extension"},
                          {"rules", "Rules"},
                          {"sets", "Sets"},
                          {"help", "What it is"}}};
    report.whenEmpty = "no extensions";
    for (const NfRuleset& ruleset : rulesets)
    {
        for (const NfTableKind& kind : NfTableKind::All())
        {
            if (const NfTable* table = ruleset.FindTable(kind.name))
            {
                AddUses(*table, name, report);
            }
        }
    }
    return report;
}

} // namespace ns3
