// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-stack.h"

#include "nf-icmp-error.h"
#include "nf-ipv4-convert.h"
#include "nf-ipv4-forward.h"
#include "nf-ipv4-input.h"
#include "nf-ipv4-interposition.h"
#include "nf-ipv4-output.h"
#include "nf-ipv4-traces.h"
#include "nf-named-headers.h"
#include "nf-stack-tags.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/integer.h"
#include "ns3/log.h"
#include "ns3/loopback-net-device.h"
#include "ns3/simulator.h"
#include "ns3/traffic-control-layer.h"
#include "ns3/uinteger.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("NfIpv4Stack");

NS_OBJECT_ENSURE_REGISTERED(NfIpv4Stack);

namespace
{

/// Stream of node 0, others follow. A number of its own, because one drawn automatically would
/// shift the streams of everything that is created later: the layer would change the simulation.
constexpr int64_t FIRST_STREAM = int64_t{1} << 62;

} // namespace

TypeId
NfIpv4Stack::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::NfIpv4Stack")
            .SetParent<Object>()
            .SetGroupName("Netfilter")
            .AddConstructor<NfIpv4Stack>()
            .AddAttribute("RouteLocalnet",
                          "Accept 127/8 from and to the outside (sysctl route_localnet).",
                          BooleanValue(false),
                          MakeBooleanAccessor(&NfIpv4Stack::m_routeLocalnet),
                          MakeBooleanChecker())
            .AddAttribute("AcceptLocal",
                          "Accept packets from outside with a source address of this node "
                          "(sysctl accept_local).",
                          BooleanValue(false),
                          MakeBooleanAccessor(&NfIpv4Stack::m_acceptLocal),
                          MakeBooleanChecker())
            .AddAttribute("CheckAddresses",
                          "Drop martians and apply RpFilter after PREROUTING, as Linux does.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&NfIpv4Stack::m_checkSource),
                          MakeBooleanChecker())
            .AddAttribute("RpFilter",
                          "Reverse path filter (sysctl rp_filter): 0 off, 1 strict, 2 loose.",
                          UintegerValue(0),
                          MakeUintegerAccessor(&NfIpv4Stack::m_rpFilter),
                          MakeUintegerChecker<uint8_t>(0, 2))
            .AddAttribute("LoopBroadcasts",
                          "Let the node receive its own broadcasts, as Linux does and ns-3 does "
                          "not. Routing protocols of ns-3 do not expect to hear themselves.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&NfIpv4Stack::m_loopBroadcasts),
                          MakeBooleanChecker())
            .AddAttribute("ReceiveMulticast",
                          "Receive multicast to every group, as ns-3 does, which knows no "
                          "membership. Linux receives 224.0.0.1 and what a socket has joined.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&NfIpv4Stack::m_receiveMulticast),
                          MakeBooleanChecker())
            .AddTraceSource("Dropped",
                            "A packet ended here: packet and reason.",
                            MakeTraceSourceAccessor(&NfIpv4Stack::m_dropped),
                            "ns3::NfIpv4Stack::DroppedTracedCallback")
            .AddTraceSource("Generated",
                            "The layer answers a packet: the answer, and the packet.",
                            MakeTraceSourceAccessor(&NfIpv4Stack::m_generated),
                            "ns3::NfIpv4Stack::GeneratedTracedCallback")
            .AddTraceSource("Logged",
                            "A line of the kernel log: packet, syslog level, text.",
                            MakeTraceSourceAccessor(&NfIpv4Stack::m_logged),
                            "ns3::NfIpv4Stack::LoggedTracedCallback");
    return tid;
}

NfIpv4Stack::NfIpv4Stack()
    : m_routing(CreateObject<NfRoutingWrapper>()),
      m_input(std::make_unique<NfIpv4Input>(*this)),
      m_forward(std::make_unique<NfIpv4Forward>(*this)),
      m_output(std::make_unique<NfIpv4Output>(*this)),
      m_random(
          CreateObjectWithAttributes<UniformRandomVariable>("Stream", IntegerValue(FIRST_STREAM)))
{
}

NfIpv4Stack::~NfIpv4Stack() = default;

void
NfIpv4Stack::Attach(Ptr<Node> node)
{
    if (m_node)
    {
        Sync();
        return;
    }
    Ptr<Ipv4L3Protocol> ipv4 = node->GetObject<Ipv4L3Protocol>();
    Ptr<TrafficControlLayer> trafficControl = node->GetObject<TrafficControlLayer>();
    NS_ABORT_MSG_UNLESS(ipv4 && trafficControl,
                        "node " << node->GetId()
                                << " has no IPv4 stack: use InternetStackHelper first");
    m_node = node;
    m_random->SetStream(FIRST_STREAM + node->GetId());
    m_ipv4 = ipv4;
    m_trafficControl = trafficControl;
    m_policy.Attach(m_ipv4, &m_devices);
    m_interposition = std::make_unique<NfIpv4Interposition>(*this);
    m_node->RegisterDeviceAdditionListener(
        Callback<void, Ptr<NetDevice>>([stack = this](Ptr<NetDevice>) {
            // Before the run, DoInitialize() takes what has come: an idle layer adds no event.
            if (stack->m_node && stack->m_node->IsInitialized())
            {
                Simulator::ScheduleNow(&NfIpv4Stack::Sync, Ptr<NfIpv4Stack>(stack));
            }
        }));
    Sync();
}

void
NfIpv4Stack::Sync()
{
    if (!m_node)
    {
        return;
    }
    UintegerValue ttl;
    m_ipv4->GetAttribute("DefaultTtl", ttl);
    m_defaultTtl = ttl.Get();
    m_checksums = Node::ChecksumEnabled();
    m_interposition->Sync();
    ++m_generation;
}

void
NfIpv4Stack::DoInitialize()
{
    Sync();
    Object::DoInitialize();
}

void
NfIpv4Stack::DoDispose()
{
    m_hooks.Close();
    m_interposition.reset();
    if (m_routing)
    {
        m_routing->Dispose();
    }
    m_routing = nullptr;
    m_localDefrag = nullptr;
    m_deviceDown = nullptr;
    m_loopStates.clear();
    m_policy.Attach(nullptr, nullptr);
    m_trafficControl = nullptr;
    m_ipv4 = nullptr;
    m_node = nullptr;
    Object::DoDispose();
}

NfSendResult
NfIpv4Stack::SendDatagram(NfPacket packet)
{
    return m_output->SendDatagram(std::move(packet));
}

int64_t
NfIpv4Stack::AssignStreams(int64_t stream)
{
    m_random->SetStream(stream);
    return 1;
}

bool
NfIpv4Stack::IsIdle() const
{
    return m_hooks.IsIdle() && m_policy.IsEmpty();
}

const NfDevice*
NfIpv4Stack::FindRouteDevice(const Ipv4Route& route)
{
    Ptr<NetDevice> netDevice = route.GetOutputDevice();
    const NfDevice* device = m_devices.Find(netDevice);
    if (!device)
    {
        Sync();
        device = m_devices.Find(netDevice);
    }
    return device;
}

Ipv4Header
NfIpv4Stack::MakeHeader(const NfPacket& packet) const
{
    return NfToIpv4(packet.ip, packet.GetPayloadSize(), m_checksums);
}

void
NfIpv4Stack::Drop(NfPacket& packet, NfDropReason reason)
{
    NS_LOG_LOGIC("node " << GetNodeId() << " drops packet " << packet.GetUid() << " from "
                         << NfToString(packet.ip.source) << " to "
                         << NfToString(packet.ip.destination) << ": " << NfToString(reason));
    m_dropped(packet, reason);
    if (packet.ip.family != NfFamily::IPV4)
    {
        return;
    }
    // FlowMonitor knows no others; what a rule or a policy forbids is nearest to a route error.
    Ipv4L3Protocol::DropReason stock = Ipv4L3Protocol::DROP_ROUTE_ERROR;
    switch (reason)
    {
    case NfDropReason::NO_ROUTE:
        stock = Ipv4L3Protocol::DROP_NO_ROUTE;
        break;
    case NfDropReason::TTL_EXPIRED:
        stock = Ipv4L3Protocol::DROP_TTL_EXPIRED;
        break;
    case NfDropReason::BAD_HEADER:
        stock = Ipv4L3Protocol::DROP_BAD_CHECKSUM;
        break;
    default:
        break;
    }
    const NfDevice* device = packet.in ? packet.in : packet.out;
    Ptr<Packet> payload = packet.GetPayload();
    NfIpv4Traces::Drop(m_ipv4, MakeHeader(packet), payload, stock, device ? device->interface : 0);
}

std::optional<NfDropReason>
NfIpv4Stack::CheckMartian(Ipv4Address source, Ipv4Address destination) const
{
    constexpr uint32_t firstOctet = 24;
    auto zeronet = [](Ipv4Address a) { return a.Get() >> firstOctet == 0; };
    auto loopback = [](Ipv4Address a) { return a.Get() >> firstOctet == 127; };
    if (source.IsMulticast() || source.IsBroadcast())
    {
        return NfDropReason::MARTIAN_SOURCE;
    }
    if (destination.IsBroadcast() || (source.IsAny() && destination.IsAny()))
    {
        return std::nullopt;
    }
    if (destination.IsMulticast())
    {
        bool fromLoopback = loopback(source) && !m_routeLocalnet;
        bool fromNowhere = zeronet(source) && !destination.IsLocalMulticast();
        return fromLoopback || fromNowhere ? std::optional(NfDropReason::MARTIAN_SOURCE)
                                           : std::nullopt;
    }
    if (zeronet(source))
    {
        return NfDropReason::MARTIAN_SOURCE;
    }
    if (zeronet(destination) || (loopback(destination) && !m_routeLocalnet))
    {
        return NfDropReason::MARTIAN_DESTINATION;
    }
    if (loopback(source) && !m_routeLocalnet)
    {
        return NfDropReason::MARTIAN_SOURCE;
    }
    return std::nullopt;
}

std::optional<NfDropReason>
NfIpv4Stack::CheckAddresses(const NfPacket& packet) const
{
    // What comes back from lo, or as an own broadcast, keeps its route and is not checked.
    if (!m_checkSource || packet.in->loopback)
    {
        return std::nullopt;
    }
    Ipv4Address source = packet.ip.source.ToIpv4();
    Ipv4Address destination = packet.ip.destination.ToIpv4();
    if (std::optional<NfDropReason> martian = CheckMartian(source, destination))
    {
        return martian;
    }
    const Ipv4Address allSystems("224.0.0.1");
    if (destination.IsMulticast() && !m_receiveMulticast && destination != allSystems)
    {
        return NfDropReason::NOT_FOR_HOST;
    }
    if (source.IsAny() || destination.IsMulticast())
    {
        return std::nullopt;
    }
    bool looped = packet.packetType == NetDevice::PACKET_BROADCAST && m_loopBroadcasts;
    if (IsLocal(source) && !m_acceptLocal && !looped)
    {
        return NfDropReason::MARTIAN_SOURCE;
    }
    if (m_rpFilter != 0)
    {
        const NfDevice* reverse = FindReverseDevice(packet, false);
        if (!reverse || (m_rpFilter == 1 && reverse != packet.in))
        {
            return NfDropReason::REVERSE_PATH;
        }
    }
    return std::nullopt;
}

const NfDevice*
NfIpv4Stack::FindReverseDevice(const NfPacket& packet, bool useMark) const
{
    NfFlow flow;
    flow.source = packet.ip.destination.ToIpv4();
    flow.destination = packet.ip.source.ToIpv4();
    flow.mark = useMark ? packet.mark : 0;
    flow.tos = packet.ip.tos;
    NfSendResult result = NfSendResult::SENT;
    Ptr<Ipv4Route> route = RouteFlow(flow, packet.ip.protocol, nullptr, nullptr, result);
    return route ? m_devices.Find(route->GetOutputDevice()) : nullptr;
}

Ptr<Ipv4Route>
NfIpv4Stack::RouteFlow(const NfFlow& flow,
                       uint8_t protocol,
                       Ptr<Packet> packet,
                       Ptr<NetDevice> oif,
                       NfSendResult& result) const
{
    result = NfSendResult::SENT;
    if (!m_policy.IsEmpty() && !flow.destination.IsMulticast() && !flow.destination.IsBroadcast())
    {
        NfPolicyRouting::Result found = m_policy.Lookup(flow);
        switch (found.kind)
        {
        case NfPolicyRouting::Result::ROUTE:
            return found.route;
        case NfPolicyRouting::Result::NO_ROUTE:
            result = NfSendResult::NETUNREACH;
            return nullptr;
        case NfPolicyRouting::Result::UNREACHABLE:
            result = NfSendResult::HOSTUNREACH;
            return nullptr;
        case NfPolicyRouting::Result::PROHIBIT:
            result = NfSendResult::ACCES;
            return nullptr;
        case NfPolicyRouting::Result::BLACKHOLE:
            result = NfSendResult::INVAL;
            return nullptr;
        case NfPolicyRouting::Result::ASK_PROTOCOL:
            break;
        }
    }
    Ipv4Header header;
    header.SetSource(flow.source);
    header.SetDestination(flow.destination);
    header.SetProtocol(protocol);
    header.SetTos(flow.tos);
    Socket::SocketErrno error = Socket::ERROR_NOTERROR;
    Ptr<Ipv4Route> route = m_routing->GetInner()->RouteOutput(packet, header, oif, error);
    result = route ? NfSendResult::SENT : NfSendResult::NETUNREACH;
    return route;
}

NfIpv4Stack::OutputRoute
NfIpv4Stack::RouteOutput(const NfPacket& packet, Ptr<Packet> tagged, Ptr<NetDevice> oif)
{
    Ipv4Address source = packet.ip.source.ToIpv4();
    Ipv4Address destination = packet.ip.destination.ToIpv4();
    if (IsLocal(destination))
    {
        Ptr<Ipv4Route> route = Create<Ipv4Route>();
        route->SetSource(source.IsAny() ? destination : source);
        route->SetDestination(destination);
        route->SetGateway(Ipv4Address::GetAny());
        route->SetOutputDevice(GetLoopback()->netDevice);
        return {Create<NfIpv4RouteEntry>(route, GetLoopback())};
    }
    int32_t home = m_ipv4->GetInterfaceForAddress(source);
    if ((destination.IsBroadcast() || destination.IsMulticast()) && home >= 0)
    {
        Ptr<Ipv4Route> route = Create<Ipv4Route>();
        route->SetSource(source);
        route->SetDestination(destination);
        route->SetGateway(Ipv4Address::GetAny());
        route->SetOutputDevice(m_ipv4->GetNetDevice(home));
        return {Create<NfIpv4RouteEntry>(route, m_devices.FindInterface(home))};
    }
    NfFlow flow;
    flow.source = source;
    flow.destination = destination;
    flow.mark = packet.mark;
    flow.tos = packet.ip.tos;
    OutputRoute answer;
    Ptr<Ipv4Route> route = RouteFlow(flow, packet.ip.protocol, tagged, oif, answer.result);
    if (route)
    {
        answer.entry = Create<NfIpv4RouteEntry>(route, FindRouteDevice(*route));
    }
    return answer;
}

Ptr<Ipv4Route>
NfIpv4Stack::AnswerRouteOutput(Ptr<Packet> packet,
                               const Ipv4Header& header,
                               Ptr<NetDevice> oif,
                               Socket::SocketErrno& error)
{
    Ptr<Ipv4RoutingProtocol> inner = m_routing->GetInner();
    Ptr<Ipv4Route> route;
    Ipv4Address destination = header.GetDestination();
    if (m_policy.IsEmpty() || destination.IsMulticast() || destination.IsBroadcast() ||
        IsLocal(destination))
    {
        route = inner->RouteOutput(packet, header, oif, error);
    }
    else
    {
        NfFlow flow;
        flow.source =
            header.GetSource().IsInitialized() ? header.GetSource() : Ipv4Address::GetAny();
        flow.destination = destination;
        flow.tos = header.GetTos();
        flow.oif = oif ? m_devices.Find(oif) : nullptr;
        NfMarkTag mark;
        flow.mark = packet && packet->PeekPacketTag(mark) ? mark.GetMark() : 0;
        NfSendResult result = NfSendResult::SENT;
        route = RouteFlow(flow, header.GetProtocol(), packet, oif, result);
        error = route ? Socket::ERROR_NOTERROR : Socket::ERROR_NOROUTETOHOST;
    }
    uint8_t protocol = header.GetProtocol();
    bool mayBeRaw = protocol != 0 && protocol != NfProtocol::TCP && protocol != NfProtocol::UDP;
    const NfDevice* lo = GetLoopback();
    if (!route || !packet || !mayBeRaw || !lo || destination.IsMulticast() ||
        destination.IsBroadcast() || IsIdle() || IsLocal(destination) ||
        route->GetOutputDevice() == lo->netDevice)
    {
        return route;
    }
    // A raw socket, or ICMP: SendTransport() undoes this for ICMP.
    packet->ReplacePacketTag(*std::make_unique<NfRawOutputTag>(GetNodeId()));
    Ptr<Ipv4Route> diverted = Create<Ipv4Route>();
    diverted->SetSource(route->GetSource());
    diverted->SetDestination(destination);
    diverted->SetGateway(Ipv4Address::GetAny());
    diverted->SetOutputDevice(lo->netDevice);
    return diverted;
}

void
NfIpv4Stack::Stamp(NfPacket& packet, Ptr<Packet> payload, bool comesBack)
{
    NfStampTag stamp(m_node->GetId(), packet.serial);
    if (packet.in)
    {
        payload->AddPacketTag(stamp); // what has come in was rid of stamps
    }
    else
    {
        payload->ReplacePacketTag(stamp);
    }
    if (comesBack)
    {
        m_loopStates[packet.serial] = {packet.ct,
                                       packet.ctState,
                                       packet.ctDirection,
                                       packet.mark,
                                       packet.traced};
    }
}

bool
NfIpv4Stack::TakeLoopState(NfPacket& packet, Ptr<Packet> payload)
{
    NfStampTag stamp;
    if (!payload->GetPacketTagIterator().HasNext() || !payload->RemovePacketTag(stamp) ||
        stamp.GetNode() != m_node->GetId())
    {
        return false;
    }
    auto found = m_loopStates.find(stamp.GetSerial());
    if (found != m_loopStates.end())
    {
        packet.ct = found->second.ct;
        packet.ctState = found->second.ctState;
        packet.ctDirection = found->second.ctDirection;
        packet.mark = found->second.mark;
        packet.traced = found->second.traced;
        m_loopStates.erase(found);
    }
    return true;
}

NfHookRegistry&
NfIpv4Stack::GetHooks()
{
    return m_hooks;
}

uint32_t
NfIpv4Stack::GetNodeId() const
{
    return m_node->GetId();
}

const NfDevice*
NfIpv4Stack::GetLoopback() const
{
    return m_devices.GetLoopback();
}

NfAddressType
NfIpv4Stack::GetAddressType(const NfAddress& address, const NfDevice* device) const
{
    return m_addresses.GetType(address.ToIpv4(), device);
}

std::optional<NfAddress>
NfIpv4Stack::SelectMasqueradeAddress(const NfPacket& packet, const NfDevice* out) const
{
    const NfIpv4RouteEntry* entry = NfGetIpv4Route(packet);
    Ipv4Address nextHop = packet.ip.destination.ToIpv4();
    if (entry && !entry->route->GetGateway().IsAny())
    {
        nextHop = entry->route->GetGateway();
    }
    std::optional<NfAddress> first;
    // The addresses of lo have host scope and are never chosen.
    uint32_t candidates = out->loopback ? 0 : m_ipv4->GetNAddresses(out->interface);
    for (uint32_t i = 0; i < candidates; ++i)
    {
        Ipv4InterfaceAddress address = m_ipv4->GetAddress(out->interface, i);
        if (address.IsSecondary())
        {
            continue;
        }
        if (address.GetMask().IsMatch(address.GetLocal(), nextHop))
        {
            return NfAddress(address.GetLocal());
        }
        first = first ? first : std::optional(NfAddress(address.GetLocal()));
    }
    for (const NfDevice& device : m_devices.GetAll())
    {
        if (!first && !device.loopback)
        {
            first = GetPrimaryAddress(&device);
        }
    }
    return first;
}

std::optional<NfAddress>
NfIpv4Stack::GetPrimaryAddress(const NfDevice* device) const
{
    if (!device || m_ipv4->GetNAddresses(device->interface) == 0)
    {
        return std::nullopt;
    }
    return NfAddress(m_ipv4->GetAddress(device->interface, 0).GetLocal());
}

bool
NfIpv4Stack::Reroute(NfPacket& packet)
{
    OutputRoute answer = RouteOutput(packet, packet.GetPayload(), nullptr);
    if (!answer.entry)
    {
        return false;
    }
    packet.route = answer.entry;
    return true;
}

bool
NfIpv4Stack::CheckReversePath(const NfPacket& packet,
                              bool loose,
                              bool useMark,
                              bool acceptLocal) const
{
    if (GetAddressType(packet.ip.source, nullptr) == NfAddressType::LOCAL)
    {
        return acceptLocal || (packet.in && packet.in->loopback);
    }
    const NfDevice* reverse = FindReverseDevice(packet, useMark);
    return reverse && (loose || reverse == packet.in);
}

bool
NfIpv4Stack::SendGenerated(const NfIpHeader& header, Ptr<Packet> payload, const NfPacket* about)
{
    NfNameHeaders(header.protocol, payload);
    NfPacket packet(header, payload);
    packet.generated = true;
    packet.netns = this;
    if (about && about->ct)
    {
        packet.ct = about->ct;
        packet.ctState = NfCtState::RELATED;
        packet.ctDirection = Opposite(about->ctDirection);
    }
    OutputRoute answer = RouteOutput(packet, payload, nullptr);
    if (!answer.entry)
    {
        return false;
    }
    if (packet.ip.source.ToIpv4().IsLocalhost() && !answer.entry->out->loopback && !m_routeLocalnet)
    {
        return false; // 127/8 does not leave the node
    }
    packet.route = answer.entry;
    if (packet.ip.source.IsAny())
    {
        packet.ip.source = answer.entry->route->GetSource();
    }
    if (packet.ip.id == 0 && !packet.ip.dontFragment)
    {
        packet.ip.id = NextIpId();
    }
    if (about)
    {
        m_generated(packet, *about);
    }
    m_output->SendDatagram(std::move(packet));
    return true;
}

void
NfIpv4Stack::SendIcmpError(NfPacket& about, uint8_t type, uint8_t code, uint32_t info)
{
    NfAddressType target = GetAddressType(about.ip.destination, nullptr);
    if (NfIcmpError::IsForbidden(about) || target == NfAddressType::BROADCAST)
    {
        return;
    }
    std::vector<uint8_t> message = NfIcmpError::Build(about, type, code, info, m_checksums);
    NfIpHeader header;
    header.protocol = NfProtocol::ICMP;
    header.ttl = m_defaultTtl;
    header.tos = NfIcmpError::GetTos(about);
    header.destination = about.ip.source;
    if (IsLocal(about.ip.destination.ToIpv4()))
    {
        header.source = about.ip.destination;
    }
    SendGenerated(header, Create<Packet>(message.data(), message.size()), &about);
}

void
NfIpv4Stack::Log(const NfPacket& packet, uint8_t level, const std::string& text)
{
    NS_LOG_INFO("node " << GetNodeId() << ": " << text);
    m_logged(packet, level, text);
}

uint16_t
NfIpv4Stack::NextIpId()
{
    return ++m_ipId;
}

uint32_t
NfIpv4Stack::Random(uint32_t bound)
{
    return m_random->GetInteger(0, bound - 1);
}

} // namespace ns3
