// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ruleset-editor.h"

#include "nf-extension-registry.h"
#include "nf-rule-draft.h"
#include "nf-rule-lister.h"
#include "nf-rule-printer.h"

#include <algorithm>
#include <sstream>

namespace ns3
{

namespace
{

constexpr int REFUSED = 1; ///< exit code of what the kernel or libiptc refuses

/// A copy of a rule with other counters.
Ptr<NfRule>
WithCounters(const NfRule& rule, uint64_t packets, uint64_t bytes)
{
    Ptr<NfRule> copy = rule.Copy();
    copy->packets = packets;
    copy->bytes = bytes;
    return copy;
}

/// Zero the counters of a chain and its rules.
void
Zero(NfChain& chain)
{
    for (auto& rule : chain.rules)
    {
        rule = WithCounters(*rule, 0, 0);
    }
    if (chain.policy)
    {
        chain.policy = WithCounters(*chain.policy, 0, 0);
    }
}

/// What makes two rules the same for -D and -C: everything but counters.
std::string
Identity(const NfRule& rule)
{
    std::ostringstream text;
    NfPrintRule(text, "", rule);
    const NfRuleSpec& spec = rule.GetConditions();
    text << static_cast<int>(rule.GetAction()) << (spec.notIn ? "!" : "")
         << (spec.notOut ? "!" : "") << (spec.asksProtocol ? "p" : "");
    return text.str();
}

/// The first rule like the given one.
std::vector<Ptr<NfRule>>::iterator
FindLike(NfChain& chain, const NfRule& rule)
{
    const std::string identity = Identity(rule);
    return std::find_if(chain.rules.begin(), chain.rules.end(), [&](const auto& other) {
        return Identity(*other) == identity;
    });
}

/// The error about a chain that does not exist.
NfError
NoChain(const NfToken& chain, const NfTable& table, int exitCode = REFUSED)
{
    return NfErrorAt(chain,
                     "found the chain '" + chain.text + "', which does not exist in the table " +
                         std::string(table.GetKind().name),
                     exitCode);
}

/// The error about a rule number that is too large.
NfError
NoRule(const NfIptablesCommand& command, const NfChain& chain)
{
    return NfErrorAt(command.numberToken,
                     "found the rule number " + std::to_string(command.number) + ", but chain '" +
                         chain.name + "' has " + std::to_string(chain.rules.size()) +
                         (chain.rules.size() == 1 ? " rule" : " rules"),
                     REFUSED);
}

/// The error about a policy; nothing if it is one.
NfStatus
CheckPolicy(const NfToken& policy, const NfToken& name, const NfChain* chain)
{
    if (!chain || !chain->IsBuiltin())
    {
        return NfErrorAt(name,
                         "found the policy '" + policy.text + "' for '" + name.text +
                             "', but only built-in chains of the table have one",
                         REFUSED);
    }
    if (policy.text != "ACCEPT" && policy.text != "DROP")
    {
        return NfErrorAt(policy,
                         "found the policy '" + policy.text + "', expected ACCEPT or DROP",
                         REFUSED);
    }
    return {};
}

/// A policy as a rule.
Ptr<NfRule>
MakePolicy(const std::string& name, NfFamily family, uint64_t packets, uint64_t bytes)
{
    const bool drops = name == "DROP";
    auto policy = NfMakePolicy(drops ? NfRuleAction::DROP : NfRuleAction::ACCEPT, family);
    policy->packets = packets;
    policy->bytes = bytes;
    return policy;
}

} // namespace

NfRulesetEditor::NfRulesetEditor(const NfRuleset& ruleset)
    : m_original(ruleset),
      m_ruleset(ruleset)
{
}

NfTable&
NfRulesetEditor::EditTable(std::size_t index)
{
    const bool first = m_ruleset.SharesTable(m_original, index) || m_begun.test(index);
    m_begun.reset(index);
    NfTable& table = m_ruleset.EditTable(index);
    if (first)
    {
        table.ZeroPolicies();
    }
    return table;
}

void
NfRulesetEditor::BeginTable(std::size_t index, bool flush)
{
    m_begun.set(index);
    if (flush || !m_ruleset.GetTable(index))
    {
        EditTable(index).Clear();
    }
}

void
NfRulesetEditor::EndTable(std::size_t index)
{
    if (index < NfTableKind::COUNT && IsChanged(index))
    {
        m_ruleset.EditTable(index).ShrinkToFit();
    }
}

NfStatus
NfRulesetEditor::Declare(std::size_t index, const ChainLine& line)
{
    NfTable& table = EditTable(index);
    const std::string& name = line.chain.text;
    if (name.size() > NfTable::MAX_CHAIN_NAME)
    {
        return NfErrorAt(line.chain,
                         "found a chain name of " + std::to_string(name.size()) +
                             " characters, expected at most " +
                             std::to_string(NfTable::MAX_CHAIN_NAME));
    }
    NfChain* chain = table.FindChain(name);
    const bool verdict = name == "ACCEPT" || name == "DROP" || name == "QUEUE" || name == "RETURN";
    if (verdict || (chain && !chain->IsBuiltin() && !line.noflush))
    {
        return NfErrorAt(line.chain,
                         verdict ? "the chain name '" + name + "' is the name of a verdict"
                                 : "the chain '" + name + "' was declared before");
    }
    if (!chain)
    {
        chain = &table.AddChain(name);
    }
    else if (!chain->IsBuiltin())
    {
        chain->rules.clear();
    }
    if (line.policy.text != "-")
    {
        if (NfStatus error = CheckPolicy(line.policy, line.chain, chain))
        {
            return error;
        }
        chain->policy = MakePolicy(line.policy.text, table.GetFamily(), line.packets, line.bytes);
    }
    return {};
}

void
NfRulesetEditor::AddRules(NfChain& chain, std::size_t index, const NfIptablesCommand& command)
{
    for (const auto& rule : command.rules)
    {
        m_places[PeekPointer(rule)] = command.place;
    }
    m_lastPlace = command.place;
    chain.rules.insert(chain.rules.begin() + index, command.rules.begin(), command.rules.end());
}

NfStatus
NfRulesetEditor::Delete(NfChain& chain, const NfIptablesCommand& command)
{
    for (const auto& rule : command.rules)
    {
        auto found = FindLike(chain, *rule);
        if (found == chain.rules.end())
        {
            return NfErrorAt(command.place, "chain '" + chain.name + "' has no such rule", REFUSED);
        }
        if (command.kind == NfIptablesCommandKind::DELETE)
        {
            chain.rules.erase(found);
        }
    }
    return {};
}

NfStatus
NfRulesetEditor::DeleteChains(NfTable& table, const NfIptablesCommand& command)
{
    std::vector<std::string> names;
    if (!command.chain.text.empty())
    {
        names.push_back(command.chain.text);
    }
    else
    {
        for (const auto& entry : table.GetUserChains())
        {
            names.push_back(entry.first);
        }
    }
    const NfToken& place = command.chain.text.empty() ? command.place : command.chain;
    for (const std::string& name : names)
    {
        const NfChain* chain = table.FindChain(name);
        if (!chain)
        {
            return NoChain(place, table);
        }
        std::string reason;
        if (chain->IsBuiltin())
        {
            reason = "it is a built-in chain";
        }
        else if (uint32_t references = table.CountReferences(name))
        {
            reason = std::to_string(references) +
                     (references == 1 ? " rule leads to it" : " rules lead to it");
        }
        else if (!chain->rules.empty())
        {
            reason = "it is not empty";
        }
        if (!reason.empty())
        {
            return NfErrorAt(place,
                             "the chain '" + name + "' cannot be deleted: " + reason,
                             REFUSED);
        }
        table.RemoveChain(name);
    }
    return {};
}

NfStatus
NfRulesetEditor::SetPolicy(NfTable& table, const NfIptablesCommand& command)
{
    NfChain* chain = table.FindChain(command.chain.text);
    if (NfStatus error = CheckPolicy(command.word, command.chain, chain))
    {
        return error;
    }
    chain->policy =
        MakePolicy(command.word.text, table.GetFamily(), command.packets, command.bytes);
    return {};
}

NfStatus
NfRulesetEditor::RenameChain(NfTable& table, const NfIptablesCommand& command)
{
    if (table.FindChain(command.word.text))
    {
        return NfErrorAt(command.word,
                         "the chain '" + command.word.text + "' exists already",
                         REFUSED);
    }
    const NfChain* chain = table.FindChain(command.chain.text);
    if (!chain)
    {
        return NoChain(command.chain, table);
    }
    if (chain->IsBuiltin())
    {
        return NfErrorAt(command.chain,
                         "the built-in chain '" + command.chain.text + "' cannot be renamed",
                         REFUSED);
    }
    table.RenameChain(command.chain.text, command.word.text);
    return {};
}

NfStatus
NfRulesetEditor::ApplyToChain(NfTable& table, const NfIptablesCommand& command)
{
    NfChain* chain = table.FindChain(command.chain.text);
    if (!chain)
    {
        return NoChain(command.chain, table);
    }
    auto& rules = chain->rules;
    const std::size_t index = command.number == 0 ? 0 : command.number - 1;
    switch (command.kind)
    {
    case NfIptablesCommandKind::APPEND:
        AddRules(*chain, rules.size(), command);
        return {};
    case NfIptablesCommandKind::INSERT: {
        if (index > rules.size())
        {
            return NoRule(command, *chain);
        }
        // Each rule of an address list goes to the same number, so the last comes first.
        NfIptablesCommand reversed = command;
        std::reverse(reversed.rules.begin(), reversed.rules.end());
        AddRules(*chain, index, reversed);
        return {};
    }
    case NfIptablesCommandKind::CHECK:
    case NfIptablesCommandKind::DELETE:
        return Delete(*chain, command);
    case NfIptablesCommandKind::FLUSH:
        rules.clear();
        return {};
    case NfIptablesCommandKind::ZERO:
        Zero(*chain);
        return {};
    default:
        break;
    }
    if (index >= rules.size())
    {
        return NoRule(command, *chain);
    }
    if (command.kind == NfIptablesCommandKind::ZERO_NUMBER)
    {
        rules[index] = WithCounters(*rules[index], 0, 0);
        return {};
    }
    rules.erase(rules.begin() + index);
    if (command.kind == NfIptablesCommandKind::REPLACE)
    {
        AddRules(*chain, index, command);
    }
    return {};
}

NfStatus
NfRulesetEditor::ApplyToAll(NfTable& table, const NfIptablesCommand& command)
{
    for (const NfChain* each : table.GetChains())
    {
        NfChain& chain = *table.FindChain(each->name);
        if (command.kind == NfIptablesCommandKind::FLUSH)
        {
            chain.rules.clear();
        }
        else
        {
            Zero(chain);
        }
    }
    return {};
}

NfStatus
NfRulesetEditor::List(const NfTable& table,
                      const NfIptablesCommand& command,
                      std::ostream& output) const
{
    const NfChain* chain = nullptr;
    if (!command.chain.text.empty())
    {
        chain = table.FindChain(command.chain.text);
        if (!chain)
        {
            return NoChain(command.chain, table);
        }
    }
    if (command.kind == NfIptablesCommandKind::LIST_RULES)
    {
        NfListCommands(output, table, chain, command.list.verbose, command.number);
        return {};
    }
    bool first = true;
    for (const NfChain* each : table.GetChains())
    {
        if (!chain || chain == each)
        {
            output << (first ? "" : "\n");
            NfListChain(output, table, *each, command.list, command.number);
            first = false;
        }
    }
    return {};
}

/// What -v prints of what a command is about to do.
void
NfRulesetEditor::Report(const NfTable& table,
                        const NfIptablesCommand& command,
                        std::ostream& output)
{
    for (const auto& rule : command.rules)
    {
        NfListHandledRule(output, *rule);
    }
    const char* deed = nullptr;
    switch (command.kind)
    {
    case NfIptablesCommandKind::FLUSH:
        deed = "Flushing";
        break;
    case NfIptablesCommandKind::ZERO:
        deed = "Zeroing";
        break;
    case NfIptablesCommandKind::DELETE_CHAIN:
        deed = "Deleting";
        break;
    default:
        return;
    }
    for (const NfChain* chain : table.GetChains())
    {
        const bool all =
            command.chain.text.empty() &&
            (command.kind != NfIptablesCommandKind::DELETE_CHAIN || !chain->IsBuiltin());
        if (all || chain->name == command.chain.text)
        {
            output << deed << " chain `" << chain->name << "'\n";
        }
    }
}

NfStatus
NfRulesetEditor::Apply(const NfIptablesCommand& command, std::ostream* output)
{
    if (command.skip)
    {
        return {};
    }
    const std::size_t index = NfTableKind::Find(command.table);
    if (!m_ruleset.GetTable(index))
    {
        m_ruleset.EditTable(index);
    }
    const bool lists = command.kind == NfIptablesCommandKind::LIST ||
                       command.kind == NfIptablesCommandKind::LIST_RULES;
    if (lists)
    {
        std::ostringstream ignored;
        NfStatus error = List(*m_ruleset.GetTable(index), command, output ? *output : ignored);
        if (error || !command.zero)
        {
            return error;
        }
        NfIptablesCommand zero = command;
        zero.zero = false;
        zero.kind =
            command.number == 0 ? NfIptablesCommandKind::ZERO : NfIptablesCommandKind::ZERO_NUMBER;
        return Apply(zero, output);
    }
    if (command.list.verbose && output)
    {
        Report(*m_ruleset.GetTable(index), command, *output);
    }
    if (command.kind == NfIptablesCommandKind::CHECK)
    {
        NfTable copy = *m_ruleset.GetTable(index); // looked at only
        NfChain* chain = copy.FindChain(command.chain.text);
        return chain ? Delete(*chain, command) : NfStatus(NoChain(command.chain, copy));
    }
    NfTable& table = EditTable(index);
    switch (command.kind)
    {
    case NfIptablesCommandKind::NEW_CHAIN:
        if (table.FindChain(command.chain.text))
        {
            return NfErrorAt(command.chain,
                             "the chain '" + command.chain.text + "' exists already",
                             REFUSED);
        }
        table.AddChain(command.chain.text);
        return {};
    case NfIptablesCommandKind::DELETE_CHAIN:
        return DeleteChains(table, command);
    case NfIptablesCommandKind::RENAME_CHAIN:
        return RenameChain(table, command);
    case NfIptablesCommandKind::POLICY:
        return SetPolicy(table, command);
    case NfIptablesCommandKind::FLUSH:
    case NfIptablesCommandKind::ZERO:
        return command.chain.text.empty() ? ApplyToAll(table, command)
                                          : ApplyToChain(table, command);
    default:
        return ApplyToChain(table, command);
    }
}

NfStatus
NfRulesetEditor::Check(const NfNetns* netns) const
{
    for (std::size_t i = 0; i < NfTableKind::COUNT; ++i)
    {
        if (IsChanged(i))
        {
            if (NfStatus error = NfCheckTable(*m_ruleset.GetTable(i), netns, m_places))
            {
                // An old rule is refused because of a new one.
                if (error->line == 0)
                {
                    error->line = m_lastPlace.line;
                    error->column = m_lastPlace.column;
                }
                return error;
            }
        }
    }
    return {};
}

bool
NfRulesetEditor::IsChanged(std::size_t index) const
{
    return m_ruleset.GetTable(index) && !m_ruleset.SharesTable(m_original, index);
}

void
NfRulesetEditor::CheckWhole(const NfNetns* netns,
                            std::vector<NfError>& errors,
                            std::vector<NfError>& warnings) const
{
    for (std::size_t i = 0; i < NfTableKind::COUNT; ++i)
    {
        if (IsChanged(i))
        {
            const NfTable& table = *m_ruleset.GetTable(i);
            NfCheckWholeTable(table, netns, m_places, errors, warnings);
            FindCaveats(table, netns, warnings);
        }
    }
}

void
NfRulesetEditor::FindCaveats(const NfTable& table,
                             const NfNetns* netns,
                             std::vector<NfError>& warnings) const
{
    NfTellCaveats(table, netns, [&](const NfRule& rule, const std::string& caveat) {
        auto place = m_places.find(&rule);
        if (place != m_places.end())
        {
            NfError warning;
            warning.message = caveat;
            warning.line = place->second.line;
            warning.column = place->second.column;
            warning.wholeLine = true;
            warnings.push_back(std::move(warning));
        }
    });
}

} // namespace ns3
