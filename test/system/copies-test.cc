// SPDX-License-Identifier: GPL-2.0-only

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/csma-helper.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/nf-ipsec.h"
#include "ns3/string.h"

#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <vector>

// Copies that TEE sends, and what comes to several nodes: CLUSTERIP.

namespace ns3
{
namespace
{

/// What a node sees at a hook, in a line each.
class Watch
{
  public:
    Watch(TestNet& net, uint32_t node, NfHook hook)
    {
        net.OnHook(node, hook, [this](NfPacket& packet) {
            if (packet.ip.protocol == NfProtocol::UDP)
            {
                lines.push_back(NfToString(packet.ip.source) + " > " +
                                NfToString(packet.ip.destination) + " ttl " +
                                std::to_string(packet.ip.ttl) +
                                (packet.ip.dontFragment ? " DF" : ""));
            }
            return NfVerdict::ACCEPT;
        });
    }

    std::vector<std::string> lines;
};

using Lines = std::vector<std::string>;

/// Nodes 0 - 1 - 2, and TEE at the router, which sends what node 0 sends to node 2 back to node 0.
class TeeNet
{
  public:
    explicit TeeNet(const std::string& rule)
        : net(3)
    {
        net.RouteGlobally();
        net.CountHooks();
        net.helper.Iptables(net.At(1), "-t mangle " + rule);
        // What it is not addressed to ends in FORWARD of a node that forwards.
        seen = std::make_unique<Watch>(net, 0, NfHook::PREROUTING);
        arrived = std::make_unique<Watch>(net, 2, NfHook::INPUT);
        TestUdp udp(net.At(0), net.At(2), 9, false);
        udp.Send(1, net.Address(1, 1), 9);
        net.Run(3);
    }

    TestNet net;
    std::unique_ptr<Watch> seen;
    std::unique_ptr<Watch> arrived;
};

const std::string FLOW = "10.0.0.1 > 10.0.1.2 ttl ";

TEST(Tee, SendsACopyToTheGatewayAndThePacketGoesOn)
{
    const TeeNet tee("-A PREROUTING -i eth0 -p udp -j TEE --gateway 10.0.0.1");
    EXPECT_EQ(tee.seen->lines, Lines{FLOW + "63 DF"}) << "lowered where it came in, not to be cut";
    EXPECT_EQ(tee.arrived->lines, Lines{FLOW + "63"});
}

TEST(Tee, KeepsTheTtlOfWhatIsForwarded)
{
    const TeeNet tee("-A POSTROUTING -o eth1 -p udp -j TEE --gateway 10.0.0.1");
    EXPECT_EQ(tee.seen->lines, Lines{FLOW + "63 DF"}) << "which forwarding has lowered";
    EXPECT_EQ(tee.arrived->lines, Lines{FLOW + "63"});
}

TEST(Tee, SendsNothingWithoutAWay)
{
    const TeeNet tee("-A PREROUTING -i eth0 -p udp -j TEE --gateway 203.0.113.1");
    EXPECT_EQ(tee.seen->lines, Lines{});
    EXPECT_EQ(tee.arrived->lines, Lines{FLOW + "63"});
}

TEST(Tee, ADeviceIsTakenEvenAgainstTheRoutes)
{
    const TeeNet tee("-A PREROUTING -i eth0 -p udp -j TEE --gateway 10.0.0.1 --oif eth1");
    EXPECT_EQ(tee.seen->lines, Lines{});
}

TEST(Tee, ADeviceThatIsNotThereIsAnyDevice)
{
    const TeeNet unknown("-A PREROUTING -i eth0 -p udp -j TEE --gateway 10.0.0.1 --oif eth7");
    EXPECT_EQ(unknown.seen->lines, Lines{FLOW + "63 DF"});
}

TEST(Tee, CopiesPassOutputUntrackedAndAreNotCopiedAgain)
{
    TestNet net(3);
    net.RouteGlobally();
    net.CountHooks(); // installs the layer, so that node 0 does not forward what it has sent itself
    net.helper.Iptables(net.At(1),
                        "-t mangle -A PREROUTING -i eth0 -p udp -j TEE --gateway 10.0.0.1");
    net.helper.Iptables(net.At(1), "-t mangle -A OUTPUT -p udp -j TEE --gateway 10.0.1.2");
    net.helper.Iptables(net.At(1), "-A OUTPUT -m conntrack --ctstate UNTRACKED -j ACCEPT");
    net.helper.Iptables(net.At(1), "-t mangle -A POSTROUTING -o eth0 -p udp -j ACCEPT");
    TestUdp udp(net.At(0), net.At(2), 9, false);
    udp.Send(1, net.Address(1, 1), 9);
    net.Run(3);
    const std::string rules = net.helper.Save(net.At(1), true);
    EXPECT_NE(rules.find("[1:128] -A OUTPUT -m conntrack --ctstate UNTRACKED"), rules.npos)
        << rules;
    EXPECT_NE(rules.find("[1:128] -A OUTPUT -p udp -j TEE"), rules.npos) << rules;
    EXPECT_NE(rules.find("[1:128] -A POSTROUTING -o eth0"), rules.npos) << rules;
}

/// A client and two servers on one link; both servers have the address of a cluster.
class ClusterNet
{
  public:
    ClusterNet()
    {
        nodes.Create(3);
        InternetStackHelper().Install(nodes);
        CsmaHelper csma;
        csma.SetChannelAttribute("DataRate", StringValue("100Mbps"));
        devices = csma.Install(nodes);
        Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
        addresses.Assign(devices);
        for (uint32_t server : {1U, 2U})
        {
            Ptr<Ipv4> ipv4 = nodes.Get(server)->GetObject<Ipv4>();
            ipv4->AddAddress(1, Ipv4InterfaceAddress("10.0.0.9", "255.255.255.0"));
            helper.Install(nodes.Get(server));
            helper.Iptables(nodes.Get(server),
                            "-A INPUT -d 10.0.0.9 -i eth0 -j CLUSTERIP --new "
                            "--hashmode sourceip-sourceport --clustermac 01:00:5e:00:00:09 "
                            "--total-nodes 2 --local-node " +
                                std::to_string(server));
        }
    }

    ~ClusterNet()
    {
        Simulator::Destroy();
    }

    NodeContainer nodes;
    NetDeviceContainer devices;
    NetfilterHelper helper;
};

TEST(Clusterip, BothNodesHearAndOneAnswers)
{
    ClusterNet net;
    TestUdp first(net.nodes.Get(0), net.nodes.Get(1), 9, true);
    TestUdp second(net.nodes.Get(0), net.nodes.Get(2), 9, true);
    for (int i = 0; i < 5; ++i)
    {
        first.Send(1 + i, "10.0.0.9", 9);
        second.Send(1.5 + i, "10.0.0.9", 9);
    }
    Simulator::Stop(Seconds(10));
    Simulator::Run();
    EXPECT_EQ(first.received + second.received, 10U) << "each datagram is taken once";
    for (uint32_t server : {1U, 2U})
    {
        const std::string rules = net.helper.Save(net.nodes.Get(server), true);
        EXPECT_NE(rules.find("[10:"), rules.npos) << "both hear all\n" << rules;
    }
}

TEST(Clusterip, AnAddressIsAnsweredByArpAsItIsOnceTheRuleIsGone)
{
    ClusterNet net;
    net.helper.Iptables(net.nodes.Get(1), "-F INPUT");
    net.helper.Iptables(net.nodes.Get(2), "-F INPUT");
    TestUdp first(net.nodes.Get(0), net.nodes.Get(1), 9, false);
    TestUdp second(net.nodes.Get(0), net.nodes.Get(2), 9, false);
    first.Send(1, "10.0.0.9", 9);
    Simulator::Stop(Seconds(3));
    Simulator::Run();
    EXPECT_EQ(first.received + second.received, 1U) << "not to a group, of which both are";
}

/// A script that undoes IPsec tells the rules.
TEST(IpsecMarks, AreSeenByRulesOfTheNodeAlone)
{
    TestNet net(4);
    net.RouteGlobally();
    net.Layer(1)->GetStack()->GetHooks().Register(NfFamily::IPV4,
                                                  NfHook::PREROUTING,
                                                  NfPriority::FIRST,
                                                  [](NfPacket& packet) {
                                                      NfIpsec::MarkReceived(packet, {{7, 0x100}});
                                                      return NfVerdict::ACCEPT;
                                                  });
    for (uint32_t node : {1U, 2U})
    {
        net.helper.Iptables(net.At(node), "-A FORWARD -m policy --dir in --pol ipsec --reqid 7");
        net.helper.Iptables(net.At(node), "-A FORWARD -m policy --dir in --pol none");
    }
    TestUdp udp(net.At(0), net.At(3), 9, false);
    udp.Send(1, net.Address(2, 1), 9);
    net.Run(3);
    const std::string marked = net.helper.Save(net.At(1), true);
    EXPECT_NE(marked.find("[1:128] -A FORWARD -m policy --dir in --pol ipsec"), marked.npos)
        << marked;
    const std::string other = net.helper.Save(net.At(2), true);
    EXPECT_NE(other.find("[1:128] -A FORWARD -m policy --dir in --pol none"), other.npos) << other;
}

} // namespace
} // namespace ns3
