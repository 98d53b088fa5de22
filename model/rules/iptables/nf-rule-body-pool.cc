// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rule-body-pool.h"

#include <utility>

namespace ns3
{

namespace
{

template <class Value>
Value
Find(const std::unordered_map<std::string, Value>& known, const std::string& words)
{
    auto found = known.find(words);
    return found == known.end() ? nullptr : found->second;
}

template <class Value>
void
Learn(std::unordered_map<std::string, Value>& known, const std::string& words, Value value)
{
    if (known.size() < NfRuleBodyPool::MAX_SIZE)
    {
        known.emplace(words, std::move(value));
    }
}

} // namespace

Ptr<const NfRuleBody>
NfRuleBodyPool::FindBody(const std::string& words) const
{
    return Find(m_bodies, words);
}

void
NfRuleBodyPool::Add(const std::string& words, Ptr<const NfRuleBody> body)
{
    Learn(m_bodies, words, std::move(body));
}

std::shared_ptr<const NfRuleSpec>
NfRuleBodyPool::FindSpec(const std::string& words) const
{
    return Find(m_specs, words);
}

void
NfRuleBodyPool::Add(const std::string& words, std::shared_ptr<const NfRuleSpec> spec)
{
    Learn(m_specs, words, std::move(spec));
}

Ptr<NfMatch>
NfRuleBodyPool::FindMatch(const std::string& words) const
{
    return Find(m_matches, words);
}

void
NfRuleBodyPool::Add(const std::string& words, Ptr<NfMatch> match)
{
    Learn(m_matches, words, std::move(match));
}

Ptr<NfTarget>
NfRuleBodyPool::FindTarget(const std::string& words) const
{
    return Find(m_targets, words);
}

void
NfRuleBodyPool::Add(const std::string& words, Ptr<NfTarget> target)
{
    Learn(m_targets, words, std::move(target));
}

} // namespace ns3
