// SPDX-License-Identifier: GPL-2.0-only

// Damaged trace databases. An input is a list of patches of a good one: three bytes of the place,
// one byte of the value.

#include "fuzz-file.h"
#include "known-trace.h"
#include "nf-cli-command.h"
#include "nf-trace-database.h"
#include "nf-trace-reader.h"

#include <iterator>
#include <vector>

using namespace ns3;

namespace
{

/// The good database.
const std::vector<uint8_t>&
GetDatabase()
{
    static const std::vector<uint8_t> bytes = [] {
        const std::string path = std::filesystem::temp_directory_path() /
                                 ("fuzz-trace-" + std::to_string(getpid()) + ".db");
        KnownTrace::Write(path, KnownTrace::Variant());
        std::ifstream file(path, std::ios::binary);
        std::vector<uint8_t> read{std::istreambuf_iterator<char>(file), {}};
        std::filesystem::remove(path);
        return read;
    }();
    return bytes;
}

} // namespace

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    constexpr std::size_t patch = 4;
    std::vector<uint8_t> bytes = GetDatabase();
    for (std::size_t i = 0; i + patch <= size; i += patch)
    {
        const std::size_t place = data[i] << 16U | data[i + 1] << 8U | data[i + 2];
        bytes[place % bytes.size()] = data[i + 3];
    }
    try
    {
        const NfTraceDatabase database(FuzzFile::Write(bytes.data(), bytes.size()));
        for (const NfTraceRunRow& run : database.GetRuns())
        {
            database.FindRun(std::to_string(run.runNumber));
        }
    }
    catch (const NfCliError&)
    {
        return 0; // it says what is wrong
    }
    return 0;
}
