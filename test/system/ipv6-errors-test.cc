// SPDX-License-Identifier: GPL-2.0-only

// ICMPv6 errors in Linux's form: type, code, who sends them, what they quote, how many there are.

#include "test-ipv6-net.h"

#include "ns3/callback.h"
#include "ns3/icmpv6-header.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/simulator.h"

#include <gtest/gtest.h>
#include <string>

namespace ns3
{
namespace
{

uint32_t
Word(const std::vector<uint8_t>& bytes, std::size_t at)
{
    return uint32_t{bytes.at(at)} << 24 | bytes.at(at + 1) << 16 | bytes.at(at + 2) << 8 |
           bytes.at(at + 3);
}

TEST(Ipv6Errors, AHopLimitThatRunsOutIsAnsweredByTheRouter)
{
    TestIpv6Net net(3);
    net.CountHooks();
    TestIpv6Ping ear(net.At(0));
    TestIpv6Udp udp(net.At(0), net.At(2), 9);
    udp.sender->SetIpv6HopLimit(1);
    udp.Send(3, net.Address(1, 1), 9);
    uint32_t told = 0;
    net.At(1)->GetObject<Ipv6L3Protocol>()->TraceConnectWithoutContext(
        "SendOutgoing",
        Callback<void, const Ipv6Header&, Ptr<const Packet>, uint32_t>(
            [&told](const Ipv6Header& header, Ptr<const Packet>, uint32_t) {
                told += header.GetDestination() == TestIpv6Net::Address(0, 0);
            }));
    net.Run(6);
    EXPECT_EQ(told, 1U) << "ns-3's stack tells of its own errors, too";
    EXPECT_EQ(udp.received, 0U);
    ASSERT_EQ(ear.heard["time-exceeded"], 1U);
    const auto& error = ear.last["time-exceeded"];
    EXPECT_EQ(error[1], 0);
    EXPECT_EQ(Word(error, 4), 0U);
    EXPECT_EQ(error[8 + 7], 1); // quoted as it came in
    EXPECT_EQ(error.size(), 8U + 40 + 8 + 100);
    EXPECT_EQ(ear.from["time-exceeded"], net.Address(0, 1));
    EXPECT_EQ(net.Counts(1, "udp"), "1/0/0/0/0");
    EXPECT_EQ(net.Counts(1, "time-exceeded"), "0/0/0/1/1");
    EXPECT_EQ(net.Counts(0, "time-exceeded"), "1/1/0/0/0");
}

TEST(Ipv6Errors, AnErrorAboutTheFirstPieceReachesTheSocketThatHasSentTheDatagram)
{
    TestIpv6Net net(3);
    net.CountHooks();
    TestIpv6Udp udp(net.At(0), net.At(2), 9);
    udp.sender->SetIpv6HopLimit(1);
    std::vector<uint32_t> heard;
    using IcmpCallback = Callback<void, Ipv6Address, uint8_t, uint8_t, uint8_t, uint32_t>;
    udp.sender->SetAttribute(
        "IcmpCallback6",
        CallbackValue(IcmpCallback([&heard](Ipv6Address, uint8_t, uint8_t type, uint8_t, uint32_t) {
            heard.push_back(type);
        })));
    udp.Send(3, net.Address(1, 1), 9, 3000);
    net.Run(6);
    EXPECT_EQ(heard, std::vector<uint32_t>{3});
}

TEST(Ipv6Errors, APacketLongerThanTheNextLinkIsTooBigAndItsSenderCutsTheNextOnes)
{
    TestIpv6Net::Options options;
    options.mtus = {1500, 1400};
    TestIpv6Net net(3, options);
    net.CountHooks();
    TestIpv6Ping ear(net.At(0));
    TestIpv6Udp udp(net.At(0), net.At(2), 9);
    udp.Send(3, net.Address(1, 1), 9, 1450);
    udp.Send(4, net.Address(1, 1), 9, 1450);
    net.Run(8);
    ASSERT_EQ(ear.heard["too-big"], 1U);
    EXPECT_EQ(Word(ear.last["too-big"], 4), 1400U);
    EXPECT_EQ(ear.last["too-big"].size(), 1240U); // 1280 with its header
    EXPECT_EQ(ear.from["too-big"], net.Address(0, 1));
    EXPECT_EQ(net.Counts(1, "udp"), "3/0/2/0/2");
    EXPECT_EQ(udp.received, 1U);
}

TEST(Ipv6Errors, ADestinationWithoutRouteIsAnsweredByTheRouter)
{
    TestIpv6Net net(2);
    net.CountHooks();
    // Node 1 forwards, and knows nothing of where the packet is to go.
    net.At(1)->GetObject<Ipv6>()->SetForwarding(1, true);
    Ipv6StaticRoutingHelper()
        .GetStaticRouting(net.At(0)->GetObject<Ipv6>())
        ->SetDefaultRoute(net.Address(0, 1), 1);
    TestIpv6Ping ear(net.At(0));
    TestIpv6Udp udp(net.At(0), nullptr, 9);
    udp.Send(3, Ipv6Address("2001:99::1"), 9);
    net.Run(6);
    ASSERT_EQ(ear.heard["unreachable"], 1U);
    EXPECT_EQ(ear.last["unreachable"][1], 0);
    EXPECT_EQ(net.Counts(1, "udp"), "1/0/0/0/0");
}

TEST(Ipv6Errors, AHostThatDoesNotForwardIsSilent)
{
    TestIpv6Net net(3);
    net.CountHooks();
    net.At(1)->GetObject<Ipv6>()->SetForwarding(1, false);
    NfDropReason reason = NfDropReason::HOOK;
    net.Layer(1)->GetStack()->m_dropped.ConnectWithoutContext(
        Callback<void, const NfPacket&, NfDropReason>(
            [&](const NfPacket& packet, NfDropReason why) {
                reason = packet.ip.protocol == NfProtocol::UDP ? why : reason;
            }));
    TestIpv6Ping ear(net.At(0));
    TestIpv6Udp udp(net.At(0), net.At(2), 9);
    udp.Send(3, net.Address(1, 1), 9);
    net.Run(6);
    EXPECT_EQ(udp.received, 0U);
    EXPECT_EQ(ear.heard["unreachable"], 0U);
    EXPECT_EQ(reason, NfDropReason::FORWARDING_OFF);
    EXPECT_EQ(net.Counts(1, "udp"), "1/0/0/0/0");
}

TEST(Ipv6Errors, APortWithoutSocketIsUnreachableFromTheAddressThatWasAsked)
{
    TestIpv6Net net(3);
    net.CountHooks();
    TestIpv6Ping ear(net.At(0));
    TestIpv6Udp udp(net.At(0), nullptr, 9);
    udp.Send(3, net.Address(1, 1), 9);
    net.Run(6);
    ASSERT_EQ(ear.heard["unreachable"], 1U);
    EXPECT_EQ(ear.last["unreachable"][1], 4);
    EXPECT_EQ(ear.last["unreachable"].size(), 8U + 40 + 8 + 100);
    EXPECT_EQ(ear.from["unreachable"], net.Address(1, 1));
    EXPECT_EQ(net.Counts(2, "unreachable"), "0/0/0/1/1");
    EXPECT_EQ(net.Counts(1, "unreachable"), "1/0/1/0/1");
}

TEST(Ipv6Errors, AnAddressOfTheLinkIsNotForwarded)
{
    TestIpv6Net net(3);
    net.CountHooks();
    TestIpv6Ping ear(net.At(0));
    TestIpv6Udp udp(net.At(0), net.At(2), 9);
    udp.sender->Bind(Inet6SocketAddress(net.LinkLocal(0, 0), 5000));
    Ptr<Packet> payload = Create<Packet>(20);
    net.Schedule(3, 0, [&] {
        NfIpHeader header;
        header.family = NfFamily::IPV6;
        header.protocol = NfProtocol::UDP;
        uint8_t bytes[16];
        net.LinkLocal(0, 0).GetBytes(bytes);
        auto words = [](const uint8_t* b) {
            std::array<uint32_t, 4> w{};
            for (uint32_t i = 0; i < 16; ++i)
            {
                w[i / 4] = w[i / 4] << 8 | b[i];
            }
            return NfAddress(w);
        };
        header.source = words(bytes);
        net.Address(1, 1).GetBytes(bytes);
        header.destination = words(bytes);
        net.Layer(0)->GetIpv6Stack()->SendIncluded(NfPacket(header, payload));
    });
    net.Run(6);
    EXPECT_EQ(net.Counts(1, "udp"), "1/0/0/0/0");
    ASSERT_EQ(ear.heard["unreachable"], 1U);
    EXPECT_EQ(ear.last["unreachable"][1], 2); // beyond scope of source address
    EXPECT_EQ(ear.from["unreachable"], net.LinkLocal(0, 1));
}

TEST(Ipv6Errors, AHostGetsSixAtOnceAndThenFourInASecond)
{
    TestIpv6Net net(3);
    net.CountHooks();
    TestIpv6Ping ear(net.At(0));
    TestIpv6Udp udp(net.At(0), net.At(2), 9);
    udp.sender->SetIpv6HopLimit(1);
    udp.Send(2, net.Address(1, 1), 9); // the neighbour is known from then
    for (uint32_t i = 0; i < 20; ++i)
    {
        udp.Send(60, net.Address(1, 1), 9);
    }
    for (uint32_t i = 0; i < 8; ++i)
    {
        udp.Send(61.1, net.Address(1, 1), 9);
    }
    net.Run(59);
    ear.heard.clear();
    net.Run(1.5);
    EXPECT_EQ(ear.heard["time-exceeded"], 6U);
    net.Run(2);
    EXPECT_EQ(ear.heard["time-exceeded"], 10U);
}

} // namespace
} // namespace ns3
