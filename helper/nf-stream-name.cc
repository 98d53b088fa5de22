// SPDX-License-Identifier: GPL-2.0-only

#include "nf-stream-name.h"

namespace ns3
{

int64_t
NfStreamOf(std::string_view name)
{
    // FNV-1a, of 64 bits. ns-3 gives numbers from 2^63 on by itself.
    uint64_t hash = 0xcbf29ce484222325;
    for (const char c : name)
    {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    }
    constexpr unsigned UNUSED = 2; // high bits: the sign, and one of distance from ns-3's own
    constexpr uint64_t STEP = 0xff;
    return static_cast<int64_t>(hash >> UNUSED & ~STEP);
}

} // namespace ns3
