// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPTABLES_NAMES_H
#define NF_IPTABLES_NAMES_H

#include <string_view>

namespace ns3
{

/**
 * \ingroup netfilter
 * Does iptables have such a match? The list is that of iptables 1.8.9 for IPv4, and tells a
 * name that is merely missing here from a typing error.
 * \param name as after -m
 * \return true if it does
 */
bool NfIsIptablesMatch(std::string_view name);

/// \param name as after -j \return true if iptables 1.8.9 has such a target
bool NfIsIptablesTarget(std::string_view name);

} // namespace ns3

#endif /* NF_IPTABLES_NAMES_H */
