// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_OPTION_KINDS_H
#define NF_OPTION_KINDS_H

#include "nf-address.h"
#include "nf-flag-names.h"
#include "nf-option-text.h"
#include "nf-option.h"
#include "nf-rule-condition.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace ns3
{

/**
 * @file
 * @ingroup netfilter
 * Kinds of values that options take. NfOptionRow() ties one to a field.
 *
 * A kind has a type Value; ARGUMENTS, the number of words; and Print(). It reads a value in one of
 * two ways: Read() turns the first word into a value, or nothing, and GetSyntax() completes
 * "expected ..."; or Take() looks at the whole option, fills the value and tells itself what is
 * wrong.
 *
 * A kind may also have Check(), which tells what the kernel refuses of a value that iptables reads,
 * alone or for where the rule stands, such as a name of which the node has nothing; IsSilent(),
 * true for values that iptables-save leaves out; List(), if iptables -L prints the value otherwise;
 * AddTo(), which describes a condition on a field of the packet; and For(), which returns the kind
 * as rules of one family write it.
 */

/**
 * @ingroup netfilter
 * A field of an extension that an option sets.
 */
template <class T>
struct NfOptionValue
{
    T value{};            //!< the option's value, or the default
    bool given{false};    //!< the option was given
    bool inverted{false}; //!< with "!" before it

    /**
     * @param condition whether the packet is as the value says
     * @return true if the option asks for that; an option that was not given asks for nothing
     */
    bool Holds(bool condition) const
    {
        return !given || condition != inverted;
    }
};

/**
 * @param number a number
 * @param format how to print it, as fmt::format() has it
 * @return the number as text
 */
std::string NfFormatNumber(uint64_t number, const char* format);

/**
 * @param min the least number
 * @param max the greatest number
 * @return what is expected, for messages
 */
std::string NfNumberSyntax(uint64_t min, uint64_t max);

/**
 * @param max the greatest number
 * @param rising whether the second number must not be less than the first
 * @return what is expected, for messages
 */
std::string NfRangeSyntax(uint64_t max, bool rising);

/**
 * @param what name of the text
 * @param min the least number of characters
 * @param max the greatest number of characters
 * @return what is expected, for messages
 */
std::string NfTextSyntax(std::string_view what, std::size_t min, std::size_t max);

/// An option without a value.
struct NfSwitchKind
{
    using Value = bool;                     //!< not used: `given` says it all
    static constexpr uint8_t ARGUMENTS = 0; //!< words that follow

    /// Print nothing: there is no value.
    void Print(std::ostream&, const Value&) const
    {
    }
};

/// A field for NfSwitchKind.
using NfSwitch = NfOptionValue<bool>;

/**
 * An option without a word that stands for a value, beside others for the same field: `--rsource`
 * and `--rdest`.
 * @tparam T the value
 */
template <class T>
struct NfFixedKind
{
    using Value = T;                        //!< of the field
    static constexpr uint8_t ARGUMENTS = 0; //!< words that follow

    T own; //!< what the option stands for

    /// @param value what the option stands for
    explicit NfFixedKind(T value)
        : own(value)
    {
    }

    NfComplaint Take(const NfOption&, Value& value) const
    {
        value = own;
        return {};
    }

    /// Print nothing: the option's name says it.
    void Print(std::ostream&, const Value&) const
    {
    }

    bool IsSilent(const Value& value) const
    {
        return value != own;
    }
};

/// What kinds with one word have in common.
struct NfWordKind
{
    static constexpr uint8_t ARGUMENTS = 1; //!< words that follow
};

/**
 * An unsigned number.
 * @tparam T the number's type
 */
template <class T>
struct NfNumberKind : NfWordKind
{
    using Value = T; //!< of the field

    T min{0};                             //!< least that is allowed
    T max{std::numeric_limits<T>::max()}; //!< greatest that is allowed
    const char* format{"{}"};             //!< how it is printed, as fmt::format() has it
    std::optional<T> silent{};            //!< a value that goes without saying
    const char* name{nullptr};            //!< what is expected, for messages; null: a number

    /**
     * @param least what is allowed at least
     * @param greatest what is allowed at most
     * @param print how it is printed
     * @param usual a value that iptables-save leaves out
     */
    explicit NfNumberKind(T least = 0,
                          T greatest = std::numeric_limits<T>::max(),
                          const char* print = "{}",
                          std::optional<T> usual = {})
        : min(least),
          max(greatest),
          format(print),
          silent(usual)
    {
    }

    /**
     * @param expected what is expected, for messages
     * @return the kind, whose messages say that
     */
    NfNumberKind Called(const char* expected) const
    {
        NfNumberKind kind = *this;
        kind.name = expected;
        return kind;
    }

    std::optional<T> Read(std::string_view text) const
    {
        auto number = NfParseNumber(text, max);
        return number && *number >= min ? std::optional<T>(static_cast<T>(*number)) : std::nullopt;
    }

    std::string GetSyntax() const
    {
        return name ? name : NfNumberSyntax(min, max);
    }

    void Print(std::ostream& os, T value) const
    {
        os << NfFormatNumber(value, format);
    }

    bool IsSilent(T value) const
    {
        return silent == value;
    }

    void AddTo(NfRuleDescription& description, NfConditionField field, T value, bool negated) const
    {
        description.AddValue(field, static_cast<uint32_t>(value), negated);
    }
};

/// One number, or two with ":" between them, both included; either may be left out.
struct NfRangeKind : NfWordKind
{
    using Value = NfNumberRange; //!< of the field

    uint64_t max;            //!< greatest that is allowed
    bool rising{false};      //!< whether the second must not be less than the first
    bool allIsSilent{false}; //!< whether iptables-save leaves out the range of all numbers

    /**
     * @param greatest what is allowed at most
     * @param mustRise whether the second number must not be less than the first
     * @param silentAll whether iptables-save leaves out the range of all numbers
     */
    explicit NfRangeKind(uint64_t greatest, bool mustRise = false, bool silentAll = false)
        : max(greatest),
          rising(mustRise),
          allIsSilent(silentAll)
    {
    }

    std::optional<Value> Read(std::string_view text) const
    {
        auto range = NfParseNumberRange(text, max);
        return range && rising && range->min > range->max ? std::nullopt : range;
    }

    std::string GetSyntax() const
    {
        return NfRangeSyntax(max, rising);
    }

    void Print(std::ostream& os, const Value& value) const
    {
        NfPrintRange(os, value);
    }

    bool IsSilent(const Value& value) const
    {
        return allIsSilent && value.min == 0 && value.max == max;
    }

    void AddTo(NfRuleDescription& description,
               NfConditionField field,
               const Value& value,
               bool negated) const
    {
        description.AddRange(field,
                             static_cast<uint32_t>(value.min),
                             static_cast<uint32_t>(value.max),
                             negated);
    }
};

/// A mark, perhaps with a mask: value[/mask].
struct NfMarkKind : NfWordKind
{
    using Value = NfMaskedNumber; //!< of the field

    std::optional<Value> Read(std::string_view text) const
    {
        return NfParseMaskedNumber(text, UINT32_MAX);
    }

    std::string GetSyntax() const
    {
        return "value or value/mask, numbers of 32 bits";
    }

    void Print(std::ostream& os, const Value& value) const
    {
        NfPrintMark(os, value);
    }

    void AddTo(NfRuleDescription& description,
               NfConditionField field,
               const Value& value,
               bool negated) const
    {
        description.AddMasked(field, value.value, value.mask, negated);
    }
};

/// Any text of a length that is allowed, printed in quotes if it needs them.
struct NfTextKind : NfWordKind
{
    using Value = std::string; //!< of the field

    std::size_t min;  //!< least number of characters
    std::size_t max;  //!< greatest number of characters
    const char* what; //!< e.g. "a device's name"

    /**
     * @param least number of characters
     * @param greatest number of characters
     * @param name what it is, for messages
     */
    NfTextKind(std::size_t least, std::size_t greatest, const char* name)
        : min(least),
          max(greatest),
          what(name)
    {
    }

    std::optional<Value> Read(std::string_view text) const
    {
        bool fits = text.size() >= min && text.size() <= max;
        return fits ? std::optional(std::string(text)) : std::nullopt;
    }

    std::string GetSyntax() const
    {
        return NfTextSyntax(what, min, max);
    }

    void Print(std::ostream& os, const Value& value) const
    {
        os << NfQuote(value);
    }
};

/// Names separated by commas, each of which stands for bits.
struct NfFlagsKind : NfWordKind
{
    using Value = uint32_t; //!< the bits

    const NfFlagNames* names; //!< which there are

    /// @param table the names
    explicit NfFlagsKind(const NfFlagNames& table)
        : names(&table)
    {
    }

    std::optional<Value> Read(std::string_view text) const
    {
        return names->Read(text);
    }

    std::string GetSyntax() const
    {
        return names->GetSyntax();
    }

    void Print(std::ostream& os, Value value) const
    {
        names->Print(os, value);
    }
};

/**
 * A kind that one extension alone has: functions that read and print it.
 * @tparam T the value
 */
template <class T>
struct NfOwnKind : NfWordKind
{
    using Value = T; //!< of the field

    std::optional<T> (*read)(std::string_view); //!< reads a word
    void (*print)(std::ostream&, const T&);     //!< prints a value
    const char* syntax;                         //!< what is expected, for messages

    /**
     * @param reader reads a word
     * @param printer prints a value
     * @param expected what is expected, for messages
     */
    NfOwnKind(std::optional<T> (*reader)(std::string_view),
              void (*printer)(std::ostream&, const T&),
              const char* expected)
        : read(reader),
          print(printer),
          syntax(expected)
    {
    }

    std::optional<T> Read(std::string_view text) const
    {
        return read(text);
    }

    std::string GetSyntax() const
    {
        return syntax;
    }

    void Print(std::ostream& os, const T& value) const
    {
        print(os, value);
    }
};

} // namespace ns3

#endif /* NF_OPTION_KINDS_H */
