// SPDX-License-Identifier: GPL-2.0-only
// Translation of IPv6. Expected packets were measured on Linux 6.18, where a comment says so byte
// by byte.

#include "nat-box.h"
#include "nf-nat-helpers.h"
#include "nf-standard-helpers.h"

#include <gtest/gtest.h>
#include <string>

namespace ns3
{
namespace
{

using packets6::Error;
using packets6::Query;
using packets6::Udp;
using packets6::WithOptions;

constexpr const char* CLIENT = "2001:db8::2";
constexpr const char* OTHER = "2001:db8::3";
constexpr const char* OUTSIDE = "2001:db8:64::1";
constexpr const char* SERVER = "2001:db8:64::2";
constexpr const char* ROUTER = "2001:db8:64::9";

class Nat66Test : public testing::Test
{
  protected:
    Nat66Test()
    {
        box.netns.primaryAddresses = {{&box.eth0, V6("2001:db8::1")}, {&box.eth1, V6(OUTSIDE)}};
    }

    void Masquerade()
    {
        box.rules[NfHook::POSTROUTING] = [this](NfPacket& packet) {
            return box.nat->Masquerade(packet, NfNatRange{});
        };
    }

    void Translate(NfHook hook, const NfNatRange& range, NfManip manip)
    {
        box.rules[hook] = [this, range, manip](NfPacket& packet) {
            return box.nat->Setup(packet, range, manip);
        };
    }

    std::string Outwards(const Bytes& packet)
    {
        return Checked(box.Forward(packet, box.eth0, box.eth1));
    }

    std::string Inwards(const Bytes& packet)
    {
        return Checked(box.Forward(packet, box.eth1, box.eth0));
    }

    static std::string Checked(const std::optional<Bytes>& packet)
    {
        if (!packet)
        {
            return "dropped";
        }
        EXPECT_EQ(WrongChecksums(*packet), "");
        return Describe(*packet);
    }

    NatBox box;
};

TEST_F(Nat66Test, MasqueradeAndItsAnswers)
{
    Masquerade();
    EXPECT_EQ(Outwards(Udp(CLIENT, 1000, SERVER, 53)),
              "udp [2001:db8:64::1]:1000 > [2001:db8:64::2]:53");
    EXPECT_EQ(box.last->masqueradeIfindex, box.eth1.ifindex);
    EXPECT_EQ(Inwards(Udp(SERVER, 53, OUTSIDE, 1000)),
              "udp [2001:db8:64::2]:53 > [2001:db8::2]:1000");
    EXPECT_EQ(Outwards(packets6::TcpSegment(CLIENT, 2000, SERVER, 80)),
              "tcp [2001:db8:64::1]:2000 > [2001:db8:64::2]:80");
    box.nat->NotifyDeviceDown(box.eth1.ifindex);
    EXPECT_EQ(box.conntrack->GetSize(), 0U);
}

TEST_F(Nat66Test, ATakenPortChanges)
{
    Masquerade();
    Outwards(Udp(CLIENT, 2000, SERVER, 53));
    box.netns.nextRandom = 5000;
    EXPECT_EQ(Outwards(Udp(OTHER, 2000, SERVER, 53)),
              "udp [2001:db8:64::1]:6024 > [2001:db8:64::2]:53");
}

// The addresses that Linux 6.18 chose for these sources.
TEST_F(Nat66Test, AddressesOfARangeAreLinuxs)
{
    Translate(NfHook::POSTROUTING, Range6("2001:db8:aa::1", "2001:db8:aa::ffff"), NfManip::SOURCE);
    EXPECT_EQ(Outwards(Udp("2001:db8::2", 1000, SERVER, 9)),
              "udp [2001:db8:aa::a33a]:1000 > [2001:db8:64::2]:9");
    EXPECT_EQ(Outwards(Udp("2001:db8::3", 1000, SERVER, 9)),
              "udp [2001:db8:aa::a59a]:1000 > [2001:db8:64::2]:9");
    EXPECT_EQ(Outwards(Udp("2001:db8::1:0:4", 1000, SERVER, 9)),
              "udp [2001:db8:aa::dc5d]:1000 > [2001:db8:64::2]:9");
}

// Linux reads the words of a new destination back while it chooses the next one.
TEST_F(Nat66Test, DestinationsOfARangeAreLinuxs)
{
    Translate(NfHook::PREROUTING, Range6("fd00:c::10", "fd00:c::13"), NfManip::DESTINATION);
    EXPECT_EQ(Outwards(packets6::TcpSegment("2001:db8:100::1", 20389, "2001:db8:a::4", 80)),
              "tcp [2001:db8:100::1]:20389 > [fd00:c::11]:80");
}

TEST_F(Nat66Test, DestinationAndPort)
{
    Translate(NfHook::PREROUTING, Range6(SERVER, SERVER, 8080, 8080), NfManip::DESTINATION);
    // Measured, checksum included.
    auto sent =
        box.Forward(packets6::TcpSegment(CLIENT, 4000, "2001:db8:64::77", 80), box.eth0, box.eth1);
    EXPECT_EQ(Checked(sent), "tcp [2001:db8::2]:4000 > [2001:db8:64::2]:8080");
    EXPECT_EQ(Inwards(packets6::TcpSegment(SERVER,
                                           8080,
                                           CLIENT,
                                           4000,
                                           {packets::SYN | packets::ACK, 0, 0, {}, ""})),
              "tcp [2001:db8:64::77]:80 > [2001:db8::2]:4000");
}

TEST_F(Nat66Test, BehindExtensionHeaders)
{
    Masquerade();
    auto sent = box.Forward(WithOptions(Udp(CLIENT, 1000, SERVER, 53), 2), box.eth0, box.eth1);
    EXPECT_EQ(Checked(sent), "udp [2001:db8:64::1]:1000 > [2001:db8:64::2]:53");
    EXPECT_EQ(sent->size(), WithOptions(Udp(CLIENT, 1000, SERVER, 53), 2).size());
}

TEST_F(Nat66Test, ProtocolsWithoutPortsChangeTheirAddresses)
{
    Masquerade();
    EXPECT_EQ(Outwards(packets6::Raw(CLIENT, SERVER, 89, Bytes(8))),
              "proto 89 2001:db8:64::1 > 2001:db8:64::2");
    EXPECT_EQ(Inwards(packets6::Raw(SERVER, OUTSIDE, 89, {})),
              "proto 89 2001:db8:64::2 > 2001:db8::2");
}

TEST_F(Nat66Test, EchoesChangeTheirIdAndNodeInformationDoesNot)
{
    Masquerade();
    EXPECT_EQ(Outwards(Query(CLIENT, SERVER, 128, 5)),
              "icmpv6 2001:db8:64::1 > 2001:db8:64::2 type 128 code 0 id 5");
    box.netns.nextRandom = 4000;
    EXPECT_EQ(Outwards(Query(OTHER, SERVER, 128, 5)),
              "icmpv6 2001:db8:64::1 > 2001:db8:64::2 type 128 code 0 id 4000");
    EXPECT_EQ(Inwards(Query(SERVER, OUTSIDE, 129, 4000)),
              "icmpv6 2001:db8:64::2 > 2001:db8::3 type 129 code 0 id 5");
    Outwards(Query(CLIENT, SERVER, 139, 5));
    box.netns.nextRandom = 4000;
    // Measured: the connection has id 4000, the packet keeps its own.
    EXPECT_EQ(Outwards(Query(OTHER, SERVER, 139, 5)),
              "icmpv6 2001:db8:64::1 > 2001:db8:64::2 type 139 code 0 id 5");
    EXPECT_EQ(box.last->Reply().IcmpId(), 4000);
}

TEST_F(Nat66Test, ErrorsAreTranslatedWithWhatTheyQuote)
{
    Masquerade();
    auto sent = box.Forward(Udp(CLIENT, 1000, SERVER, 53), box.eth0, box.eth1);
    ASSERT_TRUE(sent);
    const std::string expected = "icmpv6 2001:db8:64::9 > 2001:db8::2 type 1 code 4 {udp "
                                 "[2001:db8::2]:1000 > [2001:db8:64::2]:53}";
    EXPECT_EQ(Inwards(Error(ROUTER, OUTSIDE, 1, 4, *sent)), expected);
    // Measured with these headers in the quote: 20 of them are more than a packet's window.
    EXPECT_EQ(Inwards(Error(ROUTER, OUTSIDE, 1, 4, WithOptions(*sent, 1))), expected);
    EXPECT_EQ(Inwards(Error(ROUTER, OUTSIDE, 1, 4, WithOptions(*sent, 20))), expected);
    EXPECT_EQ(Inwards(Error(ROUTER, OUTSIDE, 3, 0, *sent, 48)),
              "icmpv6 2001:db8:64::9 > 2001:db8::2 type 3 code 0 {udp [2001:db8::2]:1000 > "
              "[2001:db8:64::2]:53}");
    EXPECT_EQ(Inwards(Error(ROUTER, OUTSIDE, 3, 0, *sent, 47)), "dropped");
}

TEST_F(Nat66Test, AnErrorAboutAnAnswerIsTranslatedOutwards)
{
    Masquerade();
    Outwards(Udp(CLIENT, 1000, SERVER, 53));
    auto answer = box.Forward(Udp(SERVER, 53, OUTSIDE, 1000), box.eth1, box.eth0);
    ASSERT_TRUE(answer);
    EXPECT_EQ(Outwards(Error(CLIENT, SERVER, 1, 4, *answer)),
              "icmpv6 2001:db8:64::1 > 2001:db8:64::2 type 1 code 4 {udp [2001:db8:64::2]:53 > "
              "[2001:db8:64::1]:1000}");
}

TEST_F(Nat66Test, QuotedEchoGetsItsIdBack)
{
    Masquerade();
    Outwards(Query(CLIENT, SERVER, 128, 5));
    box.netns.nextRandom = 4000;
    auto sent = box.Forward(Query(OTHER, SERVER, 128, 5), box.eth0, box.eth1);
    ASSERT_TRUE(sent);
    EXPECT_EQ(Inwards(Error(ROUTER, OUTSIDE, 3, 0, *sent)),
              "icmpv6 2001:db8:64::9 > 2001:db8::3 type 3 code 0 {icmpv6 2001:db8::3 > "
              "2001:db8:64::2 type 128 code 0 id 5}");
}

TEST_F(Nat66Test, RedirectGoesToTheInDevicesAddressOrToLoopback)
{
    NfNatRange port;
    port.mapPorts = true;
    port.minPort = port.maxPort = 99;
    auto redirect = [this, port](NfPacket& packet) { return box.nat->Redirect(packet, port); };
    box.rules[NfHook::PREROUTING] = redirect;
    EXPECT_EQ(Checked(box.Deliver(Udp(CLIENT, 1, "2001:db8:64::5", 7), box.eth0)),
              "udp [2001:db8::2]:1 > [2001:db8::1]:99");
    EXPECT_FALSE(box.Deliver(Udp(CLIENT, 2, "2001:db8:64::5", 7), box.eth2)) << "no address";
    box.rules[NfHook::OUTPUT] = redirect;
    EXPECT_EQ(Checked(box.Send(Udp(OUTSIDE, 1, "2001:db8:64::6", 7), box.eth1)),
              "udp [2001:db8:64::1]:1 > [::1]:99");
    // To what is bounded by the link it is an address with the same bounds, or none.
    EXPECT_FALSE(box.Deliver(Udp("fe80::2", 1, "fe80::1", 7), box.eth0));
    box.netns.primaryAddresses[&box.eth0] = V6("fe80::1");
    box.netns.addressTypes[V6("fe80::1")] = NfAddressType::LOCAL;
    EXPECT_EQ(Checked(box.Deliver(Udp("fe80::2", 1, "fe80::1", 7), box.eth0)),
              "udp [fe80::2]:1 > [fe80::1]:99");
}

TEST_F(Nat66Test, NetmapExchangesThePrefixAndKeepsTheHost)
{
    const NfNatRange outside = Range6("2001:db8:aa::", "2001:db8:aa:0:ffff:ffff:ffff:ffff");
    box.rules[NfHook::POSTROUTING] = [this, outside](NfPacket& packet) {
        return box.nat->Netmap(packet, outside);
    };
    EXPECT_EQ(Outwards(Udp("2001:db8::1234:2", 2, "2001:db8:64::88", 9)),
              "udp [2001:db8:aa::1234:2]:2 > [2001:db8:64::88]:9");
}

TEST_F(Nat66Test, FamiliesAreTranslatedApart)
{
    box.netns.primaryAddresses[&box.eth1] = V4("192.0.2.1");
    Masquerade();
    const std::string v4 =
        box.ForwardText(packets::Udp("10.0.0.2", 1000, "198.51.100.1", 53), box.eth0, box.eth1);
    EXPECT_EQ(v4, "udp 192.0.2.1:1000 > 198.51.100.1:53");
    box.nat->Deactivate(NfFamily::IPV4);
    EXPECT_TRUE(box.nat->IsActive());
    EXPECT_FALSE(box.nat->IsActive(NfFamily::IPV4));
    EXPECT_EQ(
        box.ForwardText(packets::Udp("10.0.0.2", 1001, "198.51.100.1", 53), box.eth0, box.eth1),
        "udp 10.0.0.2:1001 > 198.51.100.1:53");
    box.netns.primaryAddresses[&box.eth1] = V6(OUTSIDE);
    EXPECT_EQ(Outwards(Udp(CLIENT, 1000, SERVER, 53)),
              "udp [2001:db8:64::1]:1000 > [2001:db8:64::2]:53");
}

// The announcement is the one that Linux 6.18 writes.
TEST_F(Nat66Test, FtpAnnouncesTheOutsideAddressAtFullLength)
{
    const NfStandardHelpers helpers = NfRegisterStandardHelpers(*box.conntrack);
    NfTranslateHelpers(helpers, *box.nat, *box.conntrack);
    box.netns.hooks.Register(NfFamily::IPV6,
                             NfHook::PREROUTING,
                             NfPriority::RAW,
                             [ftp = helpers.ftp](NfPacket& packet) {
                                 packet.ct = NfConntrack::MakeTemplate(0, 3, ftp.get());
                                 return NfVerdict::ACCEPT;
                             });
    Masquerade();
    constexpr uint8_t data = packets::ACK | packets::PSH;
    auto client = [this](const packets::Tcp& tcp) {
        return box.Forward(packets6::TcpSegment(CLIENT, 4000, SERVER, 21, tcp), box.eth0, box.eth1);
    };
    client({packets::SYN, 100, 0, {}, ""});
    Inwards(packets6::TcpSegment(SERVER,
                                 21,
                                 OUTSIDE,
                                 4000,
                                 {packets::SYN | packets::ACK, 500, 101, {}, ""}));
    client({packets::ACK, 101, 501, {}, ""});
    client({data, 101, 501, {}, "USER x\r\n"});
    auto sent = client({data, 109, 501, {}, "EPRT |2|2001:db8::2|1025|\r\n"});
    ASSERT_TRUE(sent);
    EXPECT_EQ(WrongChecksums(*sent), "");
    EXPECT_EQ(std::string(sent->begin() + 60, sent->end()),
              "EPRT |2|2001:0db8:0064:0000:0000:0000:0000:0001|1025|\r\n");
    EXPECT_EQ((*sent)[5], 20 + 55) << "the payload length";
    EXPECT_EQ(Inwards(packets6::TcpSegment(SERVER, 20, OUTSIDE, 1025)),
              "tcp [2001:db8:64::2]:20 > [2001:db8::2]:1025");
    EXPECT_TRUE(box.last->Has(NfCtStatus::EXPECTED));
}

} // namespace
} // namespace ns3
