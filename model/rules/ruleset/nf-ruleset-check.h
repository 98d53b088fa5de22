// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RULESET_CHECK_H
#define NF_RULESET_CHECK_H

#include "nf-error.h"
#include "nf-ruleset.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace ns3
{

class NfNetns;

/// Where rules stand in the text that is being loaded; rules that are not in it have no place.
using NfRulePlaces = std::map<const NfRule*, NfToken>;

/**
 * What the kernel refuses when a table is installed (mark_source_chains and checkentry in
 * ip_tables.c): loops, and what the extensions complain of.
 *
 * As in the kernel a loop that no hook can reach does no harm, a rule behind an unconditional
 * verdict is not reached, and each rule's extensions are told the hooks that reach this rule.
 * @param table the table
 * @param netns the node; may be null
 * @param places of new rules, for the message
 * @return nothing, or what is refused (exit code 1)
 */
NfStatus NfCheckTable(const NfTable& table, const NfNetns* netns, const NfRulePlaces& places);

/**
 * As NfCheckTable(), for all rules of a table at once.
 * @param table the table
 * @param netns the node; may be null
 * @param places of new rules, for the messages
 * @param errors receives what is refused, at most one about each rule
 * @param warnings receives what is accepted and cannot be meant: rules and chains that no packet
 *        reaches. Nothing where chains lead into a loop or nowhere
 */
void NfCheckWholeTable(const NfTable& table,
                       const NfNetns* netns,
                       const NfRulePlaces& places,
                       std::vector<NfError>& errors,
                       std::vector<NfError>& warnings);

/**
 * What the rules of a table ask for and will not get here (NfRuleSpec::GetCaveat(),
 * NfExtension::GetCaveat()).
 * @param table the table
 * @param netns the node; may be null
 * @param tell is told each rule with such a sentence and the sentence: first those of the standard
 *        matches, then those of the extensions
 */
void NfTellCaveats(const NfTable& table,
                   const NfNetns* netns,
                   const std::function<void(const NfRule& rule, const std::string& caveat)>& tell);

} // namespace ns3

#endif /* NF_RULESET_CHECK_H */
