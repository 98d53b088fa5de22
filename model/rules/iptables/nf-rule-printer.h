// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RULE_PRINTER_H
#define NF_RULE_PRINTER_H

#include "nf-ruleset.h"

#include <cstdint>
#include <ostream>
#include <string>

namespace ns3
{

/// How a rule set is saved.
struct NfSaveOptions
{
    bool counters{false}; //!< "[packets:bytes] " before each rule, as iptables-save -c
    std::string table;    //!< only this table; empty: all that exist
};

/// Where a rule's counters are printed.
enum class NfCounterStyle : uint8_t
{
    NONE,
    BRACKETS, //!< "[1:2] -A ...", as iptables-save -c
    OPTION    //!< "-A ... -c 1 2 -j ...", as iptables -S -v
};

/**
 * Print a rule as iptables-save does, without a newline: "-A chain ...".
 * @param os the stream
 * @param chain name of its chain
 * @param rule the rule
 * @param counters where to print its counters
 */
void NfPrintRule(std::ostream& os,
                 std::string_view chain,
                 const NfRule& rule,
                 NfCounterStyle counters = NfCounterStyle::NONE);

/**
 * The rule set as iptables-save 1.8.9 prints it, without the comment lines that hold the date.
 *
 * Divergence: tables come in the order raw, mangle, nat, filter, security. iptables-legacy-save
 * prints the table first that was touched last, so its order says nothing about the rules.
 * @param ruleset the rule set
 * @param options what to print
 * @return the text; empty if no table exists
 */
std::string NfSaveRuleset(const NfRuleset& ruleset, const NfSaveOptions& options);

} // namespace ns3

#endif /* NF_RULE_PRINTER_H */
