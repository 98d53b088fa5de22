// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SCENARIO_VARIABLES_H
#define NF_SCENARIO_VARIABLES_H

#include "nf-scenario-errors.h"
#include "nf-yaml-value.h"

#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/// Names and values of variables.
using NfScenarioSettings = std::vector<std::pair<std::string, std::string>>;

/// What one run is of: a value for each swept variable, and for those that were set.
struct NfScenarioVariant
{
    NfScenarioSettings set; //!< swept ones in the file's order, then others that were set

    /// @return "limit=10,rate=5Mbps"; empty if the scenario has one variant
    std::string GetName() const;
};

/**
 * @param texts what `--set` says, "name=value" each
 * @return the settings; NfCliError if one is none, or sets what another does
 */
NfScenarioSettings NfParseScenarioSettings(const std::vector<std::string>& texts);

/**
 * List the variants of a scenario.
 * @param root its document
 * @param set what `--set` gives: each variable once
 * @param errors receives what is wrong: an unknown variable, one that is told twice, too many
 *        variants
 * @return the variants, in the order of the values, the last variable changing fastest
 */
std::vector<NfScenarioVariant> NfListVariants(const NfYamlValue& root,
                                              const NfScenarioSettings& set,
                                              NfScenarioErrors& errors);

/**
 * @param root a scenario's document
 * @return names of its placements, in the file's order; keys with a variable in them as they stand
 */
std::vector<std::string> NfListPlacements(const NfYamlValue& root);

/**
 * Put values for variables: `${name}` in keys and values, where `$${` stands for `${`. The sections
 * variables and sweep stay.
 * @param root the document
 * @param variant what to put
 * @param errors receives unknown variables
 */
void NfPutVariables(NfYamlValue& root, const NfScenarioVariant& variant, NfScenarioErrors& errors);

} // namespace ns3

#endif /* NF_SCENARIO_VARIABLES_H */
