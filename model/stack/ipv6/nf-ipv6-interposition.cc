// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-interposition.h"

#include "nf-ether-type.h"
#include "nf-ipv6-node.h"
#include "nf-ipv6-output-routing.h"
#include "nf-ipv6-output.h"
#include "nf-member-access.h"

#include "ns3/ipv6-interface.h"

namespace ns3
{

// Named, not anonymous: see NfMemberAccess.
struct NfIpv6TransportsMember
{
    friend constexpr auto GetMember(NfIpv6TransportsMember);
};

struct NfIpv6RoutingProtocolMember
{
    friend constexpr auto GetMember(NfIpv6RoutingProtocolMember);
};

template struct NfMemberAccess<NfIpv6TransportsMember, &Ipv6L3Protocol::m_protocols>;
template struct NfMemberAccess<NfIpv6RoutingProtocolMember, &Ipv6L3Protocol::m_routingProtocol>;

namespace
{

/// Ipv6::SetRoutingProtocol() also tells the protocol whose it is, which has effects; see
/// NfRoutingSlot.
void
PutRouting(const Ptr<Ipv6L3Protocol>& ipv6, const Ptr<Ipv6RoutingProtocol>& protocol)
{
    PeekPointer(ipv6)->*GetMember(NfIpv6RoutingProtocolMember{}) = protocol;
}

} // namespace

NfIpv6Interposition::NfIpv6Interposition(NfIpv6Node& node,
                                         NfIpv6Output& output,
                                         const NfIpv6OutputRouting& routing)
    : m_node(node),
      m_output(output),
      m_routing(routing),
      m_neighbours(node, output)
{
    m_node.neighbours = &m_neighbours;
    // A raw pointer, as the stock code has it: equality of callbacks compares types.
    m_node.shared.link.SetLoopbackHandler(
        NfEtherType::IPV6,
        MakeCallback(&Ipv6L3Protocol::Receive, PeekPointer(m_node.ipv6)));
}

NfIpv6Interposition::~NfIpv6Interposition()
{
    Release();
    m_node.neighbours = nullptr;
    if (m_node.routing)
    {
        m_node.routing->Set(nullptr, nullptr);
    }
}

void
NfIpv6Interposition::Take()
{
    TakeRouting();
    TakeInterfaces();
    TakeTransports();
    m_neighbours.Take();
}

void
NfIpv6Interposition::Release()
{
    m_neighbours.Release();
    if (m_node.IsRoutingTaken())
    {
        PutRouting(m_node.ipv6, m_node.routing->GetInner());
    }
}

void
NfIpv6Interposition::Changed(uint32_t interface, bool up)
{
    if (up)
    {
        m_node.shared.sync();
        return;
    }
    const NfDevice* device = m_node.interfaces.Find(interface);
    if (device && m_node.shared.deviceDown)
    {
        m_node.shared.deviceDown(*device);
    }
}

void
NfIpv6Interposition::TakeRouting()
{
    Ptr<Ipv6RoutingProtocol> current = m_node.ipv6->GetRoutingProtocol();
    if (!current || current == m_node.routing)
    {
        return;
    }
    Ptr<NfIpv6RoutingWrapper> wrapper = NfIpv6RoutingWrapper::Of(current);
    wrapper->Set(
        [routing = &m_routing](const Ptr<Packet>& packet,
                               const Ipv6Header& header,
                               const Ptr<NetDevice>& oif,
                               Socket::SocketErrno& error) {
            return routing->AnswerStock(packet, header, oif, error);
        },
        [this](uint32_t interface, bool up) { Changed(interface, up); });
    PutRouting(m_node.ipv6, wrapper);
    if (m_node.routing && m_node.routing != wrapper)
    {
        m_node.routing->Set(nullptr, nullptr);
    }
    m_node.routing = wrapper;
}

void
NfIpv6Interposition::TakeInterfaces()
{
    for (uint32_t number = 0; number < m_node.interfaces.GetAll().size(); ++number)
    {
        if (!m_node.interfaces.Find(number)->loopback)
        {
            m_node.ipv6->GetInterface(number)->SetTrafficControl(m_node.shared.link.GetProxy());
        }
    }
}

void
NfIpv6Interposition::TakeTransports()
{
    for (const auto& entry : PeekPointer(m_node.ipv6)->*GetMember(NfIpv6TransportsMember{}))
    {
        const Ptr<IpL4Protocol>& protocol = entry.second;
        IpL4Protocol::DownTargetCallback6 stock = protocol->GetDownTarget6();
        if (stock.IsNull() || !m_transports.insert(protocol).second)
        {
            continue;
        }
        // What the node sends while it is being disposed of still comes this way.
        protocol->SetDownTarget6(
            IpL4Protocol::DownTargetCallback6([output = &m_output, stock](Ptr<Packet> packet,
                                                                          Ipv6Address source,
                                                                          Ipv6Address destination,
                                                                          uint8_t number,
                                                                          Ptr<Ipv6Route> route) {
                output->SendTransport(stock, packet, source, destination, number, route);
            }));
    }
}

} // namespace ns3
