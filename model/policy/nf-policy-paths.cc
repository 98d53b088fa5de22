// SPDX-License-Identifier: GPL-2.0-only

#include "nf-policy-paths.h"

namespace ns3
{

NfPolicyPaths::NfPolicyPaths(const NfTopologyPlan& plan,
                             const NfPolicyZones& zones,
                             const std::vector<std::size_t>& nodes)
{
    std::vector<Place*> places(plan.GetGraph().GetNNodes(), nullptr);
    for (const std::size_t node : nodes)
    {
        places[node] = &m_places[node];
    }
    const std::vector<std::size_t> senders = plan.GetGraph().FindNodes("*");
    for (std::size_t end = 0; end < plan.GetInterfaces().size(); ++end)
    {
        const std::size_t receiver = plan.GetInterfaces()[end].node;
        for (const std::size_t sender : senders)
        {
            if (sender == receiver)
            {
                continue;
            }
            for (const NfTopologyStep& step : plan.GetPath(sender, end))
            {
                if (Place* place = places[step.node])
                {
                    place->crossings.insert(
                        {step.in, step.out, zones.Find(sender), zones.Find(receiver)});
                    if (step.in)
                    {
                        place->sources[*step.in].insert(sender);
                    }
                }
            }
        }
    }
}

} // namespace ns3
