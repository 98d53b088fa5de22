// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RULE_VALUES_H
#define NF_RULE_VALUES_H

#include "nf-trace-flow.h"

#include <cstdint>
#include <string>

namespace ns3
{

/**
 * \file
 * \ingroup netfilter
 * What the values of a rule's options mean. Kinds of values are "source", "destination", "in",
 * "out", "protocol", "sport", "dport", "ports", "state", "mark" and "icmp".
 */

/// What the trace tells of a packet at a hook, as far as rules ask for it.
struct NfRuleSubject
{
    const NfTraceFlowRow* flow{nullptr};
    std::string in;  //!< interface or empty
    std::string out; //!< interface or empty
    std::string ctState;
    int64_t mark{0};
};

/// Whether a rule matches, as far as the trace allows to say.
enum class NfRuleAnswer
{
    NO,
    MAYBE,
    YES
};

/**
 * \param kind kind of the value
 * \param value as iptables-save writes it, without a list around it
 * \param subject a packet
 * \return whether the packet has that value
 */
NfRuleAnswer NfAskRuleValue(const std::string& kind,
                            const std::string& value,
                            const NfRuleSubject& subject);

/**
 * \param kind kind of both values
 * \param outer a value
 * \param inner a value
 * \return true if every packet that has the inner value has the outer one, too. Errs on the side
 *         of false.
 */
bool NfRuleValueCovers(const std::string& kind, const std::string& outer, const std::string& inner);

} // namespace ns3

#endif /* NF_RULE_VALUES_H */
