// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_OPTION_ROW_H
#define NF_OPTION_ROW_H

#include "nf-option-kinds.h"
#include "nf-option-text.h"
#include "nf-option.h"
#include "nf-rule-condition.h"

#include <ostream>
#include <string_view>
#include <type_traits>
#include <utility>

namespace ns3
{

/**
 * @file
 * @ingroup netfilter
 * NfOptionRow(), which ties a kind of value to a field of an extension.
 */

/// Does a kind leave some values out of what iptables-save prints?
template <class Kind, class = void>
constexpr bool NF_KIND_HAS_SILENT = false;

template <class Kind>
constexpr bool NF_KIND_HAS_SILENT<
    Kind,
    std::void_t<decltype(std::declval<Kind>().IsSilent(std::declval<typename Kind::Value>()))>> =
    true;

/// Does a kind print a value otherwise under iptables -L than under iptables-save?
template <class Kind, class = void>
constexpr bool NF_KIND_HAS_LIST = false;

template <class Kind>
constexpr bool NF_KIND_HAS_LIST<
    Kind,
    std::void_t<decltype(std::declval<Kind>().List(std::declval<std::ostream&>(),
                                                   std::declval<typename Kind::Value>()))>> = true;

/// Does a kind read an option as a whole?
template <class Kind, class = void>
constexpr bool NF_KIND_HAS_TAKE = false;

template <class Kind>
constexpr bool NF_KIND_HAS_TAKE<
    Kind,
    std::void_t<decltype(std::declval<Kind>().Take(std::declval<const NfOption&>(),
                                                   std::declval<typename Kind::Value&>()))>> = true;

/// Does the kernel refuse some of the values that iptables reads?
template <class Kind, class = void>
constexpr bool NF_KIND_HAS_CHECK = false;

template <class Kind>
constexpr bool NF_KIND_HAS_CHECK<
    Kind,
    std::void_t<decltype(std::declval<Kind>().Check(std::declval<const typename Kind::Value&>(),
                                                    std::declval<const NfRuleContext&>()))>> = true;

/// Is a kind written differently in rules of IPv4 and of IPv6?
template <class Kind, class = void>
constexpr bool NF_KIND_HAS_FAMILY = false;

template <class Kind>
constexpr bool
    NF_KIND_HAS_FAMILY<Kind, std::void_t<decltype(std::declval<Kind>().For(NfFamily::IPV4))>> =
        true;

/**
 * @tparam Kind how a value is written
 * @tparam Extension a class of extensions
 * @param kind how the value is written
 * @param extension whose rule it is
 * @return the kind, as rules of that family have it
 */
template <class Kind, class Extension>
decltype(auto)
NfKindFor(const Kind& kind, const Extension& extension)
{
    if constexpr (NF_KIND_HAS_FAMILY<Kind>)
    {
        return kind.For(extension.GetFamily());
    }
    else
    {
        return (kind);
    }
}

/**
 * @tparam Kind how a value is written
 * @param kind how the value is written
 * @param option as found in a command
 * @param value receives it
 * @return nothing, or what is wrong
 */
template <class Kind>
NfComplaint
NfTakeValue(const Kind& kind, const NfOption& option, typename Kind::Value& value)
{
    if constexpr (NF_KIND_HAS_TAKE<Kind>)
    {
        return kind.Take(option, value);
    }
    else if constexpr (Kind::ARGUMENTS > 0)
    {
        auto read = kind.Read(NfArgumentOf(option));
        if (!read)
        {
            return NfBadArgument(option, kind.GetSyntax());
        }
        value = *std::move(read);
    }
    return {};
}

/**
 * Tie an option to a field.
 * @tparam Extension the class with the field
 * @tparam Kind how the value is written
 * @param field the field
 * @param name long name without dashes
 * @param kind how the value is written
 * @return the row
 */
template <class Extension, class Kind>
NfOptionSpec
NfOptionRow(NfOptionValue<typename Kind::Value> Extension::*field, std::string_view name, Kind kind)
{
    NfOptionSpec row{};
    row.name = name;
    row.minArguments = row.maxArguments = Kind::ARGUMENTS;
    row.take = [field, kind](NfExtension& extension, const NfOption& option) -> NfComplaint {
        auto& self = static_cast<Extension&>(extension);
        auto& target = self.*field;
        if (NfComplaint complaint = NfTakeValue(NfKindFor(kind, self), option, target.value))
        {
            return complaint;
        }
        target.given = true;
        target.inverted = option.inverted;
        return {};
    };
    row.isGiven = [field](const NfExtension& extension) {
        return (static_cast<const Extension&>(extension).*field).given;
    };
    row.isShown = [field, kind](const NfExtension& extension) {
        const auto& self = static_cast<const Extension&>(extension);
        const auto& source = self.*field;
        if constexpr (NF_KIND_HAS_SILENT<Kind>)
        {
            return source.given && !NfKindFor(kind, self).IsSilent(source.value);
        }
        return source.given;
    };
    row.isInverted = [field](const NfExtension& extension) {
        return (static_cast<const Extension&>(extension).*field).inverted;
    };
    row.print = [field, kind](const NfExtension& extension, std::ostream& os) {
        const auto& self = static_cast<const Extension&>(extension);
        NfKindFor(kind, self).Print(os, (self.*field).value);
    };
    row.list = row.print;
    if constexpr (NF_KIND_HAS_LIST<Kind>)
    {
        row.list = [field, kind](const NfExtension& extension, std::ostream& os) {
            const auto& self = static_cast<const Extension&>(extension);
            NfKindFor(kind, self).List(os, (self.*field).value);
        };
    }
    if constexpr (NF_KIND_HAS_CHECK<Kind>)
    {
        row.check = [field, kind](const NfExtension& extension, const NfRuleContext& context) {
            const auto& self = static_cast<const Extension&>(extension);
            return NfKindFor(kind, self).Check((self.*field).value, context);
        };
    }
    return row;
}

/**
 * Tie an option to a field, and to what it asks of a packet.
 * @tparam Extension the class with the field
 * @tparam Kind how the value is written; has AddTo()
 * @param field the field
 * @param name long name without dashes
 * @param kind how the value is written
 * @param asks the packet's field that the value is compared with
 * @return the row
 */
template <class Extension, class Kind>
NfOptionSpec
NfOptionRow(NfOptionValue<typename Kind::Value> Extension::*field,
            std::string_view name,
            Kind kind,
            NfConditionField asks)
{
    NfOptionSpec row = NfOptionRow(field, name, kind);
    row.describe = [field, kind, asks](const NfExtension& extension,
                                       NfRuleDescription& description) {
        const auto& self = static_cast<const Extension&>(extension);
        const auto& source = self.*field;
        NfKindFor(kind, self).AddTo(description, asks, source.value, source.inverted);
    };
    return row;
}

/**
 * @tparam Extension the class with the field
 * @param field the field
 * @param name long name without dashes
 * @return the row of an option without a value
 */
template <class Extension>
NfOptionSpec
NfOptionRow(NfSwitch Extension::*field, std::string_view name)
{
    return NfOptionRow(field, name, NfSwitchKind{});
}

} // namespace ns3

#endif /* NF_OPTION_ROW_H */
