// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_POLICY_PREFIX_H
#define NF_POLICY_PREFIX_H

#include "nf-prefix.h"
#include "nf-topology-plan.h"

#include <cstddef>
#include <functional>
#include <vector>

namespace ns3
{

/**
 * Prefixes that contain the addresses of some nodes of a plan, and of no others. Addresses of the
 * plan's networks that nobody has may be in them, so that they are few; others are not.
 * @param plan the plan
 * @param isMeant tells of a node if its addresses are to be in
 * @return the prefixes, ascending
 */
std::vector<NfPrefix> NfCoverNodes(const NfTopologyPlan& plan,
                                   const std::function<bool(std::size_t node)>& isMeant);

} // namespace ns3

#endif /* NF_POLICY_PREFIX_H */
