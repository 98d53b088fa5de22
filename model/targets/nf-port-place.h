// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PORT_PLACE_H
#define NF_PORT_PLACE_H

#include "nf-types.h"

#include <cstdint>
#include <optional>

namespace ns3
{

/**
 * Where the four bytes stand that targets hash as ports (Linux's proto_ports_offset()).
 * @param protocol of IP
 * @return where its ports or SPI stand, from its header's beginning; nothing if it has none
 */
constexpr std::optional<uint32_t>
NfFindPorts(uint8_t protocol)
{
    switch (protocol)
    {
    case NfProtocol::TCP:
    case NfProtocol::UDP:
    case NfProtocol::DCCP:
    case NfProtocol::ESP:
    case NfProtocol::SCTP:
    case NfProtocol::UDPLITE:
        return 0;
    case NfProtocol::AH:
        return 4;
    default:
        return std::nullopt;
    }
}

} // namespace ns3

#endif /* NF_PORT_PLACE_H */
