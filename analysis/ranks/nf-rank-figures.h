// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RANK_FIGURES_H
#define NF_RANK_FIGURES_H

#include "ns3/nf-network-results.h"
#include "ns3/nf-results.h"
#include "ns3/nf-traffic-helper.h"

#include <cstdint>
#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * What one rank of a distributed simulation has counted, for the first rank to add to its own:
 * items of traffic and their delays, which flows belong to which traffic, the work of filtering,
 * and what nodes sent.
 *
 * All ranks have the same nodes, traffic and network, in the same order, and each has counted at
 * its own nodes only; so sums over ranks are what one process would have counted. What the work of
 * filtering belongs to is found once more with what all ranks' NAT has translated.
 */
class NfRankFigures
{
  public:
    /**
     * @param traffic what is sent
     * @param results of the traffic; null: nobody asked for any
     * @param network what nodes sent
     */
    NfRankFigures(NfTrafficHelper& traffic, NfResults* results, NfNetworkResults& network);

    /// @return what this rank has counted
    std::string Pack() const;

    /// Add what another rank has counted.
    /// @param packed what its Pack() gave
    void Add(const std::string& packed);

  private:
    NfTrafficHelper& m_traffic;
    NfResults* m_results;
    NfNetworkResults& m_network;
};

} // namespace ns3

#endif /* NF_RANK_FIGURES_H */
