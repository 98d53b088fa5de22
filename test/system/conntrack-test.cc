// SPDX-License-Identifier: GPL-2.0-only

// Connection tracking in simulations: stateful firewalls, related errors, timeouts, the limit.

#include "test-net.h"
#include "test-traffic.h"

#include "ns3/inet-socket-address.h"
#include "ns3/netfilter-helper.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <memory>

namespace ns3
{
namespace
{

/// Lets the inside, eth0, open connections; nothing else.
const char* const STATEFUL = R"(
*filter
:INPUT DROP [0:0]
:FORWARD DROP [0:0]
:OUTPUT ACCEPT [0:0]
-A FORWARD -m conntrack --ctstate INVALID -j DROP
-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -i eth0 -m conntrack --ctstate NEW -j ACCEPT
COMMIT
)";

class StatefulFirewall : public testing::Test
{
  protected:
    StatefulFirewall()
        : net(3)
    {
        net.RouteGlobally();
        net.helper.RestoreText(net.At(1), STATEFUL);
        Conntrack()->m_event.ConnectWithoutContext(
            Callback<void, const NfConntrackEvent&>([this](const NfConntrackEvent& event) {
                events[event.kind].push_back(event.time.GetSeconds());
            }));
    }

    Ptr<NfConntrack> Conntrack()
    {
        return net.Layer(1)->GetConntrack();
    }

    TestNet net;
    std::map<NfConntrackEventKind, std::vector<double>> events;
};

TEST_F(StatefulFirewall, LetsTheInsideOutAndNobodyIn)
{
    TestBulk out(net.At(0), net.At(2), net.Address(1, 1), 80, 80, 500000, 1);
    TestBulk in(net.At(2), net.At(0), net.Address(0, 0), 81, 81, 1000, 1);
    TestUdp query(net.At(0), net.At(2), 53, true);
    query.Send(2, net.Address(1, 1), 53);
    TestUdp probe(net.At(2), net.At(0), 54);
    probe.Send(2, net.Address(0, 0), 54);
    TestPing pingOut(net.At(0), net.Address(1, 1), 3, 5);
    TestPing pingIn(net.At(2), net.Address(0, 0), 3, 5);
    TestPing pingRouter(net.At(0), net.Address(0, 1), 3, 5);
    net.Run(10);
    EXPECT_EQ(out.Received(), 500000U);
    EXPECT_EQ(in.Received(), 0U);
    EXPECT_EQ(query.echoed, 1U);
    EXPECT_EQ(probe.received, 0U);
    EXPECT_EQ(pingOut.Received(), 5U);
    EXPECT_EQ(pingIn.Received(), 0U);
    EXPECT_EQ(pingRouter.Received(), 0U);
}

TEST_F(StatefulFirewall, LetsRelatedErrorsThrough)
{
    TestRaw ear(net.At(0), NfProtocol::ICMP);
    TestUdp closed(net.At(0), nullptr, 0);
    closed.Send(1, net.Address(1, 1), 4242); // port unreachable
    net.Run(3);
    EXPECT_EQ(ear.received, 1U);
    // Without RELATED it does not come.
    net.helper.Iptables(net.At(1), "-R FORWARD 2 -m conntrack --ctstate ESTABLISHED -j ACCEPT");
    TestUdp again(net.At(0), nullptr, 0);
    again.Send(1, net.Address(1, 1), 4243);
    net.Run(3);
    EXPECT_EQ(ear.received, 1U);
}

TEST_F(StatefulFirewall, UdpFlowExpiresInVirtualTime)
{
    TestUdp udp(net.At(0), net.At(2), 9);
    udp.Send(1, net.Address(1, 1), 9);
    std::map<double, std::size_t> sizes;
    for (double at : {2.0, 30.5, 31.5})
    {
        Simulator::Schedule(Seconds(at),
                            [this, at, &sizes] { sizes[at] = Conntrack()->GetSize(); });
    }
    // The server's answer comes late: its question is forgotten.
    Simulator::Schedule(Seconds(32), [&] {
        udp.receiver->SendTo(Create<Packet>(10),
                             0,
                             InetSocketAddress(udp.lastSource, udp.lastSourcePort));
    });
    Simulator::Schedule(Seconds(1.5), [&] {
        udp.receiver->SendTo(Create<Packet>(10),
                             0,
                             InetSocketAddress(udp.lastSource, udp.lastSourcePort));
    });
    net.Run(40);
    EXPECT_EQ(udp.received, 1U);
    EXPECT_EQ(udp.echoed, 1U) << "the timely answer only";
    EXPECT_EQ(sizes[2.0], 1U);
    EXPECT_EQ(sizes[30.5], 1U) << "the answer at 1.5 s has renewed it";
    EXPECT_EQ(sizes[31.5], 1U - 0U) << "30 s after 1.5 s is 31.5 s, and a little for the way";
    EXPECT_EQ(Conntrack()->GetSize(), 0U);
    ASSERT_EQ(events[NfConntrackEventKind::DESTROY].size(), 1U);
    EXPECT_NEAR(events[NfConntrackEventKind::DESTROY][0], 31.5, 0.02)
        << "the event tells when it expired, not when that was noticed";
}

TEST_F(StatefulFirewall, ExpiryKeepsNoSimulationGoing)
{
    TestUdp udp(net.At(0), net.At(2), 9);
    udp.Send(1, net.Address(1, 1), 9);
    Simulator::Run(); // no Stop
    EXPECT_EQ(udp.received, 1U);
    EXPECT_LT(Simulator::Now(), Seconds(5));
    EXPECT_EQ(Conntrack()->GetSize(), 1U);
}

TEST_F(StatefulFirewall, FullTableEvictsWhatIsNotAssured)
{
    Conntrack()->SetAttribute("MaxEntries", UintegerValue(4));
    TestBulk assured(net.At(0), net.At(2), net.Address(1, 1), 80, 80, 5000000, 1);
    std::vector<std::unique_ptr<TestUdp>> flows;
    std::size_t largest = 0;
    for (uint32_t i = 0; i < 10; ++i)
    {
        flows.push_back(std::make_unique<TestUdp>(net.At(0), net.At(2), 100 + i));
        flows.back()->Send(1.1 + 0.01 * i, net.Address(1, 1), 100 + i);
        Simulator::Schedule(Seconds(1.105 + 0.01 * i), [this, &largest] {
            largest = std::max(largest, Conntrack()->GetSize());
        });
    }
    net.Run(5);
    uint32_t received = 0;
    for (const auto& flow : flows)
    {
        received += flow->received;
    }
    EXPECT_EQ(received, 10U) << "newcomers find room";
    EXPECT_EQ(largest, 4U);
    EXPECT_EQ(assured.Received(), 5000000U) << "the assured connection stays";
    EXPECT_GE(Conntrack()->GetStatistics().earlyDrop, 7U);
}

TEST_F(StatefulFirewall, FullTableOfAssuredConnectionsDrops)
{
    Conntrack()->SetAttribute("MaxEntries", UintegerValue(1));
    TestBulk assured(net.At(0), net.At(2), net.Address(1, 1), 80, 80, 5000000, 1);
    TestUdp late(net.At(0), net.At(2), 9);
    late.Send(1.2, net.Address(1, 1), 9);
    net.Run(1.3);
    EXPECT_GT(assured.Received(), 0U);
    EXPECT_EQ(late.received, 0U);
}

TEST(ConntrackModes, AutoAlwaysOff)
{
    for (const char* mode : {"auto", "always", "off"})
    {
        SCOPED_TRACE(mode);
        TestNet net(3);
        net.RouteGlobally();
        net.helper.Set("Conntrack", StringValue(mode));
        net.helper.Install(net.At(1));
        EXPECT_EQ(net.Layer(1)->GetConntrack()->IsActive(), std::string(mode) == "always");
        net.helper.Iptables(net.At(1), "-A FORWARD -m conntrack --ctstate NEW -j DROP");
        EXPECT_EQ(net.Layer(1)->GetConntrack()->IsActive(), std::string(mode) != "off");
        TestUdp udp(net.At(0), net.At(2), 9);
        udp.Send(1, net.Address(1, 1), 9);
        net.Run(3);
        EXPECT_EQ(udp.received, std::string(mode) == "off" ? 1U : 0U);
        net.helper.Iptables(net.At(1), "-F FORWARD");
        EXPECT_EQ(net.Layer(1)->GetConntrack()->IsActive(), std::string(mode) == "always");
    }
}

} // namespace
} // namespace ns3
