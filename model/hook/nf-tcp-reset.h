// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TCP_RESET_H
#define NF_TCP_RESET_H

#include "nf-ip-header.h"
#include "nf-packet.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * The answer that ends a TCP connection (Linux's nf_reject_ipv4.c and nf_reject_ipv6.c; RFC 9293,
 * 3.10.7.1).
 */
struct NfTcpReset
{
    NfIpHeader ip;                //!< addresses swapped, TTL 64, TOS 0; IPv4: DF
    std::vector<uint8_t> segment; //!< a TCP header, with its checksum if the packet has one

    /**
     * @param packet what to answer
     * @return the answer; nothing to a later fragment, a cut-short header, a reset, a wrong
     *         checksum, or from or to an IPv6 address that is not unicast
     */
    static std::optional<NfTcpReset> Make(const NfPacket& packet);
};

} // namespace ns3

#endif /* NF_TCP_RESET_H */
