// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_ADDRESS_CHOICE_H
#define NF_IPV4_ADDRESS_CHOICE_H

#include "nf-address.h"
#include "nf-device.h"
#include "nf-packet.h"

#include <optional>

namespace ns3
{

struct NfIpv4Node;

/**
 * The address that MASQUERADE takes, see NfNetns::SelectMasqueradeAddress().
 * @param node a node
 * @param packet a routed packet
 * @param out the device it leaves through
 * @return the address; nothing if the node has no usable one
 */
std::optional<NfAddress> NfSelectMasqueradeAddress(const NfIpv4Node& node,
                                                   const NfPacket& packet,
                                                   const NfDevice& out);

/**
 * @param node a node
 * @param device of the node
 * @return its primary address; nothing if it has none
 */
std::optional<NfAddress> NfGetPrimaryAddress(const NfIpv4Node& node, const NfDevice& device);

/**
 * @param node a node
 * @param device of the node
 * @param address an address
 * @return the mask of the device's primary address whose broadcast address it is; nothing if none's
 */
std::optional<NfAddress> NfFindBroadcastMask(const NfIpv4Node& node,
                                             const NfDevice& device,
                                             const NfAddress& address);

} // namespace ns3

#endif /* NF_IPV4_ADDRESS_CHOICE_H */
