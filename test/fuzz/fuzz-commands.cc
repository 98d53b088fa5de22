// SPDX-License-Identifier: GPL-2.0-only

// Lines of commands, executed one after the other.

#include "fuzz-rules.h"

#include <sstream>

using namespace ns3;

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    FuzzBox box;
    std::istringstream lines(std::string(reinterpret_cast<const char*>(data), size));
    for (std::string line; std::getline(lines, line);)
    {
        const std::string before = box.tables->Save();
        std::string output;
        if (box.tables->Execute(line, &output) && box.tables->Save() != before)
        {
            FuzzFail("a command that fails has changed the rules", line);
        }
    }
    return 0;
}
