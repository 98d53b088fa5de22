// SPDX-License-Identifier: GPL-2.0-only

#include "nf-placement-paths.h"

#include <map>
#include <utility>

namespace ns3
{

std::vector<std::vector<bool>>
NfFindZonesOf(const NfPolicy& policy, bool isAccepted)
{
    const std::size_t zones = policy.zones.size();
    std::vector<std::vector<bool>> result(zones, std::vector<bool>(zones, false));
    for (const NfPolicyExchange& exchange : policy.GetExchanges())
    {
        for (std::size_t from = 0; from < zones; ++from)
        {
            for (std::size_t to = 0; to < zones; ++to)
            {
                if ((policy.Decide(from, to, exchange) == NfPolicyAction::ACCEPT) == isAccepted)
                {
                    result[from][to] = true;
                }
            }
        }
    }
    return result;
}

NfPlacementPaths::NfPlacementPaths(const NfPolicy& policy,
                                   const NfPolicyZones& zones,
                                   const NfTopologyPlan& plan,
                                   const std::vector<NfTrafficDemand>& traffic)
{
    std::map<std::pair<std::size_t, std::size_t>, double> weights;
    for (const NfTrafficDemand& demand : traffic)
    {
        weights[{demand.from, demand.to}] += demand.bytes;
    }
    const auto denied = NfFindZonesOf(policy, false);
    const auto accepted = NfFindZonesOf(policy, true);
    std::vector<NfTopologyStep> steps;
    const std::vector<std::size_t> nodes = plan.GetGraph().FindNodes("*");
    for (std::size_t end = 0; end < plan.GetInterfaces().size(); ++end)
    {
        const std::size_t receiver = plan.GetInterfaces()[end].node;
        const std::vector<std::size_t>& ends = plan.GetInterfaces(receiver);
        const auto to = zones.Find(receiver);
        for (const std::size_t sender : nodes)
        {
            const auto from = zones.Find(sender);
            if (!to || !from || sender == receiver || !policy.Judges(*from, *to))
            {
                continue;
            }
            NfPlacementPath path;
            path.first = m_nodes.size();
            plan.FindPath(sender, end, steps);
            for (const NfTopologyStep& step : steps)
            {
                m_nodes.push_back(static_cast<uint32_t>(step.node));
            }
            path.size = m_nodes.size() - path.first;
            const auto weight = weights.find({sender, receiver});
            path.weight = traffic.empty() ? 1 : weight == weights.end() ? 0 : weight->second;
            path.weight /= static_cast<double>(ends.size());
            path.isDenied = denied[*from][*to];
            path.isAccepted = accepted[*from][*to];
            path.isFirst = ends[0] == end;
            m_paths.push_back(path);
        }
    }
}

} // namespace ns3
