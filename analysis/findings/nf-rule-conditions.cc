// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rule-conditions.h"

#include "nf-rule-words.h"

#include <algorithm>

namespace ns3
{

namespace
{

// Options that stand for the same question; multiport's lists are read like single ports.
const std::map<std::string, std::string> KINDS{
    {"-s", "source"},
    {"--source", "source"},
    {"-d", "destination"},
    {"--destination", "destination"},
    {"-i", "in"},
    {"--in-interface", "in"},
    {"-o", "out"},
    {"--out-interface", "out"},
    {"-p", "protocol"},
    {"--protocol", "protocol"},
    {"--sport", "sport"},
    {"--source-port", "sport"},
    {"--sports", "sport"},
    {"--source-ports", "sport"},
    {"--dport", "dport"},
    {"--destination-port", "dport"},
    {"--dports", "dport"},
    {"--destination-ports", "dport"},
    {"--ports", "ports"},
    {"--ctstate", "state"},
    {"--state", "state"},
    {"--mark", "mark"},
    {"--icmp-type", "icmp"},
};

// Matches that depend on more than the packet: time, chance, or what came before.
const std::set<std::string> FICKLE{"limit",
                                   "hashlimit",
                                   "statistic",
                                   "recent",
                                   "connlimit",
                                   "connbytes",
                                   "quota",
                                   "time",
                                   "set",
                                   "nfacct"};

// The targets that end a chain. Any other one is a user chain, from which packets may come back.
const std::set<std::string> ENDING{"ACCEPT",
                                   "DROP",
                                   "REJECT",
                                   "QUEUE",
                                   "NFQUEUE",
                                   "RETURN",
                                   "SNAT",
                                   "DNAT",
                                   "REDIRECT",
                                   "NETMAP",
                                   "TPROXY",
                                   "STEAL",
                                   "TARPIT",
                                   "MASQUERADE",
                                   "MIRROR",
                                   "SAME"};

} // namespace

NfRuleConditions::NfRuleConditions(const std::string& text)
{
    const std::vector<std::string> words = NfSplitRule(text);
    bool negated = false;
    for (std::size_t i = 0; i < words.size(); ++i)
    {
        const std::string& word = words[i];
        if (word == "!")
        {
            negated = true;
            continue;
        }
        Condition condition;
        condition.negated = negated;
        negated = false;
        while (i + 1 < words.size() && words[i + 1][0] != '-' && words[i + 1] != "!")
        {
            condition.values.push_back(words[++i]);
        }
        if (word == "-j" || word == "--jump" || word == "-g" || word == "--goto")
        {
            const std::string target = condition.values.empty() ? "" : condition.values[0];
            m_ends = ENDING.count(target) || word == "-g" || word == "--goto";
            return; // what follows are the target's own options
        }
        ReadOption(word, std::move(condition));
    }
}

void
NfRuleConditions::ReadOption(const std::string& option, Condition condition)
{
    if (option == "-A" || option == "--append" || option == "--comment")
    {
        return;
    }
    if (option == "-m" || option == "--match")
    {
        m_fickle = m_fickle || (!condition.values.empty() && FICKLE.count(condition.values[0]));
        return;
    }
    auto kind = KINDS.find(option);
    // Asked twice, an option of one kind cannot be kept by kind.
    if (kind != KINDS.end() && condition.values.size() == 1 && !m_known.count(kind->second))
    {
        const bool list = kind->second != "in" && kind->second != "out";
        if (list)
        {
            condition.values = NfSplitAt(condition.values[0], ',');
        }
        std::sort(condition.values.begin(), condition.values.end());
        m_known[kind->second] = std::move(condition);
        return;
    }
    std::string text = (condition.negated ? "! " : "") + option;
    for (const std::string& value : condition.values)
    {
        text += ' ' + value;
    }
    m_others.insert(text);
}

bool
NfRuleConditions::Covers(const std::string& kind,
                         const Condition& mine,
                         const Condition& theirs) const
{
    if (mine == theirs)
    {
        return true;
    }
    if (mine.negated || theirs.negated)
    {
        return false;
    }
    return std::all_of(theirs.values.begin(), theirs.values.end(), [&](const std::string& inner) {
        return std::any_of(mine.values.begin(), mine.values.end(), [&](const std::string& outer) {
            return NfRuleValueCovers(kind, outer, inner);
        });
    });
}

bool
NfRuleConditions::Shadows(const NfRuleConditions& other) const
{
    if (!m_ends || m_fickle)
    {
        return false;
    }
    for (const auto& [kind, condition] : m_known)
    {
        auto found = other.m_known.find(kind);
        if (found == other.m_known.end() || !Covers(kind, condition, found->second))
        {
            return false;
        }
    }
    return std::includes(other.m_others.begin(),
                         other.m_others.end(),
                         m_others.begin(),
                         m_others.end());
}

NfRuleAnswer
NfRuleConditions::Ask(const std::string& kind,
                      const Condition& condition,
                      const NfRuleSubject& subject)
{
    NfRuleAnswer answer = NfRuleAnswer::NO;
    for (const std::string& value : condition.values)
    {
        answer = std::max(answer, NfAskRuleValue(kind, value, subject));
    }
    if (!condition.negated || answer == NfRuleAnswer::MAYBE)
    {
        return answer;
    }
    return answer == NfRuleAnswer::YES ? NfRuleAnswer::NO : NfRuleAnswer::YES;
}

NfRuleAnswer
NfRuleConditions::Matches(const NfRuleSubject& subject) const
{
    NfRuleAnswer answer = m_others.empty() && !m_fickle ? NfRuleAnswer::YES : NfRuleAnswer::MAYBE;
    for (const auto& [kind, condition] : m_known)
    {
        answer = std::min(answer, Ask(kind, condition, subject));
    }
    return answer;
}

} // namespace ns3
