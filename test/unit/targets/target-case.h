// SPDX-License-Identifier: GPL-2.0-only

#ifndef TARGET_CASE_H
#define TARGET_CASE_H

#include "nf-extension-type.h"
#include "nf-rule-spec.h"

#include <memory>
#include <string>
#include <vector>

namespace ns3
{

/// @param text a command line
/// @return its words, with quotes and escapes resolved
std::vector<std::string> SplitWords(const std::string& text);

/**
 * A rule whose target is to be tried: what the parser would find in it.
 */
struct TargetCase
{
    std::string table;
    std::string chain;
    NfRuleSpec rule;
    bool tcpSynOnly{false};
    NfFamily family;
    std::string target;
    std::vector<std::string> options; //!< the words that follow the target's name

    /**
     * @param text "table CHAIN [-d address] [-i device] [-p protocol] [--syn] -j TARGET options"
     * @param ofFamily family of the rule
     */
    explicit TargetCase(const std::string& text, NfFamily ofFamily = NfFamily::IPV4);

    /**
     * Make and check the target as the rules layer does, but for messages' places.
     * @param complaint takes what is wrong
     * @return the target, or null
     */
    std::unique_ptr<NfTarget> Make(std::string& complaint) const;

  private:
    NfComplaint ParseOptions(const NfTargetType& type, NfTarget& target) const;
};

/**
 * @param text as TargetCase takes it; must be right
 * @param family of the rule
 * @return the target
 */
std::unique_ptr<NfTarget> MakeTarget(const std::string& text, NfFamily family = NfFamily::IPV4);

} // namespace ns3

#endif /* TARGET_CASE_H */
