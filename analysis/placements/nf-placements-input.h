// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PLACEMENTS_INPUT_H
#define NF_PLACEMENTS_INPUT_H

#include "ns3/nf-placement-paths.h"
#include "ns3/nf-policy-placement.h"
#include "ns3/nf-policy.h"
#include "ns3/nf-topology-graph.h"
#include "ns3/nf-topology-plan.h"

#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/// What the user of nfsim placements gives.
struct NfPlacementsRequest
{
    std::string file;                                     //!< a topology, or a scenario
    std::vector<std::pair<std::string, std::string>> set; //!< of a scenario: variables
    std::string policy;                                   //!< empty: the scenario's
    std::string traffic; //!< a matrix; empty: the scenario's, or the same between all
    std::vector<std::string> allocations;
};

/// What placements are proposed for, from whatever file it came.
struct NfPlacementsInput
{
    std::string title;
    NfTopologyGraph graph;
    NfTopologyPlanSettings plan;
    NfPolicy policy;
    std::vector<NfTrafficDemand> traffic; //!< empty: the same between all
    std::vector<NfPlacement> known;       //!< allocations, then those that the scenario lists
    std::vector<std::string> notes;       //!< what people are to be told
};

/// @param file name of a file
/// @return whether it is a scenario, by its ending
bool NfIsScenarioFile(const std::string& file);

/**
 * @param request what the user gives
 * @return it, read; NfCliError of all that is wrong
 */
NfPlacementsInput NfReadPlacementsInput(const NfPlacementsRequest& request);

} // namespace ns3

#endif /* NF_PLACEMENTS_INPUT_H */
