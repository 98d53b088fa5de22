// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_HOST_TABLE_H
#define NF_HOST_TABLE_H

#include "nf-address-number.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{

/// The number that no host has.
constexpr uint32_t NfNoHostNumber = UINT32_MAX;

/**
 * @ingroup netfilter
 * A set of addresses, each with a number of its own: a hash table with open addressing, half full.
 *
 * An address's number says where it stands, so the table takes two addresses for each, and no more.
 * @tparam Number of addresses: uint32_t for IPv4, NfWideNumber for IPv6
 */
template <class Number>
class NfHostTable
{
  public:
    /**
     * @param hosts addresses other than zero, each once
     * @param firstNumber that one of them may have
     */
    NfHostTable(const std::vector<Number>& hosts, uint32_t firstNumber)
        : m_firstNumber(firstNumber),
          m_places(2 * hosts.size() + 1)
    {
        for (const Number& host : hosts)
        {
            m_places[PlaceOf(host)] = host;
        }
    }

    /// @param address an address
    /// @return its number, or NfNoHostNumber
    uint32_t Find(const Number& address) const
    {
        const std::size_t place = PlaceOf(address);
        return m_places[place] == Number{} ? NfNoHostNumber : m_firstNumber + place;
    }

  private:
    // Where an address stands, or the empty place where it would.
    std::size_t PlaceOf(const Number& address) const
    {
        const uint64_t hash = NfAddressNumber<Number>::Hash(address);
        std::size_t place = hash * m_places.size() >> 32; // of as many parts, that of the hash
        while (!(m_places[place] == Number{}) && !(m_places[place] == address))
        {
            ++place;
            place = place == m_places.size() ? 0 : place;
        }
        return place;
    }

    uint32_t m_firstNumber;
    std::vector<Number> m_places; //!< zero: empty; there is always one
};

} // namespace ns3

#endif /* NF_HOST_TABLE_H */
