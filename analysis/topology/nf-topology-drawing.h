// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TOPOLOGY_DRAWING_H
#define NF_TOPOLOGY_DRAWING_H

#include "ns3/nf-topology-graph.h"

#include <string>
#include <vector>

namespace ns3
{

/**
 * The topology in GraphViz's language, to be drawn by neato. Nodes stand where their positions say,
 * geographic ones on a map; the others amid their neighbours, and where none has a position, as
 * neato likes. Routers are circles, hosts squares, and LANs diamonds; firewalls are red and larger.
 * \param graph the topology
 * \param title what to write above it
 * \param labels write the names of nodes
 * \param firewalls nodes that filter, ascending
 * \return the text
 */
std::string NfDescribeDrawing(const NfTopologyGraph& graph,
                              const std::string& title,
                              bool labels,
                              const std::vector<std::size_t>& firewalls = {});

/**
 * Draw a text in GraphViz's language with neato. Throws NfCliError.
 * \param text the text
 * \param file the picture to make, whole or not at all: *.svg, *.pdf or *.png
 */
void NfDrawGraph(const std::string& text, const std::string& file);

} // namespace ns3

#endif /* NF_TOPOLOGY_DRAWING_H */
