// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_OPTION_TEXT_H
#define NF_OPTION_TEXT_H

#include "nf-option.h"
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
 * @param text the word
 * @return the unsigned number it is, in C's notation (12, 0x0c, 014); nothing if it is not wholly
 *         a number below 2^64
 */
std::optional<uint64_t> NfParseUnsigned(std::string_view text);

/**
 * @param text decimal, 0x hexadecimal or 0 octal, as strtoul with base 0, without sign or blanks
 * @param max the largest number allowed
 * @return the number; nothing if it is not one, or too large
 */
std::optional<uint64_t> NfParseNumber(std::string_view text, uint64_t max);

/// Two numbers, both included.
struct NfNumberRange
{
    uint64_t min{0};
    uint64_t max{0};

    /// @param number a number
    /// @return true if it is one of these
    bool Contains(uint64_t number) const
    {
        return number >= min && number <= max;
    }
};

/// @param text a number or a service name
/// @return the port
std::optional<uint16_t> NfParsePort(std::string_view text);

/**
 * @param text "a", "a:b", ":b" or "a:"; a may be larger than b, as iptables accepts it
 * @param max the largest number allowed, which also takes the place of an omitted b
 * @return the range; nothing if it is not one
 */
std::optional<NfNumberRange> NfParseNumberRange(std::string_view text, uint64_t max);

/// @param os a stream
/// @param range printed as "a:b", or "a" if both are the same
void NfPrintRange(std::ostream& os, const NfNumberRange& range);

/// A number, of which only the bits in the mask count.
struct NfMaskedNumber
{
    uint32_t value{0};
    uint32_t mask{0};

    /// @param number a number
    /// @return true if its bits under the mask are the value
    bool Equals(uint32_t number) const
    {
        return (number & mask) == value;
    }
};

/**
 * @param text "value" or "value/mask"
 * @param max the largest value and mask allowed, and the mask if none is given
 * @return both; nothing if it is not so
 */
std::optional<NfMaskedNumber> NfParseMaskedNumber(std::string_view text, uint32_t max);

/// @param os a stream
/// @param mark printed as 0xvalue, or 0xvalue/0xmask if the mask has zero bits
void NfPrintMark(std::ostream& os, const NfMaskedNumber& mark);

/// @param text a list
/// @param separator of its items
/// @return the items; at least one, maybe empty
std::vector<std::string_view> NfSplit(std::string_view text, char separator);

/**
 * @param text a word of a rule
 * @return it as iptables-save writes it: bare if it has only letters, digits, "_" and "-",
 * otherwise in quotes with quotes and backslashes escaped
 */
std::string NfQuote(std::string_view text);

/// @param option an option
/// @return the text of its first argument
inline const std::string&
NfArgumentOf(const NfOption& option)
{
    return option.arguments.at(0).text;
}

/**
 * @param option an option with an argument that it cannot take
 * @param expected what it can take
 * @return the message
 */
NfComplaint NfBadArgument(const NfOption& option, std::string_view expected);

/// @param number a number
/// @return it as 0x and lower-case digits, e.g. "0x1f"
std::string NfHex(uint32_t number);

/// @param number a number up to 255
/// @return it as 0x and two digits, e.g. "0x0f"
std::string NfHexByte(uint8_t number);

} // namespace ns3

#endif /* NF_OPTION_TEXT_H */
