// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PREFIX_H
#define NF_PREFIX_H

#include "nf-address.h"

#include "ns3/ipv4-address.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ns3
{

/**
 * @ingroup netfilter
 * The addresses of one family that begin with the same bits: a network as "10.0.0.0/24" names it.
 *
 * Bits behind the prefix are 0, whatever it is made of, so that equal prefixes compare equal.
 */
class NfPrefix
{
  public:
    /// All IPv4 addresses.
    constexpr NfPrefix() = default;

    /**
     * @param address an address of the prefix
     * @param length how many of its bits count, up to GetWidth(family)
     * @param family of the address
     */
    constexpr NfPrefix(const NfAddress& address, uint8_t length, NfFamily family = NfFamily::IPV4)
        : m_address(address.Masked(MaskOf(length, family))),
          m_family(family),
          m_length(length)
    {
    }

    /**
     * @param family a family of addresses
     * @return how many bits its addresses have
     */
    static constexpr uint8_t GetWidth(NfFamily family)
    {
        return family == NfFamily::IPV6 ? 128 : 32;
    }

    /**
     * @param length of a prefix, up to GetWidth(family)
     * @param family of its addresses
     * @return the mask with so many leading ones
     */
    static constexpr NfAddress MaskOf(uint8_t length, NfFamily family = NfFamily::IPV4)
    {
        return family == NfFamily::IPV6 ? NfAddress(std::array<uint32_t, 4>{WordOfMask(length, 0),
                                                                            WordOfMask(length, 1),
                                                                            WordOfMask(length, 2),
                                                                            WordOfMask(length, 3)})
                                        : NfAddress(WordOfMask(length, 0));
    }

    /**
     * @param mask any mask
     * @param family of the addresses that it is for
     * @return the number of its leading ones; nothing if other ones follow behind a zero
     */
    static std::optional<uint8_t> LengthOf(const NfAddress& mask, NfFamily family = NfFamily::IPV4);

    /// @return the first address
    constexpr const NfAddress& GetAddress() const
    {
        return m_address;
    }

    /// @return how many bits all addresses share
    constexpr uint8_t GetLength() const
    {
        return m_length;
    }

    /// @return the family of the addresses
    constexpr NfFamily GetFamily() const
    {
        return m_family;
    }

    /// @return the bits that all addresses share
    constexpr NfAddress GetMask() const
    {
        return MaskOf(m_length, m_family);
    }

    /// @return the mask, of an IPv4 prefix, as ns-3's type
    Ipv4Mask ToIpv4Mask() const
    {
        return Ipv4Mask(GetMask().V4());
    }

    /// @return the last address
    NfAddress GetLast() const;

    /// @return true if it is one address alone
    constexpr bool IsHost() const
    {
        return m_length == GetWidth(m_family);
    }

    /**
     * @param address of the same family
     * @return true if the prefix has it
     */
    constexpr bool Contains(const NfAddress& address) const
    {
        return address.Masked(GetMask()) == m_address;
    }

    /**
     * @param other a prefix
     * @return true if both share an address: one of them contains the other
     */
    constexpr bool Overlaps(const NfPrefix& other) const
    {
        return m_family == other.m_family &&
               (m_length < other.m_length ? Contains(other.m_address) : other.Contains(m_address));
    }

    friend constexpr bool operator==(const NfPrefix& a, const NfPrefix& b)
    {
        return a.m_address == b.m_address && a.m_length == b.m_length && a.m_family == b.m_family;
    }

    friend constexpr bool operator!=(const NfPrefix& a, const NfPrefix& b)
    {
        return !(a == b);
    }

    /// By family, then address; of two with the same address the larger one comes first.
    friend bool operator<(const NfPrefix& a, const NfPrefix& b);

  private:
    static constexpr uint8_t BITS = 32; //!< of a word

    static constexpr uint32_t WordOfMask(uint8_t length, uint8_t word)
    {
        const uint8_t before = word * BITS;
        return length <= before          ? 0
               : length - before >= BITS ? UINT32_MAX
                                         : ~(UINT32_MAX >> (length - before));
    }

    NfAddress m_address;
    NfFamily m_family{NfFamily::IPV4};
    uint8_t m_length{0};
};

/**
 * @param prefix a prefix
 * @return "10.0.0.0/24"; of a single address the address alone
 */
std::string NfToString(const NfPrefix& prefix);

/**
 * @param text "10.0.0.0/24" or an address, as NfParseAddress() reads it. Bits behind the prefix are
 *             cleared.
 * @param family of the address
 * @return the prefix, or nothing
 */
std::optional<NfPrefix> NfParsePrefix(std::string_view text, NfFamily family = NfFamily::IPV4);

} // namespace ns3

#endif /* NF_PREFIX_H */
