// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_POLICY_PATHS_H
#define NF_POLICY_PATHS_H

#include "nf-policy-zones.h"
#include "nf-topology-plan.h"

#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

namespace ns3
{

/// How packets of some nodes pass a node.
struct NfPolicyCrossing
{
    std::optional<std::size_t> in;   //!< interface; nothing: they begin at the node
    std::optional<std::size_t> out;  //!< interface; nothing: they end at the node
    std::optional<std::size_t> from; //!< zone of who sends them; nothing: none
    std::optional<std::size_t> to;   //!< zone of whom they are for; nothing: none

    /// @param other another
    /// @return true if it comes later in an order of all
    bool operator<(const NfPolicyCrossing& other) const
    {
        return std::tie(in, out, from, to) < std::tie(other.in, other.out, other.from, other.to);
    }
};

/**
 * @ingroup netfilter
 * What the paths of a plan bring to some of its nodes: those from each node to each address of each
 * other node.
 */
class NfPolicyPaths
{
  public:
    /// What passes a node.
    struct Place
    {
        std::set<NfPolicyCrossing> crossings;
        std::map<std::size_t, std::vector<bool>>
            sources; //!< by interface in, by node: it sends there
    };

    /**
     * @param plan the plan
     * @param zones the zones
     * @param nodes the nodes asked for
     */
    NfPolicyPaths(const NfTopologyPlan& plan,
                  const NfPolicyZones& zones,
                  const std::vector<std::size_t>& nodes);

    /// @param node one of those asked for
    /// @return what passes it
    const Place& Get(std::size_t node) const
    {
        return m_places.at(node);
    }

  private:
    std::map<std::size_t, Place> m_places;
};

} // namespace ns3

#endif /* NF_POLICY_PATHS_H */
