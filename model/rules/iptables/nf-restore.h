// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RESTORE_H
#define NF_RESTORE_H

#include "nf-error.h"
#include "nf-ruleset-editor.h"

#include <string>
#include <vector>

namespace ns3
{

/// Options of iptables-restore.
struct NfRestoreOptions
{
    bool counters{false}; //!< -c: take the counters in brackets
    bool noflush{false};  //!< -n: add to what is there
    bool test{false};     //!< -t: parse and check only
};

/**
 * Apply a text in the format of iptables-save to a rule set, as iptables-restore 1.8.9 does, or
 * ip6tables-restore by the family of the rule set: what it takes, what it refuses and its exit
 * codes. Of a text with parts of both programs (nf-text-family.h) it takes the family's; a text of
 * the other family is refused by the line that shows it.
 *
 * Divergences: the text counts as a whole, so an error in a later table leaves also the earlier
 * ones unapplied (iptables-restore applies each table at its COMMIT); an unclosed quote is an
 * error.
 * @param text the text
 * @param name its name, for messages
 * @param options those of iptables-restore
 * @param editor of the rule set
 * @return nothing, or the first error, with its place
 */
NfStatus NfRestore(const std::string& text,
                   const std::string& name,
                   const NfRestoreOptions& options,
                   NfRulesetEditor& editor);

/**
 * As NfRestore(), but a line that is wrong is left out, and reading goes on behind it.
 * @param text the text
 * @param name its name, for messages
 * @param options those of iptables-restore
 * @param editor of the rule set; receives the lines that are right
 * @return the errors, in order of the text, at most one for each line; of a text that is none of
 *         iptables-save only that
 */
std::vector<NfError> NfRestoreWhole(const std::string& text,
                                    const std::string& name,
                                    const NfRestoreOptions& options,
                                    NfRulesetEditor& editor);

} // namespace ns3

#endif /* NF_RESTORE_H */
