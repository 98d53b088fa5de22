// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_OPTION_H
#define NF_OPTION_H

#include "nf-types.h"

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace ns3
{

/// One word of a command, with its place.
struct NfToken
{
    std::string text;   //!< with quotes and escapes resolved
    uint32_t line{0};   //!< from 1
    uint32_t column{0}; //!< from 1
};

class NfExtension;
struct NfOption;
struct NfRuleContext;
struct NfRuleDescription;

/**
 * Result of parsing one option or checking one extension: empty if well, otherwise the message.
 * The parser adds the place.
 */
using NfComplaint = std::optional<std::string>;

/// A set of hooks in which every hook is.
constexpr uint32_t NF_ALL_HOOKS = UINT32_MAX;

/**
 * @param hooks some hooks
 * @return the set of them, as a bit mask (1 << NfHook)
 */
constexpr uint32_t
NfHookSet(std::initializer_list<NfHook> hooks)
{
    uint32_t set = 0;
    for (NfHook hook : hooks)
    {
        set |= 1U << static_cast<unsigned>(hook);
    }
    return set;
}

/**
 * @ingroup netfilter
 * A row of a match's or target's table of options, e.g. `[!] --dport port[:port]`.
 *
 * NfOptionRow() makes a row that stores the value in a field of the extension; the functions below
 * then say the rest, each in a word:
 *
 *     NfOptionRow(&TtlMatch::m_less, "ttl-lt", NfNumberKind<uint8_t>{0, 255}).Choice(1)
 *
 * Common code reads, checks and prints such rows. A row without `take` belongs to an extension that
 * does so in functions of its own.
 */
struct NfOptionSpec
{
    int id;                   //!< the extension's own number for it; not used with `take`
    std::string_view name;    //!< long name without dashes: "dport"
    std::string_view alias{}; //!< a second long name ("destination-port"), or empty
    uint8_t minArguments{1};  //!< how many words must follow
    uint8_t maxArguments{1};  //!< how many may follow (the next word must not begin with '-')
    bool invertible{false};   //!< "!" may stand before it
    bool mandatory{false};    //!< the extension is an error without it
    bool repeatable{false};   //!< may be given more than once

    /// Rows with the same number other than 0 are a choice: see Choice() and AtLeastOne().
    uint8_t group{0};
    bool exclusive{false};        //!< no other row of its group may be given
    bool own{false};              //!< few rules of a list have the same value: see Own()
    bool printed{true};           //!< iptables-save may print it; not so with a second spelling
    uint32_t hooks{NF_ALL_HOOKS}; //!< from which a rule with this option may be reached
    uint8_t protocol{0};          //!< that the rule's -p must name, not inverted; 0: none

    std::string_view listed{};  //!< what iptables -L prints, with {} for the value; empty: nothing
    std::string_view inverse{}; //!< likewise where "!" was given

    /// Reads the value into its field.
    /// @return nothing, or what is wrong
    std::function<NfComplaint(NfExtension&, const NfOption&)> take{};
    std::function<bool(const NfExtension&)> isGiven{}; //!< was it, or another spelling, given?
    std::function<bool(const NfExtension&)>
        isShown{}; //!< likewise, and does it need to be printed?
    std::function<bool(const NfExtension&)> isInverted{};           //!< was "!" before it?
    std::function<void(const NfExtension&, std::ostream&)> print{}; //!< prints the value alone
    /// Likewise, for iptables -L.
    std::function<void(const NfExtension&, std::ostream&)> list{};
    /// What the kernel refuses of the value, where the rule stands; empty: nothing.
    std::function<NfComplaint(const NfExtension&, const NfRuleContext&)> check{};
    /// Adds what it asks for to a description; empty: nobody understands it but by its text.
    std::function<void(const NfExtension&, NfRuleDescription&)> describe{};

    /// @param name a second long name
    /// @return the row with it
    NfOptionSpec Alias(std::string_view name) const;
    /// @return the row, before which "!" may stand
    NfOptionSpec Invertible() const;
    /// @return the row, without which the extension is an error
    NfOptionSpec Mandatory() const;
    /// @return the row, which may be given more than once
    NfOptionSpec Repeatable() const;
    /// @return the row, whose words may be left out; its kind must take that
    NfOptionSpec Bare() const;
    /// @param number of a group
    /// @return the row, one of those of which exactly one must be given
    NfOptionSpec Choice(uint8_t number) const;
    /// @param number of a group
    /// @return the row, one of those of which at most one may be given
    NfOptionSpec AtMostOne(uint8_t number) const;
    /// @param number of a group
    /// @return the row, one of those of which some must be given
    NfOptionSpec AtLeastOne(uint8_t number) const;
    /**
     * Rules that differ in nothing but the values of such rows share what they say, and keep the
     * words of the values. It works for targets that are `stateless` and matches that are `inert`
     * (NfTargetType, NfMatchType), with a field for each row. Of such an extension only Parse(),
     * FinishParse(), Check(), Execute() and what prints or describes it may look at the values.
     * @return the row, with one word that sets the whole value, which mostly is a rule's own
     */
    NfOptionSpec Own() const;
    /// @return the row, as a second way to write what another row with the same field prints
    NfOptionSpec Spelling() const;
    /// @param set of hooks
    /// @return the row, for rules that only these reach
    NfOptionSpec OnlyFrom(uint32_t set) const;
    /// @param number of a protocol
    /// @return the row, for rules whose -p names this protocol
    NfOptionSpec OnlyWith(uint8_t number) const;
    /**
     * @param text what iptables -L prints, with {} where the value stands
     * @param inverted likewise, if "!" was given
     * @return the row with both
     */
    NfOptionSpec Listed(std::string_view text, std::string_view inverted = "") const;
};

/// One option as found in a command.
struct NfOption
{
    const NfOptionSpec* spec{nullptr};
    bool inverted{false};
    NfToken name;                   //!< as written, for messages
    std::vector<NfToken> arguments; //!< the words that follow
};

} // namespace ns3

#endif /* NF_OPTION_H */
