// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NAT_MANGLE_H
#define NF_NAT_MANGLE_H

#include "nf-connection.h"
#include "nf-packet.h"

#include <cstdint>
#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * Exchanges a piece of a TCP segment's or a UDP datagram's data, for helpers that must change the
 * addresses that an application writes (Linux's nf_nat_mangle_tcp_packet and _udp_packet).
 *
 * The ns-3 packet keeps its uid, its packet tags, and the byte tags of what stays. The checksum is
 * computed afresh where checksums are in use.
 */
class NfNatMangle
{
  public:
    /**
     * @param packet a whole TCP segment
     * @param offset of the piece, in bytes from the beginning of the segment's data
     * @param length of the piece
     * @param replacementLength of what it will be exchanged for
     * @return true if MangleTcp() can do it: the piece lies within the data, and the result fits
     *         into an IP packet
     */
    static bool CanMangleTcp(const NfPacket& packet,
                             uint32_t offset,
                             uint32_t length,
                             uint32_t replacementLength);

    /**
     * Exchange a piece of the data; if the length changes, later sequence numbers of the
     * connection are shifted (see NfSequenceAdjuster).
     * @param packet a TCP segment of the connection
     * @param connection gets the shift
     * @param offset of the piece, in bytes from the beginning of the segment's data
     * @param length of the piece
     * @param replacement what it is exchanged for
     * @return false if CanMangleTcp() is false; the packet is unchanged then
     */
    static bool MangleTcp(NfPacket& packet,
                          NfConnection& connection,
                          uint32_t offset,
                          uint32_t length,
                          const std::string& replacement);

    /**
     * Exchange a piece of the data, and shift nothing: the caller notes by how much all that it
     * exchanges in the segment changes its length.
     * @param packet a TCP segment
     * @param offset of the piece, in bytes from the beginning of the segment's data
     * @param length of the piece
     * @param replacement what it is exchanged for
     * @return false if CanMangleTcp() is false; the packet is unchanged then
     */
    static bool MangleTcp(NfPacket& packet,
                          uint32_t offset,
                          uint32_t length,
                          const std::string& replacement);

    /**
     * Exchange a piece of the data of a UDP datagram.
     * @param packet a whole datagram
     * @param offset of the piece, in bytes from the beginning of the data
     * @param length of the piece
     * @param replacement what it is exchanged for
     * @return false if the piece does not lie within the data, or the result does not fit into an
     *         IP packet; the packet is unchanged then
     */
    static bool MangleUdp(NfPacket& packet,
                          uint32_t offset,
                          uint32_t length,
                          const std::string& replacement);
};

} // namespace ns3

#endif /* NF_NAT_MANGLE_H */
