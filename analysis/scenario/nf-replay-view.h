// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REPLAY_VIEW_H
#define NF_REPLAY_VIEW_H

#include "ns3/nf-ip-header.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * What the bytes of a packet of either family begin with, as far as they are there. Lengths are
 * what the packet claims.
 */
struct NfPacketView
{
    NfIpHeader ip;         //!< of IPv6 with the upper layer's protocol
    std::size_t upper{0};  //!< where the upper layer begins; may be behind the end
    std::size_t length{0}; //!< of the whole packet

    /**
     * @param bytes a packet, from its network header on
     * @return what it begins with; nothing if no whole header of IPv4 or IPv6 is there
     */
    static std::optional<NfPacketView> Read(const std::vector<uint8_t>& bytes);
};

} // namespace ns3

#endif /* NF_REPLAY_VIEW_H */
