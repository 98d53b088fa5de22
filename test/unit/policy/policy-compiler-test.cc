// SPDX-License-Identifier: GPL-2.0-only

#include "nf-policy-check.h"
#include "nf-policy-compiler.h"
#include "nf-policy-parser.h"
#include "nf-topology-generators.h"

#include <gmock/gmock.h>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace ns3
{
namespace
{

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// A topology, a policy and where it is enforced.
class PolicyCompilerTest : public testing::Test
{
  protected:
    // inside - gw - outside, where gw is a router and the others are hosts.
    void MakeLine()
    {
        m_graph.AddNode("inside", NfTopologyKind::HOST);
        m_graph.AddNode("gw");
        m_graph.AddNode("outside", NfTopologyKind::HOST);
        m_graph.AddLink(0, 1);
        m_graph.AddLink(1, 2);
    }

    void Compile(const std::string& text, const NfPlacement& placement)
    {
        std::vector<NfError> errors;
        m_policy = NfParsePolicy(text, "p", errors);
        m_plan = std::make_unique<NfTopologyPlan>(m_graph);
        const NfPolicyZones zones(m_policy, m_graph, errors);
        ASSERT_THAT(errors, IsEmpty()) << errors[0].ToString();
        m_filters = NfCompilePolicy(m_policy, zones, *m_plan, placement);
        m_check = NfCheckPolicy(m_policy, zones, *m_plan, m_filters);
    }

    std::string Rules(const std::string& node) const
    {
        return m_filters.at(*m_graph.FindNode(node)).ToString();
    }

    std::vector<std::string> Findings() const
    {
        std::vector<std::string> result;
        for (const NfPolicyFinding& finding : m_check.findings)
        {
            result.push_back(NfDescribeFinding(finding, m_policy, m_graph));
        }
        return result;
    }

    NfTopologyGraph m_graph;
    NfPolicy m_policy;
    std::unique_ptr<NfTopologyPlan> m_plan;
    NfCompiledPolicy m_filters;
    NfPolicyCheck m_check;
};

constexpr const char* WEB = "zone lan: inside\nzone wan: outside\nlan -> wan: tcp/443,80 accept\n";

TEST_F(PolicyCompilerTest, ARouterFiltersWhatItForwardsByInterfacesAndNamesTheLines)
{
    MakeLine();
    Compile(WEB, NfPlacement::AllAt("gw", {1}));
    EXPECT_EQ(Rules("gw"),
              "*filter\n"
              ":INPUT ACCEPT [0:0]\n"
              ":FORWARD DROP [0:0]\n"
              ":OUTPUT ACCEPT [0:0]\n"
              ":from-lan - [0:0]\n"
              ":lan-wan - [0:0]\n"
              ":from-wan - [0:0]\n"
              ":wan-lan - [0:0]\n"
              "-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED "
              "-m comment --comment \"policy: answers\" -j ACCEPT\n"
              "-A FORWARD -m conntrack --ctstate INVALID "
              "-m comment --comment \"policy: of no connection\" -j DROP\n"
              "-A FORWARD -i eth0 -j from-lan\n"
              "-A FORWARD -i eth1 -j from-wan\n"
              "-A from-lan -o eth1 -j lan-wan\n"
              "-A from-lan -m comment --comment \"policy default: default, from lan\" -j DROP\n"
              "-A lan-wan -p tcp -m multiport --dports 443,80 "
              "-m comment --comment \"policy 3: lan -> wan tcp/443,80\" -j ACCEPT\n"
              "-A lan-wan -m comment --comment \"policy default: default, lan -> wan\" -j DROP\n"
              "-A from-wan -o eth0 -j wan-lan\n"
              "-A from-wan -m comment --comment \"policy default: default, from wan\" -j DROP\n"
              "-A wan-lan -m comment --comment \"policy default: default, wan -> lan\" -j DROP\n"
              "COMMIT\n");
    EXPECT_THAT(Findings(), IsEmpty());
}

TEST_F(PolicyCompilerTest, AHostFiltersWhatItSendsAndReceives)
{
    MakeLine();
    Compile(WEB, NfPlacement::AllAt("hosts", {0, 2}));
    EXPECT_THAT(Rules("inside"), HasSubstr("-A OUTPUT -d 10.0.0.6/31 -j lan-wan\n"));
    EXPECT_THAT(Rules("inside"), HasSubstr("-A INPUT -s 10.0.0.6/31 -j wan-lan\n"));
    EXPECT_THAT(Rules("inside"), HasSubstr(":FORWARD ACCEPT"));
    EXPECT_THAT(Rules("outside"), HasSubstr("-A INPUT -s 10.0.0.2/31 -j lan-wan\n"));
    EXPECT_THAT(Findings(), IsEmpty());
}

TEST_F(PolicyCompilerTest, StatelessAnswersComeFromTheServiceAndBeginNothing)
{
    MakeLine();
    Compile(std::string(WEB) + "lan -> wan: udp/53 accept\nstateless\n",
            NfPlacement::AllAt("gw", {1}));
    EXPECT_THAT(Rules("gw"),
                HasSubstr("-A wan-lan -p tcp -m tcp ! --tcp-flags FIN,SYN,RST,ACK SYN "
                          "-m multiport --sports 443,80 -m comment --comment "
                          "\"policy 3: lan -> wan tcp/443,80 answers\" -j ACCEPT\n"));
    EXPECT_THAT(Rules("gw"), Not(HasSubstr("conntrack")));
    EXPECT_THAT(Findings(),
                ElementsAre("p:4: lan -> wan udp/53: without state, what sends from that port of "
                            "UDP passes to lan as an answer, whatever it is"));
    EXPECT_TRUE(m_check.Holds());
}

TEST_F(PolicyCompilerTest, AShareHasItsDenyingLinesAndWhatIsAcceptedBefore)
{
    MakeLine();
    NfPlacement placement;
    placement.firewalls[1] = std::set<uint32_t>{5};
    Compile("zone lan: inside\nzone wan: outside\n"
            "lan -> wan: udp deny\n"
            "lan -> wan: tcp/22 accept\n"
            "lan -> wan: tcp deny\n"
            "lan -> wan: icmp deny\n",
            placement);
    EXPECT_THAT(Rules("gw"),
                HasSubstr("-A lan-wan -p udp -m comment --comment \"policy 3: lan -> wan udp\" "
                          "-j ACCEPT\n"
                          "-A lan-wan -p tcp -m tcp --dport 22 -m comment --comment "
                          "\"policy 4: lan -> wan tcp/22\" -j ACCEPT\n"
                          "-A lan-wan -p tcp -m comment --comment \"policy 5: lan -> wan tcp\" "
                          "-j DROP\n"
                          "-A lan-wan -m comment --comment \"policy default: default, lan -> wan\" "
                          "-j ACCEPT\n"));
    EXPECT_THAT(Rules("gw"), HasSubstr(":FORWARD ACCEPT"));
    EXPECT_THAT(Findings(),
                ElementsAre("p: lan -> wan other protocols is denied, but 1 of 1 exchanges pass, "
                            "such as inside > gw > outside",
                            "p:3: lan -> wan udp/1 is denied, but 1 of 1 exchanges pass, such as "
                            "inside > gw > outside",
                            "p:6: lan -> wan icmp is denied, but 1 of 1 exchanges pass, such as "
                            "inside > gw > outside",
                            "p: wan -> lan other protocols is denied, but 6 of 6 exchanges pass, "
                            "such as outside > gw > inside"));
}

TEST_F(PolicyCompilerTest, TellsPathsPastAllFirewallsAndLinesWithoutEffect)
{
    MakeLine();
    Compile(
        "zone lan: inside\nzone wan: outside\nlan -> wan: tcp accept\nlan -> wan: tcp/80 deny\n",
        {});
    EXPECT_THAT(Findings(),
                ElementsAre("p: lan -> wan other protocols is denied, but 3 of 3 exchanges pass, "
                            "such as inside > gw > outside",
                            "p: wan -> lan other protocols is denied, but 6 of 6 exchanges pass, "
                            "such as outside > gw > inside",
                            "p:4: lines before decide all that this line is about"));
    EXPECT_FALSE(m_check.Holds());
}

// Hosts at opposite corners of a ring: the first interface of a leads to b, that of c to d.
TEST_F(PolicyCompilerTest, TellsStateThatAsymmetricPathsBreak)
{
    for (const char* name : {"a", "b", "c", "d"})
    {
        m_graph.AddNode(name);
    }
    m_graph.AddLink(0, 1);
    m_graph.AddLink(2, 3);
    m_graph.AddLink(1, 2);
    m_graph.AddLink(3, 0);
    m_graph.AddLink(m_graph.AddNode("near", NfTopologyKind::HOST), 0);
    m_graph.AddLink(m_graph.AddNode("far", NfTopologyKind::HOST), 2);
    Compile("zone x: near\nzone y: far\nx -> y: any accept\ny -> x: any accept\n",
            NfPlacement::AllAt("b", {1}));
    ASSERT_FALSE(m_check.Holds());
    EXPECT_EQ(m_check.findings[0].kind, NfPolicyFinding::Kind::STATE_LOST);
    EXPECT_THAT(Findings()[0], HasSubstr("at b, which sees one way only"));
}

TEST_F(PolicyCompilerTest, ALongListOfPortsIsSeveralRules)
{
    MakeLine();
    Compile("zone lan: inside\nzone wan: outside\n"
            "lan -> wan: tcp/1,2,3,4,5,6,7,8,9,10,11,12,13,14-15,16,17 accept\n",
            NfPlacement::AllAt("gw", {1}));
    EXPECT_THAT(Rules("gw"), HasSubstr("--dports 1,2,3,4,5,6,7,8,9,10,11,12,13,14:15 "));
    EXPECT_THAT(Rules("gw"), HasSubstr("--dports 16,17 "));
}

TEST(PolicyPrefixTest, CoversTheNodesOfALanAndNoOther)
{
    const NfTopologyGraph graph = NfMakeStarOfLans(1, 6);
    const NfTopologyPlan plan(graph);
    std::vector<std::string> prefixes;
    for (const NfPrefix& prefix : NfCoverNodes(plan, [&graph](std::size_t node) {
             return graph.GetNode(node).kind == NfTopologyKind::HOST;
         }))
    {
        prefixes.push_back(NfToString(prefix));
    }
    EXPECT_THAT(prefixes, ElementsAre("10.0.1.2/31", "10.0.1.4/30"));
}

} // namespace
} // namespace ns3
