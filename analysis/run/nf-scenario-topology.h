// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SCENARIO_TOPOLOGY_H
#define NF_SCENARIO_TOPOLOGY_H

#include "nf-scenario-errors.h"
#include "nf-scenario-view.h"
#include "nf-scenario.h"

#include <cstddef>
#include <optional>
#include <string>

namespace ns3
{

/**
 * @file
 * @ingroup netfilter
 * The parts of NfReadScenarioTopology().
 */

/**
 * @param view the topology, whose nodes are read
 * @param scenario receives them
 * @param errors receives what is wrong
 */
void NfReadScenarioNodes(const NfScenarioView& view,
                         NfScenario& scenario,
                         NfScenarioErrors& errors);

/**
 * @param view the topology, whose links are read
 * @param scenario receives them; it has its nodes
 * @param errors receives what is wrong
 */
void NfReadScenarioLinks(const NfScenarioView& view,
                         NfScenario& scenario,
                         NfScenarioErrors& errors);

/**
 * @param view a section
 * @param key a key of it that names one node
 * @param graph the nodes
 * @param errors receives what is wrong with it
 * @return the node's number; nothing without the key, or if it is wrong
 */
std::optional<std::size_t> NfReadScenarioNode(const NfScenarioView& view,
                                              const char* key,
                                              const NfTopologyGraph& graph,
                                              NfScenarioErrors& errors);

/**
 * @param number of a link
 * @param name that it was given; empty: that of its ends
 * @param scenario receives it under that name
 */
void NfNameScenarioLink(std::size_t number, const std::string& name, NfScenario& scenario);

/**
 * Begin each queue disc of the links apart: ns-3 ends the program for some that their attributes'
 * types allow.
 * @param scenario with its links
 * @param errors receives what ns-3 refuses
 */
void NfCheckScenarioQueues(const NfScenario& scenario, NfScenarioErrors& errors);

} // namespace ns3

#endif /* NF_SCENARIO_TOPOLOGY_H */
