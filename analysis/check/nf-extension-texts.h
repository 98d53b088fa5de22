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
    std::vector<std::string> examples; //!< commands of iptables, of which the last shows it
    std::string differs;               //!< what differs from Linux; empty: nothing known
    std::map<std::string, std::string> options; //!< what each option means, by its long name
};

/// \return texts by "match NAME" and "target NAME"
const std::map<std::string, NfExtensionText>& NfGetExtensionTexts();

} // namespace ns3

#endif /* NF_EXTENSION_TEXTS_H */
