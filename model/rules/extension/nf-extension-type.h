// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_EXTENSION_TYPE_H
#define NF_EXTENSION_TYPE_H

#include "nf-extension.h"
#include "nf-option-relation.h"
#include "nf-option-row.h"
#include "nf-option.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * The row by which rule sets know a match or target: its name, its options, and what Linux's
 * modules declare in struct xt_match and xt_target. NfCheckPlace() holds rules to it.
 */
struct NfExtensionType
{
    std::string name;                  //!< as written after -m or -j
    std::vector<NfOptionSpec> options; //!< its options, in the order in which they are printed
    std::string help;                  //!< one line for people
    /**
     * Protocol after whose -p the match is loaded without -m (tcp, udp, icmp); 0: never.
     */
    uint8_t implicitProtocol{0};

    std::optional<NfFamily> family;       //!< for rules of this family only; nothing: of any
    std::vector<std::string_view> tables; //!< for these tables only; empty: for any
    uint32_t hooks{NF_ALL_HOOKS};         //!< for rules that only these hooks reach
    std::vector<uint8_t> protocols;       //!< the rule's -p must name one of them; empty: any rule
    bool needsConntrack{false};           //!< works only with connection tracking running
    std::string_view heading;             //!< how iptables -L begins, in front of the options
    /// Which options go together beyond what their rows say, in the order of asking.
    std::vector<NfOptionRelation> relations;
};

/// A match's row.
struct NfMatchType : NfExtensionType
{
    std::function<std::unique_ptr<NfMatch>()> make;               //!< a new object, for New()
    std::function<std::unique_ptr<NfMatch>(const NfMatch&)> copy; //!< empty: there are no copies
    /// The packet and the moment alone decide: it keeps nothing of packets, nor draws at random.
    bool stateless{false};
    bool inert{false}; //!< it matches every packet, and does nothing else: nobody asks it

    /**
     * @param family of the rule that it is for
     * @return a new match, before any Parse(); this type must live as long as the program
     */
    std::unique_ptr<NfMatch> New(NfFamily family = NfFamily::IPV4) const;
};

/// A target's row.
struct NfTargetType : NfExtensionType
{
    std::function<std::unique_ptr<NfTarget>()> make;                //!< a new object, for New()
    std::function<std::unique_ptr<NfTarget>(const NfTarget&)> copy; //!< empty: there are no copies
    bool stateless{false};         //!< it keeps nothing of packets itself, so rules may share it
    std::string_view kernelName{}; //!< what -L calls it; empty: its name
    NfTargetResult typical{NfTargetResult::CONTINUE}; //!< NfTarget::GetTypicalResult()
    bool ends{false};   //!< no packet that it gets meets a later rule of the chain
    bool changes{true}; //!< it may change what later rules see: marks, states, the packet

    /**
     * @param family of the rule that it is for
     * @return a new target, before any Parse(); this type must live as long as the program
     */
    std::unique_ptr<NfTarget> New(NfFamily family = NfFamily::IPV4) const;
};

/**
 * @tparam T class of the match, default-constructible
 * @param name as after -m
 * @param help one line for people
 * @return a type that makes T, without options
 */
template <class T>
NfMatchType
NfMakeMatchType(std::string_view name, std::string_view help)
{
    NfMatchType type;
    type.name = name;
    type.help = help;
    type.make = [] { return std::make_unique<T>(); };
    if constexpr (std::is_copy_constructible_v<T>)
    {
        type.copy = [](const NfMatch& other) {
            return std::make_unique<T>(static_cast<const T&>(other));
        };
    }
    return type;
}

/**
 * @tparam T class of the target, default-constructible
 * @param name as after -j
 * @param help one line for people
 * @return a type that makes T, without options
 */
template <class T>
NfTargetType
NfMakeTargetType(std::string_view name, std::string_view help)
{
    NfTargetType type;
    type.name = name;
    type.help = help;
    type.make = [] { return std::make_unique<T>(); };
    if constexpr (std::is_copy_constructible_v<T>)
    {
        type.copy = [](const NfTarget& other) {
            return std::make_unique<T>(static_cast<const T&>(other));
        };
    }
    return type;
}

/**
 * Give an extension the options of a command: what their rows say of each other, Parse() each,
 * the type's relations, FinishParse().
 * @param extension the extension
 * @param options the options, in order of the text
 * @param culprit receives the option that is complained of, or null if it is none of them
 * @return nothing, or what is wrong
 */
NfComplaint NfTakeOptions(NfExtension& extension,
                          const std::vector<NfOption>& options,
                          const NfOption*& culprit);

/**
 * @param what needs a protocol, and works: the message's beginning
 * @param allowed protocols, of which the rule's -p must name one
 * @param context where it is used
 * @return nothing, or that the rule has none of them
 */
NfComplaint NfCheckProtocol(std::string_view what,
                            const std::vector<uint8_t>& allowed,
                            const NfRuleContext& context);

/**
 * What the type and the given options' rows declare: family, tables, hooks and protocols, and what
 * the kernel refuses of the values.
 * @param extension the extension
 * @param context where it is used
 * @return nothing, or why it cannot be used there
 */
NfComplaint NfCheckPlace(const NfExtension& extension, const NfRuleContext& context);

/**
 * @param inverted whether a criterion is
 * @return what a match says of a packet in which the criterion cannot be looked for
 */
inline NfMatchResult
NfMalformed(bool inverted)
{
    return inverted ? NfMatchResult::YES_AND_HOTDROP : NfMatchResult::HOTDROP;
}

/// @param value a truth
/// @return what a match that never hotdrops says
inline NfMatchResult
NfResult(bool value)
{
    return value ? NfMatchResult::YES : NfMatchResult::NO;
}

} // namespace ns3

#endif /* NF_EXTENSION_TYPE_H */
