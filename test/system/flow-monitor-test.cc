// SPDX-License-Identifier: GPL-2.0-only

// FlowMonitor reports NATed flows as it reports un-NATed ones, and drops with a reason.

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/flow-monitor-helper.h"
#include "ns3/ipv4-flow-classifier.h"
#include "ns3/ipv4-flow-probe.h"
#include "ns3/netfilter-helper.h"

#include <gtest/gtest.h>
#include <numeric>

namespace ns3
{
namespace
{

/// What FlowMonitor has to say of one flow.
struct Flow
{
    Ipv4FlowClassifier::FiveTuple tuple;
    FlowMonitor::FlowStats stats;

    /// @param reason of Ipv4FlowProbe
    /// @return packets that FlowMonitor has seen dropped for it
    uint32_t Dropped(Ipv4FlowProbe::DropReason reason) const
    {
        return stats.packetsDropped.size() > reason ? stats.packetsDropped[reason] : 0;
    }
};

/// A chain under FlowMonitor.
class FlowMonitorTest : public testing::Test
{
  protected:
    FlowMonitorTest()
        : net(3)
    {
        net.RouteGlobally();
        monitor = flows.InstallAll();
    }

    /// @return flows by source, then protocol
    std::vector<Flow> Flows()
    {
        monitor->CheckForLostPackets(Seconds(0));
        auto classifier = DynamicCast<Ipv4FlowClassifier>(flows.GetClassifier());
        std::vector<Flow> list;
        for (const auto& entry : monitor->GetFlowStats())
        {
            list.push_back({classifier->FindFlow(entry.first), entry.second});
        }
        return list;
    }

    /// @param udp from node 0 to node 2
    /// @param count how many datagrams it sends, ten a second
    void SendOn(TestUdp& udp, uint32_t count)
    {
        for (uint32_t i = 0; i < count; ++i)
        {
            udp.Send(1 + 0.1 * i, net.Address(1, 1), 9);
        }
    }

    TestNet net;
    FlowMonitorHelper flows;
    Ptr<FlowMonitor> monitor;
};

TEST_F(FlowMonitorTest, NatedFlowsAreReportedAsUnNated)
{
    Ipv4Address vip("10.0.9.9");
    net.HostRoute(0, vip, net.Address(0, 1));
    net.helper.Iptables(net.At(1),
                        "-t nat -A PREROUTING -d 10.0.9.9 -j DNAT --to-destination 10.0.1.2");
    net.helper.Iptables(net.At(1), "-t nat -A POSTROUTING -o eth1 -j MASQUERADE");
    TestUdp udp(net.At(0), net.At(2), 9, true);
    for (uint32_t i = 0; i < 10; ++i)
    {
        udp.Send(1 + 0.1 * i, vip, 9);
    }
    TestBulk bulk(net.At(0), net.At(2), vip, 80, 80, 20000, 3);
    net.Run(10);
    ASSERT_EQ(udp.echoed, 10U);
    ASSERT_EQ(bulk.Received(), 20000U);
    std::vector<Flow> list = Flows();
    ASSERT_EQ(list.size(), 4U) << "UDP and TCP, there and back";
    for (const Flow& flow : list)
    {
        SCOPED_TRACE(testing::Message()
                     << flow.tuple.sourceAddress << " to " << flow.tuple.destinationAddress
                     << " protocol " << int(flow.tuple.protocol));
        // Each flow carries the addresses with which its sender sent it.
        bool forth = flow.tuple.sourceAddress == net.Address(0, 0);
        EXPECT_EQ(flow.tuple.destinationAddress, forth ? vip : net.Address(1, 0));
        EXPECT_EQ(flow.stats.rxPackets, flow.stats.txPackets);
        EXPECT_EQ(flow.stats.rxBytes, flow.stats.txBytes);
        EXPECT_EQ(flow.stats.lostPackets, 0U);
        EXPECT_EQ(flow.stats.timesForwarded, flow.stats.txPackets);
        EXPECT_GE(flow.stats.rxPackets, 10U);
    }
}

TEST_F(FlowMonitorTest, DropsOfARouterHaveAReason)
{
    net.helper.Iptables(net.At(1), "-A FORWARD -p udp --dport 9 -j DROP");
    TestUdp udp(net.At(0), net.At(2), 9);
    SendOn(udp, 7);
    net.Run(5);
    std::vector<Flow> list = Flows();
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0].stats.txPackets, 7U);
    EXPECT_EQ(list[0].stats.rxPackets, 0U);
    EXPECT_EQ(list[0].stats.lostPackets, 7U);
    EXPECT_EQ(list[0].Dropped(Ipv4FlowProbe::DROP_ROUTE_ERROR), 7U);
}

TEST_F(FlowMonitorTest, DropsAtTheSenderHaveAReason)
{
    net.helper.Iptables(net.At(0),
                        "-A OUTPUT -p udp --dport 9 -m statistic --mode nth --every 2 "
                        "--packet 0 -j DROP");
    TestUdp udp(net.At(0), net.At(2), 9);
    SendOn(udp, 8);
    net.Run(5);
    std::vector<Flow> list = Flows();
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(udp.received, 4U);
    EXPECT_EQ(list[0].stats.txPackets, 8U);
    EXPECT_EQ(list[0].stats.rxPackets, 4U);
    EXPECT_EQ(list[0].stats.lostPackets, 4U);
    EXPECT_EQ(list[0].Dropped(Ipv4FlowProbe::DROP_ROUTE_ERROR), 4U);
}

TEST_F(FlowMonitorTest, DropsAtTheReceiverAndOfMasqueradedPacketsHaveAReason)
{
    net.helper.Iptables(net.At(1), "-t nat -A POSTROUTING -o eth1 -j MASQUERADE");
    net.helper.Iptables(net.At(2), "-A INPUT -p udp --dport 9 -j DROP");
    TestUdp udp(net.At(0), net.At(2), 9);
    SendOn(udp, 3);
    net.Run(5);
    std::vector<Flow> list = Flows();
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0].stats.txPackets, 3U);
    EXPECT_EQ(list[0].stats.lostPackets, 3U);
    EXPECT_EQ(list[0].Dropped(Ipv4FlowProbe::DROP_ROUTE_ERROR), 3U);
}

TEST_F(FlowMonitorTest, ResetsThatTheLayerSendsAreCounted)
{
    net.helper.Iptables(net.At(1),
                        "-A FORWARD -p tcp --dport 80 -j REJECT --reject-with tcp-reset");
    TestBulk rejected(net.At(0), net.At(2), net.Address(1, 1), 80, 80, 1000, 1);
    TestBulk closed(net.At(0), net.At(2), net.Address(1, 1), 81, 82, 1000, 2);
    net.Run(5);
    std::vector<Flow> list = Flows();
    ASSERT_EQ(list.size(), 4U) << "two attempts, and the reset of each";
    for (const Flow& flow : list)
    {
        EXPECT_EQ(flow.stats.txPackets, 1U);
        const bool reset = flow.tuple.sourceAddress == net.Address(1, 1);
        const bool rejected80 = flow.tuple.sourcePort == 80 || flow.tuple.destinationPort == 80;
        EXPECT_EQ(flow.stats.rxPackets, reset || !rejected80 ? 1U : 0U);
    }
}

TEST_F(FlowMonitorTest, CopiesOfTeeAreNoPacketsOfTheFlow)
{
    net.helper.Iptables(net.At(1), "-t mangle -A PREROUTING -p udp -j TEE --gateway 10.0.0.1");
    TestUdp udp(net.At(0), net.At(2), 9);
    SendOn(udp, 3);
    net.Run(5);
    std::vector<Flow> list = Flows();
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0].stats.txPackets, 3U);
    EXPECT_EQ(list[0].stats.rxPackets, 3U);
}

} // namespace
} // namespace ns3
