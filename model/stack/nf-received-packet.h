// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RECEIVED_PACKET_H
#define NF_RECEIVED_PACKET_H

#include "nf-packet.h"

#include "ns3/address.h"
#include "ns3/net-device.h"
#include "ns3/packet.h"

#include <cstdint>

namespace ns3
{

/// How a frame came in, as the stock stack is told.
struct NfArrival
{
    Ptr<NetDevice> device;
    uint16_t protocol{0x0800};
    Address from;
    Address to;
    NetDevice::PacketType packetType{NetDevice::PACKET_HOST};
};

/// A received packet on its way up through the layer.
struct NfReceivedPacket
{
    NfPacket packet;
    NfArrival arrival;
    Ptr<const Packet> frame;  //!< as received; null: the stock stack gets the packet as it is now
    NfAddress receivedSource; //!< before any hook
    NfAddress receivedDestination; //!< before any hook
};

} // namespace ns3

#endif /* NF_RECEIVED_PACKET_H */
