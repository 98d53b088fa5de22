// SPDX-License-Identifier: GPL-2.0-only

#include "nf-text-case.h"

#include <algorithm>
#include <cctype>

namespace ns3
{

bool
NfEqualsIgnoringCase(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && NfBeginsIgnoringCase(a, b);
}

bool
NfBeginsIgnoringCase(std::string_view text, std::string_view prefix)
{
    auto same = [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); };
    return prefix.size() <= text.size() &&
           std::equal(prefix.begin(), prefix.end(), text.begin(), same);
}

} // namespace ns3
