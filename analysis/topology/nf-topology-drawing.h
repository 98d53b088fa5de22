// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TOPOLOGY_DRAWING_H
#define NF_TOPOLOGY_DRAWING_H

#include "nf-topology-trace.h"

#include <string>
#include <vector>

namespace ns3
{

/**
 * The topology in GraphViz's language, to be drawn by neato. Nodes stand where their positions say,
 * geographic ones on a map; the others amid their neighbours, and where none has a position, as
 * neato likes. Routers are circles, hosts squares, and LANs diamonds; firewalls are red and larger.
 * With what happened, links are the wider the more bytes passed, nodes and links that dropped or
 * lost packets are rimmed red and say how many.
 * \param graph the topology
 * \param title what to write above it
 * \param labels write the names of nodes
 * \param firewalls nodes that filter, ascending
 * \param activity what happened; null: nothing is known
 * \return the text
 */
std::string NfDescribeDrawing(const NfTopologyGraph& graph,
                              const std::string& title,
                              bool labels,
                              const std::vector<std::size_t>& firewalls = {},
                              const NfTopologyActivity* activity = nullptr);

/**
 * Draw a text in GraphViz's language with neato. Throws NfCliError.
 * \param text the text
 * \param file the picture to make, whole or not at all: *.svg, *.pdf or *.png
 */
void NfDrawGraph(const std::string& text, const std::string& file);

} // namespace ns3

#endif /* NF_TOPOLOGY_DRAWING_H */
