// SPDX-License-Identifier: GPL-2.0-only

#include "test-ipv6-net.h"

#include "ns3/csma-helper.h"
#include "ns3/icmpv6-header.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv6-interface.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-raw-socket-factory.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

namespace ns3
{

namespace
{

constexpr uint32_t INET_HOOKS = 5;

std::string
NameOf(uint8_t type)
{
    switch (type)
    {
    case 1:
        return "unreachable";
    case 2:
        return "too-big";
    case 3:
        return "time-exceeded";
    case 4:
        return "parameter-problem";
    case 128:
        return "echo";
    case 129:
        return "reply";
    case 133:
        return "rs";
    case 134:
        return "ra";
    case 135:
        return "ns";
    case 136:
        return "na";
    default:
        return "icmp" + std::to_string(type);
    }
}

} // namespace

TestIpv6Net::TestIpv6Net(uint32_t count, const Options& options)
{
    nodes.Create(count);
    InternetStackHelper internet;
    internet.SetIpv4StackInstall(options.ipv4);
    if (options.routing)
    {
        internet.SetRoutingHelper(*options.routing);
    }
    internet.Install(nodes);
    for (uint32_t link = 0; link + 1 < count; ++link)
    {
        Connect(link, options);
    }
    for (uint32_t i = 0; i < count && !options.routing; ++i)
    {
        Route(i);
    }
    for (uint32_t i = 0; options.layer && i < count; ++i)
    {
        Netfilter::Install(At(i));
    }
}

TestIpv6Net::~TestIpv6Net()
{
    Simulator::Destroy();
}

Ipv6Address
TestIpv6Net::Address(uint32_t link, uint32_t side)
{
    return Ipv6Address(
        ("2001:" + std::to_string(link + 1) + "::" + std::to_string(side + 1)).c_str());
}

Ipv6Address
TestIpv6Net::LinkLocal(uint32_t link, uint32_t side) const
{
    return At(link + side)
        ->GetObject<Ipv6L3Protocol>()
        ->GetInterface(Interface(link, side))
        ->GetLinkLocalAddress()
        .GetAddress();
}

uint32_t
TestIpv6Net::Interface(uint32_t link, uint32_t side) const
{
    return At(link + side)->GetObject<Ipv6>()->GetInterfaceForDevice(devices[link].Get(side));
}

void
TestIpv6Net::Connect(uint32_t link, const Options& options)
{
    NodeContainer ends(At(link), At(link + 1));
    const bool isCsma = link % 2 == 0;
    CsmaHelper csma;
    csma.SetChannelAttribute("DataRate", StringValue("100Mbps"));
    csma.SetChannelAttribute("Delay", StringValue("10us"));
    PointToPointHelper wire;
    wire.SetDeviceAttribute("DataRate", StringValue("100Mbps"));
    wire.SetChannelAttribute("Delay", StringValue("10us"));
    devices.push_back(isCsma ? csma.Install(ends) : wire.Install(ends));
    for (uint32_t side = 0; side < 2; ++side)
    {
        Ptr<NetDevice> device = devices.back().Get(side);
        if (link < options.mtus.size())
        {
            device->SetMtu(options.mtus[link]);
        }
        Ptr<Ipv6> ipv6 = At(link + side)->GetObject<Ipv6>();
        const uint32_t interface = ipv6->AddInterface(device);
        ipv6->AddAddress(interface, Ipv6InterfaceAddress(Address(link, side), Ipv6Prefix(64)));
        ipv6->SetUp(interface);
        const bool isInner = link + side > 0 && link + side + 1 < nodes.GetN();
        ipv6->SetForwarding(interface, isInner);
    }
    if (options.ipv4)
    {
        const std::string network = "10.0." + std::to_string(link) + ".0";
        Ipv4AddressHelper(network.c_str(), "255.255.255.0").Assign(devices.back());
    }
}

void
TestIpv6Net::Route(uint32_t i)
{
    Ptr<Ipv6StaticRouting> routes =
        Ipv6StaticRoutingHelper().GetStaticRouting(At(i)->GetObject<Ipv6>());
    for (uint32_t link = 0; link + 1 < nodes.GetN(); ++link)
    {
        if (link + 1 < i)
        {
            routes->AddNetworkRouteTo(Address(link, 0),
                                      Ipv6Prefix(64),
                                      Address(i - 1, 0),
                                      Interface(i - 1, 1));
        }
        else if (link > i)
        {
            routes->AddNetworkRouteTo(Address(link, 0),
                                      Ipv6Prefix(64),
                                      Address(i, 1),
                                      Interface(i, 0));
        }
    }
}

std::string
TestIpv6Net::KindOf(const NfPacket& packet)
{
    switch (packet.ip.protocol)
    {
    case NfProtocol::UDP:
        return "udp";
    case NfProtocol::TCP:
        return "tcp";
    case NfProtocol::ICMPV6: {
        const uint8_t* icmp = packet.L4(1);
        return icmp ? NameOf(icmp[0]) : "no icmp";
    }
    default:
        return std::to_string(packet.ip.protocol);
    }
}

void
TestIpv6Net::CountHooks()
{
    for (uint32_t i = 0; i < nodes.GetN(); ++i)
    {
        for (uint32_t h = 0; h < INET_HOOKS; ++h)
        {
            const auto hook = static_cast<NfHook>(h);
            Layer(i)->GetHooks().Register(NfFamily::IPV6,
                                          hook,
                                          NfPriority::FILTER,
                                          [this, i, hook](NfPacket& packet) {
                                              ++m_counts[{i, KindOf(packet)}][hook];
                                              auto action = m_actions.find({i, hook});
                                              return action == m_actions.end()
                                                         ? NfVerdict::ACCEPT
                                                         : action->second(packet);
                                          });
        }
    }
}

void
TestIpv6Net::OnHook(uint32_t i, NfHook hook, NfHookRegistry::Callback action)
{
    m_actions[{i, hook}] = std::move(action);
}

std::string
TestIpv6Net::Counts(uint32_t i, const std::string& kind) const
{
    std::string text;
    for (uint32_t h = 0; h < INET_HOOKS; ++h)
    {
        uint64_t count = 0;
        auto found = m_counts.find({i, kind});
        if (found != m_counts.end())
        {
            auto hook = found->second.find(static_cast<NfHook>(h));
            count = hook == found->second.end() ? 0 : hook->second;
        }
        text += (h ? "/" : "") + std::to_string(count);
    }
    return text;
}

void
TestIpv6Net::Run(double seconds)
{
    Simulator::Stop(Seconds(seconds));
    Simulator::Run();
}

void
TestIpv6Net::Schedule(double seconds, uint32_t i, std::function<void()> what)
{
    Simulator::ScheduleWithContext(At(i)->GetId(), Seconds(seconds), what);
}

TestIpv6Udp::TestIpv6Udp(Ptr<Node> from, Ptr<Node> to, uint16_t port, bool echo)
    : sender(Socket::CreateSocket(from, UdpSocketFactory::GetTypeId())),
      m_echo(echo)
{
    sender->Bind6();
    sender->SetRecvCallback(Callback<void, Ptr<Socket>>([this](Ptr<Socket> socket) {
        while (socket->Recv())
        {
            ++echoed;
        }
    }));
    if (!to)
    {
        return;
    }
    receiver = Socket::CreateSocket(to, UdpSocketFactory::GetTypeId());
    receiver->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), port));
    receiver->SetRecvCallback(Callback<void, Ptr<Socket>>([this](Ptr<Socket> socket) {
        Address sent;
        while (Ptr<Packet> packet = socket->RecvFrom(sent))
        {
            ++received;
            lastSize = packet->GetSize();
            lastSource = Inet6SocketAddress::ConvertFrom(sent).GetIpv6();
            if (m_echo)
            {
                socket->SendTo(Create<Packet>(packet->GetSize()), 0, sent);
            }
        }
    }));
}

TestIpv6Udp::~TestIpv6Udp()
{
    for (const Ptr<Socket>& socket : {sender, receiver})
    {
        if (socket)
        {
            socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
        }
    }
}

void
TestIpv6Udp::Send(double seconds, Ipv6Address to, uint16_t port, uint32_t size)
{
    Simulator::ScheduleWithContext(
        sender->GetNode()->GetId(),
        Seconds(seconds),
        [this, to, port, size] {
            sender->SendTo(Create<Packet>(size), 0, Inet6SocketAddress(to, port));
        });
}

TestIpv6Ping::TestIpv6Ping(Ptr<Node> node)
    : socket(Socket::CreateSocket(node, Ipv6RawSocketFactory::GetTypeId()))
{
    socket->SetAttribute("Protocol", UintegerValue(NfProtocol::ICMPV6));
    socket->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), 0));
    socket->SetRecvCallback(Callback<void, Ptr<Socket>>([this](Ptr<Socket> ear) {
        Address sent;
        while (Ptr<Packet> packet = ear->RecvFrom(sent))
        {
            Ipv6Header header;
            packet->RemoveHeader(header);
            std::vector<uint8_t> bytes(packet->GetSize());
            packet->CopyData(bytes.data(), bytes.size());
            const std::string name = NameOf(bytes.empty() ? 0 : bytes[0]);
            ++heard[name];
            last[name] = bytes;
            from[name] = header.GetSource();
        }
    }));
}

TestIpv6Ping::~TestIpv6Ping()
{
    socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
}

void
TestIpv6Ping::Send(double seconds, Ipv6Address to, uint32_t size)
{
    Simulator::ScheduleWithContext(socket->GetNode()->GetId(), Seconds(seconds), [this, to, size] {
        Ptr<Packet> packet = Create<Packet>(size);
        Icmpv6Echo header(true);
        header.SetId(7);
        packet->AddHeader(header);
        socket->SendTo(packet, 0, Inet6SocketAddress(to, 0));
    });
}

} // namespace ns3
