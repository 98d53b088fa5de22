// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RECEIVED_PACKET_H
#define NF_RECEIVED_PACKET_H

#include "nf-frame-protocol.h"
#include "nf-packet.h"
#include "nf-stack-node.h"

#include "ns3/address.h"
#include "ns3/net-device.h"
#include "ns3/packet.h"

#include <functional>

namespace ns3
{

/// A received packet on its way up through the layer, and how its frame came in.
struct NfReceivedPacket
{
    NfReceivedPacket() = default;

    /**
     * @param from the frame, whose packet is still to be read
     * @param in the device that it came in by
     * @param netns of the node
     */
    NfReceivedPacket(const NfFrame& from, const NfDevice* in, NfNetns& netns);

    NfPacket packet; //!< its sourceMac is the frame's sender
    Ptr<NetDevice> device;
    Address to;                                               //!< of the frame
    NetDevice::PacketType packetType{NetDevice::PACKET_HOST}; //!< as the device says
    Ptr<const Packet> frame;    //!< as received; null: the stock stack gets the packet as it is now
    NfIpHeader received;        //!< before any hook
    bool areOptionsRead{false}; //!< IPv6: it came with hop-by-hop options, and they were right
};

/**
 * A packet of the node to one of its own addresses. Unless the layer is idle, it is received at the
 * end of the current event: ns-3.37 does so at once, within the call that sends it, which TCP does
 * not bear.
 * @param node the node
 * @param frame the packet
 * @param receive called with it then, during a reception, unless the layer is idle by then
 */
void NfReceiveSelf(NfStackNode& node,
                   const NfFrame& frame,
                   const std::function<void(const NfFrame&)>& receive);

} // namespace ns3

#endif /* NF_RECEIVED_PACKET_H */
