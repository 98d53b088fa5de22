// SPDX-License-Identifier: GPL-2.0-only

// A home network behind a gateway that has one public address:
//
//   laptop --+
//            +-- gateway ---- internet
//   server --+  eth1  eth0
//
// The gateway masquerades what leaves through eth0 and forwards its port 8080 to the server. Both
// hosts choose the same source port, the first that ns-3 gives: the second connection gets another
// one on the way. Printed are the gateway's rules with their counters, and the connections with
// their mappings.
//
//   nat-gateway [--bytes=100000]

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/csma-module.h"
#include "ns3/internet-module.h"
#include "ns3/netfilter-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"

#include <iostream>

using namespace ns3;

namespace
{

/// Send bytes over TCP, beginning after so many seconds.
void
Send(double begin, Ptr<Node> from, const Address& to, uint32_t bytes)
{
    BulkSendHelper client("ns3::TcpSocketFactory", to);
    client.SetAttribute("MaxBytes", UintegerValue(bytes));
    client.Install(from).Start(Seconds(begin));
}

/// Let a node accept TCP on a port.
/// @return what receives
Ptr<PacketSink>
Listen(Ptr<Node> node, uint16_t port)
{
    InetSocketAddress any(Ipv4Address::GetAny(), port);
    return DynamicCast<PacketSink>(
        PacketSinkHelper("ns3::TcpSocketFactory", any).Install(node).Get(0));
}

void
SetDefaultRoute(Ptr<Node> node, const char* gateway)
{
    Ptr<Ipv4> ipv4 = node->GetObject<Ipv4>();
    Ipv4StaticRoutingHelper().GetStaticRouting(ipv4)->SetDefaultRoute(gateway, 1);
}

} // namespace

int
main(int argc, char* argv[])
{
    uint32_t bytes = 100000;
    CommandLine cmd(__FILE__);
    cmd.AddValue("bytes", "length of each transfer", bytes);
    cmd.Parse(argc, argv);

    NodeContainer nodes;
    nodes.Create(4);
    Ptr<Node> internet = nodes.Get(0);
    Ptr<Node> gateway = nodes.Get(1);
    Ptr<Node> laptop = nodes.Get(2);
    Ptr<Node> server = nodes.Get(3);
    InternetStackHelper().Install(nodes);

    // A node's interfaces are eth0, eth1, ... in the order in which they get addresses.
    PointToPointHelper cable;
    cable.SetDeviceAttribute("DataRate", StringValue("10Mbps"));
    cable.SetChannelAttribute("Delay", StringValue("5ms"));
    Ipv4AddressHelper addresses("203.0.113.0", "255.255.255.0");
    addresses.Assign(cable.Install(internet, gateway));
    CsmaHelper lan;
    addresses.SetBase("192.168.1.0", "255.255.255.0");
    addresses.Assign(lan.Install(NodeContainer(gateway, laptop, server)));
    SetDefaultRoute(laptop, "192.168.1.1");
    SetDefaultRoute(server, "192.168.1.1");

    NetfilterHelper netfilter;
    netfilter.Install(gateway);
    for (const char* command : {
             // What comes from inside may leave, answers may come in; all else is dropped.
             "-P FORWARD DROP",
             "-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
             "-A FORWARD -i eth1 -o eth0 -j ACCEPT",
             "-A FORWARD -i eth0 -m conntrack --ctstate DNAT -j ACCEPT",
             // All hosts inside share the gateway's address.
             "-t nat -A POSTROUTING -o eth0 -j MASQUERADE",
             // The server's port 80 is reachable at the gateway's port 8080.
             "-t nat -A PREROUTING -i eth0 -p tcp --dport 8080 "
             "-j DNAT --to-destination 192.168.1.3:80",
         })
    {
        netfilter.Iptables(gateway, command);
    }
    netfilter.AssignStreams(gateway, 1);

    Ptr<PacketSink> site = Listen(internet, 443);
    Ptr<PacketSink> forwarded = Listen(server, 80);
    Send(1, laptop, InetSocketAddress("203.0.113.1", 443), bytes);
    Send(1.5, server, InetSocketAddress("203.0.113.1", 443), bytes);
    Send(2, internet, InetSocketAddress("203.0.113.2", 8080), bytes);
    // Nobody on the Internet can address a host inside, even if it had a route.
    SetDefaultRoute(internet, "203.0.113.2");
    Ptr<PacketSink> unreachable = Listen(laptop, 22);
    Send(2, internet, InetSocketAddress("192.168.1.2", 22), bytes);

    Simulator::Stop(Seconds(10));
    Simulator::Run();

    std::cout << "Bytes received from inside: " << site->GetTotalRx()
              << ", through the forwarded port: " << forwarded->GetTotalRx()
              << ", past the gateway: " << unreachable->GetTotalRx() << "\n\n"
              << netfilter.List(gateway, "nat") << netfilter.List(gateway, "filter")
              << "Connections:\n";
    for (const auto& connection : NetfilterHelper::Get(gateway)->GetConntrack()->GetConnections())
    {
        const auto& [original, reply] = connection->tuples;
        std::cout << "  " << original.ToString() << ", answered as " << reply.ToString() << "\n";
    }
    Simulator::Destroy();
    return 0;
}
