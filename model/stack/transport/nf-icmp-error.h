// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ICMP_ERROR_H
#define NF_ICMP_ERROR_H

#include "nf-packet.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Content of the ICMP errors that a Linux host sends (icmp_send() in net/ipv4/icmp.c; RFC 1122
 * section 3.2.2, RFC 1812 section 4.3).
 *
 * Differs from ns-3's own in quoting as much as 576 bytes allow, not 8 bytes, and in its TOS.
 * Linux's rate limits are not modelled.
 */
class NfIcmpError
{
  public:
    static constexpr uint8_t DESTINATION_UNREACHABLE = 3;
    static constexpr uint8_t TIME_EXCEEDED = 11;

    static constexpr uint8_t NET_UNREACHABLE = 0;
    static constexpr uint8_t HOST_UNREACHABLE = 1;
    static constexpr uint8_t PROTOCOL_UNREACHABLE = 2;
    static constexpr uint8_t FRAGMENTATION_NEEDED = 4;
    static constexpr uint8_t ADMINISTRATIVELY_PROHIBITED = 13;

    /**
     * @param about a packet
     * @return true if no error may be sent about it: it is an ICMP error itself (or ICMP of an
     *         unknown type) or made by the node's ICMP, a fragment other than the first, or was
     *         not addressed to one host
     */
    static bool IsForbidden(const NfPacket& about);

    /**
     * @param about the packet, quoted as it is now
     * @param type ICMP type
     * @param code ICMP code
     * @param info second word of the ICMP header
     * @param checksums whether to compute those of the message and of the quoted header
     * @param limit how many bytes of the packet to quote at most
     * @return the ICMP message
     */
    static std::vector<uint8_t> Build(const NfPacket& about,
                                      uint8_t type,
                                      uint8_t code,
                                      uint32_t info,
                                      bool checksums,
                                      std::size_t limit = UINT16_MAX);

    /**
     * @param about the packet
     * @return the TOS of the error's IP header
     */
    static uint8_t GetTos(const NfPacket& about);
};

} // namespace ns3

#endif /* NF_ICMP_ERROR_H */
