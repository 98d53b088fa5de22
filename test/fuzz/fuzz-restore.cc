// SPDX-License-Identifier: GPL-2.0-only

// Texts of iptables-save: none breaks the reader, and what is saved of one is saved as itself.

#include "fuzz-rules.h"

using namespace ns3;

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char*>(data), size);
    NfRulesFindings findings;
    {
        FuzzBox checker;
        NfRuleset ruleset;
        checker.tables->Examine(text, "input", findings, ruleset);
    }
    FuzzBox box;
    const NfStatus error = box.tables->Restore(text, "input");
    if (error.has_value() == findings.errors.empty())
    {
        FuzzFail("checking and restoring disagree",
                 error ? error->ToString() : findings.errors.front().ToString());
    }
    if (error)
    {
        return 0;
    }
    const std::string saved = box.tables->Save();
    box.tables->List("filter");
    FuzzBox again;
    if (const NfStatus refused = again.tables->Restore(saved, "saved"))
    {
        FuzzFail("what was saved is refused: " + refused->ToString(), saved);
    }
    if (again.tables->Save() != saved)
    {
        FuzzFail("what was saved is saved otherwise", saved + "---\n" + again.tables->Save());
    }
    return 0;
}
