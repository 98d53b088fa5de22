// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SIP_GRAMMAR_H
#define NF_SIP_GRAMMAR_H

#include "nf-address.h"
#include "nf-sip-text.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ns3
{

/**
 * @ingroup netfilter
 * The words and lines of SIP and SDP, as Linux's nf_conntrack_sip.c reads them. Places are offsets
 * in a text, or NONE.
 */
namespace NfSipGrammar
{

constexpr std::size_t NONE = std::string_view::npos;

/// What is wanted of a value.
struct Extent
{
    std::size_t length{0}; //!< 0: there is nothing of this kind
    std::size_t shift{0};  //!< how far behind the beginning of the value it stands
};

/// How a header or a line is found, and what is wanted of it.
struct Kind
{
    std::string_view name;
    std::string_view compact; //!< short form of a header; may be empty
    std::string_view needle;  //!< what stands before the value; may be empty
    Extent (*measure)(std::string_view text, std::size_t at, NfFamily family);
};

/// Address and port of a URI, as they stand in a text.
struct Endpoint
{
    NfAddress address;
    uint16_t port{0};
    std::size_t length{0}; //!< characters
};

/**
 * A port has at most five digits, and is not below 1024; without one it is 5060. Something must
 * stand behind both. What is otherwise is passed over, measured on Linux 6.18, as a name of a host
 * is.
 * @param text the text
 * @param at where the address begins
 * @param family of the address
 * @return what stands there, or nothing
 */
std::optional<Endpoint> ReadEndpoint(std::string_view text, std::size_t at, NfFamily family);

/**
 * @param header a header
 * @return how it is found
 */
const Kind& Of(NfSipHeader header);

/**
 * @param line a line of a session description
 * @param family of its addresses
 * @return how it is found
 */
const Kind& Of(NfSdpLine line, NfFamily family);

/**
 * @param c a character
 * @return true for a digit
 */
bool IsDigit(char c);

/**
 * @param c a character
 * @return true for a letter
 */
bool IsLetter(char c);

/**
 * @param c a character
 * @return true for a blank or a tabulator
 */
bool IsBlank(char c);

/**
 * @param c a character
 * @return true for CR and LF
 */
bool IsLineEnd(char c);

/**
 * An address and a port behind a name and @, which may be missing.
 * @param text the text
 * @param at where the name begins
 * @param family of the address
 * @return the extent of address and port
 */
Extent MeasureBehindUser(std::string_view text, std::size_t at, NfFamily family);

/**
 * @param text the text
 * @param at any place
 * @return the first place from there on that is no letter
 */
std::size_t SkipLetters(std::string_view text, std::size_t at);

/**
 * @param text the text
 * @param at any place
 * @return the first place from there on that is no digit
 */
std::size_t SkipDigits(std::string_view text, std::size_t at);

/**
 * @param text the text
 * @param at any place in the value of a header or before it
 * @return the first place from there on, in this line or its continuation, that is no blank
 */
std::size_t SkipBlanks(std::string_view text, std::size_t at);

/**
 * Look for a word, whatever its case, in the value of a header and in its continuation lines but
 * for their first letter, as Linux does. The very last place of the text does not count.
 * @param text the text
 * @param at where to begin
 * @param needle the word
 * @return where it stands
 */
std::size_t FindInHeader(std::string_view text, std::size_t at, std::string_view needle);

/**
 * @param text the text
 * @param at where to begin
 * @param needle a word
 * @return where it stands in this line
 */
std::size_t FindInLine(std::string_view text, std::size_t at, std::string_view needle);

/**
 * As in Linux an empty line that ends with LF alone hides the next one from those who go on behind
 * its first letter.
 * @param text the text
 * @param at any place
 * @return the beginning of the next line
 */
std::size_t NextLine(std::string_view text, std::size_t at);

} // namespace NfSipGrammar

} // namespace ns3

#endif /* NF_SIP_GRAMMAR_H */
