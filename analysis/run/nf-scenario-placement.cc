// SPDX-License-Identifier: GPL-2.0-only

#include "nf-scenario-placement.h"

#include "nf-proposals.h"
#include "nf-scenario-check.h"
#include "nf-scenario-reader.h"

#include "ns3/nf-placement-table.h"
#include "ns3/nf-traffic-volume.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

namespace ns3
{

namespace
{

const NfPlacement*
Find(const std::vector<NfPlacement>& placements, const std::string& name)
{
    const auto found =
        std::find_if(placements.begin(), placements.end(), [&name](const NfPlacement& placement) {
            return placement.name == name;
        });
    return found == placements.end() ? nullptr : &*found;
}

std::vector<NfPlacement>
ReadListed(const NfScenarioView& view, const NfScenario& scenario, NfScenarioErrors& errors)
{
    std::vector<NfPlacement> placements;
    for (const auto& [name, texts] : view.GetLists("placements"))
    {
        std::vector<std::size_t> nodes;
        for (const NfScenarioText& text : texts)
        {
            const auto found = NfFindScenarioNodes(text, scenario.graph, false, errors);
            nodes.insert(nodes.end(), found.begin(), found.end());
        }
        placements.push_back(NfPlacement::AllAt(name.text, nodes));
    }
    return placements;
}

std::vector<NfPlacement>
ReadAllocations(const std::vector<std::string>& files,
                const NfScenario& scenario,
                NfScenarioErrors& errors)
{
    std::vector<NfPlacement> placements;
    for (const std::string& file : files)
    {
        std::string text;
        if (const std::string wrong = NfReadScenarioFile(file, text); !wrong.empty())
        {
            NfError error;
            error.message = wrong;
            errors.Add(error);
            continue;
        }
        if (!scenario.policy)
        {
            continue; // told elsewhere, or none
        }
        std::vector<NfError> faults;
        placements.push_back(
            NfParsePlacement(text, file, *scenario.policy, scenario.graph, faults));
        for (const NfError& fault : faults)
        {
            errors.Add(fault);
        }
        NfPlacement& placement = placements.back();
        placement.name = std::filesystem::path(file).stem().string();
        if (std::any_of(placements.begin(), placements.end() - 1, [&](const NfPlacement& other) {
                return other.name == placement.name;
            }))
        {
            NfError error;
            error.file = file;
            error.message = "there is another allocation '" + placement.name + "'";
            errors.Add(error);
        }
    }
    return placements;
}

/// What a scenario's proposals are made from.
struct Basis
{
    explicit Basis(const NfScenario& scenario)
        : zones(*scenario.policy, scenario.graph, none),
          plan(scenario.graph, scenario.plan),
          proposals(*scenario.policy, zones, plan, NfEstimateScenarioMatrix(scenario).demands)
    {
    }

    std::vector<NfError> none; //!< the policy has been read
    NfPolicyZones zones;
    NfTopologyPlan plan;
    NfProposals proposals;
};

// Made anew, as it is asked for by name, for the network of this variant.
void
Propose(const std::string& name, NfScenario& scenario, NfScenarioErrors& errors)
{
    if (errors.GetCount() > 0)
    {
        return;
    }
    if (const auto placement = Basis(scenario).proposals.Propose(name))
    {
        scenario.firewalls = *placement;
        return;
    }
    errors.Add({},
               fmt::format("--placement {}: no node of this network comes into question for it; "
                           "nfsim placements tells which do",
                           name));
}

} // namespace

void
NfChooseScenarioPlacement(const NfScenarioView& view,
                          const NfScenarioPlacementChoice& choice,
                          NfScenario& scenario,
                          NfScenarioErrors& errors)
{
    std::vector<NfPlacement>& known = scenario.placements;
    known = ReadAllocations(choice.allocations, scenario, errors);
    const std::vector<NfPlacement> listed = ReadListed(view, scenario, errors);
    known.insert(known.end(), listed.begin(), listed.end());
    scenario.placement = choice.name;
    if (choice.name.empty())
    {
        return;
    }
    if (!view.Has("policy"))
    {
        errors.Add(
            {},
            fmt::format("--placement {}: the scenario has no 'policy' that could be enforced "
                        "there",
                        choice.name));
        return;
    }
    if (const NfPlacement* placement = Find(known, choice.name))
    {
        scenario.firewalls = *placement;
        return;
    }
    if (NfProposalName::Parse(choice.name))
    {
        Propose(choice.name, scenario, errors);
        return;
    }
    std::vector<std::string> names = NfGetProposedNames();
    for (const NfPlacement& placement : known)
    {
        names.push_back(placement.name);
    }
    errors.Add({},
               fmt::format("--placement {}: the scenario has no such placement, and none of that "
                           "name is proposed{}",
                           choice.name,
                           NfSuggestWord(choice.name, names)));
}

std::vector<NfScenarioProposal>
NfTellProposalsApart(const std::vector<NfPlacement>& proposed,
                     const std::vector<NfPlacement>& known)
{
    std::vector<NfPlacement> before = known;
    std::vector<NfScenarioProposal> result;
    for (const NfPlacement& placement : proposed)
    {
        if (Find(known, placement.name))
        {
            continue;
        }
        const auto same = std::find_if(before.begin(), before.end(), [&](const NfPlacement& other) {
            return other.firewalls == placement.firewalls;
        });
        result.push_back({placement, same == before.end() ? "" : same->name});
        before.push_back(placement);
    }
    return result;
}

std::vector<NfScenarioProposal>
NfProposeForScenario(const NfScenario& scenario)
{
    return scenario.policy
               ? NfTellProposalsApart(Basis(scenario).proposals.Propose(0), scenario.placements)
               : std::vector<NfScenarioProposal>();
}

NfScenarioMatrix
NfEstimateScenarioMatrix(const NfScenario& scenario)
{
    NfScenarioMatrix matrix;
    const auto add = [&matrix](std::size_t from, std::size_t to, double bytes) {
        if (from != to && bytes > 0)
        {
            matrix.demands.push_back({from, to, bytes});
        }
    };
    for (const NfScenarioTraffic& traffic : scenario.traffic)
    {
        const auto volume = NfEstimateTrafficVolume(traffic.spec, scenario.duration);
        if (!volume)
        {
            matrix.unknown.push_back(traffic.spec.name);
            continue;
        }
        for (const std::string& sender : traffic.spec.from)
        {
            for (const std::string& receiver : traffic.spec.to)
            {
                const std::size_t from = *scenario.graph.FindNode(sender);
                const std::size_t to = *scenario.graph.FindNode(receiver);
                add(from, to, volume->forward);
                add(to, from, volume->backward);
            }
        }
    }
    return matrix;
}

} // namespace ns3
