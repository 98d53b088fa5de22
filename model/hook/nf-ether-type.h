// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ETHER_TYPE_H
#define NF_ETHER_TYPE_H

#include <cstdint>

namespace ns3
{

/**
 * @ingroup netfilter
 * Protocols of frames, as the type field of Ethernet has them (IANA's registry "IEEE 802 Numbers").
 * ns-3 keeps them in places that differ between its releases.
 */
namespace NfEtherType
{
constexpr uint16_t IPV4 = 0x0800;
constexpr uint16_t ARP = 0x0806;
constexpr uint16_t IPV6 = 0x86dd;
} // namespace NfEtherType

} // namespace ns3

#endif /* NF_ETHER_TYPE_H */
