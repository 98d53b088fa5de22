// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_ADDRESS_BYTES_H
#define NF_IPV6_ADDRESS_BYTES_H

#include "nf-address.h"
#include "nf-checksum.h"

#include <array>
#include <cstdint>

namespace ns3
{

/**
 * @param bytes sixteen of a packet
 * @return the IPv6 address that they are
 */
inline NfAddress
NfReadIpv6Address(const uint8_t* bytes)
{
    return NfAddress(std::array<uint32_t, 4>{NfRead32(bytes),
                                             NfRead32(bytes + 4),
                                             NfRead32(bytes + 8),
                                             NfRead32(bytes + 12)});
}

} // namespace ns3

#endif /* NF_IPV6_ADDRESS_BYTES_H */
