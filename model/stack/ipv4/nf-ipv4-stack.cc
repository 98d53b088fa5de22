// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-stack.h"

#include "nf-family-stack.h"
#include "nf-find-part.h"
#include "nf-ipv4-address-choice.h"
#include "nf-ipv4-delivery.h"
#include "nf-ipv4-forward.h"
#include "nf-ipv4-frames.h"
#include "nf-ipv4-input.h"
#include "nf-ipv4-interposition.h"
#include "nf-ipv4-kernel-sender.h"
#include "nf-ipv4-node.h"
#include "nf-ipv4-output-routing.h"
#include "nf-ipv4-output.h"
#include "nf-ipv4-raw-diversion.h"
#include "nf-ipv4-traces.h"
#include "nf-stamps.h"

#include "ns3/abort.h"
#include "ns3/integer.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/log.h"
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

/// The parts of the stack, in order of construction: later ones refer to earlier ones.
struct NfIpv4Stack::Parts
{
    Parts(NfIpv4Node& node, NfIpv4KernelSender::Listener generated)
        : diversion(node),
          routing(node, diversion),
          stamps(node),
          delivery(node),
          forward(node, stamps),
          input(node, routing, delivery, forward, stamps),
          output(node, routing, diversion, stamps, delivery, input),
          sender(node, routing, output, std::move(generated)),
          frames(node, input, output)
    {
    }

    NfIpv4RawDiversion diversion;
    NfIpv4OutputRouting routing;
    NfStamps stamps;
    NfIpv4Delivery delivery;
    NfIpv4Forward forward;
    NfIpv4Input input;
    NfIpv4Output output;
    NfIpv4KernelSender sender;
    NfIpv4Frames frames;
    std::optional<NfIpv4Interposition> interposition; //!< while attached to a node
};

NfIpv4Stack::NfIpv4Stack()
    : m_node(std::make_unique<NfIpv4Node>(static_cast<const NfIpv4Settings&>(*this), *this, *this)),
      m_parts(std::make_unique<Parts>(
          *m_node,
          [this](const NfPacket& packet, const NfPacket& about) { m_generated(packet, about); })),
      m_random(
          CreateObjectWithAttributes<UniformRandomVariable>("Stream", IntegerValue(FIRST_STREAM)))
{
    m_node->sync = [this] { Sync(); };
    m_node->link.GetReceptions().SetEnded([this] { ReceptionEnded(); });
    m_node->hooks.SetIdleChanged([this] { UpdateIdle(); });
    m_node->policy.SetUsed([this] { UpdateIdle(); });
}

NfIpv4Stack::~NfIpv4Stack() = default;

bool
NfIpv4Stack::CanAttach(Ptr<Node> node)
{
    return (NfFindPart<Ipv4L3Protocol>(node) || NfFindPart<Ipv6L3Protocol>(node)) &&
           NfFindPart<TrafficControlLayer>(node);
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
                                << " has no IP stack: use InternetStackHelper first");
    m_node->node = node;
    m_random->SetStream(FIRST_STREAM + node->GetId());
    m_node->link.Attach(node);
    m_node->owners.Attach(node);
    m_node->sockets.Attach(node);
    m_node->node->RegisterDeviceAdditionListener(
        Callback<void, Ptr<NetDevice>>([stack = this](Ptr<NetDevice>) {
            // Before the run, DoInitialize() takes what has come.
            if (stack->IsAttached() && !stack->m_node->IsIdle() &&
                stack->m_node->node->IsInitialized())
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
    m_node->checksums = Node::ChecksumEnabled();
    SyncIpv4();
    if (m_ipv6)
    {
        m_ipv6->Sync();
    }
    if (!m_node->IsIdle())
    {
        m_node->link.Take();
    }
    ++m_generation;
}

void
NfIpv4Stack::SyncIpv4()
{
    if (!m_node->ipv4)
    {
        m_node->ipv4 = NfFindPart<Ipv4L3Protocol>(m_node->node);
        if (!m_node->ipv4)
        {
            return;
        }
        m_parts->interposition.emplace(*m_node, m_parts->output, m_parts->routing);
    }
    UintegerValue ttl;
    m_node->ipv4->GetAttribute("DefaultTtl", ttl);
    m_node->defaultTtl = ttl.Get();
    m_node->interfaces.Update(m_node->ipv4, m_node->devices);
    m_node->addresses.Update(m_node->ipv4, m_node->interfaces);
    if (!m_node->IsIdle())
    {
        m_parts->interposition->Take();
    }
}

void
NfIpv4Stack::UpdateIdle()
{
    const bool routes = !m_node->policy.IsEmpty() || (m_ipv6 && m_ipv6->HasPolicy());
    bool idle = m_node->hooks.IsIdle() && !routes;
    const bool isChanged = m_node->IsIdle() != idle;
    m_node->link.SetIdle(idle);
    if (!isChanged || !IsAttached())
    {
        return;
    }
    idle ? ReleaseRouting() : Sync();
}

void
NfIpv4Stack::ReleaseRouting()
{
    if (m_parts->interposition)
    {
        m_parts->interposition->ReleaseRouting();
    }
    if (m_ipv6 && !m_node->link.GetReceptions().AreGoingOn())
    {
        m_ipv6->Release();
    }
}

void
NfIpv4Stack::ReceptionEnded()
{
    if (m_node->IsIdle() && IsAttached())
    {
        ReleaseRouting();
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
    m_node->link.SetIdle(true);
    m_parts->interposition.reset();
    m_node->link.Detach();
    m_parts->diversion.Stop();
    m_node->routing = nullptr;
    m_node->localDefrag = nullptr;
    m_node->deviceDown = nullptr;
    m_parts->stamps.Clear();
    m_node->owners.Attach(nullptr);
    m_node->sockets.Attach(nullptr);
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
    if (m_node->IsIdle() && IsAttached())
    {
        // Nobody tells an idle layer what has come.
        if (m_node->ipv4)
        {
            m_node->interfaces.Update(m_node->ipv4, m_node->devices);
        }
        if (m_ipv6)
        {
            m_ipv6->UpdateDevices();
        }
    }
    return m_node->devices;
}

void
NfIpv4Stack::SetIpv6(NfFamilyStack* ipv6)
{
    m_ipv6 = ipv6;
    if (m_ipv6)
    {
        m_ipv6->SetPolicyUsed([this] { UpdateIdle(); });
    }
}

NfStackNode&
NfIpv4Stack::GetShared()
{
    return *m_node;
}

NfFamilyStack*
NfIpv4Stack::FindOther(NfFamily family) const
{
    return family == NfFamily::IPV6 ? m_ipv6 : nullptr;
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
                         << NfToString(packet.ip.source, packet.ip.family) << " to "
                         << NfToString(packet.ip.destination, packet.ip.family) << ": "
                         << NfToString(reason));
    m_node->sockets.Forget(packet);
    m_dropped(packet, reason);
    if (packet.ip.family != NfFamily::IPV4)
    {
        if (NfFamilyStack* other = FindOther(packet.ip.family))
        {
            other->ReportDrop(packet, reason);
        }
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
                       device ? m_node->interfaces.NumberOf(*device) : 0);
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
NfIpv4Stack::GetAddressType(NfFamily family, const NfAddress& address, const NfDevice* device) const
{
    if (family != NfFamily::IPV4)
    {
        const NfFamilyStack* other = FindOther(family);
        return other ? other->GetAddressType(address, device) : NfAddressType::UNREACHABLE;
    }
    return m_node->addresses.GetType(address.V4(), device);
}

std::optional<NfAddress>
NfIpv4Stack::SelectMasqueradeAddress(const NfPacket& packet, const NfDevice* out) const
{
    if (packet.ip.family != NfFamily::IPV4)
    {
        const NfFamilyStack* other = FindOther(packet.ip.family);
        return other ? other->SelectMasqueradeAddress(packet, *out) : std::nullopt;
    }
    return NfSelectMasqueradeAddress(*m_node, packet, *out);
}

std::optional<NfAddress>
NfIpv4Stack::GetPrimaryAddress(NfFamily family, const NfDevice* device) const
{
    if (family != NfFamily::IPV4)
    {
        const NfFamilyStack* other = FindOther(family);
        return other && device ? other->GetPrimaryAddress(*device) : std::nullopt;
    }
    return device ? NfGetPrimaryAddress(*m_node, *device) : std::nullopt;
}

bool
NfIpv4Stack::Reroute(NfPacket& packet)
{
    if (packet.ip.family != NfFamily::IPV4)
    {
        NfFamilyStack* other = FindOther(packet.ip.family);
        return other && other->Reroute(packet);
    }
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
    if (packet.ip.family != NfFamily::IPV4)
    {
        const NfFamilyStack* other = FindOther(packet.ip.family);
        return other && other->CheckReversePath(packet, loose, useMark, acceptLocal);
    }
    const NfAddress& source = packet.ip.source;
    const NfAddressType type = GetAddressType(packet.ip.family, source, nullptr);
    // Only the broadcast address of a network has a route that says what it is.
    if (type == NfAddressType::BROADCAST && !source.IsAny() && !source.ToIpv4().IsBroadcast())
    {
        return false;
    }
    if (type == NfAddressType::LOCAL)
    {
        // The kernel's route to an address is that of the device that has it.
        return (packet.in && packet.in->loopback) ||
               (acceptLocal &&
                (loose || GetAddressType(packet.ip.family, source, packet.in) == type));
    }
    bool local = false;
    const NfDevice* reverse = m_parts->routing.FindReverseDevice(packet, useMark, &local);
    return local ? acceptLocal && loose : reverse && (loose || reverse == packet.in);
}

bool
NfIpv4Stack::SendGenerated(const NfIpHeader& header, Ptr<Packet> payload, const NfPacket* about)
{
    if (header.family != NfFamily::IPV4)
    {
        NfFamilyStack* other = FindOther(header.family);
        return other && other->SendGenerated(header, payload, about);
    }
    return m_node->kernel->SendGenerated(header, payload, about);
}

void
NfIpv4Stack::SendIcmpError(NfPacket& about, uint8_t type, uint8_t code, uint32_t info)
{
    if (about.ip.family != NfFamily::IPV4)
    {
        if (NfFamilyStack* other = FindOther(about.ip.family))
        {
            other->SendIcmpError(about, type, code, info);
        }
        return;
    }
    m_node->kernel->SendIcmpError(about, type, code, info);
}

void
NfIpv4Stack::SendCopy(NfPacket& packet, const NfAddress& gateway, std::string_view device)
{
    if (packet.ip.family == NfFamily::IPV4)
    {
        m_node->kernel->SendCopy(packet, gateway, device);
    }
    else if (NfFamilyStack* other = FindOther(packet.ip.family))
    {
        other->SendCopy(packet, gateway, device);
    }
}

std::optional<NfAddress>
NfIpv4Stack::GetBroadcastMask(const NfDevice& device, const NfAddress& address) const
{
    return NfFindBroadcastMask(*m_node, device, address);
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
