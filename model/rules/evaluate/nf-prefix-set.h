// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PREFIX_SET_H
#define NF_PREFIX_SET_H

#include "nf-host-table.h"
#include "nf-interval-map.h"
#include "nf-prefix.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * A set of prefixes of one family that tells all of them that contain an address.
 *
 * Networks nest, so they are told by the interval of addresses that an address lies in. Hosts do
 * not: where there are many of them, they stand in a hash table, which takes less than half of the
 * space, and leaves few intervals. A few are networks like others, as a second look-up would take
 * more time than it saves.
 * @tparam Number of addresses: uint32_t for IPv4, NfWideNumber for IPv6
 */
template <class Number>
class NfPrefixSet
{
  public:
    /// Numbers of the prefixes that contain an address: some networks, perhaps a host.
    struct Numbers
    {
        const uint32_t* first;         //!< of the networks
        const uint32_t* last;          //!< behind the last one
        uint32_t host{NfNoHostNumber}; //!< of the host, or NfNoHostNumber

        /**
         * Call a function with each number.
         * @param function takes the number
         */
        template <typename F>
        void ForEach(const F& function) const
        {
            for (const uint32_t* number = first; number != last; ++number)
            {
                function(*number);
            }
            if (host != NfNoHostNumber)
            {
                function(host);
            }
        }
    };

    /// @param prefixes the prefixes; equal ones count once
    explicit NfPrefixSet(std::vector<NfPrefix> prefixes);

    /// @param prefix one of the set, which still knows its networks
    /// @return its number
    uint32_t NumberOf(const NfPrefix& prefix) const;

    /// Forget the networks themselves, so that only Containing() may still be asked. They take
    /// more space than all the rest.
    void ForgetNetworks();

    /// @param address an address
    /// @return the numbers of the prefixes that contain it
    Numbers Containing(Number address) const
    {
        const std::size_t interval = m_intervals.Find(address);
        return {&m_pool[m_first[interval]], &m_pool[m_first[interval + 1]], m_hosts.Find(address)};
    }

  private:
    using Addresses = NfAddressNumber<Number>;

    static constexpr std::size_t MANY_HOSTS = 4096; //!< from which they stand in a table

    /// Prefixes by where they stand.
    struct Parts
    {
        std::vector<NfPrefix> networks; //!< sorted, each once
        std::vector<Number> hosts;      //!< none is zero

        explicit Parts(std::vector<NfPrefix> prefixes);
    };

    explicit NfPrefixSet(Parts parts);
    static std::vector<Number> Boundaries(const std::vector<NfPrefix>& networks);

    std::vector<NfPrefix> m_networks;  //!< sorted: by number; empty if forgotten
    NfHostTable<Number> m_hosts;       //!< with numbers behind those of the networks
    NfIntervalMap<Number> m_intervals; //!< within which the same networks contain all addresses
    std::vector<uint32_t> m_first;     //!< by interval: index of m_pool; one more at the end
    std::vector<uint32_t> m_pool;      //!< one more at the end, so that ranges may be empty there
};

} // namespace ns3

#endif /* NF_PREFIX_SET_H */
