// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RULE_H
#define NF_RULE_H

#include "nf-extension.h"
#include "nf-rule-spec.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ns3
{

/// What a rule does with a packet that it matches.
enum class NfRuleAction : uint8_t
{
    NONE,   //!< count and go on
    ACCEPT, //!< standard verdicts, from here
    DROP,
    QUEUE,
    RETURN, //!< to here
    JUMP,   //!< -j to a user chain
    GOTO,   //!< -g to a user chain
    TARGET  //!< an extension decides
};

/// @param action a standard verdict
/// @return its name; empty if it is none
std::string_view NfToString(NfRuleAction action);

/// @param name of a standard verdict
/// @return its action; NONE if it is none
NfRuleAction NfFindVerdict(std::string_view name);

/**
 * @ingroup netfilter
 * A rule: conditions, what to do, and how often it was hit.
 *
 * Rule sets share rules: an edit replaces a rule by a changed copy. The counters alone change in
 * place, as packets pass; extensions may keep state, which copies of the rule share.
 */
struct NfRule
{
    NfRuleSpec spec;                               //!< the standard matches
    std::vector<std::shared_ptr<NfMatch>> matches; //!< -m, in order of the text
    NfRuleAction action{NfRuleAction::NONE};
    std::string chain;                //!< where to, with JUMP and GOTO
    std::shared_ptr<NfTarget> target; //!< with TARGET
    uint64_t packets{0};
    uint64_t bytes{0}; //!< whole IP packets

    /// @return what stands after -j or -g: a verdict, a chain, an extension; empty without a target
    std::string_view GetTargetName() const;

    /**
     * As the kernel tells it: a lone "+" as an interface name counts as a condition.
     * @return true if it has no condition at all
     */
    bool IsUnconditional() const;

    /// @return what it asks for and does, its matches and its target included
    NfRuleDescription Describe() const;
};

} // namespace ns3

#endif /* NF_RULE_H */
