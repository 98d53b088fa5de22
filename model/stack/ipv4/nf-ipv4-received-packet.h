// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV4_RECEIVED_PACKET_H
#define NF_IPV4_RECEIVED_PACKET_H

#include "nf-ipv4-header-cache.h"
#include "nf-received-packet.h"

namespace ns3
{

/// A received IPv4 packet on its way up through the layer.
struct NfIpv4ReceivedPacket : NfReceivedPacket
{
    using NfReceivedPacket::NfReceivedPacket;

    NfIpv4HeaderCache header;
};

} // namespace ns3

#endif /* NF_IPV4_RECEIVED_PACKET_H */
