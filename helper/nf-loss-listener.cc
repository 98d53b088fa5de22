// SPDX-License-Identifier: GPL-2.0-only

#include "nf-loss-listener.h"

#include "nf-device-table.h"
#ifdef NF_HAS_WIFI
#include "nf-wifi-losses.h"
#endif

#include "ns3/arp-cache.h"
#include "ns3/arp-l3-protocol.h"
#include "ns3/ethernet-header.h"
#include "ns3/ipv4-interface.h"
#include "ns3/mac48-address.h"
#include "ns3/pointer.h"
#include "ns3/queue-disc.h"
#include "ns3/queue.h"
#include "ns3/simulator.h"
#include "ns3/traffic-control-layer.h"

#include <memory>
#include <utility>

namespace ns3
{

namespace
{

/// A kind of device with a way of its own to report losses.
struct Kind
{
    std::string place;
    NfLossListener::Connector connector;
};

/// @return the kinds, by name of the TypeId
std::map<std::string, Kind>&
Kinds()
{
    static std::map<std::string, Kind> kinds{
#ifdef NF_HAS_WIFI
        {"ns3::WifiNetDevice", {"wifi", NfListenToWifiLosses}},
#endif
    };
    return kinds;
}

/// Only sources of packets: others have the same names but take more arguments.
bool
TellsPackets(Ptr<Object> object, const char* name)
{
    TypeId::TraceSourceInformation information;
    return object->GetInstanceTypeId().LookupTraceSourceByName(name, &information) &&
           information.callback == "ns3::Packet::TracedCallback";
}

/// A frame that this station of an Ethernet would not have taken, had it been received whole.
bool
IsForOther(Ptr<const NetDevice> device, Ptr<const Packet> frame)
{
    EthernetHeader header(false);
    if (!device || device->GetInstanceTypeId().GetName() != "ns3::CsmaNetDevice" ||
        frame->GetSize() < header.GetSerializedSize())
    {
        return false;
    }
    frame->PeekHeader(header);
    const Mac48Address to = header.GetDestination();
    return !to.IsGroup() && to != Mac48Address::ConvertFrom(device->GetAddress());
}

const char*
ToText(Ipv4L3Protocol::DropReason reason)
{
    switch (reason)
    {
    case Ipv4L3Protocol::DROP_TTL_EXPIRED:
        return "ttl-expired";
    case Ipv4L3Protocol::DROP_NO_ROUTE:
        return "no-route";
    case Ipv4L3Protocol::DROP_BAD_CHECKSUM:
        return "bad-checksum";
    case Ipv4L3Protocol::DROP_INTERFACE_DOWN:
        return "interface-down";
    case Ipv4L3Protocol::DROP_ROUTE_ERROR:
        return "route-error";
    case Ipv4L3Protocol::DROP_FRAGMENT_TIMEOUT:
        return "fragment-timeout";
    case Ipv4L3Protocol::DROP_DUPLICATE:
        return "duplicate";
    }
    return "unknown";
}

const char*
ToText(Ipv6L3Protocol::DropReason reason)
{
    switch (reason)
    {
    case Ipv6L3Protocol::DROP_TTL_EXPIRED:
        return "ttl-expired";
    case Ipv6L3Protocol::DROP_NO_ROUTE:
        return "no-route";
    case Ipv6L3Protocol::DROP_INTERFACE_DOWN:
        return "interface-down";
    case Ipv6L3Protocol::DROP_ROUTE_ERROR:
        return "route-error";
    case Ipv6L3Protocol::DROP_UNKNOWN_PROTOCOL:
        return "unknown-protocol";
    case Ipv6L3Protocol::DROP_UNKNOWN_OPTION:
        return "unknown-option";
    case Ipv6L3Protocol::DROP_MALFORMED_HEADER:
        return "malformed-header";
    case Ipv6L3Protocol::DROP_FRAGMENT_TIMEOUT:
        return "fragment-timeout";
    }
    return "unknown";
}

} // namespace

struct NfLossListener::Source
{
    Source(NfLossListener* owner, uint32_t device, const char* where, const char* why)
        : listener(owner),
          ifindex(device),
          place(where),
          reason(why)
    {
    }

    NfLossListener* listener;
    uint32_t ifindex;
    const char* place;
    const char* reason;            //!< if the source does not tell
    Ptr<const NetDevice> receiver; //!< of frames; null elsewhere
};

NfLossListener::NfLossListener(Ptr<Node> node, const NfDeviceTable& devices, Function function)
    : m_node(node),
      m_devices(devices),
      m_function(std::move(function))
{
    Ptr<Ipv4L3Protocol> ipv4 = node->GetObject<Ipv4L3Protocol>();
    if (ipv4)
    {
        auto callback = MakeCallback(&NfLossListener::Ipv4Dropped, this);
        ipv4->TraceConnectWithoutContext("Drop", callback);
        m_undo.emplace_back(
            [ipv4, callback] { ipv4->TraceDisconnectWithoutContext("Drop", callback); });
    }
    Ptr<Ipv6L3Protocol> ipv6 = node->GetObject<Ipv6L3Protocol>();
    if (ipv6)
    {
        auto callback = MakeCallback(&NfLossListener::Ipv6Dropped, this);
        ipv6->TraceConnectWithoutContext("Drop", callback);
        m_undo.emplace_back(
            [ipv6, callback] { ipv6->TraceDisconnectWithoutContext("Drop", callback); });
    }
    Update();
}

NfLossListener::~NfLossListener()
{
    for (const auto& undo : m_undo)
    {
        undo();
    }
}

bool
NfLossListener::AddKind(const std::string& type, const std::string& place, Connector connector)
{
    Kinds()[type] = {place, std::move(connector)};
    return true;
}

void
NfLossListener::OnPacket(Source* source, Ptr<const Packet> packet)
{
    source->listener->Lost(*source, packet, source->reason);
}

void
NfLossListener::OnItem(Source* source, Ptr<const QueueDiscItem> item, const char* reason)
{
    source->listener->Lost(*source, item->GetPacket(), reason);
}

void
NfLossListener::Lost(const Source& source, Ptr<const Packet> packet, std::string_view reason)
{
    if (!source.receiver || !IsForOther(source.receiver, packet))
    {
        m_function({packet, source.ifindex, source.place, reason});
    }
}

void
NfLossListener::Ipv4Dropped(const Ipv4Header&,
                            Ptr<const Packet> packet,
                            Ipv4L3Protocol::DropReason reason,
                            Ptr<Ipv4> ipv4,
                            uint32_t interface)
{
    const NfDevice* device = m_devices.Find(ipv4->GetNetDevice(interface));
    m_function({packet, device ? device->ifindex : 0, "ipv4", ToText(reason)});
}

void
NfLossListener::Ipv6Dropped(const Ipv6Header&,
                            Ptr<const Packet> packet,
                            Ipv6L3Protocol::DropReason reason,
                            Ptr<Ipv6> ipv6,
                            uint32_t interface)
{
    const NfDevice* device = m_devices.Find(ipv6->GetNetDevice(interface));
    m_function({packet, device ? device->ifindex : 0, "ipv6", ToText(reason)});
}

void
NfLossListener::Listen(Ptr<Object> object,
                       const char* name,
                       uint32_t ifindex,
                       const char* place,
                       const char* reason)
{
    if (!TellsPackets(object, name) || !m_known.emplace(PeekPointer(object), name).second)
    {
        return;
    }
    Ptr<const NetDevice> receiver;
    if (std::string_view(name) == "PhyRxDrop")
    {
        receiver = DynamicCast<const NetDevice>(object);
        // A bridge takes what is for others, too.
        if (receiver && !m_devices.Find(receiver))
        {
            receiver = nullptr;
        }
    }
    m_sources.push_back(std::make_unique<Source>(this, ifindex, place, reason));
    m_sources.back()->receiver = receiver;
    auto callback = MakeBoundCallback(&NfLossListener::OnPacket, m_sources.back().get());
    object->TraceConnectWithoutContext(name, callback);
    m_undo.emplace_back(
        [object, name, callback] { object->TraceDisconnectWithoutContext(name, callback); });
}

void
NfLossListener::ListenToQueueDisc(Ptr<Object> disc, uint32_t ifindex)
{
    if (!disc || !m_known.emplace(PeekPointer(disc), "").second)
    {
        return;
    }
    m_sources.push_back(std::make_unique<Source>(this, ifindex, "queue-disc", ""));
    auto callback = MakeBoundCallback(&NfLossListener::OnItem, m_sources.back().get());
    for (const char* name : {"DropBeforeEnqueue", "DropAfterDequeue"})
    {
        disc->TraceConnectWithoutContext(name, callback);
        m_undo.emplace_back(
            [disc, name, callback] { disc->TraceDisconnectWithoutContext(name, callback); });
    }
}

void
NfLossListener::ListenToDevice(Ptr<NetDevice> device, uint32_t ifindex)
{
    Listen(device, "MacTxDrop", ifindex, "device", "not-sent");
    Listen(device, "PhyTxDrop", ifindex, "device", "not-transmitted");
    Listen(device, "PhyRxDrop", ifindex, "device", "not-received");
    PointerValue value;
    if (device->GetAttributeFailSafe("TxQueue", value))
    {
        if (Ptr<Queue<Packet>> queue = value.Get<Queue<Packet>>())
        {
            Listen(queue, "DropBeforeEnqueue", ifindex, "device-queue", "full");
            Listen(queue, "DropAfterDequeue", ifindex, "device-queue", "removed");
        }
    }
    auto kind = Kinds().find(device->GetInstanceTypeId().GetName());
    if (kind != Kinds().end() && m_known.emplace(PeekPointer(device), "kind").second)
    {
        const std::string& place = kind->second.place;
        m_undo.push_back(kind->second.connector(
            device,
            [this, ifindex, &place](Ptr<const Packet> packet, std::string_view reason) {
                m_function({packet, ifindex, place, reason});
            }));
    }
}

void
NfLossListener::ListenToIpv4()
{
    if (Ptr<ArpL3Protocol> arp = m_node->GetObject<ArpL3Protocol>())
    {
        Listen(arp, "Drop", 0, "arp", "not-kept");
    }
    Ptr<Ipv4L3Protocol> ipv4 = m_node->GetObject<Ipv4L3Protocol>();
    for (const NfDevice& device : m_devices.GetAll())
    {
        const int32_t interface = ipv4 ? ipv4->GetInterfaceForDevice(device.netDevice) : -1;
        if (interface >= 0)
        {
            if (Ptr<ArpCache> cache = ipv4->GetInterface(interface)->GetArpCache())
            {
                Listen(cache, "Drop", device.ifindex, "arp", "no-answer");
            }
        }
    }
}

void
NfLossListener::Update()
{
    ListenToIpv4();
    Ptr<TrafficControlLayer> control = m_node->GetObject<TrafficControlLayer>();
    if (control)
    {
        Listen(control, "TcDrop", 0, "queue-disc", "device-stopped");
    }
    for (uint32_t i = 0; i < m_node->GetNDevices(); ++i)
    {
        Ptr<NetDevice> device = m_node->GetDevice(i);
        const NfDevice* entry = m_devices.Find(device);
        const uint32_t ifindex = entry ? entry->ifindex : 0;
        ListenToDevice(device, ifindex);
        if (control)
        {
            ListenToQueueDisc(control->GetRootQueueDiscOnDevice(device), ifindex);
        }
    }
}

} // namespace ns3
