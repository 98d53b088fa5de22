// SPDX-License-Identifier: GPL-2.0-only

// Filtering that takes simulated time: what is charged, what waits, what is dropped.

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/double.h"
#include "ns3/nf-cpu-queue-helper.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <tuple>
#include <vector>

namespace ns3
{
namespace
{

using testing::ElementsAre;
using testing::HasSubstr;

/// Datagrams from node 0 over node 1, which may have a CPU, to node 2.
class CpuQueue : public testing::Test
{
  protected:
    CpuQueue()
        : net(3),
          udp(net.At(0), net.At(2), 9)
    {
        net.RouteGlobally();
        udp.receiver->SetRecvCallback(Callback<void, Ptr<Socket>>([this](Ptr<Socket> socket) {
            while (socket->Recv())
            {
                arrivals.push_back(Simulator::Now());
            }
        }));
        TestPing resolver(net.At(0), net.Address(1, 1), 0.1, 1); // resolves addresses, both ways
        net.Run(1);
        arrivals.clear();
    }

    /// Costs whose sums tell which parts they are made of, in nanoseconds.
    void Install(uint32_t node, uint32_t limit = 1000, const std::string& search = "linear")
    {
        NfCpuQueueHelper cost;
        cost.Set("Fixed", DoubleValue(1e6));
        cost.Set("PerRule", DoubleValue(1));
        cost.Set("PerLookup", DoubleValue(100));
        cost.Set("PerInsertion", DoubleValue(1000));
        cost.Set("PerTranslation", DoubleValue(10000));
        cost.Set("PerLogLine", DoubleValue(100000));
        cost.Set("QueueLimit", UintegerValue(limit));
        cost.Set("Search", StringValue(search));
        cost.Install(net.At(node));
        queue = NfCpuQueueHelper::Get(net.At(node));
        queue->m_served.ConnectWithoutContext(Callback<void, Time, Time, const NfFilteringWork&>(
            [this](Time waited, Time service, const NfFilteringWork&) {
                served.emplace_back(waited.GetNanoSeconds(), service.GetNanoSeconds());
            }));
    }

    /// @param rules of the table filter, loaded at node 1
    void Load(const std::string& rules)
    {
        net.helper.RestoreText(net.At(1), "*filter\n" + rules + "COMMIT\n");
    }

    /// @return what the one packet that node 1 processes takes, in nanoseconds
    int64_t Cost()
    {
        served.clear();
        udp.Send(0.1, net.Address(1, 1), 9);
        net.Run(1);
        return served.size() == 1 ? served[0].second : -1;
    }

    TestNet net;
    TestUdp udp;
    std::vector<Time> arrivals;
    std::vector<std::pair<int64_t, int64_t>> served; //!< waited and took, ns
    Ptr<NfCpuQueue> queue;
};

TEST_F(CpuQueue, DelaysAPacketByWhatItsRulesAndItsConnectionCost)
{
    Load("-A FORWARD -p tcp -j DROP\n-A FORWARD -p icmp -j DROP\n-A FORWARD -p udp -j ACCEPT\n"
         "-A FORWARD -j DROP\n");
    udp.Send(0, net.Address(1, 1), 9);
    net.Run(1);
    ASSERT_EQ(arrivals.size(), 1U);
    const Time without = arrivals[0] - Seconds(1);
    Install(1);
    udp.Send(0, net.Address(1, 1), 9);
    net.Run(1);
    ASSERT_EQ(arrivals.size(), 2U);
    EXPECT_EQ((arrivals[1] - Seconds(2) - without).GetNanoSeconds(), 1000003);
    EXPECT_EQ(Cost(), 1000003);
    Load("-A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT\n-A FORWARD -j ACCEPT\n");
    EXPECT_EQ(Cost(), 1001102); // two rules, a look-up, an insertion
    EXPECT_EQ(Cost(), 1000102); // the connection is there
    net.helper.Conntrack(net.At(1), "-F");
    net.helper.Iptables(net.At(1), "-t nat -A POSTROUTING -j MASQUERADE");
    EXPECT_EQ(Cost(), 1011103); // one more rule, asked once; the source is rewritten
    EXPECT_EQ(Cost(), 1010102);
    net.helper.Iptables(net.At(1), "-I FORWARD -j LOG");
    EXPECT_EQ(Cost(), 1110103);
    net.helper.Iptables(net.At(1), "-t raw -A PREROUTING -j CT --notrack");
    EXPECT_EQ(Cost(), 1100004);
    EXPECT_EQ(queue->GetServed(), 8U);
    EXPECT_EQ(queue->GetLength(), 0U);
}

TEST_F(CpuQueue, AnswersAreTranslatedBackAtTheSameCost)
{
    TestUdp echo(net.At(0), net.At(2), 10, true);
    net.helper.Iptables(net.At(1), "-t nat -A POSTROUTING -j MASQUERADE");
    Install(1);
    echo.Send(0.1, net.Address(1, 1), 10);
    net.Run(1);
    ASSERT_EQ(served.size(), 2U);
    EXPECT_EQ(served[0].second, 1011101);
    EXPECT_EQ(served[1].second, 1010100);
    EXPECT_EQ(echo.echoed, 1U);
}

TEST_F(CpuQueue, LogarithmicSearchIsCharged)
{
    std::string rules;
    for (int i = 0; i < 1023; ++i)
    {
        rules += "-A FORWARD -p tcp -j DROP\n";
    }
    Load(rules);
    Install(1, 1000, "logarithmic");
    EXPECT_EQ(Cost(), 1000010);
}

TEST_F(CpuQueue, APacketWaitsForThoseBeforeItAndForThoseThatWereDropped)
{
    Load("-A FORWARD -p udp --dport 7 -j DROP\n");
    Install(1);
    udp.Send(0.1, net.Address(1, 1), 9);
    udp.Send(0.1, net.Address(1, 1), 7);
    udp.Send(0.1, net.Address(1, 1), 9);
    net.Run(1);
    ASSERT_EQ(served.size(), 3U);
    EXPECT_EQ(served[0].first, 0);
    EXPECT_GT(served[1].first, 900000);
    EXPECT_GT(served[2].first, 1900000);
    ASSERT_EQ(arrivals.size(), 2U);
    EXPECT_EQ((arrivals[1] - arrivals[0]).GetNanoSeconds(), 2000002);
    EXPECT_EQ(queue->GetBusyTime().GetNanoSeconds(), 3000003);
}

TEST_F(CpuQueue, FullQueueDropsAndIsNamed)
{
    Install(1, 3);
    std::vector<std::string> by;
    net.Layer(1)->GetHooks().m_leave.ConnectWithoutContext(
        Callback<void, const NfPacket&, NfVerdict, const std::string&>(
            [&by](const NfPacket&, NfVerdict verdict, const std::string& name) {
                if (verdict == NfVerdict::DROP)
                {
                    by.push_back(name);
                }
            }));
    uint32_t longest = 0;
    for (int i = 0; i < 6; ++i)
    {
        udp.Send(0.1, net.Address(1, 1), 9);
        net.Schedule(0.1 + i * 1e-4, 1, [&] { longest = std::max(longest, queue->GetLength()); });
    }
    net.Run(1);
    EXPECT_EQ(longest, 3U); // one in service, two waiting
    EXPECT_EQ(arrivals.size(), 3U);
    EXPECT_EQ(queue->GetServed(), 3U);
    EXPECT_EQ(queue->GetDropped(), 3U);
    EXPECT_THAT(by, ElementsAre(NfCpuQueue::NAME, NfCpuQueue::NAME, NfCpuQueue::NAME));
}

TEST_F(CpuQueue, WhatTheNodeAnswersMeanwhileIsPartOfTheServiceAndLeavesAtItsEnd)
{
    Load("-A FORWARD -p udp -j REJECT\n-A OUTPUT -p tcp\n-A OUTPUT -p icmp\n");
    Time answered;
    net.Layer(1)->GetHooks().Register(NfFamily::NETDEV,
                                      NfHook::EGRESS,
                                      0,
                                      [&answered](NfPacket& packet) {
                                          answered = packet.ip.protocol == NfProtocol::ICMP
                                                         ? Simulator::Now()
                                                         : answered;
                                          return NfVerdict::ACCEPT;
                                      });
    udp.Send(0.1, net.Address(1, 1), 9);
    net.Run(1);
    const Time without = answered - Seconds(1);
    Install(1);
    udp.Send(0.1, net.Address(1, 1), 9);
    net.Run(1);
    ASSERT_EQ(served.size(), 1U);
    EXPECT_EQ(served[0].second, 1000003);
    EXPECT_EQ((answered - Seconds(2) - without).GetNanoSeconds(), 1000003);
}

TEST_F(CpuQueue, OwnPacketsAndDeliveredOnesPay)
{
    const double start = Simulator::Now().GetSeconds();
    udp.Send(0, net.Address(1, 1), 9);
    net.Run(1);
    const Time without = arrivals.at(0) - Seconds(start);
    Install(0);
    Install(2);
    udp.Send(0, net.Address(1, 1), 9);
    net.Run(1);
    EXPECT_EQ((arrivals.at(1) - Seconds(start + 1) - without).GetNanoSeconds(), 2000000);
    TestPing ping(net.At(0), net.Address(1, 1), 0.1, 3);
    net.Run(1);
    TestBulk bulk(net.At(0), net.At(2), net.Address(1, 1), 80, 80, 100000, 0.1);
    net.Run(5);
    EXPECT_EQ(ping.Received(), 3U);
    EXPECT_EQ(bulk.Received(), 100000U);
    EXPECT_EQ(queue->GetLength(), 0U);
    EXPECT_EQ(queue->GetDropped(), 0U);
}

TEST_F(CpuQueue, CostsOfZeroChangeNoArrival)
{
    TestUdp direct(net.At(1), nullptr, 0); // a link without random backoff
    auto send = [&] {
        for (int i = 0; i < 20; ++i)
        {
            direct.Send(0.1 + i * 1e-5, net.Address(1, 1), 9, 10 + i * 60);
        }
        net.Run(1);
    };
    send();
    const std::vector<Time> before = arrivals;
    ASSERT_EQ(before.size(), 20U);
    NfCpuQueueHelper cost;
    for (const char* part :
         {"Fixed", "PerRule", "PerLookup", "PerInsertion", "PerTranslation", "PerLogLine"})
    {
        cost.Set(part, DoubleValue(0));
    }
    cost.Install(net.nodes);
    arrivals.clear();
    send();
    ASSERT_EQ(arrivals.size(), before.size());
    for (std::size_t i = 0; i < before.size(); ++i)
    {
        EXPECT_EQ(arrivals[i], before[i] + Seconds(1));
    }
}

TEST_F(CpuQueue, APacketThatAnotherKeepsIsChargedUpToThere)
{
    Load("-A FORWARD -p udp -j NFQUEUE --queue-num 1\n");
    Ptr<NfStolenPacket> kept;
    net.Layer(1)->GetHooks().SetQueueHandler(1, [&kept](Ptr<NfStolenPacket> packet) {
        kept = packet;
    });
    Install(1);
    EXPECT_EQ(Cost(), 1000001);
    ASSERT_TRUE(kept);
    EXPECT_TRUE(arrivals.empty());
    kept->Reinject(NfVerdict::ACCEPT);
    net.Run(1);
    EXPECT_EQ(arrivals.size(), 1U);
    EXPECT_EQ(served.size(), 1U);
}

TEST_F(CpuQueue, APacketInServiceWhenTheSimulationEndsIsForgotten)
{
    Install(1);
    udp.Send(0.1, net.Address(1, 1), 9);
    udp.Send(0.1, net.Address(1, 1), 9);
    net.Run(0.1005);
    EXPECT_EQ(queue->GetLength(), 2U);
}

TEST(CpuQueueHelper, MisuseIsAnAbort)
{
    EXPECT_FALSE(RunInChild([] {
        TestNet net(2);
        NfCpuQueueHelper().Install(net.At(0));
        NfCpuQueueHelper().Install(net.At(0));
    }));
    EXPECT_FALSE(RunInChild([] {
        TestNet net(2);
        NfCpuQueueHelper cost;
        cost.Set("Search", StringValue("quadratic"));
        cost.Install(net.At(0));
    }));
    EXPECT_TRUE(RunInChild([] {
        TestNet net(2);
        EXPECT_FALSE(NfCpuQueueHelper::Get(net.At(0)));
        NfCpuQueueHelper().Install(net.At(0));
        NfCpuQueueHelper::AssignStreams(net.nodes, 1);
    }));
}

} // namespace
} // namespace ns3
