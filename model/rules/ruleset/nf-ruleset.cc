// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ruleset.h"

#include "ns3/abort.h"

#include <algorithm>
#include <utility>

namespace ns3
{

namespace
{

/// A mask of hooks.
template <class... Hooks>
constexpr uint32_t
MaskOf(Hooks... hooks)
{
    return ((1U << static_cast<unsigned>(hooks)) | ...);
}

/// True if the rule leads to the chain.
bool
RefersTo(const NfRule& rule, std::string_view chain)
{
    return rule.Leads() && rule.GetChain() == chain;
}

} // namespace

Ptr<NfRule>
NfMakePolicy(NfRuleAction action, NfFamily family)
{
    auto spec = std::make_shared<NfRuleSpec>();
    spec->family = family;
    auto body = Create<NfRuleBody>();
    body->spec = std::move(spec);
    body->action = action;
    return NfRule::Make(body);
}

const std::array<NfTableKind, NfTableKind::COUNT>&
NfTableKind::All()
{
    static constexpr uint32_t all = MaskOf(NfHook::PREROUTING,
                                           NfHook::INPUT,
                                           NfHook::FORWARD,
                                           NfHook::OUTPUT,
                                           NfHook::POSTROUTING);
    static constexpr uint32_t local = MaskOf(NfHook::INPUT, NfHook::FORWARD, NfHook::OUTPUT);
    static constexpr uint32_t nat =
        MaskOf(NfHook::PREROUTING, NfHook::INPUT, NfHook::OUTPUT, NfHook::POSTROUTING);
    static constexpr std::array<NfTableKind, COUNT> kinds{
        {{"raw", MaskOf(NfHook::PREROUTING, NfHook::OUTPUT), NfPriority::RAW},
         {"mangle", all, NfPriority::MANGLE},
         {"nat", nat, NfPriority::NAT_DST},
         {"filter", local, NfPriority::FILTER},
         {"security", local, NfPriority::SECURITY}}};
    return kinds;
}

std::size_t
NfTableKind::Find(std::string_view name)
{
    const auto& kinds = All();
    return std::find_if(kinds.begin(),
                        kinds.end(),
                        [=](const NfTableKind& kind) { return kind.name == name; }) -
           kinds.begin();
}

NfTable::NfTable(const NfTableKind& kind, NfFamily family)
    : m_kind(&kind),
      m_family(family)
{
    for (uint8_t hook = 0; hook < NF_N_INET_HOOKS; ++hook)
    {
        if (kind.hooks >> hook & 1)
        {
            auto policy = NfMakePolicy(NfRuleAction::ACCEPT, family);
            m_builtin.push_back({NfToString(static_cast<NfHook>(hook)), policy, {}});
        }
    }
}

std::vector<const NfChain*>
NfTable::GetChains() const
{
    std::vector<const NfChain*> chains;
    for (const NfChain& chain : m_builtin)
    {
        chains.push_back(&chain);
    }
    for (const auto& entry : m_user)
    {
        chains.push_back(&entry.second);
    }
    return chains;
}

const NfChain*
NfTable::FindChain(std::string_view name) const
{
    auto builtin = std::find_if(m_builtin.begin(), m_builtin.end(), [=](const NfChain& chain) {
        return chain.name == name;
    });
    if (builtin != m_builtin.end())
    {
        return &*builtin;
    }
    auto user = m_user.find(name);
    return user == m_user.end() ? nullptr : &user->second;
}

NfChain*
NfTable::FindChain(std::string_view name)
{
    return const_cast<NfChain*>(std::as_const(*this).FindChain(name));
}

const NfChain*
NfTable::FindChain(NfHook hook) const
{
    return FindChain(NfToString(hook));
}

uint32_t
NfTable::CountReferences(std::string_view name) const
{
    uint32_t count = 0;
    for (const NfChain* chain : GetChains())
    {
        count += std::count_if(chain->rules.begin(), chain->rules.end(), [=](const auto& rule) {
            return RefersTo(*rule, name);
        });
    }
    return count;
}

NfChain&
NfTable::AddChain(const std::string& name)
{
    NS_ABORT_MSG_IF(FindChain(name), "the chain name '" << name << "' is taken");
    NfChain& chain = m_user[name];
    chain.name = name;
    return chain;
}

void
NfTable::RemoveChain(std::string_view name)
{
    auto found = m_user.find(name);
    NS_ABORT_MSG_IF(found == m_user.end(), "no user's chain is named '" << name << "'");
    NS_ABORT_MSG_IF(CountReferences(name) != 0, "rules refer to the chain '" << name << "'");
    m_user.erase(found);
}

void
NfTable::RenameChain(std::string_view from, const std::string& to)
{
    auto found = m_user.find(from);
    NS_ABORT_MSG_IF(found == m_user.end(), "no user's chain is named '" << from << "'");
    auto rename = [&](NfChain& chain) {
        for (Ptr<NfRule>& rule : chain.rules)
        {
            if (RefersTo(*rule, from))
            {
                Ptr<NfRuleBody> body = Create<NfRuleBody>(rule->GetBody());
                body->chain = to;
                rule = rule->CopyWith(body);
            }
        }
    };
    std::for_each(m_builtin.begin(), m_builtin.end(), rename);
    for (auto& entry : m_user)
    {
        rename(entry.second);
    }
    NfChain chain = std::move(found->second);
    m_user.erase(found);
    AddChain(to).rules = std::move(chain.rules);
}

void
NfTable::ZeroPolicies()
{
    for (NfChain& chain : m_builtin)
    {
        Ptr<NfRule> policy = chain.policy->Copy();
        policy->packets = 0;
        policy->bytes = 0;
        chain.policy = std::move(policy);
    }
}

void
NfTable::ShrinkToFit()
{
    for (NfChain& chain : m_builtin)
    {
        chain.rules.shrink_to_fit();
    }
    for (auto& entry : m_user)
    {
        entry.second.rules.shrink_to_fit();
    }
}

void
NfTable::Clear()
{
    for (NfChain& chain : m_builtin)
    {
        chain.rules.clear();
    }
    m_user.clear();
}

const NfTable*
NfRuleset::FindTable(std::string_view name) const
{
    std::size_t index = NfTableKind::Find(name);
    return index == NfTableKind::COUNT ? nullptr : m_tables[index].get();
}

NfTable&
NfRuleset::EditTable(std::size_t index)
{
    std::shared_ptr<NfTable>& table = m_tables.at(index);
    if (!table)
    {
        table = std::make_shared<NfTable>(NfTableKind::All()[index], m_family);
    }
    else if (table.use_count() > 1)
    {
        table = std::make_shared<NfTable>(*table);
    }
    return *table;
}

} // namespace ns3
