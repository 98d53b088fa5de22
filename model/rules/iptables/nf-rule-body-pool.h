// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RULE_BODY_POOL_H
#define NF_RULE_BODY_POOL_H

#include "nf-rule.h"

#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>

namespace ns3
{

/**
 * @ingroup netfilter
 * What the rules of a text have said so far, so that rules of the same words share one body, and
 * bodies that differ in some words share the parts in which they do not. Only what keeps no state
 * of packets is in it (NfMatchType::stateless, NfTargetType::stateless).
 *
 * It is meant to live while one text is read. It takes no more than MAX_SIZE of each, so that a
 * text of which nothing is said twice does not fill it.
 */
class NfRuleBodyPool
{
  public:
    static constexpr std::size_t MAX_SIZE = 65536; //!< bodies, and of each kind of part

    /// @param words of a body, in a form that differs if the words do
    /// @return the body; null if none is known
    Ptr<const NfRuleBody> FindBody(const std::string& words) const;

    /// @param words of a body, not known
    /// @param body what they say
    void Add(const std::string& words, Ptr<const NfRuleBody> body);

    /// @param words of standard matches, in a form that differs if the words do
    /// @return the standard matches; null if none are known
    std::shared_ptr<const NfRuleSpec> FindSpec(const std::string& words) const;

    /// @param words of standard matches, not known
    /// @param spec what they say
    void Add(const std::string& words, std::shared_ptr<const NfRuleSpec> spec);

    /// @param words of a match, in a form that differs if the words do
    /// @return the match; null if none is known
    Ptr<NfMatch> FindMatch(const std::string& words) const;

    /// @param words of a match, not known
    /// @param match what they say
    void Add(const std::string& words, Ptr<NfMatch> match);

    /// @param words of a target, in a form that differs if the words do
    /// @return the target; null if none is known
    Ptr<NfTarget> FindTarget(const std::string& words) const;

    /// @param words of a target, not known
    /// @param target what they say
    void Add(const std::string& words, Ptr<NfTarget> target);

  private:
    // Looked up only, never iterated.
    std::unordered_map<std::string, Ptr<const NfRuleBody>> m_bodies;
    std::unordered_map<std::string, std::shared_ptr<const NfRuleSpec>> m_specs;
    std::unordered_map<std::string, Ptr<NfMatch>> m_matches;
    std::unordered_map<std::string, Ptr<NfTarget>> m_targets;
};

} // namespace ns3

#endif /* NF_RULE_BODY_POOL_H */
