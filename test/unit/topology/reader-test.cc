// SPDX-License-Identifier: GPL-2.0-only

#include "nf-topology-reader.h"
#include "nf-topology-units.h"

#include <gmock/gmock.h>

namespace ns3
{
namespace
{

using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

// What a text is read as; a test that wants another outcome fails.
NfTopologyReading
Read(const std::string& text, std::optional<NfTopologyFormat> format = std::nullopt)
{
    NfTopologyReading reading;
    const NfStatus wrong = NfReadTopologyText(text, "net.txt", reading, format);
    EXPECT_FALSE(wrong) << wrong->ToString();
    return reading;
}

std::string
Refusal(const std::string& text, std::optional<NfTopologyFormat> format = std::nullopt)
{
    NfTopologyReading reading;
    const NfStatus wrong = NfReadTopologyText(text, "net.txt", reading, format);
    return wrong ? wrong->ToString() : "it was read";
}

// Links as "a-b a-b", in order.
std::string
Links(const NfTopologyGraph& graph)
{
    std::string text;
    for (std::size_t i = 0; i < graph.GetNLinks(); ++i)
    {
        text += (i > 0 ? " " : "") + graph.GetNode(graph.GetLink(i).from).name + "-" +
                graph.GetNode(graph.GetLink(i).to).name;
    }
    return text;
}

std::string
Graphml(const std::string& content)
{
    return "<graphml>\n<key id='d' attr.name='Latitude' for='node'/>\n"
           "<key id='e' attr.name='Longitude' for='node'/>\n"
           "<key id='r' attr.name='LinkSpeedRaw' for='edge'/>\n" +
           content + "\n</graphml>";
}

class TopologyTrapsTest : public testing::Test
{
  protected:
    void SetUp() override
    {
        const NfStatus wrong =
            NfReadTopology(std::string(NF_TEST_DATA) + "/topology/traps.graphml", reading);
        ASSERT_FALSE(wrong) << wrong->ToString();
    }

    NfTopologyReading reading;
};

TEST_F(TopologyTrapsTest, NamesAreUniqueThoughLabelsAreNot)
{
    const NfTopologyGraph& graph = reading.graph;
    EXPECT_EQ(reading.name, "Traps & more");
    EXPECT_EQ(graph.GetNode(0).name, "Porto_Novo");
    EXPECT_EQ(graph.GetNode(0).label, "Porto Novo");
    EXPECT_EQ(graph.GetNode(1).name, "Lisboa");
    EXPECT_EQ(graph.GetNode(2).name, "Lisboa.2");
    EXPECT_EQ(graph.GetNode(4).name, "Faro-Sul");
    EXPECT_EQ(Links(graph),
              "Porto_Novo-Lisboa Porto_Novo-Lisboa Lisboa-3 Lisboa.2-3 Faro-Sul-3 "
              "Faro-Sul-Faro-Sul");
}

TEST_F(TopologyTrapsTest, OneNameOfTwoTypesIsReadForNodesAndForEdges)
{
    EXPECT_EQ(reading.graph.GetNode(1).attributes.at("id"), "1");
    EXPECT_EQ(reading.graph.GetLink(0).attributes.at("id"), "e0");
    EXPECT_EQ(reading.graph.GetLink(0).attributes.at("LinkStatus"), "Working");
    EXPECT_EQ(reading.graph.GetLink(1).attributes.at("LinkStatus"), "Planned");
}

TEST_F(TopologyTrapsTest, RatesAreReadOrUnknown)
{
    const NfTopologyGraph& graph = reading.graph;
    EXPECT_EQ(graph.GetLink(0).bitRate, 2'500'000'000U);
    EXPECT_EQ(graph.GetLink(1).bitRate, 155'000'000U);
    EXPECT_EQ(graph.GetLink(2).bitRate, 2'488'320'000U);
    EXPECT_FALSE(graph.GetLink(3).bitRate) << "a range is no rate";
    EXPECT_FALSE(graph.GetLink(4).bitRate);
}

TEST_F(TopologyTrapsTest, HyperedgesAreLans)
{
    EXPECT_EQ(reading.graph.GetNode(3).kind, NfTopologyKind::LAN);
    EXPECT_EQ(reading.graph.GetNode(2).kind, NfTopologyKind::ROUTER);
    EXPECT_EQ(reading.graph.GetLinks(3).size(), 3U);
    EXPECT_EQ(reading.graph.GetComponents().back(), 1U) << "the island";
}

TEST_F(TopologyTrapsTest, PositionsMayBeMissingAndGiveDelaysWhereTheyAreNot)
{
    NfTopologyGraph& graph = reading.graph;
    EXPECT_TRUE(graph.GetNode(0).position->isGeographic);
    EXPECT_DOUBLE_EQ(graph.GetNode(0).position->y, 41.15);
    EXPECT_FALSE(graph.GetNode(2).position);
    EXPECT_FALSE(graph.GetNode(4).position) << "one coordinate is no position";
    EXPECT_EQ(graph.SetDelaysFromPositions(), 2U);
    EXPECT_NEAR(graph.GetLink(0).delay->GetSeconds(), 274e3 / 2e8, 1e-5);
}

TEST_F(TopologyTrapsTest, OddThingsAreToldWithTheirPlace)
{
    ASSERT_EQ(reading.notes.size(), 2U);
    EXPECT_THAT(reading.notes[0].ToString(),
                HasSubstr("traps.graphml:43:7: a node has one of two coordinates only"));
    EXPECT_THAT(reading.notes[1].ToString(),
                HasSubstr("traps.graphml:60:5: a link begins and ends at one node"));
}

TEST(TopologyReaderTest, GraphmlIsRefusedWithItsPlace)
{
    EXPECT_EQ(Refusal("<graphml>\n<graph>\n</grap>"), "net.txt:3:3: mismatched tag");
    EXPECT_EQ(Refusal("<svg/>"), "net.txt:1:1: <svg> found, <graphml> expected");
    EXPECT_THAT(Refusal("<graphml></graphml>"), HasSubstr("no element <graph>"));
    EXPECT_EQ(Refusal(Graphml("<graph><node/></graph>")),
              "net.txt:5:8: <node> without the attribute id");
    EXPECT_EQ(Refusal(Graphml("<graph><node id='a'/>\n<node id='a'/></graph>")),
              "net.txt:6:1: a second node 'a'; the first is in line 5");
    EXPECT_EQ(Refusal(Graphml("<graph><node id='a'/>\n<edge source='a' target='b'/></graph>")),
              "net.txt:6:1: there is no node 'b'");
    EXPECT_EQ(Refusal(Graphml("<graph><node id='a'><data key='x'>1</data></node></graph>")),
              "net.txt:5:21: there is no key 'x'");
    EXPECT_EQ(Refusal(Graphml("<graph><node id='a'><data key='d'>91</data><data key='e'>1</data>"
                              "</node></graph>")),
              "net.txt:5:21: 91 degrees are no place on the Earth");
    EXPECT_EQ(Refusal(Graphml("<graph><node id='a'><data key='d'>north</data>"
                              "<data key='e'>1</data></node></graph>")),
              "net.txt:5:21: 'north' is no coordinate");
    EXPECT_EQ(Refusal(Graphml("<graph><node id='a'/><edge source='a' target='a'>"
                              "<data key='r'>-5</data></edge></graph>")),
              "net.txt:5:50: '-5' is no rate in bit/s");
    EXPECT_EQ(Refusal(Graphml("<graph/>\n<graph/>")),
              "net.txt:6:1: a second graph: one in a file is what can be read");
    EXPECT_EQ(Refusal(Graphml("<graph><node id='a'>\n<graph/></node></graph>")),
              "net.txt:6:1: a graph inside of a node or link cannot be read");
}

TEST(TopologyReaderTest, EntitiesThatGrowWithoutBoundAreRefused)
{
    std::string text = "<!DOCTYPE graphml [<!ENTITY a0 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'>";
    for (int i = 1; i < 12; ++i)
    {
        const std::string last = "&a" + std::to_string(i - 1) + ";";
        std::string ten;
        for (int j = 0; j < 10; ++j)
        {
            ten += last;
        }
        text += "<!ENTITY a" + std::to_string(i) + " '" + ten + "'>";
    }
    text += "]><graphml><key id='k'/><graph><data key='k'>&a11;</data></graph></graphml>";
    EXPECT_THAT(Refusal(text), HasSubstr("amplification"));
}

TEST(TopologyReaderTest, GraphmlHyperedgesAndDirectionsAreUnderstood)
{
    const NfTopologyReading reading =
        Read("<graphml><graph edgedefault='directed'><node id='a'/><node id='b'/><node id='c'/>"
             "<hyperedge id='h'><endpoint node='a'/><endpoint node='b'/></hyperedge>"
             "<edge source='a' target='c'/><edge source='c' target='a'/>"
             "<edge source='a' target='c'/>"
             "<edge source='b' target='c' directed='false'/></graph></graphml>");
    EXPECT_EQ(Links(reading.graph), "a-h b-h a-c a-c b-c");
    EXPECT_EQ(reading.graph.GetNode(3).kind, NfTopologyKind::LAN);
    ASSERT_EQ(reading.notes.size(), 1U);
    EXPECT_THAT(reading.notes[0].message, HasSubstr("no direction"));
}

TEST(TopologyReaderTest, DotIsRead)
{
    const NfTopologyReading reading =
        Read("// two sites\n"
             "graph \"My \\\"net\" {\n"
             "  layout=neato; node [kind=host]\n"
             "  a; r1 [kind=router, label=\"R 1\", pos=\"10,-2.5!\"]\n"
             "  edge [rate=\"10Mbps\"; delay=\"5ms\"]\n"
             "  a -- r1:p1:n -- {b c} [label=x]\n"
             "  subgraph cluster_1 { node [kind=lan] l }\n"
             "  l -- r1 [rate=\"1G\"] /* fast */ }\n");
    const NfTopologyGraph& graph = reading.graph;
    EXPECT_EQ(reading.name, "My \"net");
    EXPECT_EQ(Links(graph), "a-R_1 R_1-b R_1-c l-R_1");
    EXPECT_EQ(graph.GetNode(0).kind, NfTopologyKind::HOST);
    EXPECT_EQ(graph.GetNode(1).kind, NfTopologyKind::ROUTER);
    EXPECT_EQ(graph.GetNode(*graph.FindNode("l")).kind, NfTopologyKind::LAN);
    EXPECT_DOUBLE_EQ(graph.GetNode(1).position->y, -2.5);
    EXPECT_FALSE(graph.GetNode(1).position->isGeographic);
    EXPECT_EQ(graph.GetLink(1).bitRate, 10'000'000U);
    EXPECT_EQ(*graph.GetLink(1).delay, MilliSeconds(5));
    EXPECT_EQ(graph.GetLink(1).label, "x");
    EXPECT_EQ(graph.GetLink(3).bitRate, 1'000'000'000U);
    EXPECT_THAT(reading.notes, IsEmpty());
}

TEST(TopologyReaderTest, DotIsRefusedWithItsPlace)
{
    EXPECT_EQ(Refusal("graph {\n a -> b }"), "net.txt:2:4: -- is the sign of a graph's links");
    EXPECT_EQ(Refusal("graph {\n a -- }"), "net.txt:2:7: } found, a node expected");
    EXPECT_EQ(Refusal("graph { a"), "net.txt:1:10: the end of the file found, a node expected");
    EXPECT_EQ(Refusal("graph { a [b] }"), "net.txt:1:13: ] found, = expected");
    EXPECT_EQ(Refusal("graph { a -- b [rate=fast] }"),
              "net.txt:1:22: 'fast' is no rate, such as 10Mbps");
    EXPECT_EQ(Refusal("graph { a -- b [delay=\"5 min\"] }"),
              "net.txt:1:23: '5 min' is no delay, such as 5ms");
    EXPECT_EQ(Refusal("graph { a [kind=switch] }"),
              "net.txt:1:17: kind 'switch': router, host or lan expected");
    EXPECT_THAT(Refusal("graph { \"a }"), HasSubstr("net.txt:1:9: a text whose closing \""));
    EXPECT_THAT(Refusal("graph { a /* "), HasSubstr("net.txt:1:11: a comment that does not end"));
    EXPECT_THAT(Refusal("graph " + std::string(200, '{')), HasSubstr("braces are open"));
}

TEST(TopologyReaderTest, DotLinksOfAllWithAllAreBounded)
{
    std::string many;
    for (int i = 0; i < 2000; ++i)
    {
        many += "n" + std::to_string(i) + " ";
    }
    EXPECT_THAT(Refusal("graph { {" + many + "} -- {" + many + "} }"),
                HasSubstr("more than 1000000 links"));
}

TEST(TopologyReaderTest, FormatsOfNs3AreRead)
{
    NfTopologyReading reading = Read("2 1\n0 10 20\n1 30 40\n0 1 28\n");
    EXPECT_EQ(reading.format, NfTopologyFormat::INET);
    EXPECT_EQ(Links(reading.graph), "0-1");
    EXPECT_DOUBLE_EQ(reading.graph.GetNode(1).position->x, 30);
    EXPECT_EQ(reading.graph.GetLink(0).attributes.at("length"), "28");

    reading = Read("1 2\n2 3\n");
    EXPECT_EQ(reading.format, NfTopologyFormat::ORBIS);
    EXPECT_EQ(Links(reading.graph), "1-2 2-3");

    reading = Read("Oslo,+NO1 Bergen,+NO2 3.5\nBergen,+NO2 Oslo,+NO1 3.5\n");
    EXPECT_EQ(reading.format, NfTopologyFormat::ROCKETFUEL);
    EXPECT_EQ(Links(reading.graph), "Oslo,+NO1-Bergen,+NO2");
    EXPECT_EQ(reading.graph.GetLink(0).attributes.at("weight"), "3.5");

    reading = Read("1 @Oslo,+NO + bb (2) &1 -> <2> <3> {-1} =r1.example! r0\n"
                   "2 @Bergen,+NO (1) -> <1> =r2.example r1\n"
                   "3 @Bodo,+NO (1) -> <1> =r3.example r1\n"
                   "-1 =1.2.3.4 r1\n");
    EXPECT_EQ(reading.format, NfTopologyFormat::ROCKETFUEL);
    EXPECT_EQ(Links(reading.graph), "1-2 1-3");
    EXPECT_EQ(reading.graph.GetNode(0).attributes.at("place"), "Oslo,+NO");
    EXPECT_EQ(reading.notes.size(), 2U);
}

TEST(TopologyReaderTest, FormatsOfNs3AreRefusedWithTheirPlace)
{
    EXPECT_EQ(Refusal("3 1\n0 10 20\n1 30 40\n0 1 28\n"),
              "net.txt:1:1: 3 nodes and 1 links announced, but 3 lines follow");
    EXPECT_EQ(Refusal("2 1\n0 10 20\n1 x 40\n0 1 28\n"), "net.txt:3:3: 'x' is no coordinate");
    EXPECT_EQ(Refusal("2 1\n0 10 20\n1 30 40\n0 7 28\n"), "net.txt:4:3: there is no node '7'");
    EXPECT_EQ(Refusal("1 2\n2 3 4\n", NfTopologyFormat::ORBIS),
              "net.txt:2:5: a link: two nodes expected");
    EXPECT_EQ(Refusal("a b c\n"), "net.txt:1:5: 'c' is no weight");
    EXPECT_EQ(Refusal("1 @A (1) -> <9> =x r0\n"), "net.txt:1:13: there is no node '9'");
    EXPECT_THAT(Refusal("\n"), StartsWith("net.txt:1:1: this looks like none of the formats"));
    EXPECT_THAT(Refusal("\n", NfTopologyFormat::ORBIS), HasSubstr("there is nothing in it"));
}

TEST(TopologyReaderTest, AFileThatCannotBeReadIsNamed)
{
    NfTopologyReading reading;
    EXPECT_EQ(NfReadTopology("/nowhere/net.dot", reading)->ToString(),
              "/nowhere/net.dot: No such file or directory");
    EXPECT_TRUE(NfReadTopology("/", reading));
}

TEST(TopologyUnitsTest, RatesAndDelays)
{
    EXPECT_EQ(NfParseBitRate("2.5 Gbps"), 2'500'000'000U);
    EXPECT_EQ(NfParseBitRate("512 kbit/s"), 512'000U);
    EXPECT_EQ(NfParseBitRate("oc-3c"), 155'520'000U);
    EXPECT_EQ(NfParseBitRate("T1"), 1'544'000U);
    for (const char* text : {"", "fast", "0", "-1M", "1e30", "10-100M", "10 MB/s", "OC-", "nan"})
    {
        EXPECT_FALSE(NfParseBitRate(text)) << text;
    }
    EXPECT_EQ(*NfParseDelay("20 us"), MicroSeconds(20));
    for (const char* text : {"", "5", "ms", "-5ms", "1e9s", "5 min"})
    {
        EXPECT_FALSE(NfParseDelay(text)) << text;
    }
    EXPECT_EQ(NfBitRateToString(2'500'000'000), "2.5Gbps");
    EXPECT_EQ(NfBitRateToString(999), "999bps");
}

} // namespace
} // namespace ns3
