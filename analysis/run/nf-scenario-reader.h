// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SCENARIO_READER_H
#define NF_SCENARIO_READER_H

#include "nf-scenario-errors.h"
#include "nf-scenario-placement.h"
#include "nf-scenario-variables.h"
#include "nf-scenario.h"

#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * A scenario's file: its document, and the variants that it has.
 */
class NfScenarioReader
{
  public:
    /**
     * Read the file, and what it is by itself.
     * @param file path of the file
     * @param set what `--set` gives
     * @param errors receives what is wrong
     */
    NfScenarioReader(const std::string& file,
                     const NfScenarioSettings& set,
                     NfScenarioErrors& errors);

    /// @return the variants that are asked for
    const std::vector<NfScenarioVariant>& GetVariants() const
    {
        return m_variants;
    }

    /// @return names of the placements that the file has
    std::vector<std::string> GetPlacements() const
    {
        return NfListPlacements(m_root);
    }

    /// @return whether the file has a policy
    bool HasPolicy() const
    {
        return m_root.Find("policy") != nullptr;
    }

    /**
     * Read one variant.
     * @param variant the variant
     * @param placement which firewalls
     * @param errors receives what is wrong; then the result is not to be used
     * @return what it says
     */
    NfScenario Read(const NfScenarioVariant& variant,
                    const NfScenarioPlacementChoice& placement,
                    NfScenarioErrors& errors) const;

  private:
    std::string m_file;
    std::string m_text;
    NfYamlValue m_root;
    std::vector<NfScenarioVariant> m_variants;
};

/**
 * Read the section topology.
 * @param view the section
 * @param scenario receives the graph, its links' names and places, the nodes' settings; its file
 *        and text are there already
 * @param errors receives what is wrong
 */
void NfReadScenarioTopology(const NfScenarioView& view,
                            NfScenario& scenario,
                            NfScenarioErrors& errors);

/**
 * Read the section changes.
 * @param views the changes
 * @param scenario receives them; its topology is there already
 * @param errors receives what is wrong
 */
void NfReadScenarioChanges(const std::vector<NfScenarioView>& views,
                           NfScenario& scenario,
                           NfScenarioErrors& errors);

/**
 * Read what a scenario says of a policy.
 * @param view the scenario
 * @param scenario receives the policy, its zones and where it is enforced; its topology is there
 *        already
 * @param errors receives what is wrong
 */
void NfReadScenarioPolicy(const NfScenarioView& view,
                          NfScenario& scenario,
                          NfScenarioErrors& errors);

/**
 * Read the section traffic.
 * @param views what is sent
 * @param scenario receives it; its topology is there already
 * @param errors receives what is wrong
 */
void NfReadScenarioTraffic(const std::vector<NfScenarioView>& views,
                           NfScenario& scenario,
                           NfScenarioErrors& errors);

/**
 * Read the section expectations.
 * @param view the scenario
 * @param scenario receives them; its topology, policy and traffic are there already
 * @param errors receives what is wrong
 */
void NfReadScenarioExpectations(const NfScenarioView& view,
                                NfScenario& scenario,
                                NfScenarioErrors& errors);

/**
 * Find the nodes that a text of a scenario names.
 * @param text a name, a name with counts, or a pattern
 * @param graph the topology
 * @param withLans whether LANs are meant too
 * @param errors receives that there are none
 * @return their numbers
 */
std::vector<std::size_t> NfFindScenarioNodes(const NfScenarioText& text,
                                             const NfTopologyGraph& graph,
                                             bool withLans,
                                             NfScenarioErrors& errors);

} // namespace ns3

#endif /* NF_SCENARIO_READER_H */
