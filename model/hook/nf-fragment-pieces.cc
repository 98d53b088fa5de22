// SPDX-License-Identifier: GPL-2.0-only

#include "nf-fragment-pieces.h"

#include <algorithm>
#include <numeric>

namespace ns3
{

void
NfPullPieces(NfFragmentPieces& pieces, uint32_t need)
{
    if (pieces.empty() || pieces.front() >= need)
    {
        return;
    }
    uint32_t missing = need - pieces.front();
    pieces.front() = need;
    auto next = pieces.begin() + 1;
    for (; next != pieces.end() && missing >= *next; ++next)
    {
        missing -= *next;
    }
    if (next != pieces.end())
    {
        *next -= missing;
    }
    pieces.erase(pieces.begin() + 1, next);
}

bool
NfFitPieces(const NfFragmentPieces& pieces, uint32_t size, uint32_t room)
{
    return !pieces.empty() && std::accumulate(pieces.begin(), pieces.end(), uint32_t{0}) == size &&
           std::all_of(pieces.begin(), pieces.end(), [room](uint32_t p) { return p <= room; }) &&
           std::none_of(pieces.begin(), pieces.end() - 1, [](uint32_t p) { return p % 8 != 0; });
}

} // namespace ns3
