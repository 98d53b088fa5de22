// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_POLICY_CHECK_H
#define NF_POLICY_CHECK_H

#include "nf-policy-compiler.h"
#include "nf-policy-judge.h"
#include "nf-policy-zones.h"
#include "nf-policy.h"
#include "nf-topology-plan.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/// Something that a check of a policy tells.
struct NfPolicyFinding
{
    /// What it is.
    enum class Kind : uint8_t
    {
        OPEN,         //!< what the policy denies arrives
        CUT,          //!< requests that it accepts do not
        ANSWER_CUT,   //!< answers to them do not
        STATE_LOST,   //!< a stateful firewall sees one way only, and cuts what it cannot place
        NO_PATH,      //!< nothing leads from one to the other: not judged
        OPEN_ANSWERS, //!< a stateless firewall takes any UDP from a service's port for an answer
        IDLE_LINE     //!< lines before decide all that it is about
    };

    Kind kind{Kind::OPEN};
    uint32_t line{0};                //!< of the policy, that decides; 0: its default
    std::size_t from{0};             //!< zone
    std::size_t to{0};               //!< zone
    NfPolicyExchange exchange{};     //!< an example
    std::vector<std::size_t> path{}; //!< nodes that the example passes, or would without firewalls
    std::optional<std::size_t> node{}; //!< where it is cut
    std::size_t count{0};              //!< how many exchanges are like it
    std::size_t of{0};                 //!< of how many that the same line decides

    /// @return true if packets do what the policy does not want
    bool IsWrong() const
    {
        return kind < Kind::NO_PATH;
    }
};

/// What a check of a policy tells.
struct NfPolicyCheck
{
    std::vector<NfPolicyFinding> findings;
    std::size_t exchanges{0}; //!< how many were judged: from a node to an address, of a kind

    /// @return true if packets do what the policy wants
    bool Holds() const;
};

/**
 * @ingroup netfilter
 * Ask whether the filters do what the policy wants, along the plan's paths: from each node of a
 * zone to each address of each other one, of each kind of exchange that the lines tell apart, all
 * that is denied is cut, and nothing that is accepted is.
 * @param policy the policy
 * @param zones its zones
 * @param plan the plan
 * @param filters the filters of nodes
 * @return what is to be told, in the order of kinds, zones and lines
 */
NfPolicyCheck NfCheckPolicy(const NfPolicy& policy,
                            const NfPolicyZones& zones,
                            const NfTopologyPlan& plan,
                            const NfCompiledPolicy& filters);

/**
 * As NfCheckPolicy(), of several placements, which takes less time than one after the other: what a
 * filter says is asked once, of however many placements it is.
 * @param policy the policy
 * @param zones its zones
 * @param plan the plan
 * @param placements the filters of each
 * @return what is to be told of each
 */
std::vector<NfPolicyCheck> NfCheckPolicies(const NfPolicy& policy,
                                           const NfPolicyZones& zones,
                                           const NfTopologyPlan& plan,
                                           const std::vector<NfPolicyFirewalls>& placements);

/**
 * @param finding a finding
 * @param policy the policy
 * @param graph the topology
 * @return "policy.txt:5: internet -> lan tcp/22 is denied, but 12 of 40 exchanges pass, such as
 *         a > gw > b"
 */
std::string NfDescribeFinding(const NfPolicyFinding& finding,
                              const NfPolicy& policy,
                              const NfTopologyGraph& graph);

} // namespace ns3

#endif /* NF_POLICY_CHECK_H */
