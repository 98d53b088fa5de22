// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-device.h"

#include "ns3/channel.h"
#include "ns3/mac48-address.h"

#include <utility>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(NfReplayDevice);

TypeId
NfReplayDevice::GetTypeId()
{
    static TypeId tid = TypeId("ns3::NfReplayDevice")
                            .SetParent<NetDevice>()
                            .SetGroupName("Netfilter")
                            .AddConstructor<NfReplayDevice>();
    return tid;
}

void
NfReplayDevice::Inject(const std::vector<uint8_t>& bytes, uint16_t protocol)
{
    m_receive(this, Create<Packet>(bytes.data(), bytes.size()), protocol, Address());
}

std::vector<std::vector<uint8_t>>
NfReplayDevice::TakeSent()
{
    return std::exchange(m_sent, {});
}

void
NfReplayDevice::SetIfIndex(const uint32_t index)
{
    m_index = index;
}

uint32_t
NfReplayDevice::GetIfIndex() const
{
    return m_index;
}

Ptr<Channel>
NfReplayDevice::GetChannel() const
{
    return nullptr;
}

void
NfReplayDevice::SetAddress(Address address)
{
    m_address = address;
}

Address
NfReplayDevice::GetAddress() const
{
    return m_address;
}

bool
NfReplayDevice::SetMtu(const uint16_t mtu)
{
    m_mtu = mtu;
    return true;
}

uint16_t
NfReplayDevice::GetMtu() const
{
    return m_mtu;
}

bool
NfReplayDevice::IsLinkUp() const
{
    return true;
}

void
NfReplayDevice::AddLinkChangeCallback(Callback<void> /* callback */)
{
}

bool
NfReplayDevice::IsBroadcast() const
{
    return true;
}

Address
NfReplayDevice::GetBroadcast() const
{
    return Mac48Address::GetBroadcast();
}

bool
NfReplayDevice::IsMulticast() const
{
    return true;
}

Address
NfReplayDevice::GetMulticast(Ipv4Address group) const
{
    return Mac48Address::GetMulticast(group);
}

Address
NfReplayDevice::GetMulticast(Ipv6Address group) const
{
    return Mac48Address::GetMulticast(group);
}

bool
NfReplayDevice::IsBridge() const
{
    return false;
}

bool
NfReplayDevice::IsPointToPoint() const
{
    return true;
}

bool
NfReplayDevice::Send(Ptr<Packet> packet, const Address& /* destination */, uint16_t /* protocol */)
{
    std::vector<uint8_t> bytes(packet->GetSize());
    packet->CopyData(bytes.data(), bytes.size());
    m_sent.push_back(std::move(bytes));
    return true;
}

bool
NfReplayDevice::SendFrom(Ptr<Packet> packet,
                         const Address& /* source */,
                         const Address& destination,
                         uint16_t protocol)
{
    return Send(packet, destination, protocol);
}

Ptr<Node>
NfReplayDevice::GetNode() const
{
    return m_node;
}

void
NfReplayDevice::SetNode(Ptr<Node> node)
{
    m_node = node;
}

bool
NfReplayDevice::NeedsArp() const
{
    return false;
}

void
NfReplayDevice::SetReceiveCallback(ReceiveCallback callback)
{
    m_receive = callback;
}

void
NfReplayDevice::SetPromiscReceiveCallback(PromiscReceiveCallback /* callback */)
{
}

bool
NfReplayDevice::SupportsSendFrom() const
{
    return true;
}

void
NfReplayDevice::DoDispose()
{
    m_node = nullptr;
    m_receive = ReceiveCallback();
    NetDevice::DoDispose();
}

} // namespace ns3
