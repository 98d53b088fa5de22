// SPDX-License-Identifier: GPL-2.0-only

#include "nf-topology-command.h"

#include "nf-topology-drawing.h"

#include "ns3/nf-topology-plan.h"
#include "ns3/nf-topology-reader.h"
#include "ns3/nf-topology-recipe.h"
#include "ns3/rng-seed-manager.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <iostream>
#include <memory>
#include <set>

namespace ns3
{

namespace
{

/// What the user asks for.
struct Arguments
{
    std::string file;
    std::string recipe; //!< of a generator; empty: the file
    uint32_t seed{1};   //!< of random ones
    std::string format; //!< empty: as the file looks
    std::string output; //!< empty: no drawing
    bool labels{false};
};

// More names than these hide the network.
constexpr std::size_t MOST_LABELS = 60;

std::string
DescribeTopology(const NfTopologyReading& reading, const std::string& origin)
{
    const NfTopologyGraph& graph = reading.graph;
    std::array<std::size_t, 3> kinds{};
    std::size_t positions = 0;
    for (std::size_t i = 0; i < graph.GetNNodes(); ++i)
    {
        ++kinds[static_cast<std::size_t>(graph.GetNode(i).kind)];
        positions += graph.GetNode(i).position ? 1 : 0;
    }
    std::size_t rates = 0;
    std::size_t delays = 0;
    std::size_t loops = 0;
    std::set<std::pair<std::size_t, std::size_t>> pairs;
    for (std::size_t i = 0; i < graph.GetNLinks(); ++i)
    {
        const NfTopologyLink& link = graph.GetLink(i);
        rates += link.bitRate ? 1 : 0;
        delays += link.delay ? 1 : 0;
        loops += link.from == link.to ? 1 : 0;
        pairs.insert(std::minmax(link.from, link.to));
    }
    NfTopologyGraph copy = graph;
    const std::size_t computed = copy.SetDelaysFromPositions();
    const std::vector<std::size_t> components = graph.GetComponents();
    const NfTopologyPlan plan(graph);
    std::string text = fmt::format("{} ({})\n", reading.name, origin);
    text += fmt::format("nodes       {}: {} routers, {} hosts, {} LANs\n",
                        graph.GetNNodes(),
                        kinds[0],
                        kinds[1],
                        kinds[2]);
    text += fmt::format("links       {}: {} parallel to others, {} from a node to itself\n",
                        graph.GetNLinks(),
                        graph.GetNLinks() - pairs.size(),
                        loops);
    text += fmt::format(
        "components  {}\n",
        components.empty() ? 0 : *std::max_element(components.begin(), components.end()) + 1);
    text += fmt::format("positions   of {} nodes\n", positions);
    text += fmt::format("rates       of {} links\n", rates);
    text += fmt::format("delays      of {} links, and of {} more by their ends' positions\n",
                        delays,
                        computed);
    return text + fmt::format("networks    {} with {} interfaces; {} links carry nothing\n",
                              plan.GetSegments().size(),
                              plan.GetInterfaces().size(),
                              plan.GetUnusedLinks().size());
}

void
ThrowIf(const NfStatus& wrong)
{
    if (wrong)
    {
        throw NfCliError(wrong->ToString());
    }
}

NfTopologyReading
Read(const Arguments& arguments)
{
    NfTopologyReading reading;
    ThrowIf(NfReadTopology(arguments.file, reading, NfParseTopologyFormat(arguments.format)));
    return reading;
}

NfTopologyReading
Generate(const Arguments& arguments)
{
    RngSeedManager::SetSeed(arguments.seed);
    NfTopologyReading reading;
    reading.name = arguments.recipe;
    ThrowIf(NfMakeTopology(arguments.recipe, reading.graph));
    return reading;
}

int
Run(const Arguments& arguments)
{
    const bool isMade = !arguments.recipe.empty();
    const NfTopologyReading reading = isMade ? Generate(arguments) : Read(arguments);
    for (const NfError& note : reading.notes)
    {
        std::cerr << "nfsim: " << note.ToString() << '\n';
    }
    if (!arguments.output.empty())
    {
        const bool labels = arguments.labels || reading.graph.GetNNodes() <= MOST_LABELS;
        NfDrawGraph(NfDescribeDrawing(reading.graph, reading.name, labels), arguments.output);
        if (!labels)
        {
            std::cerr << "nfsim: " << arguments.output << ": the names of "
                      << reading.graph.GetNNodes() << " nodes are left out; --labels writes them\n";
        }
    }
    std::cout << DescribeTopology(reading, isMade ? "generated" : NfToString(reading.format))
              << std::flush;
    if (!std::cout)
    {
        throw NfCliError("cannot write to standard output");
    }
    return 0;
}

} // namespace

NfCliAction
NfSetupTopology(CLI::App& parser)
{
    auto arguments = std::make_shared<Arguments>();
    auto* source = parser.add_option_group("source", "What the topology is");
    auto* file =
        source->add_option("file", arguments->file, "GraphML, GraphViz, Inet, Orbis or Rocketfuel");
    auto* recipe = source->add_option("--generate",
                                      arguments->recipe,
                                      "Make one instead: " + NfGetTopologyRecipes());
    source->require_option(1);
    parser.add_option("--seed", arguments->seed, "Of a random topology (default: 1)")
        ->check(CLI::Range(1U, UINT32_MAX))
        ->needs(recipe);
    parser
        .add_option("--format",
                    arguments->format,
                    "Format of the file (default: as its content looks)")
        ->check(CLI::IsMember({"graphml", "dot", "inet", "orbis", "rocketfuel"}))
        ->needs(file);
    parser.add_option("-o,--output", arguments->output, "Picture to make: *.svg, *.pdf or *.png");
    parser.add_flag("--labels", arguments->labels, "Write names, however many nodes there are");
    return [arguments] { return Run(*arguments); };
}

} // namespace ns3
