// SPDX-License-Identifier: GPL-2.0-only

#include "nf-run-scenario.h"

#include "nf-cli-command.h"
#include "nf-external-program.h"
#include "nf-run-apart.h"
#include "nf-run-ranks.h"
#include "nf-run-traffic-table.h"
#include "nf-run-watcher.h"
#include "nf-scenario-network.h"
#include "nf-scenario-ranks.h"

#include "ns3/boolean.h"
#include "ns3/nf-network-description.h"
#include "ns3/nf-results-database.h"
#include "ns3/nf-results.h"
#include "ns3/nf-trace-helper.h"
#include "ns3/nf-traffic-helper.h"
#include "ns3/node-list.h"
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

constexpr const char* FINISHED = "finished"; // a run whose simulation came to its end

// RIP does not survive its end without having been up, as after a check.
void
StartAllNodes()
{
    for (auto node = NodeList::Begin(); node != NodeList::End(); ++node)
    {
        (*node)->Initialize();
    }
}

/// One run of a scenario whose network has been built.
class ScenarioRun
{
  public:
    ScenarioRun(const NfScenario& scenario, const NfRunRequest& request, std::ostream& os)
        : m_scenario(scenario),
          m_request(request),
          m_os(os),
          m_ranks(*request.ranks)
    {
    }

    // An exception may have come before the simulation or its end. Then nodes start here, while
    // what watches them is there; and a trace, which tells this of its faults, ends here, while its
    // folder is there.
    ~ScenarioRun()
    {
        StartAllNodes();
        if (m_trace)
        {
            m_trace->GetSession()->Finish("failed", false);
        }
    }

    ScenarioRun(const ScenarioRun&) = delete;
    ScenarioRun& operator=(const ScenarioRun&) = delete;

    int Run(NfScenarioNetwork& network, NfScenarioErrors& errors)
    {
        const auto start = std::chrono::steady_clock::now();
        for (const NfScenarioTraffic& sent : m_scenario.traffic)
        {
            m_traffic.Add(sent.spec);
        }
        m_traffic.SetInterfaceChooser([&network](Ptr<Node> from, Ptr<Node> to) {
            return network.GetTopology().GetInterfaceFor(from, to);
        });
        m_traffic.Install();
        if (!Prepare())
        {
            return 0; // another rank says why
        }
        bool isInterrupted = false;
        {
            // Events of another thread, such as a signal causes, are for one rank only.
            std::optional<NfRunWatcher> watcher;
            if (!IsShared())
            {
                watcher.emplace(m_scenario.duration);
            }
            StartTrace();
            StartResults();
            StartAnimation(network.GetTopology());
            network.ScheduleChanges(errors);
            Simulator::Stop(m_scenario.duration);
            if (m_traceFault.empty() || IsShared())
            {
                Simulator::Run(); // with the other ranks, which wait for this one
            }
            isInterrupted = watcher && watcher->WasInterrupted();
        }
        EndTrace(DescribeEnd(errors, isInterrupted));
        NfRankOutcome outcome{m_trace ? m_path : "",
                              m_run,
                              Simulator::GetEventCount(),
                              m_traceFault};
        if (IsShared())
        {
            NfRankFigures figures(m_traffic, m_results ? &*m_results : nullptr, m_network);
            m_ranks.Join(outcome, figures, errors);
            m_path = outcome.trace;
            m_run = outcome.run;
        }
        if (!m_ranks.GetGroup().IsFirst())
        {
            return 0;
        }
        if (!outcome.fault.empty())
        {
            if (m_database)
            {
                ThrowIf(m_database->GiveUp("failed", outcome.fault));
            }
            throw NfCliError(outcome.fault);
        }
        const std::string end = DescribeEnd(errors, isInterrupted); // on all ranks
        const bool isWhole = end == FINISHED;
        const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
        m_os << fmt::format("{}: {:.9g} s simulated in {:.2f} s, {} events{}\n",
                            m_scenario.GetLabel(),
                            Simulator::Now().GetSeconds(),
                            wall.count(),
                            outcome.events,
                            isWhole ? "" : "; " + end);
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
    bool IsShared() const
    {
        return m_ranks.GetGroup().IsShared();
    }

    // What can go wrong before the simulation begins. False: it has, on another rank.
    bool Prepare()
    {
        if (!IsShared())
        {
            BeginResults();
            return true;
        }
        const bool isGood = m_ranks.Try([this] {
            BeginResults();
            m_ranks.PlaceTraces(m_request.trace);
        });
        m_place = isGood ? m_ranks.AgreeOnTrace() : "";
        return isGood;
    }

    bool WantsResults() const
    {
        return !m_request.results.empty() || !m_scenario.expectations.empty();
    }

    void BeginResults()
    {
        if (m_request.results.empty())
        {
            return;
        }
        m_network =
            NfDescribeNetwork(m_scenario.graph, m_scenario.zones, m_scenario.firewalls.GetNodes());
        if (m_ranks.GetGroup().IsFirst())
        {
            m_database.emplace(m_request.results);
            ThrowIf(m_database->Begin(GetIdentity()));
            m_database->SetNetwork(m_network);
        }
        m_network.Listen();
    }

    static std::string DescribeEnd(const NfScenarioErrors& errors, bool isInterrupted)
    {
        return errors.GetCount() > 0 ? "failed" : isInterrupted ? "interrupted" : FINISHED;
    }

    // The trace of this rank says how the simulation ended on it.
    void EndTrace(const std::string& end)
    {
        if (m_animation)
        {
            m_animation->Finish();
        }
        if (m_trace)
        {
            m_run = m_trace->GetSession()->GetRun();
            m_trace->GetSession()->Finish(end, end == FINISHED);
        }
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
        if (!isAsked && !WantsResults())
        {
            return;
        }
        m_path = IsShared() ? m_place : m_request.trace;
        if (!isAsked && !IsShared())
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
        if (WantsResults())
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
        if (m_run > 0)
        {
            results.SetTrace(m_path, m_run);
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
    NfRunRanks m_ranks;
    std::string m_place; //!< of this rank's trace, if there are several
    std::string m_path;  //!< of the trace
    int64_t m_run{0};    //!< in it; 0: none
    std::optional<NfTraceHelper> m_trace;
    std::string m_traceFault; //!< why it cannot be written; empty: it can
    std::optional<NfResults> m_results;
    std::unique_ptr<NfRunAnimation> m_animation;
};

/// Takes the simulated nodes down at its end.
class SimulatorEnd
{
  public:
    SimulatorEnd() = default;

    ~SimulatorEnd()
    {
        StartAllNodes();
        Simulator::Destroy();
    }

    SimulatorEnd(const SimulatorEnd&) = delete;
    SimulatorEnd& operator=(const SimulatorEnd&) = delete;
};

int
PrintPolicyCheck(const NfScenarioNetwork& network, std::ostream& os)
{
    bool isWrong = false;
    for (const std::string& finding : network.CheckPolicy(isWrong))
    {
        os << "policy: " << finding << '\n';
    }
    return isWrong ? NFSIM_NOT_AS_EXPECTED : 0;
}

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
    NfRankGroup& ranks = *request.ranks;
    const uint32_t shown = request.isCheck && !ranks.IsShared() ? request.shownRanks : 0;
    NfScenarioShare share;
    NfScenarioNetwork network(scenario);
    const SimulatorEnd end;
    if (ranks.IsShared() || shown > 0)
    {
        share = NfShareScenario(scenario, shown > 0 ? shown : ranks.GetCount(), errors);
    }
    if (ranks.IsShared() && errors.GetCount() == 0)
    {
        network.SetRanks(share.partition.ranks);
    }
    network.Build(errors);
    if (errors.GetCount() == 0 && !scenario.changes.empty())
    {
        NfTryApart([&](NfScenarioErrors& found) { network.TryChanges(found); },
                   errors,
                   {},
                   "a change would make ns-3 abort, for the reason that stands above");
    }
    if (ranks.FindFirstBad(errors.GetCount() == 0))
    {
        return 0;
    }
    if (ranks.IsFirst() && !share.partition.ranks.empty())
    {
        NfPrintShare(os, share);
        if (request.isCheck)
        {
            NfPrintSharedNodes(os, scenario, share);
        }
    }
    if (request.isCheck)
    {
        return ranks.IsFirst() ? PrintPolicyCheck(network, os) : 0;
    }
    return ScenarioRun(scenario, request, os).Run(network, errors);
}

} // namespace ns3
