// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRAFFIC_CONTROL_PROXY_H
#define NF_TRAFFIC_CONTROL_PROXY_H

#include "ns3/traffic-control-layer.h"

#include <functional>

namespace ns3
{

/**
 * @ingroup netfilter
 * Stands between a node's IP interfaces and its traffic-control layer.
 *
 * Everything that IPv4 sends passes Send(), after ARP and fragmentation; what the node sends to one
 * of its own addresses passes Receive(). Both go to functions that the stack sets; the stack passes
 * on to the real layer what it lets through.
 */
class NfTrafficControlProxy : public TrafficControlLayer
{
  public:
    /// @return the TypeId
    static TypeId GetTypeId();

    /// Takes a packet that is to be sent.
    using SendFunction = std::function<void(const Ptr<NetDevice>&, const Ptr<QueueDiscItem>&)>;
    /// Takes a packet that the node sends to itself.
    using ReceiveFunction = std::function<void(const Ptr<NetDevice>&,
                                               const Ptr<const Packet>&,
                                               uint16_t,
                                               const Address&,
                                               const Address&,
                                               NetDevice::PacketType)>;

    /**
     * @param send takes what is sent
     * @param receive takes what the node sends to itself
     */
    void Set(SendFunction send, ReceiveFunction receive);

    void Send(Ptr<NetDevice> device, Ptr<QueueDiscItem> item) override;
    void Receive(Ptr<NetDevice> device,
                 Ptr<const Packet> packet,
                 uint16_t protocol,
                 const Address& from,
                 const Address& to,
                 NetDevice::PacketType packetType) override;

  private:
    SendFunction m_send;
    ReceiveFunction m_receive;
};

} // namespace ns3

#endif /* NF_TRAFFIC_CONTROL_PROXY_H */
