// SPDX-License-Identifier: GPL-2.0-only

// Texts of ipset save: what is saved of one is loaded and saved as itself.

#include "fuzz-rules.h"
#include "nf-set-command.h"
#include "nf-sets.h"

using namespace ns3;

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char*>(data), size);
    FuzzBox box;
    NfSets& sets = NfSets::Of(box.netns);
    NfSetCommand::Restore(sets, text, "input");
    const std::string saved = NfSetCommand::Save(sets);
    FuzzBox again;
    NfSets& others = NfSets::Of(again.netns);
    if (const NfStatus refused = NfSetCommand::Restore(others, saved, "saved"))
    {
        FuzzFail("what was saved is refused: " + refused->ToString(), saved);
    }
    if (NfSetCommand::Save(others) != saved)
    {
        FuzzFail("what was saved is saved otherwise", saved);
    }
    return 0;
}
