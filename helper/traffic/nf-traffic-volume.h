// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRAFFIC_VOLUME_H
#define NF_TRAFFIC_VOLUME_H

#include "nf-traffic-spec.h"

#include <optional>

namespace ns3
{

/// Bytes of packets between one sender and one receiver, headers included.
struct NfTrafficVolume
{
    double forward{0};  //!< from the sender
    double backward{0}; //!< answers to it
};

/**
 * @ingroup netfilter
 * How much some traffic would be on average if nothing filtered or lost it: its rates and sizes
 * over its time. An entry of a traffic matrix, to weigh paths by before anything is simulated.
 *
 * Acknowledgements, retransmissions and what congestion takes are not in it. Transfers that never
 * pause send as fast as the network lets them, and a capture what it holds: of both nothing is
 * known here.
 * @param spec some traffic, without faults (NfCheckTraffic())
 * @param duration of the simulation
 * @return the volume of each pair of nodes; nothing: it is not known
 */
std::optional<NfTrafficVolume> NfEstimateTrafficVolume(const NfTrafficSpec& spec, Time duration);

} // namespace ns3

#endif /* NF_TRAFFIC_VOLUME_H */
