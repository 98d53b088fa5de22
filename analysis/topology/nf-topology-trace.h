// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TOPOLOGY_TRACE_H
#define NF_TOPOLOGY_TRACE_H

#include "ns3/nf-topology-graph.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

class NfTraceReader;

/// What happened on the nodes and links of a topology in a run.
struct NfTopologyActivity
{
    std::vector<std::size_t> firewalls; //!< nodes that had rules at any time, ascending
    std::vector<uint64_t> drops;        //!< by node: packets that its hooks or its stack dropped
    std::vector<uint64_t> losses;       //!< by link: packets that queues and devices lost
    /// By link: bytes of IP packets that passed it, either way; nothing: the trace does not tell.
    std::optional<std::vector<uint64_t>> bytes;
    std::optional<double> seconds; //!< how long the run was; nothing: it did not end
};

/**
 * The network of a traced run. Interfaces on one channel are neighbours: two make a link, more a
 * LAN ("lan", with the channel's number). Nodes of one interface are drawn as hosts.
 *
 * @param reader the trace
 * @param graph receives the network
 * @return what happened in it
 */
NfTopologyActivity NfReadTracedTopology(NfTraceReader& reader, NfTopologyGraph& graph);

/**
 * @param graph the topology
 * @param activity what happened
 * @return the load and the drops in two lines: the busiest link, and how many packets ended where
 */
std::string NfDescribeActivity(const NfTopologyGraph& graph, const NfTopologyActivity& activity);

} // namespace ns3

#endif /* NF_TOPOLOGY_TRACE_H */
