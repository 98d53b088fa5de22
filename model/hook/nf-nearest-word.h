// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NEAREST_WORD_H
#define NF_NEAREST_WORD_H

#include <string>
#include <string_view>
#include <vector>

namespace ns3
{

/**
 * @file
 * @ingroup netfilter
 * What somebody meant who mistyped a word that the program knows.
 */

/**
 * The known word that a mistyped one most likely stands for.
 *
 * Counted are the characters to insert, delete, replace or swap with their neighbour (optimal
 * string alignment distance). At most a third of the longer word's characters may differ, so that a
 * word that means something else gets no suggestion.
 *
 * @param word what was typed
 * @param known words that would have been understood
 * @return the nearest one, the first of several that are equally near; empty if none is near
 */
std::string NfNearestWord(std::string_view word, const std::vector<std::string>& known);

} // namespace ns3

#endif /* NF_NEAREST_WORD_H */
