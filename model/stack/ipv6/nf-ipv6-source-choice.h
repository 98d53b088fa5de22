// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_SOURCE_CHOICE_H
#define NF_IPV6_SOURCE_CHOICE_H

#include "nf-address.h"
#include "nf-device.h"

#include <optional>

namespace ns3
{

class NfIpv6RouteEntry;
struct NfIpv6Node;

/**
 * Choose the source address for a destination (RFC 6724 section 5; Linux's ipv6_dev_get_saddr):
 * same address, scope, not deprecated, of the outgoing interface, same label, longest common
 * prefix. Of equals, the one that was given to its interface last.
 *
 * Differs from Linux: ns-3 knows no temporary and no home addresses, and no address is tentative.
 * @param node whose addresses to choose from
 * @param destination address of the destination
 * @param out device that it is reached by; null: lo
 * @return the address; nothing if there is none
 */
std::optional<NfAddress> NfChooseIpv6Source(const NfIpv6Node& node,
                                            const NfAddress& destination,
                                            const NfDevice* out);

/**
 * @param node whose addresses to choose from
 * @param destination address of the destination
 * @param entry the route there
 * @return what a policy route prefers, else as NfChooseIpv6Source()
 */
std::optional<NfAddress> NfChooseIpv6Source(const NfIpv6Node& node,
                                            const NfAddress& destination,
                                            const NfIpv6RouteEntry& entry);

/**
 * @param node whose addresses to choose from
 * @param device a device
 * @return what REDIRECT takes: the address of global scope that the device was given last, else
 *         one of its link; nothing if it has none
 */
std::optional<NfAddress> NfGetPrimaryIpv6Address(const NfIpv6Node& node, const NfDevice& device);

} // namespace ns3

#endif /* NF_IPV6_SOURCE_CHOICE_H */
