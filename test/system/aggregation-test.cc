// SPDX-License-Identifier: GPL-2.0-only

// A Netfilter that a script aggregates itself filters as one that the helper installs, or the
// program ends.

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/csma-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/node.h"
#include "ns3/simulator.h"

#include <gtest/gtest.h>

namespace ns3
{
namespace
{

constexpr const char* DROP_UDP = "*filter\n-A INPUT -p udp -j DROP\nCOMMIT\n";

/// When the layer's object comes, relative to the IPv4 stack.
enum class Order
{
    BEFORE_THE_STACK,
    RULES_BEFORE_THE_STACK,
    AFTER_THE_STACK,
    RULES_BEFORE_AGGREGATION
};

class AggregatedNetfilter : public testing::TestWithParam<Order>
{
};

TEST_P(AggregatedNetfilter, Filters)
{
    NodeContainer nodes;
    nodes.Create(2);
    InternetStackHelper stack;
    stack.Install(nodes.Get(0));
    Ptr<Netfilter> netfilter = CreateObject<Netfilter>();
    auto restore = [&] { EXPECT_FALSE(netfilter->GetTables()->Restore(DROP_UDP, "rules")); };
    if (GetParam() == Order::RULES_BEFORE_AGGREGATION)
    {
        restore();
    }
    bool early =
        GetParam() == Order::BEFORE_THE_STACK || GetParam() == Order::RULES_BEFORE_THE_STACK;
    if (early)
    {
        nodes.Get(1)->AggregateObject(netfilter);
    }
    if (GetParam() == Order::RULES_BEFORE_THE_STACK)
    {
        restore();
    }
    stack.Install(nodes.Get(1));
    if (!early)
    {
        nodes.Get(1)->AggregateObject(netfilter);
    }
    if (GetParam() == Order::BEFORE_THE_STACK || GetParam() == Order::AFTER_THE_STACK)
    {
        restore();
    }
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    Ipv4InterfaceContainer interfaces = addresses.Assign(CsmaHelper().Install(nodes));
    TestUdp udp(nodes.Get(0), nodes.Get(1), 9);
    TestPing ping(nodes.Get(0), interfaces.GetAddress(1), 1, 3);
    udp.Send(1, interfaces.GetAddress(1), 9);
    Simulator::Stop(Seconds(3));
    Simulator::Run();
    EXPECT_EQ(udp.received, 0U);
    EXPECT_EQ(ping.Received(), 3U);
    EXPECT_EQ(NetfilterHelper::Get(nodes.Get(1)), netfilter); // would have installed it before
    Simulator::Destroy();
}

INSTANTIATE_TEST_SUITE_P(Orders,
                         AggregatedNetfilter,
                         testing::Values(Order::BEFORE_THE_STACK,
                                         Order::RULES_BEFORE_THE_STACK,
                                         Order::AFTER_THE_STACK,
                                         Order::RULES_BEFORE_AGGREGATION));

TEST(AggregatedNetfilterWithoutStack, EndsTheProgram)
{
    Ptr<Node> node = CreateObject<Node>();
    node->AggregateObject(CreateObject<Netfilter>());
    EXPECT_DEATH(
        {
            Simulator::Stop(Seconds(1));
            Simulator::Run();
        },
        "no IP stack");
    Simulator::Destroy();
}

} // namespace
} // namespace ns3
