// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPTABLES_NAMES_H
#define NF_IPTABLES_NAMES_H

#include "nf-address.h"

#include <string_view>

namespace ns3
{

/**
 * @ingroup netfilter
 * The program whose words rules of a family are written in.
 * @param family of the rules
 * @return "iptables" or "ip6tables"
 */
const char* NfProgramName(NfFamily family);

/**
 * @ingroup netfilter
 * @param family IPv4 or IPv6
 * @return the other of both
 */
constexpr NfFamily
NfOtherFamily(NfFamily family)
{
    return family == NfFamily::IPV6 ? NfFamily::IPV4 : NfFamily::IPV6;
}

/**
 * @ingroup netfilter
 * Does iptables, or ip6tables, have such a match? The lists are those of 1.8.9, and tell a name
 * that is merely missing here, or is of the other family, from a typing error.
 * @param name as after -m
 * @param family of the rule
 * @return true if it does
 */
bool NfIsIptablesMatch(std::string_view name, NfFamily family = NfFamily::IPV4);

/**
 * @ingroup netfilter
 * @param name as after -j
 * @param family of the rule
 * @return true if iptables 1.8.9, or its ip6tables, has such a target
 */
bool NfIsIptablesTarget(std::string_view name, NfFamily family = NfFamily::IPV4);

/**
 * @ingroup netfilter
 * A target that iptables still reads, but no kernel of today has, so that each rule with it is
 * refused.
 * @param name as after -j
 * @param family of the rule
 * @return since when, and what takes its place; empty if it is no such target
 */
std::string_view NfWhyRemovedTarget(std::string_view name, NfFamily family = NfFamily::IPV4);

} // namespace ns3

#endif /* NF_IPTABLES_NAMES_H */
