// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_FILTERING_COST_H
#define NF_FILTERING_COST_H

#include <cstdint>

namespace ns3
{

/**
 * @ingroup netfilter
 * What a node's CPU has done for a packet, and for what the node has answered to it meanwhile.
 */
struct NfFilteringWork
{
    uint64_t rules{0};      //!< rules visited, see NfPacket::rulesVisited
    uint64_t lookups{0};    //!< look-ups in the connection table
    uint64_t insertions{0}; //!< connections put into it
    uint64_t translations{
        0};               //!< addresses or ports rewritten by NAT: source and destination are two
    uint64_t logLines{0}; //!< lines written by LOG
};

/**
 * @ingroup netfilter
 * How long a CPU takes for such work: a sum of what each part costs, in nanoseconds. The
 * parts that are zero cost nothing.
 *
 * The defaults were measured (doc/filtering-cost.rst tells how); another machine has others.
 */
struct NfFilteringCost
{
    /// How the time for the rules grows with their number.
    enum Search
    {
        LINEAR,     //!< as iptables does: each rule that is visited costs the same
        LOGARITHMIC //!< as a classifier may: log2(1 + visited) steps, each at the cost of a rule
    };

    double fixed{700};          //!< for each packet, whatever happens to it
    double perRule{5};          //!< for each rule, or step
    double perLookup{100};      //!< for each look-up of a connection
    double perInsertion{600};   //!< for each new connection, beside its look-up
    double perTranslation{200}; //!< for each address that is rewritten
    double perLogLine{1300};    //!< for each line of the log
    Search search{LINEAR};      //!< how rules are searched

    /// @param work what was done for one packet
    /// @return how long it takes, in nanoseconds
    double GetServiceTime(const NfFilteringWork& work) const;
};

} // namespace ns3

#endif /* NF_FILTERING_COST_H */
