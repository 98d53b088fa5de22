// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-interposition.h"

#include "nf-ipv4-input.h"
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

NfIpv4Interposition::NfIpv4Interposition(NfIpv4Stack& stack)
    : m_stack(stack),
      m_proxy(CreateObject<NfTrafficControlProxy>())
{
    m_proxy->Set(
        [this](Ptr<NetDevice> device, Ptr<QueueDiscItem> item) {
            m_stack.m_output->Egress(device, item);
        },
        [this](Ptr<NetDevice> device,
               Ptr<const Packet> packet,
               uint16_t protocol,
               const Address& from,
               const Address& to,
               NetDevice::PacketType packetType) {
            if (protocol != Ipv4L3Protocol::PROT_NUMBER)
            {
                m_stack.m_trafficControl->Receive(device, packet, protocol, from, to, packetType);
                return;
            }
            m_stack.m_input->ReceiveSelf(device, packet, from, to, packetType);
        });
    m_stack.m_routing->Set(
        [this](Ptr<Packet> packet,
               const Ipv4Header& header,
               Ptr<NetDevice> oif,
               Socket::SocketErrno& error) {
            return m_stack.AnswerRouteOutput(packet, header, oif, error);
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
    if (m_receptions > 0)
    {
        Simulator::ScheduleNow(&NfIpv4Stack::Sync, Ptr<NfIpv4Stack>(&m_stack));
        return;
    }
    TakeHandlers();
}

void
NfIpv4Interposition::SyncIfRerouted()
{
    if (m_stack.m_ipv4->GetRoutingProtocol() != m_stack.m_routing)
    {
        m_stack.Sync();
    }
}

void
NfIpv4Interposition::Changed(uint32_t interface, bool up)
{
    if (up)
    {
        m_stack.Sync();
        return;
    }
    const NfDevice* device = m_stack.m_devices.FindInterface(interface);
    if (device && m_stack.m_deviceDown)
    {
        m_stack.m_deviceDown(*device);
    }
}

void
NfIpv4Interposition::TakeRouting()
{
    Ptr<Ipv4RoutingProtocol> current = m_stack.m_ipv4->GetRoutingProtocol();
    if (current && current != m_stack.m_routing)
    {
        m_stack.m_routing->SetInner(current);
        m_stack.m_ipv4->SetRoutingProtocol(m_stack.m_routing);
    }
}

void
NfIpv4Interposition::TakeInterfaces()
{
    m_stack.m_devices.Update(m_stack.m_ipv4);
    m_stack.m_addresses.Update(m_stack.m_ipv4, m_stack.m_devices);
    for (const NfDevice& device : m_stack.m_devices.GetAll())
    {
        if (!device.loopback)
        {
            m_stack.m_ipv4->GetInterface(device.interface)->SetTrafficControl(m_proxy);
        }
    }
    // For the device hooks: whatever else the node sends through its devices.
    if (Ptr<ArpL3Protocol> arp = m_stack.m_node->GetObject<ArpL3Protocol>())
    {
        arp->SetTrafficControl(m_proxy);
    }
    Ptr<Ipv6L3Protocol> ipv6 = m_stack.m_node->GetObject<Ipv6L3Protocol>();
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
    for (const NfDevice& device : m_stack.m_devices.GetAll())
    {
        take(device.netDevice, Ipv4L3Protocol::PROT_NUMBER);
        if (!device.loopback)
        {
            take(device.netDevice, ArpL3Protocol::PROT_NUMBER);
        }
    }
    Ptr<Ipv6> ipv6 = m_stack.m_node->GetObject<Ipv6>();
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
            m_stack.m_node->UnregisterProtocolHandler(
                MakeCallback(&Ipv4L3Protocol::Receive, PeekPointer(m_stack.m_ipv4)));
        }
        else
        {
            m_stack.m_node->UnregisterProtocolHandler(
                MakeCallback(&TrafficControlLayer::Receive, m_stack.m_trafficControl));
        }
    }
    for (const auto& handler : fresh)
    {
        m_stack.m_node->RegisterProtocolHandler(
            MakeCallback(&NfIpv4Input::Receive, m_stack.m_input.get()),
            handler.second,
            handler.first);
    }
}

void
NfIpv4Interposition::TakeTransports()
{
    for (int number = 0; number <= UINT8_MAX; ++number)
    {
        constexpr int anyInterface = -1;
        for (int i = anyInterface; i < static_cast<int>(m_stack.m_ipv4->GetNInterfaces()); ++i)
        {
            if (Ptr<IpL4Protocol> protocol = m_stack.m_ipv4->GetProtocol(number, i))
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
        m_stack.m_output->SendTransport(stock, packet, source, destination, number, route);
    }));
}

} // namespace ns3
