// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RECEIVED_PACKET_H
#define NF_RECEIVED_PACKET_H

#include "nf-ether-type.h"
#include "nf-ipv4-header-cache.h"
#include "nf-packet.h"

#include "ns3/address.h"
#include "ns3/net-device.h"
#include "ns3/packet.h"

#include <cstdint>

namespace ns3
{

/// A received packet on its way up through the layer, and how its frame came in.
struct NfReceivedPacket
{
    NfPacket packet; //!< its sourceMac is the frame's sender
    Ptr<NetDevice> device;
    uint16_t protocol{NfEtherType::IPV4};                     //!< of the frame
    Address to;                                               //!< of the frame
    NetDevice::PacketType packetType{NetDevice::PACKET_HOST}; //!< as the device says
    Ptr<const Packet> frame; //!< as received; null: the stock stack gets the packet as it is now
    NfIpHeader received;     //!< before any hook
    NfIpv4HeaderCache header;
};

} // namespace ns3

#endif /* NF_RECEIVED_PACKET_H */
