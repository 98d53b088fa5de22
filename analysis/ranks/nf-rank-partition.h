// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RANK_PARTITION_H
#define NF_RANK_PARTITION_H

#include "ns3/nstime.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace ns3
{

/// A link between two nodes of a network that is to be shared among ranks.
struct NfRankLink
{
    std::size_t from{0};
    std::size_t to{0};
    Time delay;          //!< of propagation
    double traffic{0};   //!< what is expected to cross it, in any unit
    bool mayBeCut{true}; //!< false: its ends have to be on one rank
};

/// A network that is to be shared among ranks.
struct NfRankProblem
{
    uint32_t ranks{1};
    std::vector<double> loads;                  //!< work that each node is expected to be
    std::vector<std::optional<uint32_t>> given; //!< rank of each node; nothing: any
    std::vector<NfRankLink> links;
};

/// Who simulates which node.
struct NfRankPartition
{
    std::vector<uint32_t> ranks;   //!< of each node
    std::vector<double> loads;     //!< of each rank
    std::vector<std::size_t> cut;  //!< numbers of the links between ranks
    std::optional<Time> lookahead; //!< the least delay of these; nothing: there is none
};

/**
 * @param problem a network
 * @return two nodes that have to be on one rank, and were given two; nothing: there are none
 */
std::optional<std::pair<std::size_t, std::size_t>> NfFindTornNodes(const NfRankProblem& problem);

/**
 * @param problem a network
 * @return how many ranks it can be shared among: its parts that can be simulated apart, those that
 *         were given the same rank being one
 */
std::size_t NfCountRankParts(const NfRankProblem& problem);

/**
 * @ingroup netfilter
 * Share a network among ranks.
 *
 * What cannot be cut is contracted: links that may not be cut, links without delay (ns-3's ranks
 * run ahead of each other by the delay between them, so there would be nothing to run ahead by),
 * and nodes that were given the same rank. Then the lookahead is chosen: the largest delay such
 * that, with all links of less delay contracted too, the loads of ranks are still about as even
 * as with the least one. Last the rest is halved again and again (NfBisect()), so that little of
 * the expected traffic crosses ranks.
 *
 * The result depends on nothing but the problem, so that all ranks come to the same one.
 * @param problem a network without torn nodes, of at least as many parts as ranks, no node of which
 *        was given a rank that there is not
 * @return who simulates which node; each rank has one at least
 */
NfRankPartition NfPartitionForRanks(const NfRankProblem& problem);

} // namespace ns3

#endif /* NF_RANK_PARTITION_H */
