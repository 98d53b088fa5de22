// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REPLAY_PCAP_H
#define NF_REPLAY_PCAP_H

#include "nf-replay-scenario.h"

#include <string>
#include <vector>

namespace ns3
{

/**
 * Read a capture as packets of a scenario: each comes in through one interface, at its time since
 * the first packet. Link types EN10MB (with VLAN tags), RAW, IPV4, PPP and ns-3's PPP are
 * understood; frames that do not hold IPv4 are left out.
 * \param file path of a pcap file (not pcapng)
 * \param interface through which they come
 * \return the packets; what is wrong is an NfCliError
 */
std::vector<NfReplayPacket> NfReadReplayCapture(const std::string& file,
                                                const std::string& interface);

} // namespace ns3

#endif /* NF_REPLAY_PCAP_H */
