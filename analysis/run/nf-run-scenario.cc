// SPDX-License-Identifier: GPL-2.0-only

#include "nf-run-scenario.h"

#include "nf-run-apart.h"
#include "nf-run-watcher.h"
#include "nf-scenario-network.h"

#include "ns3/nf-trace-helper.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <chrono>
#include <fmt/format.h>
#include <iostream>
#include <memory>

namespace ns3
{

namespace
{

std::unique_ptr<NfTraceHelper>
StartTrace(const NfScenario& scenario, const NfRunRequest& request)
{
    if (request.trace.empty())
    {
        return nullptr;
    }
    auto trace = std::make_unique<NfTraceHelper>(request.trace);
    trace->Set("Level", StringValue(scenario.traceLevel));
    trace->Set("Label", StringValue(scenario.GetLabel()));
    trace->InstallAll();
    return trace;
}

} // namespace

int
NfRunScenario(const NfScenario& scenario,
              const NfRunRequest& request,
              NfScenarioErrors& errors,
              std::ostream& os)
{
    RngSeedManager::SetSeed(request.seed.value_or(scenario.seed));
    RngSeedManager::SetRun(request.replication);
    NfScenarioNetwork network(scenario);
    network.Build(errors);
    if (errors.GetCount() == 0 && !scenario.changes.empty())
    {
        NfTryApart([&](NfScenarioErrors& found) { network.TryChanges(found); }, errors);
    }
    if (errors.GetCount() > 0 || request.isCheck)
    {
        return 0;
    }
    const auto start = std::chrono::steady_clock::now();
    bool isWhole = true;
    {
        const NfRunWatcher watcher(scenario.duration);
        const auto trace = StartTrace(scenario, request);
        network.ScheduleChanges(errors);
        Simulator::Stop(scenario.duration);
        Simulator::Run();
        isWhole = !watcher.WasInterrupted() && errors.GetCount() == 0;
        if (trace)
        {
            trace->GetSession()->Finish(isWhole                  ? "finished"
                                        : errors.GetCount() == 0 ? "interrupted"
                                                                 : "a change failed",
                                        isWhole);
        }
    }
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
    os << fmt::format("{}: {} s simulated in {:.2f} s, {} events{}\n",
                      scenario.GetLabel(),
                      Simulator::Now().GetSeconds(),
                      wall.count(),
                      Simulator::GetEventCount(),
                      isWhole ? "" : "; interrupted");
    Simulator::Destroy();
    return 0;
}

} // namespace ns3
