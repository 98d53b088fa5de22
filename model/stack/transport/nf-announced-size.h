// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ANNOUNCED_SIZE_H
#define NF_ANNOUNCED_SIZE_H

#include "nf-ip-header.h"

#include "ns3/packet.h"

#include <cstdint>

namespace ns3
{

/**
 * Write into a SYN how large segments its sender takes, as Linux does (tcp_advertise_mss).
 * @param packet a segment; left alone if it is no SYN, or names a size
 * @param ip the header that it will have
 * @param mtu of the device that it leaves by
 */
void NfAnnounceSegmentSize(const Ptr<Packet>& packet, const NfIpHeader& ip, uint32_t mtu);

} // namespace ns3

#endif /* NF_ANNOUNCED_SIZE_H */
