// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ADDRESS_NUMBER_H
#define NF_ADDRESS_NUMBER_H

#include "nf-address.h"

#include <cstddef>
#include <cstdint>

namespace ns3
{

/**
 * @file
 * @ingroup netfilter
 * Addresses as numbers, to sort and search: 32 bits wide for IPv4, so that its look-ups cost what
 * they must, and 128 for IPv6. The code that uses them is one, with the type as its parameter.
 */

/// An IPv6 address as a number.
struct NfWideNumber
{
    uint64_t high{0};
    uint64_t low{0};

    friend constexpr bool operator==(const NfWideNumber& a, const NfWideNumber& b)
    {
        return a.high == b.high && a.low == b.low;
    }

    // Without branches, which nothing could predict in a search.
    friend constexpr bool operator<(const NfWideNumber& a, const NfWideNumber& b)
    {
        return (a.high < b.high) | ((a.high == b.high) & (a.low < b.low));
    }

    friend constexpr bool operator<=(const NfWideNumber& a, const NfWideNumber& b)
    {
        return !(b < a);
    }
};

/// What code for numbers of any width asks of an address.
template <class Number>
struct NfAddressNumber;

/// IPv4.
template <>
struct NfAddressNumber<uint32_t>
{
    static constexpr uint32_t BITS = 32; //!< of an address

    /**
     * @param address an IPv4 address
     * @return its number
     */
    static constexpr uint32_t Of(const NfAddress& address)
    {
        return address.V4();
    }

    /**
     * @param number any but the largest
     * @return the next one
     */
    static constexpr uint32_t Next(uint32_t number)
    {
        return number + 1;
    }

    /**
     * @param number a number
     * @param shift how many low bits to leave out
     * @return the others
     */
    static constexpr std::size_t Leading(uint32_t number, uint32_t shift)
    {
        return number >> shift;
    }

    /**
     * @param leading leading bits
     * @param shift how many bits follow
     * @return the first number that begins so
     */
    static constexpr uint32_t First(std::size_t leading, uint32_t shift)
    {
        return static_cast<uint32_t>(leading << shift);
    }

    /// @return the largest number
    static constexpr uint32_t Max()
    {
        return UINT32_MAX;
    }

    /**
     * @param number a number
     * @return 32 bits that differ, by all that is in it
     */
    static constexpr uint32_t Hash(uint32_t number)
    {
        return number * uint32_t{0x9e3779b1}; // 2^32 divided by the golden ratio
    }
};

/// IPv6. At most 64 leading bits may be asked for.
template <>
struct NfAddressNumber<NfWideNumber>
{
    static constexpr uint32_t BITS = 128; //!< of an address

    /**
     * @param address an IPv6 address
     * @return its number
     */
    static constexpr NfWideNumber Of(const NfAddress& address)
    {
        const std::array<uint32_t, 4>& words = address.Words();
        return {uint64_t{words[0]} << 32 | words[1], uint64_t{words[2]} << 32 | words[3]};
    }

    /**
     * @param number any but the largest
     * @return the next one
     */
    static constexpr NfWideNumber Next(const NfWideNumber& number)
    {
        return {number.high + (number.low == UINT64_MAX ? 1 : 0), number.low + 1};
    }

    /**
     * @param number a number
     * @param shift how many low bits to leave out, at least 64
     * @return the others
     */
    static constexpr std::size_t Leading(const NfWideNumber& number, uint32_t shift)
    {
        return number.high >> (shift - 64);
    }

    /**
     * @param leading leading bits
     * @param shift how many bits follow, at least 64
     * @return the first number that begins so
     */
    static constexpr NfWideNumber First(std::size_t leading, uint32_t shift)
    {
        return {uint64_t{leading} << (shift - 64), 0};
    }

    /// @return the largest number
    static constexpr NfWideNumber Max()
    {
        return {UINT64_MAX, UINT64_MAX};
    }

    /**
     * @param number a number
     * @return 32 bits that differ, by all that is in it
     */
    static constexpr uint32_t Hash(const NfWideNumber& number)
    {
        constexpr uint64_t multiplier = 0x9e3779b97f4a7c15; // 2^64 divided by the golden ratio
        const uint64_t high = number.high * multiplier;
        return ((high ^ high >> 32 ^ number.low) * multiplier) >> 32;
    }
};

} // namespace ns3

#endif /* NF_ADDRESS_NUMBER_H */
