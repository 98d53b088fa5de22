// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_ADDRESS_H
#define NF_IPV6_ADDRESS_H

#include "nf-address.h"

#include "ns3/ipv6-address.h"

namespace ns3
{

/**
 * @param address ns-3's IPv6 address
 * @return the same address
 */
NfAddress NfFromIpv6(const Ipv6Address& address);

/**
 * @param address an IPv6 address
 * @return the same address, as ns-3 has it
 */
Ipv6Address NfToIpv6(const NfAddress& address);

} // namespace ns3

#endif /* NF_IPV6_ADDRESS_H */
