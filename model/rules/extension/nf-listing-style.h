// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_LISTING_STYLE_H
#define NF_LISTING_STYLE_H

#include <cstdint>
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

/**
 * @ingroup netfilter
 * The protocol of the rule that is listed, by which services are called: likewise a property of the
 * stream.
 * @param stream the stream
 * @return what the rule's -p names; 0 if nothing, or not told
 */
uint8_t NfListedProtocol(std::ios_base& stream);

/**
 * @ingroup netfilter
 * @param stream to which a rule will be listed
 * @param protocol what its -p names
 */
void NfSetListedProtocol(std::ios_base& stream, uint8_t protocol);

} // namespace ns3

#endif /* NF_LISTING_STYLE_H */
