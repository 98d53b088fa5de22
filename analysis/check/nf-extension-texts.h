// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_EXTENSION_TEXTS_H
#define NF_EXTENSION_TEXTS_H

#include <map>
#include <string>
#include <vector>

namespace ns3
{

/// What is written by hand about a match or target; the rest its rows tell.
struct NfExtensionText
{
    std::vector<std::string> examples;          //!< commands, with the program's name
    std::string differs;                        //!< what differs from Linux; empty: nothing known
    std::map<std::string, std::string> options; //!< what each option means, by its long name
};

/// @return texts by "match NAME" and "target NAME"; of what IPv6 has otherwise than IPv4 under the
/// same name, with " of IPv6" behind it
const std::map<std::string, NfExtensionText>& NfGetExtensionTexts();

/// What nf-extension-texts-ipv6.cc says, in the form of the other texts.
extern const char* const NF_IPV6_EXTENSION_TEXTS;

} // namespace ns3

#endif /* NF_EXTENSION_TEXTS_H */
