// SPDX-License-Identifier: GPL-2.0-only

// Shell scripts of iptables commands.

#include "fuzz-rules.h"
#include "nf-iptables-script.h"

using namespace ns3;

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char*>(data), size);
    FuzzBox box;
    NfRulesFindings findings;
    FuzzBox box6(NfFamily::IPV6);
    NfRuleset ruleset6(NfFamily::IPV6);
    const NfRuleset ruleset =
        NfReadIptablesScript(text, "input", NfRuleset(), &box.netns, findings, &ruleset6);
    if (findings.errors.empty() &&
        (box.tables->SetRuleset(ruleset) || box6.tables->SetRuleset(ruleset6)))
    {
        FuzzFail("a script without errors makes rules that are refused", text);
    }
    return 0;
}
