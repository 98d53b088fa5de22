// SPDX-License-Identifier: GPL-2.0-only

#include "nf-command-line.h"

#include <algorithm>
#include <fstream>
#include <iterator>

// Set by either kind of build (nf_tell_versions() in .cmake).
#ifndef NF_NS3_VERSION
#define NF_NS3_VERSION ""
#endif
#ifndef NF_MODULE_VERSION
#define NF_MODULE_VERSION ""
#endif

namespace ns3
{

std::string
NfGetCommandLine()
{
    std::ifstream stream("/proc/self/cmdline", std::ios::binary);
    std::string line((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    std::replace(line.begin(), line.end(), '\0', ' ');
    while (!line.empty() && line.back() == ' ')
    {
        line.pop_back();
    }
    return line;
}

std::string
NfGetNs3Version()
{
    return NF_NS3_VERSION;
}

std::string
NfGetModuleVersion()
{
    return NF_MODULE_VERSION;
}

} // namespace ns3
