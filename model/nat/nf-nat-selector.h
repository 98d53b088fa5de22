// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NAT_SELECTOR_H
#define NF_NAT_SELECTOR_H

#include "nf-connection.h"
#include "nf-nat-range.h"
#include "nf-tuple.h"

namespace ns3
{

class NfConntrack;
class NfNatSourceIndex;
class NfNetns;

/**
 * @param tuple a tuple of a connection, or what one of its halves is translated to
 * @return the tuple of answers; connections have only tuples that have one
 */
NfTuple NfNatInvert(const NfTuple& tuple);

/**
 * @ingroup netfilter
 * Chooses to what a connection is translated (get_unique_tuple in Linux's nf_nat_core.c).
 *
 * A choice is free if its inverse, which answers will look like, is no tuple of another
 * connection. In order of preference:
 *  -# (source NAT) what the packet has, if the range allows it and it is free;
 *  -# (source NAT) what another connection of the same socket was given, if free;
 *  -# an address of the range, chosen by a hash of the packet's addresses, with the port kept if
 *     the range allows it and it is free;
 *  -# that address with a free port of the range, searched from a random port (source NAT,
 *     --random) or from the first (destination NAT). Without a range a source port stays in its
 *     class: 1-511, 512-1023 (there 600-1023 is searched) or above.
 *
 * In a large range at most 128 ports are tried, then 64, 32, 16 and 8 from new random places. If
 * all are taken, the last one is the choice: confirmation then drops the packet.
 */
class NfNatSelector
{
  public:
    /**
     * @param conntrack knows what is taken
     * @param sources knows what sockets were given before
     * @param netns draws random numbers
     */
    NfNatSelector(NfConntrack& conntrack, const NfNatSourceIndex& sources, NfNetns& netns);

    /**
     * @param original what the packet has, in the original direction
     * @param range what is allowed
     * @param connection whose; its own tuples are no obstacle
     * @param manip which half may change
     * @return what it gets, in the original direction
     */
    NfTuple Choose(const NfTuple& original,
                   const NfNatRange& range,
                   NfConnection& connection,
                   NfManip manip);

    /**
     * The address of a range that belongs to a packet (Linux's find_best_ips_proto).
     * @param tuple what the packet has, in the original direction
     * @param range has addresses
     * @param zone conntrack zone of the connection
     * @param manip which of its addresses it becomes
     * @return the address
     */
    static NfAddress ChooseAddress(const NfTuple& tuple,
                                   const NfNatRange& range,
                                   uint16_t zone,
                                   NfManip manip);

  private:
    // True if answers would be mistaken for those of another connection.
    bool IsTaken(const NfTuple& tuple, const NfConnection& connection) const;
    // As IsTaken(); with few attempts left, an ended TCP connection gives way to a new one.
    bool IsTakenHarder(const NfTuple& tuple, NfConnection& connection, unsigned attemptsLeft);
    bool IsKeptPortFree(const NfTuple& tuple,
                        const NfNatRange& range,
                        const NfConnection& connection,
                        NfManip manip) const;
    bool ReuseSource(const NfTuple& original,
                     const NfNatRange& range,
                     const NfConnection& connection,
                     NfTuple& result) const;
    void FindPort(NfTuple& tuple, const NfNatRange& range, NfConnection& connection, NfManip manip);

    NfConntrack& m_conntrack;
    const NfNatSourceIndex& m_sources;
    NfNetns& m_netns;
};

} // namespace ns3

#endif /* NF_NAT_SELECTOR_H */
