// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPTABLES_SCRIPT_H
#define NF_IPTABLES_SCRIPT_H

#include "nf-tables.h"

#include <string>
#include <string_view>

namespace ns3
{

class NfNetns;

/**
 * @ingroup netfilter
 * @param text of a file
 * @return true if it looks like a shell script with commands of iptables or ip6tables
 */
bool NfIsIptablesScript(std::string_view text);

/**
 * @ingroup netfilter
 * Find out what a shell script of iptables and ip6tables commands makes of rule sets, without
 * executing anything on the machine: see NfShellParser for what is read and NfShellRunner for what
 * is followed.
 *
 * Divergence: what the kernel would refuse of a rule is found at the end of the script, not at the
 * command, so that a script cannot react to it.
 * @param text of the script
 * @param name of the script, for messages
 * @param ruleset what it starts with
 * @param netns the node; may be null
 * @param findings receives what cannot be followed or is wrong, and commands without effect here
 * @param ruleset6 what commands of ip6tables start with; receives what they make of it. Null: they
 *        are named as without effect
 * @return the rules at its end; to be used only if there are no errors
 */
NfRuleset NfReadIptablesScript(const std::string& text,
                               const std::string& name,
                               const NfRuleset& ruleset,
                               const NfNetns* netns,
                               NfRulesFindings& findings,
                               NfRuleset* ruleset6 = nullptr);

} // namespace ns3

#endif /* NF_IPTABLES_SCRIPT_H */
