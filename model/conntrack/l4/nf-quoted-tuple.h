// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_QUOTED_TUPLE_H
#define NF_QUOTED_TUPLE_H

#include "nf-ip-header.h"
#include "nf-packet.h"
#include "nf-tuple.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace ns3
{

/// The header of a packet that an ICMP error quotes.
struct NfQuotedHeader
{
    NfIpHeader ip;              //!< family, addresses, upper layer, and whether it is a fragment
    uint32_t upper;             //!< where the upper layer begins, counted from the ICMP header
    std::vector<uint8_t> bytes; //!< of the upper layer, as far as they are needed
};

/**
 * @param packet an ICMP error
 * @param offset of the quote, which is of the error's family, counted from the ICMP header
 * @return the quoted header, with the extension headers of IPv6 behind it; nothing if it is not
 *         whole
 */
std::optional<NfQuotedHeader> NfReadQuotedHeader(const NfPacket& packet, uint32_t offset);

/**
 * The tuple of a packet that an ICMP error quotes, of the error's family (Linux's
 * nf_ct_get_tuplepr).
 * @param packet an ICMP error
 * @param offset of the quote, counted from the ICMP header
 * @return the tuple; nothing if the quote is a later fragment, or ends before it is known
 */
std::optional<NfTuple> NfReadQuotedTuple(const NfPacket& packet, uint32_t offset);

} // namespace ns3

#endif /* NF_QUOTED_TUPLE_H */
