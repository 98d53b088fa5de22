// SPDX-License-Identifier: GPL-2.0-only

#include "nf-error.h"

namespace ns3
{

std::string
NfError::ToString() const
{
    std::string text;
    if (!file.empty())
    {
        text += file + ":";
    }
    if (line != 0)
    {
        text += std::to_string(line) + ":" + std::to_string(column) + ":";
    }
    return text.empty() ? message : text + " " + message;
}

} // namespace ns3
