// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RULE_H
#define NF_RULE_H

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
 * What a rule says, but for its addresses. A long list says the same in most of its rules, which
 * therefore share one body; no body is changed once a rule has it.
 */
struct NfRuleBody : public SimpleRefCount<NfRuleBody>
{
    /// The standard matches, masks included; the addresses are zero.
    std::shared_ptr<const NfRuleSpec> spec{std::make_shared<NfRuleSpec>()};
    std::vector<std::shared_ptr<NfMatch>> matches; //!< -m, in order of the text
    NfRuleAction action{NfRuleAction::NONE};
    std::string chain;                //!< where to, with JUMP and GOTO
    std::shared_ptr<NfTarget> target; //!< with TARGET
};

class NfRule;

/// Nothing: what ns-3's own base is called differs between its versions.
struct NfRuleBase
{
};

/// Deletes a rule of either family.
struct NfRuleDeleter
{
    /// @param rule that nothing refers to
    static void Delete(NfRule* rule);
};

/**
 * @ingroup netfilter
 * A rule: conditions, what to do, and how often it was hit.
 *
 * Rule sets share rules: an edit replaces a rule by a changed copy. The counters alone change in
 * place, as packets pass; extensions may keep state, which copies of the rule share.
 *
 * Rules are many, so they are small: the addresses of IPv6 are behind the rule, and only there if
 * it is one of IPv6.
 */
class NfRule : public SimpleRefCount<NfRule, NfRuleBase, NfRuleDeleter>
{
  public:
    /**
     * @param body what it says, but for its addresses
     * @param source the address of -s, masked
     * @param destination the address of -d, masked
     * @return a rule, not hit yet
     */
    static Ptr<NfRule> Make(Ptr<const NfRuleBody> body,
                            const NfAddress& source = {},
                            const NfAddress& destination = {});

    /// @return a copy, which shares its body and its extensions
    Ptr<NfRule> Copy() const;

    /// @param body what the copy says instead, for the same family
    /// @return a copy with the same addresses and counters
    Ptr<NfRule> CopyWith(Ptr<const NfRuleBody> body) const;

    NfRule(const NfRule&) = delete;
    NfRule& operator=(const NfRule&) = delete;

    /// @return what it says, but for its addresses
    const NfRuleBody& GetBody() const
    {
        return *m_body;
    }

    /// @return the standard matches, without addresses
    const NfRuleSpec& GetConditions() const
    {
        return *m_body->spec;
    }

    /// @return the standard matches, put together
    NfRuleSpec GetSpec() const;

    /// @return the extensions of -m, in order of the text
    const std::vector<std::shared_ptr<NfMatch>>& GetMatches() const
    {
        return m_body->matches;
    }

    /// @return what it does
    NfRuleAction GetAction() const
    {
        return m_body->action;
    }

    /// @return where to, with JUMP and GOTO
    const std::string& GetChain() const
    {
        return m_body->chain;
    }

    /// @return the extension that decides, with TARGET
    const std::shared_ptr<NfTarget>& GetTarget() const
    {
        return m_body->target;
    }

    /// @return true if it leads to a user's chain
    bool Leads() const
    {
        return m_body->action == NfRuleAction::JUMP || m_body->action == NfRuleAction::GOTO;
    }

    /// @return what stands after -j or -g: a verdict, a chain, an extension; empty without a target
    std::string_view GetTargetName() const;

    /**
     * As the kernel tells it: a lone "+" as an interface name counts as a condition.
     * @return true if it has no condition at all
     */
    bool IsUnconditional() const;

    /// @return what it asks for and does, its matches and its target included
    NfRuleDescription Describe() const;

    /// @param other a rule
    /// @return true if both have one body, and the same addresses
    bool SaysTheSameAs(const NfRule& other) const;

    uint64_t packets{0};
    uint64_t bytes{0}; //!< whole IP packets

  private:
    friend struct NfRuleDeleter;

    /// A rule of IPv6.
    struct Wide;

    explicit NfRule(Ptr<const NfRuleBody> body);
    ~NfRule() = default;
    // Of a rule of IPv6, this rule.
    const Wide* GetWide() const;

    uint32_t m_source{0};      //!< of IPv4
    uint32_t m_destination{0}; //!< of IPv4
    Ptr<const NfRuleBody> m_body;
};

} // namespace ns3

#endif /* NF_RULE_H */
