// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-stack.h"

#include "nf-icmp-error.h"
#include "nf-ipv4-forward.h"
#include "nf-ipv4-input.h"
#include "nf-ipv4-interposition.h"
#include "nf-ipv4-node.h"
#include "nf-ipv4-output-routing.h"
#include "nf-ipv4-output.h"
#include "nf-ipv4-stamps.h"
#include "nf-ipv4-traces.h"
#include "nf-named-headers.h"
#include "nf-raw-diversion.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/integer.h"
#include "ns3/log.h"
#include "ns3/loopback-net-device.h"
#include "ns3/simulator.h"
#include "ns3/traffic-control-layer.h"
#include "ns3/uinteger.h"

#include <utility>

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
    static TypeId tid = MakeTypeId();
    return tid;
}

TypeId
NfIpv4Stack::MakeTypeId()
{
    TypeId tid("ns3::NfIpv4Stack");
    tid.SetParent<Object>()
        .SetGroupName("Netfilter")
        .AddConstructor<NfIpv4Stack>()
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
    auto addSwitch =
        [&tid](const char* name, const char* help, bool value, bool NfIpv4Stack::*member) {
            tid.AddAttribute(name,
                             help,
                             BooleanValue(value),
                             MakeBooleanAccessor(member),
                             MakeBooleanChecker());
        };
    addSwitch("RouteLocalnet",
              "Accept 127/8 from and to the outside (sysctl route_localnet).",
              false,
              &NfIpv4Stack::routeLocalnet);
    addSwitch("AcceptLocal",
              "Accept packets from outside with a source address of this node (sysctl "
              "accept_local).",
              false,
              &NfIpv4Stack::acceptLocal);
    addSwitch("SrcValidMark",
              "The reverse path of a packet is looked up with its mark (sysctl src_valid_mark).",
              false,
              &NfIpv4Stack::srcValidMark);
    addSwitch("CheckAddresses",
              "Drop martians and apply RpFilter after PREROUTING, as Linux does.",
              true,
              &NfIpv4Stack::checkAddresses);
    addSwitch("LoopBroadcasts",
              "Let the node receive its own broadcasts, as Linux does and ns-3 does not. Routing "
              "protocols of ns-3 do not expect to hear themselves.",
              false,
              &NfIpv4Stack::loopBroadcasts);
    addSwitch("ReceiveMulticast",
              "Receive multicast to every group, as ns-3 does, which knows no membership. Linux "
              "receives 224.0.0.1 and what a socket has joined.",
              true,
              &NfIpv4Stack::receiveMulticast);
    addSwitch("ProtocolUnreachable",
              "Answer packets of a protocol that the node does not know, as Linux does if no raw "
              "socket takes them. ns-3 does not tell whether one has.",
              false,
              &NfIpv4Stack::protocolUnreachable);
    uint8_t NfIpv4Stack::*rpFilterMember = &NfIpv4Stack::rpFilter;
    tid.AddAttribute("RpFilter",
                     "Reverse path filter (sysctl rp_filter): 0 off, 1 strict, 2 loose.",
                     UintegerValue(0),
                     MakeUintegerAccessor(rpFilterMember),
                     MakeUintegerChecker<uint8_t>(0, 2));
    return tid;
}

/// The ways of packets, and what they share, in order of construction: later ones refer to earlier.
struct NfIpv4Stack::Parts
{
    Parts(NfIpv4Stack& stack, NfIpv4Node& node)
        : diversion(node),
          routing(stack, node, diversion),
          stamps(node),
          forward(stack, node, stamps),
          input(stack, node, routing, forward, stamps),
          output(stack, node, routing, diversion, stamps, input)
    {
    }

    NfRawDiversion diversion;
    NfIpv4OutputRouting routing;
    NfIpv4Stamps stamps;
    NfIpv4Forward forward;
    NfIpv4Input input;
    NfIpv4Output output;
    std::optional<NfIpv4Interposition> interposition; //!< while attached to a node
};

NfIpv4Stack::NfIpv4Stack()
    : m_node(std::make_unique<NfIpv4Node>(static_cast<const NfIpv4Settings&>(*this))),
      m_parts(std::make_unique<Parts>(*this, *m_node)),
      m_random(
          CreateObjectWithAttributes<UniformRandomVariable>("Stream", IntegerValue(FIRST_STREAM)))
{
    m_node->hooks.SetIdleChanged([this] { UpdateIdle(); });
    m_node->policy.SetUsed([this] { UpdateIdle(); });
}

NfIpv4Stack::~NfIpv4Stack() = default;

bool
NfIpv4Stack::CanAttach(Ptr<Node> node)
{
    return node->GetObject<Ipv4L3Protocol>() && node->GetObject<TrafficControlLayer>();
}

void
NfIpv4Stack::Attach(Ptr<Node> node)
{
    if (IsAttached() || m_disposed)
    {
        Sync();
        return;
    }
    NS_ABORT_MSG_UNLESS(CanAttach(node),
                        "node " << node->GetId()
                                << " has no IPv4 stack: use InternetStackHelper first");
    m_node->node = node;
    m_random->SetStream(FIRST_STREAM + node->GetId());
    m_node->ipv4 = node->GetObject<Ipv4L3Protocol>();
    m_node->trafficControl = node->GetObject<TrafficControlLayer>();
    m_node->policy.Attach(m_node->ipv4, &m_node->devices, &m_node->addresses);
    m_node->owners.Attach(node);
    m_parts->interposition.emplace(*this,
                                   *m_node,
                                   m_parts->input,
                                   m_parts->output,
                                   m_parts->routing);
    m_node->node->RegisterDeviceAdditionListener(
        Callback<void, Ptr<NetDevice>>([stack = this](Ptr<NetDevice>) {
            // Before the run, DoInitialize() takes what has come.
            if (stack->IsAttached() && !stack->m_node->idle && stack->m_node->node->IsInitialized())
            {
                Simulator::ScheduleNow(&NfIpv4Stack::Sync, Ptr<NfIpv4Stack>(stack));
            }
        }));
    Sync();
}

void
NfIpv4Stack::Sync()
{
    if (!IsAttached())
    {
        return;
    }
    UintegerValue ttl;
    m_node->ipv4->GetAttribute("DefaultTtl", ttl);
    m_node->defaultTtl = ttl.Get();
    m_node->checksums = Node::ChecksumEnabled();
    m_node->devices.Update(m_node->ipv4);
    m_node->addresses.Update(m_node->ipv4, m_node->devices);
    if (!m_node->idle)
    {
        m_parts->interposition->Take();
    }
    ++m_generation;
}

void
NfIpv4Stack::UpdateIdle()
{
    bool idle = m_node->hooks.IsIdle() && m_node->policy.IsEmpty();
    if (std::exchange(m_node->idle, idle) == idle || !IsAttached())
    {
        return;
    }
    idle ? m_parts->interposition->ReleaseRouting() : Sync();
}

void
NfIpv4Stack::ReceptionEnded()
{
    if (m_node->idle && IsAttached())
    {
        m_parts->interposition->ReleaseRouting();
    }
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
    m_disposed = true;
    m_node->hooks.Close();
    m_node->hooks.SetIdleChanged(nullptr);
    m_node->policy.SetUsed(nullptr);
    m_node->idle = true;
    m_parts->interposition.reset();
    m_parts->diversion.Stop();
    m_node->routing = nullptr;
    m_node->localDefrag = nullptr;
    m_node->deviceDown = nullptr;
    m_parts->stamps.Clear();
    m_node->policy.Attach(nullptr, nullptr, nullptr);
    m_node->owners.Attach(nullptr);
    m_node->trafficControl = nullptr;
    m_node->ipv4 = nullptr;
    m_node->node = nullptr;
    Object::DoDispose();
}

bool
NfIpv4Stack::IsAttached() const
{
    return bool(m_node->node);
}

NfDeviceTable&
NfIpv4Stack::GetDevices()
{
    if (m_node->idle && IsAttached())
    {
        m_node->devices.Update(m_node->ipv4); // nobody tells an idle layer what has come
    }
    return m_node->devices;
}

const NfDevice*
NfIpv4Stack::FindRouteDevice(const Ipv4Route& route)
{
    Ptr<NetDevice> netDevice = route.GetOutputDevice();
    const NfDevice* device = m_node->devices.Find(netDevice);
    if (!device)
    {
        Sync();
        device = m_node->devices.Find(netDevice);
    }
    return device;
}

NfPolicyRouting&
NfIpv4Stack::GetPolicyRouting()
{
    return m_node->policy;
}

NfSocketOwners&
NfIpv4Stack::GetSocketOwners()
{
    return m_node->owners;
}

void
NfIpv4Stack::SetLocalDefrag(std::function<NfVerdict(NfPacket&)> defrag)
{
    m_node->localDefrag = std::move(defrag);
}

void
NfIpv4Stack::SetDeviceDownCallback(std::function<void(const NfDevice&)> callback)
{
    m_node->deviceDown = std::move(callback);
}

NfSendResult
NfIpv4Stack::SendDatagram(NfPacket packet)
{
    return m_parts->output.SendDatagram(std::move(packet));
}

NfSendResult
NfIpv4Stack::SendIncluded(NfPacket packet)
{
    return m_parts->output.SendIncluded(std::move(packet));
}

int64_t
NfIpv4Stack::AssignStreams(int64_t stream)
{
    m_random->SetStream(stream);
    return 1;
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
    case NfDropReason::BAD_SEGMENT:
    case NfDropReason::BAD_CHECKSUM:
        stock = Ipv4L3Protocol::DROP_BAD_CHECKSUM;
        break;
    default:
        break;
    }
    const NfDevice* device = packet.in ? packet.in : packet.out;
    Ptr<Packet> payload = packet.GetPayload();
    NfIpv4Traces::Drop(m_node->ipv4,
                       m_node->MakeHeader(packet),
                       payload,
                       stock,
                       device ? device->interface : 0);
}

NfHookRegistry&
NfIpv4Stack::GetHooks()
{
    return m_node->hooks;
}

uint32_t
NfIpv4Stack::GetNodeId() const
{
    return m_node->node->GetId();
}

const NfDevice*
NfIpv4Stack::GetLoopback() const
{
    return m_node->devices.GetLoopback();
}

NfAddressType
NfIpv4Stack::GetAddressType(const NfAddress& address, const NfDevice* device) const
{
    return m_node->addresses.GetType(address.V4(), device);
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
    uint32_t candidates = out->loopback ? 0 : m_node->ipv4->GetNAddresses(out->interface);
    for (uint32_t i = 0; i < candidates; ++i)
    {
        Ipv4InterfaceAddress address = m_node->ipv4->GetAddress(out->interface, i);
        if (address.IsSecondary() || address.GetLocal().IsAny())
        {
            continue;
        }
        if (address.GetMask().IsMatch(address.GetLocal(), nextHop))
        {
            return NfAddress(address.GetLocal());
        }
        first = first ? first : std::optional(NfAddress(address.GetLocal()));
    }
    for (const NfDevice& device : m_node->devices.GetAll())
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
    for (uint32_t i = 0; device && i < m_node->ipv4->GetNAddresses(device->interface); ++i)
    {
        Ipv4Address address = m_node->ipv4->GetAddress(device->interface, i).GetLocal();
        if (!address.IsAny())
        {
            return NfAddress(address);
        }
    }
    return std::nullopt;
}

bool
NfIpv4Stack::Reroute(NfPacket& packet)
{
    NfIpv4OutputRouting::Answer answer = m_parts->routing.Route(packet);
    if (!answer.entry)
    {
        m_parts->output.NoteRefusal(answer.result);
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
    const NfDevice* reverse = m_parts->routing.FindReverseDevice(packet, useMark);
    return reverse && (loose || reverse == packet.in);
}

bool
NfIpv4Stack::SendGenerated(const NfIpHeader& header, Ptr<Packet> payload, const NfPacket* about)
{
    NfNameHeaders(header.protocol, payload);
    NfPacket packet(header, payload);
    packet.generated = true;
    packet.netns = this;
    // Errors, and resets where nobody listens, go out through sockets of the kernel. A reset about
    // a packet is a rule's, and needs none.
    bool fromSocket = header.protocol == NfProtocol::ICMP || !about;
    packet.socket = fromSocket ? &NF_KERNEL_SOCKET : nullptr;
    if (about && about->ct)
    {
        packet.ct = about->ct;
        packet.ctState = NfCtState::RELATED;
        packet.ctDirection = Opposite(about->ctDirection);
    }
    else if (about && about->ctState == NfCtState::UNTRACKED)
    {
        // Linux copies the label without a connection: rules of the table raw cannot say NOTRACK
        // any more, and connection tracking judges the packet afresh.
        packet.ctState = NfCtState::RELATED;
    }
    NfIpv4OutputRouting::Answer answer = m_parts->routing.Route(packet);
    if (!answer.entry)
    {
        return false;
    }
    if (packet.ip.source.ToIpv4().IsLocalhost() && !answer.entry->out->loopback && !routeLocalnet)
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
    SendDatagram(std::move(packet));
    return true;
}

void
NfIpv4Stack::SendIcmpError(NfPacket& about, uint8_t type, uint8_t code, uint32_t info)
{
    SendIcmpError(about, type, code, info, UINT16_MAX);
}

void
NfIpv4Stack::SendIcmpError(NfPacket& about,
                           uint8_t type,
                           uint8_t code,
                           uint32_t info,
                           uint32_t limit)
{
    NfAddressType target = GetAddressType(about.ip.destination, nullptr);
    if (NfIcmpError::IsForbidden(about) || target == NfAddressType::BROADCAST)
    {
        return;
    }
    // What only a table other than local delivers here cannot be answered from its address.
    if (about.hook == NfHook::INPUT && target == NfAddressType::UNICAST)
    {
        return;
    }
    std::vector<uint8_t> message =
        NfIcmpError::Build(about, type, code, info, m_node->checksums, limit);
    NfIpHeader header;
    header.protocol = NfProtocol::ICMP;
    header.ttl = m_node->defaultTtl;
    header.tos = NfIcmpError::GetTos(about);
    header.destination = about.ip.source;
    if (m_node->IsLocal(about.ip.destination))
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
