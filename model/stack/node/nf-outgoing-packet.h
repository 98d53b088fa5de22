// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_OUTGOING_PACKET_H
#define NF_OUTGOING_PACKET_H

#include "nf-packet.h"
#include "nf-send-result.h"

#include "ns3/address.h"
#include "ns3/ip-l4-protocol.h"
#include "ns3/net-device.h"

namespace ns3
{

/**
 * A packet that the node sends, on its way down through the layer, and where it came from.
 * @tparam DownTarget what a transport protocol of the family sends to
 */
template <class DownTarget>
struct NfOutgoingPacketOf
{
    NfPacket packet;
    DownTarget stock;           //!< null: the packet is a datagram with header
    NfIpHeader before;          //!< header before any hook
    bool headerIncluded{false}; //!< of a raw socket with IP_HDRINCL or IPV6_HDRINCL
    bool copy{false};           //!< by NfNetns::SendCopy()
    Ptr<NetDevice> device;      //!< set: already below ARP and neighbour discovery, for this device
    Address hardwareDestination; //!< with device
    NfResultSlot result;         //!< of whoever waits for the result
};

/// Of IPv4.
using NfOutgoingPacket = NfOutgoingPacketOf<IpL4Protocol::DownTargetCallback>;
/// Of IPv6.
using NfIpv6OutgoingPacket = NfOutgoingPacketOf<IpL4Protocol::DownTargetCallback6>;

} // namespace ns3

#endif /* NF_OUTGOING_PACKET_H */
