// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_FRAME_PROTOCOL_H
#define NF_FRAME_PROTOCOL_H

#include "nf-device.h"
#include "nf-ip-header.h"
#include "nf-packet.h"

#include "ns3/address.h"
#include "ns3/net-device.h"
#include "ns3/packet.h"
#include "ns3/queue-item.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace ns3
{

/// A frame that a device has received, as it tells the node. It refers to what the caller has.
struct NfFrame
{
    const Ptr<NetDevice>& device;
    const Ptr<const Packet>& bytes; //!< without the header of the link layer
    uint16_t protocol;              //!< its EtherType
    const Address& from;
    const Address& to;
    NetDevice::PacketType packetType;
};

/// A device, and the EtherType of frames of it that the node has a handler for.
using NfFrameHandler = std::pair<Ptr<NetDevice>, uint16_t>;

/**
 * @ingroup netfilter
 * A network protocol of a node that takes part in the layer, as NfDeviceLayer knows it: it gets the
 * frames of its EtherType before the stock stack, and sees what is sent in such frames.
 */
class NfFrameProtocol
{
  public:
    virtual ~NfFrameProtocol() = default;

    /// @return the EtherType of its frames
    virtual uint16_t GetEtherType() const = 0;

    /**
     * @param handlers receives the handlers that the stock stack has registered for the protocol
     *        and what belongs to it, whether the layer has taken them or not
     */
    virtual void ListHandlers(std::vector<NfFrameHandler>& handlers) const = 0;

    /**
     * A frame has come in, and may go on. The layer is not idle.
     * @param frame the frame
     * @param in the device that it came in by
     * @param passed the frame as callbacks of INGRESS have left it; null: there are none
     */
    virtual void Receive(const NfFrame& frame, const NfDevice* in, NfPacket* passed) = 0;

    /**
     * The node has sent something to itself below the network layer.
     * @param frame what was sent
     */
    virtual void ReceiveOwn(const NfFrame& frame) = 0;

    /**
     * Something is about to leave by a device. The layer is not idle.
     * @param device the device
     * @param item packet, header and link-layer destination
     * @return true if the protocol has taken it, because it has not seen its hooks yet
     */
    virtual bool Take(const Ptr<NetDevice>& device, const Ptr<QueueDiscItem>& item) = 0;

    /**
     * @param item of this protocol
     * @param packet receives the item's network header and payload, if it has a header that can be
     *        read. Where all of the item's packet is payload, it is that packet itself, no copy
     */
    virtual void Read(const Ptr<QueueDiscItem>& item, NfPacket& packet) const = 0;

    /**
     * @param item of this protocol, that Read() has read
     * @param packet what callbacks have made of it
     * @return an item with the packet's header and payload, to the same place
     */
    virtual Ptr<QueueDiscItem> Rewrite(const Ptr<QueueDiscItem>& item, NfPacket& packet) const = 0;

    /**
     * @param item of this protocol, about to be given to a queue disc
     * @return the item, or another one in its place that the queue disc can read
     */
    virtual Ptr<QueueDiscItem> Guard(const Ptr<QueueDiscItem>& item) const = 0;
};

} // namespace ns3

#endif /* NF_FRAME_PROTOCOL_H */
