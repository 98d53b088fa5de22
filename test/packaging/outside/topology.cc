// SPDX-License-Identifier: GPL-2.0-only
//
// Somebody's own script: two hosts, a router between them that refuses UDP port 9 and nothing else.

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/netfilter-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"

#include <iostream>

using namespace ns3;

namespace
{

Ptr<PacketSink>
Stream(Ptr<Node> from, Ptr<Node> to, Ipv4Address address, uint16_t port)
{
    PacketSinkHelper sink("ns3::UdpSocketFactory", InetSocketAddress(Ipv4Address::GetAny(), port));
    auto sinks = sink.Install(to);
    UdpClientHelper client(address, port);
    client.SetAttribute("MaxPackets", UintegerValue(5));
    client.SetAttribute("Interval", TimeValue(MilliSeconds(100)));
    client.SetAttribute("PacketSize", UintegerValue(100));
    client.Install(from).Start(Seconds(1));
    return DynamicCast<PacketSink>(sinks.Get(0));
}

} // namespace

int
main()
{
    NodeContainer nodes(3);
    PointToPointHelper link;
    auto left = link.Install(nodes.Get(0), nodes.Get(1));
    auto right = link.Install(nodes.Get(1), nodes.Get(2));
    InternetStackHelper().Install(nodes);

    NetfilterHelper netfilter;
    netfilter.Install(nodes.Get(1));

    Ipv4AddressHelper("10.1.1.0", "255.255.255.0").Assign(left);
    auto server = Ipv4AddressHelper("10.1.2.0", "255.255.255.0").Assign(right).GetAddress(1);
    Ipv4GlobalRoutingHelper::PopulateRoutingTables();
    netfilter.Iptables(nodes.Get(1), "-A FORWARD -p udp -m udp --dport 9 -j DROP");

    auto blocked = Stream(nodes.Get(0), nodes.Get(2), server, 9);
    auto allowed = Stream(nodes.Get(0), nodes.Get(2), server, 10);
    Simulator::Stop(Seconds(3));
    Simulator::Run();
    std::cout << "blocked: " << blocked->GetTotalRx() / 100
              << " of 5, allowed: " << allowed->GetTotalRx() / 100 << " of 5\n";
    Simulator::Destroy();
    return 0;
}
