// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension.h"

#include <sstream>

namespace ns3
{

std::string
NfExtension::GetText() const
{
    std::ostringstream text;
    text << GetName();
    Save(text);
    return text.str();
}

void
NfMatch::Describe(NfRuleDescription& description) const
{
    description.AddText(GetText());
    description.keepsState = true;
}

void
NfTarget::Describe(NfRuleDescription& description) const
{
    description.changes = true;
}

} // namespace ns3
