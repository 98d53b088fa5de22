// SPDX-License-Identifier: GPL-2.0-only

// What comes after Install(), before the run or in it: interfaces, another routing protocol, the
// layer itself; and what comes after the nodes' end.

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/application.h"
#include "ns3/config.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/queue-disc.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/traffic-control-layer.h"

#include <gtest/gtest.h>
#include <map>
#include <string>

namespace ns3
{
namespace
{

constexpr uint8_t ICMP = NfProtocol::ICMP;
constexpr uint8_t UDP = NfProtocol::UDP;

/// Give a node another routing protocol, static and without routes.
/// @param node the node
Ptr<Ipv4StaticRouting>
ReplaceRouting(Ptr<Node> node)
{
    Ptr<Ipv4> ipv4 = node->GetObject<Ipv4>();
    Ptr<Ipv4RoutingProtocol> fresh = Ipv4StaticRoutingHelper().Create(node);
    ipv4->SetRoutingProtocol(fresh);
    for (uint32_t i = 1; i < ipv4->GetNInterfaces(); ++i)
    {
        fresh->NotifyInterfaceUp(i);
    }
    return DynamicCast<Ipv4StaticRouting>(fresh);
}

TEST(LateInterfaces, AreTakenWhileTheSimulationRuns)
{
    TestNet::Options options;
    options.layer = TestNet::BEFORE_DEVICES;
    options.ipv6 = true;
    TestNet net(3, options);
    net.CountHooks();
    net.RouteGlobally();
    TestUdp before(net.At(0), net.At(2), 9, true);
    TestUdp after(net.At(0), net.At(2), 11, true);
    before.Send(1, net.Address(1, 1), 9);
    Simulator::Schedule(Seconds(2), [&] {
        PointToPointHelper cable;
        NetDeviceContainer late = cable.Install(net.At(0), net.At(2));
        Ipv4AddressHelper addresses("10.5.0.0", "255.255.255.0");
        addresses.Assign(late);
        for (uint32_t side : {0, 1})
        {
            // What ns-3 itself asks for when a device comes late.
            auto control = net.At(2 * side)->GetObject<TrafficControlLayer>();
            control->ScanDevices();
            control->GetRootQueueDiscOnDevice(late.Get(side))->Initialize();
        }
    });
    after.Send(3, Ipv4Address("10.5.0.2"), 11);
    TestPing ping(net.At(0), Ipv4Address("10.5.0.2"), 4, 10);
    net.Run(10);
    EXPECT_EQ(before.echoed, 1U);
    EXPECT_EQ(after.echoed, 1U);
    EXPECT_EQ(ping.Received(), 10U);
    EXPECT_EQ(net.Counts(2, UDP), "2/2/0/2/2");
    EXPECT_EQ(net.Counts(0, ICMP), "10/10/0/10/10");
    EXPECT_TRUE(net.Layer(0)->GetStack()->GetDevices().Find("eth1"));
}

TEST(LateRouting, BeforeTheRun)
{
    TestNet net(3);
    net.CountHooks();
    for (uint32_t i = 0; i < 3; ++i)
    {
        ReplaceRouting(net.At(i));
    }
    net.DefaultRoute(0, net.Address(0, 1));
    net.DefaultRoute(2, net.Address(1, 0));
    TestUdp udp(net.At(0), net.At(2), 9, true);
    udp.Send(1, net.Address(1, 1), 9);
    net.Run(5);
    EXPECT_EQ(udp.echoed, 1U);
    EXPECT_EQ(net.Counts(0, UDP), "1/1/0/1/1");
    EXPECT_EQ(net.Counts(1, UDP), "2/0/2/0/2");
    EXPECT_EQ(net.Counts(2, UDP), "1/1/0/1/1");
}

TEST(LateRouting, WhileTheSimulationRuns)
{
    TestNet net(3);
    net.CountHooks();
    net.RouteGlobally();
    TestUdp udp(net.At(0), net.At(2), 9, true);
    TestUdp own(net.At(1), net.At(2), 10, true);
    udp.Send(1, net.Address(1, 1), 9);
    Simulator::Schedule(Seconds(2), [&] {
        ReplaceRouting(net.At(0))->SetDefaultRoute(net.Address(0, 1), 1);
        ReplaceRouting(net.At(1));
        ReplaceRouting(net.At(2))->SetDefaultRoute(net.Address(1, 0), 1);
    });
    udp.Send(3, net.Address(1, 1), 9);
    own.Send(3.5, net.Address(1, 1), 10);
    TestPing ping(net.At(1), net.Address(1, 1), 4, 10);
    net.Run(6);
    EXPECT_EQ(udp.echoed, 2U);
    EXPECT_EQ(own.echoed, 1U);
    EXPECT_EQ(ping.Received(), 10U);
    EXPECT_EQ(net.Counts(0, UDP), "2/2/0/2/2");
    EXPECT_EQ(net.Counts(1, UDP), "5/1/4/1/5");
    EXPECT_EQ(net.Counts(2, UDP), "3/3/0/3/3");
    EXPECT_EQ(net.Counts(1, ICMP), "10/10/0/10/10");
}

TEST(LateRouting, DecidesFromThenOn)
{
    TestNet net(3);
    net.CountHooks();
    net.RouteGlobally();
    Ipv4Address extra("10.7.7.7");
    net.At(2)->GetObject<Ipv4>()->AddAddress(1, Ipv4InterfaceAddress(extra, Ipv4Mask::GetOnes()));
    net.HostRoute(0, extra, net.Address(0, 1));
    TestUdp udp(net.At(0), net.At(2), 9);
    udp.Send(1, extra, 9);
    Simulator::Schedule(Seconds(2), [&] {
        // The route that the old protocol does not have.
        ReplaceRouting(net.At(1))->AddHostRouteTo(extra, net.Address(1, 1), 2);
    });
    udp.Send(3, extra, 9);
    net.Run(5);
    EXPECT_EQ(udp.received, 1U);
    EXPECT_EQ(net.Counts(1, UDP), "2/0/1/0/1");
}

TEST(InterfaceDown, ForgetsWhatWasMasqueradedThroughIt)
{
    for (const char* target : {"MASQUERADE", "SNAT --to-source 10.0.1.1"})
    {
        SCOPED_TRACE(target);
        TestNet net(3);
        net.RouteGlobally();
        net.helper.Iptables(net.At(1), std::string("-t nat -A POSTROUTING -o eth1 -j ") + target);
        TestUdp udp(net.At(0), net.At(2), 9, true);
        TestUdp local(net.At(0), net.At(1), 9, true);
        udp.Send(1, net.Address(1, 1), 9);
        local.Send(1, net.Address(0, 1), 9);
        net.Run(2);
        Ptr<NfConntrack> conntrack = net.Layer(1)->GetConntrack();
        EXPECT_EQ(conntrack->GetSize(), 2U);
        net.At(1)->GetObject<Ipv4>()->SetDown(1);
        EXPECT_EQ(conntrack->GetSize(), 2U) << "another interface";
        net.At(1)->GetObject<Ipv4>()->SetDown(2);
        EXPECT_EQ(conntrack->GetSize(), std::string(target) == "MASQUERADE" ? 1U : 2U);
        net.At(1)->GetObject<Ipv4>()->SetUp(1);
        net.At(1)->GetObject<Ipv4>()->SetUp(2);
        udp.Send(1, net.Address(1, 1), 9);
        net.Run(2);
        EXPECT_EQ(udp.echoed, 2U);
        EXPECT_EQ(udp.lastSource, net.Address(1, 0));
    }
}

TEST(LateLayer, TakesTheDefaultsOfItsAttributes)
{
    Config::SetDefault("ns3::Netfilter::Conntrack", StringValue("always"));
    TestNet::Options options;
    options.layer = TestNet::NONE;
    TestNet net(3, options);
    net.RouteGlobally();
    Simulator::Schedule(Seconds(1), [&] { net.helper.Install(net.At(1)); });
    TestUdp udp(net.At(0), net.At(2), 9);
    udp.Send(2, net.Address(1, 1), 9);
    net.Run(3);
    Config::SetDefault("ns3::Netfilter::Conntrack", StringValue("auto"));
    EXPECT_EQ(udp.received, 1U);
    EXPECT_EQ(net.Layer(1)->GetConntrack()->GetSize(), 1U);
}

TEST(ConfigPaths, ReachAttributesAndTraceSourcesOfTheParts)
{
    TestNet net(3);
    net.RouteGlobally();
    net.helper.Iptables(net.At(1), "-A FORWARD -p udp -m conntrack --ctstate NEW -j LOG");
    net.helper.Iptables(net.At(1), "-t nat -A POSTROUTING -o eth1 -j MASQUERADE");
    net.helper.Iptables(net.At(2), "-A INPUT -p udp -j DROP");
    std::map<std::string, uint32_t> heard;
    auto connect = [](const std::string& source, const CallbackBase& callback) {
        return Config::ConnectWithoutContextFailSafe("/NodeList/*/$ns3::Netfilter/" + source,
                                                     callback);
    };
    EXPECT_TRUE(connect("Stack/Dropped",
                        Callback<void, const NfPacket&, NfDropReason>(
                            [&](const NfPacket&, NfDropReason) { ++heard["dropped"]; })));
    EXPECT_TRUE(
        connect("Stack/Logged",
                Callback<void, const NfPacket&, uint8_t, const std::string&>(
                    [&](const NfPacket&, uint8_t, const std::string&) { ++heard["logged"]; })));
    EXPECT_TRUE(connect("Tables/RuleHit", Callback<void, const NfRuleHit&>([&](const NfRuleHit&) {
                            ++heard["hits"];
                        })));
    EXPECT_TRUE(connect("ConnectionTracking/Event",
                        Callback<void, const NfConntrackEvent&>(
                            [&](const NfConntrackEvent&) { ++heard["connection events"]; })));
    EXPECT_TRUE(connect(
        "Nat/Mapping",
        Callback<void, const NfNatMapping&>([&](const NfNatMapping&) { ++heard["mappings"]; })));
    Config::Set("/NodeList/1/$ns3::Netfilter/ConnectionTracking/UdpTimeout", TimeValue(Seconds(7)));
    TimeValue timeout;
    net.Layer(1)->GetConntrack()->GetAttribute("UdpTimeout", timeout);
    EXPECT_EQ(timeout.Get(), Seconds(7));
    TestUdp udp(net.At(0), net.At(2), 9);
    udp.Send(1, net.Address(1, 1), 9);
    net.Run(2);
    EXPECT_EQ(heard["dropped"], 1U);
    EXPECT_EQ(heard["logged"], 1U);
    EXPECT_GE(heard["hits"], 3U);
    EXPECT_EQ(heard["connection events"], 1U);
    EXPECT_EQ(heard["mappings"], 1U);
}

/// Takes the first datagram that node 1 forwards.
class KeptPacket : public testing::Test
{
  protected:
    void Keep(TestNet& net)
    {
        net.RouteGlobally();
        net.Layer(1)->GetHooks().Register(NfFamily::IPV4,
                                          NfHook::FORWARD,
                                          NfPriority::FILTER,
                                          [this](NfPacket& packet) {
                                              if (kept)
                                              {
                                                  return NfVerdict::ACCEPT;
                                              }
                                              kept = NfHookRegistry::Steal(packet);
                                              return NfVerdict::STOLEN;
                                          });
        TestUdp udp(net.At(0), net.At(2), 9);
        udp.Send(1, net.Address(1, 1), 9);
        net.Run(2);
        ASSERT_TRUE(kept);
        EXPECT_EQ(udp.received, 0U);
    }

    Ptr<NfStolenPacket> kept;
};

TEST_F(KeptPacket, EndsWithItsNode)
{
    TestNet net(3);
    Keep(net);
    uint32_t dropped = 0;
    net.Layer(1)->GetStack()->m_dropped.ConnectWithoutContext(
        Callback<void, const NfPacket&, NfDropReason>(
            [&](const NfPacket&, NfDropReason) { ++dropped; }));
    net.At(1)->Dispose();
    kept->Reinject(NfVerdict::ACCEPT);
    EXPECT_EQ(dropped, 0U);
}

TEST_F(KeptPacket, EndsWithTheSimulation)
{
    {
        TestNet net(3);
        Keep(net);
    }
    for (NfVerdict verdict : {NfVerdict::DROP, NfVerdict::REPEAT})
    {
        SCOPED_TRACE(NfToString(verdict));
        kept->Reinject(verdict);
        kept = nullptr;
        TestNet net(3);
        Keep(net);
    }
    kept->Reinject(NfVerdict::ACCEPT);
}

TEST_F(KeptPacket, CannotBeGivenBackTwice)
{
    TestNet net(3);
    Keep(net);
    kept->Reinject(NfVerdict::ACCEPT);
    EXPECT_DEATH(kept->Reinject(NfVerdict::ACCEPT), "reinjected already");
    EXPECT_DEATH(kept->GetPacket(), "reinjected already");
}

/// Closes its connection when its node is taken down, after the node's stack perhaps.
class LateCloser : public Application
{
  public:
    /// @param node where it is
    /// @param server address of a server on port 80
    LateCloser(Ptr<Node> node, Ipv4Address server)
        : m_socket(Socket::CreateSocket(node, TcpSocketFactory::GetTypeId()))
    {
        m_socket->Bind();
        m_socket->SetConnectCallback(
            Callback<void, Ptr<Socket>>([this](Ptr<Socket>) { isConnected = true; }),
            MakeNullCallback<void, Ptr<Socket>>());
        Simulator::Schedule(Seconds(1),
                            [this, server] { m_socket->Connect(InetSocketAddress(server, 80)); });
    }

    bool isConnected{false};

  protected:
    void DoDispose() override
    {
        m_socket->Close();
        m_socket = nullptr;
        Application::DoDispose();
    }

  private:
    Ptr<Socket> m_socket;
};

TEST(TakenDownNodes, SendWhatTheirSocketsStillCloseAsWithoutTheLayer)
{
    bool isConnected = false;
    {
        TestNet net(3);
        net.RouteGlobally();
        net.helper.Iptables(net.At(0), "-A OUTPUT -p udp -j DROP");
        Ptr<Socket> server = Socket::CreateSocket(net.At(2), TcpSocketFactory::GetTypeId());
        server->Bind(InetSocketAddress(Ipv4Address::GetAny(), 80));
        server->Listen();
        Ptr<LateCloser> client = CreateObject<LateCloser>(net.At(0), net.Address(1, 1));
        net.At(0)->AddApplication(client);
        net.Run(3);
        isConnected = client->isConnected;
    }
    EXPECT_TRUE(isConnected);
}

TEST(SeveralSimulations, InOneProcess)
{
    std::string first;
    for (uint32_t i = 0; i < 3; ++i)
    {
        TestNet net(3);
        net.RouteGlobally();
        net.CountHooks();
        net.helper.Iptables(net.At(1), "-t nat -A POSTROUTING -o eth1 -j MASQUERADE");
        TestUdp udp(net.At(0), net.At(2), 9, true);
        udp.Send(1, net.Address(1, 1), 9);
        net.Run(2);
        EXPECT_EQ(udp.echoed, 1U);
        EXPECT_EQ(udp.lastSource, net.Address(1, 0));
        first = i == 0 ? net.Counts(1, UDP) : first;
        EXPECT_EQ(net.Counts(1, UDP), first);
    }
}

} // namespace
} // namespace ns3
