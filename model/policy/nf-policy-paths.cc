// SPDX-License-Identifier: GPL-2.0-only

#include "nf-policy-paths.h"

#include <algorithm>

namespace ns3
{

namespace
{

/// Notes quickly what passes a node: by interfaces of the node and zones, and by who sends.
class Notes
{
  public:
    Notes(const NfTopologyPlan& plan, std::size_t node, std::size_t zones)
        : m_own(plan.GetInterfaces(node)),
          m_zones(zones + 1),
          m_crossings((m_own.size() + 1) * (m_own.size() + 1) * m_zones * m_zones, false),
          m_sources(m_own.size(), std::vector<bool>(plan.GetGraph().GetNNodes(), false))
    {
    }

    void Add(const NfTopologyStep& step,
             std::size_t sender,
             std::size_t from, // zone, or one beyond all
             std::size_t to)
    {
        const std::size_t in = Find(step.in);
        const std::size_t out = Find(step.out);
        m_crossings[((in * (m_own.size() + 1) + out) * m_zones + from) * m_zones + to] = true;
        if (step.in)
        {
            m_sources[in][sender] = true;
        }
    }

    NfPolicyPaths::Place Read() const
    {
        NfPolicyPaths::Place place;
        for (std::size_t i = 0; i < m_crossings.size(); ++i)
        {
            if (m_crossings[i])
            {
                const std::size_t ways = i / m_zones / m_zones;
                place.crossings.insert({GetInterface(ways / (m_own.size() + 1)),
                                        GetInterface(ways % (m_own.size() + 1)),
                                        GetZone(i / m_zones % m_zones),
                                        GetZone(i % m_zones)});
            }
        }
        for (std::size_t in = 0; in < m_own.size(); ++in)
        {
            place.sources[m_own[in]] = m_sources[in];
        }
        return place;
    }

  private:
    // Number within the node; one beyond all: none.
    std::size_t Find(const std::optional<std::size_t>& interface) const
    {
        return interface ? static_cast<std::size_t>(
                               std::find(m_own.begin(), m_own.end(), *interface) - m_own.begin())
                         : m_own.size();
    }

    std::optional<std::size_t> GetInterface(std::size_t number) const
    {
        return number < m_own.size() ? std::optional(m_own[number]) : std::nullopt;
    }

    std::optional<std::size_t> GetZone(std::size_t zone) const
    {
        return zone + 1 < m_zones ? std::optional(zone) : std::nullopt;
    }

    const std::vector<std::size_t>& m_own; //!< interfaces
    std::size_t m_zones;                   //!< and none
    std::vector<bool> m_crossings;
    std::vector<std::vector<bool>> m_sources;
};

} // namespace

NfPolicyPaths::NfPolicyPaths(const NfTopologyPlan& plan,
                             const NfPolicyZones& zones,
                             const std::vector<std::size_t>& nodes)
{
    const std::size_t none = zones.GetNZones();
    std::map<std::size_t, Notes> all;
    std::vector<Notes*> notes(plan.GetGraph().GetNNodes(), nullptr);
    for (const std::size_t node : nodes)
    {
        notes[node] = &all.emplace(node, Notes(plan, node, none)).first->second;
    }
    std::vector<NfTopologyStep> path;
    const std::vector<std::size_t> senders = plan.GetGraph().FindNodes("*");
    for (std::size_t end = 0; end < plan.GetInterfaces().size() && !nodes.empty(); ++end)
    {
        const std::size_t receiver = plan.GetInterfaces()[end].node;
        const std::size_t to = zones.Find(receiver).value_or(none);
        for (const std::size_t sender : senders)
        {
            if (sender == receiver)
            {
                continue;
            }
            const std::size_t from = zones.Find(sender).value_or(none);
            plan.FindPath(sender, end, path);
            for (const NfTopologyStep& step : path)
            {
                if (notes[step.node])
                {
                    notes[step.node]->Add(step, sender, from, to);
                }
            }
        }
    }
    for (const auto& [node, noted] : all)
    {
        m_places.emplace(node, noted.Read());
    }
}

} // namespace ns3
