// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REPLAY_NETWORK_H
#define NF_REPLAY_NETWORK_H

#include "nf-replay-json.h"
#include "nf-replay-scenario.h"

#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * Read the box's interfaces, routes, routing rules and listening sockets from a scenario.
 * @param root the scenario
 * @param scenario where to put them; what is wrong is an NfCliError
 */
void NfReadReplayNetwork(const NfJsonNode& root, NfReplayScenario& scenario);

/**
 * @param node name of an interface of the box, or "lo"
 * @param scenario with the interfaces
 * @return the name; NfCliError if there is none such
 */
std::string NfReadReplayDevice(const NfJsonNode& node, const NfReplayScenario& scenario);

/**
 * @param scenario with interfaces and the routes before this one
 * @param route a route through a gateway
 * @return true if the gateway is on a link of the box, as the kernel demands
 */
bool NfIsReplayGatewayOnLink(const NfReplayScenario& scenario, const NfReplayRoute& route);

} // namespace ns3

#endif /* NF_REPLAY_NETWORK_H */
