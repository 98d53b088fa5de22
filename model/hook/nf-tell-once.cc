// SPDX-License-Identifier: GPL-2.0-only

#include "nf-tell-once.h"

#include <iostream>
#include <set>

namespace ns3
{

void
NfTellOnce(const std::string& sentence)
{
    static std::set<std::string> told;
    if (told.insert(sentence).second)
    {
        std::clog << "netfilter: " << sentence << "." << std::endl;
    }
}

} // namespace ns3
