// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-interposition.h"

#include "nf-ether-type.h"
#include "nf-ipv4-node.h"
#include "nf-ipv4-output-routing.h"
#include "nf-ipv4-output.h"
#include "nf-member-access.h"
#include "nf-routing-slot.h"

#include "ns3/arp-l3-protocol.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv4-l3-protocol.h"

namespace ns3
{

// Named, not anonymous: see NfMemberAccess.
struct NfTransportsMember
{
    friend constexpr auto GetMember(NfTransportsMember);
};

template struct NfMemberAccess<NfTransportsMember, &Ipv4L3Protocol::m_protocols>;

NfIpv4Interposition::NfIpv4Interposition(NfIpv4Node& node,
                                         NfIpv4Output& output,
                                         const NfIpv4OutputRouting& routing)
    : m_node(node),
      m_output(output),
      m_routing(routing)
{
    // A raw pointer, as the stock code has it: equality of callbacks compares types.
    m_node.link.SetLoopbackHandler(
        NfEtherType::IPV4,
        MakeCallback(&Ipv4L3Protocol::Receive, PeekPointer(m_node.ipv4)));
}

NfIpv4Interposition::~NfIpv4Interposition()
{
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
}

void
NfIpv4Interposition::ReleaseRouting()
{
    if (m_node.IsRoutingTaken() && !m_node.link.GetReceptions().AreGoingOn())
    {
        NfRoutingSlot::Put(m_node.ipv4, m_node.routing->GetInner());
    }
}

void
NfIpv4Interposition::Changed(uint32_t interface, bool up)
{
    if (up)
    {
        m_node.sync();
        return;
    }
    const NfDevice* device = m_node.interfaces.Find(interface);
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
    for (uint32_t number = 0; number < m_node.interfaces.GetAll().size(); ++number)
    {
        if (!m_node.interfaces.Find(number)->loopback)
        {
            m_node.ipv4->GetInterface(number)->SetTrafficControl(m_node.link.GetProxy());
        }
    }
    if (Ptr<ArpL3Protocol> arp = m_node.node->GetObject<ArpL3Protocol>())
    {
        arp->SetTrafficControl(m_node.link.GetProxy());
    }
}

void
NfIpv4Interposition::TakeTransports()
{
    for (const auto& entry : PeekPointer(m_node.ipv4)->*GetMember(NfTransportsMember{}))
    {
        TakeTransport(entry.second);
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
