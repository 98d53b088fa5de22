// SPDX-License-Identifier: GPL-2.0-only

// A home with both families behind one gateway:
//
//   laptop ---- gateway ---- isp ---- (tunnel, MTU 1280) ---- server
//         eth1         eth0
//
// IPv4 is masqueraded. IPv6 is not translated: the laptop makes itself an address from the prefix
// that the gateway announces, and rules keep what the Internet begins out. The laptop uploads over
// both families.
//
// Behind the isp the path is narrower than the laptop's link. Of IPv6 no router cuts packets: the
// isp tells the laptop (ICMPv6, packet too big), which then sends smaller ones. With
// --blockTooBig the gateway drops that, as firewalls do that "block ICMP": the connection opens,
// and the upload stands still. The trace shows where the messages ended.
//
//   dual-stack [--blockTooBig] [--bytes=100000] [--trace=dual-stack.db]

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/csma-module.h"
#include "ns3/internet-apps-module.h"
#include "ns3/internet-module.h"
#include "ns3/netfilter-module.h"
#include "ns3/network-module.h"

#include <iostream>
#include <string>

using namespace ns3;

namespace
{

const char* const RULES4 = R"(
*nat
-A POSTROUTING -o eth0 -j MASQUERADE
COMMIT
*filter
:FORWARD DROP [0:0]
-A FORWARD -i eth1 -j ACCEPT
-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
COMMIT
)";

const char* const RULES6 = R"(
*filter
:INPUT DROP [0:0]
:FORWARD DROP [0:0]
-A INPUT -p ipv6-icmp -j ACCEPT
-A FORWARD -i eth1 -j ACCEPT
-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
COMMIT
)";

/// The interface that a device is.
uint32_t
InterfaceOf(const Ptr<NetDevice>& device)
{
    return device->GetNode()->GetObject<Ipv6>()->GetInterfaceForDevice(device);
}

void
SetDefaultRoutes(const Ptr<NetDevice>& device, const char* gateway4, const char* gateway6)
{
    const Ptr<Node> node = device->GetNode();
    const uint32_t interface = InterfaceOf(device);
    Ipv4StaticRoutingHelper()
        .GetStaticRouting(node->GetObject<Ipv4>())
        ->SetDefaultRoute(gateway4, interface);
    Ipv6StaticRoutingHelper()
        .GetStaticRouting(node->GetObject<Ipv6>())
        ->SetDefaultRoute(gateway6, interface);
}

void
AddAddress6(const Ptr<NetDevice>& device, const char* address)
{
    const Ptr<Ipv6> ipv6 = device->GetNode()->GetObject<Ipv6>();
    ipv6->AddAddress(InterfaceOf(device), Ipv6InterfaceAddress(address, Ipv6Prefix(64)));
}

/// Send bytes over TCP, beginning at a time.
/// @return what receives them
Ptr<PacketSink>
Upload(const Ptr<Node>& from, const Ptr<Node>& to, const Address& address, uint32_t bytes, Time at)
{
    PacketSinkHelper sink("ns3::TcpSocketFactory", address);
    BulkSendHelper client("ns3::TcpSocketFactory", address);
    client.SetAttribute("MaxBytes", UintegerValue(bytes));
    client.Install(from).Start(at);
    return DynamicCast<PacketSink>(sink.Install(to).Get(0));
}

} // namespace

int
main(int argc, char* argv[])
{
    bool blockTooBig = false;
    uint32_t bytes = 100000;
    std::string database = "dual-stack.db";
    CommandLine cmd(__FILE__);
    cmd.AddValue("blockTooBig", "the gateway drops ICMPv6 packet too big", blockTooBig);
    cmd.AddValue("bytes", "length of each upload", bytes);
    cmd.AddValue("trace", "trace database to write", database);
    cmd.Parse(argc, argv);
    // As large as Ethernet allows of IPv6: with TCP's options, a packet of 1500 bytes.
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(1428));

    NodeContainer nodes;
    nodes.Create(4);
    const Ptr<Node> laptop = nodes.Get(0);
    const Ptr<Node> gateway = nodes.Get(1);
    const Ptr<Node> isp = nodes.Get(2);
    const Ptr<Node> server = nodes.Get(3);
    const char* const names[] = {"laptop", "gateway", "isp", "server"};
    for (uint32_t i = 0; i < nodes.GetN(); ++i)
    {
        Names::Add(names[i], nodes.Get(i));
    }
    InternetStackHelper().Install(nodes);

    // A node's interfaces are eth0, eth1, ... in the order in which they get addresses.
    CsmaHelper lan;
    lan.SetChannelAttribute("DataRate", StringValue("20Mbps"));
    lan.SetChannelAttribute("Delay", StringValue("2ms"));
    const NetDeviceContainer access = lan.Install(NodeContainer(gateway, isp));
    const NetDeviceContainer home = lan.Install(NodeContainer(gateway, laptop));
    const NetDeviceContainer tunnel = lan.Install(NodeContainer(isp, server));
    for (uint32_t i = 0; i < tunnel.GetN(); ++i)
    {
        tunnel.Get(i)->SetMtu(1280);
    }
    Ipv4AddressHelper addresses4("203.0.113.0", "255.255.255.0");
    addresses4.Assign(access);
    addresses4.SetBase("192.168.1.0", "255.255.255.0");
    addresses4.Assign(home);
    addresses4.SetBase("198.51.100.0", "255.255.255.0");
    addresses4.Assign(tunnel);
    // The laptop has to make itself an address of IPv6; the others are given theirs.
    Ipv6AddressHelper addresses6;
    for (const NetDeviceContainer& link : {access, home, tunnel})
    {
        addresses6.AssignWithoutAddress(link);
    }
    AddAddress6(access.Get(0), "2001:1::1");
    AddAddress6(access.Get(1), "2001:1::2");
    AddAddress6(home.Get(0), "2001:2::1");
    AddAddress6(tunnel.Get(0), "2001:3::1");
    AddAddress6(tunnel.Get(1), "2001:3::2");
    SetDefaultRoutes(access.Get(0), "203.0.113.2", "2001:1::2");
    SetDefaultRoutes(tunnel.Get(1), "198.51.100.1", "2001:3::1");
    Ipv4StaticRoutingHelper()
        .GetStaticRouting(laptop->GetObject<Ipv4>())
        ->SetDefaultRoute("192.168.1.1", InterfaceOf(home.Get(1)));
    Ipv6StaticRoutingHelper()
        .GetStaticRouting(isp->GetObject<Ipv6>())
        ->AddNetworkRouteTo("2001:2::", Ipv6Prefix(64), "2001:1::1", InterfaceOf(access.Get(1)));
    for (const Ptr<Node>& router : {gateway, isp})
    {
        router->GetObject<Ipv6>()->SetAttribute("IpForward", BooleanValue(true));
    }
    RadvdHelper announcements;
    announcements.AddAnnouncedPrefix(InterfaceOf(home.Get(0)), "2001:2::", 64);
    announcements.Install(gateway).Start(Seconds(1));

    NetfilterHelper netfilter;
    netfilter.Install(nodes);
    netfilter.RestoreText(gateway, RULES4, "IPv4 rules");
    netfilter.RestoreText6(gateway, RULES6, "IPv6 rules");
    if (blockTooBig)
    {
        netfilter.Ip6tables(gateway,
                            "-I FORWARD -p ipv6-icmp --icmpv6-type packet-too-big -j DROP");
    }
    netfilter.AssignStreams(gateway, 1);
    NfTraceHelper trace(database);
    trace.InstallAll();

    const Ptr<PacketSink> over4 =
        Upload(laptop, server, InetSocketAddress("198.51.100.2", 80), bytes, Seconds(5));
    const Ptr<PacketSink> over6 =
        Upload(laptop, server, Inet6SocketAddress("2001:3::2", 80), bytes, Seconds(5));

    Simulator::Stop(Seconds(60));
    Simulator::Run();
    std::cout << "Bytes uploaded over IPv4: " << over4->GetTotalRx()
              << ", over IPv6: " << over6->GetTotalRx() << "\n\n"
              << netfilter.List(gateway, "filter") << "\n"
              << netfilter.List6(gateway, "filter") << "\n"
              << netfilter.Conntrack(gateway, "-L -f ipv6");
    trace.Finish();
    Simulator::Destroy();
    const bool arrived = over4->GetTotalRx() == bytes && over6->GetTotalRx() == bytes;
    return arrived != blockTooBig ? 0 : 1;
}
