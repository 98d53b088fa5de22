// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_PIECE_H
#define NF_IPV6_PIECE_H

#include "nf-packet.h"

#include <cstdint>
#include <optional>

namespace ns3
{

/**
 * What an IPv6 packet that has a fragment header is a piece of (RFC 8200, 4.5). The first fragment
 * header counts; NfIpHeader has what the last one says.
 */
struct NfIpv6Piece
{
    static constexpr uint32_t MAX_END = 65535; //!< no datagram has more bytes

    uint32_t begin; //!< of its bytes in the datagram
    uint32_t end;   //!< behind them
    bool more;      //!< others follow
    uint32_t id;    //!< of the datagram
    uint32_t place; //!< of the fragment header in the packet

    /**
     * @param packet a packet
     * @return what it is a piece of; nothing if it has no whole fragment header
     */
    static std::optional<NfIpv6Piece> Read(const NfPacket& packet);

    /**
     * Linux's ipv6frag_thdr_truncated().
     * @param packet a packet
     * @return true if it is the begin of a datagram, and the headers up to the upper layer's are
     *         known and not all there
     */
    static bool LacksHeaders(const NfPacket& packet);
};

} // namespace ns3

#endif /* NF_IPV6_PIECE_H */
