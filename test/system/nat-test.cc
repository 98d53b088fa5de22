// SPDX-License-Identifier: GPL-2.0-only

// Network address translation end to end: who sees which addresses, raw sockets, metadata.

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/boolean.h"
#include "ns3/global-value.h"
#include "ns3/inet-socket-address.h"
#include "ns3/netfilter-helper.h"
#include "ns3/nf-checksum.h"
#include "ns3/packet.h"
#include "ns3/simulator.h"
#include "ns3/udp-socket-factory.h"

#include <cstdlib>
#include <gtest/gtest.h>
#include <map>
#include <vector>

namespace ns3
{
namespace
{

const char* const VIP = "10.0.9.9";

/// Client 0, NAT router 1, router 2, server 3. The address 10.0.9.9 on port 8080 is the server's
/// port 80, and all that leaves router 1 towards it is masqueraded.
class NatNet
{
  public:
    NatNet()
        : net(4)
    {
        net.RouteGlobally();
        net.HostRoute(0, VIP, net.Address(0, 1));
        for (const char* protocol : {"tcp", "udp"})
        {
            net.helper.Iptables(net.At(1),
                                std::string("-t nat -A PREROUTING -d 10.0.9.9 -p ") + protocol +
                                    " --dport 8080 -j DNAT --to-destination 10.0.2.2:80");
        }
        net.helper.Iptables(
            net.At(1),
            "-t nat -A PREROUTING -d 10.0.9.9 -p icmp -j DNAT --to-destination 10.0.2.2");
        net.helper.Iptables(net.At(1), "-t nat -A POSTROUTING -o eth1 -j MASQUERADE");
        net.helper.AssignStreams(net.nodes, 1);
    }

    TestNet net;
};

TEST(PacketMetadata, StaysRightThroughNat)
{
    // Printing and checking can only be turned on before the first packet, for good: no other test
    // may come before this one, if all run in one process.
    bool passed = RunInChild([] {
        Packet::EnablePrinting();
        Packet::EnableChecking();
        GlobalValue::Bind("ChecksumEnabled", BooleanValue(true));
        NatNet nat;
        TestNet& net = nat.net;
        net.CountHooks();
        std::string printed;
        net.devices[1].Get(1)->TraceConnectWithoutContext(
            "MacRx",
            Callback<void, Ptr<const Packet>>([&](Ptr<const Packet> packet) {
                std::ostringstream text;
                packet->Print(text);
                printed = text.str();
            }));
        TestUdp udp(net.At(0), net.At(3), 80, true);
        udp.Send(1, VIP, 8080, 4000);
        udp.Send(1.5, VIP, 8080);
        TestPing ping(net.At(0), VIP, 2, 5);
        TestBulk bulk(net.At(0), net.At(3), VIP, 8080, 80, 50000, 4);
        TestUdp closed(net.At(0), nullptr, 0);
        closed.Send(3, net.Address(2, 1), 4242);
        net.Run(10);
        bool good = udp.echoed == 2 && ping.Received() == 5 && bulk.Received() == 50000 &&
                    printed.find("ns3::TcpHeader") != std::string::npos;
        if (!good)
        {
            std::cerr << udp.echoed << " " << ping.Received() << " " << bulk.Received() << " "
                      << printed << "\n";
            std::abort();
        }
    });
    EXPECT_TRUE(passed);
}

TEST(Masquerade, HidesTheClientsAndUndoesTheAnswers)
{
    TestNet net(3);
    net.DefaultRoute(0, net.Address(0, 1));
    // The server knows no way to the clients' network.
    net.helper.Iptables(net.At(1), "-t nat -A POSTROUTING -o eth1 -j MASQUERADE");
    std::vector<Ipv4Address> sources;
    net.CountHooks();
    net.OnHook(2, NfHook::INPUT, [&](NfPacket& packet) {
        sources.push_back(packet.ip.source.ToIpv4());
        return NfVerdict::ACCEPT;
    });
    TestUdp udp(net.At(0), net.At(2), 9, true);
    udp.Send(1, net.Address(1, 1), 9);
    TestPing ping(net.At(0), net.Address(1, 1), 2, 5);
    TestBulk bulk(net.At(0), net.At(2), net.Address(1, 1), 80, 80, 50000, 3);
    net.Run(10);
    EXPECT_EQ(udp.echoed, 1U);
    EXPECT_EQ(udp.lastEchoSource, net.Address(1, 1));
    EXPECT_EQ(ping.Received(), 5U);
    EXPECT_EQ(bulk.Received(), 50000U);
    ASSERT_GT(sources.size(), 30U);
    for (const Ipv4Address& source : sources)
    {
        ASSERT_EQ(source, net.Address(1, 0));
    }
}

TEST(OutputDnat, OfTransportsAndRawSockets)
{
    TestNet net(3);
    net.RouteGlobally();
    net.CountHooks();
    // 10.0.0.77 is on the link and answers no ARP; 10.9.9.9 has no route at all.
    net.DefaultRoute(0, net.Address(0, 1));
    for (const char* address : {"10.0.0.77", "10.9.9.9"})
    {
        net.helper.Iptables(net.At(0),
                            std::string("-t nat -A OUTPUT -d ") + address +
                                " -j DNAT --to-destination 10.0.1.2");
    }
    TestPing ping(net.At(0), Ipv4Address("10.0.0.77"), 1, 10);
    TestPing far(net.At(0), Ipv4Address("10.9.9.9"), 3, 10);
    TestUdp udp(net.At(0), net.At(2), 9, true);
    udp.Send(5, Ipv4Address("10.0.0.77"), 9);
    TestBulk bulk(net.At(0), net.At(2), Ipv4Address("10.0.0.77"), 80, 80, 50000, 6);
    TestRaw raw(net.At(0), 99);
    TestRaw ear(net.At(2), 99);
    raw.Send(5.5, Ipv4Address("10.0.0.77"), 4000); // longer than the MTU
    net.Run(12);
    EXPECT_EQ(ping.Received(), 10U);
    EXPECT_EQ(far.Received(), 10U);
    EXPECT_EQ(udp.echoed, 1U);
    EXPECT_EQ(udp.lastEchoSource, Ipv4Address("10.0.0.77"));
    EXPECT_EQ(bulk.Received(), 50000U);
    EXPECT_EQ(ear.received, 1U);
    EXPECT_EQ(net.Counts(0, 99), "0/0/0/1/1");
    EXPECT_EQ(net.Counts(0, NfProtocol::ICMP), "20/20/0/20/20");
}

TEST(OutputDnat, ToTheHostItself)
{
    TestNet net(2);
    net.CountHooks();
    for (const char* protocol : {"udp", "tcp"})
    {
        net.helper.Iptables(net.At(0),
                            std::string("-t nat -A OUTPUT -d 10.0.0.2 -p ") + protocol +
                                " --dport 53 -j REDIRECT --to-ports 5353");
    }
    // An answer has the right source only from a socket that is bound to it, as on Linux.
    TestUdp udp(net.At(0), net.At(0), 0, true);
    udp.receiver = Socket::CreateSocket(net.At(0), UdpSocketFactory::GetTypeId());
    udp.receiver->Bind(InetSocketAddress(Ipv4Address::GetLoopback(), 5353));
    udp.receiver->SetRecvCallback(Callback<void, Ptr<Socket>>([&](Ptr<Socket> socket) {
        Address from;
        socket->RecvFrom(from);
        ++udp.received;
        socket->SendTo(Create<Packet>(10), 0, from);
    }));
    udp.Send(1, net.Address(0, 1), 53);
    TestBulk bulk(net.At(0), net.At(0), net.Address(0, 1), 53, 5353, 20000, 2);
    net.Run(5);
    EXPECT_EQ(udp.received, 1U);
    EXPECT_EQ(udp.echoed, 1U);
    EXPECT_EQ(udp.lastEchoSource, net.Address(0, 1));
    EXPECT_EQ(udp.lastEchoPort, 53);
    EXPECT_EQ(bulk.Received(), 20000U);
    EXPECT_EQ(net.Counts(1, NfProtocol::UDP), "0/0/0/0/0");
    EXPECT_EQ(net.Counts(1, NfProtocol::TCP), "0/0/0/0/0");
}

TEST(Redirect, ToTheRouter)
{
    TestNet net(3);
    net.RouteGlobally();
    net.helper.Iptables(
        net.At(1),
        "-t nat -A PREROUTING -i eth0 -p tcp --dport 80 -j REDIRECT --to-ports 3128");
    TestBulk bulk(net.At(0), net.At(1), net.Address(1, 1), 80, 3128, 30000, 1);
    net.Run(5);
    EXPECT_EQ(bulk.Received(), 30000U);
}

TEST(IcmpErrors, AreTranslatedInsideAndOut)
{
    NatNet nat;
    TestNet& net = nat.net;
    net.helper.Iptables(net.At(1),
                        "-t nat -A PREROUTING -d 10.0.9.9 -p udp --dport 7 -j DNAT "
                        "--to-destination 10.0.2.2:77");
    net.CountHooks();

    struct Seen
    {
        Ipv4Address from;
        Ipv4Address to;
        Ipv4Address quotedFrom;
        Ipv4Address quotedTo;
        uint16_t quotedPort;
    };

    std::map<uint32_t, Seen> seen; // by node
    for (uint32_t i : {0, 2})
    {
        NfHook hook = i == 0 ? NfHook::INPUT : NfHook::FORWARD;
        net.OnHook(i, hook, [&seen, i](NfPacket& packet) {
            const uint8_t* icmp = packet.L4(36);
            if (packet.ip.protocol == NfProtocol::ICMP && icmp && icmp[0] == 3)
            {
                seen[i] = {packet.ip.source.ToIpv4(),
                           packet.ip.destination.ToIpv4(),
                           Ipv4Address(NfRead32(icmp + 20)),
                           Ipv4Address(NfRead32(icmp + 24)),
                           NfRead16(icmp + 30)};
            }
            return NfVerdict::ACCEPT;
        });
    }
    TestUdp closed(net.At(0), nullptr, 0);
    closed.Send(1, VIP, 7);
    net.Run(3);
    ASSERT_EQ(seen.size(), 2U);
    // As the server sends it.
    EXPECT_EQ(seen[2].from, net.Address(2, 1));
    EXPECT_EQ(seen[2].to, net.Address(1, 0));
    EXPECT_EQ(seen[2].quotedFrom, net.Address(1, 0));
    EXPECT_EQ(seen[2].quotedTo, net.Address(2, 1));
    EXPECT_EQ(seen[2].quotedPort, 77);
    // As the client must see it, to know what it is about.
    EXPECT_EQ(seen[0].from, Ipv4Address(VIP));
    EXPECT_EQ(seen[0].to, net.Address(0, 0));
    EXPECT_EQ(seen[0].quotedFrom, net.Address(0, 0));
    EXPECT_EQ(seen[0].quotedTo, Ipv4Address(VIP));
    EXPECT_EQ(seen[0].quotedPort, 7);
}

} // namespace
} // namespace ns3
