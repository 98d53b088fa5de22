// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RULE_DRAFT_H
#define NF_RULE_DRAFT_H

#include "nf-address-parser.h"
#include "nf-error.h"
#include "nf-extension-type.h"
#include "nf-rule-body-pool.h"
#include "nf-rule.h"

#include <memory>
#include <string_view>
#include <vector>

namespace ns3
{

/// An extension as a command names it, with the options given to it.
struct NfExtensionUse
{
    const NfMatchType* match{nullptr};   //!< one of both is set
    const NfTargetType* target{nullptr}; //!< one of both is set
    NfToken place;                       //!< the word that named it
    std::vector<NfOption> options;       //!< in order of the text

    /// @return the type
    const NfExtensionType& Type() const
    {
        return match ? static_cast<const NfExtensionType&>(*match) : *target;
    }

    /// @param name long name
    /// @return the option of that name or alias, or null
    const NfOptionSpec* FindOption(std::string_view name) const;
};

/**
 * What a command says of its rule, before address lists are multiplied. Without a pool each rule
 * made from it has a body with extensions that no other has. With a pool rules share their bodies,
 * and have of their own only what NfRulePart tells.
 */
struct NfRuleDraft
{
    NfRuleSpec spec; //!< without addresses
    std::vector<NfAddressAndMask> sources;
    std::vector<NfAddressAndMask> destinations;
    std::vector<NfExtensionUse> matches;
    std::vector<NfExtensionUse> targets; //!< none or one
    NfRuleAction action{NfRuleAction::NONE};
    std::string chain; //!< with JUMP and GOTO
    uint64_t packets{0};
    uint64_t bytes{0};

    /**
     * Make the rules: sources times destinations, sources slowest.
     * @param rules receives them
     * @param pool with whose bodies and matches they share what they have in common; null: with
     * none
     * @return nothing, or what an extension complains of
     */
    NfStatus MakeRules(std::vector<Ptr<NfRule>>& rules, NfRuleBodyPool* pool) const;

  private:
    // A body for a rule, and what the rule has of its own, but for the addresses.
    NfStatus MakeBody(const NfRuleSpec& whole,
                      NfRuleBodyPool* pool,
                      Ptr<const NfRuleBody>& body,
                      NfRuleOwn& own) const;
    // Likewise, extension by extension, so that the first thing that is wrong is told. `known`
    // becomes false if an extension is not one of the pool.
    NfStatus FillBody(NfRuleBody& body, NfRuleBodyPool* pool, NfRuleOwn& own, bool& known) const;
    // For a body that is there.
    NfStatus FillOwn(const NfRuleBody& body, NfRuleOwn& own) const;
};

/// @param place the word that is wrong
/// @param message what is wrong, and what was expected
/// @param exitCode the exit code that iptables has for it
/// @return the error
NfError NfErrorAt(const NfToken& place, std::string message, int exitCode = 2);

} // namespace ns3

#endif /* NF_RULE_DRAFT_H */
