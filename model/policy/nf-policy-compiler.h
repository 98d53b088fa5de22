// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_POLICY_COMPILER_H
#define NF_POLICY_COMPILER_H

#include "nf-policy-filter.h"
#include "nf-policy-paths.h"
#include "nf-policy-placement.h"
#include "nf-policy-zones.h"
#include "nf-policy.h"
#include "nf-topology-plan.h"

#include <map>

namespace ns3
{

/// The filter of each node that has something to enforce.
using NfCompiledPolicy = std::map<std::size_t, NfPolicyFilter>;

/// The same, of a placement that shares its filters with others.
using NfPolicyFirewalls = std::map<std::size_t, const NfPolicyFilter*>;

/// @param filters filters, which have to stay
/// @return pointers to them
NfPolicyFirewalls NfPointToFilters(const NfCompiledPolicy& filters);

/**
 * @ingroup netfilter
 * Make the rules of firewalls out of a policy.
 *
 * - A router filters what it forwards (FORWARD); a node that is in a zone what it sends and
 * receives itself (OUTPUT, INPUT). A host in no zone has nothing to filter and gets no rules.
 * - A chain for each pair of zones whose packets pass the node by the plan's paths holds the lines
 *   for it in their order, so that the first that matches decides, and the default as the last.
 * - Whose a packet is, is told by the interface where the plan sends only one zone's through it, by
 *   addresses otherwise. A zone that has `rest` is matched last, by nothing: addresses that nobody
 *   has are the rest's. Where routing leaves the plan's paths, compile again.
 * - Stateful: what is known to connection tracking is accepted first; what is INVALID is dropped
 *   where the default denies. Stateless: ICMP errors 3, 11 and 12 are accepted first, answers by
 *   the ports of services.
 * - Anti-spoofing: an interface takes packets only from addresses that come there by the plan.
 * - A firewall that enforces a share of the policy has, before the lines that it enforces, those
 *   that are to be accepted before; what other lines deny passes it.
 * - Each rule that decides has a comment, "policy 3: lan -> dmz tcp/443".
 *
 * @param policy the policy
 * @param zones its zones in the plan's topology
 * @param plan interfaces, addresses and paths
 * @param placement where; a node that is a LAN is an NS_ABORT
 * @return the filters
 */
NfCompiledPolicy NfCompilePolicy(const NfPolicy& policy,
                                 const NfPolicyZones& zones,
                                 const NfTopologyPlan& plan,
                                 const NfPlacement& placement);

/**
 * As above, with the paths known, of several placements.
 * @param policy the policy
 * @param zones its zones
 * @param plan the plan
 * @param placement the nodes that filter, and what each of them enforces
 * @param paths what passes the placement's nodes, at least
 * @return the filters
 */
NfCompiledPolicy NfCompilePolicy(const NfPolicy& policy,
                                 const NfPolicyZones& zones,
                                 const NfTopologyPlan& plan,
                                 const NfPlacement& placement,
                                 const NfPolicyPaths& paths);

} // namespace ns3

#endif /* NF_POLICY_COMPILER_H */
