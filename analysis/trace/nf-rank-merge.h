// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RANK_MERGE_H
#define NF_RANK_MERGE_H

#include "nf-trace-merge.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{

/// A run of a database.
struct NfRankRun
{
    std::string path;
    int64_t run{0};
};

/**
 * @ingroup netfilter
 * Join what the ranks of one distributed simulation wrote, each as a run of its own, to one run.
 *
 * Packets keep their numbers, which are unique among ranks. Events are numbered anew, by time, and
 * of equal times by rank; so are flows and addresses, which several ranks may know. Rows about
 * nodes are the same on all ranks, and taken once. Throws NfCliError.
 * @param merge the database to write to
 * @param ranks the runs, in order of their ranks
 */
void NfMergeRanks(NfTraceMerge& merge, const std::vector<NfRankRun>& ranks);

} // namespace ns3

#endif /* NF_RANK_MERGE_H */
