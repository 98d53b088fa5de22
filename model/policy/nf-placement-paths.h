// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PLACEMENT_PATHS_H
#define NF_PLACEMENT_PATHS_H

#include "nf-policy-zones.h"
#include "nf-policy.h"
#include "nf-topology-plan.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/// An entry of a traffic matrix.
struct NfTrafficDemand
{
    std::size_t from{0}; //!< node
    std::size_t to{0};   //!< node
    double bytes{0};     //!< or whatever is to be weighted by
};

/// A path between two nodes of zones.
struct NfPlacementPath
{
    std::size_t first{0}; //!< of its nodes, in NfPlacementPaths' list
    std::size_t size{0};
    double weight{0};
    bool isDenied{false};   //!< the policy denies something between its zones
    bool isAccepted{false}; //!< and accepts something
    bool isFirst{false};    //!< it leads to the first address of its end
};

/**
 * @ingroup netfilter
 * The paths that a policy is about: from each node of a zone to each address of each one of
 * another zone, or of the same if lines judge that. What goes to a node is divided among them.
 */
class NfPlacementPaths
{
  public:
    /**
     * @param policy the policy
     * @param zones its zones
     * @param plan the plan
     * @param traffic the traffic matrix; what it does not name has none. Empty: 1 for each path
     */
    NfPlacementPaths(const NfPolicy& policy,
                     const NfPolicyZones& zones,
                     const NfTopologyPlan& plan,
                     const std::vector<NfTrafficDemand>& traffic);

    /// @return the paths
    const std::vector<NfPlacementPath>& Get() const
    {
        return m_paths;
    }

    /// @param path a path
    /// @return the first of its nodes
    const uint32_t* Begin(const NfPlacementPath& path) const
    {
        return m_nodes.data() + path.first;
    }

    /// @param path a path
    /// @return the end of its nodes
    const uint32_t* End(const NfPlacementPath& path) const
    {
        return Begin(path) + path.size;
    }

  private:
    std::vector<NfPlacementPath> m_paths;
    std::vector<uint32_t> m_nodes;
};

/**
 * @param policy a policy
 * @param isAccepted accepts, rather than denies
 * @return by zones: the policy does that to some exchange from one to the other
 */
std::vector<std::vector<bool>> NfFindZonesOf(const NfPolicy& policy, bool isAccepted);

} // namespace ns3

#endif /* NF_PLACEMENT_PATHS_H */
