// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PLACEMENT_CANDIDATES_H
#define NF_PLACEMENT_CANDIDATES_H

#include "nf-placement-paths.h"
#include "nf-policy-compiler.h"
#include "nf-policy-zones.h"
#include "nf-topology-plan.h"

#include <optional>
#include <vector>

namespace ns3
{

/// What a node would be as a firewall.
struct NfPlacementCandidate
{
    std::size_t node{0};
    bool isArticulation{false}; //!< without it, some nodes cannot reach others
    std::size_t dominated{0};   //!< nodes of zones that all ways from outside to lead through it
    double traffic{0};          //!< of the traffic matrix, that passes it
    std::size_t rules{0};       //!< that all of the policy needs there
    std::size_t state{0};       //!< connections there, if each two nodes that may have one do
};

/**
 * @ingroup netfilter
 * What each node that can filter would be as a firewall.
 * @param zones its zones
 * @param plan the plan
 * @param paths the paths
 * @param filters of all nodes that can filter
 * @param outside zone from which dominators are seen; nothing: none are
 * @return the nodes, ascending
 */
std::vector<NfPlacementCandidate> NfFindCandidates(const NfPolicyZones& zones,
                                                   const NfTopologyPlan& plan,
                                                   const NfPlacementPaths& paths,
                                                   const NfCompiledPolicy& filters,
                                                   std::optional<std::size_t> outside);

} // namespace ns3

#endif /* NF_PLACEMENT_CANDIDATES_H */
