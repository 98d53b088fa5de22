// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RULE_HIT_H
#define NF_RULE_HIT_H

#include "nf-packet.h"
#include "nf-rule.h"

#include <cstdint>
#include <string_view>

namespace ns3
{

/**
 * @ingroup netfilter
 * What a traversal of a table tells at each step that Linux's TRACE would report, in the same
 * order: a rule that matched, before its target runs; the end of a user's chain; the policy. A
 * hotdrop tells nothing. Valid only during the call.
 *
 * Divergence: the kernel reports a rule without conditions whose target is a standard verdict as
 * if it were the end of its chain; here it is a RULE (NfRule::IsUnconditional() tells them apart).
 */
struct NfRuleHit
{
    /// Which step.
    enum class Kind : uint8_t
    {
        RULE,   //!< a rule matched
        POLICY, //!< the policy of a base chain decides
        RETURN  //!< the end of a user's chain was reached
    };

    /// How it goes on. Of extension targets the usual result, see NfTarget::GetTypicalResult().
    enum class Verdict : uint8_t
    {
        ACCEPT,
        DROP,
        RETURN,
        JUMP,
        GOTO,
        CONTINUE,
        QUEUE,
        STOLEN
    };

    const NfPacket& packet; //!< as it is at this step
    std::string_view table;
    std::string_view chain;
    uint32_t tableNumber{0}; //!< index of the table in NfTableKind::All()
    uint32_t chainNumber{0}; //!< index of the chain in NfTable::GetChains()
    uint32_t ruleNumber{0};  //!< from 1 within the chain; 0 if the step is not a rule
    Kind kind{Kind::RULE};
    std::string_view target{}; //!< as iptables-save prints it; the chain of a jump; empty if none
    Verdict verdict{Verdict::CONTINUE};
    uint64_t rulesetGeneration{0}; //!< counts the changes of the node's rule set
    const NfRule* rule{nullptr};   //!< null if the step is not a rule

    /// Signature of subscribers.
    typedef void (*TracedCallback)(const NfRuleHit& hit);
};

/// @param verdict a verdict
/// @return its name
const char* NfToString(NfRuleHit::Verdict verdict);

} // namespace ns3

#endif /* NF_RULE_HIT_H */
