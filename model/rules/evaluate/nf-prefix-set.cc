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

template <class Number>
NfPrefixSet<Number>::NfPrefixSet(std::vector<NfPrefix> prefixes)
    : m_prefixes(SortedUnique(std::move(prefixes))),
      m_intervals(Boundaries(m_prefixes), Numbers::BITS)
{
    std::vector<std::vector<uint32_t>> contained(m_intervals.GetSize());
    for (uint32_t number = 0; number < m_prefixes.size(); ++number)
    {
        const NfPrefix& prefix = m_prefixes[number];
        const std::size_t last = m_intervals.Find(Numbers::Of(prefix.GetLast()));
        for (std::size_t i = m_intervals.Find(Numbers::Of(prefix.GetAddress())); i <= last; ++i)
        {
            contained[i].push_back(number);
        }
    }
    std::size_t size = 1;
    for (const std::vector<uint32_t>& numbers : contained)
    {
        size += numbers.size();
    }
    m_pool.reserve(size);
    m_first.reserve(contained.size() + 1);
    for (const std::vector<uint32_t>& numbers : contained)
    {
        m_first.push_back(m_pool.size());
        m_pool.insert(m_pool.end(), numbers.begin(), numbers.end());
    }
    m_first.push_back(m_pool.size());
    m_pool.push_back(0);
}

template <class Number>
std::vector<Number>
NfPrefixSet<Number>::Boundaries(const std::vector<NfPrefix>& prefixes)
{
    std::vector<Number> starts;
    for (const NfPrefix& prefix : prefixes)
    {
        starts.push_back(Numbers::Of(prefix.GetAddress()));
        const Number last = Numbers::Of(prefix.GetLast());
        if (!(last == Numbers::Max()))
        {
            starts.push_back(Numbers::Next(last));
        }
    }
    return starts;
}

template <class Number>
uint32_t
NfPrefixSet<Number>::NumberOf(const NfPrefix& prefix) const
{
    return std::lower_bound(m_prefixes.begin(), m_prefixes.end(), prefix) - m_prefixes.begin();
}

template <class Number>
void
NfPrefixSet<Number>::ForgetPrefixes()
{
    std::vector<NfPrefix>().swap(m_prefixes);
}

template class NfPrefixSet<uint32_t>;
template class NfPrefixSet<NfWideNumber>;

} // namespace ns3
