// SPDX-License-Identifier: GPL-2.0-only

// The cost of the layer per packet: a chain of five nodes (four hops), UDP datagrams of 500 bytes
// from one end to the other. test/benchmark/layer-cost.sh counts its instructions under callgrind
// for two numbers of packets, so that the difference is what packets cost, without set-up.
//
//   layer-cost MODE PACKETS     MODE: stock, idle, rules, masquerade, traced

#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/netfilter-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"

#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string>

using namespace ns3;

namespace
{

/// Five tables and thirty rules, of which the packets match the last ones only.
std::string
MakeRules(bool masquerade)
{
    std::ostringstream text;
    text << "*raw\n-A PREROUTING -i lo -j ACCEPT\nCOMMIT\n"
            "*mangle\n-A PREROUTING -p tcp -m tcp --dport 22 -j MARK --set-xmark 0x1/0xffffffff\n"
            "-A FORWARD -p icmp -j DSCP --set-dscp 0x08\nCOMMIT\n";
    if (masquerade)
    {
        text << "*nat\n-A POSTROUTING -o eth1 -j MASQUERADE\nCOMMIT\n";
    }
    text << "*filter\n:FORWARD DROP [0:0]\n";
    for (int port = 1; port <= 20; ++port)
    {
        text << "-A FORWARD -p tcp -m tcp --dport " << port << " -j DROP\n";
    }
    for (int host = 1; host <= 5; ++host)
    {
        text << "-A FORWARD -s 192.0.2." << host << "/32 -j DROP\n";
    }
    text << "-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n"
            "-A FORWARD -m conntrack --ctstate NEW -p udp -m udp --dport 9 -j ACCEPT\nCOMMIT\n"
            "*security\n-A FORWARD -p icmp -j ACCEPT\nCOMMIT\n";
    return text.str();
}

/// Sends datagrams at a steady rate.
struct Source
{
    Ptr<Socket> socket;
    Address destination;
    uint32_t left;

    void Send()
    {
        socket->SendTo(Create<Packet>(500), 0, destination);
        if (--left > 0)
        {
            Simulator::Schedule(MicroSeconds(2), &Source::Send, this);
        }
    }
};

} // namespace

int
main(int argc, char* argv[])
{
    if (argc != 3)
    {
        std::cerr << "usage: layer-cost stock|idle|rules|masquerade|traced PACKETS\n";
        return 2;
    }
    std::string mode = argv[1];
    constexpr uint32_t n = 5;
    NodeContainer nodes;
    nodes.Create(n);
    InternetStackHelper internet;
    internet.SetIpv6StackInstall(false);
    internet.Install(nodes);
    PointToPointHelper link;
    link.SetDeviceAttribute("DataRate", StringValue("10Gbps"));
    link.SetChannelAttribute("Delay", StringValue("10us"));
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    Ipv4InterfaceContainer last;
    for (uint32_t i = 0; i + 1 < n; ++i)
    {
        last = addresses.Assign(link.Install(nodes.Get(i), nodes.Get(i + 1)));
        addresses.NewNetwork();
    }
    Ipv4GlobalRoutingHelper::PopulateRoutingTables();
    NetfilterHelper netfilter;
    NfTraceHelper trace("layer-cost.db");
    if (mode != "stock")
    {
        netfilter.Install(nodes);
    }
    if (mode == "rules" || mode == "masquerade" || mode == "traced")
    {
        netfilter.RestoreText(nodes, MakeRules(false));
        netfilter.Set("Conntrack", StringValue("always"));
        netfilter.Install(nodes);
    }
    if (mode == "masquerade")
    {
        netfilter.RestoreText(nodes.Get(2), MakeRules(true));
    }
    if (mode == "traced")
    {
        trace.Install(nodes);
    }
    Ptr<Socket> sink = Socket::CreateSocket(nodes.Get(n - 1), UdpSocketFactory::GetTypeId());
    sink->Bind(InetSocketAddress(Ipv4Address::GetAny(), 9));
    uint64_t received = 0;
    sink->SetRecvCallback(Callback<void, Ptr<Socket>>([&](Ptr<Socket> socket) {
        while (socket->Recv())
        {
            ++received;
        }
    }));
    Source source{Socket::CreateSocket(nodes.Get(0), UdpSocketFactory::GetTypeId()),
                  InetSocketAddress(last.GetAddress(1), 9),
                  static_cast<uint32_t>(std::atoi(argv[2]))};
    source.socket->Bind();
    Simulator::ScheduleWithContext(0, Seconds(1), &Source::Send, &source);
    Simulator::Run();
    trace.Finish();
    Simulator::Destroy();
    std::cout << mode << ": " << received << " delivered\n";
    return received == static_cast<uint64_t>(std::atoi(argv[2])) ? 0 : 1;
}
