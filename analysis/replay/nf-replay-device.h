// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REPLAY_DEVICE_H
#define NF_REPLAY_DEVICE_H

#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/packet.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * A device without a wire, like Linux's TUN: what the node sends is kept, and what the node shall
 * receive is handed in. IP packets without a frame, no ARP, no queue. Its address is in no packet.
 */
class NfReplayDevice : public NetDevice
{
  public:
    /// @return the TypeId
    static TypeId GetTypeId();

    /**
     * Let the node receive a packet, now.
     * @param bytes from the network header on
     * @param protocol EtherType
     */
    void Inject(const std::vector<uint8_t>& bytes, uint16_t protocol);

    /// @return what was sent since the last call, oldest first
    std::vector<std::vector<uint8_t>> TakeSent();

    // NetDevice
    void SetIfIndex(const uint32_t index) override;
    uint32_t GetIfIndex() const override;
    Ptr<Channel> GetChannel() const override;
    void SetAddress(Address address) override;
    Address GetAddress() const override;
    bool SetMtu(const uint16_t mtu) override;
    uint16_t GetMtu() const override;
    bool IsLinkUp() const override;
    void AddLinkChangeCallback(Callback<void> callback) override;
    bool IsBroadcast() const override;
    Address GetBroadcast() const override;
    bool IsMulticast() const override;
    Address GetMulticast(Ipv4Address group) const override;
    Address GetMulticast(Ipv6Address group) const override;
    bool IsBridge() const override;
    bool IsPointToPoint() const override;
    bool Send(Ptr<Packet> packet, const Address& destination, uint16_t protocol) override;
    bool SendFrom(Ptr<Packet> packet,
                  const Address& source,
                  const Address& destination,
                  uint16_t protocol) override;
    Ptr<Node> GetNode() const override;
    void SetNode(Ptr<Node> node) override;
    bool NeedsArp() const override;
    void SetReceiveCallback(ReceiveCallback callback) override;
    void SetPromiscReceiveCallback(PromiscReceiveCallback callback) override;
    bool SupportsSendFrom() const override;

  protected:
    void DoDispose() override;

  private:
    std::vector<std::vector<uint8_t>> m_sent;
    ReceiveCallback m_receive;
    Ptr<Node> m_node;
    Address m_address;
    uint32_t m_index{0};
    uint16_t m_mtu{1500};
};

} // namespace ns3

#endif /* NF_REPLAY_DEVICE_H */
