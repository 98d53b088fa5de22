// SPDX-License-Identifier: GPL-2.0-only

#include "nf-policy-pair-compiler.h"

#include <algorithm>
#include <fmt/format.h>

namespace ns3
{

namespace
{

/// iptables takes no longer names of chains, nor longer comments.
constexpr std::size_t LONGEST_CHAIN = 28;
constexpr std::size_t LONGEST_COMMENT = 255;

/// multiport takes no more ports; a range counts as two.
constexpr std::size_t MOST_PORTS = 15;

// A rule for each part of the service's ports that multiport takes.
void
AddRules(const NfPolicyRule& rule,
         const std::vector<NfPolicyPorts>& ports,
         std::vector<NfPolicyRule>& rules)
{
    rules.push_back(rule);
    std::size_t count = 0;
    for (const NfPolicyPorts& range : ports)
    {
        const std::size_t slots = range.first == range.last ? 1 : 2;
        if (count + slots > MOST_PORTS)
        {
            rules.push_back(rule);
            count = 0;
        }
        rules.back().ports.push_back(range);
        count += slots;
    }
}

// Rules for answers of a service. Those of protocols that are none of the three nothing tells.
void
AddAnswers(const NfPolicyService& service, NfPolicyRule rule, std::vector<NfPolicyRule>& rules)
{
    rule.isAnswer = true;
    const bool isAny = service.protocol == NfPolicyProtocol::ANY;
    for (const auto protocol :
         {NfPolicyProtocol::ICMP, NfPolicyProtocol::TCP, NfPolicyProtocol::UDP})
    {
        if (isAny || service.protocol == protocol)
        {
            rule.protocol = protocol;
            AddRules(rule, service.ports, rules);
        }
    }
}

} // namespace

NfPolicyPairCompiler::NfPolicyPairCompiler(const NfPolicy& policy,
                                           const NfPolicyShare& share,
                                           NfPolicyFilter& filter)
    : m_policy(policy),
      m_share(share),
      m_filter(filter)
{
}

std::string
NfPolicyPairCompiler::GetTarget(std::size_t from, std::size_t to)
{
    const auto [found, isNew] = m_targets.emplace(std::pair(from, to), "");
    if (isNew)
    {
        found->second = MakeChain(from, to);
    }
    return found->second;
}

std::string
NfPolicyPairCompiler::ChooseName(const std::string& wanted, const std::string& instead) const
{
    const bool isGood = wanted.size() <= LONGEST_CHAIN && !m_filter.FindChain(wanted);
    return isGood ? wanted : instead;
}

bool
NfPolicyPairCompiler::Enforces(uint32_t line) const
{
    return !m_share || m_share->count(line) > 0;
}

std::string
NfPolicyPairCompiler::Describe(std::size_t from, std::size_t to) const
{
    return m_policy.zones[from].name + " -> " + m_policy.zones[to].name;
}

NfPolicyRule
NfPolicyPairCompiler::MakeDefault(const std::string& where) const
{
    NfPolicyRule rule;
    const bool isDenied = m_policy.otherwise != NfPolicyAction::ACCEPT && Enforces(0);
    rule.target = isDenied && m_policy.otherwise == NfPolicyAction::REJECT ? "REJECT"
                  : isDenied                                               ? "DROP"
                                                                           : "ACCEPT";
    const uint32_t number = m_policy.otherwiseNumber;
    rule.comment = fmt::format("policy {}: default{}{}",
                               number ? std::to_string(number) : "default",
                               where.empty() ? "" : ", ",
                               where);
    rule.line = 0;
    return rule;
}

// The rules for requests; the last one has no condition. Each line has the numbers of its rules'.
std::vector<NfPolicyRule>
NfPolicyPairCompiler::MakeLines(std::size_t from, std::size_t to) const
{
    std::vector<NfPolicyRule> rules;
    for (std::size_t i = 0; i < m_policy.lines.size(); ++i)
    {
        if (!m_policy.Applies(i, from, to))
        {
            continue;
        }
        const NfPolicyLine& line = m_policy.lines[i];
        for (const NfPolicyService& service : line.services)
        {
            const bool isDenied = line.action != NfPolicyAction::ACCEPT && Enforces(line.number);
            NfPolicyRule rule;
            rule.protocol = service.protocol;
            rule.target = isDenied && line.action == NfPolicyAction::REJECT ? "REJECT"
                          : isDenied                                        ? "DROP"
                                                                            : "ACCEPT";
            rule.comment =
                fmt::format("policy {}: {} {}", line.number, Describe(from, to), service.ToString())
                    .substr(0, LONGEST_COMMENT);
            rule.line = line.number;
            AddRules(rule, service.ports, rules);
            if (service.protocol == NfPolicyProtocol::ANY)
            {
                return rules;
            }
        }
    }
    rules.push_back(MakeDefault(Describe(from, to)));
    return rules;
}

// What answers requests of the other way: what is accepted there is accepted, what is denied there
// is left to the lines of this way.
std::vector<NfPolicyRule>
NfPolicyPairCompiler::MakeAnswers(std::size_t from, std::size_t to) const
{
    std::vector<NfPolicyRule> rules;
    for (const NfPolicyRule& request : MakeLines(to, from))
    {
        NfPolicyRule rule;
        rule.target = request.target == "ACCEPT" ? "ACCEPT" : "RETURN";
        rule.comment = request.comment + " answers";
        rule.comment.resize(std::min(rule.comment.size(), LONGEST_COMMENT));
        rule.line = request.line;
        AddAnswers({request.protocol, request.ports}, rule, rules);
    }
    // At the end they return anyway.
    while (!rules.empty() && rules.back().target == "RETURN")
    {
        rules.pop_back();
    }
    return rules;
}

std::string
NfPolicyPairCompiler::MakeChain(std::size_t from, std::size_t to)
{
    if (!m_policy.Judges(from, to))
    {
        return "ACCEPT";
    }
    std::vector<NfPolicyRule> lines = MakeLines(from, to);
    const std::string last = lines.back().target;
    const auto isLast = [&last](const NfPolicyRule& rule) { return rule.target == last; };
    if (m_share)
    {
        // What comes to the same at the end needs no rule here.
        while (lines.size() > 1 && isLast(lines[lines.size() - 2]))
        {
            lines.erase(lines.end() - 2);
        }
        if (lines.size() == 1 && last == "ACCEPT")
        {
            return last;
        }
    }
    const std::string numbers = fmt::format("{}-{}", from + 1, to + 1);
    const std::string names =
        fmt::format("{}-{}", m_policy.zones[from].name, m_policy.zones[to].name);
    const std::string name = ChooseName(names, "zones-" + numbers);
    const std::size_t chain = m_filter.AddChain(name);
    if (!m_policy.isStateful)
    {
        const std::vector<NfPolicyRule> answers = MakeAnswers(from, to);
        const bool isPlain =
            std::none_of(answers.begin(), answers.end(), [](const NfPolicyRule& rule) {
                return rule.target == "RETURN";
            });
        std::size_t where = chain;
        if (!isPlain)
        {
            NfPolicyRule jump;
            jump.target = ChooseName("re-" + names, "answers-" + numbers);
            where = m_filter.AddChain(jump.target);
            m_filter.AddRule(chain, jump);
        }
        for (const NfPolicyRule& rule : answers)
        {
            m_filter.AddRule(where, rule);
        }
    }
    for (const NfPolicyRule& rule : lines)
    {
        m_filter.AddRule(chain, rule);
    }
    return name;
}

} // namespace ns3
