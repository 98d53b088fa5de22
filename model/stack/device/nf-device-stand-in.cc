// SPDX-License-Identifier: GPL-2.0-only

#include "nf-device-stand-in.h"

#include "ns3/channel.h"
#include "ns3/node.h"

#include <utility>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(NfDeviceStandIn);

TypeId
NfDeviceStandIn::GetTypeId()
{
    static TypeId tid = TypeId("ns3::NfDeviceStandIn")
                            .SetParent<NetDevice>()
                            .SetGroupName("Netfilter")
                            .AddConstructor<NfDeviceStandIn>();
    return tid;
}

void
NfDeviceStandIn::Set(Ptr<NetDevice> device, SendFunction send)
{
    m_device = device;
    m_send = std::move(send);
}

void
NfDeviceStandIn::SetIfIndex(const uint32_t index)
{
    m_device->SetIfIndex(index);
}

uint32_t
NfDeviceStandIn::GetIfIndex() const
{
    return m_device->GetIfIndex();
}

Ptr<Channel>
NfDeviceStandIn::GetChannel() const
{
    return m_device->GetChannel();
}

void
NfDeviceStandIn::SetAddress(Address address)
{
    m_device->SetAddress(address);
}

Address
NfDeviceStandIn::GetAddress() const
{
    return m_device->GetAddress();
}

bool
NfDeviceStandIn::SetMtu(const uint16_t mtu)
{
    return m_device->SetMtu(mtu);
}

uint16_t
NfDeviceStandIn::GetMtu() const
{
    return m_device->GetMtu();
}

bool
NfDeviceStandIn::IsLinkUp() const
{
    return m_device->IsLinkUp();
}

void
NfDeviceStandIn::AddLinkChangeCallback(Callback<void> callback)
{
    m_device->AddLinkChangeCallback(callback);
}

bool
NfDeviceStandIn::IsBroadcast() const
{
    return m_device->IsBroadcast();
}

Address
NfDeviceStandIn::GetBroadcast() const
{
    return m_device->GetBroadcast();
}

bool
NfDeviceStandIn::IsMulticast() const
{
    return m_device->IsMulticast();
}

Address
NfDeviceStandIn::GetMulticast(Ipv4Address multicastGroup) const
{
    return m_device->GetMulticast(multicastGroup);
}

Address
NfDeviceStandIn::GetMulticast(Ipv6Address multicastGroup) const
{
    return m_device->GetMulticast(multicastGroup);
}

bool
NfDeviceStandIn::IsBridge() const
{
    return m_device->IsBridge();
}

bool
NfDeviceStandIn::IsPointToPoint() const
{
    return m_device->IsPointToPoint();
}

bool
NfDeviceStandIn::Send(Ptr<Packet> packet, const Address& destination, uint16_t protocol)
{
    return m_send ? m_send(m_device, packet, destination, protocol)
                  : m_device->Send(packet, destination, protocol);
}

bool
NfDeviceStandIn::SendFrom(Ptr<Packet> packet,
                          const Address& source,
                          const Address& destination,
                          uint16_t protocol)
{
    return m_device->SendFrom(packet, source, destination, protocol);
}

Ptr<Node>
NfDeviceStandIn::GetNode() const
{
    return m_device->GetNode();
}

void
NfDeviceStandIn::SetNode(Ptr<Node> node)
{
    m_device->SetNode(node);
}

bool
NfDeviceStandIn::NeedsArp() const
{
    return m_device->NeedsArp();
}

void
NfDeviceStandIn::SetReceiveCallback(ReceiveCallback callback)
{
    m_device->SetReceiveCallback(callback);
}

void
NfDeviceStandIn::SetPromiscReceiveCallback(PromiscReceiveCallback callback)
{
    m_device->SetPromiscReceiveCallback(callback);
}

bool
NfDeviceStandIn::SupportsSendFrom() const
{
    return m_device->SupportsSendFrom();
}

void
NfDeviceStandIn::DoDispose()
{
    m_send = nullptr;
    m_device = nullptr;
    NetDevice::DoDispose();
}

} // namespace ns3
