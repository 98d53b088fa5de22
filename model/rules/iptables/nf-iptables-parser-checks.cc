// SPDX-License-Identifier: GPL-2.0-only
// What is checked once all words are read.

#include "nf-iptables-names.h"
#include "nf-iptables-parser.h"

#include <optional>
#include <utility>

namespace ns3
{

bool
NfIptablesParser::ResolveTarget(const NfTable& table)
{
    if (m_target.text.empty())
    {
        return true;
    }
    const NfChain* chain = table.FindChain(m_target.text);
    NfRuleAction verdict = NfFindVerdict(m_target.text);
    if (m_goto && !chain)
    {
        return Fail(m_target,
                    "found " + NfQuoted(m_target.text) +
                        " after -g, expected a chain of the table " + m_command->table);
    }
    if (chain && chain->IsBuiltin())
    {
        return Fail(m_target,
                    "found the built-in chain " + NfQuoted(m_target.text) +
                        " as a target, expected a user's chain, a verdict or a target extension",
                    1);
    }
    if (chain)
    {
        m_draft.action = m_goto ? NfRuleAction::GOTO : NfRuleAction::JUMP;
        m_draft.chain = m_target.text;
        return true;
    }
    if (verdict != NfRuleAction::NONE)
    {
        m_draft.action = verdict;
        return true;
    }
    for (const auto& use : m_uses)
    {
        if (use->target)
        {
            m_draft.action = NfRuleAction::TARGET;
            m_draft.targets.push_back(std::move(*use));
            return true;
        }
    }
    const bool own = NfIsIptablesTarget(m_target.text, GetFamily());
    if (own || NfIsIptablesTarget(m_target.text, NfOtherFamily(GetFamily())))
    {
        // Such a rule is read, and refused by the kernel.
        const bool removed = !NfWhyRemovedTarget(m_target.text, GetFamily()).empty();
        return Fail(m_target, DescribeMissing("target", m_target.text, own), removed ? 1 : 2);
    }
    return Fail(m_target,
                "found " + NfQuoted(m_target.text) +
                    " as a target, which is neither a verdict, nor a target extension, nor a chain "
                    "of the table " +
                    m_command->table + " that was declared before");
}

bool
NfIptablesParser::Finish()
{
    NfIptablesCommand& command = *m_command;
    const bool nat = command.table == "nat";
    if (nat && (m_target.text == "DROP" ||
                (command.kind == NfIptablesCommandKind::POLICY && command.word.text == "DROP")))
    {
        return Fail(
            command.kind == NfIptablesCommandKind::POLICY ? command.word : m_target,
            "the \"nat\" table is not intended for filtering, so DROP cannot be used in it");
    }
    if (command.kind == NfIptablesCommandKind::NONE)
    {
        return Fail(m_words->empty() ? NfToken{"", 1, 1} : m_words->front(),
                    "found no command, expected one such as -A");
    }
    if (m_invert)
    {
        return Fail(m_invertPlace, "found '!' at the end, expected an option after it");
    }
    if (!ParseAddresses('s') || !ParseAddresses('d'))
    {
        return false;
    }
    for (char letter : m_given)
    {
        if (!NfOptionFits(command.kind, letter))
        {
            std::string name = letter == '0' ? "--line-numbers" : std::string("-") + letter;
            return Fail(command.place,
                        "the option " + NfQuoted(name) + " cannot be used with the command " +
                            NfQuoted(command.place.text));
        }
    }
    if (command.chain.text.size() > NfTable::MAX_CHAIN_NAME)
    {
        return Fail(command.chain,
                    "found a chain name of " + std::to_string(command.chain.text.size()) +
                        " characters, expected at most " + std::to_string(NfTable::MAX_CHAIN_NAME));
    }
    if (!NfDescribesRule(command.kind))
    {
        return true;
    }
    const std::string& chain = command.chain.text;
    bool noIn = chain == "OUTPUT" || chain == "POSTROUTING";
    bool noOut = chain == "INPUT" || chain == "PREROUTING";
    for (char letter : {'i', 'o'})
    {
        if ((letter == 'i' ? noIn : noOut) && m_given.find(letter) != std::string::npos)
        {
            return Fail(command.chain,
                        std::string("the option '-") + letter + "' cannot be used in " + chain);
        }
    }
    bool many = m_draft.sources.size() > 1 || m_draft.destinations.size() > 1;
    if (many && (m_draft.spec.notSource || m_draft.spec.notDestination))
    {
        return Fail(m_listed[m_draft.sources.size() > 1 ? 0 : 1],
                    "'!' cannot be used with several source or destination addresses");
    }
    if (many && command.kind == NfIptablesCommandKind::REPLACE)
    {
        return Fail(m_listed[m_draft.sources.size() > 1 ? 0 : 1],
                    "a replacement must be one rule, but several addresses make several");
    }
    const NfTable* table = m_ruleset.FindTable(command.table);
    std::optional<NfTable> untouched; // made only where no command has used the table before
    if (!table)
    {
        table =
            &untouched.emplace(NfTableKind::All()[NfTableKind::Find(command.table)], GetFamily());
    }
    if (!ResolveTarget(*table))
    {
        return false;
    }
    for (const auto& use : m_uses)
    {
        if (use->match)
        {
            m_draft.matches.push_back(std::move(*use));
        }
    }
    m_draft.packets = command.packets;
    m_draft.bytes = command.bytes;
    m_error = m_draft.MakeRules(command.rules, m_pool);
    return !m_error;
}

} // namespace ns3
