// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TOPOLOGY_MEDIA_H
#define NF_TOPOLOGY_MEDIA_H

#include "nf-topology-plan.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/// @return the standards that NfTopologyWifi takes
const std::vector<std::string>& NfGetWifiStandards();

/// @return the names of those who choose rates that NfTopologyWifi takes
const std::vector<std::string>& NfGetWifiRates();

/**
 * @param wifi what a Wi-Fi LAN is like
 * @return what does not fit together in it; empty: nothing
 */
std::string NfFindWifiFault(const NfTopologyWifi& wifi);

/**
 * CSMA LANs that links join are one cable.
 * @param graph the topology
 * @param segment a segment of LANs
 * @return for each LAN of medium CSMA on it the first of those that are one cable with it, for each
 *         other LAN itself
 */
std::map<std::size_t, std::size_t> NfFindCables(const NfTopologyGraph& graph,
                                                const NfTopologySegment& segment);

/**
 * @param plan a plan that has its segments and interfaces
 * @return why its LANs cannot be built of their media: bridges in a loop, an access point that is
 *         not there, a loss that nothing could draw; nothing: they can
 */
std::optional<NfTopologyFault> NfFindMediaFault(const NfTopologyPlan& plan);

} // namespace ns3

#endif /* NF_TOPOLOGY_MEDIA_H */
