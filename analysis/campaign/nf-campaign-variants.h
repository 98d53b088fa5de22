// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CAMPAIGN_VARIANTS_H
#define NF_CAMPAIGN_VARIANTS_H

#include "nf-campaign-spec.h"

#include <string>
#include <vector>

namespace ns3
{

/// A placement that is proposed for a scenario.
struct NfProposedPlacement
{
    std::string name;
    std::string same; //!< another one with the same firewalls; empty: there is none, or none looked
};

/// What a scenario says that it can be run as.
struct NfScenarioChoice
{
    std::vector<NfCampaignVariant> variants; //!< at least one; their labels may be empty
    std::vector<std::string> placements;     //!< that it lists itself
    std::vector<NfProposedPlacement> proposed;
};

/// How a scenario is asked for its variants.
struct NfVariantsRequest
{
    std::vector<std::string> runner;      //!< the words of `nfsim run`, before the scenario's path
    std::string scenario;                 //!< its path
    std::vector<std::string> allocations; //!< files of placements made elsewhere
    bool look{false}; //!< at the network, for what proposed placements come to there
};

/**
 * Ask a scenario for its variants: `nfsim run SCENARIO --variants` prints one line of JSON for
 * each. NfCliError, with what it said, if it refuses.
 * @param request how to ask
 * @return what it says
 */
NfScenarioChoice NfAskForVariants(const NfVariantsRequest& request);

/// @param placements what `--placements` says
/// @return whether it asks for all that are proposed
bool NfWantsProposals(const std::string& placements);

/**
 * Choose placements.
 * @param choice what the scenario has
 * @param placements what `--placements` says: names with commas between them, among them groups:
 *        "allocated", "listed", "proposed" (those that stand where no other does), and "all" of
 *        these; empty: as the scenario says. NfCliError, with the nearest one, for a name that is
 *        none, and if a group is empty
 * @param allocations names of placements made elsewhere
 * @param leftOut receives why proposed ones are not in a group
 * @return the variants under each placement
 */
std::vector<NfCampaignVariant> NfChoosePlacements(const NfScenarioChoice& choice,
                                                  const std::string& placements,
                                                  const std::vector<std::string>& allocations,
                                                  std::vector<std::string>& leftOut);

} // namespace ns3

#endif /* NF_CAMPAIGN_VARIANTS_H */
