// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_DROP_REASON_H
#define NF_DROP_REASON_H

#include <cstdint>

namespace ns3
{

/// Why the stack, not a rule, ended a packet.
enum class NfDropReason : uint8_t
{
    HOOK,                //!< a callback's verdict
    BAD_HEADER,          //!< not a whole IP header, a wrong checksum, or shorter than it says
    MARTIAN_SOURCE,      //!< the source address cannot come from outside
    MARTIAN_DESTINATION, //!< the destination address cannot be reached from outside
    REVERSE_PATH,        //!< sysctl rp_filter
    NOT_FOR_HOST,        //!< to be forwarded, or of TCP, but the frame was a broadcast
    FORWARDING_OFF,
    NO_ROUTE,
    UNREACHABLE, //!< a route of type unreachable
    PROHIBITED,  //!< a route of type prohibit
    BLACKHOLE,   //!< a route of type blackhole
    TTL_EXPIRED,
    TOO_BIG,      //!< longer than the MTU, with DF set
    BAD_SEGMENT,  //!< delivered, but no whole TCP, UDP or ICMP header, or shorter than it says
    BAD_CHECKSUM, //!< delivered, but the checksum of TCP, UDP or ICMP is wrong
    BAD_MESSAGE   //!< delivered, but routing daemon or neighbour discovery cannot read it
};

/**
 * @param reason the reason
 * @return its name, as the trace database holds it
 */
const char* NfToString(NfDropReason reason);

} // namespace ns3

#endif /* NF_DROP_REASON_H */
