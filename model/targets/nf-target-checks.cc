// SPDX-License-Identifier: GPL-2.0-only

#include "nf-target-checks.h"

#include "nf-rule-spec.h"

#include <fmt/format.h>
#include <string>

namespace ns3
{

NfComplaint
NfRequireTable(std::string_view target, const NfRuleContext& context, std::string_view table)
{
    if (context.table == table)
    {
        return {};
    }
    return fmt::format("{} works only in table {}, not in {}", target, table, context.table);
}

NfComplaint
NfRequireHooks(std::string_view target,
               const NfRuleContext& context,
               std::initializer_list<NfHook> hooks)
{
    uint32_t allowed = 0;
    std::string names;
    for (NfHook hook : hooks)
    {
        allowed |= 1U << static_cast<unsigned>(hook);
        names += names.empty() ? "" : ", ";
        names += NfToString(hook);
    }
    for (unsigned hook = 0; hook < NF_N_INET_HOOKS; ++hook)
    {
        if ((context.hooks & ~allowed) >> hook & 1)
        {
            return fmt::format("{} works only in {}; chain {} is reached from {}",
                               target,
                               names,
                               context.chain,
                               NfToString(static_cast<NfHook>(hook)));
        }
    }
    return {};
}

bool
NfRuleIsFor(const NfRuleContext& context, uint8_t protocol)
{
    return context.rule && context.rule->protocol == protocol && !context.rule->notProtocol;
}

} // namespace ns3
