// SPDX-License-Identifier: GPL-2.0-only

// Which hooks an IPv6 packet passes, and that it ends where a callback says so.

#include "test-ipv6-net.h"

#include "ns3/simulator.h"

#include <gtest/gtest.h>
#include <string>

namespace ns3
{
namespace
{

TEST(Ipv6Paths, UdpOverARouterPassesTheHooksOfLinux)
{
    TestIpv6Net net(3);
    net.CountHooks();
    TestIpv6Udp udp(net.At(0), net.At(2), 9, true);
    for (double when : {3., 4., 5.})
    {
        udp.Send(when, net.Address(1, 1), 9);
    }
    net.Run(8);
    EXPECT_EQ(udp.received, 3U);
    EXPECT_EQ(udp.echoed, 3U);
    EXPECT_EQ(net.Counts(0, "udp"), "3/3/0/3/3");
    EXPECT_EQ(net.Counts(1, "udp"), "6/0/6/0/6");
    EXPECT_EQ(net.Counts(2, "udp"), "3/3/0/3/3");
}

TEST(Ipv6Paths, PingOverARouterPassesTheHooksOfLinux)
{
    TestIpv6Net net(3);
    net.CountHooks();
    TestIpv6Ping ping(net.At(0));
    ping.Send(3, net.Address(1, 1));
    ping.Send(4, net.Address(1, 1));
    net.Run(8);
    EXPECT_EQ(ping.heard["reply"], 2U);
    EXPECT_EQ(net.Counts(0, "echo"), "0/0/0/2/2");
    EXPECT_EQ(net.Counts(0, "reply"), "2/2/0/0/0");
    EXPECT_EQ(net.Counts(1, "echo"), "2/0/2/0/2");
    EXPECT_EQ(net.Counts(1, "reply"), "2/0/2/0/2");
    EXPECT_EQ(net.Counts(2, "echo"), "2/2/0/0/0");
    EXPECT_EQ(net.Counts(2, "reply"), "0/0/0/2/2");
}

/// A node and a hook where UDP is dropped.
struct Place
{
    uint32_t node;
    NfHook hook;
};

class Ipv6Drop : public testing::TestWithParam<Place>
{
};

TEST_P(Ipv6Drop, EndsThePacketThere)
{
    TestIpv6Net net(3);
    net.CountHooks();
    net.OnHook(GetParam().node, GetParam().hook, [](NfPacket& packet) {
        return packet.ip.protocol == NfProtocol::UDP ? NfVerdict::DROP : NfVerdict::ACCEPT;
    });
    uint32_t drops = 0;
    net.Layer(GetParam().node)
        ->GetStack()
        ->m_dropped.ConnectWithoutContext(Callback<void, const NfPacket&, NfDropReason>(
            [&drops](const NfPacket& packet, NfDropReason reason) {
                drops += packet.ip.family == NfFamily::IPV6 && reason == NfDropReason::HOOK;
            }));
    TestIpv6Udp udp(net.At(0), net.At(2), 9);
    udp.Send(3, net.Address(1, 1), 9);
    net.Run(8);
    EXPECT_EQ(udp.received, 0U);
    EXPECT_EQ(drops, 1U);
}

INSTANTIATE_TEST_SUITE_P(Places,
                         Ipv6Drop,
                         testing::Values(Place{0, NfHook::OUTPUT},
                                         Place{0, NfHook::POSTROUTING},
                                         Place{1, NfHook::PREROUTING},
                                         Place{1, NfHook::FORWARD},
                                         Place{1, NfHook::POSTROUTING},
                                         Place{2, NfHook::PREROUTING},
                                         Place{2, NfHook::INPUT}),
                         [](const auto& info) {
                             return std::to_string(info.param.node) + NfToString(info.param.hook);
                         });

} // namespace
} // namespace ns3
