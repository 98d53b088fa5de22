// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_TEXT_H
#define NF_MATCH_TEXT_H

#include "nf-extension.h"
#include "nf-text-case.h"

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace ns3
{

/**
 * \param text decimal, 0x hexadecimal or 0 octal, as strtoul with base 0, without sign or blanks
 * \param max the largest number allowed
 * \return the number; nothing if it is not one, or too large
 */
std::optional<uint64_t> NfParseNumber(std::string_view text, uint64_t max);

/// Two numbers, both included.
struct NfNumberRange
{
    uint64_t min{0};
    uint64_t max{0};
};

/**
 * \param text "a", "a:b", ":b" or "a:"; a may be larger than b, as iptables accepts it
 * \param max the largest number allowed, which also takes the place of an omitted b
 * \return the range; nothing if it is not one
 */
std::optional<NfNumberRange> NfParseNumberRange(std::string_view text, uint64_t max);

/// A number, of which only the bits in the mask count.
struct NfMaskedNumber
{
    uint32_t value{0};
    uint32_t mask{0};
};

/**
 * \param text "value" or "value/mask"
 * \param max the largest value and mask allowed, and the mask if none is given
 * \return both; nothing if it is not so
 */
std::optional<NfMaskedNumber> NfParseMaskedNumber(std::string_view text, uint32_t max);

/// \param os a stream \param mark printed as 0xvalue, or 0xvalue/0xmask if the mask has zero bits
void NfPrintMark(std::ostream& os, const NfMaskedNumber& mark);

/// \param text a list \param separator of its items \return the items; at least one, maybe empty
std::vector<std::string_view> NfSplit(std::string_view text, char separator);

/**
 * \param text a word of a rule
 * \return it as iptables-save writes it: bare if it has only letters, digits, "_" and "-",
 * otherwise in quotes with quotes and backslashes escaped
 */
std::string NfQuote(std::string_view text);

/// \param option an option \return the text of its first argument
inline const std::string&
NfArgument(const NfOption& option)
{
    return option.arguments.at(0).text;
}

/**
 * \param option an option with an argument that it cannot take
 * \param expected what it can take
 * \return the message
 */
NfComplaint NfBadArgument(const NfOption& option, std::string_view expected);

/**
 * \param context where a match is used
 * \param protocol what the rule's -p must be
 * \param match name of the match
 * \param name the protocol's name
 * \return nothing, or that the match needs it
 */
NfComplaint NfRequireProtocol(const NfRuleContext& context,
                              uint8_t protocol,
                              std::string_view match,
                              std::string_view name);

/// \tparam T class of the match \param type all but the factory \return a type that makes T
template <class T>
NfMatchType
NfMakeMatchType(NfExtensionType type)
{
    NfMatchType result;
    static_cast<NfExtensionType&>(result) = std::move(type);
    result.make = [] { return std::make_unique<T>(); };
    return result;
}

/// \param value a truth \return what a match that never hotdrops says
inline NfMatchResult
NfResult(bool value)
{
    return value ? NfMatchResult::YES : NfMatchResult::NO;
}

} // namespace ns3

#endif /* NF_MATCH_TEXT_H */
