// SPDX-License-Identifier: GPL-2.0-only

#include "nf-placements-command.h"

#include "nf-placements-input.h"
#include "nf-report.h"
#include "nf-topology-drawing.h"

#include "ns3/nf-placement-table.h"
#include "ns3/nf-placements.h"
#include "ns3/nf-policy-check.h"
#include "ns3/nf-policy-parser.h"
#include "ns3/nf-topology-reader.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <iostream>
#include <memory>

namespace ns3
{

namespace
{

/// What the user asks for.
struct Arguments
{
    std::string file;
    std::string policy;
    std::string outside; //!< empty: the zone of the rest, if there is one
    std::string traffic; //!< empty: the same between all
    std::vector<std::string> allocations;
    std::size_t budget{0};
    std::string output; //!< empty: no drawing
    std::string drawn{"min-cut"};
    bool findings{false};
    bool json{false};
};

// People see that many candidates; programs all.
constexpr std::size_t SHOWN = 20;

std::optional<std::size_t>
FindOutside(const NfPolicy& policy, const std::string& name)
{
    if (!name.empty())
    {
        const auto zone = policy.FindZone(name);
        if (!zone)
        {
            throw NfCliError(fmt::format("{}: there is no zone '{}'", policy.file, name));
        }
        return zone;
    }
    for (std::size_t zone = 0; zone < policy.zones.size(); ++zone)
    {
        const std::vector<NfPolicyMember>& members = policy.zones[zone].members;
        if (std::any_of(members.begin(), members.end(), [](const NfPolicyMember& member) {
                return member.pattern == "rest";
            }))
        {
            return zone;
        }
    }
    return std::nullopt;
}

void
AddCandidates(NfReport& report,
              std::vector<NfPlacementCandidate> candidates,
              const NfTopologyGraph& graph,
              bool json)
{
    std::stable_sort(candidates.begin(),
                     candidates.end(),
                     [](const NfPlacementCandidate& a, const NfPlacementCandidate& b) {
                         return a.traffic > b.traffic;
                     });
    NfReportTable table{"candidates",
                        "Candidates, by the traffic that passes them",
                        {{"node", "Node"},
                         {"kind", "Kind"},
                         {"articulation", "Articulation"},
                         {"dominated", "Dominated"},
                         {"traffic", "Traffic"},
                         {"rules", "Rules"},
                         {"state", "Connections"}}};
    for (const NfPlacementCandidate& candidate : candidates)
    {
        if (!json && table.rows.size() == SHOWN)
        {
            table.notes.push_back(
                fmt::format("{} more; --json prints all", candidates.size() - SHOWN));
            break;
        }
        const NfTopologyNode& node = graph.GetNode(candidate.node);
        table.rows.push_back({node.name,
                              std::string(NfToString(node.kind)),
                              std::string(candidate.isArticulation ? "yes" : "no"),
                              static_cast<int64_t>(candidate.dominated),
                              candidate.traffic,
                              static_cast<int64_t>(candidate.rules),
                              static_cast<int64_t>(candidate.state)});
    }
    report.Add(table);
}

std::size_t
CountWrong(const NfPolicyCheck& check, bool isOpen)
{
    std::size_t count = 0;
    for (const NfPolicyFinding& finding : check.findings)
    {
        const bool isFindingOpen = finding.kind == NfPolicyFinding::Kind::OPEN;
        count += finding.IsWrong() && isFindingOpen == isOpen ? finding.count : 0;
    }
    return count;
}

void
AddPlacement(NfReportTable& table,
             const NfPlacement& placement,
             const NfCompiledPolicy& filters,
             const NfPolicyCheck& check,
             const NfTopologyGraph& graph)
{
    std::size_t rules = 0;
    std::size_t most = 0;
    for (const auto& [node, filter] : filters)
    {
        rules += filter.GetNRules();
        most = std::max(most, filter.GetNRules());
    }
    std::vector<std::string> names;
    for (const std::size_t node : placement.GetNodes())
    {
        names.push_back(graph.GetNode(node).name);
    }
    table.rows.push_back({placement.name,
                          static_cast<int64_t>(names.size()),
                          static_cast<int64_t>(rules),
                          static_cast<int64_t>(most),
                          std::string(check.Holds() ? "holds" : "fails"),
                          static_cast<int64_t>(CountWrong(check, true)),
                          static_cast<int64_t>(CountWrong(check, false)),
                          fmt::format("{}", fmt::join(names, " "))});
}

void
Draw(const Arguments& arguments,
     const std::string& title,
     const NfTopologyGraph& graph,
     const std::vector<NfPlacement>& placements)
{
    const auto chosen =
        std::find_if(placements.begin(), placements.end(), [&](const NfPlacement& placement) {
            return placement.name == arguments.drawn;
        });
    if (chosen == placements.end())
    {
        throw NfCliError(fmt::format("there is no placement '{}' to draw", arguments.drawn));
    }
    constexpr std::size_t MOST_LABELS = 60;
    NfDrawGraph(NfDescribeDrawing(graph,
                                  fmt::format("{}: {}", title, chosen->name),
                                  graph.GetNNodes() <= MOST_LABELS,
                                  chosen->GetNodes()),
                arguments.output);
}

int
Run(const Arguments& arguments)
{
    NfTopologyReading reading;
    if (const NfStatus wrong = NfReadTopology(arguments.file, reading))
    {
        throw NfCliError(wrong->ToString());
    }
    std::vector<NfError> errors;
    const NfPolicy policy = NfReadPolicy(arguments.policy, errors);
    NfRefuse(errors);
    const NfPolicyZones zones(policy, reading.graph, errors);
    std::vector<NfTrafficDemand> traffic;
    if (!arguments.traffic.empty())
    {
        traffic =
            NfParseTraffic(NfReadText(arguments.traffic), arguments.traffic, reading.graph, errors);
    }
    std::vector<NfPlacement> allocations;
    for (const std::string& file : arguments.allocations)
    {
        allocations.push_back(
            NfParsePlacement(NfReadText(file), file, policy, reading.graph, errors));
    }
    NfRefuse(errors);

    const NfTopologyPlan plan(reading.graph);
    const NfPlacementPaths paths(policy, zones, plan, traffic);
    const auto outside = FindOutside(policy, arguments.outside);
    const NfPolicyPaths crossings(plan, zones, reading.graph.FindNodes("*"));
    const auto candidates = NfFindCandidates(policy, zones, plan, paths, crossings, outside);
    std::vector<std::vector<std::size_t>> nodes;
    for (std::size_t zone = 0; zone < policy.zones.size(); ++zone)
    {
        nodes.push_back(zones.GetNodes(zone));
    }
    const NfZoneCut cut = NfFindZoneCut(reading.graph, nodes, NfFindZonesApart(policy));
    const NfPlacementProblem problem{policy, zones, plan, paths, candidates};
    std::vector<NfPlacement> placements = NfProposePlacements(problem, cut, arguments.budget);
    placements.insert(placements.end(), allocations.begin(), allocations.end());

    NfReport report;
    AddCandidates(report, candidates, reading.graph, arguments.json);
    NfReportTable table{"placements",
                        "Placements",
                        {{"name", "Name"},
                         {"firewalls", "Firewalls"},
                         {"rules", "Rules"},
                         {"most_rules", "Most"},
                         {"check", "Check"},
                         {"open", "Open"},
                         {"cut", "Cut"},
                         {"nodes", arguments.json ? "Nodes" : ""}}};
    NfReportTable told{"findings", "What the checks say", {{"text", ""}}};
    std::vector<NfCompiledPolicy> filters;
    filters.reserve(placements.size());
    for (const NfPlacement& placement : placements)
    {
        filters.push_back(NfCompilePolicy(policy, zones, plan, placement, crossings));
    }
    const std::vector<NfPolicyCheck> checks = NfCheckPolicies(policy, zones, plan, filters);
    for (std::size_t i = 0; i < placements.size(); ++i)
    {
        AddPlacement(table, placements[i], filters[i], checks[i], reading.graph);
        for (const NfPolicyFinding& finding : checks[i].findings)
        {
            told.rows.push_back(
                {placements[i].name + ": " + NfDescribeFinding(finding, policy, reading.graph)});
        }
    }
    table.notes.push_back(cut.IsSmallest()
                              ? fmt::format("min-cut: no cut has fewer than {} nodes", cut.atLeast)
                              : fmt::format("min-cut: perhaps not the smallest, which has from {} "
                                            "to {} nodes",
                                            cut.atLeast,
                                            cut.nodes.size()));
    report.Add(table);
    if (arguments.findings || arguments.json)
    {
        told.columns = {{"text", arguments.json ? "text" : "Finding"}};
        report.Add(told);
    }
    if (!arguments.output.empty())
    {
        Draw(arguments, reading.name, reading.graph, placements);
    }
    report.Print(std::cout, arguments.json);
    return 0;
}

} // namespace

NfCliAction
NfSetupPlacements(CLI::App& parser)
{
    auto arguments = std::make_shared<Arguments>();
    parser
        .add_option("file",
                    arguments->file,
                    "Topology: GraphML, GraphViz, Inet, Orbis or Rocketfuel")
        ->required();
    parser.add_option("--policy", arguments->policy, "Policy to enforce")->required();
    parser.add_option("--outside",
                      arguments->outside,
                      "Zone from which dominators are seen (default: that of the rest)");
    parser.add_option("--traffic",
                      arguments->traffic,
                      "Traffic matrix, lines 'FROM TO BYTES' (default: the same between all)");
    parser.add_option("--allocation",
                      arguments->allocations,
                      "Table of nodes and the lines that they enforce; may be repeated");
    parser.add_option("--budget", arguments->budget, "Most rules of a node, for greedy");
    parser.add_option("-o,--output", arguments->output, "Picture to make: *.svg, *.pdf or *.png");
    parser.add_option("--placement", arguments->drawn, "Placement to draw (default: min-cut)");
    parser.add_flag("--findings", arguments->findings, "Tell all that the checks find");
    parser.add_flag("--json", arguments->json, "Print JSON");
    return [arguments] { return Run(*arguments); };
}

} // namespace ns3
