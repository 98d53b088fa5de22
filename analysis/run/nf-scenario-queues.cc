// SPDX-License-Identifier: GPL-2.0-only

#include "nf-run-apart.h"
#include "nf-scenario-topology.h"

#include "ns3/nf-topology-helper.h"
#include "ns3/simulator.h"

#include <fmt/format.h>
#include <set>

namespace ns3
{

namespace
{

// What a queue disc makes of its attributes shows when its node begins.
void
Begin(const std::string& queueDisc)
{
    NfTopologyGraph graph;
    NfTopologyLink link;
    link.from = graph.AddNode("one");
    link.to = graph.AddNode("other");
    link.queueDisc = queueDisc;
    graph.AddLink(link);
    graph.SetDefaults(1'000'000, MilliSeconds(1));
    NfTopologyHelper topology(graph);
    topology.Build();
    Simulator::Stop(NanoSeconds(1));
    Simulator::Run();
}

} // namespace

void
NfCheckScenarioQueues(const NfScenario& scenario, NfScenarioErrors& errors)
{
    std::set<std::string> seen;
    for (std::size_t i = 0; i < scenario.graph.GetNLinks(); ++i)
    {
        const std::string& queueDisc = scenario.graph.GetLink(i).queueDisc;
        if (!queueDisc.empty() && seen.insert(queueDisc).second)
        {
            NfTryApart(
                [&](NfScenarioErrors&) { Begin(queueDisc); },
                errors,
                scenario.linkPlaces[i],
                fmt::format("queue: ns-3 refuses {}, for the reason that stands above", queueDisc));
        }
    }
}

} // namespace ns3
