// SPDX-License-Identifier: GPL-2.0-only

// Captures in the formats of libpcap and pcapng.

#include "fuzz-file.h"
#include "nf-cli-command.h"
#include "nf-replay-capture-reader.h"

using namespace ns3;

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    try
    {
        const auto reader = NfCaptureReader::Open(FuzzFile::Write(data, size));
        while (reader->Next())
        {
        }
    }
    catch (const NfCliError&)
    {
        return 0; // it says what is wrong
    }
    return 0;
}
