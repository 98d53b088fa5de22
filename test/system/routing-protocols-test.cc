// SPDX-License-Identifier: GPL-2.0-only

// Over every kind of routing, packets arrive, pass each hook once, and obey rules.

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/aodv-helper.h"
#include "ns3/ipv4-list-routing-helper.h"
#include "ns3/ipv4-nix-vector-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/olsr-helper.h"
#include "ns3/rip-helper.h"

#include <gtest/gtest.h>
#include <memory>
#include <set>
#include <string>
#include <tuple>

namespace ns3
{
namespace
{

constexpr uint8_t ICMP = NfProtocol::ICMP;
constexpr uint8_t TCP = NfProtocol::TCP;
constexpr uint8_t UDP = NfProtocol::UDP;

/// @param kind of routing
/// @return its helper
std::unique_ptr<Ipv4RoutingHelper>
MakeRouting(const std::string& kind)
{
    auto list = std::make_unique<Ipv4ListRoutingHelper>();
    list->Add(Ipv4StaticRoutingHelper(), 0);
    if (kind == "olsr")
    {
        list->Add(OlsrHelper(), 10);
        return list;
    }
    if (kind == "rip")
    {
        list->Add(RipHelper(), 5);
        return list;
    }
    if (kind == "nixlist")
    {
        list->Add(Ipv4NixVectorHelper(), 10);
        return list;
    }
    if (kind == "nix")
    {
        return std::make_unique<Ipv4NixVectorHelper>();
    }
    if (kind == "aodv")
    {
        return std::make_unique<AodvHelper>();
    }
    return nullptr;
}

/// @param net the chain
/// @param kind of routing; what does not find routes itself is given them
void
SetRoutes(TestNet& net, const std::string& kind)
{
    if (kind == "global")
    {
        net.RouteGlobally();
    }
    if (kind == "static")
    {
        net.DefaultRoute(0, net.Address(0, 1));
        net.DefaultRoute(1, net.Address(1, 1), 2);
        net.DefaultRoute(2, net.Address(1, 0), 1);
        net.DefaultRoute(3, net.Address(2, 0));
    }
}

/// Compares what nodes' IPv4 receives from and sends to devices with what passes their hooks: the
/// routing protocol's own packets included, each once.
class EveryPacket
{
  public:
    explicit EveryPacket(TestNet& net)
    {
        for (uint32_t i = 0; i < net.nodes.GetN(); ++i)
        {
            NfHookRegistry& hooks = net.Layer(i)->GetHooks();
            hooks.Register(NfFamily::IPV4, NfHook::PREROUTING, -1, [this](NfPacket& packet) {
                prerouting += !packet.in->loopback;
                return NfVerdict::ACCEPT;
            });
            hooks.Register(NfFamily::IPV4, NfHook::POSTROUTING, -1, [this](NfPacket& packet) {
                postrouting += !packet.out->loopback;
                return NfVerdict::ACCEPT;
            });
            Ptr<Ipv4> ipv4 = net.At(i)->GetObject<Ipv4>();
            ipv4->TraceConnectWithoutContext("Rx", Counter(received));
            ipv4->TraceConnectWithoutContext("Tx", Counter(sent));
        }
    }

    uint64_t prerouting{0};
    uint64_t postrouting{0};
    uint64_t received{0};
    uint64_t sent{0};

  private:
    static Callback<void, Ptr<const Packet>, Ptr<Ipv4>, uint32_t> Counter(uint64_t& count)
    {
        return Callback<void, Ptr<const Packet>, Ptr<Ipv4>, uint32_t>(
            [&count](Ptr<const Packet>, Ptr<Ipv4>, uint32_t interface) {
                count += interface != 0;
            });
    }
};

class RoutingProtocols : public testing::TestWithParam<std::tuple<const char*, TestNet::When>>
{
};

TEST_P(RoutingProtocols, DeliverAndPassHooksOnce)
{
    std::string kind = std::get<0>(GetParam());
    std::unique_ptr<Ipv4RoutingHelper> routing = MakeRouting(kind);
    TestNet::Options options;
    options.routing = routing.get();
    options.layer = std::get<1>(GetParam());
    TestNet net(4, options);
    SetRoutes(net, kind);
    TestUdp udp(net.At(0), net.At(3), 9, true);
    TestPing ping(net.At(3), net.Address(0, 0), 46, 10);
    TestBulk bulk(net.At(0), net.At(3), net.Address(2, 1), 80, 80, 100000, 50);
    for (uint32_t i = 0; i < 5; ++i)
    {
        udp.Send(40 + i, net.Address(2, 1), 9);
    }
    // Only the traffic of the test is counted: port 9, not the routing protocols' own.
    uint64_t forwarded = 0;
    uint64_t forwardedTcp = 0;
    uint64_t output = 0;
    uint64_t input = 0;
    auto isEcho = [](NfPacket& packet) {
        const uint8_t* l4 = packet.ip.protocol == UDP ? packet.L4(4) : nullptr;
        return l4 && ((l4[0] == 0 && l4[1] == 9) || (l4[2] == 0 && l4[3] == 9));
    };
    EveryPacket every(net);
    net.CountHooks();
    net.OnHook(1, NfHook::FORWARD, [&](NfPacket& packet) {
        forwarded += isEcho(packet);
        forwardedTcp += packet.ip.protocol == TCP;
        return NfVerdict::ACCEPT;
    });
    net.OnHook(0, NfHook::OUTPUT, [&](NfPacket& packet) {
        output += isEcho(packet);
        return NfVerdict::ACCEPT;
    });
    net.OnHook(0, NfHook::INPUT, [&](NfPacket& packet) {
        input += isEcho(packet);
        return NfVerdict::ACCEPT;
    });
    net.Run(60);
    EXPECT_EQ(udp.received, 5U);
    EXPECT_EQ(udp.echoed, 5U);
    EXPECT_EQ(ping.Received(), 10U);
    EXPECT_EQ(bulk.Received(), 100000U);
    EXPECT_EQ(output, 5U);
    EXPECT_EQ(forwarded, 10U);
    EXPECT_EQ(input, 5U);
    EXPECT_EQ(net.Count(1, NfHook::FORWARD, ICMP), 20U);
    EXPECT_EQ(every.postrouting, every.sent);
    EXPECT_GT(every.sent, 400U);
    if (kind == "aodv")
    {
        // A router whose route has expired drops a segment on its way, and tells the sender.
        EXPECT_GT(forwardedTcp, 100U);
        EXPECT_GE(every.prerouting, every.received);
        return;
    }
    EXPECT_EQ(every.prerouting, every.received);
    EXPECT_EQ(forwardedTcp, net.Count(0, NfHook::OUTPUT, TCP) + net.Count(3, NfHook::OUTPUT, TCP));
    EXPECT_EQ(net.Counts(3, ICMP), "10/10/0/10/10");
}

TEST_P(RoutingProtocols, ObeyRules)
{
    std::string kind = std::get<0>(GetParam());
    std::unique_ptr<Ipv4RoutingHelper> routing = MakeRouting(kind);
    TestNet::Options options;
    options.routing = routing.get();
    options.layer = std::get<1>(GetParam());
    TestNet net(4, options);
    SetRoutes(net, kind);
    // Node 1 lets its left side, and the routing protocols, talk to the right one, under its name.
    net.helper.RestoreText(net.At(1), R"(
*nat
-A PREROUTING -d 10.0.0.2/32 -p udp -m udp --dport 99 -j DNAT --to-destination 10.0.2.2:7
-A POSTROUTING -s 10.0.0.0/24 -d 10.0.2.0/24 -o eth1 -p udp -j MASQUERADE
COMMIT
*filter
:FORWARD DROP [0:0]
-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -i eth0 -p udp -m udp --dport 13 -j REJECT
-A FORWARD -i eth0 -m conntrack --ctstate NEW -j ACCEPT
COMMIT
)");
    TestUdp udp(net.At(0), net.At(3), 9, true);
    TestUdp rejected(net.At(0), net.At(3), 13, true);
    TestUdp forwarded(net.At(0), net.At(3), 7, true);
    TestUdp inward(net.At(3), net.At(0), 9, true);
    TestRaw ear(net.At(0), ICMP);
    for (uint32_t i = 0; i < 3; ++i)
    {
        udp.Send(40 + i, net.Address(2, 1), 9);
        rejected.Send(40.3 + i, net.Address(2, 1), 13);
        forwarded.Send(40.4 + i, net.Address(0, 1), 99);
        inward.Send(40.6 + i, net.Address(0, 0), 9);
    }
    net.Run(50);
    EXPECT_EQ(udp.received, 3U);
    EXPECT_EQ(udp.echoed, 3U);
    EXPECT_EQ(udp.sources, std::set<Ipv4Address>{net.Address(1, 0)}) << "masqueraded";
    EXPECT_EQ(udp.lastEchoSource, net.Address(2, 1));
    EXPECT_EQ(forwarded.echoed, 3U);
    EXPECT_EQ(forwarded.lastEchoSource, net.Address(0, 1));
    EXPECT_EQ(rejected.received, 0U);
    EXPECT_EQ(ear.received, 3U) << "one error for each that is rejected";
    EXPECT_EQ(inward.received, 0U);
}

TEST_P(RoutingProtocols, OwnPacketsMeetOutputWithTheirRealDevice)
{
    // An on-demand protocol sends the first packet to lo, until it knows the way.
    std::string kind = std::get<0>(GetParam());
    std::unique_ptr<Ipv4RoutingHelper> routing = MakeRouting(kind);
    TestNet::Options options;
    options.routing = routing.get();
    options.layer = std::get<1>(GetParam());
    TestNet net(4, options);
    SetRoutes(net, kind);
    net.helper.RestoreText(net.At(0), R"(
*filter
-A OUTPUT -o lo -j ACCEPT
-A OUTPUT -p udp -m udp --dport 13 -j DROP
-A OUTPUT -p tcp -m tcp --dport 80 -j DROP
-A OUTPUT -d 10.0.1.2 -p icmp -j DROP
COMMIT
)");
    TestUdp passed(net.At(0), net.At(3), 9, true);
    TestUdp dropped(net.At(0), net.At(2), 13);
    passed.Send(40, net.Address(2, 1), 9);
    dropped.Send(42, net.Address(1, 1), 13);
    TestPing pingDropped(net.At(0), net.Address(1, 1), 44, 2);
    TestPing ping(net.At(0), net.Address(1, 0), 46, 2);
    TestBulk bulk(net.At(0), net.At(2), net.Address(2, 0), 80, 80, 1000, 48);
    TestRaw ear(net.At(2), TCP);
    net.Run(60);
    EXPECT_EQ(passed.echoed, 1U);
    EXPECT_EQ(dropped.received, 0U);
    EXPECT_EQ(pingDropped.Received(), 0U);
    EXPECT_EQ(ping.Received(), 2U);
    EXPECT_EQ(bulk.Received(), 0U);
    EXPECT_EQ(ear.received, 0U);
}

INSTANTIATE_TEST_SUITE_P(
    Kinds,
    RoutingProtocols,
    testing::Combine(testing::Values("static", "global", "olsr", "rip", "aodv", "nix", "nixlist"),
                     testing::Values(TestNet::BEFORE_DEVICES, TestNet::AFTER_ADDRESSES)),
    [](const auto& info) {
        return std::string(std::get<0>(info.param)) +
               (std::get<1>(info.param) == TestNet::BEFORE_DEVICES ? "Before" : "After");
    });

} // namespace
} // namespace ns3
