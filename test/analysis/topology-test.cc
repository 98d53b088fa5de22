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
