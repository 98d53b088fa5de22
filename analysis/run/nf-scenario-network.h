// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SCENARIO_NETWORK_H
#define NF_SCENARIO_NETWORK_H

#include "nf-scenario-errors.h"
#include "nf-scenario.h"

#include "ns3/nf-link-switch.h"
#include "ns3/nf-topology-helper.h"

#include <map>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * The simulated network of a scenario: nodes and links as NfTopologyHelper makes them, routing, and
 * what the scenario says of nodes; later, what changes.
 *
 * Every random choice of it draws from a stream that is named after its node or link, so that what
 * one part draws does not depend on the others.
 */
class NfScenarioNetwork
{
  public:
    /// @param scenario what to build; it must stay
    explicit NfScenarioNetwork(const NfScenario& scenario);

    /// Let ranks of a distributed simulation share the network, before Build().
    /// @param ranks rank of each node of the scenario's graph
    void SetRanks(const std::vector<uint32_t>& ranks);

    /// Build.
    /// @param errors receives what is wrong with rules, commands and sysctls
    void Build(NfScenarioErrors& errors);

    /// @return what was built
    const NfTopologyHelper& GetTopology() const
    {
        return m_topology;
    }

    /**
     * @param isWrong receives true if packets do what the policy does not want, else false
     * @return what the check of the policy finds; see NfPolicyHelper::Check()
     */
    std::vector<std::string> CheckPolicy(bool& isWrong) const;

    /**
     * Have the changes happen at their times. One that fails then ends the simulation.
     * @param errors receives why; it must stay as long as the simulation runs
     */
    void ScheduleChanges(NfScenarioErrors& errors);

    /**
     * Make all changes now, in the order of their times, to learn what is wrong with them. The
     * network cannot be used after that.
     * @param errors receives what is wrong
     */
    void TryChanges(NfScenarioErrors& errors);

  private:
    /// What a node starts with, in the words of ipset save and iptables-save.
    struct Settings
    {
        std::string sets;
        std::string rules;
    };

    void SetRouting();
    void AssignStreams();
    void ComputeGlobalRoutes(bool isFirst);
    void EnforcePolicy(NfScenarioErrors& errors);
    void SetUp(const NfScenarioNode& node, NfScenarioErrors& errors);
    void GiveCpu(const std::string& name, const NfScenarioNode& node) const;
    void SetRules(const std::string& name, const NfScenarioNode& node, NfScenarioErrors& errors);
    void Change(const NfScenarioChange& change, NfScenarioErrors& errors);
    void SetAddress(const std::string& name, const NfScenarioChange& change);
    void Restart(const std::string& name, const NfScenarioChange& change);
    void ComeBack(const std::string& name);
    void KeepSettings();

    const NfScenario& m_scenario;
    NfTopologyHelper m_topology;
    NfLinkSwitch m_links{m_topology};
    std::map<std::string, EventId> m_comebacks; //!< of nodes that are down
    std::map<std::string, Settings> m_kept;     //!< at the start, by node that restarts later
};

} // namespace ns3

#endif /* NF_SCENARIO_NETWORK_H */
