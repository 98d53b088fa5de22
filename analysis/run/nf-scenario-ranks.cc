// SPDX-License-Identifier: GPL-2.0-only

#include "nf-scenario-ranks.h"

#include "nf-scenario-placement.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <limits>
#include <numeric>

namespace ns3
{

namespace
{

/// What a node costs that no traffic passes, as a share of an average node.
constexpr double IDLE_LOAD = 0.05;

/// Makes of a scenario what is to be shared.
class ProblemMaker
{
  public:
    explicit ProblemMaker(const NfScenario& scenario)
        : m_scenario(scenario),
          m_graph(scenario.graph)
    {
        m_problem.loads.assign(m_graph.GetNNodes(), 1);
        m_problem.given.resize(m_graph.GetNNodes());
        for (const auto& [node, rank] : scenario.ranks)
        {
            m_problem.given[node] = rank.rank;
        }
        for (std::size_t i = 0; i < m_graph.GetNLinks(); ++i)
        {
            const NfTopologyLink& link = m_graph.GetLink(i);
            m_problem.links.push_back({link.from,
                                       link.to,
                                       link.delay.value_or(Time()),
                                       0,
                                       !IsLan(link.from) && !IsLan(link.to) && !link.dhcpServer});
        }
        for (std::size_t node = 0; node < m_graph.GetNNodes(); ++node)
        {
            if (const auto accessPoint = m_graph.GetNode(node).wifi.accessPoint)
            {
                m_problem.links.push_back({node, *accessPoint, Time(), 0, false});
            }
        }
    }

    /// Weigh nodes and links by the traffic that is expected.
    /// @return traffic of which nothing is known
    std::vector<std::string> Weigh()
    {
        const NfTopologyPlan plan(m_graph, m_scenario.plan);
        const NfScenarioMatrix matrix = NfEstimateScenarioMatrix(m_scenario);
        m_bytes.assign(m_graph.GetNNodes(), 0);
        for (const NfTrafficDemand& demand : matrix.demands)
        {
            AddPath(FindPath(plan, demand.from, demand.to), plan, demand.bytes);
        }
        std::vector<std::string> unknown;
        for (const NfScenarioTraffic& traffic : m_scenario.traffic)
        {
            const bool isKnown =
                std::count(matrix.unknown.begin(), matrix.unknown.end(), traffic.spec.name) == 0 ||
                AddUnlimited(plan, traffic.spec);
            if (!isKnown)
            {
                unknown.push_back(traffic.spec.name);
            }
        }
        const double all = std::accumulate(m_bytes.begin(), m_bytes.end(), 0.0);
        for (std::size_t node = 0; all > 0 && node < m_bytes.size(); ++node)
        {
            m_problem.loads[node] =
                IDLE_LOAD + m_bytes[node] / all * static_cast<double>(m_bytes.size());
        }
        return unknown;
    }

    /// @return what is to be shared
    NfRankProblem& GetProblem()
    {
        return m_problem;
    }

  private:
    bool IsLan(std::size_t node) const
    {
        return m_graph.GetNode(node).kind == NfTopologyKind::LAN;
    }

    const std::vector<NfTopologyStep>& FindPath(const NfTopologyPlan& plan,
                                                std::size_t from,
                                                std::size_t to)
    {
        m_path.clear();
        if (!plan.GetInterfaces(to).empty())
        {
            plan.FindPath(from, plan.GetInterfaces(to)[0], m_path);
        }
        return m_path;
    }

    void AddPath(const std::vector<NfTopologyStep>& path, const NfTopologyPlan& plan, double bytes)
    {
        for (const NfTopologyStep& step : path)
        {
            m_bytes[step.node] += bytes;
            if (step.out)
            {
                m_problem.links[plan.GetInterfaces()[*step.out].link].traffic += bytes;
            }
        }
    }

    // What never pauses fills its path: about what the slowest link of it can carry. Of what goes
    // nowhere in particular nothing is known.
    bool AddUnlimited(const NfTopologyPlan& plan, const NfTrafficSpec& spec)
    {
        constexpr double BITS = 8;
        for (const std::string& sender : spec.from)
        {
            for (const std::string& receiver : spec.to)
            {
                const auto& path =
                    FindPath(plan, *m_graph.FindNode(sender), *m_graph.FindNode(receiver));
                auto rate = static_cast<double>(std::numeric_limits<uint32_t>::max());
                for (const NfTopologyStep& step : path)
                {
                    const std::size_t link = step.out ? plan.GetInterfaces()[*step.out].link : 0;
                    const auto known = step.out ? m_graph.GetLink(link).bitRate : std::nullopt;
                    rate = known ? std::min(rate, static_cast<double>(*known)) : rate;
                }
                const Time end =
                    std::min(spec.stop.value_or(m_scenario.duration), m_scenario.duration);
                AddPath(path, plan, rate / BITS * std::max(0.0, (end - spec.start).GetSeconds()));
            }
        }
        return !spec.to.empty() && spec.kind != "pcap";
    }

    const NfScenario& m_scenario;
    const NfTopologyGraph& m_graph;
    NfRankProblem m_problem;
    std::vector<double> m_bytes; //!< that pass each node
    std::vector<NfTopologyStep> m_path;
};

} // namespace

void
NfCheckScenarioRanks(const NfScenario& scenario, NfScenarioErrors& errors)
{
    if (scenario.ranks.empty())
    {
        return;
    }
    if (const auto torn = NfFindTornNodes(ProblemMaker(scenario).GetProblem()))
    {
        const auto& [first, second] = *torn;
        errors.Add(scenario.ranks.at(second).place,
                   fmt::format("rank: '{}' is on rank {}, and '{}' on {}, but they share a LAN, a "
                               "link with DHCP or one without delay, all of which is simulated on "
                               "one rank",
                               scenario.graph.GetNode(second).name,
                               scenario.ranks.at(second).rank,
                               scenario.graph.GetNode(first).name,
                               scenario.ranks.at(first).rank));
    }
}

NfScenarioShare
NfShareScenario(const NfScenario& scenario, uint32_t count, NfScenarioErrors& errors)
{
    const std::size_t before = errors.GetCount();
    for (const auto& [node, rank] : scenario.ranks)
    {
        if (rank.rank >= count)
        {
            errors.Add(
                rank.place,
                fmt::format("rank: {}: there are {} ranks, numbered from 0", rank.rank, count));
        }
    }
    ProblemMaker maker(scenario);
    NfRankProblem& problem = maker.GetProblem();
    problem.ranks = count;
    const std::size_t parts = NfCountRankParts(problem);
    if (parts < count)
    {
        errors.Add(NfYamlPlace{},
                   fmt::format("{} ranks cannot share the network: it has {} part{} that can be "
                               "simulated apart. What shares a LAN, a link with DHCP or one "
                               "without delay, or was given the same 'rank', is one part",
                               count,
                               parts,
                               parts == 1 ? "" : "s"));
    }
    if (errors.GetCount() > before)
    {
        return {};
    }
    std::vector<std::string> unknown = maker.Weigh();
    return {NfPartitionForRanks(problem), std::move(unknown)};
}

void
NfPrintShare(std::ostream& os, const NfScenarioShare& share)
{
    const NfRankPartition& partition = share.partition;
    const std::size_t count = partition.loads.size();
    const double all = std::accumulate(partition.loads.begin(), partition.loads.end(), 0.0);
    std::vector<std::ptrdiff_t> nodes;
    std::vector<std::string> loads;
    for (uint32_t rank = 0; rank < count; ++rank)
    {
        nodes.push_back(std::count(partition.ranks.begin(), partition.ranks.end(), rank));
        constexpr double PERCENT = 100;
        loads.push_back(fmt::format("{:.0f}", PERCENT * partition.loads[rank] / all));
    }
    constexpr double MILLI = 1e3;
    os << fmt::format("{} ranks: {} nodes, {} % of the expected load, {} links between ranks{}{}\n",
                      count,
                      fmt::join(nodes, " + "),
                      fmt::join(loads, " + "),
                      partition.cut.size(),
                      partition.lookahead ? fmt::format(", lookahead {:g} ms",
                                                        partition.lookahead->GetSeconds() * MILLI)
                                          : "",
                      share.unknown.empty() ? ""
                                            : fmt::format("; nothing is known beforehand of {}",
                                                          fmt::join(share.unknown, ", ")));
}

void
NfPrintSharedNodes(std::ostream& os, const NfScenario& scenario, const NfScenarioShare& share)
{
    for (uint32_t rank = 0; rank < share.partition.loads.size(); ++rank)
    {
        os << fmt::format("rank {}:", rank);
        for (std::size_t node = 0; node < share.partition.ranks.size(); ++node)
        {
            if (share.partition.ranks[node] == rank)
            {
                os << ' ' << scenario.graph.GetNode(node).name;
            }
        }
        os << '\n';
    }
}

} // namespace ns3
