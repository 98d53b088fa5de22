// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_FIGURE_TEXT_H
#define NF_FIGURE_TEXT_H

#include <cstddef>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @file
 * @ingroup netfilter
 * Texts in figures: how wide they are, how they are broken and shortened. Names come from the user
 * and may be of any length and in any script: characters of UTF-8 are never cut.
 */

/**
 * @param text a text
 * @return about how wide it is in DejaVu Sans, in units of the font's size
 */
double NfTextWidth(const std::string& text);

/**
 * @param texts some texts
 * @return width of the widest one, in units of the font's size
 */
double NfWidestText(const std::vector<std::string>& texts);

/**
 * Break a text into lines, between words where possible.
 * @param text the text
 * @param width width of a line, in units of the font's size
 * @return the lines, at least one
 */
std::vector<std::string> NfWrapText(const std::string& text, double width);

/**
 * Shorten a text by what stands in its middle: its ends tell more.
 * @param text the text
 * @param length longest length, in characters
 * @return the text, or its beginning and its end with " ... " between them
 */
std::string NfShortenText(const std::string& text, std::size_t length);

/**
 * Shorten texts that stand side by side: those that differ still differ afterwards.
 * @param texts the texts
 * @param length longest length, in characters; a number may come after it
 * @return the short texts, in the same order
 */
std::vector<std::string> NfShortenTexts(const std::vector<std::string>& texts, std::size_t length);

} // namespace ns3

#endif /* NF_FIGURE_TEXT_H */
