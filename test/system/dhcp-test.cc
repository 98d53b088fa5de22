// SPDX-License-Identifier: GPL-2.0-only

// Nodes that have no address yet, or not for ever: DHCP clients, servers and relays under rules,
// with the events that ns-3 has without the layer.

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/csma-helper.h"
#include "ns3/dhcp-helper.h"
#include "ns3/inet-socket-address.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/mobility-helper.h"
#include "ns3/simulator.h"
#include "ns3/ssid.h"
#include "ns3/string.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/yans-wifi-helper.h"

#include <gtest/gtest.h>
#include <sstream>
#include <string>
#include <vector>

namespace ns3
{
namespace
{

/// What is let through of DHCP, and nothing else.
constexpr const char* ONLY_DHCP = R"(*filter
:INPUT DROP [0:0]
:FORWARD DROP [0:0]
:OUTPUT DROP [0:0]
-A INPUT -p udp -m udp --sport 67:68 --dport 67:68 -j ACCEPT
-A OUTPUT -p udp -m udp --sport 67:68 --dport 67:68 -j ACCEPT
COMMIT
)";
constexpr const char* ACCEPT = "*filter\n-A INPUT -j ACCEPT\nCOMMIT\n";

/// A server and a client on one link, which is a cable or Wi-Fi.
class DhcpNet
{
  public:
    enum
    {
        SERVER,
        CLIENT
    };

    explicit DhcpNet(bool wireless = false)
    {
        nodes.Create(2);
        NetDeviceContainer devices = wireless ? Air() : CsmaHelper().Install(nodes);
        InternetStackHelper().Install(nodes);
        DhcpHelper dhcp;
        ApplicationContainer server = dhcp.InstallDhcpServer(devices.Get(SERVER),
                                                             "172.30.0.12",
                                                             "172.30.0.0",
                                                             "/24",
                                                             "172.30.0.10",
                                                             "172.30.0.15",
                                                             "172.30.0.17");
        server.Start(Seconds(0));
        client = dhcp.InstallDhcpClient(devices.Get(CLIENT));
        client.Start(Seconds(1));
        client.Get(0)->TraceConnectWithoutContext(
            "NewLease",
            Callback<void, const Ipv4Address&>([this](const Ipv4Address& address) {
                std::ostringstream text;
                text << address;
                leases.push_back(text.str());
            }));
    }

    ~DhcpNet()
    {
        Simulator::Destroy();
    }

    DhcpNet(const DhcpNet&) = delete;
    DhcpNet& operator=(const DhcpNet&) = delete;

    void Run(double seconds)
    {
        Simulator::Stop(Seconds(seconds));
        Simulator::Run();
    }

    NodeContainer nodes;
    ApplicationContainer client;
    std::vector<std::string> leases;
    NetfilterHelper netfilter;

  private:
    NetDeviceContainer Air()
    {
        YansWifiChannelHelper channel = YansWifiChannelHelper::Default();
        YansWifiPhyHelper phy;
        phy.SetChannel(channel.Create());
        WifiHelper wifi;
        WifiMacHelper mac;
        mac.SetType("ns3::ApWifiMac", "Ssid", SsidValue(Ssid("net")));
        NetDeviceContainer devices = wifi.Install(phy, mac, nodes.Get(SERVER));
        mac.SetType("ns3::StaWifiMac", "Ssid", SsidValue(Ssid("net")));
        devices.Add(wifi.Install(phy, mac, nodes.Get(CLIENT)));
        MobilityHelper().Install(nodes);
        return devices;
    }
};

const std::vector<std::string> LEASE{"172.30.0.10"};

class Dhcp : public testing::TestWithParam<bool>
{
};

TEST_P(Dhcp, GetsItsLeaseUnderRulesOfAnyoneInAsManyEvents)
{
    auto play = [](const char* client, const char* server) {
        DhcpNet net(GetParam());
        for (auto [node, rules] : {std::pair(0, server), std::pair(1, client)})
        {
            if (rules)
            {
                net.netfilter.RestoreText(net.nodes.Get(node), rules);
            }
        }
        net.Run(12);
        return (net.leases.empty() ? "none" : net.leases.front()) + ", " +
               std::to_string(Simulator::GetEventCount()) + " events";
    };
    auto events = [&play](const char* client, const char* server) {
        return FindInChild([&] { return play(client, server); });
    };
    std::string expected = events(nullptr, nullptr);
    EXPECT_EQ(expected.substr(0, expected.find(',')), LEASE.front());
    EXPECT_EQ(events("", ""), expected) << "idle";
    EXPECT_EQ(events(ACCEPT, nullptr), expected);
    EXPECT_EQ(events(nullptr, ACCEPT), expected);
    EXPECT_EQ(events(ACCEPT, ACCEPT), expected);
    EXPECT_EQ(events(ONLY_DHCP, ONLY_DHCP), expected);
}

TEST_P(Dhcp, GetsNoLeaseIfRulesForbidIt)
{
    for (const char* rule : {"-A OUTPUT -p udp -m udp --dport 67 -j DROP",
                             "-A INPUT -p udp -m udp --dport 68 -j DROP"})
    {
        DhcpNet net(GetParam());
        net.netfilter.Iptables(net.nodes.Get(DhcpNet::CLIENT), rule);
        net.Run(12);
        EXPECT_TRUE(net.leases.empty()) << rule;
    }
}

TEST_P(Dhcp, KnowsNoAddressUntilThereIsOne)
{
    DhcpNet net(GetParam());
    Ptr<Node> client = net.nodes.Get(DhcpNet::CLIENT);
    net.netfilter.RestoreText(client, ACCEPT);
    Ptr<NfIpv4Stack> stack = NetfilterHelper::Get(client)->GetStack();
    const NfDevice* eth0 = nullptr;
    bool unset = true;
    Simulator::Schedule(Seconds(1.5), [&] {
        eth0 = stack->GetDevices().Find("eth0");
        unset = !stack->GetPrimaryAddress(NfFamily::IPV4, eth0) &&
                stack->GetAddressType(NfFamily::IPV4, NfAddress(Ipv4Address::GetAny()), nullptr) !=
                    NfAddressType::LOCAL;
    });
    net.Run(12);
    EXPECT_TRUE(unset);
    ASSERT_TRUE(stack->GetPrimaryAddress(NfFamily::IPV4, eth0));
    EXPECT_EQ(*stack->GetPrimaryAddress(NfFamily::IPV4, eth0),
              NfAddress(Ipv4Address("172.30.0.10")));
}

TEST_P(Dhcp, LosesItsAddressWhileItIsInUse)
{
    DhcpNet net(GetParam());
    for (uint32_t i : {0, 1})
    {
        net.netfilter.RestoreText(net.nodes.Get(i), ONLY_DHCP);
        net.netfilter.Iptables(net.nodes.Get(i), "-A INPUT -p icmp -j ACCEPT");
        net.netfilter.Iptables(net.nodes.Get(i), "-A OUTPUT -p icmp -j ACCEPT");
    }
    Ptr<Node> client = net.nodes.Get(DhcpNet::CLIENT);
    TestPing ping(net.nodes.Get(DhcpNet::SERVER), Ipv4Address("172.30.0.10"), 8, 100);
    Ptr<Ipv4> ipv4 = client->GetObject<Ipv4>();
    uint32_t before = 0;
    // ns-3's routing asks for an address of each interface, so one is kept.
    Simulator::Schedule(Seconds(9), [ipv4] {
        ipv4->AddAddress(1, Ipv4InterfaceAddress(Ipv4Address("10.1.1.1"), Ipv4Mask("/24")));
    });
    Simulator::ScheduleWithContext(client->GetId(), Seconds(10), [&] {
        before = ping.Received();
        // The lease is lost while packets to it are on their way.
        EXPECT_TRUE(ipv4->RemoveAddress(1, Ipv4Address("172.30.0.10")));
    });
    net.Run(20);
    EXPECT_EQ(net.leases, LEASE);
    EXPECT_GE(before, 10U);
    EXPECT_LE(ping.Received(), before + 1);
}

INSTANTIATE_TEST_SUITE_P(Links, Dhcp, testing::Bool(), [](const auto& info) {
    return std::string(info.param ? "Wifi" : "Csma");
});

/// Passes on what clients of one link ask, and what the server answers, as a DHCP relay does.
class Relay
{
  public:
    Relay(TestNet& net, uint32_t node)
        : m_in(Bind(net.At(node), 67, net.devices[0].Get(1))),
          m_server(net.Address(1, 1))
    {
        m_in->SetRecvCallback(Callback<void, Ptr<Socket>>([this](Ptr<Socket> socket) {
            while (Ptr<Packet> packet = socket->Recv())
            {
                m_out->SendTo(packet, 0, InetSocketAddress(m_server, 67));
            }
        }));
        m_out = Bind(net.At(node), 1067, net.devices[1].Get(0));
        m_out->SetRecvCallback(Callback<void, Ptr<Socket>>([this](Ptr<Socket> socket) {
            while (Ptr<Packet> packet = socket->Recv())
            {
                m_in->SendTo(packet, 0, InetSocketAddress(Ipv4Address::GetBroadcast(), 68));
            }
        }));
    }

    static Ptr<Socket> Bind(Ptr<Node> node, uint16_t port, Ptr<NetDevice> device)
    {
        Ptr<Socket> socket = Socket::CreateSocket(node, UdpSocketFactory::GetTypeId());
        socket->Bind(InetSocketAddress(Ipv4Address::GetAny(), port));
        socket->BindToNetDevice(device);
        socket->SetAllowBroadcast(true);
        return socket;
    }

  private:
    Ptr<Socket> m_in;
    Ptr<Socket> m_out;
    Ipv4Address m_server;
};

TEST(Relay, PassesDhcpOnBetweenLinksThatRulesKeepApart)
{
    TestNet net(3);
    net.helper.RestoreText(net.At(1), R"(*filter
:INPUT DROP [0:0]
:FORWARD DROP [0:0]
:OUTPUT DROP [0:0]
-A INPUT -p udp -m udp --dport 67 -j ACCEPT
-A INPUT -p udp -m udp --sport 67 --dport 1067 -m conntrack --ctstate ESTABLISHED -j ACCEPT
-A OUTPUT -p udp -m udp --dport 67:68 -j ACCEPT
COMMIT
)");
    Relay relay(net, 1);
    TestUdp server(net.At(0), net.At(2), 67, true);
    Ptr<Socket> client = Relay::Bind(net.At(0), 68, net.devices[0].Get(0));
    uint32_t answers = 0;
    client->SetRecvCallback(Callback<void, Ptr<Socket>>([&answers](Ptr<Socket> socket) {
        while (socket->Recv())
        {
            ++answers;
        }
    }));
    net.Schedule(1, 0, [client] {
        client->SendTo(Create<Packet>(240), 0, InetSocketAddress(Ipv4Address::GetBroadcast(), 67));
    });
    net.Run(3);
    EXPECT_EQ(server.received, 1U);
    EXPECT_EQ(answers, 1U);
}

TEST(UnspecifiedSource, PassesOutputOnEachInterfaceThatTheStackSendsItOn)
{
    TestNet net(3);
    // ns-3 sends such a broadcast on all interfaces, lo included.
    Ptr<Ipv4> ipv4 = net.At(1)->GetObject<Ipv4>();
    ipv4->RemoveAddress(1, 0);
    ipv4->AddAddress(1, Ipv4InterfaceAddress(Ipv4Address("0.0.0.0"), Ipv4Mask("/0")));
    std::vector<std::string> out;
    std::vector<std::string> in;
    net.OnHook(1, NfHook::OUTPUT, [&](NfPacket& packet) {
        out.emplace_back(packet.out->name.View());
        return NfVerdict::ACCEPT;
    });
    net.OnHook(1, NfHook::INPUT, [&](NfPacket& packet) {
        in.emplace_back(packet.in->name.View());
        return NfVerdict::ACCEPT;
    });
    net.CountHooks();
    Ptr<Socket> socket = Relay::Bind(net.At(1), 68, net.devices[0].Get(1));
    auto send = [socket] {
        socket->SendTo(Create<Packet>(10), 0, InetSocketAddress(Ipv4Address::GetBroadcast(), 67));
    };
    net.Schedule(1, 1, send);
    net.Run(2);
    EXPECT_EQ(out, (std::vector<std::string>{"lo", "eth0", "eth1"}));
    EXPECT_EQ(in, std::vector<std::string>{"lo"});
    // An interface that is down takes no part.
    out.clear();
    ipv4->SetDown(2);
    net.Schedule(0, 1, send);
    net.Run(1);
    EXPECT_EQ(out, (std::vector<std::string>{"lo", "eth0"}));
}

} // namespace
} // namespace ns3
