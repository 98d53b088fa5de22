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
    for (const Place& place : m_places)
    {
        if (place.standIn)
        {
            (PeekPointer(m_node.ipv6)->*GetMember(NfInterfaceNumbersMember{})).erase(place.standIn);
            place.standIn->Dispose();
        }
    }
}

void
NfNeighbourWatch::Put(const Ptr<NdiscCache>& cache, const Ptr<NetDevice>& device)
{
    PeekPointer(cache)->*GetMember(NfNeighbourDeviceMember{}) = device;
}

uint32_t
NfNeighbourWatch::FindPlace(const Ptr<NetDevice>& device) const
{
    const NfDevice* known = m_taken ? m_node.shared.devices.Find(device) : nullptr;
    const uint32_t number = known ? m_node.interfaces.NumberOf(*known) : NfIpv6Interfaces::NONE;
    // One reception inside another leaves all to the outer one.
    const bool isFree =
        number < m_places.size() && m_places[number].cache && !m_places[number].isLent;
    return isFree ? number : NfIpv6Interfaces::NONE;
}

void
NfNeighbourWatch::Take()
{
    m_taken = true;
    m_places.resize(m_node.interfaces.GetAll().size());
    for (uint32_t number = 0; number < m_places.size(); ++number)
    {
        Place& place = m_places[number];
        place.cache = PeekPointer(m_node.ipv6->GetInterface(number)->GetNdiscCache());
        if (!place.cache)
        {
            continue;
        }
        Ptr<NfDeviceStandIn>& standIn = place.standIn;
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
        if (!place.isLent)
        {
            Put(place.cache, standIn);
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
    for (uint32_t number = 0; number < m_places.size(); ++number)
    {
        // A node that is disposed of may have lost its interfaces already.
        const Ptr<Ipv6Interface> interface = m_node.ipv6->GetInterface(number);
        if (interface && interface->GetNdiscCache() && m_places[number].standIn)
        {
            Put(interface->GetNdiscCache(), m_places[number].standIn->GetDevice());
        }
    }
}

NfNeighbourWatch::Reception::Reception(NfNeighbourWatch& watch,
                                       const Ptr<NetDevice>& device,
                                       bool isSolicitation)
    : m_watch(watch),
      m_interface(watch.FindPlace(device)),
      m_isSolicitation(isSolicitation)
{
    if (m_interface == NfIpv6Interfaces::NONE)
    {
        return;
    }
    Place& place = m_watch.m_places[m_interface];
    place.isLent = true;
    Put(place.cache, device);
    if (m_isSolicitation)
    {
        m_watch.m_node.ipv6->TraceConnectWithoutContext("LocalDeliver",
                                                        MakeCallback(&Reception::Delivered, this));
    }
}

void
NfNeighbourWatch::Reception::Delivered(const Ipv6Header&, Ptr<const Packet>, uint32_t)
{
    const Place& place = m_watch.m_places[m_interface];
    m_watch.m_node.ipv6->GetInterface(m_interface)->SetDevice(place.standIn);
    Put(place.cache, place.standIn);
}

NfNeighbourWatch::Reception::~Reception()
{
    if (m_interface == NfIpv6Interfaces::NONE)
    {
        return;
    }
    Place& place = m_watch.m_places[m_interface];
    place.isLent = false;
    const Ptr<NetDevice> device = place.standIn->GetDevice();
    if (m_isSolicitation)
    {
        m_watch.m_node.ipv6->TraceDisconnectWithoutContext(
            "LocalDeliver",
            MakeCallback(&Reception::Delivered, this));
        m_watch.m_node.ipv6->GetInterface(m_interface)->SetDevice(device);
    }
    // Released meanwhile, the cache keeps its device.
    Put(place.cache, m_watch.m_taken ? Ptr<NetDevice>(place.standIn) : device);
}

} // namespace ns3
