// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_ADDRESS_KINDS_H
#define NF_IPV6_ADDRESS_KINDS_H

#include "nf-address.h"

#include <array>
#include <cstdint>

namespace ns3
{

/**
 * @ingroup netfilter
 * Kinds of IPv6 addresses (RFC 4291), by their bits.
 */
namespace NfIpv6Address
{
/**
 * @param address an address
 * @return true if it is that of a group (ff00::/8)
 */
constexpr bool
IsMulticast(const NfAddress& address)
{
    return address.Words()[0] >> 24 == 0xff;
}

/**
 * @param group the address of a group
 * @return its scope: 1 is the interface, 2 the link
 */
constexpr uint8_t
GetMulticastScope(const NfAddress& group)
{
    return group.Words()[0] >> 16 & 0x0f;
}

/**
 * @param address an address
 * @return true if it is one of a link (fe80::/10)
 */
constexpr bool
IsLinkLocal(const NfAddress& address)
{
    return address.Words()[0] >> 22 == 0x3fa;
}

/**
 * @param address an address
 * @return true if it is ::1
 */
constexpr bool
IsLoopback(const NfAddress& address)
{
    return address == NfAddress(std::array<uint32_t, 4>{0, 0, 0, 1});
}

/**
 * @param address an address, also of a group
 * @return the scope beyond which it means nothing, as in addresses of groups: 1 the interface, 2
 * the link, 5 the site; 0: none of these (Linux's ipv6_addr_scope)
 */
constexpr uint8_t
GetBounds(const NfAddress& address)
{
    constexpr uint8_t ofInterface = 1;
    constexpr uint8_t ofLink = 2;
    constexpr uint8_t ofSite = 5;
    constexpr uint32_t siteLocal = 0x3fb; // fec0::/10
    if (IsMulticast(address))
    {
        const uint8_t scope = GetMulticastScope(address);
        return scope == ofInterface || scope == ofLink || scope == ofSite ? scope : 0;
    }
    if (IsLoopback(address))
    {
        return ofInterface;
    }
    return IsLinkLocal(address) ? ofLink : address.Words()[0] >> 22 == siteLocal ? ofSite : 0;
}

/**
 * @param address an address
 * @return true if it is for documentation (2001:db8::/32, RFC 3849), which ns-3 does not forward to
 */
constexpr bool
IsDocumentation(const NfAddress& address)
{
    return address.Words()[0] == 0x20010db8;
}

/**
 * @param address an address
 * @return true if it means something on one link only (Linux's __ipv6_addr_needs_scope_id)
 */
constexpr bool
NeedsLink(const NfAddress& address)
{
    return IsLinkLocal(address) || (IsMulticast(address) && GetMulticastScope(address) <= 2 &&
                                    GetMulticastScope(address) != 0);
}
} // namespace NfIpv6Address

} // namespace ns3

#endif /* NF_IPV6_ADDRESS_KINDS_H */
