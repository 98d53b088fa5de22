// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_DEVICE_H
#define NF_DEVICE_H

#include "ns3/net-device.h"
#include "ns3/ptr.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace ns3
{

/**
 * @ingroup netfilter
 * An interface name of at most 15 characters, padded with zeros to 16 bytes, so that a rule
 * compares it, with or without a trailing "+", by two masked words (as ip_tables.c does).
 */
class NfInterfaceName
{
  public:
    static constexpr std::size_t MAX_LENGTH = 15; //!< Linux's IFNAMSIZ - 1

    NfInterfaceName() = default;

    /// @param name the name; what is longer than MAX_LENGTH is cut
    explicit NfInterfaceName(std::string_view name)
    {
        std::memcpy(m_words.data(), name.data(), std::min(name.size(), MAX_LENGTH));
    }

    /**
     * @param prefixLength number of characters that count
     * @return the mask for Equals: ones over the characters that count
     */
    static NfInterfaceName MaskOf(std::size_t prefixLength)
    {
        NfInterfaceName mask;
        std::memset(mask.m_words.data(), 0xff, std::min(prefixLength, MAX_LENGTH + 1));
        return mask;
    }

    /**
     * @param other the name to compare with
     * @param mask which bytes count
     * @return true if both are equal under the mask
     */
    bool Equals(const NfInterfaceName& other, const NfInterfaceName& mask) const
    {
        return (((m_words[0] ^ other.m_words[0]) & mask.m_words[0]) |
                ((m_words[1] ^ other.m_words[1]) & mask.m_words[1])) == 0;
    }

    /// @return the name
    std::string_view View() const
    {
        return reinterpret_cast<const char*>(m_words.data());
    }

    friend bool operator==(const NfInterfaceName& a, const NfInterfaceName& b)
    {
        return a.m_words == b.m_words;
    }

  private:
    std::array<uint64_t, 2> m_words{}; //!< the characters; the last byte is always zero in a name
};

/**
 * @ingroup netfilter
 * A network device as rules see it: its name and index within its node.
 *
 * Owned by the node's stack adapter; the address of an NfDevice is stable for the run.
 */
struct NfDevice
{
    NfInterfaceName name;     //!< `lo`, `eth0`, ... or what the user set
    uint32_t ifindex{0};      //!< 1 for lo, then in the order in which devices came
    bool loopback{false};     //!< true for lo
    Ptr<NetDevice> netDevice; //!< the simulated device; null only in unit tests
};

} // namespace ns3

#endif /* NF_DEVICE_H */
