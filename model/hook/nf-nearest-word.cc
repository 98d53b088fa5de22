// SPDX-License-Identifier: GPL-2.0-only

#include "nf-nearest-word.h"

#include <algorithm>
#include <cstddef>

namespace ns3
{

namespace
{

/// Words beyond this length are compared no further, so that hostile input costs nothing.
constexpr std::size_t LONGEST = 64;

std::size_t
Distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> twoBack(b.size() + 1);
    std::vector<std::size_t> back(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
    {
        row[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i)
    {
        std::swap(twoBack, back);
        std::swap(back, row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j)
        {
            const std::size_t replaced = back[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({replaced, back[j] + 1, row[j - 1] + 1});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            {
                row[j] = std::min(row[j], twoBack[j - 2] + 1);
            }
        }
    }
    return row[b.size()];
}

} // namespace

std::string
NfNearestWord(std::string_view word, const std::vector<std::string>& known)
{
    std::string nearest;
    std::size_t least = LONGEST;
    for (const std::string& candidate : known)
    {
        const std::size_t longer = std::max(word.size(), candidate.size());
        if (longer > LONGEST)
        {
            continue;
        }
        const std::size_t distance = Distance(word, candidate);
        if (distance * 3 <= longer && distance < least)
        {
            least = distance;
            nearest = candidate;
        }
    }
    return nearest;
}

} // namespace ns3
