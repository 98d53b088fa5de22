// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PLACEMENTS_H
#define NF_PLACEMENTS_H

#include "nf-placement-candidates.h"
#include "nf-placement-paths.h"
#include "nf-policy-placement.h"
#include "nf-policy-zones.h"
#include "nf-policy.h"
#include "nf-topology-plan.h"
#include "nf-zone-cut.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/// What is known to propose placements from.
struct NfPlacementProblem
{
    const NfPolicy& policy;
    const NfPolicyZones& zones;
    const NfTopologyPlan& plan;
    const NfPlacementPaths& paths;
    const std::vector<NfPlacementCandidate>& candidates;
};

/**
 * @ingroup netfilter
 * Propose where to enforce a policy. Each proposal has a name:
 *
 * - `edge`: the last router that a path passes within the sender's zone, or the first one at all;
 * - `core`: routers in the order of the traffic that passes them, as long as they see a path that
 *   none before sees;
 * - `hosts`: all nodes of zones, each for itself;
 * - `min-cut`: the fewest nodes that are on all ways, whatever routes are taken (NfZoneCut);
 * - `greedy`: always the router that sees most of the paths that none sees yet, of those that need
 *   no more rules than the budget;
 * - `least-bytes`: the first router of each path: at routers, nothing that is denied can be
 *   dropped after fewer bytes x hops.
 *
 * Paths are those on which the policy denies something. Where no router is on one, such as within a
 * LAN, only hosts and min-cut can enforce it; what a placement misses, NfCheckPolicy() tells. One
 * that comes to no node is left out.
 *
 * @param problem what is known
 * @param cut the cut between the zones that are to be apart
 * @param budget the most rules of a node, for greedy; 0: any number
 * @return the placements
 */
std::vector<NfPlacement> NfProposePlacements(const NfPlacementProblem& problem,
                                             const NfZoneCut& cut,
                                             std::size_t budget = 0);

/// @return names of all placements that are proposed, in their order
const std::vector<std::string>& NfGetProposedNames();

/// @param policy a policy
/// @return pairs of zones between which it denies something
std::vector<std::pair<std::size_t, std::size_t>> NfFindZonesApart(const NfPolicy& policy);

} // namespace ns3

#endif /* NF_PLACEMENTS_H */
