// SPDX-License-Identifier: GPL-2.0-only

// Scenarios of nfsim replay, as JSON.

#include "fuzz-file.h"
#include "nf-cli-command.h"
#include "nf-replay-scenario.h"

using namespace ns3;

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    try
    {
        NfReadReplayScenario(FuzzFile::Write(data, size), true);
    }
    catch (const NfCliError&)
    {
        return 0; // it says what is wrong
    }
    return 0;
}
