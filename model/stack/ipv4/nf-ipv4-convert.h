// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_CONVERT_H
#define NF_IPV4_CONVERT_H

#include "nf-ip-header.h"

#include "ns3/ipv4-header.h"

namespace ns3
{

/**
 * @param header ns-3's IPv4 header
 * @return the same fields as the hooks see them
 */
NfIpHeader NfFromIpv4(const Ipv4Header& header);

/**
 * @param header what the hooks left
 * @param payloadSize bytes behind the header
 * @param checksum whether the header is to have a checksum, see Node::ChecksumEnabled()
 * @return ns-3's header
 */
Ipv4Header NfToIpv4(const NfIpHeader& header, uint32_t payloadSize, bool checksum);

} // namespace ns3

#endif /* NF_IPV4_CONVERT_H */
