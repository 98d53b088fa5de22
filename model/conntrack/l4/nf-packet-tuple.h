// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PACKET_TUPLE_H
#define NF_PACKET_TUPLE_H

#include "nf-ip-header.h"
#include "nf-packet.h"
#include "nf-tuple.h"

#include <optional>

namespace ns3
{

/**
 * @param ip a network header
 * @return true if connection tracking can tell the upper layer: it is no later fragment, and the
 *         extension headers of IPv6 lead to something
 */
bool NfHasUpperLayer(const NfIpHeader& ip);

/**
 * @param packet a packet
 * @return its tuple; nothing if it has none, because it has no upper layer or is cut short
 */
std::optional<NfTuple> NfGetTuple(const NfPacket& packet);

/**
 * @param tuple a tuple
 * @return the tuple of answers; nothing if there are none, as with some types of ICMP
 */
std::optional<NfTuple> NfInvertTuple(const NfTuple& tuple);

} // namespace ns3

#endif /* NF_PACKET_TUPLE_H */
