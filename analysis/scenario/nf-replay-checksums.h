// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REPLAY_CHECKSUMS_H
#define NF_REPLAY_CHECKSUMS_H

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Put right the checksums of an IPv4 packet: its header's, and that of TCP, UDP or ICMP. That of a
 * fragment's payload cannot be known, and UDP's may be left out (0): these stay as they are.
 * @param packet the packet
 * @return true if a checksum was wrong
 */
bool NfFixReplayChecksums(std::vector<uint8_t>& packet);

} // namespace ns3

#endif /* NF_REPLAY_CHECKSUMS_H */
