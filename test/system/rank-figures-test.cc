// SPDX-License-Identifier: GPL-2.0-only

// What the ranks of a distributed simulation count at their own nodes comes to what one process
// counts. No MPI is needed: nothing crosses ranks here, and each is simulated in its turn.

#include "nf-rank-figures.h"

#include "ns3/default-simulator-impl.h"
#include "ns3/names.h"
#include "ns3/netfilter-helper.h"
#include "ns3/nf-topology-helper.h"
#include "ns3/node-list.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <map>
#include <optional>

namespace ns3
{

namespace
{

/// A simulator that takes itself for a rank.
class RankSimulator : public DefaultSimulatorImpl
{
  public:
    explicit RankSimulator(uint32_t rank)
        : m_rank(rank)
    {
    }

    uint32_t GetSystemId() const override
    {
        return m_rank;
    }

  private:
    uint32_t m_rank;
};

/// What came out, by class and name.
using Measures = std::map<std::string, std::optional<double>>;

/// Two sites of a client, a router with rules and a server, and a link between the routers.
class Sites
{
  public:
    /// @param rank which one simulates; nothing: there are none
    explicit Sites(std::optional<uint32_t> rank)
        : m_topology(MakeGraph())
    {
        if (rank)
        {
            Simulator::SetImplementation(CreateObject<RankSimulator>(*rank));
            m_topology.SetRanks({0, 0, 0, 1, 1, 1});
        }
        m_topology.Build();
        NetfilterHelper helper;
        helper.Iptables("r0", "-t nat -A POSTROUTING -o eth1 -j MASQUERADE");
        helper.Iptables("r1", "-A FORWARD -p icmp -j DROP");
        helper.Iptables("r1", "-A FORWARD -m conntrack --ctstate NEW -j ACCEPT");
        m_traffic.Add("stream", "udp-cbr", {"c0"}, {"s0"}, {{"rate", "80kbps"}});
        m_traffic.Add("pages", "web", {"c1"}, {"s1"});
        m_traffic.Add("pings", "ping", {"c1"}, {"s1"});
        m_traffic.Install();
        for (const char* name : {"c0", "r0", "s0", "c1", "r1", "s1"})
        {
            NfNodeResult node;
            node.name = name;
            m_network.Add(node);
        }
        m_network.Listen();
        m_results.Watch();
        Simulator::Stop(Seconds(10));
        Simulator::Run();
    }

    ~Sites()
    {
        Simulator::Destroy();
        Names::Clear();
    }

    Sites(const Sites&) = delete;
    Sites& operator=(const Sites&) = delete;

    NfRankFigures GetFigures()
    {
        return {m_traffic, &m_results, m_network};
    }

    const NfTrafficHelper& GetTraffic() const
    {
        return m_traffic;
    }

    Measures Collect()
    {
        m_results.Collect();
        Measures all;
        for (const NfMeasure& measure : m_results.GetMeasures())
        {
            all[measure.group + " " + measure.name] = measure.value;
        }
        for (const NfNodeResult& node : m_network.GetNodes())
        {
            all["sent by " + node.name] = static_cast<double>(node.sentBytes);
        }
        return all;
    }

  private:
    static NfTopologyGraph MakeGraph()
    {
        NfTopologyGraph graph;
        for (const char* site : {"0", "1"})
        {
            const std::string suffix = site;
            const std::size_t client = graph.AddNode("c" + suffix, NfTopologyKind::HOST);
            const std::size_t router = graph.AddNode("r" + suffix);
            const std::size_t server = graph.AddNode("s" + suffix, NfTopologyKind::HOST);
            graph.AddLink(client, router);
            graph.AddLink(router, server);
        }
        graph.AddLink(1, 4);
        graph.SetDefaults(10'000'000, MilliSeconds(2));
        return graph;
    }

    NfTopologyHelper m_topology;
    NfTrafficHelper m_traffic;
    NfResults m_results{m_traffic};
    NfNetworkResults m_network;
};

std::string
PackOf(uint32_t rank)
{
    return Sites(rank).GetFigures().Pack();
}

TEST(RankFigures, SumsOfAllRanksAreWhatOneProcessCounts)
{
    const Measures whole = Sites(std::nullopt).Collect();
    ASSERT_GT(whole.at("stream delivered"), 50);
    ASSERT_GT(whole.at("pages delivered"), 0);
    ASSERT_GT(whole.at("pings sent"), 0);
    ASSERT_EQ(whole.at("pings delivered"), 0);
    ASSERT_GT(whole.at("pages rules_visited"), 0);
    const std::string other = PackOf(1);
    Sites first(0);
    first.GetFigures().Add(other);
    EXPECT_EQ(first.Collect(), whole);
}

TEST(RankFigures, ARankCountsAtItsOwnNodesOnly)
{
    Measures second = Sites(1).Collect();
    EXPECT_EQ(second["stream meant"], 0);
    EXPECT_EQ(second["sent by c0"], 0);
    EXPECT_GT(second["pages delivered"], 0);
    EXPECT_GT(second["sent by c1"], 0);
}

TEST(RankFigures, FlowsThatAnotherRankHasSentAreKnown)
{
    const std::string other = PackOf(0);
    Sites first(1);
    // Only the other one's client sends UDP.
    const auto hasUdp = [&first] {
        const auto& claims = first.GetTraffic().GetLedger().GetClaims();
        return std::any_of(claims.begin(), claims.end(), [](const auto& claim) {
            return claim.first.protocol == 17;
        });
    };
    EXPECT_FALSE(hasUdp());
    first.GetFigures().Add(other);
    EXPECT_TRUE(hasUdp());
}

} // namespace

} // namespace ns3
