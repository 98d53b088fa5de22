// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RULESET_H
#define NF_RULESET_H

#include "nf-address.h"
#include "nf-rule.h"
#include "nf-types.h"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * A kind of table: its name, where it has built-in chains, and when it runs there.
 */
struct NfTableKind
{
    std::string_view name;
    uint32_t hooks; //!< bit mask (1 << NfHook) of its built-in chains
    int priority;   //!< NfPriority; nat is called by NfNat instead

    /// Number of kinds: raw, mangle, nat, filter, security.
    static constexpr std::size_t COUNT = 5;

    /// @return all kinds, in order of priority
    static const std::array<NfTableKind, COUNT>& All();

    /// @param name of a table
    /// @return its index in All(), or COUNT
    static std::size_t Find(std::string_view name);
};

/**
 * @ingroup netfilter
 * A chain. A built-in one ends with a policy, which is held as a rule without conditions so that
 * its counters work alike (as in ip_tables.c); a user's has none.
 */
struct NfChain
{
    std::string name;
    Ptr<NfRule> policy; //!< ACCEPT or DROP; null: a user's chain
    std::vector<Ptr<NfRule>> rules;

    /// @return true if it belongs to a hook
    bool IsBuiltin() const
    {
        return bool(policy);
    }
};

/// @param action ACCEPT or DROP
/// @param family of the table
/// @return a policy, not hit yet
Ptr<NfRule> NfMakePolicy(NfRuleAction action, NfFamily family);

/**
 * @ingroup netfilter
 * A table of one family: built-in chains in order of hooks, then the user's chains sorted by name,
 * which is how iptables keeps and prints them. All its rules are of its family.
 */
class NfTable
{
  public:
    static constexpr std::size_t MAX_CHAIN_NAME = 28; //!< iptables' XT_EXTENSION_MAXNAMELEN - 1

    /**
     * @param kind which table; its built-in chains are empty and accept
     * @param family whose rules it has
     */
    explicit NfTable(const NfTableKind& kind, NfFamily family = NfFamily::IPV4);

    /// @return which table
    const NfTableKind& GetKind() const
    {
        return *m_kind;
    }

    /// @return whose rules it has
    NfFamily GetFamily() const
    {
        return m_family;
    }

    /// @return the built-in chains, in order of hooks
    const std::vector<NfChain>& GetBuiltinChains() const
    {
        return m_builtin;
    }

    /// @return the user's chains by name
    const std::map<std::string, NfChain, std::less<>>& GetUserChains() const
    {
        return m_user;
    }

    /// @return all chains, in the order of printing
    std::vector<const NfChain*> GetChains() const;

    /// @param name of a chain
    /// @return the chain, or null
    const NfChain* FindChain(std::string_view name) const;
    /// @copydoc FindChain
    NfChain* FindChain(std::string_view name);

    /// @param hook a hook
    /// @return the built-in chain there, or null
    const NfChain* FindChain(NfHook hook) const;

    /**
     * Call a function with every rule, in the order of the chains.
     * @param function takes the rule
     */
    template <typename F>
    void ForEachRule(const F& function) const
    {
        for (const NfChain* chain : GetChains())
        {
            for (const auto& rule : chain->rules)
            {
                function(static_cast<const NfRule&>(*rule));
            }
        }
    }

    /**
     * Call a function with every match and target, in the order of the rules, as
     * NfRule::PeekMatches() has it.
     * @param function takes the rule and the extension
     */
    template <typename F>
    void ForEachExtension(const F& function) const
    {
        ForEachRule([&function](const NfRule& rule) {
            rule.PeekMatches(
                [&](NfMatch& match) { function(rule, static_cast<NfExtension&>(match)); });
            if (NfTarget* target = rule.PeekTarget())
            {
                function(rule, static_cast<NfExtension&>(*target));
            }
        });
    }

    /// @param name of a user's chain
    /// @return how many rules jump or go to it
    uint32_t CountReferences(std::string_view name) const;

    /// @param name of a new chain, not taken
    /// @return the chain
    NfChain& AddChain(const std::string& name);

    /// @param name of a user's chain, to which no rule refers
    void RemoveChain(std::string_view name);

    /**
     * Give a user's chain another name. Rules that refer to it follow.
     * @param from its name
     * @param to its new name, not taken
     */
    void RenameChain(std::string_view from, const std::string& to);

    /// Zero the counters of all policies.
    void ZeroPolicies();

    /// Give back the space that chains have in reserve for more rules.
    void ShrinkToFit();

    /// Remove all rules and all user's chains; policies stay (what iptables-restore begins with).
    void Clear();

  private:
    const NfTableKind* m_kind;
    NfFamily m_family;
    std::vector<NfChain> m_builtin;
    std::map<std::string, NfChain, std::less<>> m_user;
};

/**
 * @ingroup netfilter
 * All tables of a node that are for one family: a value. Copy it, edit the copy, check it, swap it
 * in. The family is what the text of commands for it is read and printed by.
 *
 * Copies share tables until one is edited, and rules for ever, counters included.
 */
class NfRuleset
{
  public:
    /// @param family whose rules it has
    explicit NfRuleset(NfFamily family = NfFamily::IPV4)
        : m_family(family)
    {
    }

    /// @return whose rules it has
    NfFamily GetFamily() const
    {
        return m_family;
    }

    /// @param name of a table
    /// @return the table; null if there is no such table or it was not
    /// touched yet (in Linux a table exists once it was touched)
    const NfTable* FindTable(std::string_view name) const;

    /// @param index in NfTableKind::All()
    /// @return the table, or null if not touched yet
    const NfTable* GetTable(std::size_t index) const
    {
        return m_tables[index].get();
    }

    /**
     * A table to change, made if it does not exist. Other rule sets keep theirs.
     * @param index in NfTableKind::All()
     * @return the table
     */
    NfTable& EditTable(std::size_t index);

    /// @param other another rule set
    /// @param index of a table
    /// @return true if both share it unedited
    bool SharesTable(const NfRuleset& other, std::size_t index) const
    {
        return m_tables[index] == other.m_tables[index];
    }

  private:
    NfFamily m_family;
    std::array<std::shared_ptr<NfTable>, NfTableKind::COUNT> m_tables;
};

} // namespace ns3

#endif /* NF_RULESET_H */
