// SPDX-License-Identifier: GPL-2.0-only

#include "nf-refusal.h"

#include "nf-cli-command.h"

#include <string>

namespace ns3
{

void
NfRefuse(const std::vector<NfError>& errors)
{
    std::string text;
    for (const NfError& error : errors)
    {
        text += (text.empty() ? "" : "\n") + error.ToString();
    }
    if (!errors.empty())
    {
        throw NfCliError(text);
    }
}

} // namespace ns3
