// SPDX-License-Identifier: GPL-2.0-only

// What a script can observe of a layer that is installed and not used: nothing. And what it finds
// of its routing protocol when rules exist.

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/aodv-helper.h"
#include "ns3/aodv-routing-protocol.h"
#include "ns3/config.h"
#include "ns3/dsdv-helper.h"
#include "ns3/dsdv-routing-protocol.h"
#include "ns3/ipv4-global-routing-helper.h"
#if __has_include("ns3/global-routing.h")
#include "ns3/global-routing.h"
#else
#include "ns3/ipv4-global-routing.h"
#endif
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-list-routing-helper.h"
#include "ns3/ipv4-nix-vector-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/nix-vector-routing.h"
#include "ns3/olsr-helper.h"
#include "ns3/olsr-routing-protocol.h"
#include "ns3/output-stream-wrapper.h"
#include "ns3/packet-socket-address.h"
#include "ns3/packet-socket-factory.h"
#include "ns3/rip-helper.h"
#include "ns3/rip.h"
#include "ns3/simulator.h"
#include "ns3/traffic-control-layer.h"

#include <functional>
#include <gtest/gtest.h>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace ns3
{
namespace
{

/// A kind of routing, and how scripts look for its protocol.
struct Kind
{
    const char* name;
    std::function<std::unique_ptr<Ipv4RoutingHelper>()> make;
    std::function<bool(Ptr<Ipv4RoutingProtocol>)> cast;
    std::function<bool(Ptr<Ipv4RoutingProtocol>)> getObject;
    std::function<bool(Ptr<Ipv4RoutingProtocol>)> getRouting;
};

/// @tparam Helper of a routing protocol
/// @tparam Protocol its class
/// @param name of it
template <class Helper, class Protocol>
Kind
MakeKind(const char* name)
{
    return {name,
            [] { return std::make_unique<Helper>(); },
            [](Ptr<Ipv4RoutingProtocol> protocol) { return bool(DynamicCast<Protocol>(protocol)); },
            [](Ptr<Ipv4RoutingProtocol> protocol) { return bool(protocol->GetObject<Protocol>()); },
            [](Ptr<Ipv4RoutingProtocol> protocol) {
                return bool(Ipv4RoutingHelper::GetRouting<Protocol>(protocol));
            }};
}

/// As InternetStackHelper's own: static routing is found in the list.
Kind
MakeListKind()
{
    Kind kind = MakeKind<Ipv4ListRoutingHelper, Ipv4ListRouting>("List");
    kind.make = [] {
        auto list = std::make_unique<Ipv4ListRoutingHelper>();
        list->Add(Ipv4StaticRoutingHelper(), 0);
        list->Add(OlsrHelper(), 10);
        return list;
    };
    kind.getRouting = [](Ptr<Ipv4RoutingProtocol> protocol) {
        return Ipv4RoutingHelper::GetRouting<Ipv4StaticRouting>(protocol) &&
               Ipv4RoutingHelper::GetRouting<olsr::RoutingProtocol>(protocol);
    };
    return kind;
}

class RoutingProtocolOfANode : public testing::TestWithParam<Kind>
{
};

TEST_P(RoutingProtocolOfANode, IsTheOneThatTheScriptInstalled)
{
    std::unique_ptr<Ipv4RoutingHelper> helper = GetParam().make();
    TestNet::Options options;
    options.routing = helper.get();
    options.layer = TestNet::NONE;
    TestNet net(3, options);
    Ptr<Ipv4> ipv4 = net.At(1)->GetObject<Ipv4>();
    Ptr<Ipv4RoutingProtocol> own = ipv4->GetRoutingProtocol();
    auto print = [&] {
        std::ostringstream table;
        Ipv4RoutingHelper::PrintRoutingTableAt(Seconds(0),
                                               net.At(1),
                                               Create<OutputStreamWrapper>(&table));
        net.Run(0.5);
        return table.str();
    };
    net.helper.Install(net.nodes);
    EXPECT_EQ(ipv4->GetRoutingProtocol(), own);
    net.Run(10);
    EXPECT_EQ(ipv4->GetRoutingProtocol(), own);
    // With rules, all ways but a cast to a class that is no list lead there.
    net.helper.Iptables(net.nodes, "-A INPUT -p icmp -j DROP");
    Ptr<Ipv4RoutingProtocol> seen = ipv4->GetRoutingProtocol();
    EXPECT_TRUE(GetParam().getObject(seen));
    EXPECT_TRUE(GetParam().getRouting(seen));
    EXPECT_NE(print(), "");
}

TEST_P(RoutingProtocolOfANode, IsBackWhenTheLayerIsIdleAgain)
{
    std::unique_ptr<Ipv4RoutingHelper> helper = GetParam().make();
    TestNet::Options options;
    options.routing = helper.get();
    TestNet net(3, options);
    Ptr<Ipv4> ipv4 = net.At(1)->GetObject<Ipv4>();
    Ptr<Ipv4RoutingProtocol> own = ipv4->GetRoutingProtocol();
    NfHookRegistry& hooks = net.Layer(1)->GetHooks();
    net.Run(1); // RIP does not bear to be disposed of before it has begun
    for (uint32_t i = 0; i < 2; ++i)
    {
        auto id = hooks.Register(NfFamily::IPV4, NfHook::INPUT, 0, [](NfPacket&) {
            return NfVerdict::ACCEPT;
        });
        EXPECT_NE(ipv4->GetRoutingProtocol(), own);
        hooks.Unregister(id);
        EXPECT_EQ(ipv4->GetRoutingProtocol(), own);
        EXPECT_TRUE(GetParam().cast(ipv4->GetRoutingProtocol()));
    }
    auto trace = Callback<void, const NfPacket&>([](const NfPacket&) {});
    hooks.m_enter.ConnectWithoutContext(trace);
    EXPECT_NE(ipv4->GetRoutingProtocol(), own);
    hooks.m_enter.DisconnectWithoutContext(trace);
    EXPECT_EQ(ipv4->GetRoutingProtocol(), own);
}

INSTANTIATE_TEST_SUITE_P(
    Kinds,
    RoutingProtocolOfANode,
    testing::Values(MakeListKind(),
                    MakeKind<Ipv4StaticRoutingHelper, Ipv4StaticRouting>("Static"),
                    MakeKind<Ipv4GlobalRoutingHelper, Ipv4GlobalRouting>("Global"),
                    MakeKind<OlsrHelper, olsr::RoutingProtocol>("Olsr"),
                    MakeKind<AodvHelper, aodv::RoutingProtocol>("Aodv"),
                    MakeKind<DsdvHelper, dsdv::RoutingProtocol>("Dsdv"),
                    MakeKind<RipHelper, Rip>("Rip"),
                    MakeKind<Ipv4NixVectorHelper, Ipv4NixVectorRouting>("Nix")),
    [](const auto& info) { return std::string(info.param.name); });

TEST(IdleLayer, LeavesARoutingProtocolOfLaterItsPlace)
{
    TestNet net(3);
    Ptr<Ipv4> ipv4 = net.At(1)->GetObject<Ipv4>();
    Ptr<Ipv4RoutingProtocol> fresh = Ipv4StaticRoutingHelper().Create(net.At(1));
    ipv4->SetRoutingProtocol(fresh);
    EXPECT_EQ(ipv4->GetRoutingProtocol(), fresh);
    net.helper.Iptables(net.At(1), "-A INPUT -j ACCEPT");
    Ptr<Ipv4RoutingProtocol> second = Ipv4StaticRoutingHelper().Create(net.At(1));
    ipv4->SetRoutingProtocol(second);
    EXPECT_EQ(ipv4->GetRoutingProtocol(), second);
    net.RouteGlobally();
    TestUdp udp(net.At(0), net.At(1), 9, true);
    udp.Send(1, net.Address(0, 1), 9);
    net.Run(3);
    EXPECT_EQ(udp.echoed, 1U);
    EXPECT_EQ(ipv4->GetRoutingProtocol()->GetObject<Ipv4StaticRouting>(), second);
}

TEST(IdleLayer, LeavesThePartsOfANodeInTheirOrder)
{
    auto orders = [](bool layer) {
        const Ptr<Node> node = CreateObject<Node>();
        InternetStackHelper().Install(node);
        if (layer)
        {
            NetfilterHelper().Install(node);
        }
        std::string text;
        // What is asked for more often than others moves ahead of them.
        for (int i = 0; i < 40; ++i)
        {
            node->GetObject<TrafficControlLayer>();
            for (auto parts = node->GetAggregateIterator(); parts.HasNext();)
            {
                const std::string name = parts.Next()->GetInstanceTypeId().GetName();
                text += name == "ns3::Netfilter" ? "" : name + " ";
            }
            text += "\n";
        }
        Simulator::Destroy();
        return text;
    };
    const std::string expected = orders(false);
    EXPECT_NE(expected, "");
    EXPECT_EQ(orders(true), expected);
}

TEST(IdleLayer, AnAddressChangeDuringAReceptionAddsNoEvent)
{
    auto events = [](TestNet::When layer) {
        TestNet::Options options;
        options.layer = layer;
        TestNet net(2, options);
        Ptr<Ipv4> ipv4 = net.At(1)->GetObject<Ipv4>();
        TestUdp udp(net.At(0), net.At(1), 9);
        udp.receiver->SetRecvCallback(Callback<void, Ptr<Socket>>([ipv4](Ptr<Socket> socket) {
            socket->Recv();
            ipv4->AddAddress(1, Ipv4InterfaceAddress(Ipv4Address("10.9.9.9"), Ipv4Mask("/24")));
        }));
        udp.Send(1, net.Address(0, 1), 9);
        net.Run(3);
        return std::to_string(Simulator::GetEventCount());
    };
    std::string expected = FindInChild([&] { return events(TestNet::NONE); });
    EXPECT_NE(expected, "");
    EXPECT_EQ(FindInChild([&] { return events(TestNet::AFTER_ADDRESSES); }), expected);
    EXPECT_EQ(FindInChild([&] { return events(TestNet::BEFORE_DEVICES); }), expected);
}

TEST(IdleLayer, LeavesPacketSocketsTheirPlaceInTheOrderOfHandlers)
{
    // IPv4 is told of a frame before a packet socket that was bound later.
    auto order = [](bool layer) {
        TestNet::Options options;
        options.layer = TestNet::NONE;
        TestNet net(2, options);
        std::vector<std::string> heard;
        Ptr<Socket> packets = Socket::CreateSocket(net.At(1), PacketSocketFactory::GetTypeId());
        PacketSocketAddress any;
        any.SetProtocol(0x0800);
        any.SetAllDevices();
        packets->Bind(any);
        packets->SetRecvCallback(Callback<void, Ptr<Socket>>([&heard](Ptr<Socket> socket) {
            socket->Recv();
            heard.emplace_back("packet");
        }));
        if (layer)
        {
            net.helper.Install(net.nodes);
        }
        TestUdp udp(net.At(0), net.At(1), 9);
        udp.receiver->SetRecvCallback(Callback<void, Ptr<Socket>>([&heard](Ptr<Socket> socket) {
            socket->Recv();
            heard.emplace_back("udp");
        }));
        udp.Send(1, net.Address(0, 1), 9);
        net.Run(3);
        return heard;
    };
    EXPECT_EQ(order(false), (std::vector<std::string>{"udp", "packet"}));
    EXPECT_EQ(order(true), order(false));
}

TEST(ActiveLayer, MayBeginInTheMiddleOfAReception)
{
    TestNet net(3);
    net.RouteGlobally();
    TestUdp udp(net.At(0), net.At(1), 9, true);
    TestUdp through(net.At(0), net.At(2), 9, true);
    uint32_t heard = 0;
    udp.receiver->SetRecvCallback(Callback<void, Ptr<Socket>>([&](Ptr<Socket> socket) {
        socket->Recv();
        ++heard;
        net.helper.Iptables(net.At(1), "-A INPUT -p udp -j DROP");
        net.helper.Iptables(net.At(1), "-A FORWARD -p udp -j DROP");
    }));
    udp.Send(1, net.Address(0, 1), 9);
    udp.Send(2, net.Address(0, 1), 9);
    through.Send(0.5, net.Address(1, 1), 9);
    through.Send(2, net.Address(1, 1), 9);
    net.Run(5);
    EXPECT_EQ(heard, 1U);
    EXPECT_EQ(through.received, 1U);
}

TEST(GlobalRouting, IsRecomputedUnderAnIdleAndAnActiveLayer)
{
    for (bool active : {false, true})
    {
        SCOPED_TRACE(active);
        TestNet net(4);
        net.RouteGlobally();
        if (active)
        {
            net.helper.Iptables(net.nodes, "-A INPUT -j ACCEPT");
        }
        TestUdp udp(net.At(0), net.At(3), 9, true);
        udp.Send(1, net.Address(2, 1), 9);
        Simulator::Schedule(Seconds(2), [&] {
            net.At(1)->GetObject<Ipv4>()->SetDown(2);
            Ipv4GlobalRoutingHelper::RecomputeRoutingTables();
        });
        udp.Send(3, net.Address(2, 1), 9);
        Simulator::Schedule(Seconds(4), [&] {
            net.At(1)->GetObject<Ipv4>()->SetUp(2);
            Ipv4GlobalRoutingHelper::RecomputeRoutingTables();
        });
        udp.Send(5, net.Address(2, 1), 9);
        net.Run(7);
        EXPECT_EQ(udp.echoed, 2U);
    }
}

} // namespace
} // namespace ns3
