// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RULE_WORDS_H
#define NF_RULE_WORDS_H

#include <string>
#include <vector>

namespace ns3
{

/**
 * \param rule a rule of iptables-save
 * \return its words, without quotes and backslashes
 */
std::vector<std::string> NfSplitRule(const std::string& rule);

/**
 * \param text a list
 * \param separator what stands between its parts
 * \return the parts; one more than there are separators
 */
std::vector<std::string> NfSplitAt(const std::string& text, char separator);

} // namespace ns3

#endif /* NF_RULE_WORDS_H */
