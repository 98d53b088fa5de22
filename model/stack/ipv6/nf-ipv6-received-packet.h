// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IPV6_RECEIVED_PACKET_H
#define NF_IPV6_RECEIVED_PACKET_H

#include "nf-packet.h"

#include "ns3/address.h"
#include "ns3/net-device.h"
#include "ns3/packet.h"

namespace ns3
{

/// A received IPv6 packet on its way up through the layer, and how its frame came in.
struct NfIpv6ReceivedPacket
{
    NfPacket packet; //!< its sourceMac is the frame's sender
    Ptr<NetDevice> device;
    Address to;                                               //!< of the frame
    NetDevice::PacketType packetType{NetDevice::PACKET_HOST}; //!< as the device says
    Ptr<const Packet> frame; //!< as received; null: the stock stack gets the packet as it is now
    NfIpHeader received;     //!< before any hook
};

} // namespace ns3

#endif /* NF_IPV6_RECEIVED_PACKET_H */
