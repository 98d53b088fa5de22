// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-box.h"

#include "nf-cli-command.h"
#include "nf-replay-view.h"

#include "ns3/boolean.h"
#include "ns3/global-value.h"
#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/mac48-address.h"
#include "ns3/nf-ether-type.h"
#include "ns3/nf-ip-route-list.h"
#include "ns3/nf-ipv4-convert.h"
#include "ns3/nf-ipv6-convert.h"
#include "ns3/nf-ipv6-extensions.h"
#include "ns3/nf-set-command.h"
#include "ns3/nf-socket-owners.h"
#include "ns3/nf-sysctl.h"
#include "ns3/nf-transparent-socket.h"
#include "ns3/simulator.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace ns3
{

namespace
{

const char*
NameOf(NfSendResult result)
{
    switch (result)
    {
    case NfSendResult::SENT:
        return nullptr;
    case NfSendResult::PERM:
        return "EPERM";
    case NfSendResult::NETUNREACH:
        return "ENETUNREACH";
    case NfSendResult::HOSTUNREACH:
        return "EHOSTUNREACH";
    case NfSendResult::ACCES:
        return "EACCES";
    case NfSendResult::INVAL:
        return "EINVAL";
    case NfSendResult::MSGSIZE:
        return "EMSGSIZE";
    }
    return nullptr;
}

} // namespace

NfReplayBox::NfReplayBox(const NfReplayScenario& scenario)
{
    GlobalValue::Bind("ChecksumEnabled", BooleanValue(true));
    GlobalValue::Bind("NetfilterClock", UintegerValue(scenario.date.value_or(0)));
    m_node = CreateObject<Node>();
    InternetStackHelper internet;
    internet.SetIpv6StackInstall(scenario.ipv6);
    internet.Install(m_node);
    m_netfilter = Netfilter::Install(m_node);
    m_netfilter->GetStack()->SetAttribute("LoopBroadcasts", BooleanValue(true));
    m_netfilter->GetStack()->SetAttribute("ReceiveMulticast", BooleanValue(false));
    m_netfilter->GetStack()->SetAttribute("ProtocolUnreachable", BooleanValue(true));
    m_netfilter->GetStack()->SetAttribute("IcmpRateLimit", TimeValue(Time(0)));
    if (scenario.ipv6)
    {
        m_netfilter->GetIpv6Stack()->SetAttribute("ProtocolUnreachable", BooleanValue(true));
        m_netfilter->GetIpv6Stack()->SetAttribute("IcmpRateLimit", TimeValue(Time(0)));
        m_netfilter->GetIpv6Stack()->SetAttribute("ProtocolUnreachable", BooleanValue(true));
        m_netfilter->GetIpv6Stack()->SetAttribute("StockFlowLabel", BooleanValue(false));
        m_node->GetObject<Icmpv6L4Protocol>()->SetAttribute("DAD", BooleanValue(false));
        // Linux sends redirects from link-local addresses only, which the box does not have.
        m_node->GetObject<Ipv6L3Protocol>()->SetAttribute("SendIcmpv6Redirect",
                                                          BooleanValue(false));
    }
    m_netfilter->GetConntrack()->SetAttribute("VerifyChecksums", BooleanValue(true));
    m_netfilter->AssignStreams(0);
    AddInterfaces(scenario);
    if (scenario.ipv6)
    {
        SettleIpv6(scenario);
    }
    AddRoutes(scenario);
    SetSysctls(scenario);
    Listen(scenario);
    m_netfilter->SetConntrackMode(scenario.conntrackAlways ? Netfilter::CONNTRACK_ALWAYS
                                                           : Netfilter::CONNTRACK_AUTO);
    NfSets& sets = NfSets::Of(*m_netfilter->GetStack());
    NfStatus error = NfSetCommand::Restore(sets, scenario.sets, scenario.setsName);
    if (error)
    {
        throw NfCliError(error->ToString());
    }
    Restore(NfFamily::IPV4, scenario.ruleset, scenario.rulesetName);
    Restore(NfFamily::IPV6, scenario.ruleset6, scenario.ruleset6Name);
    m_node->Initialize();
}

void
NfReplayBox::Restore(NfFamily family, const std::string& rules, const std::string& name)
{
    if (rules.empty())
    {
        return;
    }
    if (const NfStatus error = m_netfilter->GetTables(family)->Restore(rules, name))
    {
        throw NfCliError(error->ToString());
    }
}

NfReplayBox::~NfReplayBox()
{
    m_sockets.clear();
    m_devices.clear();
    m_netfilter = nullptr;
    m_node = nullptr;
    Simulator::Destroy();
}

// ns-3 gives addresses their state by events, and lets a host solicit routers then. A router does
// not, so the box is one for that long.
void
NfReplayBox::SettleIpv6(const NfReplayScenario& scenario)
{
    Simulator::Stop(Time(1));
    Simulator::Run();
    m_node->GetObject<Ipv6L3Protocol>()->SetAttribute("IpForward",
                                                      BooleanValue(scenario.forwarding));
}

void
NfReplayBox::AddInterfaces(const NfReplayScenario& scenario)
{
    Ptr<Ipv4L3Protocol> ipv4 = m_node->GetObject<Ipv4L3Protocol>();
    ipv4->SetAttribute("IpForward", BooleanValue(scenario.forwarding));
    for (const NfReplayInterface& interface : scenario.interfaces)
    {
        Ptr<NfReplayDevice> device = CreateObject<NfReplayDevice>();
        device->SetMtu(interface.mtu);
        m_node->AddDevice(device);
        m_netfilter->GetStack()->GetDevices().SetName(device, interface.name);
        const uint32_t number = ipv4->AddInterface(device);
        ipv4->SetForwarding(number, scenario.forwarding);
        AddIpv4(interface, number);
        if (scenario.ipv6)
        {
            AddIpv6(interface, device);
        }
        m_devices.emplace_back(interface.name, device);
    }
    m_netfilter->GetStack()->Sync();
}

// A second address of a network is secondary, as in Linux.
void
NfReplayBox::AddIpv4(const NfReplayInterface& interface, uint32_t number)
{
    Ptr<Ipv4L3Protocol> ipv4 = m_node->GetObject<Ipv4L3Protocol>();
    std::set<NfPrefix> networks;
    for (const NfReplayInterfaceAddress& address : interface.addresses)
    {
        if (address.host.family == NfFamily::IPV4)
        {
            const NfPrefix network = address.GetNetwork();
            Ipv4InterfaceAddress added(address.host.address.ToIpv4(), network.ToIpv4Mask());
            networks.insert(network).second ? added.SetPrimary() : added.SetSecondary();
            ipv4->AddAddress(number, added);
        }
    }
    ipv4->SetUp(number);
}

// The box has the addresses of the scenario, and not the link-local one that ns-3 makes.
void
NfReplayBox::AddIpv6(const NfReplayInterface& interface, const Ptr<NfReplayDevice>& device)
{
    constexpr uint16_t leastMtu = 1280;
    Ptr<Ipv6L3Protocol> ipv6 = m_node->GetObject<Ipv6L3Protocol>();
    device->SetAddress(Mac48Address::Allocate());
    const uint32_t number = ipv6->AddInterface(device);
    ipv6->SetForwarding(number, true);
    ipv6->SetUp(number);
    while (ipv6->GetNAddresses(number) > 0)
    {
        ipv6->RemoveAddress(number, 0);
    }
    for (const NfReplayInterfaceAddress& address : interface.addresses)
    {
        if (address.host.family != NfFamily::IPV6)
        {
            continue;
        }
        if (interface.mtu < leastMtu)
        {
            throw NfCliError(fmt::format("{}: IPv6 needs links with an MTU of {} at least",
                                         interface.name,
                                         leastMtu));
        }
        ipv6->AddAddress(
            number,
            Ipv6InterfaceAddress(NfToIpv6(address.host.address), Ipv6Prefix(address.length)));
    }
}

void
NfReplayBox::AddRoutes(const NfReplayScenario& scenario)
{
    NfPolicyRouting& routing = m_netfilter->GetStack()->GetPolicyRouting();
    NfPolicyRouting& routing6 = m_netfilter->GetIpv6Stack()->GetPolicyRouting();
    for (const NfReplayRoute& given : scenario.routes)
    {
        const bool ipv6 = given.network.GetFamily() == NfFamily::IPV6;
        NfRoute route;
        route.network = given.network;
        route.hasGateway = given.gateway.has_value();
        route.gateway = given.gateway.value_or(NfAddress());
        route.hasSource = given.source.has_value();
        route.source = given.source.value_or(NfAddress());
        route.device = given.device;
        route.metric = ipv6 && given.metric == 0 ? NF_USUAL_IPV6_METRIC : given.metric;
        route.type = given.type;
        (ipv6 ? routing6 : routing).AddRoute(given.table, route);
    }
    for (const NfRoutingRule& rule : scenario.rules)
    {
        routing.AddRule(rule);
    }
    for (const NfRoutingRule& rule : scenario.rules6)
    {
        routing6.AddRule(rule);
    }
}

void
NfReplayBox::SetSysctls(const NfReplayScenario& scenario)
{
    for (const NfReplaySysctl& sysctl : scenario.sysctls)
    {
        if (const NfStatus wrong = NfSetSysctl(m_node, sysctl.name, sysctl.value))
        {
            throw NfCliError(sysctl.place + ": " + wrong->message);
        }
    }
    m_netfilter->GetStack()->Sync();
}

void
NfReplayBox::Listen(const NfReplayScenario& scenario)
{
    for (const NfReplaySocket& listener : scenario.listen)
    {
        Ptr<Socket> socket = Socket::CreateSocket(m_node,
                                                  listener.tcp ? TcpSocketFactory::GetTypeId()
                                                               : UdpSocketFactory::GetTypeId());
        const NfReplayAddress& own = listener.address;
        const Address address =
            own.family == NfFamily::IPV6
                ? Address(Inet6SocketAddress(NfToIpv6(own.address), listener.port))
                : Address(InetSocketAddress(own.address.ToIpv4(), listener.port));
        if (socket->Bind(address) != 0)
        {
            throw NfCliError(
                fmt::format("{}: listen: port {} is taken twice", scenario.file, listener.port));
        }
        if (listener.tcp)
        {
            socket->Listen();
        }
        if (listener.transparent)
        {
            NfTransparentSocket::Set(socket);
        }
        m_sockets.push_back(socket);
    }
}

std::optional<std::string>
NfReplayBox::Inject(const std::string& interface, const std::vector<uint8_t>& bytes)
{
    constexpr uint8_t versionShift = 4;
    uint8_t version = bytes.empty() ? 0 : bytes[0] >> versionShift;
    if (version != 4 && version != 6)
    {
        return "EINVAL";
    }
    for (auto& [name, device] : m_devices)
    {
        if (name == interface)
        {
            // ns-3 asserts that a node receives in its own context.
            Simulator::ScheduleWithContext(m_node->GetId(),
                                           Time(0),
                                           &NfReplayDevice::Inject,
                                           device,
                                           bytes,
                                           version == 4 ? NfEtherType::IPV4 : NfEtherType::IPV6);
        }
    }
    return std::nullopt;
}

std::optional<std::string>
NfReplayBox::SendLocally(const NfReplayPacket& sent)
{
    const std::vector<uint8_t>& bytes = *sent.bytes;
    const auto view = NfPacketView::Read(bytes);
    if (!view || view->upper > bytes.size())
    {
        return "EINVAL";
    }
    return view->ip.family == NfFamily::IPV6 ? SendIpv6(sent) : SendIpv4(sent);
}

std::optional<std::string>
NfReplayBox::SendIpv6(const NfReplayPacket& sent)
{
    const std::vector<uint8_t>& bytes = *sent.bytes;
    const auto datagram = NfIpv6Extensions::Read(bytes.data(), bytes.size());
    const uint32_t begin = datagram->GetOffset();
    NfPacket packet(datagram->ip, Create<Packet>(bytes.data() + begin, bytes.size() - begin));
    packet.SetExtensions(datagram->extensions);
    packet.mark = sent.mark.value_or(0);
    packet.socket = m_netfilter->GetStack()->GetSocketOwners().Intern(sent.owner);
    const char* error = NameOf(m_netfilter->GetIpv6Stack()->SendIncluded(std::move(packet)));
    return error ? std::optional<std::string>(error) : std::nullopt;
}

std::optional<std::string>
NfReplayBox::SendIpv4(const NfReplayPacket& sent)
{
    const std::vector<uint8_t>& bytes = *sent.bytes;
    Ptr<Packet> payload = Create<Packet>(bytes.data(), bytes.size());
    Ipv4Header header;
    payload->RemoveHeader(header);
    NfPacket packet(NfFromIpv4(header), payload);
    packet.mark = sent.mark.value_or(0);
    packet.socket = m_netfilter->GetStack()->GetSocketOwners().Intern(sent.owner);
    if (packet.ip.id == 0 && !packet.ip.dontFragment)
    {
        packet.ip.id = m_netfilter->GetStack()->NextIpId();
    }
    const char* error = NameOf(m_netfilter->GetStack()->SendIncluded(std::move(packet)));
    return error ? std::optional<std::string>(error) : std::nullopt;
}

std::vector<NfReplayOutput>
NfReplayBox::TakeOutputs()
{
    std::vector<NfReplayOutput> outputs;
    for (auto& [name, device] : m_devices)
    {
        for (std::vector<uint8_t>& bytes : device->TakeSent())
        {
            outputs.push_back({name, std::move(bytes), std::nullopt});
        }
    }
    return outputs;
}

void
NfReplayBox::RunUntil(double time)
{
    Time wait = Seconds(time) - Simulator::Now();
    if (wait.IsStrictlyPositive())
    {
        Simulator::Stop(wait);
        Simulator::Run();
    }
}

double
NfReplayBox::Now() const
{
    return Simulator::Now().GetSeconds();
}

} // namespace ns3
