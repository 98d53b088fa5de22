// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NAT_EXPECT_H
#define NF_NAT_EXPECT_H

#include "nf-connection.h"
#include "nf-expectation.h"

#include <cstdint>
#include <optional>

namespace ns3
{

class NfConntrack;
class NfNat;
class NfNetns;

/**
 * @ingroup netfilter
 * NAT of connections that a helper expects (Linux's nf_nat_helper.c).
 */
class NfNatExpect
{
  public:
    /**
     * Expect a connection to the port that it announces, or else to another one above it.
     * @param conntrack takes the expectation
     * @param netns draws other ports
     * @param expectation tuple.destinationPort is the wanted port, and is set to the found one
     * @return the port; nothing if neither it nor 128 others above it can be expected
     */
    static std::optional<uint16_t> FindPort(NfConntrack& conntrack,
                                            NfNetns& netns,
                                            NfExpectation& expectation);

    /**
     * Translate an expected connection as its master (Linux's nf_nat_follow_master): its source
     * becomes what the announcer talks to, its destination the announcer and savedPort.
     * @param nat does it
     * @param connection the new connection, with a master
     * @param expectation which it met
     */
    static void FollowMaster(NfNat& nat,
                             NfConnection& connection,
                             const NfExpectation& expectation);
};

} // namespace ns3

#endif /* NF_NAT_EXPECT_H */
