// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REPLAY_PCAP_H
#define NF_REPLAY_PCAP_H

#include "nf-replay-scenario.h"

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace ns3
{

/// An Ethernet address.
using NfReplayMac = std::array<uint8_t, 6>;

/// A capture to play.
struct NfReplayCapture
{
    std::string file;      //!< pcap or pcapng
    std::string interface; //!< where its packets come in; empty: as the file names it
};

/// What becomes of frames that the box itself has sent, being what a replay is to find out.
enum class NfReplaySent : uint8_t
{
    SKIP, //!< left out
    DROP, //!< not played, but they keep their place and number in the result
    LOCAL //!< those with a source address of the box are sent by it; others are left out
};

/// How captures are read.
struct NfReplayCaptureOptions
{
    bool fixChecksums{false}; //!< put wrong checksums right
    NfReplaySent sent{NfReplaySent::SKIP};
    std::map<std::string, std::set<NfReplayMac>> macs; //!< of the box's interfaces, as far as told
};

/**
 * @ingroup netfilter
 * Read captures as the packets of a scenario, merged in the order of time: each comes in through
 * an interface, at its time since the first frame of all. What stands after the end of the IP
 * packet, such as Ethernet's padding, is cut off. The scenario's date, if it has none, becomes the
 * first frame's.
 *
 * A frame that the box has sent is told from one that it has received by what the capture says
 * (Linux cooked, pcapng's flags), else by the Ethernet addresses of the box, else by the source
 * address being one of the scenario's. The box's Ethernet addresses are those in the options, or
 * those to which frames for its IP addresses went, or, without such frames, those from which
 * frames with its IP addresses came.
 *
 * Frames that hold no IP packet, that are for other hosts, or that the box has sent are left
 * out; warnings count and name them. Another warning counts wrong checksums, which a capture on
 * the sending host has if its network card computes them.
 *
 * Link types are Ethernet, PPP, Linux cooked (either version), BSD loopback and raw IP; VLAN tags
 * are skipped.
 * @param captures which captures
 * @param options how to read them
 * @param scenario has the addresses of the box, and gets packets, warnings and interfaces that
 *        the captures name; what is wrong is an NfCliError that names the frame
 */
void NfReadReplayCaptures(const std::vector<NfReplayCapture>& captures,
                          const NfReplayCaptureOptions& options,
                          NfReplayScenario& scenario);

} // namespace ns3

#endif /* NF_REPLAY_PCAP_H */
