// SPDX-License-Identifier: GPL-2.0-only

// Texts of iptables-save and ip6tables-save: none breaks the reader of either, and what is saved of
// one is saved as itself.

#include "fuzz-rules.h"

using namespace ns3;

namespace
{

void
Try(const std::string& text, NfFamily family)
{
    NfRulesFindings findings;
    {
        FuzzBox checker(family);
        NfRuleset ruleset;
        checker.tables->Examine(text, "input", findings, ruleset);
    }
    FuzzBox box(family);
    const NfStatus error = box.tables->Restore(text, "input");
    if (error.has_value() == findings.errors.empty())
    {
        FuzzFail("checking and restoring disagree",
                 error ? error->ToString() : findings.errors.front().ToString());
    }
    if (error)
    {
        return;
    }
    const std::string saved = box.tables->Save();
    box.tables->List("filter");
    FuzzBox again(family);
    if (const NfStatus refused = again.tables->Restore(saved, "saved"))
    {
        FuzzFail("what was saved is refused: " + refused->ToString(), saved);
    }
    if (again.tables->Save() != saved)
    {
        FuzzFail("what was saved is saved otherwise", saved + "---\n" + again.tables->Save());
    }
}

} // namespace

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char*>(data), size);
    Try(text, NfFamily::IPV4);
    Try(text, NfFamily::IPV6);
    return 0;
}
