// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PACKET_LINKS_H
#define NF_PACKET_LINKS_H

#include "nf-trace-reader.h"

#include <cstdint>
#include <set>

namespace ns3
{

/**
 * @ingroup netfilter
 * @param reader the trace
 * @param uid a packet
 * @return the packet, those that it caused and those that caused it, as far as links lead
 */
std::set<int64_t> NfFindLinkedPackets(NfTraceReader& reader, int64_t uid);

} // namespace ns3

#endif /* NF_PACKET_LINKS_H */
