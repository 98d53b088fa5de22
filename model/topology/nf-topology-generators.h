// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TOPOLOGY_GENERATORS_H
#define NF_TOPOLOGY_GENERATORS_H

#include "nf-topology-graph.h"

#include <cstdint>

namespace ns3
{

/**
 * @file
 * @ingroup netfilter
 * Topologies that are made rather than read. Random ones draw from one stream of ns-3, so that
 * seed, run and stream tell which one it is, and nothing else that a simulation draws does. Links
 * have neither rate nor delay until NfTopologyGraph::SetDefaults(), except where said. Sizes that
 * make no topology, or one of more than a million nodes or links, are an NS_ABORT.
 */

/**
 * A router in the middle ("core"), and around it LANs ("lan1", ...) of hosts ("host1-1", ...), each
 * behind a router of its own ("edge1", ...).
 * @param lans number of LANs, at least 1
 * @param hosts number of hosts in each
 * @return the topology
 */
NfTopologyGraph NfMakeStarOfLans(uint32_t lans, uint32_t hosts);

/**
 * A fat tree of routers with k ports: (k/2)^2 in the core ("core1", ...), k pods of k/2 aggregating
 * and k/2 edge routers ("aggregation1-1", "edge1-1", ...), k/2 hosts at each of the latter
 * ("host1-1-1", ...). Any two hosts of different pods are joined by (k/2)^2 shortest paths.
 * @param ports k, even, at least 2
 * @return the topology
 */
NfTopologyGraph NfMakeFatTree(uint32_t ports);

/**
 * Each leaf router ("leaf1", ...) is joined to each spine router ("spine1", ...), and has hosts
 * ("host1-1", ...).
 * @param leaves number of leaves, at least 1
 * @param spines number of spines, at least 1
 * @param hosts number of hosts at each leaf
 * @return the topology
 */
NfTopologyGraph NfMakeLeafSpine(uint32_t leaves, uint32_t spines, uint32_t hosts);

/// What Waxman's random topology depends on.
struct NfWaxmanSettings
{
    uint32_t nodes{50}; //!< routers ("router1", ...), at least 1
    double alpha{0.4};  //!< above 0, up to 1: how likely any link is
    double beta{0.2};   //!< above 0: how likely long links are, compared with short ones
    double side{1e6};   //!< of the square in which the nodes stand, in metres
};

/**
 * Nodes stand anywhere in a square. Two of them at distance d are joined with the probability
 * alpha exp(-d / (beta L)), where L is the square's diagonal. Links have the delay of light in
 * glass. The topology may have several components.
 * @param settings its parameters
 * @param stream number of the random stream
 * @return the topology
 */
NfTopologyGraph NfMakeWaxman(const NfWaxmanSettings& settings, int64_t stream);

/**
 * Barabasi's and Albert's growing network: routers come one after the other ("router1", ...), and
 * each is joined to some that are there, drawn in proportion to how many links these have. The
 * first ones are all joined with each other.
 * @param nodes number of nodes, more than links
 * @param links number of links that each new node brings, at least 1
 * @param stream number of the random stream
 * @return the topology, which is connected
 */
NfTopologyGraph NfMakeBarabasiAlbert(uint32_t nodes, uint32_t links, int64_t stream);

} // namespace ns3

#endif /* NF_TOPOLOGY_GENERATORS_H */
