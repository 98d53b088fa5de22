// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NAT_EXPECT_H
#define NF_NAT_EXPECT_H

#include "nf-connection.h"
#include "nf-expectation.h"

#include "ns3/ptr.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

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

    /// Writes an address and a port as a protocol does.
    using Format = std::function<std::string(const NfAddress& address, uint16_t port)>;

    /// Where a segment announces an address and a port.
    struct Place
    {
        uint32_t offset{0}; //!< in bytes from the beginning of the segment's data
        uint32_t length{0}; //!< of the text
    };

    /**
     * Expect a connection that a TCP segment announces, and rewrite the announcement: the address
     * becomes the one under which the other peer knows the announcer; the port is kept if it can be
     * expected, else another is. The connection is then translated as its master is.
     * @param nat does the translation; not null
     * @param conntrack takes the expectation
     * @param packet the announcing segment
     * @param place of the announcement
     * @param format writes it
     * @param expectation as it would be without NAT; its master is a connection with NAT
     * @return ACCEPT; DROP if no port can be expected, or the packet cannot be rewritten
     */
    static NfVerdict Announce(Ptr<NfNat> nat,
                              NfConntrack& conntrack,
                              NfPacket& packet,
                              const Place& place,
                              const Format& format,
                              NfExpectation expectation);

    /**
     * Expect a connection whose port a datagram announces, and rewrite the number as Announce()
     * does; the address is not in it.
     * @param nat does the translation; not null
     * @param conntrack takes the expectation
     * @param packet the announcing datagram
     * @param place of the number
     * @param expectation as it would be without NAT; its master is a connection with NAT
     * @return ACCEPT; DROP if no port can be expected, or the packet cannot be rewritten
     */
    static NfVerdict AnnouncePort(Ptr<NfNat> nat,
                                  NfConntrack& conntrack,
                                  NfPacket& packet,
                                  const Place& place,
                                  NfExpectation expectation);

    /**
     * Let an expected connection be translated as its master.
     * @param nat does it
     * @param expectation gets the callback; its savedPort and direction are set
     */
    static void Follow(Ptr<NfNat> nat, NfExpectation& expectation);

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
