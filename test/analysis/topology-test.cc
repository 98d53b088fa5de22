// SPDX-License-Identifier: GPL-2.0-only

// nfsim topology: what it says of a file with all the traps, and what it draws.

#include "nfsim-runner.h"

#include <fstream>
#include <gmock/gmock.h>

namespace ns3
{

namespace
{

using testing::HasSubstr;
using testing::StartsWith;

class Topology : public NfsimTest
{
  protected:
    const std::string traps = std::string(NF_TEST_DATA) + "/topology/traps.graphml";
};

TEST_F(Topology, SaysWhatItIsAndTellsOfOddThingsWithTheirPlace)
{
    const NfsimResult result = Run({"topology", traps});
    EXPECT_EQ(result.out,
              "Traps & more (graphml)\n"
              "nodes       6: 5 routers, 0 hosts, 1 LANs\n"
              "links       6: 1 parallel to others, 1 from a node to itself\n"
              "components  2\n"
              "positions   of 2 nodes\n"
              "rates       of 3 links\n"
              "delays      of 0 links, and of 2 more by their ends' positions\n"
              "networks    3 with 7 interfaces; 1 links carry nothing\n");
    EXPECT_THAT(result.err, HasSubstr("traps.graphml:43:7: a node has one of two coordinates"));
    EXPECT_THAT(result.err, HasSubstr("traps.graphml:60:5: a link begins and ends at one node"));
}

TEST_F(Topology, IsMadeByAGenerator)
{
    EXPECT_THAT(Run({"topology", "--generate=fat-tree:4", "-o", Path("a.svg")}).out,
                StartsWith("fat-tree:4 (generated)\n"
                           "nodes       36: 20 routers, 16 hosts, 0 LANs\n"
                           "links       48: 0 parallel"));
    EXPECT_THAT(ReadFile(Path("a.svg")), StartsWith("<?xml"));
    EXPECT_THAT(Run({"topology", "--generate", "star:3,2"}).out, HasSubstr("3 LANs"));
    EXPECT_THAT(Run({"topology", "--generate", "leaf-spine:4,2,0"}).out,
                HasSubstr("links       8"));
}

TEST_F(Topology, OfATraceShowsFirewallsLoadAndDrops)
{
    ASSERT_EQ(Run({"run",
                   std::string(NF_EXAMPLES_DIR) + "/scenarios/dmz.yaml",
                   "--trace=" + Path("dmz.db")})
                  .code,
              0);
    const NfsimResult result = Run({"topology", "--trace", Path("dmz.db"), "-o", Path("a.svg")});
    EXPECT_EQ(result.err, "");
    EXPECT_THAT(result.out,
                StartsWith("dmz (of a trace)\nnodes       8: 1 routers, 6 hosts, 1 LANs"));
    EXPECT_THAT(result.out, HasSubstr("load        most on fw -- outside: "));
    EXPECT_THAT(result.out, HasSubstr("on 1 nodes, and 0 on 0 links"));
    const std::string picture = ReadFile(Path("a.svg"));
    EXPECT_THAT(picture, HasSubstr("rgb(83.5")) << "the firewall";
    EXPECT_THAT(picture, HasSubstr("rgb(80%,0%,0%)")) << "drops";
    EXPECT_THAT(Refused({"topology", "--trace", Path("none.db")}), HasSubstr("none.db"));
}

TEST_F(Topology, IsDrawnWithTheZonesOfAPolicy)
{
    std::ofstream(Path("t.dot")) << "graph { a -- r; b -- r; r -- c }";
    std::ofstream(Path("good.txt")) << "zone lan: a b\nzone dmz: c\n";
    std::ofstream(Path("bad.txt")) << "zone lan: a nobody\n";
    const auto drawn = [this](const std::string& policy) {
        return Run({"topology", Path("t.dot"), "--policy", Path(policy), "-o", Path("a.svg")});
    };
    EXPECT_EQ(drawn("good.txt").code, 0);
    const std::string picture = ReadFile(Path("a.svg"));
    EXPECT_THAT(picture, HasSubstr("rgb(0%,44.7")) << "the first zone";
    EXPECT_THAT(picture, HasSubstr("rgb(90.1")) << "the second one";
    EXPECT_THAT(picture, HasSubstr("rgb(75.2")) << "the router, in none";
    EXPECT_EQ(drawn("bad.txt").code, 2);
    EXPECT_THAT(drawn("bad.txt").err, HasSubstr("bad.txt:1:13: no node's name fits 'nobody'"));
    EXPECT_THAT(Refused({"topology", Path("t.dot"), "--policy", Path("good.txt")}),
                HasSubstr("--output"));
}

TEST_F(Topology, OfATraceOfDropsHasNoLoad)
{
    std::ofstream(Path("s.yaml"))
        << "duration: 3s\ntrace: drops\ntopology:\n  rate: 1Mbps\n  delay: 1ms\n"
           "  nodes: {r: {iptables: -A FORWARD -p icmp -j DROP}, a: {kind: host}, b: {kind: "
           "host}}\n"
           "  links: [{from: [a, b], to: r}]\n"
           "traffic: [{name: pings, kind: ping, from: a, to: b, count: 2}]\n";
    ASSERT_EQ(Run({"run", Path("s.yaml"), "--trace=" + Path("drops.db")}).code, 0);
    EXPECT_THAT(Run({"topology", "--trace", Path("drops.db")}).out,
                HasSubstr("load        not in a trace of this level\n"
                          "drops       2 packets on 1 nodes, and 0 on 0 links\n"));
}

TEST_F(Topology, OfOneSeedIsMadeAgain)
{
    for (const std::string recipe : {"waxman:40,0.4,0.2", "barabasi-albert:40,2"})
    {
        const std::vector<std::string> make{"topology", "--generate", recipe, "--seed", "2", "-o"};
        for (const char* name : {"a.svg", "b.svg"})
        {
            std::vector<std::string> arguments = make;
            arguments.push_back(Path(name));
            EXPECT_EQ(Run(arguments).code, 0);
        }
        EXPECT_EQ(ReadFile(Path("a.svg")), ReadFile(Path("b.svg"))) << recipe;
        Run({"topology", "--generate", recipe, "--seed", "3", "-o", Path("b.svg")});
        EXPECT_NE(ReadFile(Path("a.svg")), ReadFile(Path("b.svg"))) << recipe;
    }
}

TEST_F(Topology, SaysWhatIsWrongWithAGeneratorsWord)
{
    const auto refused = [this](const std::string& recipe) {
        return Refused({"topology", "--generate", recipe});
    };
    EXPECT_THAT(refused("fat-tee:4"), HasSubstr("fat-tree"));
    EXPECT_THAT(refused("fat-tree"), HasSubstr("expected fat-tree:PORTS"));
    EXPECT_THAT(refused("fat-tree:4,5"), HasSubstr("expected fat-tree:PORTS"));
    EXPECT_THAT(refused("fat-tree:5"), HasSubstr("PORTS is '5': expected an even number"));
    EXPECT_THAT(refused("fat-tree:4000"), HasSubstr("more than 1000000 nodes or links"));
    EXPECT_THAT(refused("star:3,1.5"), HasSubstr("HOSTS is '1.5': expected a whole number"));
    EXPECT_THAT(refused("star:3,"), HasSubstr("HOSTS is ''"));
    EXPECT_THAT(refused("waxman:10,2,0.1"), HasSubstr("ALPHA is '2'"));
    EXPECT_THAT(refused("waxman:10,nan,0.1"), HasSubstr("ALPHA is 'nan'"));
    EXPECT_THAT(refused("barabasi-albert:3,3"), HasSubstr("more NODES than LINKS"));
    EXPECT_THAT(Refused({"topology"}), HasSubstr("expected a file, --generate or --trace"));
    EXPECT_THAT(Refused({"topology", traps, "--generate", "star:1,1"}), HasSubstr("excludes"));
}

TEST_F(Topology, DrawsInEachFormat)
{
    const std::pair<const char*, const char*> pictures[] = {
        {"a.svg", "<?xml"},
        {"a.pdf", "%PDF"},
        {"a.png", "\x89PNG"},
    };
    for (const auto& [name, magic] : pictures)
    {
        const NfsimResult result = Run({"topology", traps, "-o", Path(name)});
        EXPECT_THAT(result.out, StartsWith("Traps")) << result.err;
        EXPECT_THAT(ReadFile(Path(name)), StartsWith(magic));
    }
}

TEST_F(Topology, RefusesWhatIsWrongAndLeavesThePicture)
{
    std::ofstream(Path("a.svg")) << "old";
    std::ofstream(Path("bad.dot")) << "graph {\n a -> b }";
    EXPECT_THAT(Refused({"topology", Path("bad.dot"), "-o", Path("a.svg")}),
                HasSubstr("bad.dot:2:4: -- is the sign of a graph's links"));
    EXPECT_THAT(Refused({"topology", traps, "-o", Path("a.gif")}), HasSubstr("*.svg"));
    EXPECT_THAT(Refused({"topology", traps, "--format", "zoo"}), HasSubstr("graphml"));
    EXPECT_THAT(Refused({"topology", traps, "-o", Path("a.svg")}, "/nowhere"),
                HasSubstr("install the package graphviz"));
    EXPECT_EQ(ReadFile(Path("a.svg")), "old");
}

TEST_F(Topology, KnowsAScenario)
{
    const NfsimResult result = Run({"topology", NF_SOURCE_DIR "/examples/scenarios/dmz.yaml"});
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.err, HasSubstr("dmz.yaml:1:1: this looks like a scenario"));
}

TEST_F(Topology, LeavesOutTheNamesOfManyNodesAndSaysSo)
{
    std::ofstream file(Path("ring.dot"));
    file << "graph {";
    for (int i = 0; i < 70; ++i)
    {
        file << " n" << i << " -- n" << (i + 1) % 70 << ";";
    }
    file << " }";
    file.close();
    EXPECT_THAT(Run({"topology", Path("ring.dot"), "-o", Path("a.svg")}).err,
                HasSubstr("the names of 70 nodes are left out"));
    EXPECT_EQ(Run({"topology", Path("ring.dot"), "-o", Path("b.svg"), "--labels"}).err, "");
    EXPECT_GT(ReadFile(Path("b.svg")).size(), ReadFile(Path("a.svg")).size());
}

} // namespace

} // namespace ns3
