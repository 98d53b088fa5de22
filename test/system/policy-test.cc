// SPDX-License-Identifier: GPL-2.0-only

// What the static check of a policy says is what packets do: random policies at random places of
// random networks, each kind of exchange between each two addresses tried in the simulation.

#include "ns3/config.h"
#include "ns3/icmpv4.h"
#include "ns3/inet-socket-address.h"
#include "ns3/ipv4-raw-socket-factory.h"
#include "ns3/names.h"
#include "ns3/netfilter-helper.h"
#include "ns3/nf-policy-helper.h"
#include "ns3/nf-policy-parser.h"
#include "ns3/nf-topology-generators.h"
#include "ns3/nf-topology-helper.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/string.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <map>
#include <random>
#include <string>
#include <vector>

using namespace ns3;

namespace
{

using Random = std::minstd_rand;

std::size_t
Draw(Random& random, std::size_t below)
{
    return random() % below;
}

/// An exchange that is tried.
struct Probe
{
    std::size_t sender;
    std::size_t receiver; //!< interface
    NfPolicyExchange exchange;
    std::size_t number; //!< of the exchange
    bool isDelivered{false};
    bool isAnswered{false};
};

/// Servers for all exchanges at all addresses, and clients that try them one after the other.
class Prober
{
  public:
    Prober(const NfTopologyHelper& topology,
           const std::vector<NfPolicyExchange>& exchanges,
           const NodeContainer& firewalls)
        : m_topology(topology),
          m_firewalls(firewalls)
    {
        const NfTopologyPlan& plan = topology.GetPlan();
        for (const std::size_t node : plan.GetGraph().FindNodes("*"))
        {
            Hear(node, 1, &Prober::ReceiveIcmp);
            Hear(node, OTHER, &Prober::ReceiveOther);
        }
        for (std::size_t end = 0; end < plan.GetInterfaces().size(); ++end)
        {
            for (const NfPolicyExchange& exchange : exchanges)
            {
                Serve(end, exchange);
            }
        }
        for (std::size_t end = 0; end < plan.GetInterfaces().size(); ++end)
        {
            for (const std::size_t sender : plan.GetGraph().FindNodes("*"))
            {
                for (std::size_t i = 0; i < exchanges.size(); ++i)
                {
                    if (sender != plan.GetInterfaces()[end].node)
                    {
                        m_probes.push_back({sender, end, exchanges[i], i});
                    }
                }
            }
        }
    }

    const std::vector<Probe>& Run()
    {
        for (std::size_t i = 0; i < m_probes.size(); ++i)
        {
            Simulator::Schedule(MilliSeconds(2 * i + 1000), &Prober::Try, this, i);
        }
        Simulator::Stop(MilliSeconds(2 * m_probes.size() + 1500));
        Simulator::Run();
        return m_probes;
    }

  private:
    static constexpr uint8_t OTHER = 253; // for experiments

    Ptr<Node> NodeOf(std::size_t node) const
    {
        return m_topology.GetNode(m_topology.GetPlan().GetGraph().GetNode(node).name);
    }

    Ipv4Address AddressOf(std::size_t interface) const
    {
        return m_topology.GetPlan().GetInterfaces()[interface].address;
    }

    std::size_t EndOf(const Probe& probe) const
    {
        return m_topology.GetPlan().GetInterfaces()[probe.receiver].node;
    }

    // Raw sockets of ns-3 hear what is forwarded too.
    bool IsAt(Ptr<Socket> socket, std::size_t node) const
    {
        return socket->GetNode() == NodeOf(node);
    }

    static Ptr<Packet> MakePacket(std::size_t number)
    {
        const auto value = static_cast<uint32_t>(number);
        return Create<Packet>(reinterpret_cast<const uint8_t*>(&value), sizeof value);
    }

    static std::size_t GetNumber(Ptr<const Packet> packet)
    {
        uint32_t value = 0;
        packet->CopyData(reinterpret_cast<uint8_t*>(&value), sizeof value);
        return value;
    }

    void Hear(std::size_t node, uint8_t protocol, void (Prober::*receive)(Ptr<Socket>))
    {
        const auto socket = Socket::CreateSocket(NodeOf(node), Ipv4RawSocketFactory::GetTypeId());
        socket->SetAttribute("Protocol", UintegerValue(protocol));
        socket->Bind();
        socket->SetRecvCallback(MakeCallback(receive, this));
        m_raw[{node, protocol}] = socket;
    }

    void Serve(std::size_t end, const NfPolicyExchange& exchange)
    {
        const bool isTcp = exchange.protocol == NfPolicyProtocol::TCP;
        if (!isTcp && exchange.protocol != NfPolicyProtocol::UDP)
        {
            return;
        }
        const auto socket = Socket::CreateSocket(
            NodeOf(m_topology.GetPlan().GetInterfaces()[end].node),
            isTcp ? TcpSocketFactory::GetTypeId() : UdpSocketFactory::GetTypeId());
        socket->Bind(InetSocketAddress(AddressOf(end), exchange.port));
        if (isTcp)
        {
            socket->Listen();
            socket->SetAcceptCallback(MakeCallback(&Prober::TakeRequest, this),
                                      MakeCallback(&Prober::TakeConnection, this));
        }
        else
        {
            socket->SetRecvCallback(MakeCallback(&Prober::ReceiveRequest, this));
        }
        m_servers.push_back(socket);
    }

    void Try(std::size_t number)
    {
        const Probe& probe = m_probes[number];
        const InetSocketAddress to(AddressOf(probe.receiver), probe.exchange.port);
        switch (probe.exchange.protocol)
        {
        case NfPolicyProtocol::ICMP: {
            const Ptr<Packet> packet = Create<Packet>();
            Icmpv4Echo echo;
            echo.SetData(MakePacket(number));
            packet->AddHeader(echo);
            Icmpv4Header header;
            header.SetType(Icmpv4Header::ICMPV4_ECHO);
            header.EnableChecksum();
            packet->AddHeader(header);
            m_raw[{probe.sender, 1}]->SendTo(packet, 0, to);
            return;
        }
        case NfPolicyProtocol::ANY:
            // Without ports, what went the other way before would be the same connection.
            NetfilterHelper().Conntrack(m_firewalls, "-D -p 253");
            m_raw[{probe.sender, OTHER}]->SendTo(MakePacket(number), 0, to);
            return;
        default:
            break;
        }
        const bool isTcp = probe.exchange.protocol == NfPolicyProtocol::TCP;
        const auto socket = Socket::CreateSocket(NodeOf(probe.sender),
                                                 isTcp ? TcpSocketFactory::GetTypeId()
                                                       : UdpSocketFactory::GetTypeId());
        socket->SetRecvCallback(MakeCallback(&Prober::ReceiveAnswer, this));
        socket->Bind();
        socket->Connect(to);
        if (isTcp)
        {
            Address own;
            socket->GetSockName(own);
            m_clients[{probe.sender, InetSocketAddress::ConvertFrom(own).GetPort()}] = number;
        }
        // A connection sends it when it is made.
        socket->Send(MakePacket(number));
        m_servers.push_back(socket);
    }

    bool TakeRequest(Ptr<Socket>, const Address& from)
    {
        const InetSocketAddress client = InetSocketAddress::ConvertFrom(from);
        const auto interface = m_topology.GetPlan().FindInterface(client.GetIpv4());
        const std::size_t node = m_topology.GetPlan().GetInterfaces()[*interface].node;
        m_probes[m_clients.at({node, client.GetPort()})].isDelivered = true;
        return true;
    }

    void TakeConnection(Ptr<Socket> socket, const Address&)
    {
        socket->SetRecvCallback(MakeCallback(&Prober::ReceiveData, this));
    }

    void ReceiveData(Ptr<Socket> socket)
    {
        while (const Ptr<Packet> packet = socket->Recv())
        {
            if (packet->GetSize() >= 4)
            {
                m_probes[GetNumber(packet)].isAnswered = true;
            }
            else
            {
                return;
            }
        }
    }

    void ReceiveRequest(Ptr<Socket> socket)
    {
        Address from;
        while (const Ptr<Packet> packet = socket->RecvFrom(from))
        {
            m_probes[GetNumber(packet)].isDelivered = true;
            socket->SendTo(packet, 0, from);
        }
    }

    void ReceiveAnswer(Ptr<Socket> socket)
    {
        while (const Ptr<Packet> packet = socket->Recv())
        {
            if (packet->GetSize() < 4)
            {
                return;
            }
            m_probes[GetNumber(packet)].isAnswered = true;
        }
    }

    void ReceiveIcmp(Ptr<Socket> socket)
    {
        while (const Ptr<Packet> packet = socket->Recv())
        {
            Ipv4Header ip;
            Icmpv4Header header;
            packet->RemoveHeader(ip);
            packet->RemoveHeader(header);
            const bool isEcho = header.GetType() == Icmpv4Header::ICMPV4_ECHO;
            if (isEcho || header.GetType() == Icmpv4Header::ICMPV4_ECHO_REPLY)
            {
                Icmpv4Echo echo;
                packet->RemoveHeader(echo);
                uint32_t number = 0;
                echo.GetData(reinterpret_cast<uint8_t*>(&number));
                Probe& probe = m_probes[number];
                bool& heard = isEcho ? probe.isDelivered : probe.isAnswered;
                heard = heard || IsAt(socket, isEcho ? EndOf(probe) : probe.sender);
            }
        }
    }

    void ReceiveOther(Ptr<Socket> socket)
    {
        while (const Ptr<Packet> packet = socket->Recv())
        {
            Ipv4Header ip;
            packet->RemoveHeader(ip);
            Probe& probe = m_probes[GetNumber(packet)];
            probe.isDelivered = probe.isDelivered || IsAt(socket, EndOf(probe));
            probe.isAnswered = probe.isDelivered;
        }
    }

    const NfTopologyHelper& m_topology;
    NodeContainer m_firewalls;
    std::vector<Probe> m_probes;
    std::vector<Ptr<Socket>> m_servers;
    std::map<std::pair<std::size_t, uint8_t>, Ptr<Socket>> m_raw;
    std::map<std::pair<std::size_t, uint16_t>, std::size_t> m_clients; //!< probes by node and port
};

// Rings and meshes of routers with hosts and a LAN: there and back often differ.
NfTopologyGraph
MakeGraph(Random& random)
{
    switch (Draw(random, 4))
    {
    case 0:
        return NfMakeStarOfLans(2, 2);
    case 1:
        return NfMakeLeafSpine(2, 2, 1);
    default:
        break;
    }
    NfTopologyGraph graph;
    const std::size_t routers = 3 + Draw(random, 3);
    for (std::size_t i = 0; i < routers; ++i)
    {
        graph.AddNode(fmt::format("r{}", i));
    }
    for (std::size_t i = 0; i < routers; ++i)
    {
        graph.AddLink(i, (i + 1) % routers);
    }
    if (Draw(random, 2))
    {
        graph.AddLink(0, 2);
    }
    const std::size_t lan = graph.AddNode("segment", NfTopologyKind::LAN);
    graph.AddLink(Draw(random, routers), lan);
    for (std::size_t i = 0; i < 3; ++i)
    {
        const std::size_t host = graph.AddNode(fmt::format("h{}", i), NfTopologyKind::HOST);
        graph.AddLink(host, i == 2 ? Draw(random, routers) : lan);
    }
    return graph;
}

std::string
MakePolicy(Random& random, const NfTopologyGraph& graph)
{
    std::vector<std::string> zones(3);
    for (const std::size_t node : graph.FindNodes("*"))
    {
        const std::size_t zone = Draw(random, 4); // 3: in none
        if (zone < 3)
        {
            zones[zone] += " " + graph.GetNode(node).name;
        }
    }
    if (Draw(random, 3) == 0)
    {
        zones[2] += " rest";
    }
    std::string text;
    std::vector<std::string> names{"any"};
    for (std::size_t zone = 0; zone < 3; ++zone)
    {
        if (!zones[zone].empty())
        {
            names.push_back(fmt::format("z{}", zone));
            text += fmt::format("zone z{}:{}\n", zone, zones[zone]);
        }
    }
    const std::vector<std::string> services{"tcp/80",
                                            "tcp/20-80,443",
                                            "tcp",
                                            "udp/53",
                                            "udp/50-60",
                                            "udp",
                                            "icmp",
                                            "any",
                                            "udp/53 icmp"};
    const std::vector<std::string> actions{"accept", "accept", "deny", "reject"};
    text += fmt::format("default {}\n", actions[1 + Draw(random, 3)]);
    text += Draw(random, 3) ? "" : "stateless\n";
    text += Draw(random, 3) ? "" : "anti-spoofing\n";
    for (std::size_t lines = 1 + Draw(random, 5); lines > 0; --lines)
    {
        text += fmt::format("{} -> {}: {} {}\n",
                            names[Draw(random, names.size())],
                            names[Draw(random, names.size())],
                            services[Draw(random, services.size())],
                            actions[Draw(random, actions.size())]);
    }
    return text;
}

NfPlacement
MakePlacement(Random& random, const NfTopologyGraph& graph, const NfPolicy& policy)
{
    NfPlacement placement;
    const std::size_t density = 1 + Draw(random, 3);
    for (const std::size_t node : graph.FindNodes("*"))
    {
        if (Draw(random, 4) < density)
        {
            NfPolicyShare share;
            if (Draw(random, 4) == 0)
            {
                share.emplace();
                for (const NfPolicyLine& line : policy.lines)
                {
                    if (Draw(random, 2))
                    {
                        share->insert(line.number);
                    }
                }
                if (Draw(random, 2))
                {
                    share->insert(0);
                }
            }
            placement.firewalls.emplace(node, share);
        }
    }
    return placement;
}

class PolicyPropertyTest : public testing::TestWithParam<unsigned>
{
  protected:
    ~PolicyPropertyTest() override
    {
        Simulator::Destroy();
        Names::Clear();
    }
};

TEST_P(PolicyPropertyTest, PacketsDoWhatTheCheckSays)
{
    Random random(GetParam() * 7919 + 1);
    NfTopologyGraph graph = MakeGraph(random);
    const std::string text = MakePolicy(random, graph);
    std::vector<NfError> errors;
    const NfPolicy policy = NfParsePolicy(text, "policy", errors);
    ASSERT_TRUE(errors.empty()) << errors[0].ToString() << "\n" << text;
    const NfPlacement placement = MakePlacement(random, graph, policy);
    graph.SetDefaults(100'000'000, MicroSeconds(10));
    // Otherwise ARP waits up to 10 ms, and keeps three packets at most meanwhile.
    Config::SetDefault("ns3::ArpL3Protocol::RequestJitter",
                       StringValue("ns3::ConstantRandomVariable[Constant=0]"));
    NfTopologyHelper topology(graph);
    topology.Build();
    NfPolicyHelper helper(policy);
    helper.SetPlacement(placement);
    helper.Install(topology);

    const NfTopologyPlan& plan = topology.GetPlan();
    const NfPolicyZones zones(policy, plan.GetGraph(), errors);
    ASSERT_TRUE(errors.empty());
    const NfCompiledPolicy filters = NfCompilePolicy(policy, zones, plan, placement);
    const std::vector<NfPolicyExchange> exchanges = policy.GetExchanges();
    NfPolicyJudge judge(policy, zones, plan, filters, exchanges);
    std::map<NfPolicyFinding::Kind, std::size_t> expected;
    NodeContainer firewalls;
    std::string rules;
    for (const auto& [node, filter] : filters)
    {
        const std::string& name = plan.GetGraph().GetNode(node).name;
        firewalls.Add(topology.GetNode(name));
        rules += name + "\n" + filter.ToString();
    }
    Prober prober(topology, exchanges, firewalls);
    for (const Probe& probe : prober.Run())
    {
        const NfPolicyTrip trip = NfPolicyJudge::FindTrip(plan, probe.sender, probe.receiver);
        const NfPolicyFate fate = judge.Judge(trip)[probe.number];
        const std::size_t receiver = plan.GetInterfaces()[probe.receiver].node;
        EXPECT_EQ(probe.isDelivered, fate.IsDelivered()) << probe.exchange.ToString();
        EXPECT_EQ(probe.isAnswered, fate.kind == NfPolicyFate::Kind::DONE)
            << plan.GetGraph().GetNode(probe.sender).name << " to "
            << plan.GetGraph().GetNode(receiver).name << " " << probe.exchange.ToString()
            << ", foretold end " << static_cast<int>(fate.kind) << " at "
            << plan.GetGraph().GetNode(fate.node).name << "\n"
            << text << rules;
        ASSERT_FALSE(HasFailure());
        const auto from = zones.Find(probe.sender);
        const auto to = zones.Find(receiver);
        if (!from || !to)
        {
            continue;
        }
        using Kind = NfPolicyFinding::Kind;
        if (policy.Decide(*from, *to, probe.exchange) != NfPolicyAction::ACCEPT)
        {
            expected[Kind::OPEN] += probe.isDelivered ? 1 : 0;
        }
        else
        {
            expected[Kind::CUT] += probe.isDelivered ? 0 : 1;
            expected[Kind::ANSWER_CUT] += probe.isDelivered && !probe.isAnswered ? 1 : 0;
        }
    }
    std::map<NfPolicyFinding::Kind, std::size_t> found;
    for (const NfPolicyFinding& finding : NfCheckPolicy(policy, zones, plan, filters).findings)
    {
        using Kind = NfPolicyFinding::Kind;
        const bool isAnswer = finding.kind == Kind::ANSWER_CUT || finding.kind == Kind::STATE_LOST;
        if (finding.IsWrong())
        {
            found[isAnswer ? Kind::ANSWER_CUT : finding.kind] += finding.count;
            EXPECT_GE(finding.path.size(), 2U);
        }
    }
    for (const auto& [kind, count] : expected)
    {
        EXPECT_EQ(found[kind], count) << static_cast<int>(kind) << "\n" << text;
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, PolicyPropertyTest, testing::Range(0U, 24U));

} // namespace
