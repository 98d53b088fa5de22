// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ADDRESS_H
#define NF_ADDRESS_H

#include "ns3/ipv4-address.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace ns3
{

/// Address family of a hook, a table or an address.
enum class NfFamily : uint8_t
{
    IPV4 = 2,   //!< the value of Linux's NFPROTO_IPV4
    NETDEV = 5, //!< device hooks: no network header is interpreted
    IPV6 = 10   //!< the value of Linux's NFPROTO_IPV6
};

/**
 * @ingroup netfilter
 * A network address of either family, always 128 bits wide, as in Linux's union nf_inet_addr.
 *
 * An IPv4 address occupies the first word and the rest is zero, so tuples of both families
 * compare and hash with the same code. Words hold host-order numbers.
 */
class NfAddress
{
  public:
    constexpr NfAddress() = default;

    /// @param address an IPv4 address, in host byte order
    constexpr explicit NfAddress(uint32_t address)
        : m_words{address, 0, 0, 0}
    {
    }

    /// @param address an ns-3 IPv4 address
    NfAddress(Ipv4Address address)
        : m_words{address.Get(), 0, 0, 0}
    {
    }

    /// @param words the four words of an IPv6 address, most significant first
    constexpr explicit NfAddress(const std::array<uint32_t, 4>& words)
        : m_words(words)
    {
    }

    /// @return the IPv4 address in host byte order
    constexpr uint32_t V4() const
    {
        return m_words[0];
    }

    /// @return the address as ns-3's type
    Ipv4Address ToIpv4() const
    {
        return Ipv4Address(m_words[0]);
    }

    /// @return the four words, in host byte order, most significant first
    constexpr const std::array<uint32_t, 4>& Words() const
    {
        return m_words;
    }

    /// @return true if every bit is zero
    constexpr bool IsAny() const
    {
        return (m_words[0] | m_words[1] | m_words[2] | m_words[3]) == 0;
    }

    /**
     * @param mask the bits to keep
     * @return this address with all other bits cleared
     */
    constexpr NfAddress Masked(const NfAddress& mask) const
    {
        return NfAddress(std::array<uint32_t, 4>{m_words[0] & mask.m_words[0],
                                                 m_words[1] & mask.m_words[1],
                                                 m_words[2] & mask.m_words[2],
                                                 m_words[3] & mask.m_words[3]});
    }

    friend constexpr bool operator==(const NfAddress& a, const NfAddress& b)
    {
        return a.m_words[0] == b.m_words[0] && a.m_words[1] == b.m_words[1] &&
               a.m_words[2] == b.m_words[2] && a.m_words[3] == b.m_words[3];
    }

    friend constexpr bool operator!=(const NfAddress& a, const NfAddress& b)
    {
        return !(a == b);
    }

    friend bool operator<(const NfAddress& a, const NfAddress& b)
    {
        return a.m_words < b.m_words;
    }

  private:
    std::array<uint32_t, 4> m_words{}; //!< host order, most significant first
};

/**
 * @param address the address
 * @param family its family
 * @return the usual notation: dotted quad, or RFC 5952
 */
std::string NfToString(const NfAddress& address, NfFamily family = NfFamily::IPV4);

/**
 * @param text the usual notation: four decimal numbers without leading zeros, or RFC 4291
 * @param family of the address
 * @return the address, or nothing
 */
std::optional<NfAddress> NfParseAddress(std::string_view text, NfFamily family = NfFamily::IPV4);

} // namespace ns3

#endif /* NF_ADDRESS_H */
