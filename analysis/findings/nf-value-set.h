// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_VALUE_SET_H
#define NF_VALUE_SET_H

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

namespace ns3
{

/// A number of up to 128 bits, the more significant half first: a port, an address, a name's bytes.
using NfSetValue = std::array<uint64_t, 2>;

/**
 * @ingroup netfilter
 * A set of numbers, as ranges of which both ends are in it. Exact: what a field of a packet may be.
 */
class NfValueSet
{
  public:
    /// The empty set.
    NfValueSet() = default;

    /**
     * @param first least number
     * @param last greatest number; if it is less than the first one, the set is empty
     */
    NfValueSet(const NfSetValue& first, const NfSetValue& last);

    /// @param other a set, whose numbers are added
    void Add(const NfValueSet& other);

    /// @param other a set
    /// @return what is in both
    NfValueSet Intersect(const NfValueSet& other) const;

    /// @param other a set
    /// @return what is in this but not in the other
    NfValueSet Subtract(const NfValueSet& other) const;

    /// @param value a number
    /// @return whether it is in the set
    bool Contains(const NfSetValue& value) const;

    /// @return whether nothing is in it
    bool IsEmpty() const
    {
        return m_ranges.empty();
    }

    /// @return its ranges, in order, with gaps between them
    const std::vector<std::pair<NfSetValue, NfSetValue>>& GetRanges() const
    {
        return m_ranges;
    }

    friend bool operator==(const NfValueSet& a, const NfValueSet& b)
    {
        return a.m_ranges == b.m_ranges;
    }

  private:
    std::vector<std::pair<NfSetValue, NfSetValue>> m_ranges;
};

} // namespace ns3

#endif /* NF_VALUE_SET_H */
