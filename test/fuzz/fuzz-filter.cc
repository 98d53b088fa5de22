// SPDX-License-Identifier: GPL-2.0-only

// Filters of flows, as nfsim trace takes them.

#include "nf-cli-command.h"
#include "nf-flow-filter.h"
#include "nf-trace-flow.h"

#include <cstdint>

using namespace ns3;

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    try
    {
        const NfFlowFilter filter(std::string(reinterpret_cast<const char*>(data), size));
        filter.Matches(NfTraceFlowRow());
    }
    catch (const NfCliError&)
    {
        return 0; // it says what is wrong
    }
    return 0;
}
