// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rank-partition.h"

#include "nf-rank-bisection.h"

#include "ns3/abort.h"

#include <algorithm>
#include <boost/pending/disjoint_sets.hpp>
#include <map>
#include <numeric>
#include <set>

namespace ns3
{

namespace
{

/// How much more than its share a rank may have to do for a larger lookahead.
constexpr double UNEVENNESS = 0.5;

/// What crosses a link of which no traffic is expected, as a share of all traffic: links count too.
constexpr double LEAST_COST = 1e-6;

/// Nodes that are contracted to blocks.
class Blocks
{
  public:
    explicit Blocks(std::size_t nodes)
        : m_ranks(nodes),
          m_parents(nodes),
          m_sets(m_ranks.data(), m_parents.data())
    {
        for (std::size_t node = 0; node < nodes; ++node)
        {
            m_sets.make_set(node);
        }
    }

    Blocks(const Blocks&) = delete;
    Blocks& operator=(const Blocks&) = delete;

    void Join(std::size_t a, std::size_t b)
    {
        m_sets.union_set(a, b);
    }

    std::size_t Find(std::size_t node)
    {
        return m_sets.find_set(node);
    }

    /// @return for each node the number of its block, in the order of their first nodes
    std::vector<std::size_t> Number()
    {
        std::map<std::size_t, std::size_t> numbers;
        std::vector<std::size_t> result(m_parents.size());
        for (std::size_t node = 0; node < result.size(); ++node)
        {
            result[node] = numbers.try_emplace(Find(node), numbers.size()).first->second;
        }
        return result;
    }

  private:
    std::vector<std::size_t> m_ranks;
    std::vector<std::size_t> m_parents;
    boost::disjoint_sets<std::size_t*, std::size_t*> m_sets;
};

std::size_t
CountBlocks(const std::vector<std::size_t>& numbers)
{
    return numbers.empty() ? 0 : 1 + *std::max_element(numbers.begin(), numbers.end());
}

bool
IsWhole(const NfRankLink& link)
{
    return !link.mayBeCut || !link.delay.IsStrictlyPositive();
}

void
Contract(const NfRankProblem& problem, Time lookahead, Blocks& blocks)
{
    for (const NfRankLink& link : problem.links)
    {
        if (IsWhole(link) || link.delay < lookahead)
        {
            blocks.Join(link.from, link.to);
        }
    }
}

void
JoinGiven(const NfRankProblem& problem, Blocks& blocks)
{
    std::map<uint32_t, std::size_t> firsts;
    for (std::size_t node = 0; node < problem.given.size(); ++node)
    {
        if (problem.given[node])
        {
            blocks.Join(firsts.try_emplace(*problem.given[node], node).first->second, node);
        }
    }
}

std::optional<std::pair<std::size_t, std::size_t>>
FindTorn(const NfRankProblem& problem, Blocks& blocks)
{
    std::map<std::size_t, std::size_t> firsts; // node with a rank, by block
    for (std::size_t node = 0; node < problem.given.size(); ++node)
    {
        if (problem.given[node])
        {
            const std::size_t first = firsts.try_emplace(blocks.Find(node), node).first->second;
            if (problem.given[first] != problem.given[node])
            {
                return std::pair(first, node);
            }
        }
    }
    return std::nullopt;
}

/// Gives ranks to blocks.
class Splitter
{
  public:
    Splitter(const NfRankProblem& problem, std::vector<std::size_t> blocks)
        : m_problem(problem),
          m_blocks(std::move(blocks)),
          m_count(CountBlocks(m_blocks)),
          m_loads(m_count),
          m_given(m_count),
          m_ranks(m_count)
    {
        for (std::size_t node = 0; node < m_blocks.size(); ++node)
        {
            m_loads[m_blocks[node]] += problem.loads[node];
            if (problem.given[node])
            {
                m_given[m_blocks[node]] = problem.given[node];
            }
        }
        double all = 0;
        for (const NfRankLink& link : problem.links)
        {
            all += link.traffic;
        }
        const double least = all > 0 ? all * LEAST_COST : 1;
        for (const NfRankLink& link : problem.links)
        {
            const std::size_t a = m_blocks[link.from];
            const std::size_t b = m_blocks[link.to];
            if (a != b)
            {
                m_costs[{std::min(a, b), std::max(a, b)}] += link.traffic + least;
            }
        }
    }

    NfRankPartition Split()
    {
        std::vector<std::size_t> all(m_count);
        std::iota(all.begin(), all.end(), 0);
        Split(all, 0, m_problem.ranks);
        NfRankPartition partition;
        partition.loads.resize(m_problem.ranks);
        for (std::size_t node = 0; node < m_blocks.size(); ++node)
        {
            partition.ranks.push_back(m_ranks[m_blocks[node]]);
            partition.loads[partition.ranks.back()] += m_problem.loads[node];
        }
        for (std::size_t i = 0; i < m_problem.links.size(); ++i)
        {
            const NfRankLink& link = m_problem.links[i];
            if (partition.ranks[link.from] != partition.ranks[link.to])
            {
                partition.cut.push_back(i);
                partition.lookahead =
                    std::min(partition.lookahead.value_or(link.delay), link.delay);
            }
        }
        return partition;
    }

  private:
    // Some blocks to some ranks.
    void Split(const std::vector<std::size_t>& blocks, uint32_t first, uint32_t count)
    {
        if (count == 1)
        {
            for (const std::size_t block : blocks)
            {
                m_ranks[block] = first;
            }
            return;
        }
        const uint32_t half = (count + 1) / 2;
        NfBisectionGoal goal;
        goal.fewest = {half, count - half};
        goal.shares = {double(half) / count, double(count - half) / count};
        NfBisectionGraph graph(blocks.size());
        std::map<std::size_t, std::size_t> vertices;
        for (std::size_t vertex = 0; vertex < blocks.size(); ++vertex)
        {
            const std::size_t block = blocks[vertex];
            vertices[block] = vertex;
            graph[vertex].load = m_loads[block];
            if (m_given[block])
            {
                graph[vertex].side = *m_given[block] < first + half ? 0 : 1;
            }
        }
        for (const auto& [ends, cost] : m_costs)
        {
            const auto a = vertices.find(ends.first);
            const auto b = vertices.find(ends.second);
            if (a != vertices.end() && b != vertices.end())
            {
                boost::add_edge(a->second, b->second, NfBisectionEdge{cost}, graph);
            }
        }
        const std::vector<std::size_t> sides = NfBisect(graph, goal);
        std::array<std::vector<std::size_t>, 2> parts;
        for (std::size_t vertex = 0; vertex < blocks.size(); ++vertex)
        {
            parts[sides[vertex]].push_back(blocks[vertex]);
        }
        Split(parts[0], first, half);
        Split(parts[1], first + half, count - half);
    }

    const NfRankProblem& m_problem;
    std::vector<std::size_t> m_blocks; //!< by node
    std::size_t m_count;
    std::vector<double> m_loads;
    std::vector<std::optional<uint32_t>> m_given;
    std::vector<uint32_t> m_ranks;
    std::map<std::pair<std::size_t, std::size_t>, double> m_costs; //!< between blocks
};

// With that lookahead at least; nothing: it cannot be.
std::optional<NfRankPartition>
TryLookahead(const NfRankProblem& problem, Time lookahead)
{
    Blocks blocks(problem.loads.size());
    Contract(problem, lookahead, blocks);
    if (FindTorn(problem, blocks))
    {
        return std::nullopt;
    }
    JoinGiven(problem, blocks);
    const std::vector<std::size_t> numbers = blocks.Number();
    if (CountBlocks(numbers) < problem.ranks)
    {
        return std::nullopt;
    }
    return Splitter(problem, numbers).Split();
}

double
GetLargestLoad(const NfRankPartition& partition)
{
    return *std::max_element(partition.loads.begin(), partition.loads.end());
}

} // namespace

std::optional<std::pair<std::size_t, std::size_t>>
NfFindTornNodes(const NfRankProblem& problem)
{
    Blocks blocks(problem.loads.size());
    Contract(problem, Time(), blocks);
    return FindTorn(problem, blocks);
}

std::size_t
NfCountRankParts(const NfRankProblem& problem)
{
    Blocks blocks(problem.loads.size());
    Contract(problem, Time(), blocks);
    JoinGiven(problem, blocks);
    return CountBlocks(blocks.Number());
}

NfRankPartition
NfPartitionForRanks(const NfRankProblem& problem)
{
    std::set<Time> delays;
    for (const NfRankLink& link : problem.links)
    {
        if (!IsWhole(link))
        {
            delays.insert(link.delay);
        }
    }
    std::optional<NfRankPartition> best = TryLookahead(problem, Time());
    NS_ABORT_MSG_UNLESS(best, "the network cannot be shared among " << problem.ranks << " ranks");
    const double total = std::accumulate(problem.loads.begin(), problem.loads.end(), 0.0);
    const double allowed =
        std::max(GetLargestLoad(*best), (1 + UNEVENNESS) * total / problem.ranks);
    // The larger the lookahead, the fewer blocks there are, and the less even they can be shared.
    const std::vector<Time> steps(delays.begin(), delays.end());
    std::size_t good = 0;
    for (std::size_t bad = steps.size(); good + 1 < bad;)
    {
        const std::size_t middle = good + (bad - good) / 2;
        const auto candidate = TryLookahead(problem, steps[middle]);
        const bool isGood = candidate && GetLargestLoad(*candidate) <= allowed;
        best = isGood ? candidate : best;
        (isGood ? good : bad) = middle;
    }
    return *best;
}

} // namespace ns3
