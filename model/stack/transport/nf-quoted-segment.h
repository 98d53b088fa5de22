// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_QUOTED_SEGMENT_H
#define NF_QUOTED_SEGMENT_H

#include "nf-ip-header.h"
#include "nf-tcp-socket.h"

#include "ns3/packet.h"
#include "ns3/sequence-number.h"
#include "ns3/socket.h"

#include <cstdint>
#include <optional>

namespace ns3
{

/**
 * @ingroup netfilter
 * What an ICMP or ICMPv6 error about a TCP segment of this node means to the segment's socket
 * (Linux's tcp_v4_err() and tcp_v6_err()). ns-3 has no number for most of Linux's errors: the
 * nearest is taken.
 */
struct NfQuotedSegment
{
    /**
     * @param ip header of a received message; its family says what it may be
     * @param packet what follows the header
     * @return the error; nothing if it is none, its checksum is wrong, or it quotes no segment
     */
    static std::optional<NfQuotedSegment> Read(const NfIpHeader& ip,
                                               const Ptr<const Packet>& packet);

    /// @return the size of a whole packet that the path takes; 0: unlimited; nothing: another error
    std::optional<uint32_t> GetPathMtu() const;

    /// @return what it means to who connects (icmp_err_convert, icmpv6_err_convert)
    Socket::SocketErrno GetErrno() const;

    /// @return true if a connection request that waits for its last ACK is given up (tcp_req_err)
    bool EndsRequest() const;

    uint8_t type;
    uint8_t code;
    uint32_t mtu; //!< that it tells, if it tells one
    uint8_t ttl;  //!< of the quoted header
    NfTcpEnds ends;
    SequenceNumber32 sequence;
};

/**
 * @param packet what follows a network header
 * @param sum of its pseudo header
 * @return false if the simulation computes checksums and this one's is wrong
 */
bool NfIsSumGood(const Ptr<const Packet>& packet, uint64_t sum);

} // namespace ns3

#endif /* NF_QUOTED_SEGMENT_H */
