// SPDX-License-Identifier: GPL-2.0-only

// What a script can observe over IPv6 of a layer that is installed and not used: nothing. And what
// a layer changes whose hooks accept everything: no byte on any link.

#include "test-ipv6-net.h"
#include "test-net.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-list-routing-helper.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/nix-vector-helper.h"
#include "ns3/nix-vector-routing.h"
#include "ns3/radvd-helper.h"
#include "ns3/ripng-helper.h"
#include "ns3/ripng.h"
#include "ns3/simulator.h"
#include "ns3/tcp-socket-factory.h"

#include <functional>
#include <gtest/gtest.h>
#include <iomanip>
#include <memory>
#include <sstream>
#include <string>

namespace ns3
{
namespace
{

/// What is done with the layers of the nodes.
enum class Use
{
    NONE, //!< there are none
    IDLE,
    ACCEPT //!< a callback at every hook accepts everything
};

/// Everything that leaves a device of a node, byte by byte, with its time.
void
Listen(TestIpv6Net& net, std::ostream& out)
{
    for (uint32_t link = 0; link < net.devices.size(); ++link)
    {
        for (uint32_t side = 0; side < 2; ++side)
        {
            net.devices[link].Get(side)->TraceConnectWithoutContext(
                "MacTx",
                Callback<void, Ptr<const Packet>>([&out, link, side](Ptr<const Packet> packet) {
                    std::vector<uint8_t> bytes(packet->GetSize());
                    packet->CopyData(bytes.data(), bytes.size());
                    out << Simulator::Now().GetNanoSeconds() << ' ' << link << side << ' ';
                    for (uint8_t byte : bytes)
                    {
                        out << std::hex << std::setw(2) << std::setfill('0') << uint32_t{byte};
                    }
                    out << std::dec << '\n';
                }));
        }
    }
}

/// Everything that ns-3's IPv6 tells of.
void
ListenAbove(TestIpv6Net& net, std::ostream& out)
{
    for (uint32_t i = 0; i < net.nodes.GetN(); ++i)
    {
        Ptr<Ipv6L3Protocol> ipv6 = net.At(i)->GetObject<Ipv6L3Protocol>();
        for (const char* source : {"Tx", "Rx"})
        {
            ipv6->TraceConnectWithoutContext(
                source,
                Callback<void, Ptr<const Packet>, Ptr<Ipv6>, uint32_t>(
                    [&out, i, source](Ptr<const Packet> packet, Ptr<Ipv6>, uint32_t interface) {
                        out << Simulator::Now().GetNanoSeconds() << ' ' << i << source
                            << interface << ' ' << packet->GetSize() << '\n';
                    }));
        }
        for (const char* source : {"SendOutgoing", "UnicastForward", "LocalDeliver"})
        {
            ipv6->TraceConnectWithoutContext(
                source,
                Callback<void, const Ipv6Header&, Ptr<const Packet>, uint32_t>(
                    [&out, i, source](const Ipv6Header& header,
                                      Ptr<const Packet> packet,
                                      uint32_t interface) {
                        out << Simulator::Now().GetNanoSeconds() << ' ' << i << source
                            << interface << ' ' << header << ' ' << packet->GetSize() << '\n';
                    }));
        }
    }
}

/// A run with traffic of many kinds.
std::string
RunTraffic(Use use, bool withEvents)
{
    TestIpv6Net::Options options;
    options.layer = use != Use::NONE;
    options.ipv4 = true;
    options.mtus = {1500, 1400};
    TestIpv6Net net(4, options);
    if (use == Use::ACCEPT)
    {
        net.CountHooks();
    }
    std::ostringstream out;
    Listen(net, out);
    ListenAbove(net, out);
    RadvdHelper radvd;
    radvd.AddAnnouncedPrefix(net.Interface(0, 1), Ipv6Address("2001:77::"), 64);
    radvd.GetRadvdInterface(net.Interface(0, 1))->SetSendAdvert(true);
    ApplicationContainer router = radvd.Install(net.At(1));
    router.Start(Seconds(2));
    TestIpv6Udp udp(net.At(0), net.At(3), 9, true);
    TestIpv6Ping ping(net.At(0));
    ping.socket->BindToNetDevice(net.devices[0].Get(0));
    udp.Send(3, net.Address(2, 1), 9);
    udp.Send(3.5, net.Address(2, 1), 9, 1450); // too big for the second link
    udp.Send(4, net.Address(2, 1), 9, 3000);
    udp.Send(5, net.Address(2, 1), 10); // nobody listens
    udp.Send(5.5, net.Address(0, 1), 9, 10);
    ping.Send(6, net.Address(2, 1));
    ping.Send(6.5, Ipv6Address("ff02::1"));
    Ptr<Socket> server = Socket::CreateSocket(net.At(3), TcpSocketFactory::GetTypeId());
    server->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), 80));
    server->Listen();
    Ptr<Socket> client = Socket::CreateSocket(net.At(0), TcpSocketFactory::GetTypeId());
    client->SetConnectCallback(Callback<void, Ptr<Socket>>([](Ptr<Socket> socket) {
                                   socket->Send(Create<Packet>(30000));
                                   socket->Close();
                               }),
                               MakeNullCallback<void, Ptr<Socket>>());
    net.Schedule(7, 0, [&] { client->Connect(Inet6SocketAddress(net.Address(2, 1), 80)); });
    net.Run(60);
    if (withEvents)
    {
        out << "events " << Simulator::GetEventCount() << '\n';
    }
    out << udp.received << ' ' << udp.echoed << ' ' << ping.heard["reply"] << '\n';
    return out.str();
}

TEST(Ipv6IdleLayer, CannotBeObserved)
{
    const std::string expected = FindInChild([] { return RunTraffic(Use::NONE, true); });
    EXPECT_NE(expected.find("events"), std::string::npos);
    EXPECT_EQ(FindInChild([] { return RunTraffic(Use::IDLE, true); }), expected);
}

TEST(Ipv6IdleLayer, CallbacksThatAcceptEverythingChangeNoFrame)
{
    auto run = [](Use use) {
        return FindInChild([use] {
            TestIpv6Net net(3, TestIpv6Net::Options{use != Use::NONE, false, nullptr, {}});
            if (use == Use::ACCEPT)
            {
                net.CountHooks();
            }
            std::ostringstream out;
            Listen(net, out);
            TestIpv6Udp udp(net.At(0), net.At(2), 9, true);
            TestIpv6Ping ping(net.At(0));
            udp.Send(3, net.Address(1, 1), 9);
            udp.Send(4, net.Address(1, 1), 9, 3000);
            udp.Send(40, net.Address(1, 1), 9, 10);
            ping.Send(6, net.Address(1, 1));
            net.Run(60);
            return out.str();
        });
    };
    const std::string expected = run(Use::NONE);
    EXPECT_NE(expected, "");
    EXPECT_EQ(run(Use::ACCEPT), expected);
}

/// A kind of routing, and how scripts look for its protocol.
struct Kind
{
    const char* name;
    std::function<std::unique_ptr<Ipv6RoutingHelper>()> make;
    std::function<bool(Ptr<Ipv6RoutingProtocol>)> cast;
    std::function<bool(Ptr<Ipv6RoutingProtocol>)> find;
};

class Ipv6RoutingOfANode : public testing::TestWithParam<Kind>
{
};

TEST_P(Ipv6RoutingOfANode, IsTheOneThatTheScriptInstalled)
{
    std::unique_ptr<Ipv6RoutingHelper> helper = GetParam().make();
    TestIpv6Net::Options options;
    options.routing = helper.get();
    TestIpv6Net net(3, options);
    Ptr<Ipv6> ipv6 = net.At(1)->GetObject<Ipv6>();
    Ptr<Ipv6RoutingProtocol> own = ipv6->GetRoutingProtocol();
    EXPECT_TRUE(GetParam().cast(own));
    net.Run(1);
    EXPECT_EQ(ipv6->GetRoutingProtocol(), own);
    NfHookRegistry& hooks = net.Layer(1)->GetHooks();
    auto id = hooks.Register(NfFamily::IPV6, NfHook::INPUT, 0, [](NfPacket&) {
        return NfVerdict::ACCEPT;
    });
    EXPECT_NE(ipv6->GetRoutingProtocol(), own);
    EXPECT_TRUE(GetParam().find(ipv6->GetRoutingProtocol()));
    hooks.Unregister(id);
    EXPECT_EQ(ipv6->GetRoutingProtocol(), own);
}

TEST_P(Ipv6RoutingOfANode, FindsItsWaysBehindTheLayer)
{
    std::unique_ptr<Ipv6RoutingHelper> helper = GetParam().make();
    TestIpv6Net::Options options;
    options.routing = helper.get();
    TestIpv6Net net(3, options);
    net.CountHooks();
    if (std::string(GetParam().name) == "Static")
    {
        Ipv6StaticRoutingHelper statics;
        statics.GetStaticRouting(net.At(0)->GetObject<Ipv6>())
            ->SetDefaultRoute(net.Address(0, 1), 1);
        statics.GetStaticRouting(net.At(2)->GetObject<Ipv6>())
            ->SetDefaultRoute(net.Address(1, 0), 1);
    }
    TestIpv6Udp udp(net.At(0), net.At(2), 9, true);
    udp.Send(60, net.Address(1, 1), 9);
    net.Run(65);
    EXPECT_EQ(udp.echoed, 1U);
    EXPECT_EQ(net.Counts(1, "udp").substr(0, 1) != "0", true);
}

TEST(Ipv6Routing, TellsAScriptTheRouteThatThePacketTakes)
{
    auto ask = [](bool layer) {
        TestIpv6Net::Options options;
        options.layer = layer;
        TestIpv6Net net(3, options);
        if (layer)
        {
            net.CountHooks();
        }
        TestIpv6Ping ping(net.At(0)); // a raw socket, which asks with the same words
        std::ostringstream told;
        for (const Ipv6Address& destination : {net.Address(0, 1), net.Address(1, 1)})
        {
            ping.Send(1, destination);
            net.Schedule(2, 0, [&net, &told, destination] {
                Ipv6Header header;
                header.SetDestination(destination);
                Socket::SocketErrno error = Socket::ERROR_NOTERROR;
                const auto protocol = net.At(0)->GetObject<Ipv6>()->GetRoutingProtocol();
                const auto route =
                    protocol->RouteOutput(Create<Packet>(10), header, nullptr, error);
                told << route->GetDestination() << " by " << route->GetGateway() << '\n';
            });
        }
        net.Run(5);
        return told.str();
    };
    const std::string expected = ask(false);
    EXPECT_NE(expected.find("by ::\n"), std::string::npos) << expected;
    EXPECT_EQ(ask(true), expected);
}

template <class Helper, class Protocol>
Kind
MakeKind(const char* name)
{
    return {name,
            [] { return std::make_unique<Helper>(); },
            [](Ptr<Ipv6RoutingProtocol> protocol) { return bool(DynamicCast<Protocol>(protocol)); },
            [](Ptr<Ipv6RoutingProtocol> protocol) {
                return protocol->GetObject<Protocol>() &&
                       Ipv6RoutingHelper::GetRouting<Protocol>(protocol);
            }};
}

INSTANTIATE_TEST_SUITE_P(
    Kinds,
    Ipv6RoutingOfANode,
    testing::Values(MakeKind<Ipv6StaticRoutingHelper, Ipv6StaticRouting>("Static"),
                    MakeKind<RipNgHelper, RipNg>("RipNg"),
                    MakeKind<Ipv6NixVectorHelper, Ipv6NixVectorRouting>("Nix")),
    [](const auto& info) { return std::string(info.param.name); });

} // namespace
} // namespace ns3
