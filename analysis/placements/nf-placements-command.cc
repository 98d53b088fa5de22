// SPDX-License-Identifier: GPL-2.0-only

#include "nf-placements-command.h"

#include "nf-placements-input.h"
#include "nf-proposals.h"
#include "nf-refusal.h"
#include "nf-report.h"
#include "nf-scenario-placement.h"
#include "nf-scenario-variables.h"
#include "nf-topology-drawing.h"
#include "nf-traffic-matrix.h"

#include "ns3/nf-policy-check.h"

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
    NfPlacementsRequest request;
    std::vector<std::string> set;
    std::string outside; //!< empty: the zone of the rest, if there is one
    std::size_t budget{0};
    std::string output; //!< empty: no drawing
    std::string drawn{"min-cut"};
    bool findings{false};
    bool json{false};
};

/// A placement, and why it is in the table.
struct Row
{
    NfPlacement placement;
    std::string origin;
    std::string same; //!< name of another with the same firewalls; empty: of none
};

// People see that many candidates; programs all.
constexpr std::size_t SHOWN = 20;

std::optional<std::size_t>
FindOutside(const NfPolicy& policy, const std::string& name)
{
    const auto zone = name.empty() ? std::nullopt : policy.FindZone(name);
    if (!name.empty() && !zone)
    {
        throw NfCliError(fmt::format("{}: there is no zone '{}'", policy.file, name));
    }
    return zone;
}

// Those that the user has come first, and keep their names.
std::vector<Row>
ListPlacements(const Arguments& arguments,
               const NfPlacementsInput& input,
               const NfProposals& proposals)
{
    std::vector<Row> rows;
    for (const NfPlacement& placement : input.known)
    {
        const bool isTable = rows.size() < arguments.request.allocations.size();
        rows.push_back({placement, isTable ? "allocation" : "scenario", ""});
    }
    for (const NfScenarioProposal& proposal :
         NfTellProposalsApart(proposals.Propose(arguments.budget), input.known))
    {
        rows.push_back({proposal.placement, "proposed", proposal.same});
    }
    return rows;
}

void
AddCandidates(NfReport& report,
              std::vector<NfPlacementCandidate> candidates,
              const NfPlacementsInput& input,
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
        const NfTopologyNode& node = input.graph.GetNode(candidate.node);
        table.rows.push_back({node.name,
                              std::string(NfToString(node.kind)),
                              std::string(candidate.isArticulation ? "yes" : "no"),
                              static_cast<int64_t>(candidate.dominated),
                              candidate.traffic,
                              static_cast<int64_t>(candidate.rules),
                              static_cast<int64_t>(candidate.state)});
    }
    table.notes.insert(table.notes.end(), input.notes.begin(), input.notes.end());
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
             const Row& row,
             const NfPolicyFirewalls& filters,
             const NfPolicyCheck& check,
             const NfTopologyGraph& graph)
{
    std::size_t rules = 0;
    std::size_t most = 0;
    for (const auto& [node, filter] : filters)
    {
        rules += filter->GetNRules();
        most = std::max(most, filter->GetNRules());
    }
    std::vector<std::string> names;
    for (const std::size_t node : row.placement.GetNodes())
    {
        names.push_back(graph.GetNode(node).name);
    }
    table.rows.push_back({row.placement.name,
                          row.origin,
                          static_cast<int64_t>(names.size()),
                          static_cast<int64_t>(rules),
                          static_cast<int64_t>(most),
                          std::string(check.Holds() ? "holds" : "fails"),
                          static_cast<int64_t>(CountWrong(check, true)),
                          static_cast<int64_t>(CountWrong(check, false)),
                          row.same,
                          fmt::format("{}", fmt::join(names, " "))});
}

void
Draw(const Arguments& arguments, const NfPlacementsInput& input, const std::vector<Row>& rows)
{
    const auto chosen = std::find_if(rows.begin(), rows.end(), [&](const Row& row) {
        return row.placement.name == arguments.drawn;
    });
    if (chosen == rows.end())
    {
        std::vector<std::string> names;
        names.reserve(rows.size());
        for (const Row& row : rows)
        {
            names.push_back(row.placement.name);
        }
        throw NfCliError(fmt::format("there is no placement '{}' to draw, but {}",
                                     arguments.drawn,
                                     fmt::join(names, ", ")));
    }
    constexpr std::size_t MOST_LABELS = 60;
    NfTopologyMarks marks;
    marks.firewalls = chosen->placement.GetNodes();
    NfMarkZones(input.policy, input.graph, marks);
    NfDrawGraph(NfDescribeDrawing(input.graph,
                                  fmt::format("{}: {}", input.title, chosen->placement.name),
                                  input.graph.GetNNodes() <= MOST_LABELS,
                                  marks),
                arguments.output);
}

int
Run(const Arguments& arguments)
{
    const NfPlacementsInput input = NfReadPlacementsInput(arguments.request);
    std::vector<NfError> errors;
    const NfPolicyZones zones(input.policy, input.graph, errors);
    NfRefuse(errors);
    const NfTopologyPlan plan(input.graph, input.plan);
    const NfProposals proposals(input.policy,
                                zones,
                                plan,
                                input.traffic,
                                FindOutside(input.policy, arguments.outside));
    const std::vector<Row> rows = ListPlacements(arguments, input, proposals);

    NfReport report;
    AddCandidates(report, proposals.GetCandidates(), input, arguments.json);
    NfReportTable table{"placements",
                        "Placements",
                        {{"name", "Name"},
                         {"origin", "From"},
                         {"firewalls", "Firewalls"},
                         {"rules", "Rules"},
                         {"most_rules", "Most"},
                         {"check", "Check"},
                         {"open", "Open"},
                         {"cut", "Cut"},
                         {"same", "Same as"},
                         {"nodes", arguments.json ? "Nodes" : ""}}};
    NfReportTable told{"findings", "What the checks say", {{"text", ""}}};
    std::vector<NfPolicyFirewalls> filters;
    filters.reserve(rows.size());
    for (const Row& row : rows)
    {
        filters.push_back(proposals.Compile(row.placement));
    }
    const std::vector<NfPolicyCheck> checks = NfCheckPolicies(input.policy, zones, plan, filters);
    for (std::size_t i = 0; i < rows.size(); ++i)
    {
        AddPlacement(table, rows[i], filters[i], checks[i], input.graph);
        for (const NfPolicyFinding& finding : checks[i].findings)
        {
            told.rows.push_back({rows[i].placement.name + ": " +
                                 NfDescribeFinding(finding, input.policy, input.graph)});
        }
    }
    const NfZoneCut& cut = proposals.GetCut();
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
        Draw(arguments, input, rows);
    }
    report.Print(std::cout, arguments.json);
    return 0;
}

} // namespace

NfCliAction
NfSetupPlacements(CLI::App& parser)
{
    auto arguments = std::make_shared<Arguments>();
    NfPlacementsRequest& request = arguments->request;
    parser
        .add_option("file",
                    request.file,
                    "Scenario (*.yaml), or topology: GraphML, GraphViz, Inet, Orbis or Rocketfuel")
        ->required();
    parser.add_option("--policy", request.policy, "Policy to enforce in a topology");
    parser.add_option("--set", arguments->set, "NAME=VALUE of a scenario's variable; repeatable")
        ->type_size(1)
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    parser.add_option("--outside",
                      arguments->outside,
                      "Zone from which dominators are seen (default: that of the rest)");
    parser.add_option("--traffic",
                      request.traffic,
                      "Traffic matrix, lines 'FROM TO BYTES' (default: the scenario's traffic; of "
                      "a topology the same between all)");
    parser.add_option("--allocation",
                      request.allocations,
                      "Table of nodes and the lines that they enforce; may be repeated");
    parser.add_option("--budget", arguments->budget, "Most rules of a node, for greedy");
    parser.add_option("-o,--output", arguments->output, "Picture to make: *.svg, *.pdf or *.png");
    parser.add_option("--placement", arguments->drawn, "Placement to draw (default: min-cut)");
    parser.add_flag("--findings", arguments->findings, "Tell all that the checks find");
    parser.add_flag("--json", arguments->json, "Print JSON");
    return [arguments] {
        arguments->request.set = NfParseScenarioSettings(arguments->set);
        return Run(*arguments);
    };
}

} // namespace ns3
