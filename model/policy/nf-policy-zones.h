// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_POLICY_ZONES_H
#define NF_POLICY_ZONES_H

#include "nf-error.h"
#include "nf-policy.h"
#include "nf-topology-graph.h"

#include <optional>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Which nodes of a topology the zones of a policy are.
 */
class NfPolicyZones
{
  public:
    /**
     * @param policy the policy
     * @param graph the topology
     * @param errors receives all that is wrong: names that fit no node, nodes in two zones
     */
    NfPolicyZones(const NfPolicy& policy,
                  const NfTopologyGraph& graph,
                  std::vector<NfError>& errors);

    /// @param node number of a node
    /// @return its zone; nothing if it is in none
    std::optional<std::size_t> Find(std::size_t node) const
    {
        return m_zoneOf[node];
    }

    /// @return how many zones there are
    std::size_t GetNZones() const
    {
        return m_nodes.size();
    }

    /// @param zone number of a zone
    /// @return its nodes, ascending
    const std::vector<std::size_t>& GetNodes(std::size_t zone) const
    {
        return m_nodes[zone];
    }

  private:
    std::vector<std::optional<std::size_t>> m_zoneOf; //!< by node
    std::vector<std::vector<std::size_t>> m_nodes;    //!< by zone
};

} // namespace ns3

#endif /* NF_POLICY_ZONES_H */
