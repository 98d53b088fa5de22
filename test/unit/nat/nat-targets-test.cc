// SPDX-License-Identifier: GPL-2.0-only
// MASQUERADE, REDIRECT and NETMAP.

#include "nat-box.h"

#include <gtest/gtest.h>

namespace ns3
{
namespace
{

using packets::Udp;

class NatTargetsTest : public testing::Test
{
  protected:
    void Masquerade()
    {
        box.rules[NfHook::POSTROUTING] = [this](NfPacket& packet) {
            return box.nat->Masquerade(packet, NfNatRange{});
        };
    }

    void Redirect(NfHook hook, uint16_t port)
    {
        box.rules[hook] = [this, port](NfPacket& packet) {
            NfNatRange range;
            range.mapPorts = true;
            range.minPort = range.maxPort = port;
            return box.nat->Redirect(packet, range);
        };
    }

    NatBox box;
};

const Bytes REQUEST = Udp("10.0.0.2", 1000, "198.51.100.1", 53);

TEST_F(NatTargetsTest, Behaviour28MasqueradeTakesTheAddressThatRoutingSelects)
{
    Masquerade();
    EXPECT_EQ(box.ForwardText(REQUEST, box.eth0, box.eth1), "udp 192.0.2.1:1000 > 198.51.100.1:53");
    EXPECT_TRUE(box.last->Has(NfCtStatus::SRC_NAT));
    EXPECT_EQ(box.last->masqueradeIfindex, box.eth1.ifindex);
}

TEST_F(NatTargetsTest, MasqueradeWithPortsTakesThem)
{
    box.rules[NfHook::POSTROUTING] = [this](NfPacket& packet) {
        NfNatRange range;
        range.mapPorts = true;
        range.minPort = range.maxPort = 7777;
        return box.nat->Masquerade(packet, range);
    };
    EXPECT_EQ(box.ForwardText(REQUEST, box.eth0, box.eth1), "udp 192.0.2.1:7777 > 198.51.100.1:53");
}

TEST_F(NatTargetsTest, MasqueradeWithoutAnyAddressDrops)
{
    Masquerade();
    box.netns.primaryAddresses.clear();
    EXPECT_EQ(box.ForwardText(REQUEST, box.eth0, box.eth1), "dropped");
}

TEST_F(NatTargetsTest, MasqueradeLeavesAPacketWithoutSourceAlone)
{
    Masquerade();
    auto sent = box.Send(Udp("0.0.0.0", 68, "255.255.255.255", 67), box.eth1);
    ASSERT_TRUE(sent);
    EXPECT_EQ(Describe(*sent), "udp 0.0.0.0:68 > 255.255.255.255:67");
    EXPECT_EQ(box.last->masqueradeIfindex, 0U);
}

TEST_F(NatTargetsTest, Behaviour30MasqueradeToTheSameAddressIsNoSourceNat)
{
    Masquerade();
    auto sent = box.Send(Udp("192.0.2.1", 1000, "198.51.100.1", 53), box.eth1);
    ASSERT_TRUE(sent);
    EXPECT_EQ(Describe(*sent), "udp 192.0.2.1:1000 > 198.51.100.1:53");
    EXPECT_FALSE(box.last->Has(NfCtStatus::SRC_NAT));
    EXPECT_TRUE(box.last->Has(NfCtStatus::SRC_NAT_DONE));
}

TEST_F(NatTargetsTest, AMasqueradedConnectionThatWouldLeaveByAnotherDeviceEnds)
{
    Masquerade();
    box.Forward(REQUEST, box.eth0, box.eth1);
    EXPECT_EQ(box.ForwardText(REQUEST, box.eth0, box.eth2), "dropped");
    EXPECT_EQ(box.conntrack->GetConnections().size(), 0U);
    EXPECT_EQ(box.ForwardText(REQUEST, box.eth0, box.eth2),
              "udp 172.16.0.1:1000 > 198.51.100.1:53");
}

TEST_F(NatTargetsTest, ADeviceThatGoesDownForgetsWhatWasMasqueradedOutOfIt)
{
    Masquerade();
    box.Forward(REQUEST, box.eth0, box.eth1);
    box.Forward(Udp("10.0.0.2", 1000, "198.51.100.2", 53), box.eth0, box.eth2);
    box.rules.clear();
    box.Forward(Udp("10.0.0.3", 1, "198.51.100.1", 53), box.eth0, box.eth1);
    box.nat->NotifyDeviceDown(box.eth1.ifindex);
    auto left = box.conntrack->GetConnections();
    ASSERT_EQ(left.size(), 2U);
    EXPECT_EQ(left[0]->masqueradeIfindex, box.eth2.ifindex);
    EXPECT_EQ(left[1]->masqueradeIfindex, 0U);
}

TEST_F(NatTargetsTest, ALostAddressForgetsOnlyWhatWasMasqueradedToIt)
{
    Masquerade();
    box.Forward(REQUEST, box.eth0, box.eth1);
    box.netns.primaryAddresses[&box.eth1] = V4("192.0.2.2");
    box.Forward(Udp("10.0.0.3", 1000, "198.51.100.2", 53), box.eth0, box.eth1);
    box.nat->NotifyAddressRemoved(box.eth1.ifindex, V4("192.0.2.1"));
    auto left = box.conntrack->GetConnections();
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(NfToString(left[0]->Reply().destination), "192.0.2.2");
}

TEST_F(NatTargetsTest, Behaviour29RedirectTakesThePrimaryAddressOfTheInDevice)
{
    Redirect(NfHook::PREROUTING, 3128);
    auto delivered = box.Deliver(Udp("10.0.0.2", 1000, "198.51.100.1", 80), box.eth0);
    ASSERT_TRUE(delivered);
    EXPECT_EQ(Describe(*delivered), "udp 10.0.0.2:1000 > 10.0.0.1:3128");
    auto answer = box.Send(Udp("10.0.0.1", 3128, "10.0.0.2", 1000), box.eth0);
    ASSERT_TRUE(answer);
    EXPECT_EQ(Describe(*answer), "udp 198.51.100.1:80 > 10.0.0.2:1000");
}

TEST_F(NatTargetsTest, Behaviour29RedirectWithoutAnAddressDrops)
{
    Redirect(NfHook::PREROUTING, 3128);
    box.netns.primaryAddresses.clear();
    EXPECT_FALSE(box.Deliver(Udp("10.0.0.2", 1000, "198.51.100.1", 80), box.eth0));
}

TEST_F(NatTargetsTest, Behaviour29RedirectInOutputGoesToLoopback)
{
    Redirect(NfHook::OUTPUT, 3128);
    auto sent = box.Send(Udp("192.0.2.1", 1000, "198.51.100.1", 80), box.eth1);
    ASSERT_TRUE(sent);
    EXPECT_EQ(Describe(*sent), "udp 192.0.2.1:1000 > 127.0.0.1:3128");
    EXPECT_EQ(box.netns.reroutes, 1U);
}

TEST_F(NatTargetsTest, NetmapExchangesTheNetworkAndKeepsTheHost)
{
    const NfNatRange outside = Range("192.0.2.128", "192.0.2.191");
    const NfNatRange inside = Range("10.0.0.0", "10.0.0.63");
    auto netmap = [this](const NfNatRange& range) {
        return [this, range](NfPacket& packet) { return box.nat->Netmap(packet, range); };
    };
    box.rules[NfHook::POSTROUTING] = netmap(outside);
    EXPECT_EQ(box.ForwardText(Udp("10.0.0.2", 1, "198.51.100.1", 53), box.eth0, box.eth1),
              "udp 192.0.2.130:1 > 198.51.100.1:53");
    box.rules.clear();
    box.rules[NfHook::PREROUTING] = netmap(inside);
    EXPECT_EQ(box.ForwardText(Udp("198.51.100.1", 9, "192.0.2.133", 53), box.eth1, box.eth0),
              "udp 198.51.100.1:9 > 10.0.0.5:53");
}

} // namespace
} // namespace ns3
