// SPDX-License-Identifier: GPL-2.0-only

#include "nf-policy-helper.h"

#include "netfilter-helper.h"
#include "nf-policy-parser.h"

#include "ns3/abort.h"

#include <sstream>

namespace ns3
{

namespace
{

void
AbortIfWrong(const std::vector<NfError>& errors)
{
    std::string text;
    for (const NfError& error : errors)
    {
        text += (text.empty() ? "" : "\n") + error.ToString();
    }
    NS_ABORT_MSG_UNLESS(errors.empty(), text);
}

} // namespace

NfPolicyHelper::NfPolicyHelper(const std::string& file)
{
    std::vector<NfError> errors;
    m_policy = NfReadPolicy(file, errors);
    AbortIfWrong(errors);
}

NfPolicyHelper::NfPolicyHelper(const NfPolicy& policy)
    : m_policy(policy)
{
}

void
NfPolicyHelper::SetFirewalls(const std::string& patterns)
{
    m_patterns = patterns;
    m_placement = {};
}

void
NfPolicyHelper::SetPlacement(const NfPlacement& placement)
{
    m_placement = placement;
    m_patterns.clear();
}

NfPolicyZones
NfPolicyHelper::FindZones(const NfTopologyHelper& topology) const
{
    std::vector<NfError> errors;
    NfPolicyZones zones(m_policy, topology.GetPlan().GetGraph(), errors);
    AbortIfWrong(errors);
    return zones;
}

NfPlacement
NfPolicyHelper::FindPlacement(const NfTopologyHelper& topology) const
{
    NfPlacement placement = m_placement;
    std::istringstream patterns(m_patterns);
    std::string pattern;
    while (patterns >> pattern)
    {
        const auto nodes = topology.GetPlan().GetGraph().FindNodes(pattern);
        NS_ABORT_MSG_IF(nodes.empty(), "no node's name fits '" << pattern << "'");
        for (const std::size_t node : nodes)
        {
            placement.firewalls.emplace(node, std::nullopt);
        }
    }
    return placement;
}

NfCompiledPolicy
NfPolicyHelper::Compile(const NfTopologyHelper& topology) const
{
    return NfCompilePolicy(m_policy,
                           FindZones(topology),
                           topology.GetPlan(),
                           FindPlacement(topology));
}

void
NfPolicyHelper::Install(const NfTopologyHelper& topology) const
{
    const NetfilterHelper netfilter;
    for (const auto& [node, filter] : Compile(topology))
    {
        const std::string& name = topology.GetPlan().GetGraph().GetNode(node).name;
        netfilter.RestoreText(topology.GetNode(name), filter.ToString(), name + ".rules");
    }
}

std::string
NfPolicyHelper::GetRules(const NfTopologyHelper& topology, const std::string& node) const
{
    const auto number = topology.GetPlan().GetGraph().FindNode(node);
    NS_ABORT_MSG_UNLESS(number, "there is no node '" << node << "'");
    const NfCompiledPolicy filters = Compile(topology);
    const auto found = filters.find(*number);
    return found == filters.end() ? "" : found->second.ToString();
}

std::vector<std::string>
NfPolicyHelper::Check(const NfTopologyHelper& topology, bool* isWrong) const
{
    const NfTopologyPlan& plan = topology.GetPlan();
    std::vector<std::string> result;
    bool isBroken = false;
    for (const NfPolicyFinding& finding :
         NfCheckPolicy(m_policy, FindZones(topology), plan, Compile(topology)).findings)
    {
        result.push_back(NfDescribeFinding(finding, m_policy, plan.GetGraph()));
        isBroken = isBroken || finding.IsWrong();
    }
    if (isWrong)
    {
        *isWrong = isBroken;
    }
    return result;
}

} // namespace ns3
