// SPDX-License-Identifier: GPL-2.0-only

#include "nf-prefix-set.h"

#include <algorithm>

namespace ns3
{

namespace
{

std::vector<NfPrefix>
SortedUnique(std::vector<NfPrefix> prefixes)
{
    std::sort(prefixes.begin(), prefixes.end());
    prefixes.erase(std::unique(prefixes.begin(), prefixes.end()), prefixes.end());
    return prefixes;
}

} // namespace

NfPrefixSet::NfPrefixSet(std::vector<NfPrefix> prefixes)
    : m_prefixes(SortedUnique(std::move(prefixes))),
      m_intervals(Boundaries(m_prefixes), 32)
{
    std::vector<std::vector<uint32_t>> contained(m_intervals.GetSize());
    for (uint32_t number = 0; number < m_prefixes.size(); ++number)
    {
        const std::size_t last = m_intervals.Find(m_prefixes[number].GetLast().V4());
        for (std::size_t i = m_intervals.Find(m_prefixes[number].GetAddress().V4()); i <= last; ++i)
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
NfPrefixSet::Boundaries(const std::vector<NfPrefix>& prefixes)
{
    std::vector<uint32_t> starts;
    for (const NfPrefix& prefix : prefixes)
    {
        starts.push_back(prefix.GetAddress().V4());
        if (prefix.GetLast().V4() != UINT32_MAX)
        {
            starts.push_back(prefix.GetLast().V4() + 1);
        }
    }
    return starts;
}

uint32_t
NfPrefixSet::NumberOf(const NfPrefix& prefix) const
{
    return std::lower_bound(m_prefixes.begin(), m_prefixes.end(), prefix) - m_prefixes.begin();
}

} // namespace ns3
