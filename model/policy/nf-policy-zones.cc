// SPDX-License-Identifier: GPL-2.0-only

#include "nf-policy-zones.h"

#include "nf-nearest-word.h"

#include <fmt/format.h>

namespace ns3
{

namespace
{

NfError
Fail(const NfPolicy& policy, const NfPolicyMember& member, const std::string& message)
{
    NfError error;
    error.file = policy.file;
    error.line = member.line;
    error.column = member.column;
    error.message = message;
    return error;
}

std::string
SuggestNode(const NfTopologyGraph& graph, const std::string& word)
{
    std::vector<std::string> known{"rest"};
    for (const std::size_t node : graph.FindNodes("*"))
    {
        known.push_back(graph.GetNode(node).name);
    }
    const std::string nearest = NfNearestWord(word, known);
    return nearest.empty() ? "" : fmt::format(", did you mean '{}'?", nearest);
}

} // namespace

NfPolicyZones::NfPolicyZones(const NfPolicy& policy,
                             const NfTopologyGraph& graph,
                             std::vector<NfError>& errors)
    : m_zoneOf(graph.GetNNodes()),
      m_nodes(policy.zones.size())
{
    std::optional<std::size_t> rest;
    for (std::size_t zone = 0; zone < policy.zones.size(); ++zone)
    {
        for (const NfPolicyMember& member : policy.zones[zone].members)
        {
            if (member.pattern == "rest")
            {
                if (rest && *rest != zone)
                {
                    const std::string& other = policy.zones[*rest].name;
                    errors.push_back(
                        Fail(policy, member, fmt::format("zone {} has the rest already", other)));
                }
                rest = zone;
                continue;
            }
            const std::vector<std::size_t> nodes = graph.FindNodes(member.pattern);
            if (nodes.empty())
            {
                errors.push_back(Fail(policy,
                                      member,
                                      fmt::format("no node's name fits '{}'{}",
                                                  member.pattern,
                                                  SuggestNode(graph, member.pattern))));
            }
            for (const std::size_t node : nodes)
            {
                if (m_zoneOf[node] && *m_zoneOf[node] != zone)
                {
                    errors.push_back(Fail(policy,
                                          member,
                                          fmt::format("node {} is in zone {} already",
                                                      graph.GetNode(node).name,
                                                      policy.zones[*m_zoneOf[node]].name)));
                    continue;
                }
                m_zoneOf[node] = zone;
            }
        }
    }
    for (const std::size_t node : graph.FindNodes("*"))
    {
        m_zoneOf[node] = m_zoneOf[node] ? m_zoneOf[node] : rest;
        if (m_zoneOf[node])
        {
            m_nodes[*m_zoneOf[node]].push_back(node);
        }
    }
}

} // namespace ns3
