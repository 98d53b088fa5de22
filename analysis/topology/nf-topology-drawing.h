// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TOPOLOGY_DRAWING_H
#define NF_TOPOLOGY_DRAWING_H

#include "nf-topology-trace.h"

#include "ns3/nf-policy.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/// What is shown of a topology besides its nodes and links.
struct NfTopologyMarks
{
    std::vector<std::size_t> firewalls; //!< nodes that filter, ascending
    std::vector<std::string> zones;     //!< names of zones, in order; empty: none are shown
    /// By node: the number of its zone; nothing: it is in none. Not used without zones.
    std::vector<std::optional<std::size_t>> zoneOf;
    const NfTopologyActivity* activity{nullptr}; //!< what happened; null: nothing is known
};

/**
 * @param policy names zones
 * @param graph the topology
 * @param marks receives the zones of its nodes; NfCliError if a zone fits no node
 */
void NfMarkZones(const NfPolicy& policy, const NfTopologyGraph& graph, NfTopologyMarks& marks);

/**
 * The topology in GraphViz's language, to be drawn by neato. Nodes stand where their positions say,
 * geographic ones on a map; the others amid their neighbours, and where none has a position, as
 * neato likes. Routers are circles, hosts squares, and LANs diamonds; firewalls are red and larger.
 *
 * With zones, the colour of a node tells its zone instead of its kind, and the title what colour is
 * which; nodes of no zone are grey. There are eight colours, of which later zones get the first
 * ones again, with their names beside their nodes. With what happened, links are the wider the more
 * bytes passed, nodes and links that dropped or lost packets are rimmed red and say how many.
 * @param graph the topology
 * @param title what to write above it
 * @param labels write the names of nodes
 * @param marks what else to show
 * @return the text
 */
std::string NfDescribeDrawing(const NfTopologyGraph& graph,
                              const std::string& title,
                              bool labels,
                              const NfTopologyMarks& marks = {});

/**
 * Draw a text in GraphViz's language with neato. Throws NfCliError.
 * @param text the text
 * @param file the picture to make, whole or not at all: *.svg, *.pdf or *.png
 */
void NfDrawGraph(const std::string& text, const std::string& file);

} // namespace ns3

#endif /* NF_TOPOLOGY_DRAWING_H */
