// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ZONE_CUT_H
#define NF_ZONE_CUT_H

#include "nf-topology-graph.h"

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace ns3
{

/// Nodes whose removal leaves no way between zones.
struct NfZoneCut
{
    std::vector<std::size_t> nodes; //!< ascending
    std::size_t atLeast{0};         //!< no cut has fewer

    /// @return true if no cut is smaller
    bool IsSmallest() const
    {
        return nodes.size() == atLeast;
    }
};

/**
 * @ingroup netfilter
 * The fewest nodes that are on every way between zones, whatever routes are taken. Nodes of the
 * zones may be among them, since they can filter for themselves; of equally many, those with more
 * routers are preferred. Ways lead through routers and LANs, not through hosts.
 *
 * Between two zones that is a maximum flow (Boykov and Kolmogorov's, Boost.Graph), and exact. For
 * more, where the problem is NP-hard, all of the zones' own cuts but the largest are a cut; it is
 * improved by branch and bound as long as that takes few steps, and what no cut can go below is
 * told: the largest of the cuts between two, or the size itself when the search was complete.
 *
 * @param graph the topology
 * @param zones nodes of each zone
 * @param pairs which zones are to be separated
 * @return the cut
 */
NfZoneCut NfFindZoneCut(const NfTopologyGraph& graph,
                        const std::vector<std::vector<std::size_t>>& zones,
                        const std::vector<std::pair<std::size_t, std::size_t>>& pairs);

} // namespace ns3

#endif /* NF_ZONE_CUT_H */
