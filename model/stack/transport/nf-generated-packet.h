// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_GENERATED_PACKET_H
#define NF_GENERATED_PACKET_H

#include "nf-packet.h"

namespace ns3
{

/**
 * Make a packet of the node's kernel, before it is routed: whose it is, and what connection
 * tracking thinks of it.
 * @param header network header, of either family
 * @param payload what follows; its metadata is completed
 * @param about the packet that it answers; may be null
 * @param netns of the node
 * @return the packet
 */
NfPacket NfMakeGenerated(const NfIpHeader& header,
                         const Ptr<Packet>& payload,
                         const NfPacket* about,
                         NfNetns& netns);

/**
 * Copy a packet that is to go another way than its original, before it is routed (see
 * NfNetns::SendCopy()).
 * @param packet the packet
 * @return the copy: a packet of the kernel, without a connection
 */
NfPacket NfMakeCopy(NfPacket& packet);

} // namespace ns3

#endif /* NF_GENERATED_PACKET_H */
