// SPDX-License-Identifier: GPL-2.0-only

#include "nf-topology-command.h"

#include "nf-refusal.h"
#include "nf-topology-drawing.h"
#include "nf-topology-trace.h"
#include "nf-trace-reader.h"

#include "ns3/nf-policy-parser.h"
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
    std::string trace;  //!< database of a run in it; empty: none
    std::string run;    //!< of the trace; empty: the last
    std::string policy; //!< file that names zones; empty: none are drawn
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

// The network of a trace. Where a file is given too, it says where the nodes of its names stand.
NfTopologyReading
ReadTrace(const Arguments& arguments, NfTopologyActivity& activity)
{
    NfTraceReader reader(arguments.trace, arguments.run);
    NfTopologyReading reading;
    reading.name = reader.GetRun().label.empty() ? arguments.trace : reader.GetRun().label;
    activity = NfReadTracedTopology(reader, reading.graph);
    if (arguments.file.empty())
    {
        return reading;
    }
    const NfTopologyReading drawn = Read(arguments);
    std::size_t unknown = 0;
    for (std::size_t i = 0; i < reading.graph.GetNNodes(); ++i)
    {
        const auto node = drawn.graph.FindNode(reading.graph.GetNode(i).name);
        const bool isBox = reading.graph.GetNode(i).kind != NfTopologyKind::LAN;
        unknown += isBox && !node ? 1 : 0;
        if (node && drawn.graph.GetNode(*node).position)
        {
            reading.graph.SetPosition(i, *drawn.graph.GetNode(*node).position);
        }
    }
    if (unknown > 0)
    {
        std::cerr << "nfsim: " << arguments.file << ": it has no nodes of the names of " << unknown
                  << " nodes of the trace\n";
    }
    return reading;
}

int
Run(const Arguments& arguments)
{
    const bool isMade = !arguments.recipe.empty();
    const bool isTraced = !arguments.trace.empty();
    NfTopologyActivity activity;
    const NfTopologyReading reading = isMade     ? Generate(arguments)
                                      : isTraced ? ReadTrace(arguments, activity)
                                                 : Read(arguments);
    for (const NfError& note : reading.notes)
    {
        std::cerr << "nfsim: " << note.ToString() << '\n';
    }
    if (!arguments.output.empty())
    {
        const bool labels = arguments.labels || reading.graph.GetNNodes() <= MOST_LABELS;
        NfTopologyMarks marks;
        marks.firewalls = activity.firewalls;
        marks.activity = isTraced ? &activity : nullptr;
        if (!arguments.policy.empty())
        {
            std::vector<NfError> errors;
            const NfPolicy policy = NfReadPolicy(arguments.policy, errors);
            NfRefuse(errors);
            NfMarkZones(policy, reading.graph, marks);
        }
        NfDrawGraph(NfDescribeDrawing(reading.graph, reading.name, labels, marks),
                    arguments.output);
        if (!labels)
        {
            std::cerr << "nfsim: " << arguments.output << ": the names of "
                      << reading.graph.GetNNodes() << " nodes are left out; --labels writes them\n";
        }
    }
    const char* origin = isMade     ? "generated"
                         : isTraced ? "of a trace"
                                    : NfToString(reading.format);
    std::cout << DescribeTopology(reading, origin)
              << (isTraced ? NfDescribeActivity(reading.graph, activity) : "") << std::flush;
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
    auto* file =
        parser.add_option("file", arguments->file, "GraphML, GraphViz, Inet, Orbis or Rocketfuel");
    auto* recipe = parser
                       .add_option("--generate",
                                   arguments->recipe,
                                   "Make one instead: " + NfGetTopologyRecipes())
                       ->excludes(file);
    auto* trace = parser
                      .add_option("--trace",
                                  arguments->trace,
                                  "Trace database: the network of a run, with its firewalls, load "
                                  "and drops; a file then only says where its nodes stand")
                      ->excludes(recipe);
    parser.add_option("--run", arguments->run, "Number or label of the run (default: the last)")
        ->needs(trace);
    parser.add_option("--seed", arguments->seed, "Of a random topology (default: 1)")
        ->check(CLI::Range(1U, UINT32_MAX))
        ->needs(recipe);
    parser
        .add_option("--format",
                    arguments->format,
                    "Format of the file (default: as its content looks)")
        ->check(CLI::IsMember({"graphml", "dot", "inet", "orbis", "rocketfuel"}))
        ->needs(file);
    auto* output = parser.add_option("-o,--output",
                                     arguments->output,
                                     "Picture to make: *.svg, *.pdf or *.png");
    parser.add_option("--policy", arguments->policy, "Policy whose zones to show in the picture")
        ->needs(output);
    parser.add_flag("--labels", arguments->labels, "Write names, however many nodes there are");
    return [arguments] {
        if (arguments->file.empty() && arguments->recipe.empty() && arguments->trace.empty())
        {
            throw NfCliError("expected a file, --generate or --trace");
        }
        return Run(*arguments);
    };
}

} // namespace ns3
