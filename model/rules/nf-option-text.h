// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_OPTION_TEXT_H
#define NF_OPTION_TEXT_H

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
 * \param text the word
 * \return the unsigned number it is, in C's notation (12, 0x0c, 014); nothing if it is not wholly
 *         a number below 2^64
 */
std::optional<uint64_t> NfParseUnsigned(std::string_view text);

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

/// \param os a stream \param range printed as "a:b", or "a" if both are the same
void NfPrintRange(std::ostream& os, const NfNumberRange& range);

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
NfArgumentOf(const NfOption& option)
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
 * Read the one numeric argument of an option.
 * \param option the option
 * \param min the least that is allowed
 * \param max the greatest that is allowed
 * \param value takes the number
 * \return nothing, or what is wrong
 */
NfComplaint NfNumberArgument(const NfOption& option, uint32_t min, uint32_t max, uint32_t& value);

/**
 * Read `value[/mask]`; without a mask all 32 bits count.
 * \param option the option
 * \param masked takes both
 * \return nothing, or what is wrong
 */
NfComplaint NfMaskedArgument(const NfOption& option, NfMaskedNumber& masked);

/// \param number a number \return it as 0x and lower-case digits, e.g. "0x1f"
std::string NfHex(uint32_t number);

/// \param number a number up to 255 \return it as 0x and two digits, e.g. "0x0f"
std::string NfHexByte(uint8_t number);

/**
 * \ingroup netfilter
 * Options of which only one may be given, e.g. the action of a target.
 */
class NfExclusiveOption
{
  public:
    /// \param option one of them was given \return nothing, or that another was given before
    NfComplaint Take(const NfOption& option);

    /// \return true if one was given
    bool IsTaken() const
    {
        return !m_taken.empty();
    }

  private:
    std::string m_taken; //!< name of the one
};

} // namespace ns3

#endif /* NF_OPTION_TEXT_H */
