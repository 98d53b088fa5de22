// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RULE_H
#define NF_RULE_H

#include "nf-rule-body.h"

#include "ns3/ptr.h"
#include "ns3/simple-ref-count.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ns3
{

class NfRule;

/// Deletes a rule with what stands behind it.
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
 * Rules are many, so a rule is one piece of memory: 40 bytes, behind which stands what only some
 * rules have of their own, in this order: the addresses of IPv6, if it is a rule of IPv6; the
 * pointers to its own extensions; its own words, each with a zero byte behind it. How many there
 * are is told by the body.
 */
class NfRule : public SimpleRefCount<NfRule, NfCountedBase, NfRuleDeleter>
{
    // In front of the counters it takes no space.
    uint32_t m_objects; //!< how many extensions are its own

  public:
    uint64_t packets{0};
    uint64_t bytes{0}; //!< whole IP packets

    /**
     * @param body what it says, but for what is its own
     * @param own what is its own, as the body's parts ask for
     * @return a rule, not hit yet
     */
    static Ptr<NfRule> Make(Ptr<const NfRuleBody> body, const NfRuleOwn& own = {});

    /// @return a copy, which shares its body and its extensions
    Ptr<NfRule> Copy() const;

    /// @param body what the copy says instead, for the same family and with parts of the same form
    /// @return a copy that has the same of its own, and the same counters
    Ptr<NfRule> CopyWith(Ptr<const NfRuleBody> body) const;

    NfRule(const NfRule&) = delete;
    NfRule& operator=(const NfRule&) = delete;

    /// @return what it says, but for what is its own
    const NfRuleBody& GetBody() const
    {
        return *m_body;
    }

    /// @return what is its own
    NfRuleOwn GetOwn() const;

    /// @return the standard matches, without addresses
    const NfRuleSpec& GetConditions() const
    {
        return *m_body->spec;
    }

    /// @return the standard matches, put together
    NfRuleSpec GetSpec() const;

    /// @return the extensions of -m, in order of the text; those with words of its own are copies
    std::vector<Ptr<NfMatch>> GetMatches() const;

    /// @return the extension that decides, with TARGET, or null; with words of its own it is a copy
    Ptr<NfTarget> GetTarget() const;

    /// @param index of an extension that is its own: of the matches first, then of the target
    /// @return the extension
    NfExtension& GetOwnExtension(uint32_t index) const
    {
        return *GetObjects()[index];
    }

    /**
     * Call a function with each match, in order of the text, without making copies: what other
     * rules have of the same body may stand for what is its own words.
     * @param function takes the match
     */
    template <typename F>
    void PeekMatches(const F& function) const
    {
        const Ptr<NfExtension>* object = GetObjects();
        for (const NfRulePart<NfMatch>& part : m_body->matches)
        {
            function(part.own ? static_cast<NfMatch&>(**object++) : *part.shared);
        }
    }

    /// @return the target, likewise; null if it has none
    NfTarget* PeekTarget() const
    {
        const NfRulePart<NfTarget>& part = m_body->target;
        return part.own ? static_cast<NfTarget*>(PeekPointer(GetObjects()[m_objects - 1]))
                        : PeekPointer(part.shared);
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
    /// @return true if both have one body, and the same of their own
    bool SaysTheSameAs(const NfRule& other) const;

  private:
    friend struct NfRuleDeleter;

    /// Addresses of IPv6.
    struct Addresses
    {
        NfAddress source;
        NfAddress destination;
    };

    NfRule(Ptr<const NfRuleBody> body, const NfRuleOwn& own);
    ~NfRule();

    bool IsWide() const
    {
        return GetConditions().family == NfFamily::IPV6;
    }

    // What stands behind the rule.
    const Addresses* GetAddresses() const
    {
        return reinterpret_cast<const Addresses*>(this + 1);
    }

    const Ptr<NfExtension>* GetObjects() const
    {
        const void* behind = IsWide() ? static_cast<const void*>(GetAddresses() + 1) : this + 1;
        return static_cast<const Ptr<NfExtension>*>(behind);
    }

    const char* GetWords() const
    {
        return reinterpret_cast<const char*>(GetObjects() + m_objects);
    }

    // How many bytes the words take.
    std::size_t CountWordBytes() const;

    uint32_t m_source;      //!< of IPv4
    uint32_t m_destination; //!< of IPv4
    Ptr<const NfRuleBody> m_body;
};

} // namespace ns3

#endif /* NF_RULE_H */
