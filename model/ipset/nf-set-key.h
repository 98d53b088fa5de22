// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SET_KEY_H
#define NF_SET_KEY_H

#include "nf-address.h"
#include "nf-device.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace ns3
{

/**
 * @ingroup netfilter
 * An element of a set, of any type: what the type's parts say, in host byte order. Parts that the
 * type has not are zero, so that all types compare and hash alike. Addresses are wide enough for
 * both families.
 */
struct NfSetKey
{
    NfAddress address;         //!< the first address
    NfAddress address2;        //!< the second
    NfInterfaceName interface; //!< a device
    uint32_t mark{0};
    uint16_t port{0};             //!< or ICMP's type and code
    uint8_t protocol{0};          //!< that the port is of
    uint8_t prefix{0};            //!< of a network at the first address
    uint8_t prefix2{0};           //!< of a network at the second
    uint8_t bridged{0};           //!< the device is a bridge's port (physdev)
    std::array<uint8_t, 6> mac{}; //!< an Ethernet address

    /// @return whether the Ethernet address is set
    bool HasMac() const
    {
        return mac != std::array<uint8_t, 6>{};
    }

    friend bool operator==(const NfSetKey& a, const NfSetKey& b)
    {
        return a.address == b.address && a.address2 == b.address2 && a.interface == b.interface &&
               a.mark == b.mark && a.port == b.port && a.protocol == b.protocol &&
               a.prefix == b.prefix && a.prefix2 == b.prefix2 && a.bridged == b.bridged &&
               a.mac == b.mac;
    }

    /// The order of listings: by addresses, the longer prefix first, then by what else there is.
    friend bool operator<(const NfSetKey& a, const NfSetKey& b);
};

/// Hashes keys, the same on every machine and in every run.
struct NfSetKeyHash
{
    /// @param key a key
    /// @return its hash
    std::size_t operator()(const NfSetKey& key) const;
};

} // namespace ns3

#endif /* NF_SET_KEY_H */
