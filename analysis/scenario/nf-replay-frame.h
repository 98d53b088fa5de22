// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REPLAY_FRAME_H
#define NF_REPLAY_FRAME_H

#include "nf-replay-capture-reader.h"
#include "nf-replay-pcap.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * What a captured frame tells of the packet in it.
 */
struct NfReplayFrame
{
    std::optional<std::vector<uint8_t>> packet; //!< the IP packet, without what follows its end
    std::string other;                          //!< without one: what it holds instead
    NfFrameDirection direction{NfFrameDirection::UNKNOWN}; //!< as far as the frame itself tells
    std::optional<NfReplayMac> from;                       //!< Ethernet addresses
    std::optional<NfReplayMac> to;
};

/**
 * @param frame a frame; one of a link type that is not understood is an NfCliError
 * @param file its capture, for messages
 * @return what is in it
 */
NfReplayFrame NfReadReplayFrame(const NfCaptureFrame& frame, const std::string& file);

} // namespace ns3

#endif /* NF_REPLAY_FRAME_H */
