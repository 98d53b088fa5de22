// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_LISTING_STYLE_H
#define NF_LISTING_STYLE_H

#include <ios>

namespace ns3
{

/**
 * @ingroup netfilter
 * Whether rules are listed with names (of services, ICMP types, ...), as iptables -L does without
 * -n: a property of the stream that NfExtension::List() prints to. A stream has numbers until it is
 * told otherwise.
 * @param stream the stream
 * @return true for names
 */
bool NfListsNames(std::ios_base& stream);

/**
 * @ingroup netfilter
 * @param stream to which rules will be listed
 * @param names true for names, false for numbers
 */
void NfSetListsNames(std::ios_base& stream, bool names);

} // namespace ns3

#endif /* NF_LISTING_STYLE_H */
