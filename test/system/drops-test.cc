// SPDX-License-Identifier: GPL-2.0-only

// A dropped packet reaches nobody: no socket, no raw socket, no other node.

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/netfilter-helper.h"

#include <gtest/gtest.h>
#include <map>

namespace ns3
{
namespace
{

constexpr uint8_t OTHER = 99;

/// Where something is dropped, and whether requests get through (then it is answers that do not).
struct Place
{
    const char* name;
    uint32_t node;
    NfHook hook;
    bool requestArrives;
};

const Place PLACES[] = {
    {"ClientOutput", 0, NfHook::OUTPUT, false},
    {"ClientPostrouting", 0, NfHook::POSTROUTING, false},
    {"RouterPrerouting", 1, NfHook::PREROUTING, false},
    {"RouterForward", 1, NfHook::FORWARD, false},
    {"RouterPostrouting", 1, NfHook::POSTROUTING, false},
    {"ServerPrerouting", 2, NfHook::PREROUTING, false},
    {"ServerInput", 2, NfHook::INPUT, false},
    {"ServerOutput", 2, NfHook::OUTPUT, true},
    {"ServerPostrouting", 2, NfHook::POSTROUTING, true},
    {"ClientPrerouting", 0, NfHook::PREROUTING, true},
    {"ClientInput", 0, NfHook::INPUT, true},
};

class Drops : public testing::TestWithParam<Place>
{
};

/// Everything that can be sent over a chain, and who got it.
struct Traffic
{
    explicit Traffic(TestNet& net)
        : udp(net.At(0), net.At(2), 9, true),
          ping(net.At(0), net.Address(1, 1), 2, 5),
          rawClient(net.At(0), OTHER),
          rawServer(net.At(2), OTHER),
          udpEar(net.At(2), NfProtocol::UDP),
          icmpEar(net.At(2), NfProtocol::ICMP),
          answerEar(net.At(0), NfProtocol::UDP),
          bulk(net.At(0), net.At(2), net.Address(1, 1), 80, 80, 1000, 4)
    {
        udp.Send(1, net.Address(1, 1), 9);
        rawClient.Send(3, net.Address(1, 1));
    }

    TestUdp udp;
    TestPing ping;
    TestRaw rawClient;
    TestRaw rawServer;
    TestRaw udpEar;
    TestRaw icmpEar;
    TestRaw answerEar;
    TestBulk bulk;
};

void
ExpectNothingPasses(const Traffic& traffic, bool requestArrives)
{
    EXPECT_EQ(traffic.udp.received, requestArrives ? 1U : 0U);
    EXPECT_EQ(traffic.udpEar.received, requestArrives ? 1U : 0U);
    EXPECT_EQ(traffic.icmpEar.received, requestArrives ? 5U : 0U);
    EXPECT_EQ(traffic.rawServer.received, requestArrives ? 1U : 0U);
    EXPECT_EQ(traffic.udp.echoed, 0U);
    EXPECT_EQ(traffic.answerEar.received, 0U);
    EXPECT_EQ(traffic.ping.Received(), 0U);
    EXPECT_EQ(traffic.bulk.Received(), 0U);
}

TEST_P(Drops, ByACallback)
{
    TestNet net(3);
    net.RouteGlobally();
    net.CountHooks();
    net.OnHook(GetParam().node, GetParam().hook, [](NfPacket&) { return NfVerdict::DROP; });
    Traffic traffic(net);
    net.Run(8);
    ExpectNothingPasses(traffic, GetParam().requestArrives);
}

TEST_P(Drops, ByARule)
{
    TestNet net(3);
    net.RouteGlobally();
    std::string chain = NfToString(GetParam().hook);
    net.helper.Iptables(net.At(GetParam().node), "-t mangle -A " + chain + " -j DROP");
    Traffic traffic(net);
    net.Run(8);
    ExpectNothingPasses(traffic, GetParam().requestArrives);
}

INSTANTIATE_TEST_SUITE_P(Places, Drops, testing::ValuesIn(PLACES), [](const auto& info) {
    return std::string(info.param.name);
});

TEST(DropControl, WithoutADropEverythingArrives)
{
    TestNet net(3);
    net.RouteGlobally();
    net.CountHooks();
    Traffic traffic(net);
    net.Run(8);
    EXPECT_EQ(traffic.udp.echoed, 1U);
    EXPECT_EQ(traffic.udpEar.received, 1U);
    EXPECT_EQ(traffic.icmpEar.received, 5U);
    EXPECT_EQ(traffic.answerEar.received, 1U);
    EXPECT_EQ(traffic.rawServer.received, 1U);
    EXPECT_EQ(traffic.ping.Received(), 5U);
    EXPECT_EQ(traffic.bulk.Received(), 1000U);
}

TEST(DropReasons, OfTheStack)
{
    TestNet net(3);
    net.RouteGlobally();
    net.CountHooks();
    std::map<NfDropReason, uint32_t> reasons;
    net.Layer(1)->GetStack()->m_dropped.ConnectWithoutContext(
        Callback<void, const NfPacket&, NfDropReason>(
            [&](const NfPacket&, NfDropReason reason) { ++reasons[reason]; }));
    net.DefaultRoute(0, net.Address(0, 1));
    TestUdp udp(net.At(0), net.At(2), 9);
    udp.Send(1, Ipv4Address("198.51.100.9"), 9);
    udp.Send(2, Ipv4Address("127.0.0.9"), 9);
    net.OnHook(1, NfHook::PREROUTING, [&](NfPacket& packet) {
        if (packet.L4(4) && packet.ip.protocol == NfProtocol::UDP && packet.L4(4)[3] == 10)
        {
            packet.ip.source = NfAddress(net.Address(1, 0));
        }
        if (packet.ip.protocol == NfProtocol::UDP && packet.L4(4)[3] == 11)
        {
            packet.ip.ttl = 1;
        }
        return NfVerdict::ACCEPT;
    });
    udp.Send(3, net.Address(1, 1), 10);
    udp.Send(4, net.Address(1, 1), 11);
    net.Run(6);
    EXPECT_EQ(reasons[NfDropReason::NO_ROUTE], 1U);
    EXPECT_EQ(reasons[NfDropReason::MARTIAN_SOURCE], 1U);
    EXPECT_EQ(reasons[NfDropReason::TTL_EXPIRED], 1U);
    EXPECT_EQ(reasons[NfDropReason::HOOK], 0U);
    EXPECT_EQ(udp.received, 0U);
}

} // namespace
} // namespace ns3
