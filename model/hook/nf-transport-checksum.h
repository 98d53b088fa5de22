// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRANSPORT_CHECKSUM_H
#define NF_TRANSPORT_CHECKSUM_H

#include "nf-packet.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * The checksum of a packet's transport layer, where ns-3 may have left it out: unless
 * Node::ChecksumEnabled(), stacks store 0 and look at nothing.
 */
class NfTransportChecksum
{
  public:
    /**
     * After a 16-bit word of a TCP header has been changed: bring its checksum up to date, unless
     * it was left out.
     * @param tcp the TCP header, at least 20 bytes
     * @param before the word before
     * @param after the word now
     */
    static void UpdateTcp(uint8_t* tcp, uint16_t before, uint16_t after);

    /**
     * Write the checksum of a TCP segment.
     * @param ip the header that it will have
     * @param segment at least a TCP header
     */
    static void FillTcp(const NfIpHeader& ip, std::vector<uint8_t>& segment);

    /**
     * @param packet a whole packet
     * @return the checksum that its TCP, UDP or ICMP(v6) header should hold; nothing for other
     *         protocols and cut-short headers
     */
    static std::optional<uint16_t> Compute(const NfPacket& packet);

    /**
     * Linux's nf_ip_checksum and nf_ip6_checksum, before an answer is sent: TCP and UDP sum pseudo
     * header and segment; GRE, AH, ESP, SCTP and UDP-Lite are not looked at; all others, known or
     * not, are taken to have a checksum over the whole payload: of IPv4, as ICMP and IGMP do, of
     * IPv6, with the pseudo header.
     * @param packet a packet that is not a later fragment
     * @return false if the checksum is wrong; for a first fragment it is, where there is one
     */
    static bool IsGood(const NfPacket& packet);

    /**
     * @param checksum of TCP, or in another header where ns-3 leaves checksums out
     * @return true if a checksum of this value was really computed
     */
    static bool IsPresent(uint16_t checksum);

    /**
     * @param ip a network header
     * @param size bytes of the segment behind it
     * @return the sum of the pseudo header
     */
    static uint64_t SumPseudoHeader(const NfIpHeader& ip, uint32_t size);
};

} // namespace ns3

#endif /* NF_TRANSPORT_CHECKSUM_H */
