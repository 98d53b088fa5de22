// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ip-rule-command.h"

#include "nf-ip-text.h"
#include "nf-ip-words.h"
#include "nf-policy-routing.h"

#include <fmt/format.h>
#include <vector>

namespace ns3
{

namespace
{

constexpr std::array<NfIpWord<NfRoutingRule::Action>, 3> RULE_ACTIONS{
    {{"unreachable", NfRoutingRule::UNREACHABLE},
     {"prohibit", NfRoutingRule::PROHIBIT},
     {"blackhole", NfRoutingRule::BLACKHOLE}}};

/// A rule as a command describes it, and what it says at all.
struct RuleText
{
    NfRoutingRule rule;
    bool namesTable{false};
};

void
TakeMark(NfIpWords& words, NfRoutingRule& rule)
{
    std::string text = words.Take("a mark");
    std::size_t slash = text.find('/');
    std::optional<uint32_t> mark = NfParseIpNumber(text.substr(0, slash));
    std::optional<uint32_t> mask = UINT32_MAX;
    if (slash != text.npos)
    {
        mask = NfParseIpNumber(text.substr(slash + 1));
    }
    if (!mark || !mask)
    {
        words.Fail("\"" + text + "\" is no mark: expected MARK or MARK/MASK");
        return;
    }
    rule.mark = *mark;
    // Linux compares all bits of a mark without a mask, unless it is 0, which stands for any.
    rule.markMask = slash == text.npos && *mark == 0 ? 0 : *mask;
}

/// iproute2 reads it as hexadecimal, with or without 0x.
uint8_t
TakeTos(NfIpWords& words)
{
    constexpr uint32_t ecn = 0x03;
    constexpr uint32_t max = 0xff;
    std::string text = words.Take("a TOS");
    std::string digits = text.compare(0, 2, "0x") == 0 ? text.substr(2) : text;
    std::optional<uint32_t> tos = NfParseIpNumber("0x" + digits);
    if (!tos || *tos > max || (*tos & ecn) != 0)
    {
        words.Fail("\"" + text +
                   "\" is no TOS: expected a hexadecimal number up to ff whose "
                   "two lowest bits, which are ECN's, are 0");
        return 0;
    }
    return *tos;
}

RuleText
TakeRule(NfIpWords& words)
{
    const uint32_t maxLength = NfPrefix::GetWidth(words.GetFamily());
    RuleText text;
    NfRoutingRule& rule = text.rule;
    while (!words.AtEnd())
    {
        std::string word = words.Take("a condition");
        if (word == "not")
        {
            rule.inverted = true;
        }
        else if (word == "from")
        {
            rule.from = words.TakePrefix("source");
        }
        else if (word == "to")
        {
            rule.to = words.TakePrefix("destination");
        }
        else if (word == "fwmark")
        {
            TakeMark(words, rule);
        }
        else if (word == "tos" || word == "dsfield")
        {
            rule.tos = TakeTos(words);
        }
        else if (word == "iif" || word == "dev")
        {
            rule.iif = words.Take("an interface");
        }
        else if (word == "oif")
        {
            rule.oif = words.Take("an interface");
        }
        else if (word == "priority" || word == "prio" || word == "pref" || word == "preference" ||
                 word == "order")
        {
            rule.priority = words.TakeNumber("priority", UINT32_MAX);
        }
        else if (word == "table" || word == "lookup")
        {
            rule.table = words.TakeTable();
            text.namesTable = true;
        }
        else if (word == "suppress_prefixlength" || word == "sup_pl")
        {
            rule.suppressPrefixLength = words.TakeNumber("prefix length", maxLength);
        }
        else if (auto action = NfFindIpWord(RULE_ACTIONS, word))
        {
            rule.action = *action;
        }
        else
        {
            words.Fail("\"" + word +
                       "\" is not understood in a rule: expected not, from, to, "
                       "fwmark, tos, iif, oif, priority, table, suppress_prefixlength, "
                       "unreachable, prohibit or blackhole");
        }
    }
    if (rule.action != NfRoutingRule::LOOKUP && (text.namesTable || rule.suppressPrefixLength))
    {
        words.FailWhole("a rule that refuses looks into no table");
    }
    return text;
}

std::string
PrintRule(const NfRoutingRule& rule)
{
    std::string text = fmt::format("{}:\t{}from {}",
                                   rule.priority.value_or(0),
                                   rule.inverted ? "not " : "",
                                   NfIpPrefixText(rule.from, "all"));
    if (rule.to.GetLength() != 0)
    {
        text += " to " + NfIpPrefixText(rule.to, "all");
    }
    if (rule.tos != 0)
    {
        text += fmt::format(" tos {:#04x}", rule.tos);
    }
    auto hex = [](uint32_t number) {
        return number == 0 ? std::string("0") : fmt::format("{:#x}", number);
    };
    if (rule.mark && (rule.markMask != 0 || *rule.mark != 0))
    {
        text += " fwmark " + hex(*rule.mark);
        text += rule.markMask == UINT32_MAX ? "" : "/" + hex(rule.markMask);
    }
    text += rule.iif.empty() ? "" : " iif " + rule.iif;
    text += rule.oif.empty() ? "" : " oif " + rule.oif;
    if (rule.action != NfRoutingRule::LOOKUP)
    {
        return text + " " + std::string(NfIpWordOf(RULE_ACTIONS, rule.action)) + "\n";
    }
    text += " lookup " + NfIpTableName(rule.table);
    if (rule.suppressPrefixLength)
    {
        text += fmt::format(" suppress_prefixlength {}", *rule.suppressPrefixLength);
    }
    return text + "\n";
}

/// @return whether a command that describes @p text means @p rule, as `ip rule del` decides
bool
Means(const RuleText& text, const NfRoutingRule& rule)
{
    const NfRoutingRule& wanted = text.rule;
    return (!wanted.priority || wanted.priority == rule.priority) &&
           wanted.inverted == rule.inverted &&
           (wanted.action == NfRoutingRule::LOOKUP || wanted.action == rule.action) &&
           (!text.namesTable || wanted.table == rule.table) &&
           (wanted.from.GetLength() == 0 || wanted.from == rule.from) &&
           (wanted.to.GetLength() == 0 || wanted.to == rule.to) &&
           (!wanted.mark || (wanted.mark == rule.mark && wanted.markMask == rule.markMask)) &&
           (wanted.tos == 0 || wanted.tos == rule.tos) &&
           (wanted.iif.empty() || wanted.iif == rule.iif) &&
           (wanted.oif.empty() || wanted.oif == rule.oif) &&
           (!wanted.suppressPrefixLength ||
            wanted.suppressPrefixLength == rule.suppressPrefixLength);
}

void
DeleteRule(NfIpWords& words, NfPolicyRouting& routing)
{
    RuleText text = TakeRule(words);
    const std::vector<NfRoutingRule>& rules = routing.GetRules();
    auto found = std::find_if(rules.begin(), rules.end(), [&](const NfRoutingRule& rule) {
        return Means(text, rule);
    });
    if (words.GetError())
    {
        return;
    }
    if (found == rules.end())
    {
        words.FailWhole("there is no such rule");
        return;
    }
    routing.RemoveRule(found - rules.begin());
}

/// `ip rule flush` removes all but those of priority 0.
void
FlushRules(NfPolicyRouting& routing)
{
    for (std::size_t i = routing.GetRules().size(); i > 0; --i)
    {
        if (routing.GetRules()[i - 1].priority != 0U)
        {
            routing.RemoveRule(i - 1);
        }
    }
}

} // namespace

void
NfExecuteIpRule(NfIpWords& words, NfPolicyRouting& routing, std::string& output)
{
    std::string verb = words.AtEnd() ? "list" : words.Take("a command");
    if (verb == "add")
    {
        RuleText text = TakeRule(words);
        if (!words.GetError())
        {
            routing.AddRule(text.rule);
        }
    }
    else if (verb == "del" || verb == "delete")
    {
        DeleteRule(words, routing);
    }
    else if ((verb == "list" || verb == "show" || verb == "ls") && words.AtEnd())
    {
        for (const NfRoutingRule& rule : routing.GetRules())
        {
            output += PrintRule(rule);
        }
    }
    else if (verb == "flush" && words.AtEnd())
    {
        FlushRules(routing);
    }
    else
    {
        words.Fail("\"" + verb + "\" is not understood: expected add, del, list or flush");
    }
}

} // namespace ns3
