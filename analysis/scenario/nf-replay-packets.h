// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REPLAY_PACKETS_H
#define NF_REPLAY_PACKETS_H

#include "nf-replay-json.h"
#include "nf-replay-scenario.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * Read the packets of a scenario, after all else.
 * @param root the scenario
 * @param scenario with the interfaces; packets are added. What is wrong is an NfCliError
 */
void NfReadReplayPackets(const NfJsonNode& root, NfReplayScenario& scenario);

} // namespace ns3

#endif /* NF_REPLAY_PACKETS_H */
