// SPDX-License-Identifier: GPL-2.0-only

#include "nf-value-set.h"

#include <algorithm>

namespace ns3
{

namespace
{

constexpr NfSetValue GREATEST{UINT64_MAX, UINT64_MAX};

/// @param value less than the greatest
/// @return the next one
NfSetValue
After(const NfSetValue& value)
{
    return {value[0] + (value[1] == UINT64_MAX ? 1 : 0), value[1] + 1};
}

/// @param value more than 0
/// @return the one before it
NfSetValue
Before(const NfSetValue& value)
{
    return {value[0] - (value[1] == 0 ? 1 : 0), value[1] - 1};
}

} // namespace

NfValueSet::NfValueSet(const NfSetValue& first, const NfSetValue& last)
{
    if (first <= last)
    {
        m_ranges.emplace_back(first, last);
    }
}

void
NfValueSet::Add(const NfValueSet& other)
{
    m_ranges.insert(m_ranges.end(), other.m_ranges.begin(), other.m_ranges.end());
    std::sort(m_ranges.begin(), m_ranges.end());
    std::vector<std::pair<NfSetValue, NfSetValue>> joined;
    for (const auto& range : m_ranges)
    {
        const bool touches = !joined.empty() && (joined.back().second == GREATEST ||
                                                 range.first <= After(joined.back().second));
        if (touches)
        {
            joined.back().second = std::max(joined.back().second, range.second);
        }
        else
        {
            joined.push_back(range);
        }
    }
    m_ranges = std::move(joined);
}

NfValueSet
NfValueSet::Intersect(const NfValueSet& other) const
{
    NfValueSet result;
    auto a = m_ranges.begin();
    auto b = other.m_ranges.begin();
    while (a != m_ranges.end() && b != other.m_ranges.end())
    {
        const NfSetValue first = std::max(a->first, b->first);
        const NfSetValue last = std::min(a->second, b->second);
        if (first <= last)
        {
            result.m_ranges.emplace_back(first, last);
        }
        a->second < b->second ? ++a : ++b;
    }
    return result;
}

NfValueSet
NfValueSet::Subtract(const NfValueSet& other) const
{
    NfValueSet complement;
    NfSetValue next{0, 0};
    bool open = true; // there are numbers from `next` on
    for (const auto& [first, last] : other.m_ranges)
    {
        if (next < first)
        {
            complement.m_ranges.emplace_back(next, Before(first));
        }
        open = last != GREATEST;
        next = open ? After(last) : last;
    }
    if (open)
    {
        complement.m_ranges.emplace_back(next, GREATEST);
    }
    return Intersect(complement);
}

bool
NfValueSet::Contains(const NfSetValue& value) const
{
    return std::any_of(m_ranges.begin(), m_ranges.end(), [&value](const auto& range) {
        return range.first <= value && value <= range.second;
    });
}

} // namespace ns3
