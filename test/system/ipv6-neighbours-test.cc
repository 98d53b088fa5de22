// SPDX-License-Identifier: GPL-2.0-only

// Neighbour discovery, router announcements and duplicate address detection pass the hooks that
// they pass on Linux (counted there with ip6tables-legacy in two namespaces), answers included that
// ns-3 sends past its own output path.

#include "test-ipv6-net.h"

#include "ns3/ipv6-interface.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ndisc-cache.h"
#include "ns3/radvd-helper.h"
#include "ns3/simulator.h"

#include <gtest/gtest.h>
#include <string>

namespace ns3
{
namespace
{

NfHookRegistry::Callback
DropKind(const std::string& kind)
{
    return [kind](NfPacket& packet) {
        return TestIpv6Net::KindOf(packet) == kind ? NfVerdict::DROP : NfVerdict::ACCEPT;
    };
}

TEST(Ipv6Neighbours, WhatANodeSendsToGetItsAddressesPassesOutputAndPostrouting)
{
    TestIpv6Net net(2);
    net.CountHooks();
    net.Run(3);
    // Probes for the address of the link and for the global one, and solicitations of routers.
    EXPECT_EQ(net.Counts(0, "ns").substr(6), "2/2");
    EXPECT_EQ(net.Counts(1, "ns").substr(6), "2/2");
    EXPECT_NE(net.Counts(0, "rs").substr(6), "0/0");
    // The other's probes are for groups that the node has not joined.
    EXPECT_EQ(net.Counts(0, "ns").substr(0, 3), "2/0");
}

TEST(Ipv6Neighbours, SolicitationAndAnswerPassTheHooksOfBothNodes)
{
    TestIpv6Net net(2);
    net.CountHooks();
    TestIpv6Udp udp(net.At(0), net.At(1), 9);
    net.Run(3);
    net.ResetCounts();
    udp.Send(1, net.Address(0, 1), 9);
    net.Run(2);
    EXPECT_EQ(udp.received, 1U);
    EXPECT_EQ(net.Counts(0, "ns"), "0/0/0/1/1");
    EXPECT_EQ(net.Counts(1, "ns"), "1/1/0/0/0");
    EXPECT_EQ(net.Counts(1, "na"), "0/0/0/1/1");
    EXPECT_EQ(net.Counts(0, "na"), "1/1/0/0/0");
}

TEST(Ipv6Neighbours, AProbeWhetherANeighbourIsStillTherePassesOutput)
{
    TestIpv6Net net(2);
    net.CountHooks();
    TestIpv6Udp udp(net.At(0), net.At(1), 9);
    udp.Send(3, net.Address(0, 1), 9);
    udp.Send(40, net.Address(0, 1), 9); // the neighbour is stale by then
    net.Run(39);
    net.ResetCounts();
    net.Run(10);
    EXPECT_EQ(udp.received, 2U);
    EXPECT_EQ(net.Counts(0, "ns"), "0/0/0/1/1");
    EXPECT_EQ(net.Counts(1, "na"), "0/0/0/1/1");
}

/// Where a message of neighbour discovery is dropped.
struct Place
{
    uint32_t node;
    NfHook hook;
    const char* kind;
};

class Ipv6NeighbourDrop : public testing::TestWithParam<Place>
{
};

TEST_P(Ipv6NeighbourDrop, LeavesTheNeighbourUnknown)
{
    TestIpv6Net net(2);
    net.CountHooks();
    TestIpv6Udp udp(net.At(0), net.At(1), 9);
    net.Run(3);
    net.OnHook(GetParam().node, GetParam().hook, DropKind(GetParam().kind));
    udp.Send(1, net.Address(0, 1), 9);
    net.Run(10);
    EXPECT_EQ(udp.received, 0U);
}

INSTANTIATE_TEST_SUITE_P(Places,
                         Ipv6NeighbourDrop,
                         testing::Values(Place{0, NfHook::OUTPUT, "ns"},
                                         Place{0, NfHook::POSTROUTING, "ns"},
                                         Place{1, NfHook::PREROUTING, "ns"},
                                         Place{1, NfHook::INPUT, "ns"},
                                         Place{1, NfHook::OUTPUT, "na"},
                                         Place{1, NfHook::POSTROUTING, "na"},
                                         Place{0, NfHook::PREROUTING, "na"},
                                         Place{0, NfHook::INPUT, "na"}),
                         [](const auto& info) {
                             return info.param.kind + std::to_string(info.param.node) +
                                    NfToString(info.param.hook);
                         });

/// Number of a link: 0 has neighbours, 1 is one from point to point.
class Ipv6DuplicateAddress : public testing::TestWithParam<uint32_t>
{
};

TEST_P(Ipv6DuplicateAddress, IsFoundUnderALayerThatAccepts)
{
    const uint32_t link = GetParam();
    TestIpv6Net net(3);
    net.CountHooks();
    for (uint32_t side = 0; side < 2; ++side)
    {
        net.At(link + side)
            ->GetObject<Ipv6>()
            ->AddAddress(net.Interface(link, side),
                         Ipv6InterfaceAddress(Ipv6Address("2001:99::1"), Ipv6Prefix(64)));
    }
    net.Run(5);
    for (uint32_t side = 0; side < 2; ++side)
    {
        const Ptr<Ipv6> ipv6 = net.At(link + side)->GetObject<Ipv6>();
        const uint32_t interface = net.Interface(link, side);
        const auto address = ipv6->GetAddress(interface, ipv6->GetNAddresses(interface) - 1);
        EXPECT_EQ(address.GetAddress(), Ipv6Address("2001:99::1"));
        EXPECT_EQ(address.GetState(), Ipv6InterfaceAddress::INVALID) << "node " << link + side;
    }
}

INSTANTIATE_TEST_SUITE_P(Links, Ipv6DuplicateAddress, testing::Values(0, 1));

TEST(Ipv6Neighbours, ACacheHasItsDeviceBackWhenTheLayerIsIdleAgain)
{
    TestIpv6Net net(2);
    Ptr<NdiscCache> cache =
        net.At(0)->GetObject<Ipv6L3Protocol>()->GetInterface(1)->GetNdiscCache();
    const Ptr<NetDevice> device = net.devices[0].Get(0);
    EXPECT_EQ(cache->GetDevice(), device);
    NfHookRegistry& hooks = net.Layer(0)->GetHooks();
    auto id = hooks.Register(NfFamily::IPV6, NfHook::INPUT, 0, [](NfPacket&) {
        return NfVerdict::ACCEPT;
    });
    EXPECT_NE(cache->GetDevice(), device);
    EXPECT_EQ(cache->GetDevice()->GetAddress(), device->GetAddress());
    hooks.Unregister(id);
    EXPECT_EQ(cache->GetDevice(), device);
    TestIpv6Udp udp(net.At(0), net.At(1), 9, true);
    udp.Send(3, net.Address(0, 1), 9);
    net.Run(5);
    EXPECT_EQ(udp.echoed, 1U);
}

TEST(Ipv6Neighbours, ARouterAnnouncementPassesHooksAndGivesAnAddressThatIsLocalFromThen)
{
    TestIpv6Net net(2);
    net.CountHooks();
    RadvdHelper radvd;
    radvd.AddAnnouncedPrefix(net.Interface(0, 1), Ipv6Address("2001:77::"), 64);
    radvd.GetRadvdInterface(net.Interface(0, 1))->SetSendAdvert(true);
    radvd.Install(net.At(1)).Start(Seconds(1));
    net.Run(15);
    EXPECT_NE(net.Counts(1, "ra").substr(6), "0/0");
    EXPECT_EQ(net.Counts(0, "ra").substr(1, 1), "/");
    EXPECT_NE(net.Counts(0, "ra").substr(0, 3), "0/0");
    const Ipv6Address own =
        Ipv6Address::MakeAutoconfiguredAddress(net.devices[0].Get(0)->GetAddress(),
                                               Ipv6Address("2001:77::"));
    ASSERT_GE(net.At(0)->GetObject<Ipv6>()->GetInterfaceForAddress(own), 0);
    uint8_t bytes[16];
    own.GetBytes(bytes);
    std::array<uint32_t, 4> words{};
    for (uint32_t i = 0; i < 16; ++i)
    {
        words[i / 4] = words[i / 4] << 8 | bytes[i];
    }
    EXPECT_EQ(net.Layer(0)->GetStack()->GetAddressType(NfFamily::IPV6, NfAddress(words), nullptr),
              NfAddressType::LOCAL);
}

TEST(Ipv6Neighbours, AnAnnouncementThatIsDroppedGivesNoAddress)
{
    TestIpv6Net net(2);
    net.CountHooks();
    net.OnHook(0, NfHook::INPUT, DropKind("ra"));
    RadvdHelper radvd;
    radvd.AddAnnouncedPrefix(net.Interface(0, 1), Ipv6Address("2001:77::"), 64);
    radvd.GetRadvdInterface(net.Interface(0, 1))->SetSendAdvert(true);
    radvd.Install(net.At(1)).Start(Seconds(1));
    net.Run(15);
    const Ipv6Address own =
        Ipv6Address::MakeAutoconfiguredAddress(net.devices[0].Get(0)->GetAddress(),
                                               Ipv6Address("2001:77::"));
    EXPECT_LT(net.At(0)->GetObject<Ipv6>()->GetInterfaceForAddress(own), 0);
}

} // namespace
} // namespace ns3
