// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-interposition.h"

#include "nf-ipv4-input.h"
#include "nf-ipv4-node.h"
#include "nf-ipv4-output-routing.h"
#include "nf-ipv4-output.h"
#include "nf-ipv4-stack.h"

#include "ns3/arp-l3-protocol.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-interface.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/loopback-net-device.h"
#include "ns3/simulator.h"

#include <vector>

namespace ns3
{

NfIpv4Interposition::NfIpv4Interposition(NfIpv4Stack& stack,
                                         NfIpv4Node& node,
                                         NfIpv4Input& input,
                                         NfIpv4Output& output,
                                         const NfIpv4OutputRouting& routing)
    : m_stack(stack),
      m_node(node),
      m_input(input),
      m_output(output),
      m_proxy(CreateObject<NfTrafficControlProxy>())
{
    m_proxy->Set(
        [this](const Ptr<NetDevice>& device, const Ptr<QueueDiscItem>& item) {
            m_output.Egress(device, item);
        },
        [this](const Ptr<NetDevice>& device,
               const Ptr<const Packet>& packet,
               uint16_t protocol,
               const Address& from,
               const Address& to,
               NetDevice::PacketType packetType) {
            if (protocol != Ipv4L3Protocol::PROT_NUMBER)
            {
                m_node.trafficControl->Receive(device, packet, protocol, from, to, packetType);
                return;
            }
            m_input.ReceiveSelf(device, packet, from, to, packetType);
        });
    m_node.routing->Set(
        [&routing](const Ptr<Packet>& packet,
                   const Ipv4Header& header,
                   const Ptr<NetDevice>& oif,
                   Socket::SocketErrno& error) {
            return routing.AnswerStock(packet, header, oif, error);
        },
        [this](uint32_t interface, bool up) { Changed(interface, up); });
}

NfIpv4Interposition::~NfIpv4Interposition()
{
    m_proxy->Set(nullptr, nullptr);
}

void
NfIpv4Interposition::Sync()
{
    TakeRouting();
    TakeInterfaces();
    TakeTransports();
    if (m_input.IsReceiving())
    {
        Simulator::ScheduleNow(&NfIpv4Stack::Sync, Ptr<NfIpv4Stack>(&m_stack));
        return;
    }
    TakeHandlers();
}

void
NfIpv4Interposition::Changed(uint32_t interface, bool up)
{
    if (up)
    {
        m_stack.Sync();
        return;
    }
    const NfDevice* device = m_node.devices.FindInterface(interface);
    if (device && m_node.deviceDown)
    {
        m_node.deviceDown(*device);
    }
}

void
NfIpv4Interposition::TakeRouting()
{
    Ptr<Ipv4RoutingProtocol> current = m_node.ipv4->GetRoutingProtocol();
    if (current && current != m_node.routing)
    {
        m_node.routing->SetInner(current);
        m_node.ipv4->SetRoutingProtocol(m_node.routing);
    }
}

void
NfIpv4Interposition::TakeInterfaces()
{
    m_node.devices.Update(m_node.ipv4);
    m_node.addresses.Update(m_node.ipv4, m_node.devices);
    for (const NfDevice& device : m_node.devices.GetAll())
    {
        if (!device.loopback)
        {
            m_node.ipv4->GetInterface(device.interface)->SetTrafficControl(m_proxy);
        }
    }
    // For the device hooks: whatever else the node sends through its devices.
    if (Ptr<ArpL3Protocol> arp = m_node.node->GetObject<ArpL3Protocol>())
    {
        arp->SetTrafficControl(m_proxy);
    }
    Ptr<Ipv6L3Protocol> ipv6 = m_node.node->GetObject<Ipv6L3Protocol>();
    for (uint32_t i = 0; ipv6 && i < ipv6->GetNInterfaces(); ++i)
    {
        if (!DynamicCast<LoopbackNetDevice>(ipv6->GetNetDevice(i)))
        {
            ipv6->GetInterface(i)->SetTrafficControl(m_proxy);
        }
    }
}

void
NfIpv4Interposition::TakeHandlers()
{
    // IPv4, ARP and IPv6 register one and the same callback value for a device, and it can only be
    // unregistered by value: as many as are new are removed, then registered as ours. Those of
    // other devices are taken already and have another value.
    std::vector<std::pair<Ptr<NetDevice>, uint16_t>> fresh;
    auto take = [&](Ptr<NetDevice> device, uint16_t protocol) {
        if (m_handlers.insert({device, protocol}).second)
        {
            fresh.emplace_back(device, protocol);
        }
    };
    for (const NfDevice& device : m_node.devices.GetAll())
    {
        take(device.netDevice, Ipv4L3Protocol::PROT_NUMBER);
        if (!device.loopback)
        {
            take(device.netDevice, ArpL3Protocol::PROT_NUMBER);
        }
    }
    Ptr<Ipv6> ipv6 = m_node.node->GetObject<Ipv6>();
    for (uint32_t i = 0; ipv6 && i < ipv6->GetNInterfaces(); ++i)
    {
        if (!DynamicCast<LoopbackNetDevice>(ipv6->GetNetDevice(i)))
        {
            take(ipv6->GetNetDevice(i), Ipv6L3Protocol::PROT_NUMBER);
        }
    }
    for (const auto& handler : fresh)
    {
        // Ptr and raw pointer as the stock code has them: equality of callbacks compares types.
        if (DynamicCast<LoopbackNetDevice>(handler.first))
        {
            m_node.node->UnregisterProtocolHandler(
                MakeCallback(&Ipv4L3Protocol::Receive, PeekPointer(m_node.ipv4)));
        }
        else
        {
            m_node.node->UnregisterProtocolHandler(
                MakeCallback(&TrafficControlLayer::Receive, m_node.trafficControl));
        }
    }
    // Not MakeCallback(): a Callback of other parameters, be they only references, would be taken
    // as it is, and called as what it is not.
    Node::ProtocolHandler receive(
        [input = &m_input](auto&&... arguments) { input->Receive(arguments...); });
    for (const auto& handler : fresh)
    {
        m_node.node->RegisterProtocolHandler(receive, handler.second, handler.first);
    }
}

void
NfIpv4Interposition::TakeTransports()
{
    for (int number = 0; number <= UINT8_MAX; ++number)
    {
        constexpr int anyInterface = -1;
        for (int i = anyInterface; i < static_cast<int>(m_node.ipv4->GetNInterfaces()); ++i)
        {
            if (Ptr<IpL4Protocol> protocol = m_node.ipv4->GetProtocol(number, i))
            {
                TakeTransport(protocol);
            }
        }
    }
}

void
NfIpv4Interposition::TakeTransport(Ptr<IpL4Protocol> protocol)
{
    IpL4Protocol::DownTargetCallback stock = protocol->GetDownTarget();
    if (stock.IsNull() || !m_transports.insert(protocol).second)
    {
        return;
    }
    protocol->SetDownTarget(IpL4Protocol::DownTargetCallback([this, stock](Ptr<Packet> packet,
                                                                           Ipv4Address source,
                                                                           Ipv4Address destination,
                                                                           uint8_t number,
                                                                           Ptr<Ipv4Route> route) {
        m_output.SendTransport(stock, packet, source, destination, number, route);
    }));
}

} // namespace ns3
