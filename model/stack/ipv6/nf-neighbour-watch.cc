// SPDX-License-Identifier: GPL-2.0-only

#include "nf-neighbour-watch.h"

#include "nf-ipv6-node.h"
#include "nf-ipv6-output.h"
#include "nf-member-access.h"

#include "ns3/ipv6-l3-protocol.h"

namespace ns3
{

// Named, not anonymous: see NfMemberAccess.
struct NfNeighbourDeviceMember
{
    friend constexpr auto GetMember(NfNeighbourDeviceMember);
};

struct NfInterfaceNumbersMember
{
    friend constexpr auto GetMember(NfInterfaceNumbersMember);
};

template struct NfMemberAccess<NfNeighbourDeviceMember, &NdiscCache::m_device>;
template struct NfMemberAccess<NfInterfaceNumbersMember,
                               &Ipv6L3Protocol::m_reverseInterfacesContainer>;

NfNeighbourWatch::NfNeighbourWatch(NfIpv6Node& node, NfIpv6Output& output)
    : m_node(node),
      m_output(output)
{
}

NfNeighbourWatch::~NfNeighbourWatch()
{
    Release();
    for (const auto& [interface, standIn] : m_standIns)
    {
        (PeekPointer(m_node.ipv6)->*GetMember(NfInterfaceNumbersMember{})).erase(standIn);
        standIn->Dispose();
    }
}

void
NfNeighbourWatch::Put(const Ptr<NdiscCache>& cache, const Ptr<NetDevice>& device)
{
    PeekPointer(cache)->*GetMember(NfNeighbourDeviceMember{}) = device;
}

Ptr<NfDeviceStandIn>
NfNeighbourWatch::Find(uint32_t interface) const
{
    const auto found = m_standIns.find(interface);
    return found == m_standIns.end() ? nullptr : found->second;
}

void
NfNeighbourWatch::Take()
{
    m_taken = true;
    for (uint32_t number = 0; number < m_node.interfaces.GetAll().size(); ++number)
    {
        const Ptr<NdiscCache> cache = m_node.ipv6->GetInterface(number)->GetNdiscCache();
        if (!cache)
        {
            continue;
        }
        Ptr<NfDeviceStandIn>& standIn = m_standIns[number];
        if (!standIn)
        {
            standIn = CreateObject<NfDeviceStandIn>();
            standIn->Set(m_node.ipv6->GetNetDevice(number),
                         [output = &m_output](const Ptr<NetDevice>& device,
                                              const Ptr<Packet>& packet,
                                              const Address& to,
                                              uint16_t protocol) {
                             return output->SendOnLink(device, packet, to, protocol);
                         });
            // ICMPv6 asks for the number of the interface that it answers by.
            (PeekPointer(m_node.ipv6)->*GetMember(NfInterfaceNumbersMember{}))[standIn] = number;
        }
        if (m_lent.count(number) == 0)
        {
            Put(cache, standIn);
        }
    }
}

void
NfNeighbourWatch::Release()
{
    if (!m_taken)
    {
        return;
    }
    m_taken = false;
    for (const auto& [number, standIn] : m_standIns)
    {
        // A node that is disposed of may have lost its interfaces already.
        if (const Ptr<Ipv6Interface> interface = m_node.ipv6->GetInterface(number))
        {
            Put(interface->GetNdiscCache(), standIn->GetDevice());
        }
    }
}

NfNeighbourWatch::Reception::Reception(NfNeighbourWatch& watch,
                                       const Ptr<NetDevice>& device,
                                       bool isSolicitation)
    : m_watch(watch),
      m_interface(watch.m_node.ipv6->GetInterfaceForDevice(device)),
      m_standIn(watch.m_taken ? watch.Find(m_interface) : nullptr),
      m_isSolicitation(isSolicitation)
{
    // One reception inside another leaves all to the outer one.
    if (!m_standIn || !m_watch.m_lent.insert(m_interface).second)
    {
        m_standIn = nullptr;
        return;
    }
    Put(m_watch.m_node.ipv6->GetInterface(m_interface)->GetNdiscCache(), device);
    if (m_isSolicitation)
    {
        m_watch.m_node.ipv6->TraceConnectWithoutContext("LocalDeliver",
                                                        MakeCallback(&Reception::Delivered, this));
    }
}

void
NfNeighbourWatch::Reception::Delivered(const Ipv6Header&, Ptr<const Packet>, uint32_t)
{
    const Ptr<Ipv6Interface> interface = m_watch.m_node.ipv6->GetInterface(m_interface);
    interface->SetDevice(m_standIn);
    Put(interface->GetNdiscCache(), m_standIn);
}

NfNeighbourWatch::Reception::~Reception()
{
    if (!m_standIn)
    {
        return;
    }
    m_watch.m_lent.erase(m_interface);
    const Ptr<Ipv6Interface> interface = m_watch.m_node.ipv6->GetInterface(m_interface);
    if (m_isSolicitation)
    {
        m_watch.m_node.ipv6->TraceDisconnectWithoutContext(
            "LocalDeliver",
            MakeCallback(&Reception::Delivered, this));
        interface->SetDevice(m_standIn->GetDevice());
    }
    // Released meanwhile, the cache keeps its device.
    Put(interface->GetNdiscCache(),
        m_watch.m_taken ? Ptr<NetDevice>(m_standIn) : m_standIn->GetDevice());
}

} // namespace ns3
