// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rule.h"

#include <array>

namespace ns3
{

std::string_view
NfToString(NfRuleAction action)
{
    static constexpr std::array<std::string_view, 8>
        names{"", "ACCEPT", "DROP", "QUEUE", "RETURN", "", "", ""};
    return names[static_cast<std::size_t>(action)];
}

NfRuleAction
NfFindVerdict(std::string_view name)
{
    for (NfRuleAction action :
         {NfRuleAction::ACCEPT, NfRuleAction::DROP, NfRuleAction::QUEUE, NfRuleAction::RETURN})
    {
        if (NfToString(action) == name)
        {
            return action;
        }
    }
    return NfRuleAction::NONE;
}

std::string_view
NfRule::GetTargetName() const
{
    switch (action)
    {
    case NfRuleAction::JUMP:
    case NfRuleAction::GOTO:
        return chain;
    case NfRuleAction::TARGET:
        return target->GetName();
    case NfRuleAction::NONE:
    case NfRuleAction::ACCEPT:
    case NfRuleAction::DROP:
    case NfRuleAction::QUEUE:
    case NfRuleAction::RETURN:
        break;
    }
    return NfToString(action);
}

NfRuleDescription
NfRule::Describe() const
{
    NfRuleDescription description;
    spec.Describe(description);
    for (const auto& match : matches)
    {
        match->Describe(description);
    }
    switch (action)
    {
    case NfRuleAction::ACCEPT:
    case NfRuleAction::DROP:
    case NfRuleAction::QUEUE:
    case NfRuleAction::RETURN:
    case NfRuleAction::GOTO:
        description.ends = true;
        break;
    case NfRuleAction::JUMP:
        description.changes = true;
        break;
    case NfRuleAction::TARGET:
        target->Describe(description);
        break;
    case NfRuleAction::NONE:
        break;
    }
    return description;
}

bool
NfRule::IsUnconditional() const
{
    return matches.empty() && spec.sourceMask.IsAny() && !spec.notSource &&
           spec.destinationMask.IsAny() && !spec.notDestination && spec.in == NfInterfaceName() &&
           spec.inMask == NfInterfaceName() && !spec.notIn && spec.out == NfInterfaceName() &&
           spec.outMask == NfInterfaceName() && !spec.notOut && spec.protocol == 0 &&
           !spec.notProtocol && !spec.asksProtocol && !spec.fragment;
}

} // namespace ns3
