// SPDX-License-Identifier: GPL-2.0-only

#include "nf-placements.h"

#include <algorithm>
#include <queue>
#include <set>
#include <string>

namespace ns3
{

namespace
{

using Nodes = std::vector<std::size_t>;

/// Chooses routers for the paths on which something is denied.
class Chooser
{
  public:
    explicit Chooser(const NfPlacementProblem& problem)
        : m_problem(problem),
          m_through(problem.plan.GetGraph().GetNNodes())
    {
        const std::vector<NfPlacementPath>& paths = problem.paths.Get();
        for (std::size_t i = 0; i < paths.size(); ++i)
        {
            if (!paths[i].isDenied)
            {
                continue;
            }
            const uint32_t* begin = problem.paths.Begin(paths[i]);
            for (std::size_t hop = 0; hop < paths[i].size; ++hop)
            {
                if (IsRouter(begin[hop]))
                {
                    m_through[begin[hop]].push_back(static_cast<uint32_t>(i));
                }
            }
        }
        Forget();
    }

    Nodes Edge() const
    {
        std::set<std::size_t> nodes;
        for (const NfPlacementPath& path : m_problem.paths.Get())
        {
            const uint32_t* node = m_problem.paths.Begin(path);
            const uint32_t* end = m_problem.paths.End(path);
            if (!path.isDenied || node == end)
            {
                continue;
            }
            const auto zone = m_problem.zones.Find(*node);
            const uint32_t* last = end; // router within the sender's zone
            for (; node != end && m_problem.zones.Find(*node) == zone; ++node)
            {
                last = IsRouter(*node) ? node : last;
            }
            while (last == end && node != end)
            {
                last = IsRouter(*node) ? node : end;
                ++node;
            }
            if (last != end)
            {
                nodes.insert(*last);
            }
        }
        return Nodes(nodes.begin(), nodes.end());
    }

    Nodes First() const
    {
        std::set<std::size_t> nodes;
        for (const NfPlacementPath& path : m_problem.paths.Get())
        {
            const uint32_t* end = m_problem.paths.End(path);
            const uint32_t* router = std::find_if(m_problem.paths.Begin(path),
                                                  end,
                                                  [this](uint32_t node) { return IsRouter(node); });
            if (path.isDenied && router != end)
            {
                nodes.insert(*router);
            }
        }
        return Nodes(nodes.begin(), nodes.end());
    }

    Nodes Core()
    {
        Forget();
        std::vector<NfPlacementCandidate> order = m_problem.candidates;
        std::stable_sort(order.begin(),
                         order.end(),
                         [](const NfPlacementCandidate& a, const NfPlacementCandidate& b) {
                             return a.traffic > b.traffic;
                         });
        Nodes nodes;
        for (const NfPlacementCandidate& candidate : order)
        {
            if (Take(candidate.node))
            {
                nodes.push_back(candidate.node);
            }
        }
        std::sort(nodes.begin(), nodes.end());
        return nodes;
    }

    // The gain of a node never grows while others are taken, so that one that is best by its latest
    // gain is best.
    template <typename Gain>
    Nodes Greedy(std::size_t budget, Gain gain)
    {
        Forget();
        std::priority_queue<std::pair<double, std::size_t>> queue;
        const std::size_t last = m_through.size();
        for (const NfPlacementCandidate& candidate : m_problem.candidates)
        {
            if (budget == 0 || candidate.rules <= budget)
            {
                // Of equals the first node.
                queue.emplace(gain(candidate.node), last - candidate.node);
            }
        }
        Nodes nodes;
        while (!queue.empty())
        {
            const std::size_t node = last - queue.top().second;
            queue.pop();
            const double now = gain(node);
            if (now <= 0)
            {
                continue;
            }
            if (!queue.empty() && now < queue.top().first)
            {
                queue.emplace(now, last - node);
            }
            else if (Take(node))
            {
                nodes.push_back(node);
            }
        }
        std::sort(nodes.begin(), nodes.end());
        return nodes;
    }

    // How many paths the node sees that none sees.
    double CountUnseen(std::size_t node) const
    {
        double count = 0;
        for (const uint32_t path : m_through[node])
        {
            count += m_isSeen[path] ? 0 : 1;
        }
        return count;
    }

  private:
    bool IsRouter(std::size_t node) const
    {
        return m_problem.plan.GetGraph().GetNode(node).kind == NfTopologyKind::ROUTER;
    }

    void Forget()
    {
        m_isSeen.assign(m_problem.paths.Get().size(), 0);
    }

    // True if that sees a path that none has seen.
    bool Take(std::size_t node)
    {
        bool isNew = false;
        for (const uint32_t path : m_through[node])
        {
            isNew = isNew || !m_isSeen[path];
            m_isSeen[path] = 1;
        }
        return isNew;
    }

    const NfPlacementProblem& m_problem;
    std::vector<std::vector<uint32_t>> m_through; //!< by node: denied paths, of routers only
    std::vector<char> m_isSeen;                   //!< by path
};

} // namespace

std::vector<std::pair<std::size_t, std::size_t>>
NfFindZonesApart(const NfPolicy& policy)
{
    const auto denied = NfFindZonesOf(policy, false);
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    for (std::size_t from = 0; from < policy.zones.size(); ++from)
    {
        for (std::size_t to = from + 1; to < policy.zones.size(); ++to)
        {
            if (denied[from][to] || denied[to][from])
            {
                pairs.emplace_back(from, to);
            }
        }
    }
    return pairs;
}

const std::vector<std::string>&
NfGetProposedNames()
{
    static const std::vector<std::string> names{"edge",
                                                "core",
                                                "hosts",
                                                "min-cut",
                                                "greedy",
                                                "least-bytes"};
    return names;
}

std::vector<NfPlacement>
NfProposePlacements(const NfPlacementProblem& problem, const NfZoneCut& cut, std::size_t budget)
{
    Chooser chooser(problem);
    Nodes hosts;
    for (std::size_t zone = 0; zone < problem.policy.zones.size(); ++zone)
    {
        const Nodes& nodes = problem.zones.GetNodes(zone);
        hosts.insert(hosts.end(), nodes.begin(), nodes.end());
    }
    const std::vector<Nodes> nodes{
        chooser.Edge(),
        chooser.Core(),
        hosts,
        cut.nodes,
        chooser.Greedy(budget, [&chooser](std::size_t node) { return chooser.CountUnseen(node); }),
        chooser.First()};
    std::vector<NfPlacement> result;
    for (std::size_t i = 0; i < nodes.size(); ++i)
    {
        if (!nodes[i].empty())
        {
            result.push_back(NfPlacement::AllAt(NfGetProposedNames()[i], nodes[i]));
        }
    }
    return result;
}

} // namespace ns3
