// SPDX-License-Identifier: GPL-2.0-only

// Three zones behind two routers:
//
//   internet ---- edge ---- DMZ: web server
//    (inet)      eth0|eth1
//                   eth2
//                    |
//                 lan router ---- LAN: two clients
//
// The edge router masquerades, forwards port 80 to the web server and drops by default; rules
// are in the *.rules files beside this one. Some of the traffic below must pass, some must not.
// What became of it is printed, and everything that packets met is in the trace database:
//
//   three-zone [--trace=three-zone.db] [--rules=directory] [--stop=20s] [--RngRun=1]

#include "traffic.h"

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/csma-module.h"
#include "ns3/internet-apps-module.h"
#include "ns3/internet-module.h"
#include "ns3/netfilter-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"

#include <initializer_list>
#include <iostream>

using namespace ns3;

namespace
{

/// @return the nodes of these names
NodeContainer
Nodes(std::initializer_list<const char*> names)
{
    NodeContainer nodes;
    for (const char* name : names)
    {
        nodes.Add(name);
    }
    return nodes;
}

/// Connect nodes by a cable or a switch, and give them addresses of a subnet in order.
void
Connect(const NodeContainer& nodes, const char* network, const char* mask, const char* first)
{
    NetDeviceContainer devices;
    if (nodes.GetN() == 2)
    {
        PointToPointHelper cable;
        cable.SetDeviceAttribute("DataRate", StringValue("10Mbps"));
        cable.SetChannelAttribute("Delay", StringValue("5ms"));
        devices = cable.Install(nodes);
    }
    else
    {
        CsmaHelper lan;
        lan.SetChannelAttribute("DataRate", StringValue("100Mbps"));
        lan.SetChannelAttribute("Delay", StringValue("10us"));
        devices = lan.Install(nodes);
    }
    Ipv4AddressHelper addresses;
    addresses.SetBase(network, mask, first);
    addresses.Assign(devices);
}

/// Give a node a default route.
/// @param gateway the next hop
/// @param interface number, lo is 0
void
SetDefaultRoute(const char* node, const char* gateway, uint32_t interface = 1)
{
    Ptr<Ipv4> ipv4 = Names::Find<Node>(node)->GetObject<Ipv4>();
    Ipv4StaticRoutingHelper().GetStaticRouting(ipv4)->SetDefaultRoute(gateway, interface);
}

} // namespace

int
main(int argc, char* argv[])
{
    std::string trace = "three-zone.db";
    std::string rules = NF_EXAMPLES_DIR "/three-zone";
    Time stop = Seconds(20);
    CommandLine cmd(__FILE__);
    cmd.AddValue("trace", "trace database to write; empty: none", trace);
    cmd.AddValue("rules", "directory with edge.rules, lan.rules and web.rules", rules);
    cmd.AddValue("stop", "when to stop", stop);
    cmd.Parse(argc, argv);

    NodeContainer nodes;
    nodes.Create(6);
    const char* names[] = {"inet", "edge", "web", "lan", "client1", "client2"};
    for (uint32_t i = 0; i < nodes.GetN(); ++i)
    {
        Names::Add(names[i], nodes.Get(i));
    }
    InternetStackHelper().Install(nodes);
    Connect(Nodes({"inet", "edge"}), "203.0.113.0", "255.255.255.0", "0.0.0.1");
    Connect(Nodes({"edge", "web"}), "192.168.10.0", "255.255.255.0", "0.0.0.79");
    Connect(Nodes({"edge", "lan"}), "10.0.0.0", "255.255.255.252", "0.0.0.1");
    Connect(Nodes({"lan", "client1", "client2"}), "10.1.0.0", "255.255.255.0", "0.0.0.1");

    SetDefaultRoute("web", "192.168.10.79");
    SetDefaultRoute("lan", "10.0.0.1");
    SetDefaultRoute("client1", "10.1.0.1");
    SetDefaultRoute("client2", "10.1.0.1");
    Ipv4StaticRoutingHelper()
        .GetStaticRouting(Names::Find<Node>("edge")->GetObject<Ipv4>())
        ->AddNetworkRouteTo("10.1.0.0", "255.255.255.0", "10.0.0.2", 3);
    // The host on the Internet also tries what no provider would carry.
    SetDefaultRoute("inet", "203.0.113.2");

    NetfilterHelper netfilter;
    netfilter.Install(nodes);
    netfilter.Restore("edge", rules + "/edge.rules");
    netfilter.Restore("lan", rules + "/lan.rules");
    netfilter.Restore("web", rules + "/web.rules");
    netfilter.AssignStreams(nodes, 1);

    NfDropReport drops;
    drops.Install(nodes);
    NfTraceHelper tracer(trace.empty() ? "unused" : trace);
    if (!trace.empty())
    {
        tracer.Install(nodes);
    }

    Traffic traffic;
    traffic.Bulk("client1", "inet", "203.0.113.1", 80, 500000, "LAN to a web site, masqueraded");
    traffic.Bulk("inet",
                 "web",
                 "203.0.113.2",
                 80,
                 200000,
                 "Internet to the web server, port 80",
                 8080);
    traffic.Bulk("client2", "web", "192.168.10.80", 8443, 100000, "LAN to the web server");
    traffic.Datagrams("client2", "inet", "203.0.113.1", 53, 20, "LAN to a name server");
    traffic.Ping("client1", "203.0.113.1", 10, "LAN pings the Internet");
    traffic.Ping("inet", "203.0.113.2", 10, "Internet pings the edge router");
    traffic
        .Bulk("inet", "edge", "203.0.113.2", 22, 1000, "Internet to ssh on the edge (forbidden)");
    traffic.Bulk("client1", "inet", "203.0.113.1", 23, 1000, "LAN to telnet outside (forbidden)");
    traffic.Bulk("web", "client1", "10.1.0.2", 445, 1000, "DMZ to the LAN (forbidden)");
    traffic.Datagrams("inet", "client2", "10.1.0.3", 9, 5, "Internet to the LAN (forbidden)");

    Simulator::Stop(stop);
    Simulator::Run();
    std::cout << "Delivered:\n";
    traffic.Print(std::cout);
    std::cout << "\nDropped: " << drops.GetTotal() << " packets\n";
    drops.Print(std::cout);
    if (!trace.empty())
    {
        tracer.Finish();
        std::cout << "\nTrace: " << trace << " (run " << tracer.GetSession()->GetRun()
                  << "); try: nfsim trace " << trace << " summary\n";
    }
    Simulator::Destroy();
    return 0;
}
