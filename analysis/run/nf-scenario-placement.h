// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SCENARIO_PLACEMENT_H
#define NF_SCENARIO_PLACEMENT_H

#include "nf-scenario-errors.h"
#include "nf-scenario-view.h"
#include "nf-scenario.h"

#include "ns3/nf-placement-paths.h"

#include <string>
#include <vector>

namespace ns3
{

/// Which firewalls enforce a scenario's policy, as `nfsim run` is asked.
struct NfScenarioPlacementChoice
{
    std::string name;                     //!< empty: those that the file names
    std::vector<std::string> allocations; //!< files with tables, each a placement named as its file
};

/**
 * Let the chosen placement enforce the policy: an allocation, one that the scenario lists, or one
 * that is proposed for its network and traffic (NfProposals), in this order.
 * @param view the scenario
 * @param choice the placement that the user names
 * @param scenario receives it, and all that were to choose from but the proposed ones; its policy
 *        and traffic are there already
 * @param errors receives what is wrong, such as that there is none of that name
 */
void NfChooseScenarioPlacement(const NfScenarioView& view,
                               const NfScenarioPlacementChoice& choice,
                               NfScenario& scenario,
                               NfScenarioErrors& errors);

/// A placement that is proposed for a scenario.
struct NfScenarioProposal
{
    NfPlacement placement;
    std::string same; //!< an earlier one, or one of the scenario, with the same firewalls; or none
};

/**
 * @param scenario a scenario without errors
 * @return the placements that are proposed for it and have none of its own names; none without a
 *         policy
 */
std::vector<NfScenarioProposal> NfProposeForScenario(const NfScenario& scenario);

/**
 * @param proposed placements that are proposed
 * @param known others, which have precedence
 * @return those that have none of the others' names, each with what it is the same as
 */
std::vector<NfScenarioProposal> NfTellProposalsApart(const std::vector<NfPlacement>& proposed,
                                                     const std::vector<NfPlacement>& known);

/// A scenario's traffic, as its placements are weighed by it.
struct NfScenarioMatrix
{
    std::vector<NfTrafficDemand> demands; //!< bytes, both ways
    std::vector<std::string> unknown;     //!< traffic of which nothing is known: not in demands
};

/// @param scenario a scenario
/// @return how much its nodes send to each other, about
NfScenarioMatrix NfEstimateScenarioMatrix(const NfScenario& scenario);

} // namespace ns3

#endif /* NF_SCENARIO_PLACEMENT_H */
