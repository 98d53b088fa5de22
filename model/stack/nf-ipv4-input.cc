// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ipv4-input.h"

#include "nf-flow-tag.h"
#include "nf-icmp-error.h"
#include "nf-ipv4-convert.h"
#include "nf-ipv4-forward.h"
#include "nf-ipv4-interposition.h"
#include "nf-ipv4-output.h"
#include "nf-ipv4-stack.h"
#include "nf-stack-tags.h"

#include "ns3/simulator.h"

#include <memory>
#include <utility>

namespace ns3
{

NfIpv4Input::NfIpv4Input(NfIpv4Stack& stack)
    : m_stack(stack)
{
    m_recorders.unicast = MakeCallback(&NfIpv4Input::RecordUnicast, this);
    m_recorders.multicast = MakeCallback(&NfIpv4Input::RecordMulticast, this);
    m_recorders.local = MakeCallback(&NfIpv4Input::RecordLocal, this);
    m_recorders.error = MakeCallback(&NfIpv4Input::RecordError, this);
}

void
NfIpv4Input::Receive(Ptr<NetDevice> device,
                     Ptr<const Packet> frame,
                     uint16_t protocol,
                     const Address& from,
                     const Address& to,
                     NetDevice::PacketType packetType)
{
    NfIpv4Interposition::ReceptionGuard guard(*m_stack.m_interposition);
    Arrival arrival{device, protocol, from, to, packetType};
    const NfDevice* in = m_stack.IsIdle() ? nullptr : m_stack.m_devices.Find(device);
    // Not on lo, which raw sockets' datagrams pass on their way out.
    bool deviceHooks =
        in && !in->loopback && !m_stack.m_hooks.IsEmpty(NfFamily::NETDEV, NfHook::INGRESS);
    bool toHooks = deviceHooks || protocol == Ipv4L3Protocol::PROT_NUMBER;
    if (!in || !toHooks)
    {
        PassUp(arrival, frame);
        return;
    }
    Context context;
    context.arrival = arrival;
    context.packet.packetType = packetType;
    context.packet.etherType = protocol;
    context.packet.in = in;
    context.packet.netns = &m_stack;
    context.packet.sourceMac = from;
    if (!deviceHooks)
    {
        ReceiveIpv4(context, frame, false);
        return;
    }
    context.packet.SetPayload(frame->Copy());
    context.packet.ip.family = NfFamily::NETDEV;
    auto changed = [this](Context& c) {
        Ptr<const Packet> after = c.packet.GetPayload();
        c.packet.etherType == Ipv4L3Protocol::PROT_NUMBER ? ReceiveIpv4(c, after, false)
                                                          : PassUp(c.arrival, after);
    };
    auto dropped = [this](Context& c) { m_stack.Drop(c.packet, NfDropReason::HOOK); };
    m_stack.m_hooks.Traverse(NfFamily::NETDEV, NfHook::INGRESS, context, changed, dropped);
}

void
NfIpv4Input::ReceiveSelf(Ptr<NetDevice> device,
                         Ptr<const Packet> packet,
                         const Address& from,
                         const Address& to,
                         NetDevice::PacketType packetType)
{
    auto receive = [this, device, packet, from, to, packetType] {
        NfIpv4Interposition::ReceptionGuard guard(*m_stack.m_interposition);
        Arrival arrival{device, Ipv4L3Protocol::PROT_NUMBER, from, to, packetType};
        if (m_stack.IsIdle())
        {
            PassUp(arrival, packet);
            return;
        }
        Context context;
        context.arrival = arrival;
        context.packet.packetType = packetType;
        context.packet.in = m_stack.GetLoopback();
        context.packet.netns = &m_stack;
        ReceiveIpv4(context, packet, true);
    };
    if (m_stack.IsIdle())
    {
        receive();
        return;
    }
    Simulator::ScheduleNow(receive);
}

void
NfIpv4Input::ReceiveLooped(NfPacket packet, const NfDevice* device)
{
    auto kept = std::make_shared<NfPacket>(std::move(packet));
    Simulator::ScheduleNow([this, kept, device] {
        Context context;
        context.packet = std::move(*kept);
        context.packet.serial = m_stack.NextSerial();
        context.packet.in = device;
        context.packet.out = nullptr;
        context.packet.packetType = NetDevice::PACKET_BROADCAST;
        context.arrival.device = device->netDevice;
        context.receivedSource = context.packet.ip.source;
        context.receivedDestination = context.packet.ip.destination;
        Prerouting(context);
    });
}

void
NfIpv4Input::PassUp(const Arrival& arrival, Ptr<const Packet> frame) const
{
    // The traffic-control layer may have handlers of others; for lo the stock stack has none.
    const NfDevice* lo = m_stack.GetLoopback();
    if (lo && lo->netDevice == arrival.device)
    {
        m_stack.m_ipv4->Receive(arrival.device,
                                frame,
                                arrival.protocol,
                                arrival.from,
                                arrival.to,
                                arrival.packetType);
        return;
    }
    m_stack.m_trafficControl->Receive(arrival.device,
                                      frame,
                                      arrival.protocol,
                                      arrival.from,
                                      arrival.to,
                                      arrival.packetType);
}

bool
NfIpv4Input::ParseHeader(Context& context, Ptr<const Packet> frame) const
{
    constexpr uint32_t minimum = 20;
    uint8_t versionAndLength = 0;
    Ipv4Header header;
    if (m_stack.m_checksums)
    {
        header.EnableChecksum();
    }
    bool valid = frame->GetSize() >= minimum && frame->CopyData(&versionAndLength, 1) == 1 &&
                 versionAndLength >> 4 == 4 && (versionAndLength & 0x0f) * 4U >= minimum &&
                 (versionAndLength & 0x0f) * 4U <= frame->GetSize();
    Ptr<Packet> payload = frame->Copy();
    if (valid)
    {
        payload->RemoveHeader(header);
        valid = header.IsChecksumOk() && header.GetPayloadSize() <= payload->GetSize();
    }
    if (!valid)
    {
        context.packet.SetPayload(payload);
        return false;
    }
    if (header.GetPayloadSize() < payload->GetSize())
    {
        payload->RemoveAtEnd(payload->GetSize() - header.GetPayloadSize());
    }
    context.packet.SetPayload(payload);
    context.packet.ip = NfFromIpv4(header);
    context.receivedSource = context.packet.ip.source;
    context.receivedDestination = context.packet.ip.destination;
    return true;
}

NetDevice::PacketType
NfIpv4Input::ClassifyFrame(const NfPacket& packet) const
{
    // A link with two ends has no destination in its frames: Linux takes all for its own. Of
    // others, a node's handlers that are not promiscuous are told nothing about it.
    if (packet.in->netDevice && packet.in->netDevice->IsPointToPoint())
    {
        return NetDevice::PACKET_HOST;
    }
    switch (m_stack.GetAddressType(packet.ip.destination, nullptr))
    {
    case NfAddressType::BROADCAST:
        return NetDevice::PACKET_BROADCAST;
    case NfAddressType::MULTICAST:
        return NetDevice::PACKET_MULTICAST;
    default:
        return NetDevice::PACKET_HOST;
    }
}

void
NfIpv4Input::ReceiveIpv4(Context& context, Ptr<const Packet> frame, bool self)
{
    NfPacket& packet = context.packet;
    if (!m_stack.m_ipv4->IsUp(packet.in->interface))
    {
        PassUp(context.arrival, frame);
        return;
    }
    m_stack.m_interposition->SyncIfRerouted();
    packet.serial = m_stack.NextSerial();
    if (!ParseHeader(context, frame))
    {
        m_stack.Drop(packet, NfDropReason::BAD_HEADER);
        return;
    }
    packet.packetType = ClassifyFrame(packet);
    Ptr<Packet> payload = packet.GetPayload();
    bool toLo = packet.in->loopback && !self;
    bool local = m_stack.IsLocal(packet.ip.destination.ToIpv4());
    NfRawOutputTag rawOutput;
    if (toLo && payload->RemovePacketTag(rawOutput) && rawOutput.GetNode() == m_stack.GetNodeId() &&
        !local)
    {
        packet.in = nullptr;
        m_stack.m_output->SendDatagram(std::move(packet));
        return;
    }
    if (toLo && !local)
    {
        Parked(context);
        return;
    }
    bool stamped = m_stack.TakeLoopState(packet, payload);
    context.frame = stamped ? nullptr : frame;
    SocketPriorityTag priority; // the sender's; each node classifies for itself
    payload->RemovePacketTag(priority);
    if ((self || toLo) && !stamped)
    {
        // A raw socket sent it to an address of the node: it has not seen OUTPUT.
        packet.in = nullptr;
        m_stack.m_output->SendDatagram(std::move(packet));
        return;
    }
    Prerouting(context);
}

void
NfIpv4Input::Prerouting(Context& context)
{
    m_stack.m_hooks.Traverse(
        NfFamily::IPV4,
        NfHook::PREROUTING,
        context,
        [this](Context& c) { AfterPrerouting(c); },
        [this](Context& c) { m_stack.Drop(c.packet, NfDropReason::HOOK); });
}

void
NfIpv4Input::AfterPrerouting(Context& context)
{
    if (std::optional<NfDropReason> reason = m_stack.CheckAddresses(context.packet))
    {
        m_stack.Drop(context.packet, *reason);
        return;
    }
    Decision decision = Route(context);
    if (decision.answers.size() == 1)
    {
        Answer& answer = decision.answers.front();
        switch (answer.kind)
        {
        case Answer::UNICAST:
            ForwardUnicast(context, answer.route);
            return;
        case Answer::LOCAL:
            Deliver(context, answer.interface);
            return;
        case Answer::MULTICAST:
            DistributeMulticast(context, decision);
            return;
        case Answer::ERROR:
            Unroutable(context, decision);
            return;
        }
    }
    if (decision.answers.empty())
    {
        if (!decision.found)
        {
            Unroutable(context, decision);
        }
        // Found, without an answer yet: an on-demand protocol keeps the packet.
        return;
    }
    DistributeMulticast(context, decision);
}

void
NfIpv4Input::Parked(Context& context)
{
    // An on-demand protocol has sent an own packet to lo, to keep it until it knows a route. This
    // is no reception: its hooks are behind it.
    Decision decision = Route(context);
    HandUp(context, [&](const NfRoutingWrapper::Callbacks& callbacks) {
        for (Answer& answer : decision.answers)
        {
            Ptr<Packet> payload = context.packet.GetPayload();
            Ipv4Header header = m_stack.MakeHeader(context.packet);
            if (answer.kind == Answer::UNICAST)
            {
                callbacks.unicast(answer.route, payload, header);
            }
            else if (answer.kind == Answer::LOCAL)
            {
                callbacks.local(payload, header, answer.interface);
            }
            else if (answer.kind == Answer::ERROR)
            {
                callbacks.error(payload, header, answer.error);
            }
        }
        return decision.found;
    });
}

NfIpv4Input::Decision
NfIpv4Input::Route(Context& context)
{
    NfPacket& packet = context.packet;
    Decision decision;
    if (!m_stack.m_policy.IsEmpty())
    {
        RouteByPolicy(packet, decision);
        if (!decision.answers.empty() || decision.found)
        {
            return decision;
        }
    }
    Ptr<const Packet> payload = packet.PeekPayload();
    if (packet.ip.destination != context.receivedDestination && payload->GetNixVector() &&
        !m_stack.IsLocal(packet.ip.destination.ToIpv4()))
    {
        RouteAnew(packet, decision);
        return decision;
    }
    decision.outer = std::exchange(m_recording, &decision);
    decision.found = m_stack.m_routing->GetInner()->RouteInput(payload,
                                                               m_stack.MakeHeader(packet),
                                                               context.arrival.device,
                                                               m_recorders.unicast,
                                                               m_recorders.multicast,
                                                               m_recorders.local,
                                                               m_recorders.error);
    m_recording = decision.outer;
    return decision;
}

void
NfIpv4Input::RouteAnew(NfPacket& packet, Decision& decision) const
{
    if (!m_stack.m_ipv4->IsForwarding(packet.in->interface))
    {
        return;
    }
    Socket::SocketErrno error = Socket::ERROR_NOTERROR;
    Answer answer{};
    answer.kind = Answer::UNICAST;
    answer.route = m_stack.m_routing->GetInner()->RouteOutput(packet.GetPayload(),
                                                              m_stack.MakeHeader(packet),
                                                              nullptr,
                                                              error);
    if (answer.route)
    {
        decision.found = true;
        decision.answers.push_back(std::move(answer));
    }
}

void
NfIpv4Input::RouteByPolicy(const NfPacket& packet, Decision& decision) const
{
    Ipv4Address destination = packet.ip.destination.ToIpv4();
    NfAddressType type = m_stack.GetAddressType(packet.ip.destination, nullptr);
    if (type != NfAddressType::UNICAST || !m_stack.m_ipv4->IsForwarding(packet.in->interface))
    {
        return;
    }
    NfFlow flow;
    flow.source = packet.ip.source.ToIpv4();
    flow.destination = destination;
    flow.mark = packet.mark;
    flow.tos = packet.ip.tos;
    flow.iif = packet.in;
    NfPolicyRouting::Result result = m_stack.m_policy.Lookup(flow);
    Answer answer{};
    answer.kind = Answer::ERROR;
    switch (result.kind)
    {
    case NfPolicyRouting::Result::ASK_PROTOCOL:
        return;
    case NfPolicyRouting::Result::ROUTE:
        answer.kind = Answer::UNICAST;
        answer.route = result.route;
        break;
    case NfPolicyRouting::Result::NO_ROUTE:
        break;
    case NfPolicyRouting::Result::UNREACHABLE:
        answer.refusal = NfDropReason::UNREACHABLE;
        break;
    case NfPolicyRouting::Result::PROHIBIT:
        answer.refusal = NfDropReason::PROHIBITED;
        break;
    case NfPolicyRouting::Result::BLACKHOLE:
        answer.refusal = NfDropReason::BLACKHOLE;
        break;
    }
    decision.found = true;
    decision.answers.push_back(std::move(answer));
}

void
NfIpv4Input::Unroutable(Context& context, const Decision& decision)
{
    NfPacket& packet = context.packet;
    if (!m_stack.m_ipv4->IsForwarding(packet.in->interface))
    {
        m_stack.Drop(packet, NfDropReason::FORWARDING_OFF);
        return;
    }
    NfDropReason reason =
        decision.answers.empty() ? NfDropReason::NO_ROUTE : decision.answers.front().refusal;
    if (reason != NfDropReason::BLACKHOLE)
    {
        uint8_t code = reason == NfDropReason::UNREACHABLE ? NfIcmpError::HOST_UNREACHABLE
                       : reason == NfDropReason::PROHIBITED
                           ? NfIcmpError::ADMINISTRATIVELY_PROHIBITED
                           : NfIcmpError::NET_UNREACHABLE;
        m_stack.SendIcmpError(packet, NfIcmpError::DESTINATION_UNREACHABLE, code, 0);
    }
    m_stack.Drop(packet, reason);
}

void
NfIpv4Input::Deliver(Context& context, uint32_t interface)
{
    if (context.packet.ip.IsFragment() && m_stack.m_localDefrag &&
        m_stack.m_localDefrag(context.packet) != NfVerdict::ACCEPT)
    {
        return;
    }
    context.frame = nullptr; // sockets get the packet as the hooks leave it
    m_stack.m_hooks.Traverse(
        NfFamily::IPV4,
        NfHook::INPUT,
        context,
        [this, interface](Context& c) {
            NfTraceNumberTag number;
            c.packet.GetPayload()->RemovePacketTag(number);
            NfPacket* outer = std::exchange(m_stack.m_delivering, &c.packet);
            HandUp(c, [&](const NfRoutingWrapper::Callbacks& callbacks) {
                Ptr<Packet> payload = c.packet.GetPayload();
                callbacks.local(payload, m_stack.MakeHeader(c.packet), interface);
                return true;
            });
            m_stack.m_delivering = outer;
        },
        [this](Context& c) { m_stack.Drop(c.packet, NfDropReason::HOOK); });
}

void
NfIpv4Input::ForwardUnicast(Context& context, Ptr<Ipv4Route> route)
{
    NfPacket& packet = context.packet;
    packet.route = Create<NfIpv4RouteEntry>(route, m_stack.FindRouteDevice(*route));
    // Of the frame, the stock stack takes no more than that it came in, and from whom.
    m_stack.m_forward->Pass(context, [this](Context& c) {
        HandUp(c, [&](const NfRoutingWrapper::Callbacks& callbacks) {
            NfPacket& passed = c.packet;
            Ptr<Packet> payload = passed.GetPayload();
            Ipv4Header header;
            bool stock = m_stack.m_forward->MakeStockHeader(passed, header);
            m_stack.Stamp(passed, payload, false);
            if (stock)
            {
                callbacks.unicast(NfGetIpv4Route(passed)->route, payload, header);
            }
            else
            {
                m_stack.m_forward->Transmit(passed);
            }
            return true;
        });
    });
}

void
NfIpv4Input::DistributeMulticast(Context& context, Decision& decision)
{
    context.frame = nullptr;

    // One pass over FORWARD and POSTROUTING for each interface, one over INPUT; what has passed is
    // handed over together, because the stock stack is to receive the packet once.
    struct Leg
    {
        Ptr<Ipv4MulticastRoute> route; //!< null: a broadcast that the routing protocol floods
        NfPacket packet;
    };

    auto legs = std::make_shared<std::vector<Leg>>();
    auto collecting = std::make_shared<bool>(true);
    auto sendLeg = [this](const NfRoutingWrapper::Callbacks& callbacks, Leg& leg) {
        Ptr<Packet> payload = leg.packet.GetPayload();
        m_stack.Stamp(leg.packet, payload, false);
        if (callbacks.unicast.IsNull())
        {
            // The stock stack has asked for no route yet, and so has not told what to call.
            m_stack.m_forward->Transmit(leg.packet);
            return;
        }
        Ipv4Header header = m_stack.MakeHeader(leg.packet);
        header.SetTtl(leg.packet.ip.ttl + 1);
        leg.route ? callbacks.multicast(leg.route, payload, header)
                  : callbacks.unicast(NfGetIpv4Route(leg.packet)->route, payload, header);
    };
    auto forward = [=](Leg& leg) {
        if (*collecting)
        {
            legs->push_back(std::move(leg));
            return;
        }
        sendLeg(m_stack.m_routing->GetCallbacks(), leg);
    };
    std::optional<uint32_t> localInterface;
    for (Answer& answer : decision.answers)
    {
        if (answer.kind == Answer::LOCAL)
        {
            localInterface = answer.interface;
        }
        if (answer.kind == Answer::UNICAST)
        {
            Leg copy{nullptr, context.packet.Clone()};
            copy.packet.route =
                Create<NfIpv4RouteEntry>(answer.route, m_stack.FindRouteDevice(*answer.route));
            // Linux would forward no broadcast; this one is the protocol's own to send on (AODV).
            copy.packet.packetType = NetDevice::PACKET_HOST;
            m_stack.m_forward->Pass(copy, forward);
        }
        if (answer.kind != Answer::MULTICAST)
        {
            continue;
        }
        for (const auto& output : answer.multicastRoute->GetOutputTtlMap())
        {
            const NfDevice* device = m_stack.m_devices.FindInterface(output.first);
            Ptr<Ipv4Route> route = Create<Ipv4Route>();
            route->SetOutputDevice(device->netDevice);
            route->SetGateway(Ipv4Address::GetAny());
            Leg copy{nullptr, context.packet.Clone()};
            copy.packet.route = Create<NfIpv4RouteEntry>(route, device);
            Ptr<Ipv4MulticastRoute> only = Create<Ipv4MulticastRoute>();
            only->SetGroup(answer.multicastRoute->GetGroup());
            only->SetOrigin(answer.multicastRoute->GetOrigin());
            only->SetParent(answer.multicastRoute->GetParent());
            only->SetOutputTtl(output.first, output.second);
            copy.route = only;
            m_stack.m_forward->Pass(copy, forward);
        }
    }
    *collecting = false;
    auto handUp = [this, legs, sendLeg](Context& c, std::optional<uint32_t> interface) {
        HandUp(c, [&](const NfRoutingWrapper::Callbacks& callbacks) {
            for (Leg& leg : *legs)
            {
                sendLeg(callbacks, leg);
            }
            legs->clear();
            if (interface)
            {
                Ptr<Packet> payload = c.packet.GetPayload();
                callbacks.local(payload, m_stack.MakeHeader(c.packet), *interface);
            }
            return true;
        });
    };
    auto forwardOnly = [this, legs, sendLeg] {
        for (Leg& leg : *legs)
        {
            sendLeg(m_stack.m_routing->GetCallbacks(), leg);
        }
    };
    if (!localInterface)
    {
        if (!legs->empty())
        {
            handUp(context, std::nullopt);
        }
        return;
    }
    if (context.packet.ip.IsFragment() && m_stack.m_localDefrag &&
        m_stack.m_localDefrag(context.packet) != NfVerdict::ACCEPT)
    {
        forwardOnly();
        return;
    }
    m_stack.m_hooks.Traverse(
        NfFamily::IPV4,
        NfHook::INPUT,
        context,
        [handUp, localInterface](Context& c) { handUp(c, localInterface); },
        [this, forwardOnly](Context& c) {
            m_stack.Drop(c.packet, NfDropReason::HOOK);
            forwardOnly();
        });
}

void
NfIpv4Input::HandUp(Context& context, const NfRoutingWrapper::Replay& replay)
{
    NfPacket& packet = context.packet;
    if (packet.ip.source != context.receivedSource ||
        packet.ip.destination != context.receivedDestination)
    {
        NfRewriteFlowTag(packet.GetPayload(),
                         context.receivedSource,
                         context.receivedDestination,
                         packet.ip.source,
                         packet.ip.destination);
    }
    Ptr<const Packet> frame = context.frame;
    if (!frame)
    {
        Ptr<Packet> rebuilt = packet.GetPayload()->Copy();
        rebuilt->AddHeader(m_stack.MakeHeader(packet));
        frame = rebuilt;
    }
    m_stack.m_routing->SetReplay(&replay);
    PassUp(context.arrival, frame);
    m_stack.m_routing->SetReplay(nullptr);
}

void
NfIpv4Input::Record(Answer answer, Ptr<const Packet> packet, const Ipv4Header& header)
{
    if (m_recording)
    {
        m_recording->answers.push_back(std::move(answer));
        return;
    }
    // An on-demand protocol has found a route for a packet that it had kept.
    const NfRoutingWrapper::Callbacks& callbacks = m_stack.m_routing->GetCallbacks();
    switch (answer.kind)
    {
    case Answer::UNICAST:
        callbacks.unicast(answer.route, packet, header);
        break;
    case Answer::MULTICAST:
        callbacks.multicast(answer.multicastRoute, packet, header);
        break;
    case Answer::LOCAL:
        callbacks.local(packet, header, answer.interface);
        break;
    case Answer::ERROR:
        callbacks.error(packet, header, answer.error);
        break;
    }
}

void
NfIpv4Input::RecordUnicast(Ptr<Ipv4Route> route, Ptr<const Packet> packet, const Ipv4Header& header)
{
    Answer answer{};
    answer.kind = Answer::UNICAST;
    answer.route = route;
    Record(std::move(answer), packet, header);
}

void
NfIpv4Input::RecordMulticast(Ptr<Ipv4MulticastRoute> route,
                             Ptr<const Packet> packet,
                             const Ipv4Header& header)
{
    Answer answer{};
    answer.kind = Answer::MULTICAST;
    answer.multicastRoute = route;
    Record(std::move(answer), packet, header);
}

void
NfIpv4Input::RecordLocal(Ptr<const Packet> packet, const Ipv4Header& header, uint32_t interface)
{
    Answer answer{};
    answer.kind = Answer::LOCAL;
    answer.interface = interface;
    Record(std::move(answer), packet, header);
}

void
NfIpv4Input::RecordError(Ptr<const Packet> packet,
                         const Ipv4Header& header,
                         Socket::SocketErrno error)
{
    Answer answer{};
    answer.kind = Answer::ERROR;
    answer.error = error;
    Record(std::move(answer), packet, header);
}

} // namespace ns3
