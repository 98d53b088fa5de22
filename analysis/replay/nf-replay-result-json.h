// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REPLAY_RESULT_JSON_H
#define NF_REPLAY_RESULT_JSON_H

#include "nf-replay-runner.h"

#include <nlohmann/json.hpp>

namespace ns3
{

/**
 * @param result what became of all
 * @param scenario what was played
 * @return the same with the oracle's field names
 */
nlohmann::ordered_json NfToJson(const NfReplayResult& result, const NfReplayScenario& scenario);

} // namespace ns3

#endif /* NF_REPLAY_RESULT_JSON_H */
