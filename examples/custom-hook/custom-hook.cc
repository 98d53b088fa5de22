// SPDX-License-Identifier: GPL-2.0-only

// Own callbacks at a router's hooks:
//
//   sender ---- router ---- receiver
//
// The sender sends datagrams to three ports of the receiver. On the router one callback counts
// what comes in, one drops every tenth packet, one holds packets to port 2000 for 50 ms, and a
// rule hands packets to port 3000 to a queue, whose handler marks them as expedited.
//
//   custom-hook [--packets=20]

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/netfilter-module.h"
#include "ns3/network-module.h"
#include "ns3/nf-checksum.h"
#include "ns3/point-to-point-module.h"

#include <iostream>
#include <map>

using namespace ns3;

/// What arrived at one port.
struct Arrivals
{
    uint32_t packets{0};
    Time lastDelay;
    uint32_t expedited{0};
};

int
main(int argc, char* argv[])
{
    uint32_t packets = 20;
    CommandLine cmd(__FILE__);
    cmd.AddValue("packets", "datagrams to each port", packets);
    cmd.Parse(argc, argv);

    NodeContainer nodes;
    nodes.Create(3);
    Ptr<Node> sender = nodes.Get(0);
    Ptr<Node> router = nodes.Get(1);
    Ptr<Node> receiver = nodes.Get(2);
    InternetStackHelper().Install(nodes);
    PointToPointHelper cable;
    cable.SetDeviceAttribute("DataRate", StringValue("10Mbps"));
    cable.SetChannelAttribute("Delay", StringValue("1ms"));
    Ipv4AddressHelper addresses("10.0.1.0", "255.255.255.0");
    addresses.Assign(cable.Install(sender, router));
    addresses.NewNetwork();
    Ipv4InterfaceContainer right = addresses.Assign(cable.Install(router, receiver));
    Ipv4GlobalRoutingHelper::PopulateRoutingTables();

    NetfilterHelper netfilter;
    netfilter.Install(router);
    NfHookRegistry& hooks = NetfilterHelper::Get(router)->GetHooks();

    // A callback looks at the packet and gives a verdict. This one runs before all tables.
    std::map<std::string, uint32_t> counted;
    hooks.Register(
        NfFamily::IPV4,
        NfHook::PREROUTING,
        NfPriority::FIRST,
        [&](NfPacket& packet) {
            ++counted[std::string(packet.in->name.View())];
            return NfVerdict::ACCEPT;
        },
        "count");

    // DROP ends a packet. This one runs just before the filter table's FORWARD chain.
    uint32_t forwarded = 0;
    uint32_t dropped = 0;
    hooks.Register(
        NfFamily::IPV4,
        NfHook::FORWARD,
        NfPriority::FILTER - 1,
        [&](NfPacket& packet) {
            bool tenth = ++forwarded % 10 == 0;
            dropped += tenth;
            return tenth ? NfVerdict::DROP : NfVerdict::ACCEPT;
        },
        "every-tenth");

    // A callback may keep a packet: it steals it, and gives it back when it likes. The packet
    // then goes on behind this callback.
    hooks.Register(
        NfFamily::IPV4,
        NfHook::POSTROUTING,
        NfPriority::LAST,
        [](NfPacket& packet) {
            const uint8_t* udp = packet.ip.protocol == 17 ? packet.L4(8) : nullptr;
            if (!udp || NfRead16(udp + 2) != 2000)
            {
                return NfVerdict::ACCEPT;
            }
            Ptr<NfStolenPacket> held = NfHookRegistry::Steal(packet);
            Simulator::Schedule(MilliSeconds(50), [held] { held->Reinject(NfVerdict::ACCEPT); });
            return NfVerdict::STOLEN;
        },
        "hold");

    // A rule sends packets to a queue; the handler decides about each, now or later.
    netfilter.Iptables(router, "-A FORWARD -p udp --dport 3000 -j NFQUEUE --queue-num 7");
    hooks.SetQueueHandler(7, [](Ptr<NfStolenPacket> queued) {
        queued->GetPacket().ip.tos = 0xb8; // DSCP EF
        queued->Reinject(NfVerdict::ACCEPT);
    });

    std::map<uint16_t, Arrivals> arrivals;
    for (uint16_t port : {1000, 2000, 3000})
    {
        Ptr<Socket> in = Socket::CreateSocket(receiver, UdpSocketFactory::GetTypeId());
        in->Bind(InetSocketAddress(Ipv4Address::GetAny(), port));
        in->SetIpRecvTos(true);
        in->SetRecvCallback([&arrivals, port](Ptr<Socket> socket) {
            Ptr<Packet> packet = socket->Recv();
            SeqTsHeader header;
            packet->RemoveHeader(header);
            SocketIpTosTag tos;
            Arrivals& seen = arrivals[port];
            ++seen.packets;
            seen.lastDelay = Simulator::Now() - header.GetTs();
            seen.expedited += packet->PeekPacketTag(tos) && tos.GetTos() == 0xb8;
        });
        UdpClientHelper client(right.GetAddress(1), port);
        client.SetAttribute("MaxPackets", UintegerValue(packets));
        client.SetAttribute("Interval", TimeValue(MilliSeconds(10)));
        client.Install(sender).Start(MilliSeconds(port / 1000));
    }
    Simulator::Run();

    std::cout << "The router received " << counted["eth0"] << " packets on eth0, and dropped "
              << dropped << " of them.\n";
    for (const auto& [port, seen] : arrivals)
    {
        std::cout << "Port " << port << ": " << seen.packets << " arrived, "
                  << seen.lastDelay.As(Time::MS) << " after they were sent, " << seen.expedited
                  << " of them as expedited.\n";
    }
    std::cout << netfilter.List(router, "filter");
    Simulator::Destroy();
    return 0;
}
