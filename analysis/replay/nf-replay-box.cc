// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-box.h"

#include "nf-cli-command.h"

#include "ns3/boolean.h"
#include "ns3/global-value.h"
#include "ns3/inet-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/nf-ether-type.h"
#include "ns3/nf-ipv4-convert.h"
#include "ns3/nf-set-command.h"
#include "ns3/nf-socket-owners.h"
#include "ns3/nf-sysctl.h"
#include "ns3/simulator.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr uint32_t MIN_HEADER = 20;

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
    internet.SetIpv6StackInstall(false);
    internet.Install(m_node);
    m_netfilter = Netfilter::Install(m_node);
    m_netfilter->GetStack()->SetAttribute("LoopBroadcasts", BooleanValue(true));
    m_netfilter->GetStack()->SetAttribute("ReceiveMulticast", BooleanValue(false));
    m_netfilter->GetStack()->SetAttribute("ProtocolUnreachable", BooleanValue(true));
    m_netfilter->GetStack()->SetAttribute("IcmpRateLimit", TimeValue(Time(0)));
    m_netfilter->GetConntrack()->SetAttribute("VerifyChecksums", BooleanValue(true));
    m_netfilter->AssignStreams(0);
    AddInterfaces(scenario);
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
    error = m_netfilter->GetTables()->Restore(scenario.ruleset, scenario.rulesetName);
    if (error && !scenario.ruleset.empty())
    {
        throw NfCliError(error->ToString());
    }
    m_node->Initialize();
}

NfReplayBox::~NfReplayBox()
{
    m_sockets.clear();
    m_devices.clear();
    m_netfilter = nullptr;
    m_node = nullptr;
    Simulator::Destroy();
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
        uint32_t number = ipv4->AddInterface(device);
        for (const Ipv4InterfaceAddress& address : interface.addresses)
        {
            ipv4->AddAddress(number, address);
        }
        ipv4->SetForwarding(number, scenario.forwarding);
        ipv4->SetUp(number);
        m_devices.emplace_back(interface.name, device);
    }
    m_netfilter->GetStack()->Sync();
}

void
NfReplayBox::AddRoutes(const NfReplayScenario& scenario)
{
    NfPolicyRouting& routing = m_netfilter->GetStack()->GetPolicyRouting();
    for (const NfReplayRoute& route : scenario.routes)
    {
        routing.AddRoute(route.table, route.route);
    }
    for (const NfRoutingRule& rule : scenario.rules)
    {
        routing.AddRule(rule);
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
        if (socket->Bind(InetSocketAddress(listener.address, listener.port)) != 0)
        {
            throw NfCliError(
                fmt::format("{}: listen: port {} is taken twice", scenario.file, listener.port));
        }
        if (listener.tcp)
        {
            socket->Listen();
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
            device->Inject(bytes, version == 4 ? NfEtherType::IPV4 : NfEtherType::IPV6);
        }
    }
    return std::nullopt;
}

std::optional<std::string>
NfReplayBox::SendLocally(const NfReplayPacket& sent)
{
    const std::vector<uint8_t>& bytes = *sent.bytes;
    constexpr uint8_t lengthMask = 0x0f;
    uint32_t headerSize = bytes.empty() ? 0 : (bytes[0] & lengthMask) * 4U;
    if (bytes.size() < MIN_HEADER || headerSize < MIN_HEADER || headerSize > bytes.size())
    {
        return "EINVAL";
    }
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
