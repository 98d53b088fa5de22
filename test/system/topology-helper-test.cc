// SPDX-License-Identifier: GPL-2.0-only

// What NfTopologyHelper builds is what its plan says: names, addresses, and where packets go.

#include "ns3/inet-socket-address.h"
#include "ns3/ipv4-global-routing-helper.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/names.h"
#include "ns3/netfilter-helper.h"
#include "ns3/nf-topology-generators.h"
#include "ns3/nf-topology-helper.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/udp-socket-factory.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <iostream>
#include <sys/resource.h>
#include <utility>
#include <vector>

using namespace ns3;

namespace
{

class TopologyHelperTest : public testing::Test
{
  protected:
    ~TopologyHelperTest() override
    {
        Simulator::Destroy();
        Names::Clear();
    }
};

// Hears which nodes each packet passes, in order.
class Listener
{
  public:
    explicit Listener(const NfTopologyHelper& topology)
    {
        const NodeContainer nodes = topology.GetNodes();
        for (uint32_t i = 0; i < nodes.GetN(); ++i)
        {
            const std::string name = Names::FindName(nodes.Get(i));
            const auto ipv4 = nodes.Get(i)->GetObject<Ipv4L3Protocol>();
            const auto hear = MakeCallback(&Listener::Hear, this);
            ipv4->TraceConnect("SendOutgoing", name, hear);
            ipv4->TraceConnect("UnicastForward", name, hear);
            ipv4->TraceConnect("LocalDeliver", name, hear);
        }
    }

    // What the packet passed, "a b c", and forgets it.
    std::string Take()
    {
        return std::exchange(m_heard, "");
    }

  private:
    void Hear(std::string name, const Ipv4Header& header, Ptr<const Packet>, uint32_t)
    {
        m_heard += (m_heard.empty() ? "" : " ") + name;
    }

    std::string m_heard;
};

std::string
PlannedPath(const NfTopologyPlan& plan, std::size_t from, std::size_t interface)
{
    std::string text;
    for (const NfTopologyStep& step : plan.GetPath(from, interface))
    {
        text += (text.empty() ? "" : " ") + plan.GetGraph().GetNode(step.node).name;
    }
    return text;
}

// A datagram from a node to an address, once the simulation runs.
void
SendNow(Ptr<Node> from, Ipv4Address to)
{
    const Ptr<Socket> socket = Socket::CreateSocket(from, UdpSocketFactory::GetTypeId());
    socket->Connect(InetSocketAddress(to, 9));
    socket->Send(Create<Packet>(10));
    socket->Close();
}

void
Send(Ptr<Node> from, Ipv4Address to)
{
    Simulator::ScheduleNow(SendNow, from, to);
}

// Each node sends to each address; packets must go where the plan says.
void
ExpectPacketsFollowThePlan(NfTopologyGraph graph, std::size_t everyNth = 1)
{
    graph.SetDefaults(100'000'000, MilliSeconds(1));
    NfTopologyHelper topology(std::move(graph));
    topology.Build();
    Listener listener(topology);
    const NfTopologyPlan& plan = topology.GetPlan();
    // A socket on the port takes the datagrams, so that no ICMP error is sent.
    const NodeContainer nodes = topology.GetNodes();
    std::vector<Ptr<Socket>> sinks;
    for (uint32_t i = 0; i < nodes.GetN(); ++i)
    {
        const Ptr<Socket>& sink =
            sinks.emplace_back(Socket::CreateSocket(nodes.Get(i), UdpSocketFactory::GetTypeId()));
        sink->Bind(InetSocketAddress(Ipv4Address::GetAny(), 9));
    }
    std::size_t sent = 0;
    std::size_t turn = 0;
    for (std::size_t from = 0; from < plan.GetGraph().GetNNodes(); ++from)
    {
        for (std::size_t to = 0; to < plan.GetInterfaces().size(); ++to)
        {
            const NfTopologyInterface& end = plan.GetInterfaces()[to];
            if (plan.GetInterfaces(from).empty() || end.node == from || turn++ % everyNth != 0)
            {
                continue;
            }
            const std::string planned = PlannedPath(plan, from, to);
            Send(topology.GetNode(plan.GetGraph().GetNode(from).name), end.address);
            Simulator::Run();
            ASSERT_EQ(listener.Take(), planned)
                << plan.GetGraph().GetNode(from).name << " to " << end.address;
            sent += planned.empty() ? 0 : 1;
        }
    }
    EXPECT_GT(sent, 20U);
}

TEST_F(TopologyHelperTest, PacketsFollowThePlanInAStarOfLans)
{
    ExpectPacketsFollowThePlan(NfMakeStarOfLans(3, 2));
}

TEST_F(TopologyHelperTest, PacketsFollowThePlanInAFatTree)
{
    ExpectPacketsFollowThePlan(NfMakeFatTree(4), 7);
}

TEST_F(TopologyHelperTest, PacketsFollowThePlanInARandomNetwork)
{
    NfTopologyGraph graph = NfMakeBarabasiAlbert(15, 2, 3);
    const std::size_t lan = graph.AddNode("lan", NfTopologyKind::LAN);
    for (const std::size_t node : {1, 5, 9})
    {
        graph.AddLink(node, lan);
    }
    graph.AddLink(lan, graph.AddNode("host", NfTopologyKind::HOST));
    graph.AddLink(3, 4); // perhaps the second of its kind
    graph.AddNode("island");
    ExpectPacketsFollowThePlan(std::move(graph), 3);
}

TEST_F(TopologyHelperTest, RulesKnowInterfacesByTheNamesOfThePlan)
{
    NfTopologyGraph graph = NfMakeStarOfLans(2, 1);
    graph.SetDefaults(100'000'000, MilliSeconds(1));
    NfTopologyHelper topology(std::move(graph));
    topology.Build();
    NetfilterHelper netfilter;
    netfilter.Iptables("edge1", "-A FORWARD -i eth1 -o eth0");
    Send(topology.GetNode("host1-1"), topology.GetAddress("host2-1"));
    Simulator::Run();
    // One packet: the answer, an ICMP error, comes the other way.
    EXPECT_NE(netfilter.Save("edge1", true).find("[1:38] -A FORWARD -i eth1 -o eth0"),
              std::string::npos)
        << netfilter.Save("edge1", true);
}

TEST_F(TopologyHelperTest, AnotherRoutingProtocolTakesThePlaceOfStaticRoutes)
{
    NfTopologyGraph graph = NfMakeStarOfLans(2, 1);
    graph.SetDefaults(100'000'000, MilliSeconds(1));
    NfTopologyHelper topology(std::move(graph));
    topology.SetRoutingHelper(Ipv4GlobalRoutingHelper());
    topology.Build();
    Listener listener(topology);
    Send(topology.GetNode("host1-1"), topology.GetAddress("host2-1"));
    Simulator::Run();
    EXPECT_EQ(listener.Take(), "") << "nobody has computed routes yet";
    Ipv4GlobalRoutingHelper::PopulateRoutingTables();
    Send(topology.GetNode("edge1"), topology.GetAddress("edge2"));
    Simulator::Run();
    EXPECT_EQ(listener.Take().substr(0, 16), "edge1 core edge2");
}

TEST_F(TopologyHelperTest, NothingIsMadeUp)
{
    NfTopologyHelper topology(NfMakeStarOfLans(2, 1));
    EXPECT_DEATH(topology.Build(), "6 of 6 links have no rate or no delay");
    EXPECT_DEATH(NfTopologyHelper("/nowhere.graphml"), "/nowhere.graphml: No such file");
}

// The largest network of the zoo, which is not part of this module; see TopologyZooTest.
TEST_F(TopologyHelperTest, KdlIsBuiltAndRoutedInTime)
{
    const char* archive = std::getenv("NF_TOPOLOGY_ZOO");
    if (!archive)
    {
        GTEST_SKIP() << "NF_TOPOLOGY_ZOO names no archive of the Internet Topology Zoo";
    }
    const std::string folder = testing::TempDir();
    const std::string command =
        "tar -xzf '" + std::string(archive) + "' -C '" + folder + "' graphml/Kdl.graphml";
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
    const auto start = std::chrono::steady_clock::now();
    NfTopologyHelper topology(folder + "/graphml/Kdl.graphml");
    ASSERT_EQ(topology.GetGraph().GetNNodes(), 754U);
    ASSERT_EQ(topology.GetGraph().GetNLinks(), 899U);
    topology.GetGraph().SetDelaysFromPositions();
    topology.GetGraph().SetDefaults(1'000'000'000, MilliSeconds(1));
    topology.Build();
    Listener listener(topology);
    const NfTopologyPlan& plan = topology.GetPlan();
    const std::size_t far = plan.GetInterfaces().size() - 1;
    Send(topology.GetNode(plan.GetGraph().GetNode(0).name), plan.GetInterfaces()[far].address);
    Simulator::Stop(Seconds(0.001) + Simulator::Now());
    Simulator::Run();
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::cout << "Kdl: " << seconds.count() << " s, " << usage.ru_maxrss / 1024 << " MiB\n";
    EXPECT_LT(seconds.count(), 60);
    EXPECT_LT(usage.ru_maxrss, 4 << 20);
    std::filesystem::remove_all(folder + "/graphml");
}

} // namespace
