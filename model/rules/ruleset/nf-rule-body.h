// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RULE_BODY_H
#define NF_RULE_BODY_H

#include "nf-extension.h"
#include "nf-rule-spec.h"

#include "ns3/ptr.h"
#include "ns3/simple-ref-count.h"

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
 * A match or a target of a body, in one of three forms.
 *
 * - Shared: the rules have the one object, as it is.
 * - Shared but for words: it has values that are each rule's own (NfOptionSpec::Own()). The object
 *   has those of one of the rules; a rule's own is a copy that has taken the words of the rule, and
 *   is made when somebody asks for it.
 * - Own: it keeps something of packets, so each rule has an object of its own.
 * @tparam T NfMatch or NfTarget
 */
template <class T>
struct NfRulePart
{
    Ptr<T> shared;    //!< null: none, or own
    uint8_t words{0}; //!< how many words of it each rule has of its own
    bool own{false};  //!< each rule has an object of its own
};

/**
 * @ingroup netfilter
 * What a rule says, but for what is its own: addresses, a few words, and extensions that keep
 * something of packets. A long list says the same in most of its rules, which therefore share one
 * body; no body is changed once a rule has it.
 */
struct NfRuleBody : public SimpleRefCount<NfRuleBody>
{
    /// The standard matches, masks included; the addresses are zero.
    std::shared_ptr<const NfRuleSpec> spec{std::make_shared<NfRuleSpec>()};
    std::vector<NfRulePart<NfMatch>> matches; //!< -m, in order of the text
    NfRuleAction action{NfRuleAction::NONE};
    std::string chain;           //!< where to, with JUMP and GOTO
    NfRulePart<NfTarget> target; //!< with TARGET
};

/**
 * @ingroup netfilter
 * What a rule has of its own, as its body's parts ask for: of all matches in their order, then of
 * the target.
 */
struct NfRuleOwn
{
    NfAddress source;                      //!< of -s, masked
    NfAddress destination;                 //!< of -d, masked
    std::vector<Ptr<NfExtension>> objects; //!< for parts that are own
    std::string words;                     //!< for parts that have some: a zero byte behind each
};

} // namespace ns3

#endif /* NF_RULE_BODY_H */
