// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SCENARIO_RANKS_H
#define NF_SCENARIO_RANKS_H

#include "nf-rank-partition.h"
#include "nf-scenario-errors.h"
#include "nf-scenario.h"

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

namespace ns3
{

/// How ranks share a scenario's network.
struct NfScenarioShare
{
    NfRankPartition partition;
    std::vector<std::string> unknown; //!< traffic of which nothing is known: it weighs nothing
};

/**
 * Find nodes whose ranks the scenario gives, and that cannot be apart.
 * @param scenario a scenario that has its nodes and links
 * @param errors receives what is wrong
 */
void NfCheckScenarioRanks(const NfScenario& scenario, NfScenarioErrors& errors);

/**
 * Share a scenario's network among ranks: as it says itself, and the rest so that all have as much
 * to do, by what its traffic is expected to be; see NfPartitionForRanks().
 *
 * ns-3 carries packets between ranks over point-to-point links only. So what is on a LAN of any
 * kind is on one rank, as are both ends of a link with DHCP, whose server and clients know each
 * other.
 * @param scenario a scenario without errors
 * @param count how many ranks there are
 * @param errors receives why it cannot be shared
 * @return who simulates which node; of no meaning if there are errors
 */
NfScenarioShare NfShareScenario(const NfScenario& scenario,
                                uint32_t count,
                                NfScenarioErrors& errors);

/**
 * Print a line about the ranks: nodes and expected load of each, links between them, lookahead.
 * @param os where to print
 * @param share who simulates which node
 */
void NfPrintShare(std::ostream& os, const NfScenarioShare& share);

/**
 * Print the names of the nodes of each rank, a line for each.
 * @param os where to print
 * @param scenario the scenario
 * @param share who simulates which node
 */
void NfPrintSharedNodes(std::ostream& os, const NfScenario& scenario, const NfScenarioShare& share);

} // namespace ns3

#endif /* NF_SCENARIO_RANKS_H */
