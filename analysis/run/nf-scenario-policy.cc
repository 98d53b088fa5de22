// SPDX-License-Identifier: GPL-2.0-only

#include "nf-scenario-reader.h"

#include "ns3/nf-policy-parser.h"
#include "ns3/nf-policy-zones.h"

#include <fmt/format.h>

namespace ns3
{

namespace
{

std::vector<std::size_t>
FindNodes(const std::vector<NfScenarioText>& texts,
          const NfTopologyGraph& graph,
          NfScenarioErrors& errors)
{
    std::vector<std::size_t> nodes;
    for (const NfScenarioText& text : texts)
    {
        const auto found = NfFindScenarioNodes(text, graph, false, errors);
        nodes.insert(nodes.end(), found.begin(), found.end());
    }
    return nodes;
}

void
Tell(const std::vector<NfError>& faults, const NfScenarioSource& source, NfScenarioErrors& errors)
{
    for (const NfError& fault : faults)
    {
        errors.Add(source.Place(fault));
    }
}

void
ReadPolicy(const NfScenarioText& text, NfScenario& scenario, NfScenarioErrors& errors)
{
    const auto source = NfReadScenarioSource(text, scenario.file, scenario.text, errors);
    if (!source)
    {
        return;
    }
    std::vector<NfError> faults;
    NfPolicy policy = NfParsePolicy(source->text, source->file, faults);
    Tell(faults, *source, errors);
    if (!faults.empty())
    {
        return;
    }
    const NfPolicyZones zones(policy, scenario.graph, faults);
    Tell(faults, *source, errors);
    if (faults.empty())
    {
        for (std::size_t zone = 0; zone < policy.zones.size(); ++zone)
        {
            scenario.zones[policy.zones[zone].name] = zones.GetNodes(zone);
        }
        scenario.policy = std::move(policy);
    }
}

} // namespace

void
NfReadScenarioPolicy(const NfScenarioView& view, NfScenario& scenario, NfScenarioErrors& errors)
{
    for (const char* key : {"firewalls", "placements"})
    {
        if (view.Has(key) && !view.Has("policy"))
        {
            errors.Add(view.GetPlace(key),
                       fmt::format("{}: there is no 'policy' that they could enforce", key));
        }
    }
    if (const auto text = view.GetText("policy"))
    {
        scenario.policyPlace = text->place;
        ReadPolicy(*text, scenario, errors);
    }
    scenario.firewalls =
        NfPlacement::AllAt("", FindNodes(view.GetTexts("firewalls"), scenario.graph, errors));
}

} // namespace ns3
