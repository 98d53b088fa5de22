// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rule.h"

#include "nf-extension-type.h"

#include "ns3/abort.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <new>
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

namespace
{

/// How many words and objects parts ask for.
struct Needs
{
    std::size_t objects{0};
    std::size_t words{0};

    template <class T>
    void Add(const NfRulePart<T>& part)
    {
        objects += part.own ? 1 : 0;
        words += part.words;
    }
};

/// What the parts of a body ask for.
Needs
NeedsOf(const NfRuleBody& body)
{
    Needs needs;
    for (const NfRulePart<NfMatch>& part : body.matches)
    {
        needs.Add(part);
    }
    needs.Add(body.target);
    return needs;
}

Ptr<NfMatch>
Copy(const NfMatch& match)
{
    const auto& type = static_cast<const NfMatchType&>(match.GetType());
    return Ptr<NfMatch>(type.copy(match).release(), false);
}

Ptr<NfTarget>
Copy(const NfTarget& target)
{
    const auto& type = static_cast<const NfTargetType&>(target.GetType());
    return Ptr<NfTarget>(type.copy(target).release(), false);
}

/**
 * A copy of an extension that has taken other words. They were taken before, when the rule was
 * made, so nothing is wrong with them.
 */
template <class T>
Ptr<T>
CopyWithWords(const T& shared, const char* word)
{
    Ptr<T> copy = Copy(shared);
    for (const NfOptionSpec& row : shared.GetType().options)
    {
        if (row.own && row.isGiven(shared))
        {
            NfOption option;
            option.spec = &row;
            option.inverted = row.isInverted(shared);
            option.name.text = row.name;
            option.arguments.emplace_back().text = word;
            NfComplaint complaint = copy->Parse(option);
            NS_ABORT_MSG_IF(complaint, *complaint);
            word += option.arguments.front().text.size() + 1;
        }
    }
    NfComplaint complaint = copy->FinishParse();
    NS_ABORT_MSG_IF(complaint, *complaint);
    return copy;
}

/// Goes through what a rule has of its own, part by part.
class OwnReader
{
  public:
    OwnReader(const Ptr<NfExtension>* object, const char* word)
        : m_object(object),
          m_word(word)
    {
    }

    /// The rule's extension; the parts must be asked for in their order.
    template <class T>
    Ptr<T> Take(const NfRulePart<T>& part)
    {
        if (part.own)
        {
            return Ptr<T>(static_cast<T*>(PeekPointer(*m_object++)));
        }
        const char* word = m_word;
        Skip(part);
        return part.words > 0 ? CopyWithWords(*part.shared, word) : part.shared;
    }

    template <class T>
    void Skip(const NfRulePart<T>& part)
    {
        m_object += part.own ? 1 : 0;
        for (uint8_t i = 0; i < part.words; ++i)
        {
            m_word += std::strlen(m_word) + 1;
        }
    }

  private:
    const Ptr<NfExtension>* m_object;
    const char* m_word;
};

} // namespace

void
NfRuleDeleter::Delete(NfRule* rule)
{
    rule->~NfRule();
    ::operator delete(rule);
}

NfRule::NfRule(Ptr<const NfRuleBody> body, const NfRuleOwn& own)
    : m_objects(own.objects.size()),
      m_source(own.source.V4()),
      m_destination(own.destination.V4()),
      m_body(std::move(body))
{
    if (IsWide())
    {
        new (const_cast<Addresses*>(GetAddresses())) Addresses{own.source, own.destination};
    }
    std::uninitialized_copy(own.objects.begin(),
                            own.objects.end(),
                            const_cast<Ptr<NfExtension>*>(GetObjects()));
    std::copy(own.words.begin(), own.words.end(), const_cast<char*>(GetWords()));
}

NfRule::~NfRule()
{
    std::destroy_n(const_cast<Ptr<NfExtension>*>(GetObjects()), m_objects);
}

Ptr<NfRule>
NfRule::Make(Ptr<const NfRuleBody> body, const NfRuleOwn& own)
{
    static_assert(sizeof(NfRule) == 40, "rules are many: think before they grow");
    static_assert(alignof(Addresses) <= alignof(NfRule) &&
                      sizeof(Addresses) % alignof(Ptr<NfExtension>) == 0,
                  "what stands behind a rule must be aligned");
    const Needs needs = NeedsOf(*body);
    const std::size_t words = std::count(own.words.begin(), own.words.end(), '\0');
    NS_ABORT_MSG_UNLESS(needs.objects == own.objects.size() && needs.words == words,
                        "a rule must have of its own what its body asks for");
    const bool wide = body->spec->family == NfFamily::IPV6;
    const std::size_t size = sizeof(NfRule) + (wide ? sizeof(Addresses) : 0) +
                             own.objects.size() * sizeof(Ptr<NfExtension>) + own.words.size();
    return Ptr<NfRule>(new (::operator new(size)) NfRule(std::move(body), own), false);
}

Ptr<NfRule>
NfRule::Copy() const
{
    return CopyWith(m_body);
}

Ptr<NfRule>
NfRule::CopyWith(Ptr<const NfRuleBody> body) const
{
    NS_ABORT_MSG_IF(body->spec->family != GetConditions().family,
                    "the body is for the other family");
    Ptr<NfRule> copy = Make(std::move(body), GetOwn());
    copy->packets = packets;
    copy->bytes = bytes;
    return copy;
}

std::size_t
NfRule::CountWordBytes() const
{
    const char* end = GetWords();
    for (std::size_t words = NeedsOf(*m_body).words; words > 0; --words)
    {
        end += std::strlen(end) + 1;
    }
    return end - GetWords();
}

NfRuleOwn
NfRule::GetOwn() const
{
    NfRuleOwn own;
    own.source = IsWide() ? GetAddresses()->source : NfAddress(m_source);
    own.destination = IsWide() ? GetAddresses()->destination : NfAddress(m_destination);
    own.objects.assign(GetObjects(), GetObjects() + m_objects);
    own.words.assign(GetWords(), CountWordBytes());
    return own;
}

NfRuleSpec
NfRule::GetSpec() const
{
    NfRuleSpec spec = GetConditions();
    spec.source = IsWide() ? GetAddresses()->source : NfAddress(m_source);
    spec.destination = IsWide() ? GetAddresses()->destination : NfAddress(m_destination);
    return spec;
}

std::vector<Ptr<NfMatch>>
NfRule::GetMatches() const
{
    std::vector<Ptr<NfMatch>> matches;
    matches.reserve(m_body->matches.size());
    OwnReader own(GetObjects(), GetWords());
    for (const NfRulePart<NfMatch>& part : m_body->matches)
    {
        matches.push_back(own.Take(part));
    }
    return matches;
}

Ptr<NfTarget>
NfRule::GetTarget() const
{
    OwnReader own(GetObjects(), GetWords());
    for (const NfRulePart<NfMatch>& part : m_body->matches)
    {
        own.Skip(part);
    }
    return own.Take(m_body->target);
}

bool
NfRule::SaysTheSameAs(const NfRule& other) const
{
    if (m_body != other.m_body)
    {
        return false;
    }
    const NfRuleOwn own = GetOwn();
    const NfRuleOwn others = other.GetOwn();
    return own.source == others.source && own.destination == others.destination &&
           own.objects == others.objects && own.words == others.words;
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
        return PeekTarget()->GetName();
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
    return m_body->matches.empty() && spec.sourceMask.IsAny() && !spec.notSource &&
           spec.destinationMask.IsAny() && !spec.notDestination && spec.in == NfInterfaceName() &&
           spec.inMask == NfInterfaceName() && !spec.notIn && spec.out == NfInterfaceName() &&
           spec.outMask == NfInterfaceName() && !spec.notOut && spec.protocol == 0 &&
           !spec.notProtocol && !spec.asksProtocol && !spec.fragment;
}

} // namespace ns3
