// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PREFIX_SET_H
#define NF_PREFIX_SET_H

#include "nf-interval-map.h"
#include "nf-prefix.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * A set of prefixes of one family that tells all of them that contain an address.
 * @tparam Number of addresses: uint32_t for IPv4, NfWideNumber for IPv6
 */
template <class Number>
class NfPrefixSet
{
  public:
    /// Numbers of prefixes.
    struct Range
    {
        const uint32_t* first;
        const uint32_t* last; //!< behind the last one

        /// @return the first, for loops
        const uint32_t* begin() const
        {
            return first;
        }

        /// @return the end, for loops
        const uint32_t* end() const
        {
            return last;
        }
    };

    /// @param prefixes the prefixes; equal ones count once
    explicit NfPrefixSet(std::vector<NfPrefix> prefixes);

    /// @return how many different prefixes there are; 0 once they are forgotten
    std::size_t GetSize() const
    {
        return m_prefixes.size();
    }

    /// @param prefix one of the set, which still knows them
    /// @return its number
    uint32_t NumberOf(const NfPrefix& prefix) const;

    /// Forget the prefixes themselves, so that only Containing() may still be asked. They take
    /// more space than all the rest.
    void ForgetPrefixes();

    /// @param address an address
    /// @return the numbers of the prefixes that contain it
    Range Containing(Number address) const
    {
        const std::size_t interval = m_intervals.Find(address);
        return {&m_pool[m_first[interval]], &m_pool[m_first[interval + 1]]};
    }

  private:
    using Numbers = NfAddressNumber<Number>;

    static std::vector<Number> Boundaries(const std::vector<NfPrefix>& prefixes);

    std::vector<NfPrefix> m_prefixes;  //!< sorted: by number; empty if forgotten
    NfIntervalMap<Number> m_intervals; //!< within which the same prefixes contain all addresses
    std::vector<uint32_t> m_first;     //!< by interval: index of m_pool; one more at the end
    std::vector<uint32_t> m_pool;      //!< one more at the end, so that ranges may be empty there
};

} // namespace ns3

#endif /* NF_PREFIX_SET_H */
