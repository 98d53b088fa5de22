// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PLACEMENT_TABLE_H
#define NF_PLACEMENT_TABLE_H

#include "nf-error.h"
#include "nf-policy-placement.h"
#include "nf-policy.h"
#include "nf-topology-graph.h"

#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Read an allocation that was made elsewhere: a table of nodes and the lines of the policy that
 * they enforce.
 *
 * @code
 *   # node: lines of the policy, by their numbers; default; all
 *   gw1: 5 7 default
 *   core*: all
 * @endcode
 *
 * Of lines that accept nothing is to be enforced: they stand where a later line that is enforced
 * would deny too much.
 * @param text the table
 * @param file what to call it in messages
 * @param policy the policy
 * @param graph the topology
 * @param errors receives all that is wrong
 * @return the placement, named as the file
 */
NfPlacement NfParsePlacement(const std::string& text,
                             const std::string& file,
                             const NfPolicy& policy,
                             const NfTopologyGraph& graph,
                             std::vector<NfError>& errors);

} // namespace ns3

#endif /* NF_PLACEMENT_TABLE_H */
