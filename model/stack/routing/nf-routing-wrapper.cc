// SPDX-License-Identifier: GPL-2.0-only

#include "nf-routing-wrapper.h"

#include "ns3/abort.h"

#include <utility>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(NfRoutingWrapper);

TypeId
NfRoutingWrapper::GetTypeId()
{
    static TypeId tid = TypeId("ns3::NfRoutingWrapper")
                            .SetParent<Ipv4ListRouting>()
                            .SetGroupName("Netfilter")
                            .AddConstructor<NfRoutingWrapper>();
    return tid;
}

void
NfRoutingWrapper::Set(OutputFunction output, std::function<void(uint32_t, bool)> changed)
{
    m_output = std::move(output);
    m_changed = std::move(changed);
}

Ptr<NfRoutingWrapper>
NfRoutingWrapper::Of(Ptr<Ipv4RoutingProtocol> protocol)
{
    Ptr<NfRoutingWrapper> wrapper = DynamicCast<NfRoutingWrapper>(protocol);
    if (wrapper)
    {
        return wrapper;
    }
    wrapper = protocol->GetObject<NfRoutingWrapper>();
    if (!wrapper)
    {
        wrapper = CreateObject<NfRoutingWrapper>();
        protocol->AggregateObject(wrapper);
    }
    wrapper->m_inner = PeekPointer(protocol);
    return wrapper;
}

Ptr<Ipv4ListRouting>
NfRoutingWrapper::InnerList() const
{
    return DynamicCast<Ipv4ListRouting>(GetInner());
}

void
NfRoutingWrapper::TellChanged(uint32_t interface, bool up) const
{
    if (m_changed)
    {
        m_changed(interface, up);
    }
}

void
NfRoutingWrapper::AddRoutingProtocol(Ptr<Ipv4RoutingProtocol> routingProtocol, int16_t priority)
{
    NS_ABORT_MSG_UNLESS(InnerList(),
                        "the node's routing protocol is " << m_inner->GetInstanceTypeId()
                                                          << ", not a list: nothing can be added");
    InnerList()->AddRoutingProtocol(routingProtocol, priority);
}

uint32_t
NfRoutingWrapper::GetNRoutingProtocols() const
{
    return InnerList() ? InnerList()->GetNRoutingProtocols() : 1;
}

Ptr<Ipv4RoutingProtocol>
NfRoutingWrapper::GetRoutingProtocol(uint32_t index, int16_t& priority) const
{
    if (InnerList())
    {
        return InnerList()->GetRoutingProtocol(index, priority);
    }
    priority = 0;
    return GetInner();
}

Ptr<Ipv4Route>
NfRoutingWrapper::RouteOutput(Ptr<Packet> packet,
                              const Ipv4Header& header,
                              Ptr<NetDevice> oif,
                              Socket::SocketErrno& error)
{
    return m_output ? m_output(packet, header, oif, error)
                    : m_inner->RouteOutput(packet, header, oif, error);
}

bool
NfRoutingWrapper::RouteInput(Ptr<const Packet> packet,
                             const Ipv4Header& header,
                             Ptr<const NetDevice> device,
                             NfCallbackArgument<UnicastForwardCallback> unicast,
                             NfCallbackArgument<MulticastForwardCallback> multicast,
                             NfCallbackArgument<LocalDeliverCallback> local,
                             NfCallbackArgument<ErrorCallback> error)
{
    if (m_replay)
    {
        m_callbacks.unicast = std::move(unicast);
        m_callbacks.multicast = std::move(multicast);
        m_callbacks.local = std::move(local);
        m_callbacks.error = std::move(error);
        return (*std::exchange(m_replay, nullptr))(m_callbacks);
    }
    return m_inner->RouteInput(packet,
                               header,
                               device,
                               std::move(unicast),
                               std::move(multicast),
                               std::move(local),
                               std::move(error));
}

void
NfRoutingWrapper::NotifyInterfaceUp(uint32_t interface)
{
    m_inner->NotifyInterfaceUp(interface);
    TellChanged(interface, true);
}

void
NfRoutingWrapper::NotifyInterfaceDown(uint32_t interface)
{
    m_inner->NotifyInterfaceDown(interface);
    TellChanged(interface, false);
}

void
NfRoutingWrapper::NotifyAddAddress(uint32_t interface, Ipv4InterfaceAddress address)
{
    m_inner->NotifyAddAddress(interface, address);
    TellChanged(interface, true);
}

void
NfRoutingWrapper::NotifyRemoveAddress(uint32_t interface, Ipv4InterfaceAddress address)
{
    m_inner->NotifyRemoveAddress(interface, address);
    TellChanged(interface, true);
}

void
NfRoutingWrapper::SetIpv4(Ptr<Ipv4>)
{
    // The wrapped protocol knows its Ipv4 already, and some abort when told twice.
}

void
NfRoutingWrapper::PrintRoutingTable(Ptr<OutputStreamWrapper> stream, Time::Unit unit) const
{
    m_inner->PrintRoutingTable(stream, unit);
}

void
NfRoutingWrapper::DoDispose()
{
    m_callbacks = {};
    Set(nullptr, nullptr);
    Ipv4ListRouting::DoDispose();
}

} // namespace ns3
