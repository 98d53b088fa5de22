// SPDX-License-Identifier: GPL-2.0-only

#include "nf-chain-graph.h"

#include <fmt/format.h>
#include <map>
#include <utility>

namespace ns3
{

namespace
{

/// A text between GraphViz's quotes.
std::string
Quote(std::string_view text)
{
    std::string quoted = "\"";
    for (char c : text)
    {
        quoted += (c == '"' || c == '\\') ? std::string("\\") + c : std::string(1, c);
    }
    return quoted + "\"";
}

/// The name of a table, by which both families' differ.
std::string
TableName(const NfTable& table)
{
    const char* family = table.GetFamily() == NfFamily::IPV6 ? "ip6 " : "";
    return family + std::string(table.GetKind().name);
}

std::string
NodeName(const NfTable& table, std::string_view chain)
{
    return Quote(TableName(table) + "/" + std::string(chain));
}

std::string
DescribeChain(const NfTable& table, const NfChain& chain)
{
    const std::size_t rules = chain.rules.size();
    std::string label = Quote(chain.name);
    label.pop_back();
    label += fmt::format("\\n{} rule{}", rules, rules == 1 ? "" : "s");
    if (chain.IsBuiltin())
    {
        label += fmt::format("\\npolicy {}", chain.policy->GetTargetName());
    }
    return fmt::format("    {} [label={}\"{}];\n",
                       NodeName(table, chain.name),
                       label,
                       chain.IsBuiltin() ? " penwidth=2" : "");
}

std::string
DescribeEdges(const NfTable& table, const NfChain& chain)
{
    // By where they lead to and how, so that the order does not depend on the rules'.
    std::map<std::pair<std::string, bool>, std::size_t> edges;
    for (const auto& rule : chain.rules)
    {
        if (rule->Leads())
        {
            ++edges[{rule->GetChain(), rule->GetAction() == NfRuleAction::GOTO}];
        }
    }
    std::string text;
    for (const auto& [edge, rules] : edges)
    {
        std::string attributes = rules > 1 ? fmt::format("label=\"{}\"", rules) : "";
        attributes += edge.second ? (attributes.empty() ? "style=dashed" : " style=dashed") : "";
        text += fmt::format("    {} -> {}{};\n",
                            NodeName(table, chain.name),
                            NodeName(table, edge.first),
                            attributes.empty() ? "" : " [" + attributes + "]");
    }
    return text;
}

std::string
DescribeTable(const NfTable& table)
{
    std::string text = fmt::format("  subgraph {} {{\n    label={}\n",
                                   Quote("cluster_" + TableName(table)),
                                   Quote(TableName(table)));
    for (const NfChain* chain : table.GetChains())
    {
        text += DescribeChain(table, *chain);
    }
    for (const NfChain* chain : table.GetChains())
    {
        text += DescribeEdges(table, *chain);
    }
    return text + "  }\n";
}

} // namespace

std::string
NfDescribeChainGraph(const std::vector<NfRuleset>& rulesets, const std::string& name)
{
    std::string text = fmt::format("digraph {} {{\n  label={}\n  labelloc=t\n  rankdir=LR\n"
                                   "  node [shape=box fontname=\"sans-serif\"]\n"
                                   "  edge [fontname=\"sans-serif\"]\n",
                                   Quote(name),
                                   Quote(name));
    for (const NfRuleset& ruleset : rulesets)
    {
        for (const NfTableKind& kind : NfTableKind::All())
        {
            const NfTable* table = ruleset.FindTable(kind.name);
            text += table ? DescribeTable(*table) : "";
        }
    }
    return text + "}\n";
}

} // namespace ns3
