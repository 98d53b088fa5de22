// SPDX-License-Identifier: GPL-2.0-only

#include "nf-run-scenario.h"

#include "nf-cli-command.h"
#include "nf-external-program.h"
#include "nf-run-apart.h"
#include "nf-run-traffic-table.h"
#include "nf-run-watcher.h"
#include "nf-scenario-network.h"

#include "ns3/boolean.h"
#include "ns3/nf-network-description.h"
#include "ns3/nf-results-database.h"
#include "ns3/nf-results.h"
#include "ns3/nf-trace-helper.h"
#include "ns3/nf-traffic-helper.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <chrono>
#include <cstdlib>
#include <exception>
#include <fmt/format.h>
#include <iostream>
#include <memory>
#include <optional>

namespace ns3
{

namespace
{

using Verdicts = std::vector<std::pair<std::string, NfRunExpectation::Verdict>>;

void
ThrowIf(const NfStatus& wrong)
{
    if (wrong)
    {
        throw NfCliError(wrong->ToString());
    }
}

// ns-3 has printed why it ends the program: that is to be the last line.
[[noreturn]] void
EndWithoutMoreWords()
{
    std::abort();
}

/// One run of a scenario whose network has been built.
class ScenarioRun
{
  public:
    ScenarioRun(const NfScenario& scenario, const NfRunRequest& request, std::ostream& os)
        : m_scenario(scenario),
          m_request(request),
          m_os(os)
    {
    }

    int Run(NfScenarioNetwork& network, NfScenarioErrors& errors)
    {
        const auto start = std::chrono::steady_clock::now();
        for (const NfScenarioTraffic& sent : m_scenario.traffic)
        {
            m_traffic.Add(sent.spec);
        }
        m_traffic.Install();
        BeginResults();
        bool isInterrupted = false;
        {
            const NfRunWatcher watcher(m_scenario.duration);
            StartTrace();
            StartResults();
            StartAnimation(network.GetTopology());
            network.ScheduleChanges(errors);
            Simulator::Stop(m_scenario.duration);
            if (m_traceFault.empty())
            {
                Simulator::Run();
            }
            isInterrupted = watcher.WasInterrupted();
        }
        const char* end = errors.GetCount() > 0 ? "failed"
                          : isInterrupted       ? "interrupted"
                                                : "finished";
        const bool isWhole = errors.GetCount() == 0 && !isInterrupted;
        if (m_animation)
        {
            m_animation->Finish();
        }
        if (m_trace)
        {
            m_trace->GetSession()->Finish(end, isWhole);
        }
        if (!m_traceFault.empty())
        {
            if (m_database)
            {
                ThrowIf(m_database->GiveUp("failed", m_traceFault));
            }
            throw NfCliError(m_traceFault);
        }
        const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
        m_os << fmt::format("{}: {:.9g} s simulated in {:.2f} s, {} events{}\n",
                            m_scenario.GetLabel(),
                            Simulator::Now().GetSeconds(),
                            wall.count(),
                            Simulator::GetEventCount(),
                            isWhole ? "" : std::string("; ") + end);
        NfPrintTraffic(m_os, m_traffic);
        if (!isWhole)
        {
            if (m_database)
            {
                ThrowIf(m_database->GiveUp(end, "the simulation ended before its time"));
            }
            return NFSIM_NOT_AS_EXPECTED;
        }
        return Judge(wall.count());
    }

  private:
    void BeginResults()
    {
        if (m_request.results.empty())
        {
            return;
        }
        m_database.emplace(m_request.results);
        ThrowIf(m_database->Begin(GetIdentity()));
        m_network =
            NfDescribeNetwork(m_scenario.graph, m_scenario.zones, m_scenario.firewalls.GetNodes());
        m_network.Listen();
        m_database->SetNetwork(m_network);
    }

    NfRunIdentity GetIdentity() const
    {
        NfRunIdentity identity;
        identity.scenario = m_scenario.name;
        identity.hash = m_scenario.hash;
        identity.variant = m_scenario.variant;
        identity.placement = m_scenario.placement;
        identity.replication = m_request.replication;
        identity.text = m_scenario.text;
        return identity;
    }

    // Why something did not arrive is asked of a trace: without one of the user's, of one of drops
    // that goes away.
    void StartTrace()
    {
        const bool isAsked = !m_request.trace.empty();
        if (!isAsked && m_scenario.expectations.empty() && !m_database)
        {
            return;
        }
        m_path = m_request.trace;
        if (!isAsked)
        {
            m_folder.emplace();
            m_path = *m_folder / "drops.db";
        }
        m_trace.emplace(m_path);
        m_trace->Set("Level", StringValue(isAsked ? m_scenario.traceLevel : "drops"));
        m_trace->Set("Durable", BooleanValue(isAsked));
        m_trace->Set("Label", StringValue(m_scenario.GetLabel()));
        m_trace->GetSession()->SetErrorHandler([this](const std::string& message) {
            m_traceFault = message;
            Simulator::Stop();
        });
        m_trace->SetIdentity(GetIdentity());
        m_trace->InstallAll();
    }

    void StartResults()
    {
        if (!m_scenario.expectations.empty() || m_database)
        {
            m_results.emplace(m_traffic);
            m_results->Watch();
        }
    }

    void StartAnimation(const NfTopologyHelper& topology)
    {
        if (!m_request.animation.empty())
        {
            m_animation = m_request.animator(m_request.animation, topology);
        }
    }

    int Judge(double wallSeconds)
    {
        if (!m_results)
        {
            return 0;
        }
        NfResults& results = *m_results;
        if (m_trace->GetSession()->GetRun() > 0)
        {
            results.SetTrace(m_path, m_trace->GetSession()->GetRun());
        }
        results.Collect();
        m_network.Collect(results);
        Verdicts verdicts;
        bool isAsExpected = true;
        for (const NfRunExpectation& expectation : m_scenario.expectations)
        {
            const NfRunExpectation::Verdict verdict = expectation.Judge(results);
            m_os << fmt::format("{}: {}{}\n",
                                verdict.isHeld ? "holds" : "BROKEN",
                                expectation.GetText(),
                                verdict.detail.empty() ? "" : " (" + verdict.detail + ")");
            isAsExpected = isAsExpected && verdict.isHeld;
            verdicts.emplace_back(expectation.GetText(), verdict);
        }
        if (m_database)
        {
            ThrowIf(m_database->Finish(results, verdicts, wallSeconds));
        }
        return isAsExpected ? 0 : NFSIM_NOT_AS_EXPECTED;
    }

    const NfScenario& m_scenario;
    const NfRunRequest& m_request;
    std::ostream& m_os;
    NfTrafficHelper m_traffic;
    NfNetworkResults m_network; //!< of nothing unless results are kept
    std::optional<NfResultsDatabase> m_database;
    std::optional<NfWorkFolder> m_folder;
    std::string m_path; //!< of the trace
    std::optional<NfTraceHelper> m_trace;
    std::string m_traceFault; //!< why it cannot be written; empty: it can
    std::optional<NfResults> m_results;
    std::unique_ptr<NfRunAnimation> m_animation;
};

} // namespace

int
NfRunScenario(const NfScenario& scenario,
              const NfRunRequest& request,
              NfScenarioErrors& errors,
              std::ostream& os)
{
    std::set_terminate(EndWithoutMoreWords);
    RngSeedManager::SetSeed(request.seed.value_or(scenario.seed));
    RngSeedManager::SetRun(request.replication);
    NfScenarioNetwork network(scenario);
    network.Build(errors);
    if (errors.GetCount() == 0 && !scenario.changes.empty())
    {
        NfTryApart([&](NfScenarioErrors& found) { network.TryChanges(found); },
                   errors,
                   {},
                   "a change would make ns-3 abort, for the reason that stands above");
    }
    if (errors.GetCount() == 0 && request.isCheck)
    {
        bool isWrong = false;
        for (const std::string& finding : network.CheckPolicy(isWrong))
        {
            os << "policy: " << finding << '\n';
        }
        return isWrong ? NFSIM_NOT_AS_EXPECTED : 0;
    }
    if (errors.GetCount() > 0)
    {
        return 0;
    }
    const int code = ScenarioRun(scenario, request, os).Run(network, errors);
    Simulator::Destroy();
    return code;
}

} // namespace ns3
