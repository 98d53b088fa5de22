// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REPLAY_REPLY_H
#define NF_REPLAY_REPLY_H

#include "nf-replay-scenario.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace ns3
{

/**
 * The answer to a packet: addresses and ports swapped, or an ICMP error that quotes it.
 * @param packet a packet of either family
 * @param reply how to answer
 * @return the answer, or nothing if the packet has no natural one (a later fragment, an ICMP
 *         message that is no echo request, an unknown protocol, a source of the other family)
 */
std::optional<std::vector<uint8_t>> NfMakeReply(const std::vector<uint8_t>& packet,
                                                const NfReplayReply& reply);

} // namespace ns3

#endif /* NF_REPLAY_REPLY_H */
