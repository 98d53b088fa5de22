// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rule.h"

#include "ns3/abort.h"

#include <array>
#include <utility>

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

/// The addresses stand behind the rule.
struct NfRule::Wide : public NfRule
{
    explicit Wide(Ptr<const NfRuleBody> body)
        : NfRule(std::move(body))
    {
    }

    NfAddress source;
    NfAddress destination;
};

void
NfRuleDeleter::Delete(NfRule* rule)
{
    if (const NfRule::Wide* wide = rule->GetWide())
    {
        delete wide;
    }
    else
    {
        delete rule;
    }
}

NfRule::NfRule(Ptr<const NfRuleBody> body)
    : m_body(std::move(body))
{
}

const NfRule::Wide*
NfRule::GetWide() const
{
    return GetConditions().family == NfFamily::IPV6 ? static_cast<const Wide*>(this) : nullptr;
}

Ptr<NfRule>
NfRule::Make(Ptr<const NfRuleBody> body, const NfAddress& source, const NfAddress& destination)
{
    if (body->spec->family == NfFamily::IPV6)
    {
        auto wide = new Wide(std::move(body));
        wide->source = source;
        wide->destination = destination;
        return Ptr<NfRule>(wide, false);
    }
    auto narrow = new NfRule(std::move(body));
    narrow->m_source = source.V4();
    narrow->m_destination = destination.V4();
    return Ptr<NfRule>(narrow, false);
}

Ptr<NfRule>
NfRule::Copy() const
{
    return CopyWith(m_body);
}

Ptr<NfRule>
NfRule::CopyWith(Ptr<const NfRuleBody> body) const
{
    const NfRuleSpec spec = GetSpec();
    NS_ABORT_MSG_IF(body->spec->family != spec.family, "the body is for the other family");
    Ptr<NfRule> copy = Make(std::move(body), spec.source, spec.destination);
    copy->packets = packets;
    copy->bytes = bytes;
    return copy;
}

NfRuleSpec
NfRule::GetSpec() const
{
    NfRuleSpec spec = GetConditions();
    const Wide* wide = GetWide();
    spec.source = wide ? wide->source : NfAddress(m_source);
    spec.destination = wide ? wide->destination : NfAddress(m_destination);
    return spec;
}

bool
NfRule::SaysTheSameAs(const NfRule& other) const
{
    const NfRuleSpec spec = GetSpec();
    const NfRuleSpec others = other.GetSpec();
    return m_body == other.m_body && spec.source == others.source &&
           spec.destination == others.destination;
}

std::string_view
NfRule::GetTargetName() const
{
    switch (GetAction())
    {
    case NfRuleAction::JUMP:
    case NfRuleAction::GOTO:
        return GetChain();
    case NfRuleAction::TARGET:
        return GetTarget()->GetName();
    case NfRuleAction::NONE:
    case NfRuleAction::ACCEPT:
    case NfRuleAction::DROP:
    case NfRuleAction::QUEUE:
    case NfRuleAction::RETURN:
        break;
    }
    return NfToString(GetAction());
}

NfRuleDescription
NfRule::Describe() const
{
    NfRuleDescription description;
    GetSpec().Describe(description);
    for (const auto& match : GetMatches())
    {
        match->Describe(description);
    }
    switch (GetAction())
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
        GetTarget()->Describe(description);
        break;
    case NfRuleAction::NONE:
        break;
    }
    return description;
}

bool
NfRule::IsUnconditional() const
{
    const NfRuleSpec& spec = GetConditions();
    return GetMatches().empty() && spec.sourceMask.IsAny() && !spec.notSource &&
           spec.destinationMask.IsAny() && !spec.notDestination && spec.in == NfInterfaceName() &&
           spec.inMask == NfInterfaceName() && !spec.notIn && spec.out == NfInterfaceName() &&
           spec.outMask == NfInterfaceName() && !spec.notOut && spec.protocol == 0 &&
           !spec.notProtocol && !spec.asksProtocol && !spec.fragment;
}

} // namespace ns3
