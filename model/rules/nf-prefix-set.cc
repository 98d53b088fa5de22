// SPDX-License-Identifier: GPL-2.0-only

#include "nf-prefix-set.h"

#include <algorithm>

namespace ns3
{

namespace
{

/// \param prefix a prefix \return the last address in it
uint32_t
LastOf(const NfPrefixSet::Prefix& prefix)
{
    return prefix.first | static_cast<uint32_t>(UINT64_C(0xffffffff) >> prefix.second);
}

std::vector<NfPrefixSet::Prefix>
SortedUnique(std::vector<NfPrefixSet::Prefix> prefixes)
{
    std::sort(prefixes.begin(), prefixes.end());
    prefixes.erase(std::unique(prefixes.begin(), prefixes.end()), prefixes.end());
    return prefixes;
}

} // namespace

NfPrefixSet::NfPrefixSet(std::vector<Prefix> prefixes)
    : m_prefixes(SortedUnique(std::move(prefixes))),
      m_intervals(Boundaries(m_prefixes), 32)
{
    std::vector<std::vector<uint32_t>> contained(m_intervals.GetSize());
    for (uint32_t number = 0; number < m_prefixes.size(); ++number)
    {
        const std::size_t last = m_intervals.Find(LastOf(m_prefixes[number]));
        for (std::size_t i = m_intervals.Find(m_prefixes[number].first); i <= last; ++i)
        {
            contained[i].push_back(number);
        }
    }
    for (const std::vector<uint32_t>& numbers : contained)
    {
        m_first.push_back(m_pool.size());
        m_pool.insert(m_pool.end(), numbers.begin(), numbers.end());
    }
    m_first.push_back(m_pool.size());
    m_pool.push_back(0);
}

std::vector<uint32_t>
NfPrefixSet::Boundaries(const std::vector<Prefix>& prefixes)
{
    std::vector<uint32_t> starts;
    for (const Prefix& prefix : prefixes)
    {
        starts.push_back(prefix.first);
        if (LastOf(prefix) != UINT32_MAX)
        {
            starts.push_back(LastOf(prefix) + 1);
        }
    }
    return starts;
}

uint32_t
NfPrefixSet::NumberOf(const Prefix& prefix) const
{
    return std::lower_bound(m_prefixes.begin(), m_prefixes.end(), prefix) - m_prefixes.begin();
}

} // namespace ns3
