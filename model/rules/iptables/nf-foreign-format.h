// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_FOREIGN_FORMAT_H
#define NF_FOREIGN_FORMAT_H

#include "nf-address.h"

#include <string>
#include <string_view>

namespace ns3
{

/**
 * @ingroup netfilter
 * Recognise a text that is none of iptables-save, or ip6tables-save, given where one is wanted.
 * @param line a line that stands outside a table, comments included
 * @param family whose program's text is wanted
 * @return what kind of text has such lines, with an article; empty if it may be iptables-save's
 */
std::string NfNameForeignFormat(std::string_view line, NfFamily family = NfFamily::IPV4);

} // namespace ns3

#endif /* NF_FOREIGN_FORMAT_H */
