// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REPLAY_DESCRIBE_H
#define NF_REPLAY_DESCRIBE_H

#include "nf-replay-recorder.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{

/// @param bytes a packet of either family
/// @return it in a line, as in tcpdump
std::string NfDescribePacket(const std::vector<uint8_t>& bytes);

/// @param bytes a packet of either family
/// @return true if it is a fragment
bool NfIsFragment(const std::vector<uint8_t>& bytes);

/// @param hook a hook that the packet got through
/// @return what it changed, field by field
std::string NfDescribeChanges(const NfReplayHook& hook);

} // namespace ns3

#endif /* NF_REPLAY_DESCRIBE_H */
