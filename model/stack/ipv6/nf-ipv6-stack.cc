// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv6-stack.h"

#include "nf-find-part.h"
#include "nf-ipv6-convert.h"
#include "nf-ipv6-delivery.h"
#include "nf-ipv6-forward.h"
#include "nf-ipv6-frames.h"
#include "nf-ipv6-input.h"
#include "nf-ipv6-interposition.h"
#include "nf-ipv6-kernel-sender.h"
#include "nf-ipv6-node.h"
#include "nf-ipv6-output-routing.h"
#include "nf-ipv6-output.h"
#include "nf-ipv6-raw-diversion.h"
#include "nf-ipv6-source-choice.h"
#include "nf-ipv6-traces.h"
#include "nf-stamps.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/nstime.h"
#include "ns3/uinteger.h"

#include <optional>
#include <utility>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(NfIpv6Stack);

/// The parts of the stack, in order of construction: later ones refer to earlier ones.
struct NfIpv6Stack::Parts
{
    Parts(NfIpv6Node& node, NfIpv6KernelSender::Listener generated)
        : diversion(node),
          routing(node, diversion),
          stamps(node.shared),
          delivery(node),
          forward(node, stamps),
          input(node, routing, delivery, forward, stamps),
          output(node, routing, diversion, stamps, delivery),
          sender(node, routing, output, std::move(generated)),
          frames(node, input, output)
    {
    }

    NfIpv6RawDiversion diversion;
    NfIpv6OutputRouting routing;
    NfStamps stamps;
    NfIpv6Delivery delivery;
    NfIpv6Forward forward;
    NfIpv6Input input;
    NfIpv6Output output;
    NfIpv6KernelSender sender;
    NfIpv6Frames frames;
    std::optional<NfIpv6Interposition> interposition; //!< while attached to a node
};

TypeId
NfIpv6Stack::GetTypeId()
{
    Time NfIpv6Stack::*rateLimitMember = &NfIpv6Stack::icmpRateLimit;
    bool NfIpv6Stack::*checkMember = &NfIpv6Stack::checkAddresses;
    bool NfIpv6Stack::*unknownMember = &NfIpv6Stack::protocolUnreachable;
    bool NfIpv6Stack::*labelMember = &NfIpv6Stack::stockFlowLabel;
    bool NfIpv6Stack::*tooBigMember = &NfIpv6Stack::icmpRateTooBig;
    static TypeId tid =
        TypeId("ns3::NfIpv6Stack")
            .SetParent<Object>()
            .SetGroupName("Netfilter")
            .AddConstructor<NfIpv6Stack>()
            .AddAttribute("CheckAddresses",
                          "Drop before PREROUTING what has addresses that cannot be on a link, as "
                          "Linux does.",
                          BooleanValue(true),
                          MakeBooleanAccessor(checkMember),
                          MakeBooleanChecker())
            .AddAttribute("ProtocolUnreachable",
                          "Answer packets of a protocol that the node does not know, as Linux does "
                          "if no raw socket takes them. ns-3 does not tell whether one has.",
                          BooleanValue(false),
                          MakeBooleanAccessor(unknownMember),
                          MakeBooleanChecker())
            .AddAttribute("StockFlowLabel",
                          "What the node's transports send has the flow label that ns-3 gives it, "
                          "1; otherwise 0, as of Linux with the sysctl auto_flowlabels 0.",
                          BooleanValue(true),
                          MakeBooleanAccessor(labelMember),
                          MakeBooleanChecker())
            .AddAttribute("IcmpRateLimit",
                          "A host gets six ICMPv6 errors at once and then one in this time (sysctl "
                          "net.ipv6.icmp.ratelimit), or in less, see NfIcmpv6Limit; 0: as many as "
                          "there are.",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(rateLimitMember),
                          MakeTimeChecker(Time(0)))
            .AddAttribute("IcmpRateTooBig",
                          "IcmpRateLimit holds for \"packet too big\", too (sysctl "
                          "net.ipv6.icmp.ratemask).",
                          BooleanValue(false),
                          MakeBooleanAccessor(tooBigMember),
                          MakeBooleanChecker());
    return tid;
}

NfIpv6Stack::NfIpv6Stack() = default;

NfIpv6Stack::~NfIpv6Stack() = default;

void
NfIpv6Stack::Join(NfStackNode& shared,
                  std::function<void(const NfPacket&, const NfPacket&)> generated)
{
    NS_ABORT_MSG_IF(m_node, "an NfIpv6Stack has one node");
    m_node = std::make_unique<NfIpv6Node>(static_cast<const NfIpv6Settings&>(*this), shared);
    m_parts = std::make_unique<Parts>(*m_node, std::move(generated));
}

bool
NfIpv6Stack::IsAttached() const
{
    return m_node && m_node->ipv6;
}

NfSendResult
NfIpv6Stack::SendDatagram(NfPacket packet)
{
    return m_parts->output.SendDatagram(std::move(packet));
}

NfSendResult
NfIpv6Stack::SendIncluded(NfPacket packet)
{
    return m_parts->output.SendIncluded(std::move(packet));
}

void
NfIpv6Stack::Sync()
{
    if (!m_node->ipv6)
    {
        m_node->ipv6 = NfFindPart<Ipv6L3Protocol>(m_node->shared.node);
        if (!m_node->ipv6)
        {
            return;
        }
        m_parts->interposition.emplace(*m_node, m_parts->output, m_parts->routing);
    }
    UintegerValue value;
    m_node->ipv6->GetAttribute("DefaultTtl", value);
    m_node->defaultHopLimit = value.Get();
    m_node->ipv6->GetAttribute("DefaultTclass", value);
    m_node->defaultTrafficClass = value.Get();
    UpdateDevices();
    m_node->addresses.Update(m_node->ipv6, m_node->interfaces);
    if (!m_node->IsIdle())
    {
        m_parts->interposition->Take();
    }
}

void
NfIpv6Stack::Release()
{
    if (m_parts->interposition)
    {
        m_parts->interposition->Release();
    }
}

void
NfIpv6Stack::UpdateDevices()
{
    if (m_node->ipv6)
    {
        m_node->interfaces.Update(m_node->ipv6, m_node->shared.devices);
    }
}

NfPolicyRouting&
NfIpv6Stack::GetPolicyRouting()
{
    return m_node->policy;
}

bool
NfIpv6Stack::HasPolicy() const
{
    return m_node && !m_node->policy.IsEmpty();
}

void
NfIpv6Stack::SetPolicyUsed(std::function<void()> used)
{
    m_node->policy.SetUsed(std::move(used));
}

void
NfIpv6Stack::DoDispose()
{
    if (m_node)
    {
        m_node->policy.SetUsed(nullptr);
        m_parts->interposition.reset();
        m_parts->diversion.Stop();
        m_node->routing = nullptr;
        m_parts->stamps.Clear();
        m_node->addresses = NfIpv6AddressBook(); // it points to interfaces of ipv6
        m_node->ipv6 = nullptr;
    }
    Object::DoDispose();
}

void
NfIpv6Stack::ReportDrop(NfPacket& packet, NfDropReason reason)
{
    if (!m_node->ipv6)
    {
        return;
    }
    // FlowMonitor knows no others; what a rule forbids is nearest to a route error.
    Ipv6L3Protocol::DropReason stock = Ipv6L3Protocol::DROP_ROUTE_ERROR;
    switch (reason)
    {
    case NfDropReason::NO_ROUTE:
        stock = Ipv6L3Protocol::DROP_NO_ROUTE;
        break;
    case NfDropReason::TTL_EXPIRED:
        stock = Ipv6L3Protocol::DROP_TTL_EXPIRED;
        break;
    case NfDropReason::BAD_HEADER:
    case NfDropReason::BAD_SEGMENT:
    case NfDropReason::BAD_CHECKSUM:
        stock = Ipv6L3Protocol::DROP_MALFORMED_HEADER;
        break;
    default:
        break;
    }
    const NfDevice* device = packet.in ? packet.in : packet.out;
    NfIpv6Traces::Drop(m_node->ipv6,
                       NfMakeIpv6Header(packet),
                       NfGetBehindIpv6Header(packet),
                       stock,
                       device ? m_node->interfaces.NumberOf(*device) : 0);
}

NfAddressType
NfIpv6Stack::GetAddressType(const NfAddress& address, const NfDevice* device) const
{
    const NfAddressType type = m_node->addresses.GetType(address, device);
    const bool isOwn = type != NfAddressType::UNICAST && type != NfAddressType::UNSPEC;
    if (isOwn || m_node->addresses.IsLocal(address))
    {
        return type;
    }
    const NfAddressType byRules = m_parts->routing.GetTypeByRules(address, device);
    return byRules == NfAddressType::UNICAST ? type : byRules;
}

std::optional<NfAddress>
NfIpv6Stack::SelectMasqueradeAddress(const NfPacket& packet, const NfDevice& out) const
{
    return NfChooseIpv6Source(*m_node, packet.ip.destination, &out);
}

std::optional<NfAddress>
NfIpv6Stack::GetPrimaryAddress(const NfDevice& device) const
{
    return NfGetPrimaryIpv6Address(*m_node, device);
}

bool
NfIpv6Stack::Reroute(NfPacket& packet)
{
    // As Linux, the way out stays the same only for what is on one link.
    const NfDevice* link = NfIpv6Address::NeedsLink(packet.ip.destination) ? packet.out : nullptr;
    NfIpv6OutputRouting::Answer answer = m_parts->routing.Route(packet, link);
    if (!answer.entry)
    {
        m_parts->output.NoteRefusal(answer.result);
        return false;
    }
    packet.route = answer.entry;
    return true;
}

bool
NfIpv6Stack::CheckReversePath(const NfPacket& packet,
                              bool loose,
                              bool useMark,
                              bool acceptLocal) const
{
    if (m_node->addresses.IsAnycast(packet.ip.source))
    {
        return false;
    }
    if (m_node->addresses.IsLocal(packet.ip.source))
    {
        return acceptLocal || (packet.in && packet.in->loopback);
    }
    bool local = false;
    const NfDevice* reverse = m_parts->routing.FindReverseDevice(packet, useMark, local);
    return local ? acceptLocal : reverse && (loose || reverse == packet.in);
}

bool
NfIpv6Stack::SendGenerated(const NfIpHeader& header, Ptr<Packet> payload, const NfPacket* about)
{
    return m_node->kernel->SendGenerated(header, payload, about);
}

void
NfIpv6Stack::SendCopy(NfPacket& packet, const NfAddress& gateway, std::string_view device)
{
    m_node->kernel->SendCopy(packet, gateway, device);
}

void
NfIpv6Stack::SendIcmpError(NfPacket& about, uint8_t type, uint8_t code, uint32_t info)
{
    m_node->kernel->SendIcmpError(about, type, code, info);
}

} // namespace ns3
