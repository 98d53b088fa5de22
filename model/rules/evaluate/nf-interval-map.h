// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_INTERVAL_MAP_H
#define NF_INTERVAL_MAP_H

#include "nf-address-number.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Cuts the numbers of some bits into intervals and tells in which one a number lies.
 *
 * A binary search behind a table of the leading bits, which leaves it few steps.
 * @tparam Number uint32_t, or NfWideNumber
 */
template <class Number>
class NfIntervalMap
{
  public:
    /**
     * @param starts first number of each interval, in any order; 0 is always one
     * @param bits how many bits numbers have, 16, 32 or 128
     */
    NfIntervalMap(std::vector<Number> starts, uint32_t bits)
        : m_starts(std::move(starts)),
          m_shift(bits - INDEX_BITS)
    {
        m_starts.push_back(Number{});
        std::sort(m_starts.begin(), m_starts.end());
        m_starts.erase(std::unique(m_starts.begin(), m_starts.end()), m_starts.end());
        m_starts.shrink_to_fit();
        m_index.reserve((1U << INDEX_BITS) + 1);
        uint32_t interval = 0;
        for (uint64_t block = 0; block < (1U << INDEX_BITS); ++block)
        {
            const Number first = Numbers::First(block, m_shift);
            while (interval + 1 < m_starts.size() && m_starts[interval + 1] <= first)
            {
                ++interval;
            }
            m_index.push_back(interval);
        }
        m_index.push_back(m_starts.size() - 1);
    }

    /// @return how many intervals there are
    std::size_t GetSize() const
    {
        return m_starts.size();
    }

    /// @param number a number
    /// @return the interval that it lies in, from 0
    std::size_t Find(Number number) const
    {
        const std::size_t block = Numbers::Leading(number, m_shift);
        const Number* starts = m_starts.data() + m_index[block];
        std::size_t left = m_index[block + 1] - m_index[block] + 1;
        // Without branches, which nothing could predict.
        while (left > 1)
        {
            const std::size_t half = left / 2;
            starts += starts[half] <= number ? half : 0;
            left -= half;
        }
        return starts - m_starts.data();
    }

  private:
    using Numbers = NfAddressNumber<Number>;

    static constexpr uint32_t INDEX_BITS = 10;

    std::vector<Number> m_starts;  //!< rising, from 0
    uint32_t m_shift;              //!< from a number to its block
    std::vector<uint32_t> m_index; //!< by block: the interval of its first number
};

} // namespace ns3

#endif /* NF_INTERVAL_MAP_H */
