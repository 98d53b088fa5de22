// SPDX-License-Identifier: GPL-2.0-only

#include "nf-device-layer.h"

#include "nf-find-part.h"

#include "ns3/loopback-net-device.h"
#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{

struct NfDeviceLayer::Ingress
{
    NfPacket packet;
    Ptr<NetDevice> device;
    uint16_t protocol;
    Address to;
    NetDevice::PacketType packetType;
};

struct NfDeviceLayer::Egress
{
    NfPacket packet;
    Ptr<NetDevice> device;
    Ptr<QueueDiscItem> item;
    NfIpHeader before;
};

NfDeviceLayer::NfDeviceLayer(NfNetns& netns, NfHookRegistry& hooks, NfDropReporter& drops)
    : m_netns(netns),
      m_hooks(hooks),
      m_drops(drops)
{
}

void
NfDeviceLayer::Register(NfFrameProtocol& protocol)
{
    m_protocols.emplace_back(protocol.GetEtherType(), &protocol);
}

NfFrameProtocol*
NfDeviceLayer::Find(uint16_t etherType) const
{
    for (const auto& [type, protocol] : m_protocols)
    {
        if (type == etherType)
        {
            return protocol;
        }
    }
    return nullptr;
}

void
NfDeviceLayer::Attach(const Ptr<Node>& node)
{
    m_node = node;
    m_trafficControl = NfFindPart<TrafficControlLayer>(node);
    m_attached = std::make_shared<bool>(true);
    m_proxy = CreateObject<NfTrafficControlProxy>();
    m_proxy->Set([this](const Ptr<NetDevice>& device,
                        const Ptr<QueueDiscItem>& item) { Leave(device, item); },
                 [this](const Ptr<NetDevice>& device,
                        const Ptr<const Packet>& packet,
                        uint16_t protocol,
                        const Address& from,
                        const Address& to,
                        NetDevice::PacketType packetType) {
                     ReceiveOwn({device, packet, protocol, from, to, packetType});
                 });
}

void
NfDeviceLayer::Detach()
{
    if (m_proxy)
    {
        m_proxy->Set(nullptr, nullptr);
    }
    m_attached = nullptr;
    m_trafficControl = nullptr;
    m_node = nullptr;
}

void
NfDeviceLayer::Take()
{
    TakeHandlers();
}

std::vector<NfDeviceLayer::Handler>
NfDeviceLayer::FindFreshHandlers() const
{
    std::vector<Handler> handlers;
    for (const auto& [type, protocol] : m_protocols)
    {
        protocol->ListHandlers(handlers);
    }
    handlers.erase(
        std::remove_if(handlers.begin(),
                       handlers.end(),
                       [this](const Handler& handler) { return m_handlers.count(handler) != 0; }),
        handlers.end());
    return handlers;
}

bool
NfDeviceLayer::MayBeWalkingHandlers() const
{
    return m_receptions.AreGoingOn() || Simulator::GetContext() == m_node->GetId();
}

void
NfDeviceLayer::TakeHandlers()
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
    Simulator::ScheduleNow([this, attached = std::weak_ptr<void>(m_attached)] {
        if (!attached.expired())
        {
            m_exchangeDue = false;
            ExchangeHandlers();
        }
    });
}

void
NfDeviceLayer::ExchangeHandlers()
{
    // IPv4, ARP and IPv6 register one and the same callback value for a device, and it can only be
    // unregistered by value: as many as are new are removed, then registered as ours. Those of
    // other devices are taken already and have another value.
    const std::vector<Handler> fresh = FindFreshHandlers();
    for (const Handler& handler : fresh)
    {
        if (DynamicCast<LoopbackNetDevice>(handler.first))
        {
            m_node->UnregisterProtocolHandler(m_loopbackHandlers[handler.second]);
        }
        else
        {
            // A Ptr, as the stock code has it: equality of callbacks compares types.
            m_node->UnregisterProtocolHandler(
                MakeCallback(&TrafficControlLayer::Receive, m_trafficControl));
        }
    }
    // MakeCallback() would make a Callback of other parameters, if only by references, and
    // Node::ProtocolHandler would take it for one of its own.
    Node::ProtocolHandler receive([this](auto&&... arguments) { Receive({arguments...}); });
    for (const Handler& handler : fresh)
    {
        m_node->RegisterProtocolHandler(receive, handler.second, handler.first);
        m_handlers.insert(handler);
    }
}

void
NfDeviceLayer::GiveToTrafficControl(const NfFrame& frame) const
{
    m_trafficControl->Receive(frame.device,
                              frame.bytes,
                              frame.protocol,
                              frame.from,
                              frame.to,
                              frame.packetType);
}

void
NfDeviceLayer::PassUp(const NfFrame& frame) const
{
    // The traffic-control layer may have handlers of others; for lo the stock stack has none.
    const NfDevice* lo = m_devices.GetLoopback();
    if (lo && lo->netDevice == frame.device)
    {
        const auto handler = m_loopbackHandlers.find(frame.protocol);
        if (handler != m_loopbackHandlers.end())
        {
            handler->second(frame.device,
                            frame.bytes,
                            frame.protocol,
                            frame.from,
                            frame.to,
                            frame.packetType);
        }
        return;
    }
    GiveToTrafficControl(frame);
}

void
NfDeviceLayer::Receive(const NfFrame& frame)
{
    NfReceptions::Scope reception(m_receptions);
    const NfDevice* in = m_idle ? nullptr : m_devices.Find(frame.device);
    // Not on lo, which raw sockets' datagrams pass on their way out.
    const bool hasHooks =
        in && !in->loopback && !m_hooks.IsEmpty(NfFamily::NETDEV, NfHook::INGRESS);
    NfFrameProtocol* protocol = in ? Find(frame.protocol) : nullptr;
    if (!hasHooks)
    {
        protocol ? protocol->Receive(frame, in, nullptr) : PassUp(frame);
        return;
    }
    Ingress context{{}, frame.device, frame.protocol, frame.to, frame.packetType};
    NfPacket& packet = context.packet;
    packet.packetType = frame.packetType;
    packet.etherType = frame.protocol;
    packet.in = in;
    packet.netns = &m_netns;
    packet.sourceMac = frame.from;
    packet.SetPayload(frame.bytes->Copy());
    packet.ip.family = NfFamily::NETDEV;
    m_hooks.Traverse(
        NfFamily::NETDEV,
        NfHook::INGRESS,
        context,
        [this](Ingress& passed) {
            Ptr<const Packet> bytes = passed.packet.GetPayload();
            const Address from = passed.packet.sourceMac;
            const NfFrame after{passed.device,
                                bytes,
                                passed.protocol,
                                from,
                                passed.to,
                                passed.packetType};
            NfFrameProtocol* receiver = Find(passed.packet.etherType);
            receiver ? receiver->Receive(after, passed.packet.in, &passed.packet) : PassUp(after);
        },
        m_drops.AtHook());
}

void
NfDeviceLayer::ReceiveOwn(const NfFrame& frame)
{
    if (NfFrameProtocol* protocol = Find(frame.protocol))
    {
        protocol->ReceiveOwn(frame);
        return;
    }
    GiveToTrafficControl(frame);
}

void
NfDeviceLayer::Leave(const Ptr<NetDevice>& device, const Ptr<QueueDiscItem>& item)
{
    if (m_idle)
    {
        m_trafficControl->Send(device, item);
        return;
    }
    NfFrameProtocol* protocol = Find(item->GetProtocol());
    if (!protocol || !protocol->Take(device, item))
    {
        Send(device, item);
    }
}

void
NfDeviceLayer::Send(const Ptr<NetDevice>& device, const Ptr<QueueDiscItem>& item)
{
    const NfFrameProtocol* protocol = Find(item->GetProtocol());
    if (m_hooks.IsEmpty(NfFamily::NETDEV, NfHook::EGRESS))
    {
        m_trafficControl->Send(device, protocol ? protocol->Guard(item) : item);
        return;
    }
    Egress context;
    context.device = device;
    context.item = item;
    NfPacket& packet = context.packet;
    packet.netns = &m_netns;
    packet.etherType = item->GetProtocol();
    packet.out = m_devices.Find(device);
    packet.SetPayload(item->GetPacket());
    packet.ip.family = NfFamily::NETDEV;
    if (protocol)
    {
        protocol->Read(item, packet);
    }
    context.before = packet.ip;
    m_hooks.Traverse(
        NfFamily::NETDEV,
        NfHook::EGRESS,
        context,
        [this, protocol](Egress& passed) {
            // What was taken apart may have changed in any part.
            const bool isApart = passed.packet.PeekPayload() != passed.item->GetPacket();
            const bool isChanged = isApart || passed.packet.ip != passed.before;
            Ptr<QueueDiscItem> out =
                isChanged && protocol ? protocol->Rewrite(passed.item, passed.packet) : passed.item;
            m_trafficControl->Send(passed.device, protocol ? protocol->Guard(out) : out);
        },
        m_drops.AtHook());
}

} // namespace ns3
