// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_COMMAND_LINE_H
#define NF_COMMAND_LINE_H

#include <string>

namespace ns3
{

/// @return the command line of this process, words separated by blanks; empty if unknown
std::string NfGetCommandLine();

/// @return the version of ns-3 that this was built with, e.g. "3.37"; empty if unknown
std::string NfGetNs3Version();

/// @return the version of the netfilter module
std::string NfGetModuleVersion();

} // namespace ns3

#endif /* NF_COMMAND_LINE_H */
