// SPDX-License-Identifier: GPL-2.0-only

// Connection tracking and NAT66 on a router of a simulated network.

#include "test-ipv6-net.h"

#include "ns3/netfilter-helper.h"
#include "ns3/simulator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <string>

namespace ns3
{
namespace
{

using testing::HasSubstr;
using testing::MatchesRegex;

/// What connection tracking said of packets, by what they were.
using States = std::map<std::string, std::map<NfCtState, uint32_t>>;

/// Notes the state of what a node's hook sees.
void
Note(TestIpv6Net& net, uint32_t node, NfHook hook, States& states)
{
    net.OnHook(node, hook, [&states](NfPacket& packet) {
        ++states[TestIpv6Net::KindOf(packet)][packet.ctState];
        return NfVerdict::ACCEPT;
    });
}

TEST(Ipv6Conntrack, AStatefulFilterLetsAnswersInAndNothingElse)
{
    TestIpv6Net net(3);
    NetfilterHelper helper;
    helper.Ip6tables(net.At(1), "-P FORWARD DROP");
    helper.Ip6tables(net.At(1), "-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT");
    helper.Ip6tables(net.At(1), "-A FORWARD -s 2001:1::/64 -m conntrack --ctstate NEW -j ACCEPT");
    TestIpv6Udp out(net.At(0), net.At(2), 9, true);
    TestIpv6Udp in(net.At(2), net.At(0), 10);
    TestIpv6Ping ping(net.At(0));
    out.Send(3, net.Address(1, 1), 9);
    in.Send(3.5, net.Address(0, 0), 10);
    ping.Send(4, net.Address(1, 1));
    std::string listed;
    net.Schedule(5, 1, [&] { listed = helper.Conntrack(net.At(1), "-L -f ipv6 -p icmpv6"); });
    net.Run(8);
    EXPECT_EQ(out.received, 1U);
    EXPECT_EQ(out.echoed, 1U);
    EXPECT_EQ(in.received, 0U);
    EXPECT_EQ(ping.heard["reply"], 1U);
    EXPECT_THAT(listed,
                MatchesRegex("icmpv6   58 2[89] src=2001:1::1 dst=2001:2::2 type=128 code=0 "
                             "id=[0-9]+ packets=1 bytes=104 src=2001:2::2 dst=2001:1::1 type=129 "
                             "code=0 id=[0-9]+ packets=1 bytes=104 mark=0 use=1\n"));
}

TEST(Ipv6Conntrack, NeighbourDiscoveryIsUntrackedAndTheRestIsNot)
{
    TestIpv6Net net(3);
    net.Layer(1)->SetConntrackMode(Netfilter::CONNTRACK_ALWAYS);
    net.CountHooks();
    States in;
    States out;
    Note(net, 1, NfHook::INPUT, in);
    Note(net, 1, NfHook::OUTPUT, out);
    TestIpv6Ping ping(net.At(0));
    ping.Send(3, net.Address(0, 1));
    net.Run(8);
    EXPECT_EQ(ping.heard["reply"], 1U);
    for (const char* kind : {"ns", "na"})
    {
        for (const States* states : {&in, &out})
        {
            const auto found = states->find(kind);
            ASSERT_NE(found, states->end()) << kind;
            EXPECT_EQ(found->second.size(), 1U) << kind;
            EXPECT_EQ(found->second.count(NfCtState::UNTRACKED), 1U) << kind;
        }
    }
    EXPECT_EQ(in["echo"][NfCtState::NEW], 1U);
    EXPECT_EQ(out["reply"][NfCtState::ESTABLISHED], 1U);
    EXPECT_EQ(net.Layer(1)->GetConntrack()->GetSize(), 1U);
}

TEST(Ipv6Conntrack, MasqueradeHidesTheClientAndAnswersReachIt)
{
    TestIpv6Net net(3);
    NetfilterHelper helper;
    helper.Ip6tables(net.At(1), "-t nat -A POSTROUTING -o eth1 -j MASQUERADE");
    TestIpv6Udp udp(net.At(0), net.At(2), 9, true);
    TestIpv6Ping ping(net.At(0));
    udp.Send(3, net.Address(1, 1), 9);
    ping.Send(4, net.Address(1, 1));
    net.Run(8);
    EXPECT_EQ(udp.received, 1U);
    EXPECT_EQ(udp.lastSource, net.Address(1, 0));
    EXPECT_EQ(udp.echoed, 1U);
    EXPECT_EQ(ping.heard["reply"], 1U);
}

TEST(Ipv6Conntrack, RedirectAndDnatChangeWhoAnswers)
{
    TestIpv6Net net(3);
    NetfilterHelper helper;
    helper.Ip6tables(net.At(1), "-t nat -A PREROUTING -p udp --dport 9 -j REDIRECT --to-ports 99");
    helper.Ip6tables(net.At(1),
                     "-t nat -A PREROUTING -p udp --dport 10 -j DNAT --to-destination "
                     "[2001:2::2]:100");
    TestIpv6Udp redirected(net.At(0), net.At(1), 99, true);
    TestIpv6Udp changed(net.At(0), net.At(2), 100, true);
    redirected.Send(3, net.Address(1, 1), 9);
    changed.Send(4, net.Address(0, 1), 10);
    net.Run(8);
    EXPECT_EQ(redirected.received, 1U);
    EXPECT_EQ(redirected.echoed, 1U);
    EXPECT_EQ(changed.received, 1U);
    EXPECT_EQ(changed.echoed, 1U);
}

TEST(Ipv6Conntrack, PacketTooBigFindsTheClientBehindMasquerade)
{
    TestIpv6Net::Options options;
    options.mtus = {1500, 1500, 1280};
    TestIpv6Net net(4, options);
    NetfilterHelper helper;
    helper.Ip6tables(net.At(1), "-t nat -A POSTROUTING -o eth1 -j MASQUERADE");
    net.CountHooks();
    States states;
    Note(net, 1, NfHook::FORWARD, states);
    TestIpv6Ping ping(net.At(0));
    ping.Send(3, net.Address(2, 1), 1400);
    net.Run(8);
    EXPECT_EQ(ping.heard["too-big"], 1U);
    EXPECT_EQ(states["too-big"][NfCtState::RELATED], 1U);
    // What it quotes begins with the client's own packet.
    const std::vector<uint8_t>& error = ping.last["too-big"];
    ASSERT_GE(error.size(), 48U);
    EXPECT_EQ(Ipv6Address::Deserialize(&error[16]), net.Address(0, 0));
}

TEST(Ipv6Conntrack, ARouterGathersFragmentsAndSendsThemOnAsTheyCame)
{
    TestIpv6Net net(3);
    NetfilterHelper helper;
    helper.Ip6tables(net.At(1), "-t nat -A POSTROUTING -o eth1 -j MASQUERADE");
    net.CountHooks();
    uint32_t whole = 0;
    net.OnHook(1, NfHook::FORWARD, [&whole](NfPacket& packet) {
        whole += packet.GetPayloadSize() == 8 + 3000 && !packet.GetExtensions();
        return NfVerdict::ACCEPT;
    });
    uint32_t pieces = 0;
    net.OnHook(2, NfHook::PREROUTING, [&pieces](NfPacket& packet) {
        pieces += packet.ip.IsFragment();
        return NfVerdict::ACCEPT;
    });
    TestIpv6Udp udp(net.At(0), net.At(2), 9);
    udp.Send(3, net.Address(1, 1), 9, 3000);
    net.Run(8);
    EXPECT_EQ(whole, 1U);
    EXPECT_EQ(pieces, 3U);
    EXPECT_EQ(udp.received, 1U);
    EXPECT_EQ(udp.lastSize, 3000U);
    EXPECT_EQ(udp.lastSource, net.Address(1, 0));
}

TEST(Ipv6Conntrack, TheSenderOfAnIncompleteDatagramIsToldByTheRouter)
{
    TestIpv6Net net(3);
    net.Layer(1)->SetConntrackMode(Netfilter::CONNTRACK_ALWAYS);
    net.CountHooks();
    uint32_t count = 0; // of last pieces, none of which gets further
    net.Layer(1)->GetHooks().Register(NfFamily::IPV6,
                                      NfHook::PREROUTING,
                                      NfPriority::DEFRAG - 1,
                                      [&count](NfPacket& packet) {
                                          const bool last =
                                              packet.ip.IsFragment() && !packet.ip.moreFragments;
                                          count += last;
                                          return last ? NfVerdict::DROP : NfVerdict::ACCEPT;
                                      });
    TestIpv6Udp udp(net.At(0), net.At(2), 9);
    TestIpv6Ping ear(net.At(0));
    udp.Send(3, net.Address(1, 1), 9, 3000);
    net.Run(70);
    EXPECT_EQ(count, 1U);
    EXPECT_EQ(udp.received, 0U);
    EXPECT_EQ(ear.heard["time-exceeded"], 1U);
}

TEST(Ipv6Conntrack, EachFamilyIsTrackedForItsOwnRules)
{
    TestIpv6Net::Options options;
    options.ipv4 = true;
    TestIpv6Net net(3, options);
    NetfilterHelper helper;
    const Ptr<NfConntrack> conntrack = net.Layer(1)->GetConntrack();
    EXPECT_FALSE(conntrack->IsActive());
    helper.Ip6tables(net.At(1), "-A FORWARD -m conntrack --ctstate INVALID -j DROP");
    EXPECT_TRUE(conntrack->IsActive(NfFamily::IPV6));
    EXPECT_FALSE(conntrack->IsActive(NfFamily::IPV4));
    helper.Iptables(net.At(1), "-A FORWARD -m conntrack --ctstate INVALID -j DROP");
    helper.Ip6tables(net.At(1), "-F");
    EXPECT_TRUE(conntrack->IsActive(NfFamily::IPV4));
    EXPECT_FALSE(conntrack->IsActive(NfFamily::IPV6));
}

} // namespace
} // namespace ns3
