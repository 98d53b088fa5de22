// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SCENARIO_VALUES_H
#define NF_SCENARIO_VALUES_H

#include "ns3/ipv4-address.h"
#include "ns3/nf-topology-graph.h"

#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/// Most nodes, and most links, that a scenario may have.
constexpr std::size_t NF_MOST_SCENARIO_NODES = 20'000;

/// @param text an IPv4 address
/// @return it; nothing if it is none
std::optional<Ipv4Address> NfParseScenarioAddress(const std::string& text);

/// @param text an IPv4 network with its length
/// @return it; nothing if it is none
std::optional<NfPrefix> NfParseScenarioNetwork(const std::string& text);

/// Names that a pattern with counts stands for.
struct NfScenarioNames
{
    std::vector<std::string> names; //!< in order; empty if something is wrong
    std::string wrong;              //!< what is wrong
};

/**
 * @param pattern a name with counts: "lan[1..3]" stands for lan1, lan2, lan3, "h[1..2]-[1..2]" for
 *        four names
 * @return the names, or what is wrong: a count that ends before it begins, names that ns-3 does not
 *         take, more than NF_MOST_SCENARIO_NODES
 */
NfScenarioNames NfExpandScenarioNames(const std::string& pattern);

} // namespace ns3

#endif /* NF_SCENARIO_VALUES_H */
