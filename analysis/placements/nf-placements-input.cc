// SPDX-License-Identifier: GPL-2.0-only

#include "nf-placements-input.h"

#include "nf-cli-command.h"
#include "nf-refusal.h"
#include "nf-scenario-placement.h"
#include "nf-scenario-reader.h"
#include "nf-traffic-matrix.h"

#include "ns3/nf-placement-table.h"
#include "ns3/nf-policy-parser.h"
#include "ns3/nf-topology-reader.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace ns3
{

namespace
{

void
RefuseScenario(const NfScenarioErrors& errors)
{
    if (errors.GetCount() > 0)
    {
        throw NfCliError(fmt::format("{}", fmt::join(errors.GetMessages(), "\n")));
    }
}

NfPlacementsInput
ReadScenario(const NfPlacementsRequest& request)
{
    if (!request.policy.empty())
    {
        throw NfCliError("--policy goes with a topology: a scenario has its own");
    }
    NfScenarioErrors errors(request.file);
    const NfScenarioReader reader(request.file, request.set, errors);
    RefuseScenario(errors);
    const std::vector<NfScenarioVariant>& variants = reader.GetVariants();
    const NfScenario scenario = reader.Read(variants.front(), {"", request.allocations}, errors);
    RefuseScenario(errors);
    if (!scenario.policy)
    {
        throw NfCliError(request.file + ": the scenario has no policy that could be enforced");
    }
    NfPlacementsInput input;
    input.title = scenario.name;
    input.graph = scenario.graph;
    input.plan = scenario.plan;
    input.policy = *scenario.policy;
    input.known = scenario.placements;
    const NfScenarioMatrix matrix = NfEstimateScenarioMatrix(scenario);
    input.traffic = matrix.demands;
    if (!matrix.unknown.empty())
    {
        input.notes.push_back(
            fmt::format("the traffic counts without what sends as fast as it can, or a capture: {}",
                        fmt::join(matrix.unknown, ", ")));
    }
    if (variants.size() > 1)
    {
        input.notes.push_back(fmt::format("of {} variants the first, {}; --set chooses",
                                          variants.size(),
                                          variants.front().GetName()));
    }
    return input;
}

NfPlacementsInput
ReadTopology(const NfPlacementsRequest& request)
{
    if (request.policy.empty() || !request.set.empty())
    {
        throw NfCliError(request.policy.empty()
                             ? request.file + ": --policy is expected with a topology"
                             : "--set goes with a scenario: a topology has no variables");
    }
    NfTopologyReading reading;
    if (const NfStatus wrong = NfReadTopology(request.file, reading))
    {
        throw NfCliError(wrong->ToString());
    }
    NfPlacementsInput input;
    input.title = reading.name;
    input.graph = std::move(reading.graph);
    std::vector<NfError> errors;
    input.policy = NfReadPolicy(request.policy, errors);
    NfRefuse(errors);
    for (const std::string& file : request.allocations)
    {
        input.known.push_back(
            NfParsePlacement(NfReadText(file), file, input.policy, input.graph, errors));
        input.known.back().name = std::filesystem::path(file).stem().string();
    }
    NfRefuse(errors);
    return input;
}

} // namespace

bool
NfIsScenarioFile(const std::string& file)
{
    const std::string ending = std::filesystem::path(file).extension().string();
    return ending == ".yaml" || ending == ".yml";
}

NfPlacementsInput
NfReadPlacementsInput(const NfPlacementsRequest& request)
{
    NfPlacementsInput input =
        NfIsScenarioFile(request.file) ? ReadScenario(request) : ReadTopology(request);
    if (const auto fault = NfTopologyPlan::FindFault(input.graph, input.plan))
    {
        throw NfCliError(fmt::format("{}: {}", request.file, fault->message));
    }
    if (!request.traffic.empty())
    {
        std::vector<NfError> errors;
        input.traffic =
            NfParseTraffic(NfReadText(request.traffic), request.traffic, input.graph, errors);
        NfRefuse(errors);
        input.notes.clear();
    }
    return input;
}

} // namespace ns3
