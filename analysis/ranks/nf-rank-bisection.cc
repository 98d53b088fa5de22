// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rank-bisection.h"

#include <algorithm>
#include <boost/graph/breadth_first_search.hpp>
#include <cmath>
#include <set>
#include <utility>

namespace ns3
{

namespace
{

using Vertex = NfBisectionGraph::vertex_descriptor;
/// Vertices, the best one first; of equals, the lowest.
using Order = std::set<std::pair<double, Vertex>>;

/// Remembers the vertex that was found last, which is one of the farthest.
class LastFound : public boost::default_bfs_visitor
{
  public:
    explicit LastFound(Vertex& last)
        : m_last(last)
    {
    }

    template <typename Graph>
    void discover_vertex(Vertex vertex, const Graph& /* graph */)
    {
        m_last = vertex;
    }

  private:
    Vertex& m_last;
};

Vertex
FindFarthest(const NfBisectionGraph& graph, Vertex from)
{
    Vertex last = from;
    boost::breadth_first_search(graph, from, boost::visitor(LastFound(last)));
    return last;
}

/// Vertices on two sides, and how good that is.
class Bisection
{
  public:
    Bisection(const NfBisectionGraph& graph, const NfBisectionGoal& goal)
        : m_graph(graph),
          m_goal(goal),
          m_sides(boost::num_vertices(graph), 1)
    {
        for (Vertex vertex = 0; vertex < m_sides.size(); ++vertex)
        {
            m_sides[vertex] = graph[vertex].side.value_or(1);
            m_loads[m_sides[vertex]] += graph[vertex].load;
            ++m_counts[m_sides[vertex]];
            m_total += graph[vertex].load;
        }
        SumUpCost();
    }

    /// Take vertices over to side 0, from one on, until it has its share.
    void Grow(Vertex seed)
    {
        Order frontier;
        for (Vertex vertex = 0; vertex < m_sides.size(); ++vertex)
        {
            if (IsFree(vertex))
            {
                frontier.insert({-GetConnection(vertex, 0), vertex});
            }
        }
        Vertex next = seed;
        while (!frontier.empty() && WantsMore(next))
        {
            if (IsFree(next) && m_sides[next] == 1)
            {
                Take(
                    next,
                    [&](Vertex) -> Order& { return frontier; },
                    [this](Vertex vertex) { return GetConnection(vertex, 0); });
            }
            next = frontier.empty() ? next : frontier.begin()->second;
        }
    }

    /// Move vertices as long as that makes it better.
    void Refine()
    {
        constexpr int MOST_PASSES = 12;
        for (int pass = 0; pass < MOST_PASSES && Improve(); ++pass)
        {
        }
    }

    /// @return the load beyond what the tolerance allows, then the cost; less is better
    std::pair<double, double> GetQuality() const
    {
        return {GetExcess(m_loads), m_cost};
    }

    const std::vector<std::size_t>& GetSides() const
    {
        return m_sides;
    }

  private:
    bool IsFree(Vertex vertex) const
    {
        return !m_graph[vertex].side.has_value();
    }

    template <typename Function>
    void ForNeighbours(Vertex vertex, const Function& function) const
    {
        for (auto [edge, end] = boost::out_edges(vertex, m_graph); edge != end; ++edge)
        {
            const Vertex other = boost::target(*edge, m_graph);
            if (other != vertex)
            {
                function(other, m_graph[*edge].cost);
            }
        }
    }

    double GetConnection(Vertex vertex, std::size_t side) const
    {
        double sum = 0;
        ForNeighbours(vertex,
                      [&](Vertex other, double cost) { sum += m_sides[other] == side ? cost : 0; });
        return sum;
    }

    // What the cost goes down by if the vertex changes sides.
    double GetGain(Vertex vertex) const
    {
        return GetConnection(vertex, 1 - m_sides[vertex]) - GetConnection(vertex, m_sides[vertex]);
    }

    void SumUpCost()
    {
        m_cost = 0;
        for (auto [edge, end] = boost::edges(m_graph); edge != end; ++edge)
        {
            const bool isCut =
                m_sides[boost::source(*edge, m_graph)] != m_sides[boost::target(*edge, m_graph)];
            m_cost += isCut ? m_graph[*edge].cost : 0;
        }
    }

    double GetExcess(const std::array<double, 2>& loads) const
    {
        double excess = 0;
        for (std::size_t side = 0; side < 2; ++side)
        {
            const double share = m_goal.shares[side] * m_total;
            excess = std::max(excess, loads[side] - share * (1 + m_goal.tolerance));
        }
        return excess;
    }

    double GetExcessAfter(Vertex vertex) const
    {
        std::array<double, 2> loads = m_loads;
        loads[m_sides[vertex]] -= m_graph[vertex].load;
        loads[1 - m_sides[vertex]] += m_graph[vertex].load;
        return GetExcess(loads);
    }

    bool WantsMore(Vertex next) const
    {
        if (m_counts[0] < m_goal.fewest[0] || m_counts[1] <= m_goal.fewest[1])
        {
            return m_counts[0] < m_goal.fewest[0];
        }
        const double missing = m_goal.shares[0] * m_total - m_loads[0];
        return m_graph[next].load / 2 <= missing;
    }

    void Move(Vertex vertex)
    {
        m_cost -= GetGain(vertex);
        const std::size_t from = m_sides[vertex];
        m_sides[vertex] = 1 - from;
        m_loads[from] -= m_graph[vertex].load;
        m_loads[1 - from] += m_graph[vertex].load;
        --m_counts[from];
        ++m_counts[1 - from];
    }

    // Take a vertex out of its order and move it; its neighbours' worth and places change by that.
    template <typename OrderOf, typename Worth>
    void Take(Vertex vertex, const OrderOf& orderOf, const Worth& worth)
    {
        orderOf(vertex).erase({-worth(vertex), vertex});
        std::vector<Vertex> touched;
        ForNeighbours(vertex, [&](Vertex other, double) {
            if (orderOf(other).erase({-worth(other), other}) > 0)
            {
                touched.push_back(other);
            }
        });
        Move(vertex);
        for (const Vertex other : touched)
        {
            orderOf(other).insert({-worth(other), other});
        }
    }

    // The best vertex of a side that may move without making the loads worse; nothing: none may.
    std::optional<Vertex> FindMovable(const Order& order, std::size_t side) const
    {
        constexpr int MOST_LOOKS = 64;
        if (m_counts[side] <= m_goal.fewest[side])
        {
            return std::nullopt;
        }
        const double excess = GetExcess(m_loads);
        int looks = 0;
        for (const auto& [gain, vertex] : order)
        {
            if (GetExcessAfter(vertex) <= excess)
            {
                return vertex;
            }
            if (++looks == MOST_LOOKS)
            {
                break;
            }
        }
        return std::nullopt;
    }

    // Move each vertex at most once, the best first, and keep the moves up to the best moment.
    bool Improve()
    {
        std::array<Order, 2> orders;
        for (Vertex vertex = 0; vertex < m_sides.size(); ++vertex)
        {
            if (IsFree(vertex))
            {
                orders[m_sides[vertex]].insert({-GetGain(vertex), vertex});
            }
        }
        const std::pair<double, double> before = GetQuality();
        std::pair<double, double> best = before;
        std::vector<Vertex> moved;
        std::size_t kept = 0;
        const std::size_t patience = std::max<std::size_t>(64, m_sides.size() / 8);
        while (moved.size() < kept + patience)
        {
            const auto a = FindMovable(orders[0], 0);
            const auto b = FindMovable(orders[1], 1);
            if (!a && !b)
            {
                break;
            }
            const Vertex vertex = !b || (a && IsBetter(*a, *b)) ? *a : *b;
            Take(
                vertex,
                [&](Vertex any) -> Order& { return orders[m_sides[any]]; },
                [this](Vertex any) { return GetGain(any); });
            moved.push_back(vertex);
            if (IsLess(GetQuality(), best))
            {
                best = GetQuality();
                kept = moved.size();
            }
        }
        while (moved.size() > kept)
        {
            Move(moved.back());
            moved.pop_back();
        }
        SumUpCost(); // what rounding has added to it
        return IsLess(GetQuality(), before);
    }

    bool IsBetter(Vertex a, Vertex b) const
    {
        const double excess = GetExcessAfter(a) - GetExcessAfter(b);
        return excess != 0 ? excess < 0 : GetGain(a) >= GetGain(b);
    }

    // By more than rounding.
    static bool IsLess(const std::pair<double, double>& a, const std::pair<double, double>& b)
    {
        constexpr double NOTHING = 1e-9;
        const auto differ = [](double x, double y) { return std::abs(x - y) > NOTHING * (1 + y); };
        return differ(a.first, b.first) ? a.first < b.first
                                        : differ(a.second, b.second) && a.second < b.second;
    }

    const NfBisectionGraph& m_graph;
    const NfBisectionGoal& m_goal;
    std::vector<std::size_t> m_sides;
    std::array<double, 2> m_loads{};
    std::array<std::size_t, 2> m_counts{};
    double m_total{0};
    double m_cost{0};
};

std::vector<Vertex>
FindSeeds(const NfBisectionGraph& graph)
{
    Vertex heaviest = 0;
    std::vector<Vertex> seeds;
    for (Vertex vertex = 0; vertex < boost::num_vertices(graph); ++vertex)
    {
        heaviest = graph[vertex].load > graph[heaviest].load ? vertex : heaviest;
        if (graph[vertex].side == std::size_t(0) && seeds.empty())
        {
            seeds.push_back(vertex);
        }
    }
    const Vertex end = FindFarthest(graph, 0);
    for (const Vertex seed : {end, FindFarthest(graph, end), heaviest})
    {
        if (std::find(seeds.begin(), seeds.end(), seed) == seeds.end())
        {
            seeds.push_back(seed);
        }
    }
    return seeds;
}

} // namespace

std::vector<std::size_t>
NfBisect(const NfBisectionGraph& graph, const NfBisectionGoal& goal)
{
    std::optional<Bisection> best;
    for (const Vertex seed : FindSeeds(graph))
    {
        Bisection candidate(graph, goal);
        candidate.Grow(seed);
        candidate.Refine();
        if (!best || candidate.GetQuality() < best->GetQuality())
        {
            best.emplace(candidate);
        }
    }
    return best->GetSides();
}

} // namespace ns3
