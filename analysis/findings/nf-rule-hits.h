// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RULE_HITS_H
#define NF_RULE_HITS_H

#include "nf-event-selection.h"
#include "nf-trace-reader.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace ns3
{

/**
 * A rule or policy by what it says and where it stands, without its number: the same rule has
 * other numbers in other runs, and after another one was inserted before it.
 */
struct NfRulePlace
{
    std::string node;
    std::string table;
    std::string chain;
    std::string text; //!< "-A FORWARD -p tcp -j DROP", or "policy DROP"

    /**
     * @param other another rule
     * @return true if this one comes before it
     */
    bool operator<(const NfRulePlace& other) const;
};

/**
 * Count how often rules and policies decided on packets, of the events that are asked for.
 * @param reader a trace of the level "rules"
 * @param events which hook passes count
 * @return the packets of each rule that matched, and of each policy that was met
 */
std::map<NfRulePlace, int64_t> NfCountRuleHits(NfTraceReader& reader, NfEventSelection& events);

/**
 * A rule in few words: without the chain, which is said beside it, without matches that the
 * protocol implies, and if it has a comment, by that and its target.
 * @param text a rule's text, or "policy DROP"
 * @return what it matches or its comment, and its target
 */
std::string NfRuleCaption(const std::string& text);

/**
 * Reasons of drops in few words. Those that differ still differ afterwards.
 * @param reasons the reasons, as NfDropCause has them
 * @return the reasons with NfRuleCaption() of the rules in them, in the same order
 */
std::vector<std::string> NfReasonCaptions(const std::vector<std::string>& reasons);

} // namespace ns3

#endif /* NF_RULE_HITS_H */
