// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TOPOLOGY_READER_H
#define NF_TOPOLOGY_READER_H

#include "nf-error.h"
#include "nf-topology-graph.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ns3
{

/// In what form a file describes a topology.
enum class NfTopologyFormat : uint8_t
{
    GRAPHML,   //!< GraphML, as the Internet Topology Zoo and many tools write it
    DOT,       //!< GraphViz
    INET,      //!< of the generator Inet: "nodes links", "node x y" ..., "from to length" ...
    ORBIS,     //!< of the generator Orbis: "from to" ...
    ROCKETFUEL //!< Rocketfuel's maps ("uid @place ... -> <neighbour> ...") and weights ("from to
               //!< w")
};

/// @param format the format
/// @return its name: "graphml", "dot", "inet", "orbis", "rocketfuel"
const char* NfToString(NfTopologyFormat format);

/// @param name name of a format
/// @return it; nothing if it is none
std::optional<NfTopologyFormat> NfParseTopologyFormat(std::string_view name);

/// A topology that was read.
struct NfTopologyReading
{
    std::string name; //!< what the file calls the network; its own name without folder otherwise
    NfTopologyFormat format{NfTopologyFormat::GRAPHML};
    NfTopologyGraph graph;

    /// What was accepted though it is odd, or has no effect; each kind once, where it is first
    /// seen.
    std::vector<NfError> notes;
};

/**
 * @ingroup netfilter
 * Read a topology. What all formats have in common:
 *
 * - A node is called as its label says, made unique by its identifier (NfTopologyGraph::MakeName).
 * - A link whose description tells no rate has none. `LinkSpeedRaw`, or `LinkSpeed` with
 *   `LinkSpeedUnits`, is the zoo's rate; where it is missing, `LinkType` and `LinkLabel` tell one
 *   if they are the name of a line ("OC-48") or one rate, and not a range.
 * - `rate` ("10Mbps") and `delay` ("5ms") are the names of our own for a link's, and `kind`
 *   ("router", "host", "lan") for a node's. A node with `hyperedge` 1 is a LAN, as is a hyperedge.
 * - `Latitude` and `Longitude` (or `lat` and `lon`) are a position on the Earth; `x` and `y`, or
 *   GraphViz's `pos`, one in a drawing.
 * - Links have no direction. Where a format tells each direction, a pair of opposite ones is one
 *   link.
 * - All other attributes are kept with their node or link.
 *
 * @param file path of the file
 * @param result receives the topology; what was in it before is lost, also on failure
 * @param format the file's format; nothing: as its content looks
 * @return nothing, or what is wrong, and where
 */
NfStatus NfReadTopology(const std::string& file,
                        NfTopologyReading& result,
                        std::optional<NfTopologyFormat> format = std::nullopt);

/**
 * Read a topology from a text.
 * @param text the text
 * @param name what to call it in messages
 * @param result receives the topology
 * @param format the text's format; nothing: as it looks
 * @return nothing, or what is wrong, and where
 */
NfStatus NfReadTopologyText(std::string_view text,
                            const std::string& name,
                            NfTopologyReading& result,
                            std::optional<NfTopologyFormat> format = std::nullopt);

} // namespace ns3

#endif /* NF_TOPOLOGY_READER_H */
