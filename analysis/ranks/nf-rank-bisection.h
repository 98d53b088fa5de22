// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RANK_BISECTION_H
#define NF_RANK_BISECTION_H

#include <array>
#include <boost/graph/adjacency_list.hpp>
#include <cstddef>
#include <optional>
#include <vector>

namespace ns3
{

/// A vertex to be put on one of two sides.
struct NfBisectionVertex
{
    double load{0};
    std::optional<std::size_t> side; //!< where it has to be, 0 or 1; nothing: anywhere
};

/// An edge, which costs something if its ends are on different sides.
struct NfBisectionEdge
{
    double cost{0};
};

/// What is to be bisected. Parallel edges count one by one.
using NfBisectionGraph = boost::adjacency_list<boost::vecS,
                                               boost::vecS,
                                               boost::undirectedS,
                                               NfBisectionVertex,
                                               NfBisectionEdge>;

/// How the two sides should come out.
struct NfBisectionGoal
{
    std::array<double, 2> shares{0.5, 0.5};  //!< of the load; together 1
    std::array<std::size_t, 2> fewest{1, 1}; //!< vertices of each side
    double tolerance{0.05};                  //!< by which a side's load may exceed its share
};

/**
 * @ingroup netfilter
 * Put the vertices of a graph on two sides: first so that no side has more than its share of the
 * load, then so that the edges between them cost little.
 *
 * From several vertices on, one side is grown by what is connected to it best; then vertices are
 * moved as Fiduccia and Mattheyses do, and the best of all is taken. That is a good cut, not always
 * the best one. It depends on nothing but the arguments: of equals the lower number is taken.
 * @param graph the graph; it has at least as many vertices as both sides together need, and those
 *        that have to be on one side leave the other what it needs
 * @param goal how the sides should come out
 * @return the side of each vertex
 */
std::vector<std::size_t> NfBisect(const NfBisectionGraph& graph, const NfBisectionGoal& goal);

} // namespace ns3

#endif /* NF_RANK_BISECTION_H */
