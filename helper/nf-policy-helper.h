// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_POLICY_HELPER_H
#define NF_POLICY_HELPER_H

#include "nf-policy-check.h"
#include "nf-policy-compiler.h"
#include "nf-policy-placement.h"
#include "nf-policy-zones.h"
#include "nf-policy.h"
#include "nf-topology-helper.h"

#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Enforces a policy in a network that NfTopologyHelper built: compiles it for the nodes that are to
 * be firewalls, and loads their rules.
 *
 * @code
 *   NfPolicyHelper policy("policy.txt");
 *   policy.SetFirewalls("gw*");
 *   policy.Install(topology);
 *   for (const std::string& finding : policy.Check(topology)) ...
 * @endcode
 *
 * Rules follow the plan's paths; where SetRoutingHelper() leaves routing to a protocol, packets may
 * take others. What is wrong with the policy is an NS_ABORT that tells all of it, with places;
 * NfParsePolicy() and NfPolicyZones do not abort.
 */
class NfPolicyHelper
{
  public:
    /// @param file path of a policy; see NfPolicy
    explicit NfPolicyHelper(const std::string& file);

    /// @param policy a policy
    explicit NfPolicyHelper(const NfPolicy& policy);

    /**
     * Enforce all of the policy at these nodes.
     * @param patterns names or patterns of nodes, with blanks between them; one that fits no node
     * is an NS_ABORT at Install()
     */
    void SetFirewalls(const std::string& patterns);

    /// @param placement where to enforce what, in the place of SetFirewalls()
    void SetPlacement(const NfPlacement& placement);

    /**
     * Load the rules of all firewalls.
     * @param topology what was built
     */
    void Install(const NfTopologyHelper& topology) const;

    /**
     * @param topology what was built
     * @param node name of a node
     * @return the rules of that node in the format of iptables-save; empty if it has none
     */
    std::string GetRules(const NfTopologyHelper& topology, const std::string& node) const;

    /**
     * Ask whether packets will do what the policy wants; see NfCheckPolicy().
     * @param topology what was built
     * @param isWrong receives true if packets do what the policy does not want, else false; may be
     *        null
     * @return all that is to be told, each with the line and a path
     */
    std::vector<std::string> Check(const NfTopologyHelper& topology, bool* isWrong = nullptr) const;

    /// @return the policy
    const NfPolicy& GetPolicy() const
    {
        return m_policy;
    }

    /**
     * @param topology what was built
     * @return the nodes of the policy's zones
     */
    NfPolicyZones FindZones(const NfTopologyHelper& topology) const;

    /**
     * @param topology what was built
     * @return the nodes that enforce the policy
     */
    NfPlacement FindPlacement(const NfTopologyHelper& topology) const;

  private:
    NfCompiledPolicy Compile(const NfTopologyHelper& topology) const;

    NfPolicy m_policy;
    std::string m_patterns;
    NfPlacement m_placement;
};

} // namespace ns3

#endif /* NF_POLICY_HELPER_H */
