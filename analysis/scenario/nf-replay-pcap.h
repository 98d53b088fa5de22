// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REPLAY_PCAP_H
#define NF_REPLAY_PCAP_H

#include "nf-replay-scenario.h"

#include <string>

namespace ns3
{

/**
 * \ingroup netfilter
 * Read a capture as the packets of a scenario: each comes in through one interface, at its time
 * since the first one. What stands after the end of the IP packet, such as Ethernet's padding, is
 * cut off. Frames that hold no IPv4 packet are left out, and a warning says how many.
 *
 * A capture on the sending host has wrong checksums if its network card computes them; a warning
 * says for how many packets.
 *
 * Link types are Ethernet, PPP, Linux cooked (either version), BSD loopback and raw IP; VLAN tags
 * are skipped.
 * \param file path of a pcap file
 * \param interface through which they come
 * \param fixChecksums put wrong checksums right
 * \param scenario gets the packets and the warnings; what is wrong is an NfCliError that names the
 *        frame
 */
void NfReadReplayCapture(const std::string& file,
                         const std::string& interface,
                         bool fixChecksums,
                         NfReplayScenario& scenario);

} // namespace ns3

#endif /* NF_REPLAY_PCAP_H */
