// SPDX-License-Identifier: GPL-2.0-only

// Figures of traces that are not as one wishes: much of everything, long and equal names, a level
// that does not record what is asked for.

#include "drop-trace.h"
#include "nfsim-runner.h"

#include <gmock/gmock.h>
#include <regex>
#include <set>

namespace ns3
{

namespace
{

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class PlotHostile : public NfsimTest
{
  protected:
    std::string Script(std::vector<std::string> arguments) const
    {
        arguments.insert(arguments.begin(), "plot");
        arguments.insert(arguments.end(), {"-o", Path("x.svg"), "--script"});
        const NfsimResult result = Run(arguments);
        EXPECT_EQ(result.code, 0) << result.err;
        return result.out;
    }

    // Draws with gnuplot, if there is one: it must have nothing to say.
    void Draw(std::vector<std::string> arguments) const
    {
        if (std::system("gnuplot --version >/dev/null 2>&1") != 0)
        {
            return;
        }
        arguments.insert(arguments.begin(), "plot");
        arguments.insert(arguments.end(), {"-o", Path("x.svg")});
        const NfsimResult result = Run(arguments);
        EXPECT_EQ(result.code, 0);
        EXPECT_EQ(result.err, "");
    }

    // Width and height, in pixels.
    static std::pair<int, int> Size(const std::string& script)
    {
        static const std::regex size("size ([0-9]+),([0-9]+)");
        std::smatch found;
        EXPECT_TRUE(std::regex_search(script, found, size)) << script.substr(0, 200);
        return {std::stoi(found[1]), std::stoi(found[2])};
    }

    // Many rules on one node, the last one with most drops.
    static DropTrace Rules(int rules)
    {
        DropTrace trace;
        trace.end = 60'000'000'000;
        trace.nodes = {{"gw", {}}};
        for (int i = 1; i <= rules; ++i)
        {
            trace.nodes[0].rules.emplace_back("-p tcp -m tcp --dport " + std::to_string(i) +
                                                  " -j DROP",
                                              i == rules ? 10 : 1);
        }
        return trace;
    }

    static DropTrace Nodes(const std::vector<std::string>& names)
    {
        DropTrace trace;
        for (const std::string& name : names)
        {
            trace.nodes.push_back({name, {{"-p tcp -j DROP", 1}}});
        }
        return trace;
    }
};

TEST_F(PlotHostile, RulesOfSeveralDatabasesComeFromAllOfThem)
{
    DropTrace first;
    first.nodes = {{"gw", {{"-p tcp -j DROP", 3}}}};
    first.Write(Path("first.db"));
    DropTrace second;
    second.nodes = {{"gw", {{"-p udp -j DROP", 9}, {"-p tcp -j DROP", 2}}}};
    second.Write(Path("second.db"));
    const std::string one = Script({Path("first.db"), Path("second.db"), "rules", "--top", "1"});
    EXPECT_THAT(one, HasSubstr("set ytics ('gw filter FORWARD: -p udp -j DROP' 1)"));
    EXPECT_THAT(one, HasSubstr("1 of 2 rules that matched are shown, with 0 to 82 % of all"));
    // The same rule has another number there, and is the same row.
    const std::string both = Script({Path("first.db"), Path("second.db"), "rules"});
    EXPECT_THAT(both, HasSubstr("'gw filter FORWARD: -p tcp -j DROP' 2)"));
    EXPECT_THAT(both, HasSubstr("$rules0 << EOD\n0 "));
    EXPECT_THAT(both, HasSubstr("$rules1 << EOD\n9 "));
}

TEST_F(PlotHostile, RulesOfDifferentNodesAreNotMergedByTheirNumber)
{
    DropTrace trace;
    trace.nodes = {{"a", {{"-p tcp -j DROP", 3}}},
                   {"b", {{"-p udp -j DROP", 2}}},
                   {"c", {{"-p icmp -j DROP", 1}, {"-p tcp -j DROP", 1}}}};
    trace.Write(Path("a.db"));
    const std::string drops = Script({Path("a.db"), "drops"});
    EXPECT_THAT(drops, HasSubstr("set label 2 'filter FORWARD: -p tcp -j DROP'"));
    EXPECT_THAT(drops, HasSubstr("set label 2 'filter FORWARD: -p udp -j DROP'"));
    EXPECT_THAT(drops, HasSubstr("set label 2 'filter FORWARD: -p icmp -j DROP'"));
    EXPECT_THAT(Script({Path("a.db"), "heatmap"}),
                HasSubstr("set ytics ('filter FORWARD: -p tcp -j DROP' 0, "
                          "'filter FORWARD: -p udp -j DROP' 1, "
                          "'filter FORWARD: -p icmp -j DROP' 2)"));
    // What says the same is the same reason, whatever its number.
    const nlohmann::json rows =
        Ask({"trace", Path("a.db"), "drops", "--by", "reason"})["by_reason"];
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0]["reason"], "filter FORWARD: -p tcp -j DROP");
    EXPECT_EQ(rows[0]["packets"], 4);
}

TEST_F(PlotHostile, WhatALevelDoesNotRecordIsNotDrawnAsZeros)
{
    DropTrace trace = Rules(2);
    trace.level = NfTraceLevel::DROPS;
    trace.Write(Path("a.db"));
    for (const char* figure : {"hooks", "latency", "rules"})
    {
        EXPECT_THAT(Refused({"plot", Path("a.db"), figure, "-o", Path("x.svg")}),
                    HasSubstr("traced at level 'drops', which does not record"))
            << figure;
    }
    Script({Path("a.db"), "drops"});
    EXPECT_THAT(Script({Path("a.db"), "sequence", "--packet", "1"}),
                HasSubstr("traced at level ''drops'': only where the"));
    // Another run that can answer is drawn; this one is counted.
    trace.level = NfTraceLevel::RULES;
    trace.runNumber = 2;
    trace.Write(Path("a.db"));
    EXPECT_THAT(Script({Path("a.db"), "hooks"}), HasSubstr("Left out: 1 run whose trace cannot"));
}

TEST_F(PlotHostile, LatencyOfZeroIsDrawn)
{
    WriteLongWay(Path("a.db"), 2, 0);
    const std::string script = Script({Path("a.db"), "latency"});
    EXPECT_THAT(script, HasSubstr("set xrange [0:0.001]"));
    EXPECT_THAT(script, HasSubstr("Every latency is 0"));
    Draw({Path("a.db"), "latency"});
}

TEST_F(PlotHostile, EqualLatenciesAreDrawn)
{
    WriteLongWay(Path("a.db"), 2);
    EXPECT_THAT(Script({Path("a.db"), "latency"}), HasSubstr("set xrange [0.9:1.1]"));
    Draw({Path("a.db"), "latency"});
}

TEST_F(PlotHostile, OfHundredsOfRulesTheFigureSaysHowManyItShows)
{
    Rules(400).Write(Path("a.db"));
    EXPECT_THAT(Script({Path("a.db"), "heatmap", "--width", "20"}),
                HasSubstr("'40 of 400 reasons and 1 of 1 nodes shown, with 12 % of all drops.'"));
    EXPECT_THAT(Script({Path("a.db"), "rules"}),
                HasSubstr("'15 of 400 rules that matched are shown, with 6 % of all matches.'"));
    EXPECT_THAT(Script({Path("a.db"), "drops"}),
                HasSubstr("'5 of 400 reasons shown; ''other'' is the sum of 395.'"));
    // All of them, on a higher page.
    const std::string all = Script({Path("a.db"), "heatmap", "--top", "400"});
    EXPECT_THAT(all, Not(HasSubstr("400 reasons")));
    EXPECT_GT(Size(all).second, 400 * 20);
    Draw({Path("a.db"), "heatmap", "--top", "400"});
    Draw({Path("a.db"), "rules", "--top", "400"});
    EXPECT_THAT(Script({Path("a.db"), "heatmap", "--height", "12"}), HasSubstr(" of 400 reasons"));
}

TEST_F(PlotHostile, ASequenceOfManyNodesGrowsWithThem)
{
    WriteLongWay(Path("few.db"), 3);
    WriteLongWay(Path("many.db"), 50);
    const std::string few = Script({Path("few.db"), "sequence", "--packet", "1"});
    const std::string many = Script({Path("many.db"), "sequence", "--packet", "1"});
    EXPECT_GT(Size(many).second, 5 * Size(few).second);
    EXPECT_THAT(many, HasSubstr("set label 'n49  INPUT'"));
    Draw({Path("many.db"), "sequence", "--packet", "1"});
    EXPECT_THAT(Script({Path("many.db"), "sequence", "--packet", "1", "--top", "7"}),
                HasSubstr("'7 of 50 stops shown.'"));
    const std::string one = Script({Path("many.db"), "sequence", "--packet", "1", "--node", "n7"});
    EXPECT_THAT(one, AllOf(HasSubstr("set label 'n7' "), Not(HasSubstr("set label 'n8' "))));
}

TEST_F(PlotHostile, NodesAreSortedAsPeopleCount)
{
    Nodes({"n10", "n9", "n2"}).Write(Path("a.db"));
    EXPECT_THAT(Script({Path("a.db"), "heatmap"}),
                HasSubstr("set xtics ('n2' 0, 'n9' 1, 'n10' 2)"));
}

TEST_F(PlotHostile, NodesOfOneNameAreToldApart)
{
    Nodes({"router", "router"}).Write(Path("a.db"));
    EXPECT_THAT(Script({Path("a.db"), "heatmap"}),
                HasSubstr("set xtics ('router (node 0)' 0, 'router (node 1)' 1)"));
    const nlohmann::json rows = Ask({"trace", Path("a.db"), "drops", "--by", "node"})["by_node"];
    EXPECT_EQ(rows.size(), 2U);
    EXPECT_THAT(Refused({"plot", Path("a.db"), "heatmap", "--node", "router", "-o", Path("x.svg")}),
                HasSubstr("2 nodes of run 1 are called 'router'"));
    Script({Path("a.db"), "heatmap", "--node", "1"});
}

TEST_F(PlotHostile, LongNamesStayDifferentAndCharactersWhole)
{
    const std::string start(50, 'x');
    std::string umlauts;
    for (int i = 0; i < 100; ++i)
    {
        umlauts += "ü";
    }
    Nodes({start + "1" + start, start + "2" + start, umlauts}).Write(Path("a.db"));
    for (const char* figure : {"heatmap", "rules"})
    {
        const std::string script = Script({Path("a.db"), figure});
        EXPECT_THAT(script, HasSubstr(" (1)")) << figure;
        EXPECT_THAT(script, HasSubstr(" (2)")) << figure;
        EXPECT_THAT(script, HasSubstr("ü ... ü")) << figure;
        Draw({Path("a.db"), figure});
    }
}

TEST_F(PlotHostile, TwelveDatabasesHaveTwelveLooks)
{
    std::vector<std::string> arguments;
    for (int i = 1; i <= 12; ++i)
    {
        const std::string name =
            "a-name-that-is-much-longer-than-what-a-legend-has-room-for-" + std::to_string(i);
        Rules(1).Write(Path(name + ".db"));
        arguments.push_back(Path(name + ".db"));
    }
    arguments.emplace_back("drops");
    const std::string script = Script(arguments);
    static const std::regex look("with steps linecolor rgb '(#[0-9A-F]+)' dashtype ([^ ]+)");
    std::set<std::string> looks;
    for (std::sregex_iterator it(script.begin(), script.end(), look); it != std::sregex_iterator();
         ++it)
    {
        looks.insert((*it)[1].str() + (*it)[2].str());
    }
    EXPECT_EQ(looks.size(), 12U);
    // Each has a line of the legend, below a panel that is as high as ever.
    EXPECT_THAT(script, HasSubstr("vertical maxrows 12"));
    arguments.resize(1);
    arguments.emplace_back("drops");
    EXPECT_GT(Size(script).second, Size(Script(arguments)).second + 12 * 20);
}

TEST_F(PlotHostile, TheSizeOfAFigureCanBeAskedFor)
{
    Rules(20).Write(Path("a.db"));
    for (const std::vector<std::string>& figure :
         {std::vector<std::string>{"drops"}, {"rules"}, {"heatmap"}, {"sequence", "--packet", "1"}})
    {
        std::vector<std::string> arguments{Path("a.db")};
        arguments.insert(arguments.end(), figure.begin(), figure.end());
        arguments.insert(arguments.end(), {"--width", "20", "--height", "12"});
        const std::string script = Script(arguments);
        // 96 pixels an inch.
        EXPECT_EQ(Size(script), std::make_pair(756, 454)) << figure[0];
        arguments.insert(arguments.end(), {"--font-size", "15"});
        EXPECT_THAT(Script(arguments), HasSubstr("font 'DejaVu Sans,20'")) << figure[0];
        arguments.insert(arguments.end(), {"--height", "2"});
        EXPECT_EQ(Run([&] {
                      std::vector<std::string> all{"plot"};
                      all.insert(all.end(), arguments.begin(), arguments.end());
                      all.insert(all.end(), {"-o", Path("x.svg")});
                      return all;
                  }())
                      .code,
                  2)
            << figure[0];
    }
    EXPECT_THAT(Refused({"plot", Path("a.db"), "drops", "--height", "2", "-o", Path("x.svg")}),
                HasSubstr("--height: at least "));
    EXPECT_THAT(Refused({"plot", Path("a.db"), "drops", "--width", "1e9", "-o", Path("x.svg")}),
                HasSubstr("at most 300 cm"));
}

TEST_F(PlotHostile, EveryFigureCanBeOfSomeFlowsANodeAndATime)
{
    KnownTrace::Write(Path("a.db"));
    const std::string db = Path("a.db");
    EXPECT_THAT(Script({db, "drops", "--filter", "udp port 9999"}), Not(HasSubstr("REJECT")));
    EXPECT_THAT(Script({db, "hooks", "--filter", "port 23", "--bin", "1"}), Not(HasSubstr("\n1 ")));
    EXPECT_THAT(Script({db, "rules", "--filter", "port 23"}), Not(HasSubstr("policy DROP")));
    EXPECT_THAT(Script({db, "rules", "--from", "3"}), Not(HasSubstr("policy DROP")));
    EXPECT_THAT(Script({db, "connections", "--filter", "port 23", "--bin", "0.5"}),
                HasSubstr("\n0 0 0 0\n4.5 1 1 1\n5 0 0 0\n6 0 0 0\n"));
    // Packet 8 is the only one that arrives at the client after 2 s.
    EXPECT_THAT(Script({db, "latency", "--node", "client", "--from", "2"}),
                HasSubstr("\n2 1 1 1\n"));
    EXPECT_THAT(Script({db, "heatmap", "--from", "2", "--to", "2.15"}), HasSubstr(" 2 16777215"));
    EXPECT_THAT(Script({db, "heatmap", "--filter", "tcp", "--node", "core"}),
                HasSubstr("Asked for: node core, flows ''tcp''."));
    EXPECT_THAT(Script({db, "sequence", "--filter", "port 23"}), HasSubstr("'Packet 7: tcp"));
    EXPECT_THAT(Script({db, "sequence", "--packet", "7", "--to", "4.0005"}),
                Not(HasSubstr("FORWARD")));
    EXPECT_THAT(Refused({"plot", db, "sequence", "-o", Path("x.svg")}),
                HasSubstr("--packet takes its number"));
    EXPECT_THAT(Refused({"plot", db, "drops", "--filter", "port 1", "-o", Path("x.svg")}),
                HasSubstr("no packet was dropped. Asked for: flows 'port 1'."));
}

} // namespace

} // namespace ns3
