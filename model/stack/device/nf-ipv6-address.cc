// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-address.h"

#include "nf-checksum.h"

namespace ns3
{

namespace
{

constexpr std::size_t ADDRESS_SIZE = 16;

} // namespace

NfAddress
NfFromIpv6(const Ipv6Address& address)
{
    uint8_t bytes[ADDRESS_SIZE];
    address.GetBytes(bytes);
    return NfAddress(std::array<uint32_t, 4>{NfRead32(bytes),
                                             NfRead32(bytes + 4),
                                             NfRead32(bytes + 8),
                                             NfRead32(bytes + 12)});
}

Ipv6Address
NfToIpv6(const NfAddress& address)
{
    uint8_t bytes[ADDRESS_SIZE];
    for (std::size_t i = 0; i < address.Words().size(); ++i)
    {
        NfWrite32(bytes + 4 * i, address.Words()[i]);
    }
    return Ipv6Address(bytes);
}

} // namespace ns3
