// SPDX-License-Identifier: GPL-2.0-only

// What matches, targets, connection tracking and NAT are answered about IPv6: types of addresses,
// source addresses, routes, reverse paths; and what the node sends for them.

#include "test-ipv6-net.h"

#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/simulator.h"

#include <gtest/gtest.h>

namespace ns3
{
namespace
{

NfAddress
Parse(const char* text)
{
    return *NfParseAddress(text, NfFamily::IPV6);
}

std::string
Text(const std::optional<NfAddress>& address)
{
    return address ? NfToString(*address, NfFamily::IPV6) : "none";
}

/// Node 1 of a chain of three, with one more address on its second link.
class Ipv6NodeAnswers : public testing::Test
{
  protected:
    Ipv6NodeAnswers()
        : net(3),
          netns(*net.Layer(1)->GetStack())
    {
        net.CountHooks();
        net.At(1)->GetObject<Ipv6>()->AddAddress(
            net.Interface(1, 0),
            Ipv6InterfaceAddress(Ipv6Address("fd00:5::1"), Ipv6Prefix(64)));
        first = netns.GetDevices().Find(net.devices[0].Get(1));
        second = netns.GetDevices().Find(net.devices[1].Get(0));
    }

    NfAddressType TypeOf(const char* address, const NfDevice* device = nullptr) const
    {
        return netns.GetAddressType(NfFamily::IPV6, Parse(address), device);
    }

    /// @param source of a packet
    /// @param destination of it
    /// @return a packet that came in first
    NfPacket Received(const char* source, const char* destination) const
    {
        NfIpHeader ip;
        ip.family = NfFamily::IPV6;
        ip.protocol = NfProtocol::UDP;
        ip.source = Parse(source);
        ip.destination = Parse(destination);
        NfPacket packet(ip, Create<Packet>(40));
        packet.in = first;
        packet.netns = &netns;
        return packet;
    }

    TestIpv6Net net;
    NfIpv4Stack& netns;
    const NfDevice* first;
    const NfDevice* second;
};

TEST_F(Ipv6NodeAnswers, TypesOfAddresses)
{
    EXPECT_EQ(TypeOf("::"), NfAddressType::UNSPEC);
    EXPECT_EQ(TypeOf("::1"), NfAddressType::LOCAL);
    EXPECT_EQ(TypeOf("2001:1::2"), NfAddressType::LOCAL);
    EXPECT_EQ(TypeOf("2001:1::2", first), NfAddressType::LOCAL);
    EXPECT_EQ(TypeOf("2001:1::2", second), NfAddressType::UNICAST);
    EXPECT_EQ(TypeOf("fd00:5::1"), NfAddressType::LOCAL);
    EXPECT_EQ(TypeOf("2001:1::1"), NfAddressType::UNICAST);
    EXPECT_EQ(TypeOf("ff02::1"), NfAddressType::MULTICAST);
}

TEST_F(Ipv6NodeAnswers, AnAddressThatIsTakenAwayIsLocalNoMore)
{
    net.At(1)->GetObject<Ipv6>()->RemoveAddress(net.Interface(1, 0), Ipv6Address("fd00:5::1"));
    EXPECT_EQ(TypeOf("fd00:5::1"), NfAddressType::UNICAST);
}

TEST_F(Ipv6NodeAnswers, MasqueradingTakesTheAddressThatFitsTheDestination)
{
    // Measured with MASQUERADE and these addresses: the longest prefix, then the scope, decide.
    EXPECT_EQ(Text(netns.SelectMasqueradeAddress(Received("2001:1::1", "2001:2::2"), second)),
              "2001:2::1");
    EXPECT_EQ(Text(netns.SelectMasqueradeAddress(Received("2001:1::1", "fd00:5::9"), second)),
              "fd00:5::1");
    EXPECT_EQ(Text(netns.SelectMasqueradeAddress(Received("2001:1::1", "2600::1"), second)),
              "2001:2::1");
    EXPECT_EQ(
        Text(netns.SelectMasqueradeAddress(Received("2001:1::1", "ff02::5"), second)).substr(0, 6),
        "fe80::");
}

TEST_F(Ipv6NodeAnswers, RedirectTakesTheLatestAddressOfGlobalScope)
{
    EXPECT_EQ(Text(netns.GetPrimaryAddress(NfFamily::IPV6, first)), "2001:1::2");
    EXPECT_EQ(Text(netns.GetPrimaryAddress(NfFamily::IPV6, second)), "fd00:5::1");
    EXPECT_EQ(Text(netns.GetPrimaryAddress(NfFamily::IPV4, second)), "none");
}

TEST_F(Ipv6NodeAnswers, TheReversePathIsTheDeviceThatLeadsToTheSource)
{
    const NfPacket right = Received("2001:1::1", "2001:2::2");
    const NfPacket wrong = Received("2001:2::2", "2001:2::1");
    const NfPacket own = Received("2001:2::1", "2001:2::2");
    const NfPacket nowhere = Received("2600::1", "2001:2::2");
    EXPECT_TRUE(netns.CheckReversePath(right, false, false, false));
    EXPECT_FALSE(netns.CheckReversePath(wrong, false, false, false));
    EXPECT_TRUE(netns.CheckReversePath(wrong, true, false, false));
    EXPECT_FALSE(netns.CheckReversePath(own, true, false, false));
    EXPECT_TRUE(netns.CheckReversePath(own, false, false, true));
    EXPECT_FALSE(netns.CheckReversePath(nowhere, true, false, false));
}

TEST_F(Ipv6NodeAnswers, WhatOutputGivesAnotherDestinationIsRoutedAgain)
{
    net.OnHook(0, NfHook::OUTPUT, [this](NfPacket& packet) {
        if (packet.ip.protocol != NfProtocol::UDP)
        {
            return NfVerdict::ACCEPT;
        }
        packet.ip.destination = Parse("2001:1::2");
        return packet.netns->Reroute(packet) ? NfVerdict::ACCEPT : NfVerdict::DROP;
    });
    TestIpv6Udp udp(net.At(0), net.At(1), 9);
    udp.Send(3, Ipv6Address("2001:2::2"), 9);
    net.Run(5);
    EXPECT_EQ(net.Counts(1, "udp"), "1/1/0/0/0");
}

TEST_F(Ipv6NodeAnswers, ARejectOfARouterIsSentFromTheAddressTowardsTheSender)
{
    net.OnHook(1, NfHook::FORWARD, [](NfPacket& packet) {
        packet.netns->SendIcmpError(packet, 1, 1, 0);
        return NfVerdict::DROP;
    });
    TestIpv6Ping ear(net.At(0));
    TestIpv6Udp udp(net.At(0), net.At(2), 9);
    udp.Send(3, net.Address(1, 1), 9);
    net.Run(6);
    ASSERT_EQ(ear.heard["unreachable"], 1U);
    EXPECT_EQ(ear.last["unreachable"][1], 1);
    EXPECT_EQ(ear.from["unreachable"], net.Address(0, 1));
    EXPECT_EQ(net.Counts(1, "unreachable"), "0/0/0/1/1");
}

TEST_F(Ipv6NodeAnswers, ARejectOfAnOwnPacketComesOverLo)
{
    net.OnHook(0, NfHook::OUTPUT, [](NfPacket& packet) {
        if (packet.ip.protocol != NfProtocol::UDP)
        {
            return NfVerdict::ACCEPT;
        }
        packet.netns->SendIcmpError(packet, 1, 4, 0);
        return NfVerdict::DROP;
    });
    TestIpv6Ping ear(net.At(0));
    TestIpv6Udp udp(net.At(0), net.At(2), 9);
    udp.Send(3, net.Address(1, 1), 9);
    net.Run(6);
    ASSERT_EQ(ear.heard["unreachable"], 1U);
    EXPECT_EQ(ear.from["unreachable"], net.Address(0, 0));
    EXPECT_EQ(net.Counts(0, "unreachable"), "1/1/0/1/1");
}

} // namespace
} // namespace ns3
