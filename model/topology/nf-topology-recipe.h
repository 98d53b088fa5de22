// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TOPOLOGY_RECIPE_H
#define NF_TOPOLOGY_RECIPE_H

#include "nf-error.h"
#include "nf-topology-graph.h"

#include <cstdint>
#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * Make a topology that is described in a word, as users write it: the name of a generator of
 * nf-topology-generators.h and its parameters, "star:LANS,HOSTS", "fat-tree:PORTS",
 * "leaf-spine:LEAVES,SPINES,HOSTS", "waxman:NODES,ALPHA,BETA" (a square of 1000 km) or
 * "barabasi-albert:NODES,LINKS". What a random one draws depends on ns-3's seed and run.
 * @param recipe the word
 * @param graph receives the topology; untouched on failure
 * @return nothing, or what is wrong with it
 */
NfStatus NfMakeTopology(const std::string& recipe, NfTopologyGraph& graph);

/// @return all that NfMakeTopology() takes: "star:LANS,HOSTS", ...
const std::string& NfGetTopologyRecipes();

} // namespace ns3

#endif /* NF_TOPOLOGY_RECIPE_H */
