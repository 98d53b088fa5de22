// SPDX-License-Identifier: GPL-2.0-only

// The cost of the layer per packet: a chain of five nodes (four hops), UDP datagrams of 500 bytes
// from one end to the other. test/benchmark/layer-cost.sh counts its instructions under callgrind
// for two numbers of packets, so that the difference is what packets cost, without set-up.
//
//   layer-cost MODE PACKETS [FAMILY]    MODE: stock, idle, rules, masquerade, traced; FAMILY: 4, 6

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
MakeRules(bool masquerade, bool isIpv6)
{
    const std::string icmp = isIpv6 ? "ipv6-icmp" : "icmp";
    const std::string network = isIpv6 ? "2001:db8::" : "192.0.2.";
    const std::string length = isIpv6 ? "/128" : "/32";
    std::ostringstream text;
    text << "*raw\n-A PREROUTING -i lo -j ACCEPT\nCOMMIT\n"
            "*mangle\n-A PREROUTING -p tcp -m tcp --dport 22 -j MARK --set-xmark 0x1/0xffffffff\n"
            "-A FORWARD -p "
         << icmp << " -j DSCP --set-dscp 0x08\nCOMMIT\n";
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
        text << "-A FORWARD -s " << network << host << length << " -j DROP\n";
    }
    text << "-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n"
            "-A FORWARD -m conntrack --ctstate NEW -p udp -m udp --dport 9 -j ACCEPT\nCOMMIT\n"
            "*security\n-A FORWARD -p "
         << icmp << " -j ACCEPT\nCOMMIT\n";
    return text.str();
}

/// Addresses and routes from the first node to the last.
/// @return the last one's address
Address
AssignIpv4(PointToPointHelper& link, const NodeContainer& nodes)
{
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    Ipv4InterfaceContainer last;
    for (uint32_t i = 0; i + 1 < nodes.GetN(); ++i)
    {
        last = addresses.Assign(link.Install(nodes.Get(i), nodes.Get(i + 1)));
        addresses.NewNetwork();
    }
    Ipv4GlobalRoutingHelper::PopulateRoutingTables();
    return InetSocketAddress(last.GetAddress(1), 9);
}

/// @copydoc AssignIpv4
Address
AssignIpv6(PointToPointHelper& link, const NodeContainer& nodes)
{
    Ipv6AddressHelper addresses("2001:1::", Ipv6Prefix(64));
    Ipv6InterfaceContainer last;
    for (uint32_t i = 0; i + 1 < nodes.GetN(); ++i)
    {
        last = addresses.Assign(link.Install(nodes.Get(i), nodes.Get(i + 1)));
        addresses.NewNetwork();
        last.SetForwarding(0, true);
        last.SetForwarding(1, true);
        const Ptr<Ipv6> ipv6 = nodes.Get(i)->GetObject<Ipv6>();
        Ipv6StaticRoutingHelper().GetStaticRouting(ipv6)->SetDefaultRoute(last.GetAddress(1, 1),
                                                                          ipv6->GetNInterfaces() -
                                                                              1);
    }
    return Inet6SocketAddress(last.GetAddress(1, 1), 9);
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
    if (argc < 3 || argc > 4)
    {
        std::cerr << "usage: layer-cost stock|idle|rules|masquerade|traced PACKETS [4|6]\n";
        return 2;
    }
    const bool isIpv6 = argc == 4 && std::string(argv[3]) == "6";
    std::string mode = argv[1];
    constexpr uint32_t n = 5;
    NodeContainer nodes;
    nodes.Create(n);
    InternetStackHelper internet;
    internet.SetIpv6StackInstall(isIpv6);
    internet.SetIpv4StackInstall(!isIpv6);
    internet.Install(nodes);
    PointToPointHelper link;
    link.SetDeviceAttribute("DataRate", StringValue("10Gbps"));
    link.SetChannelAttribute("Delay", StringValue("10us"));
    const Address destination = isIpv6 ? AssignIpv6(link, nodes) : AssignIpv4(link, nodes);
    const auto restore = [isIpv6](const NodeContainer& where, bool masquerade) {
        const std::string rules = MakeRules(masquerade, isIpv6);
        isIpv6 ? NetfilterHelper().RestoreText6(where, rules)
               : NetfilterHelper().RestoreText(where, rules);
    };
    NetfilterHelper netfilter;
    NfTraceHelper trace("layer-cost.db");
    if (mode != "stock")
    {
        netfilter.Install(nodes);
    }
    if (mode == "rules" || mode == "masquerade" || mode == "traced")
    {
        restore(nodes, false);
        netfilter.Set("Conntrack", StringValue("always"));
        netfilter.Install(nodes);
    }
    if (mode == "masquerade")
    {
        restore(nodes.Get(2), true);
    }
    if (mode == "traced")
    {
        trace.Install(nodes);
    }
    Ptr<Socket> sink = Socket::CreateSocket(nodes.Get(n - 1), UdpSocketFactory::GetTypeId());
    isIpv6 ? sink->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), 9))
           : sink->Bind(InetSocketAddress(Ipv4Address::GetAny(), 9));
    uint64_t received = 0;
    sink->SetRecvCallback(Callback<void, Ptr<Socket>>([&](Ptr<Socket> socket) {
        while (socket->Recv())
        {
            ++received;
        }
    }));
    Source source{Socket::CreateSocket(nodes.Get(0), UdpSocketFactory::GetTypeId()),
                  destination,
                  static_cast<uint32_t>(std::atoi(argv[2]))};
    isIpv6 ? source.socket->Bind6() : source.socket->Bind();
    Simulator::ScheduleWithContext(0, Seconds(1), &Source::Send, &source);
    Simulator::Run();
    trace.Finish();
    Simulator::Destroy();
    std::cout << mode << ": " << received << " delivered\n";
    return received == static_cast<uint64_t>(std::atoi(argv[2])) ? 0 : 1;
}
