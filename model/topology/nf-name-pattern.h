// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NAME_PATTERN_H
#define NF_NAME_PATTERN_H

#include <string_view>

namespace ns3
{

/**
 * @param name a name
 * @param pattern what to compare it with: "*" stands for any characters, also none, "?" for one,
 *        and "[1..20]" for a number from 1 to 20 that is written without leading zeros
 * @return true if all of the name fits
 */
bool NfFitsPattern(std::string_view name, std::string_view pattern);

} // namespace ns3

#endif /* NF_NAME_PATTERN_H */
