// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CHAIN_GRAPH_H
#define NF_CHAIN_GRAPH_H

#include "ns3/nf-ruleset.h"

#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Which chains of rule sets lead to which, in GraphViz's language: a cluster for each table, a box
 * for each chain with how many rules it has and, of a built-in one, its policy. An edge stands for
 * all rules of a chain that jump to another (how many, if several); it is dashed for gotos.
 * Tables of IPv6 have "ip6" before their names.
 * @param rulesets the rule sets, of one family or of both
 * @param name of their file, written above the graph
 * @return the text, to be drawn by dot; the same rules give the same text
 */
std::string NfDescribeChainGraph(const std::vector<NfRuleset>& rulesets, const std::string& name);

} // namespace ns3

#endif /* NF_CHAIN_GRAPH_H */
