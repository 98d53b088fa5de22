// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TEXT_CASE_H
#define NF_TEXT_CASE_H

#include <string_view>

namespace ns3
{

/**
 * @param a a text
 * @param b a text
 * @return true if they differ in nothing but case
 */
bool NfEqualsIgnoringCase(std::string_view a, std::string_view b);

/**
 * @param text a text
 * @param prefix what it may begin with
 * @return true if it does, but for case
 */
bool NfBeginsIgnoringCase(std::string_view text, std::string_view prefix);

} // namespace ns3

#endif /* NF_TEXT_CASE_H */
