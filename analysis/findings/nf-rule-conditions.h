// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RULE_CONDITIONS_H
#define NF_RULE_CONDITIONS_H

#include "nf-trace-flow.h"
#include "nf-value-set.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace ns3
{

class NfTraceReader;

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

/// A field of a packet, or the bits of it that a mask selects.
struct NfRuleDimension
{
    std::string field;                //!< as in rule_condition
    std::optional<NfSetValue> mask{}; //!< nothing: all bits

    friend bool operator<(const NfRuleDimension& a, const NfRuleDimension& b)
    {
        return std::tie(a.field, a.mask) < std::tie(b.field, b.mask);
    }

    friend bool operator==(const NfRuleDimension& a, const NfRuleDimension& b)
    {
        return a.field == b.field && a.mask == b.mask;
    }
};

/// Packets whose fields are in sets; fields that are not named may be anything.
using NfRuleBox = std::map<NfRuleDimension, NfValueSet>;

/**
 * @ingroup netfilter
 * What a rule asks for and does, as the rule itself has told the trace.
 *
 * Its packets are a union of boxes, exactly, but for conditions that only a match itself
 * understands: these are kept as texts.
 */
class NfRuleConditions
{
  public:
    /// A row of rule_condition.
    struct Part
    {
        std::string field;
        bool negated{false};
        std::variant<std::monostate, int64_t, std::string> first; //!< addresses as bytes
        std::variant<std::monostate, int64_t, std::string> last;
        std::variant<std::monostate, int64_t, std::string> mask;
    };

    /// What it does.
    struct Effects
    {
        bool known{false};      //!< the trace tells what the rule asks for and does
        bool ends{false};       //!< what it matches meets no later rule of its chain
        bool keepsState{false}; //!< the same packet may match once and fail once
        bool changes{false};    //!< it may change what later rules see
    };

    NfRuleConditions() = default;

    /// @param effects what it does
    /// @param conditions all of which must hold; parts are alternatives
    NfRuleConditions(const Effects& effects, const std::vector<std::vector<Part>>& conditions);

    /// @return what it does
    const Effects& GetEffects() const
    {
        return m_effects;
    }

    /// @return conditions that are not understood, as texts
    const std::set<std::string>& GetTexts() const
    {
        return m_texts;
    }

    /// @param subject a packet
    /// @return whether the rule matches it
    NfRuleAnswer Matches(const NfRuleSubject& subject) const;

  private:
    friend std::vector<std::size_t> NfFindCover(const std::vector<NfRuleConditions>& chain,
                                                std::size_t later);

    void Require(const std::vector<Part>& condition);
    bool MayTakeFrom(const NfRuleConditions& later, bool changed) const;

    Effects m_effects;
    std::vector<std::vector<Part>> m_conditions;
    std::vector<NfRuleBox> m_boxes{NfRuleBox()};
    std::set<std::string> m_texts;
    bool m_fleeting{false}; //!< it asks for what a rule may change: marks, states, texts
    bool m_complex{false};  //!< more boxes than are kept
};

/**
 * Find the rules that leave nothing for a later rule of their chain, whatever comes. May find none
 * although there are some; those that are found do.
 * @param chain conditions of a chain's rules, in order
 * @param later index of a rule
 * @return indexes of the rules that together take all that it could match: one, if one does;
 *         empty if there are none
 */
std::vector<std::size_t> NfFindCover(const std::vector<NfRuleConditions>& chain, std::size_t later);

/**
 * @param reader a trace
 * @return what its rules ask for, by chain
 */
std::map<int64_t, std::vector<NfRuleConditions>> NfReadRuleConditions(NfTraceReader& reader);

} // namespace ns3

#endif /* NF_RULE_CONDITIONS_H */
