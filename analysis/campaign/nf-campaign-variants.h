// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CAMPAIGN_VARIANTS_H
#define NF_CAMPAIGN_VARIANTS_H

#include "nf-campaign-spec.h"

#include <string>
#include <vector>

namespace ns3
{

/// What a scenario says that it can be run as.
struct NfScenarioChoice
{
    std::vector<NfCampaignVariant> variants; //!< at least one; their labels may be empty
    std::vector<std::string> placements;
};

/**
 * Ask a scenario for its variants: `nfsim run SCENARIO --variants` prints one line of JSON for
 * each. NfCliError, with what it said, if it refuses.
 * \param runner the words of that command before the scenario's path
 * \param scenario its path
 * \return what it says
 */
NfScenarioChoice NfAskForVariants(const std::vector<std::string>& runner,
                                  const std::string& scenario);

/**
 * Choose placements.
 * \param choice what the scenario has
 * \param placements what `--placements` says: "all", or names with commas between them; empty: as
 * the scenario says. NfCliError if all are wanted of a scenario without any
 * \return the variants under each placement
 */
std::vector<NfCampaignVariant> NfChoosePlacements(const NfScenarioChoice& choice,
                                                  const std::string& placements);

} // namespace ns3

#endif /* NF_CAMPAIGN_VARIANTS_H */
