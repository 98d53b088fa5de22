// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_OUTGOING_PACKET_H
#define NF_IPV6_OUTGOING_PACKET_H

#include "nf-packet.h"
#include "nf-send-result.h"

#include "ns3/address.h"
#include "ns3/ip-l4-protocol.h"
#include "ns3/net-device.h"

namespace ns3
{

/// An IPv6 packet that the node sends, on its way down through the layer, and where it came from.
struct NfIpv6OutgoingPacket
{
    NfPacket packet;
    IpL4Protocol::DownTargetCallback6 stock; //!< null: the packet is a datagram with header
    NfIpHeader before;                       //!< header before any hook
    bool headerIncluded{false};              //!< of a raw socket with IPV6_HDRINCL
    Ptr<NetDevice> device; //!< set: already below neighbour discovery, destined to this device
    Address hardwareDestination; //!< with device
    NfResultSlot result;         //!< of whoever waits for the result
};

} // namespace ns3

#endif /* NF_IPV6_OUTGOING_PACKET_H */
