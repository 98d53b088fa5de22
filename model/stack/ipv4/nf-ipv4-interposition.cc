// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-interposition.h"

#include "nf-ether-type.h"
#include "nf-ipv4-input.h"
#include "nf-ipv4-node.h"
#include "nf-ipv4-output-routing.h"
#include "nf-ipv4-output.h"
#include "nf-ipv4-stack.h"
#include "nf-routing-slot.h"

#include "ns3/arp-l3-protocol.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-interface.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/loopback-net-device.h"
#include "ns3/simulator.h"

#include <utility>
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
      m_routing(routing),
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
            if (protocol != NfEtherType::IPV4)
            {
                m_node.trafficControl->Receive(device, packet, protocol, from, to, packetType);
                return;
            }
            if (m_output.SendDiverted(packet))
            {
                return;
            }
            m_input.ReceiveSelf(device, packet, from, to, packetType);
        });
}

NfIpv4Interposition::~NfIpv4Interposition()
{
    m_proxy->Set(nullptr, nullptr);
    if (m_node.routing)
    {
        if (m_node.IsRoutingTaken())
        {
            NfRoutingSlot::Put(m_node.ipv4, m_node.routing->GetInner());
        }
        m_node.routing->Set(nullptr, nullptr);
    }
}

void
NfIpv4Interposition::Take()
{
    TakeRouting();
    TakeInterfaces();
    TakeTransports();
    TakeHandlers();
}

void
NfIpv4Interposition::ReleaseRouting()
{
    if (m_node.IsRoutingTaken() && !m_input.IsReceiving())
    {
        NfRoutingSlot::Put(m_node.ipv4, m_node.routing->GetInner());
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
    if (!current || current == m_node.routing)
    {
        return;
    }
    Ptr<NfRoutingWrapper> wrapper = NfRoutingWrapper::Of(current);
    wrapper->Set(
        [routing = &m_routing](const Ptr<Packet>& packet,
                               const Ipv4Header& header,
                               const Ptr<NetDevice>& oif,
                               Socket::SocketErrno& error) {
            return routing->AnswerStock(packet, header, oif, error);
        },
        [this](uint32_t interface, bool up) { Changed(interface, up); });
    NfRoutingSlot::Put(m_node.ipv4, wrapper);
    if (m_node.routing && m_node.routing != wrapper)
    {
        m_node.routing->Set(nullptr, nullptr);
    }
    m_node.routing = wrapper;
}

void
NfIpv4Interposition::TakeInterfaces()
{
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

std::vector<NfIpv4Interposition::Handler>
NfIpv4Interposition::FindFreshHandlers() const
{
    std::vector<Handler> fresh;
    auto add = [&](const Handler& handler) {
        if (m_handlers.count(handler) == 0)
        {
            fresh.push_back(handler);
        }
    };
    for (const NfDevice& device : m_node.devices.GetAll())
    {
        add({device.netDevice, NfEtherType::IPV4});
        if (!device.loopback)
        {
            add({device.netDevice, NfEtherType::ARP});
        }
    }
    Ptr<Ipv6> ipv6 = m_node.node->GetObject<Ipv6>();
    for (uint32_t i = 0; ipv6 && i < ipv6->GetNInterfaces(); ++i)
    {
        if (!DynamicCast<LoopbackNetDevice>(ipv6->GetNetDevice(i)))
        {
            add({ipv6->GetNetDevice(i), NfEtherType::IPV6});
        }
    }
    return fresh;
}

bool
NfIpv4Interposition::MayBeWalkingHandlers() const
{
    return m_input.IsReceiving() || Simulator::GetContext() == m_node.node->GetId();
}

void
NfIpv4Interposition::TakeHandlers()
{
    if (!MayBeWalkingHandlers())
    {
        ExchangeHandlers();
        return;
    }
    if (FindFreshHandlers().empty() || std::exchange(m_exchangeDue, true))
    {
        return;
    }
    Simulator::ScheduleNow([this, stack = Ptr<NfIpv4Stack>(&m_stack)] {
        if (stack->IsAttached())
        {
            m_exchangeDue = false;
            ExchangeHandlers();
        }
    });
}

void
NfIpv4Interposition::ExchangeHandlers()
{
    // IPv4, ARP and IPv6 register one and the same callback value for a device, and it can only be
    // unregistered by value: as many as are new are removed, then registered as ours. Those of
    // other devices are taken already and have another value.
    const std::vector<Handler> fresh = FindFreshHandlers();
    for (const Handler& handler : fresh)
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
    for (const Handler& handler : fresh)
    {
        m_node.node->RegisterProtocolHandler(receive, handler.second, handler.first);
        m_handlers.insert(handler);
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
    // What the node sends while it is being disposed of still comes this way.
    protocol->SetDownTarget(
        IpL4Protocol::DownTargetCallback([output = &m_output, stock](Ptr<Packet> packet,
                                                                     Ipv4Address source,
                                                                     Ipv4Address destination,
                                                                     uint8_t number,
                                                                     Ptr<Ipv4Route> route) {
            output->SendTransport(stock, packet, source, destination, number, route);
        }));
}

} // namespace ns3
