// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RULE_LISTER_H
#define NF_RULE_LISTER_H

#include "nf-iptables-command.h"
#include "nf-ruleset.h"

#include <cstdint>
#include <ostream>
#include <string>

namespace ns3
{

/**
 * Print a number as iptables -L does: in full up to 99999, then in thousands, rounded ("100K").
 * @param number the number
 * @param exact in full always
 * @return the digits, without padding
 */
std::string NfScaledNumber(uint64_t number, bool exact);

/**
 * Print a chain as iptables -L does, with its heading, or one rule of it without the heading.
 *
 * Divergence: addresses are never looked up, nor are users, groups, realms, device groups and
 * values of TOS turned into names; without @p numeric the names of protocols, services, ICMP types,
 * TCP flags, types of chunks and packets, and levels of the log are printed.
 * @param os the stream
 * @param table its table
 * @param chain the chain
 * @param options how the listing looks
 * @param number of the rule; 0: all
 */
void NfListChain(std::ostream& os,
                 const NfTable& table,
                 const NfChain& chain,
                 const NfListOptions& options,
                 uint32_t number = 0);

/**
 * Print a rule as iptables -v does when it adds, replaces, deletes or looks for one.
 * @param os the stream
 * @param rule the rule
 */
void NfListHandledRule(std::ostream& os, const NfRule& rule);

/**
 * Print chains as iptables -S does.
 * @param os the stream
 * @param table the table
 * @param chain only this one; null: all
 * @param verbose with counters
 * @param number of one rule of the chain; 0: all and the chain itself
 */
void NfListCommands(std::ostream& os,
                    const NfTable& table,
                    const NfChain* chain,
                    bool verbose,
                    uint32_t number = 0);

} // namespace ns3

#endif /* NF_RULE_LISTER_H */
