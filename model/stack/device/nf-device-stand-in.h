// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_DEVICE_STAND_IN_H
#define NF_DEVICE_STAND_IN_H

#include "ns3/net-device.h"

#include <functional>

namespace ns3
{

/**
 * @ingroup netfilter
 * Stands in for a device where code of ns-3 sends past everything that the layer can take. It has
 * nothing of its own: all questions are answered by the device, and what is sent is given to a
 * function.
 */
class NfDeviceStandIn : public NetDevice
{
  public:
    /// Takes what is sent: the device, packet, link-layer destination and EtherType. Returns what
    /// NetDevice::Send() shall return.
    using SendFunction =
        std::function<bool(const Ptr<NetDevice>&, const Ptr<Packet>&, const Address&, uint16_t)>;

    /// @return the TypeId
    static TypeId GetTypeId();

    /**
     * @param device to stand in for
     * @param send takes what is sent
     */
    void Set(Ptr<NetDevice> device, SendFunction send);

    /// @return the device
    const Ptr<NetDevice>& GetDevice() const
    {
        return m_device;
    }

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
    Address GetMulticast(Ipv4Address multicastGroup) const override;
    Address GetMulticast(Ipv6Address multicastGroup) const override;
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
    Ptr<NetDevice> m_device;
    SendFunction m_send;
};

} // namespace ns3

#endif /* NF_DEVICE_STAND_IN_H */
