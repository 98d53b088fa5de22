// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ICMPV6_ERROR_H
#define NF_ICMPV6_ERROR_H

#include "nf-packet.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Content of the ICMPv6 errors that a Linux host sends (icmp6_send() in net/ipv6/icmp.c; RFC 4443
 * section 2.4).
 *
 * Differs from ns-3's own in the source address, which is chosen elsewhere, in the hop limit, and
 * in quoting the packet as it came in.
 */
class NfIcmpv6Error
{
  public:
    static constexpr uint8_t NO_ROUTE = 0;     //!< code of a destination that is unreachable
    static constexpr uint8_t PROHIBITED = 1;   //!< code of a destination that is unreachable
    static constexpr uint8_t BEYOND_SCOPE = 2; //!< code of a destination that is unreachable

    static constexpr uint8_t UNKNOWN_NEXT_HEADER = 1; //!< code of a parameter problem
    static constexpr uint8_t UNKNOWN_OPTION = 2;      //!< code of a parameter problem
    static constexpr uint8_t INCOMPLETE_HEADERS = 3;  //!< code of a parameter problem (RFC 7112)

    /**
     * @param about a packet
     * @param type ICMPv6 type
     * @param code ICMPv6 code
     * @return true if no error may be sent about it: it is an ICMPv6 error itself, its source is
     *         not one host, or it was not addressed to one host; about the latter there may be
     *         "packet too big" and complaints of unknown options
     */
    static bool IsForbidden(const NfPacket& about, uint8_t type, uint8_t code);

    /**
     * @param about the packet, quoted as it is now
     * @param type ICMPv6 type
     * @param code ICMPv6 code
     * @param info second word of the ICMPv6 header
     * @param limit how many bytes of the packet to quote at most
     * @return the ICMPv6 message, without its checksum
     */
    static std::vector<uint8_t> Build(const NfPacket& about,
                                      uint8_t type,
                                      uint8_t code,
                                      uint32_t info,
                                      std::size_t limit = UINT16_MAX);

    /**
     * Write the checksum of an ICMPv6 message.
     * @param ip the header that it will have
     * @param message an ICMPv6 message, whose checksum is 0
     */
    static void FillChecksum(const NfIpHeader& ip, std::vector<uint8_t>& message);
};

} // namespace ns3

#endif /* NF_ICMPV6_ERROR_H */
