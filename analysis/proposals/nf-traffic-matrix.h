// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRAFFIC_MATRIX_H
#define NF_TRAFFIC_MATRIX_H

#include "ns3/nf-error.h"
#include "ns3/nf-placement-paths.h"
#include "ns3/nf-topology-graph.h"

#include <string>
#include <vector>

namespace ns3
{

/// @param file path of a file
/// @return its text; NfCliError if it cannot be read
std::string NfReadText(const std::string& file);

/**
 * Read a traffic matrix: lines "FROM TO BYTES" of names or patterns of nodes; each of several pairs
 * gets all of it.
 * @param text the text
 * @param file what to call it in messages
 * @param graph the topology
 * @param errors receives all that is wrong
 * @return the matrix
 */
std::vector<NfTrafficDemand> NfParseTraffic(const std::string& text,
                                            const std::string& file,
                                            const NfTopologyGraph& graph,
                                            std::vector<NfError>& errors);

} // namespace ns3

#endif /* NF_TRAFFIC_MATRIX_H */
