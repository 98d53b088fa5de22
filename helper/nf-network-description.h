// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NETWORK_DESCRIPTION_H
#define NF_NETWORK_DESCRIPTION_H

#include "nf-network-results.h"
#include "nf-topology-graph.h"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * What results say of the network of a topology before the simulation begins.
 *
 * @param graph the topology
 * @param zones numbers of nodes by the zone of the policy that they are in
 * @param firewalls numbers of the nodes that enforce the policy
 * @return its nodes and links, to be counted by Listen() and Collect()
 */
NfNetworkResults NfDescribeNetwork(
    const NfTopologyGraph& graph,
    const std::map<std::string, std::vector<std::size_t>>& zones = {},
    const std::vector<std::size_t>& firewalls = {});

} // namespace ns3

#endif /* NF_NETWORK_DESCRIPTION_H */
