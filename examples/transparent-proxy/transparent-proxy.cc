// SPDX-License-Identifier: GPL-2.0-only

// A proxy that neither client nor server knows of:
//
//   client ---- box ---- server
//          eth0     eth1
//
// The client connects to the server. Rules with TPROXY give the connection to a proxy on the box,
// which opens another one to the server in the client's name and copies what comes, both ways.
// Client and server see each other's addresses, as if there were no proxy. Printed are what each
// of them sees, and the rules of the box with their counters.
//
//   transparent-proxy [--bytes=100000]

#include "relay.h"

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/netfilter-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"

#include <iostream>
#include <set>

using namespace ns3;

namespace
{

constexpr uint16_t PROXY_PORT = 50080;

void
SetDefaultRoute(Ptr<Node> node, const char* gateway)
{
    Ptr<Ipv4> ipv4 = node->GetObject<Ipv4>();
    Ipv4StaticRoutingHelper().GetStaticRouting(ipv4)->SetDefaultRoute(gateway, 1);
}

/// Whom the server got something from.
std::set<Ipv4Address> g_peers;

void
NotePeer(Ptr<const Packet>, const Address& from)
{
    g_peers.insert(InetSocketAddress::ConvertFrom(from).GetIpv4());
}

} // namespace

int
main(int argc, char* argv[])
{
    uint32_t bytes = 100000;
    CommandLine cmd(__FILE__);
    cmd.AddValue("bytes", "length of the transfer", bytes);
    cmd.Parse(argc, argv);

    NodeContainer nodes;
    nodes.Create(3);
    Ptr<Node> client = nodes.Get(0);
    Ptr<Node> box = nodes.Get(1);
    Ptr<Node> server = nodes.Get(2);
    InternetStackHelper().Install(nodes);
    PointToPointHelper cable;
    cable.SetDeviceAttribute("DataRate", StringValue("10Mbps"));
    cable.SetChannelAttribute("Delay", StringValue("5ms"));
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    addresses.Assign(cable.Install(client, box));
    addresses.SetBase("192.0.2.0", "255.255.255.0");
    addresses.Assign(cable.Install(box, server));
    SetDefaultRoute(client, "10.0.0.2");
    SetDefaultRoute(server, "192.0.2.1");

    NetfilterHelper netfilter;
    netfilter.Install(box);
    for (const char* command : {
             // What belongs to a connection of the proxy is its own, in both directions.
             "-t mangle -N DIVERT",
             "-t mangle -A DIVERT -j MARK --set-mark 1",
             "-t mangle -A DIVERT -j ACCEPT",
             "-t mangle -A PREROUTING -p tcp -m socket --transparent -j DIVERT",
             // What begins a connection to a web server is given to the proxy's listener.
             "-t mangle -A PREROUTING -p tcp --dport 80 "
             "-j TPROXY --on-port 50080 --tproxy-mark 0x1/0x1",
         })
    {
        netfilter.Iptables(box, command);
    }
    // What is marked stays here, whatever its destination.
    netfilter.Ip(box, "rule add fwmark 1 lookup 100");
    netfilter.Ip(box, "route add local 0.0.0.0/0 dev lo table 100");

    Relay relay(box, PROXY_PORT);
    PacketSinkHelper sinkHelper("ns3::TcpSocketFactory",
                                InetSocketAddress(Ipv4Address::GetAny(), 80));
    Ptr<PacketSink> sink = DynamicCast<PacketSink>(sinkHelper.Install(server).Get(0));
    sink->TraceConnectWithoutContext("Rx", MakeCallback(&NotePeer));
    BulkSendHelper bulk("ns3::TcpSocketFactory", InetSocketAddress("192.0.2.2", 80));
    bulk.SetAttribute("MaxBytes", UintegerValue(bytes));
    bulk.Install(client).Start(Seconds(1));

    Simulator::Stop(Seconds(10));
    Simulator::Run();

    for (const Address& peer : relay.GetClients())
    {
        std::cout << "The proxy was asked by " << InetSocketAddress::ConvertFrom(peer).GetIpv4();
    }
    std::cout << " for " << relay.GetLastTarget() << ", and copied " << relay.GetCopied()
              << " bytes\n";
    for (const Ipv4Address& peer : g_peers)
    {
        std::cout << "The server is connected with " << peer << "\n";
    }
    std::cout << "The server received " << sink->GetTotalRx() << " of " << bytes << " bytes\n\n"
              << netfilter.List(box, "mangle");
    Simulator::Destroy();
    return 0;
}
