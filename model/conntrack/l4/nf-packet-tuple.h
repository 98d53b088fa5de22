// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PACKET_TUPLE_H
#define NF_PACKET_TUPLE_H

#include "nf-packet.h"
#include "nf-tuple.h"

#include <optional>

namespace ns3
{

/**
 * @param packet a packet
 * @return its tuple; nothing if it has none, because it is a later fragment, is cut short, or is of
 *         a family that is not tracked
 */
std::optional<NfTuple> NfGetTuple(const NfPacket& packet);

/**
 * @param tuple a tuple
 * @return the tuple of answers; nothing if there are none, as with some types of ICMP
 */
std::optional<NfTuple> NfInvertTuple(const NfTuple& tuple);

} // namespace ns3

#endif /* NF_PACKET_TUPLE_H */
