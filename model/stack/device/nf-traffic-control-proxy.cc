// SPDX-License-Identifier: GPL-2.0-only

#include "nf-traffic-control-proxy.h"

#include <utility>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(NfTrafficControlProxy);

TypeId
NfTrafficControlProxy::GetTypeId()
{
    static TypeId tid = TypeId("ns3::NfTrafficControlProxy")
                            .SetParent<TrafficControlLayer>()
                            .SetGroupName("Netfilter")
                            .AddConstructor<NfTrafficControlProxy>();
    return tid;
}

void
NfTrafficControlProxy::Set(SendFunction send, ReceiveFunction receive)
{
    m_send = std::move(send);
    m_receive = std::move(receive);
}

void
NfTrafficControlProxy::Send(Ptr<NetDevice> device, Ptr<QueueDiscItem> item)
{
    if (m_send)
    {
        m_send(device, item);
    }
}

void
NfTrafficControlProxy::Receive(Ptr<NetDevice> device,
                               Ptr<const Packet> packet,
                               uint16_t protocol,
                               const Address& from,
                               const Address& to,
                               NetDevice::PacketType packetType)
{
    if (m_receive)
    {
        m_receive(device, packet, protocol, from, to, packetType);
    }
}

} // namespace ns3
