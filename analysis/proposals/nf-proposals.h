// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PROPOSALS_H
#define NF_PROPOSALS_H

#include "ns3/nf-placements.h"
#include "ns3/nf-policy-check.h"
#include "ns3/nf-policy-compiler.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/// A name of a placement, as a user gives it: "core", or "greedy:200" for at most 200 rules a node.
struct NfProposalName
{
    std::string name;
    std::size_t budget{0}; //!< 0: any number of rules

    /// @param text a name
    /// @return it; nothing if no placement of that name is ever proposed
    static std::optional<NfProposalName> Parse(const std::string& text);
};

/**
 * @ingroup netfilter
 * Where a policy could be enforced in a topology: candidates, cut and placements by name, from one
 * look at its paths. What it is made from must stay.
 */
class NfProposals
{
  public:
    /**
     * @param policy the policy
     * @param zones its zones
     * @param plan the plan
     * @param traffic the traffic matrix; empty: the same between all
     * @param outside zone from which dominators are seen; nothing: that of the rest, if there is
     *        one
     */
    NfProposals(const NfPolicy& policy,
                const NfPolicyZones& zones,
                const NfTopologyPlan& plan,
                const std::vector<NfTrafficDemand>& traffic,
                std::optional<std::size_t> outside = std::nullopt);
    ~NfProposals();

    NfProposals(const NfProposals&) = delete;
    NfProposals& operator=(const NfProposals&) = delete;

    /// @return what each node would be as a firewall
    const std::vector<NfPlacementCandidate>& GetCandidates() const;

    /// @return the cut between the zones that are to be apart
    const NfZoneCut& GetCut() const;

    /// @param budget the most rules of a node, for greedy; 0: any number
    /// @return all placements
    std::vector<NfPlacement> Propose(std::size_t budget) const;

    /**
     * @param name of a placement
     * @return it, called as the user does; nothing if it would come to no node
     */
    std::optional<NfPlacement> Propose(const std::string& name) const;

    /// @param placement a placement
    /// @return its filters; they stay as long as this does
    NfPolicyFirewalls Compile(const NfPlacement& placement) const;

  private:
    struct Look;

    const NfPolicy& m_policy;
    const NfPolicyZones& m_zones;
    const NfTopologyPlan& m_plan;
    std::unique_ptr<Look> m_look;
};

} // namespace ns3

#endif /* NF_PROPOSALS_H */
