// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ERROR_JSON_H
#define NF_ERROR_JSON_H

#include "nf-scenario-errors.h"

#include <nlohmann/json_fwd.hpp>

namespace ns3
{

/**
 * @param errors found in this process
 * @return the same, for another process to add to its own
 */
nlohmann::json NfErrorsToJson(const NfScenarioErrors& errors);

/**
 * @param json what NfErrorsToJson() gave in another process
 * @param errors receives them
 */
void NfAddErrors(const nlohmann::json& json, NfScenarioErrors& errors);

} // namespace ns3

#endif /* NF_ERROR_JSON_H */
