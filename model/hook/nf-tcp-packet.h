// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TCP_PACKET_H
#define NF_TCP_PACKET_H

#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @param segment a TCP header and what follows it
 * @return a packet of it, in which packet metadata, if on, sees a TCP header
 */
Ptr<Packet> NfMakeTcpPacket(std::vector<uint8_t> segment);

} // namespace ns3

#endif /* NF_TCP_PACKET_H */
