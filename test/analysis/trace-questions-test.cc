// SPDX-License-Identifier: GPL-2.0-only

#include "known-trace.h"
#include "nfsim-runner.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

namespace ns3
{

namespace
{

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

class TraceQuestions : public NfsimTest
{
  protected:
    TraceQuestions()
    {
        KnownTrace::Write(Path("a.db"));
    }

    std::string Closed()
    {
        KnownTrace::Variant variant;
        variant.label = "closed";
        variant.closeWeb = true;
        KnownTrace::Write(Path("closed.db"), variant);
        return Path("closed.db");
    }

    std::string Lossy()
    {
        KnownTrace::Variant variant;
        variant.label = "lossy";
        variant.losses = true;
        const std::string path = Path("lossy.db");
        if (!std::filesystem::exists(path))
        {
            KnownTrace::Write(path, variant);
        }
        return path;
    }

    json AskAbout(std::vector<std::string> question)
    {
        question.insert(question.begin(), {"trace", Path("a.db")});
        return Ask(question);
    }

    static json Row(const json& rows, const char* key, const json& value)
    {
        for (const json& row : rows)
        {
            if (row.at(key) == value)
            {
                return row;
            }
        }
        ADD_FAILURE() << "no row whose " << key << " is " << value;
        return {};
    }

    static std::vector<int64_t> Numbers(const json& rows, const char* key)
    {
        std::vector<int64_t> numbers;
        for (const json& row : rows)
        {
            numbers.push_back(row.at(key));
        }
        return numbers;
    }
};

TEST_F(TraceQuestions, SummaryCountsWhatWasWritten)
{
    const json answer = AskAbout({"summary"});
    EXPECT_EQ(answer["run"]["label"], "usual");
    EXPECT_EQ(answer["run"]["seed"], 7);
    EXPECT_EQ(answer["run"]["finished"], 1);
    EXPECT_EQ(answer["run"]["sim_end_ns"], 6'000'000'000);
    EXPECT_EQ(answer["content"]["nodes"], 5);
    EXPECT_EQ(answer["content"]["packets"], 9);
    EXPECT_EQ(answer["content"]["hook_drops"], 4);
    EXPECT_EQ(answer["content"]["stack_drops"], 1);
    EXPECT_EQ(answer["content"]["connections"], 2);
    EXPECT_EQ(Row(answer["hooks"], "name", "FORWARD")["dropped"], 4);
    EXPECT_EQ(Row(answer["hooks"], "name", "INPUT")["accepted"], 3);
    EXPECT_EQ(Row(answer["nodes"], "name", "gw")["dropped"], 3);
    EXPECT_EQ(answer["nodes"].size(), 4) << "ext was not traced, which is not 'no passes'";
    EXPECT_EQ(answer["content"]["losses"], 0);
    EXPECT_EQ(Row(answer["drops"], "reason", "policy")["drops"], 3);
    EXPECT_EQ(Row(answer["drops"], "reason", "no-route")["place"], "stack");
}

TEST_F(TraceQuestions, SummarySaysThatARunDidNotFinish)
{
    KnownTrace::Variant variant;
    variant.finish = false;
    KnownTrace::Write(Path("cut.db"), variant);
    const NfsimResult result = Run({"trace", Path("cut.db"), "summary"});
    EXPECT_EQ(result.code, 0);
    EXPECT_THAT(result.out, HasSubstr("did not finish"));
    EXPECT_EQ(Ask({"trace", Path("cut.db"), "summary"})["content"]["packets"], 9);
}

TEST_F(TraceQuestions, PacketTellsTheWholeJourney)
{
    const json answer = AskAbout({"packet", "1"});
    EXPECT_EQ(answer["packets"]["fate"], "delivered");
    EXPECT_EQ(answer["packets"]["fate_node"], "web");
    EXPECT_EQ(answer["packets"]["fate_time_ns"], 1'004'000'000);
    std::vector<std::string> places;
    for (const json& row : answer["journey"])
    {
        places.push_back(row["node"].get<std::string>() + " " + row["place"].get<std::string>());
    }
    EXPECT_THAT(places,
                ElementsAre("client OUTPUT",
                            "client POSTROUTING",
                            "gw PREROUTING",
                            "gw FORWARD",
                            "gw POSTROUTING",
                            "core PREROUTING",
                            "core FORWARD",
                            "core POSTROUTING",
                            "web PREROUTING",
                            "web INPUT"));
    const json& forward = answer["journey"][3];
    EXPECT_EQ(forward["table"], "filter");
    EXPECT_EQ(forward["chain"], "FORWARD");
    EXPECT_EQ(forward["rule_number"], 1);
    EXPECT_EQ(forward["verdict"], "ACCEPT");
    EXPECT_EQ(forward["in"], "eth0");
    EXPECT_EQ(forward["out"], "eth1");
    EXPECT_EQ(answer["journey"][4]["rewrites"],
              "source 10.0.0.2:1000 -> 203.0.113.1:1000, ttl 64 -> 63");
}

TEST_F(TraceQuestions, PacketShowsEachRuleOnTheWayAndLogLines)
{
    const json answer = AskAbout({"packet", "7"});
    std::vector<std::string> says;
    std::string log;
    for (const json& row : answer["journey"])
    {
        if (row["node"] == "gw" && row["place"] == "FORWARD")
        {
            says.push_back(row["chain"].get<std::string>() + " " +
                           row["rule_verdict"].get<std::string>());
        }
        if (row["place"] == "log")
        {
            log = row["reason"];
        }
    }
    EXPECT_THAT(says, ElementsAre("FORWARD JUMP", "LOGGED CONTINUE", "LOGGED ACCEPT"));
    EXPECT_EQ(log, "telnet IN=eth0 OUT=eth1");
    EXPECT_EQ(answer["packets"]["fate"], "dropped");
    EXPECT_EQ(answer["packets"]["fate_reason"], "REJECT");
    EXPECT_FALSE(answer.contains("links"));
}

TEST_F(TraceQuestions, FollowJoinsTheErrorAndItsCauseFromEitherSide)
{
    for (const char* uid : {"7", "8"})
    {
        const json answer = AskAbout({"packet", uid, "--follow"});
        EXPECT_EQ(Numbers(answer["packets"], "packet"), (std::vector<int64_t>{7, 8}));
        ASSERT_EQ(answer["links"].size(), 1);
        EXPECT_EQ(answer["links"][0]["kind"], "reject");
        EXPECT_EQ(answer["links"][0]["cause"], 7);
        EXPECT_EQ(answer["links"][0]["node"], "core");
        ASSERT_EQ(answer["nat"].size(), 1);
        EXPECT_EQ(answer["nat"][0]["after"], "tcp 203.0.113.1:3000 > 192.0.2.10:23");
    }
}

TEST_F(TraceQuestions, APacketThatNobodyTookIsNotCalledDeliveredOrDropped)
{
    EXPECT_EQ(AskAbout({"packet", "9"})["packets"]["fate"], "not seen again");
    EXPECT_EQ(AskAbout({"packet", "6"})["packets"]["fate"], "dropped");
}

TEST_F(TraceQuestions, DropsTellWhereAndHowFarFromTheSender)
{
    const json answer = AskAbout({"drops"});
    EXPECT_EQ(answer["total"]["packets"], 5);
    EXPECT_EQ(answer["total"]["bytes"], 744);
    const json gw = Row(answer["by_node"], "node", "gw");
    EXPECT_EQ(gw["packets"], 3);
    EXPECT_EQ(gw["hops_min"], 1);
    EXPECT_EQ(gw["byte_hops"], 600);
    // Packet 6 went one hop from ext, which only its address tells; packet 7 two from client.
    const json core = Row(answer["by_node"], "node", "core");
    EXPECT_EQ(core["hops_min"], 1);
    EXPECT_EQ(core["hops_max"], 2);
    EXPECT_EQ(core["byte_hops"], 80 + 2 * 64);
    EXPECT_EQ(Row(answer["by_flow"], "reason", "no-route")["sender"], "ext");
    EXPECT_EQ(Row(answer["by_rule"], "reason", "policy")["rule"], "filter FORWARD policy DROP");
    EXPECT_EQ(Row(answer["by_reason"], "reason", "policy")["first_ns"], 2'001'000'000);
    EXPECT_EQ(Row(answer["by_reason"], "reason", "policy")["last_ns"], 2'201'000'000);
}

TEST_F(TraceQuestions, EveryQuestionGivesAPacketTheSameFate)
{
    const std::string path = Lossy();
    const std::map<int64_t, std::string> fates{{1, "delivered"},
                                               {3, "dropped"},
                                               {6, "dropped"},
                                               {9, "not seen again"},
                                               {10, "lost"},
                                               {11, "held"},
                                               {12, "dropped"}};
    const json flow = Ask({"trace", path, "flow", "--packets"});
    for (const auto& [uid, fate] : fates)
    {
        const json packet = Ask({"trace", path, "packet", std::to_string(uid)})["packets"];
        EXPECT_EQ(packet["fate"], fate) << uid;
        const json row = Row(flow["packets"], "packet", uid);
        EXPECT_EQ(row["fate"], fate) << uid;
        EXPECT_EQ(row["fate_node"], packet["fate_node"]) << uid;
    }
    EXPECT_EQ(Row(flow["packets"], "packet", 10)["why"], "queue-disc Overlimit drop");
    const json conversation = Row(flow["flows"], "flow", "tcp 10.0.0.2:1000 > 192.0.2.10:80");
    EXPECT_EQ(conversation["lost"], 1);
    EXPECT_EQ(conversation["not_seen_again"], 1);
    EXPECT_EQ(Row(flow["flows"], "flow", "udp 10.0.0.2:6000 > 10.0.0.1:500")["held"], 1);
    const json runs = Ask({"trace", "compare", Path("a.db"), path})["runs"];
    EXPECT_EQ(runs[0]["lost"], 0);
    EXPECT_EQ(runs[1]["lost"], 1);
    EXPECT_EQ(runs[1]["held"], 1);
    EXPECT_EQ(runs[1]["not_seen_again"], 1);
}

TEST_F(TraceQuestions, LossesAreCountedApartFromDrops)
{
    const json drops = Ask({"trace", Lossy(), "drops"});
    EXPECT_EQ(drops["total"]["packets"], 6);
    EXPECT_EQ(drops["total"]["lost_packets"], 1);
    EXPECT_EQ(drops["total"]["lost_bytes"], 70);
    ASSERT_EQ(drops["by_loss"].size(), 1);
    EXPECT_EQ(drops["by_loss"][0]["place"], "queue-disc");
    EXPECT_EQ(drops["by_loss"][0]["node"], "core");
    EXPECT_EQ(drops["by_loss"][0]["byte_hops"], 140);
    const json summary = Ask({"trace", Lossy(), "summary"});
    EXPECT_EQ(summary["losses"][0]["losses"], 1);
    EXPECT_EQ(summary["content"]["losses"], 1);
    for (const json& row : summary["drops"])
    {
        EXPECT_NE(row["place"], "queue-disc");
    }
}

TEST_F(TraceQuestions, BytesTimesHopsAreUnknownWhereTheSenderIs)
{
    // Packet 12 has nobody's source address; core saw it first, but did not send it.
    const json flows = Ask({"trace", Lossy(), "drops"})["by_flow"];
    const json forged = Row(flows, "flow", "udp 198.51.100.9:1 > 10.9.9.9:5000");
    EXPECT_EQ(forged["sender"], "unknown");
    EXPECT_TRUE(forged["byte_hops"].is_null());
    EXPECT_TRUE(forged["hops_min"].is_null());
    EXPECT_EQ(forged["hops_known"], 0);
    const json core = Row(Ask({"trace", Lossy(), "drops"})["by_node"], "node", "core");
    EXPECT_EQ(core["packets"], 3);
    EXPECT_EQ(core["hops_known"], 2);
    EXPECT_EQ(core["byte_hops"], 80 + 2 * 64);
    EXPECT_THAT(Run({"trace", Lossy(), "drops", "--by", "node"}).out,
                HasSubstr("208 (2 of 3 packets)"));
}

TEST_F(TraceQuestions, RulesSayWhatShadowsThemByWhatTheyAskFor)
{
    KnownTrace::Variant variant;
    variant.moreRules = "-A FORWARD -p tcp -m tcp --dport 0:9000 -j DROP\n"     // 6
                        "-A FORWARD -p tcp -m tcp --dport 9001:65535 -j DROP\n" // 7
                        "-A FORWARD -p tcp -m tcp --dport 8999:9005 -j DROP\n"  // 8
                        "-A FORWARD -m connmark --mark 1 -j DROP\n"             // 9
                        "-A FORWARD -m mark --mark 1 -j DROP\n"                 // 10
                        "-A FORWARD -j LOGGED\n"                                // 11
                        "-A FORWARD -m mark --mark 1 -j ACCEPT\n"               // 12
                        "-A FORWARD -m ttl --ttl-eq 5 -j DROP\n";               // 13
    KnownTrace::Write(Path("more.db"), variant);
    std::map<int64_t, json> rules;
    const json answer = Ask({"trace", Path("more.db"), "rules"});
    for (const json& row : answer["rules"])
    {
        if (row["node"] == "gw" && row["chain"] == "FORWARD" && !row["number"].is_null())
        {
            rules[row["number"]] = row;
        }
    }
    EXPECT_EQ(rules[4]["never"], "shadowed");
    EXPECT_EQ(rules[4]["shadowed_by"], 1);
    EXPECT_EQ(rules[8]["never"], "shadowed");
    EXPECT_EQ(rules[8]["shadowed_by_together"], "6, 7");
    EXPECT_NE(rules[10]["never"], "shadowed") << "connmark is not mark";
    EXPECT_NE(rules[12]["never"], "shadowed") << "a jump between may have changed the mark";
    EXPECT_EQ(rules[13]["never"], "unknown");
    EXPECT_EQ(rules[13]["not_understood"], "ttl --ttl-eq 5");
}

TEST_F(TraceQuestions, AnUnknownTableAndANegativeLimitAreRefusedInAFewWords)
{
    EXPECT_EQ(Refused({"trace", Path("a.db"), "rules", "--table", "foo"}),
              "nfsim: --table: no rule set of table 'foo' was recorded; known are: filter, nat\n");
    const std::string limit = Refused({"trace", Path("a.db"), "drops", "--limit", "-3"});
    EXPECT_THAT(limit, HasSubstr("'-3' is not a number of rows, 0 or more"));
    EXPECT_LT(limit.size(), 200U);
}

TEST_F(TraceQuestions, DropsCanBeFiltered)
{
    EXPECT_EQ(AskAbout({"drops", "udp"})["total"]["packets"], 4);
    EXPECT_EQ(AskAbout({"drops", "tcp or port 5000"})["total"]["packets"], 2);
    EXPECT_EQ(AskAbout({"drops", "host", "ext"})["total"]["packets"], 1);
    // As it was sent and as it was dropped: core saw gw's address.
    EXPECT_EQ(AskAbout({"drops", "src 203.0.113.1"})["total"]["packets"], 1);
    EXPECT_EQ(AskAbout({"drops", "tcp and src 10.0.0.2"})["total"]["packets"], 1);
    EXPECT_EQ(AskAbout({"drops", "--node", "gw"})["total"]["packets"], 3);
    const json one = AskAbout({"drops", "--by", "node"});
    EXPECT_TRUE(one.contains("by_node"));
    EXPECT_FALSE(one.contains("by_rule"));
}

TEST_F(TraceQuestions, FlowShowsBothDirectionsBeforeAndAfterTranslation)
{
    for (const char* filter : {"host 10.0.0.2 and port 80", "src net 203.0.113.0/24 and port 80"})
    {
        const json answer = AskAbout({"flow", filter});
        ASSERT_EQ(answer["flows"].size(), 1);
        const json& flow = answer["flows"][0];
        EXPECT_EQ(flow["flow"], "tcp 10.0.0.2:1000 > 192.0.2.10:80");
        EXPECT_EQ(flow["packets_original"], 2);
        EXPECT_EQ(flow["bytes_original"], 150);
        EXPECT_EQ(flow["packets_reply"], 1);
        EXPECT_EQ(flow["delivered"], 2);
        EXPECT_EQ(flow["not_seen_again"], 1);
        std::vector<std::string> seen;
        for (const json& row : answer["tuples"])
        {
            if (row["node"] == "gw")
            {
                seen.push_back(row["direction"].get<std::string>() + " " +
                               row["tuple"].get<std::string>());
            }
        }
        EXPECT_THAT(seen,
                    ElementsAre("original tcp 10.0.0.2:1000 > 192.0.2.10:80",
                                "original tcp 203.0.113.1:1000 > 192.0.2.10:80",
                                "reply tcp 192.0.2.10:80 > 203.0.113.1:1000",
                                "reply tcp 192.0.2.10:80 > 10.0.0.2:1000"));
    }
}

TEST_F(TraceQuestions, FlowListsPacketsAndTheirFates)
{
    const json answer = AskAbout({"flow", "port 9999", "--packets"});
    EXPECT_EQ(Numbers(answer["packets"], "packet"), (std::vector<int64_t>{3, 4, 5}));
    EXPECT_EQ(answer["packets"][0]["why"], "filter FORWARD policy DROP");
    EXPECT_EQ(answer["packets"][0]["fate_node"], "gw");
}

TEST_F(TraceQuestions, RulesTellHitsAndWhySomeNeverMatched)
{
    const json rules = AskAbout({"rules", "--node", "gw"})["rules"];
    auto rule = [&rules](const char* chain, const json& number) {
        for (const json& row : rules)
        {
            if (row["chain"] == chain && row["number"] == number)
            {
                return row;
            }
        }
        ADD_FAILURE() << "no rule " << number << " in " << chain;
        return json();
    };
    EXPECT_EQ(rule("FORWARD", 1)["hits"], 2);
    EXPECT_EQ(rule("FORWARD", 1)["bytes"], 150);
    EXPECT_TRUE(rule("FORWARD", 1)["never"].is_null());
    EXPECT_EQ(rule("FORWARD", 2)["hits"], 2);
    EXPECT_EQ(rule("FORWARD", nullptr)["hits"], 3);
    EXPECT_EQ(rule("FORWARD", nullptr)["bytes"], 600);
    EXPECT_EQ(rule("FORWARD", 4)["never"], "shadowed");
    EXPECT_EQ(rule("FORWARD", 4)["shadowed_by"], 1);
    EXPECT_EQ(rule("FORWARD", 5)["never"], "no such traffic");
    EXPECT_EQ(rule("UNUSED", 1)["never"], "chain never entered");
    EXPECT_EQ(AskAbout({"rules", "--never"})["rules"].size(), 3);
}

TEST_F(TraceQuestions, ConnectionsAreATimelineOfStates)
{
    const json rows = AskAbout({"connections", "port 23"})["connections"];
    ASSERT_EQ(rows.size(), 2);
    EXPECT_EQ(rows[0]["change"], "new");
    EXPECT_EQ(rows[0]["state"], "SYN_SENT");
    EXPECT_EQ(rows[0]["reply"], "tcp 192.0.2.10:23 > 203.0.113.1:3000");
    EXPECT_EQ(rows[1]["change"], "destroy");
    EXPECT_EQ(rows[1]["reason"], "timeout");
    EXPECT_EQ(rows[1]["time_ns"], 4'500'000'000);
    EXPECT_EQ(rows[1]["packets_original"], 1);
    EXPECT_EQ(AskAbout({"connections"})["connections"].size(), 4);
    EXPECT_EQ(AskAbout({"connections", "--node", "core"})["connections"].size(), 0);
}

TEST_F(TraceQuestions, NatTellsMappingsAndHowLongTheyLived)
{
    const json rows = AskAbout({"nat"})["mappings"];
    ASSERT_EQ(rows.size(), 2);
    EXPECT_EQ(rows[0]["kind"], "SNAT");
    EXPECT_EQ(rows[0]["before"], "tcp 10.0.0.2:1000 > 192.0.2.10:80");
    EXPECT_EQ(rows[0]["after"], "tcp 203.0.113.1:1000 > 192.0.2.10:80");
    EXPECT_TRUE(rows[0]["until_ns"].is_null());
    EXPECT_EQ(rows[1]["until_ns"], 4'500'000'000);
    EXPECT_EQ(AskAbout({"nat", "port 23"})["mappings"].size(), 1);
}

TEST_F(TraceQuestions, CompareFindsWhereFlowsPart)
{
    const std::string closed = Closed();
    const json answer = Ask({"trace", "compare", Path("a.db"), closed});
    EXPECT_EQ(answer["runs"][0]["delivered"], 3);
    EXPECT_EQ(answer["runs"][0]["only_here"], 2);
    EXPECT_EQ(answer["runs"][1]["delivered"], 1);
    const json web = Row(answer["flows"], "flow", "tcp 10.0.0.2:1000 > 192.0.2.10:80");
    EXPECT_EQ(web["only_a"], 1);
    EXPECT_EQ(web["first_number"], 1);
    EXPECT_THAT(web["point_a"].get<std::string>(), HasSubstr("gw FORWARD ACCEPT"));
    EXPECT_THAT(web["point_b"].get<std::string>(), HasSubstr("gw FORWARD DROP"));
    const json reply = Row(answer["flows"], "flow", "tcp 192.0.2.10:80 > 203.0.113.1:1000");
    EXPECT_EQ(reply["point_b"], "not sent");
    EXPECT_EQ(answer["flows"].size(), 2);
    EXPECT_EQ(Run({"trace", Path("a.db"), "compare", closed, "--exit-code"}).code, 1);
}

TEST_F(TraceQuestions, CompareOfARunWithItselfFindsNothing)
{
    const json answer = AskAbout({"compare", Path("a.db")});
    EXPECT_EQ(answer["flows"].size(), 0);
    EXPECT_EQ(answer["runs"][0]["only_here"], 0);
    EXPECT_EQ(Run({"trace", Path("a.db"), "compare", Path("a.db"), "--exit-code"}).code, 0);
}

TEST_F(TraceQuestions, ExportWritesCsvAndJson)
{
    const NfsimResult csv = Run({"trace", Path("a.db"), "export", "log"});
    EXPECT_EQ(csv.code, 0);
    EXPECT_THAT(csv.out, HasSubstr("run,id,time,node,packet,journey,level,text\r\n"));
    EXPECT_THAT(csv.out, HasSubstr(",4001000000,1,7,7,4,telnet IN=eth0 OUT=eth1\r\n"));
    const json drops = AskAbout({"export", "drops"});
    ASSERT_EQ(drops.size(), 5);
    EXPECT_EQ(drops[0]["reason"], "policy");
    EXPECT_EQ(drops[0]["length"], 100);
    const NfsimResult file =
        Run({"trace", Path("a.db"), "export", "packets", "--format", "json", "-o", Path("p.json")});
    EXPECT_EQ(file.out, "");
    EXPECT_EQ(json::parse(ReadFile(Path("p.json"))).size(), 9);
    // Texts with quotes and commas are quoted.
    const NfsimResult hits = Run({"trace", Path("a.db"), "export", "rule-hits"});
    EXPECT_THAT(hits.out,
                HasSubstr("\"-A LOGGED -j LOG --log-prefix \"\"telnet \"\"\",LOG,CONTINUE"));
    EXPECT_THAT(hits.out,
                HasSubstr("\"-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\""));
}

TEST_F(TraceQuestions, MergeJoinsRunsOnce)
{
    const std::string closed = Closed();
    const NfsimResult merged =
        Run({"trace", "merge", Path("a.db"), closed, closed, "-o", Path("all.db")});
    ASSERT_EQ(merged.code, 0) << merged.err;
    EXPECT_THAT(merged.out, HasSubstr("joined already"));
    SQLite::Database database(Path("all.db"));
    EXPECT_EQ(database.execAndGet("PRAGMA integrity_check").getString(), "ok");
    EXPECT_EQ(database.execAndGet("SELECT COUNT(*) FROM run").getInt(), 2);
    EXPECT_EQ(database
                  .execAndGet("SELECT COUNT(*) FROM sqlite_master WHERE type = 'index' AND "
                              "name = 'hook_pass_drop'")
                  .getInt(),
              1);
    for (const auto& [run, single] : {std::make_pair("usual", Path("a.db")), {"closed", closed}})
    {
        for (const char* question : {"drops", "flow", "rules", "connections", "nat"})
        {
            EXPECT_EQ(Ask({"trace", Path("all.db"), question, "--run", run}),
                      Ask({"trace", single, question}))
                << run << ' ' << question;
        }
    }
    EXPECT_THAT(Refused({"trace", "merge", Path("a.db"), "-o", Path("all.db")}),
                HasSubstr("exists already"));
}

TEST_F(TraceQuestions, TheLastRunIsTheDefaultAndOthersCanBeNamed)
{
    KnownTrace::Variant variant;
    variant.label = "second";
    variant.closeWeb = true;
    KnownTrace::Write(Path("a.db"), variant);
    EXPECT_EQ(AskAbout({"summary"})["run"]["label"], "second");
    EXPECT_EQ(AskAbout({"summary", "--run", "1"})["run"]["label"], "usual");
    EXPECT_EQ(AskAbout({"summary", "--run", "usual"})["content"]["packets"], 9);
    EXPECT_EQ(AskAbout({"summary"})["content"]["packets"], 7);
    const json answer = Ask({"trace",
                             "compare",
                             Path("a.db"),
                             Path("a.db"),
                             "--run",
                             "usual",
                             "--other-run",
                             "second"});
    EXPECT_EQ(answer["flows"].size(), 2);
}

TEST_F(TraceQuestions, PeopleReadTables)
{
    const NfsimResult result = Run({"trace", Path("a.db"), "drops", "--by", "node"});
    EXPECT_EQ(result.out,
              "Dropped                    5\n"
              "Bytes dropped              744\n"
              "Lost outside of the layer  0\n"
              "Bytes lost                 0\n"
              "\n"
              "Drops by node\n"
              "Packets  Bytes  Hops  Bytes x hops          First           Last  Node\n"
              "      3    600  1              600  2.001000000 s  2.201000000 s  gw\n"
              "      2    144  1-2            208  3.000000000 s  4.002000000 s  core\n");
    const NfsimResult cut = Run({"trace", Path("a.db"), "drops", "--by", "node", "--limit", "1"});
    EXPECT_THAT(cut.out, HasSubstr("... and 1 more"));
}

TEST_F(TraceQuestions, BadInputIsRefusedWithNothingOnStandardOutput)
{
    const std::string db = Path("a.db");
    EXPECT_THAT(Refused({"trace", Path("none.db"), "summary"}), HasSubstr("no such file"));
    EXPECT_THAT(Refused({"trace", Path("."), "summary"}), HasSubstr("a folder"));
    std::ofstream(Path("text.db")) << std::string(2000, 'x');
    EXPECT_THAT(Refused({"trace", Path("text.db"), "summary"}), HasSubstr("not a database"));
    SQLite::Database(Path("other.db"), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
        .exec("CREATE TABLE t (x)");
    EXPECT_THAT(Refused({"trace", Path("other.db"), "drops"}), HasSubstr("not a trace"));
    EXPECT_THAT(Refused({"trace", db, "packet", "99"}), HasSubstr("no packet 99"));
    for (const char* number : {"x", "-1", "7x", "99999999999999999999", ""})
    {
        EXPECT_THAT(Refused({"trace", db, "packet", number}),
                    HasSubstr("'" + std::string(number) + "' is no number of a packet"));
    }
    EXPECT_THAT(Refused({"trace", db, "drops", "--limit", "-1"}), HasSubstr("--limit"));
    EXPECT_THAT(Refused({"trace", db, "summary", "--run", "7"}), HasSubstr("no run '7'"));
    EXPECT_THAT(Refused({"trace", db, "drops", "--node", "nowhere"}), HasSubstr("no node"));
    EXPECT_THAT(Refused({"trace", db, "export", "everything"}), HasSubstr("everything"));
    EXPECT_THAT(Refused({"trace", db, "export", "log", "-o", Path("no/where")}),
                HasSubstr("cannot be written"));
    EXPECT_THAT(Refused({"trace", db, "guess"}), HasSubstr("subcommand"));
    EXPECT_THAT(Refused({"trace", "summary"}), HasSubstr("database is expected"));
    EXPECT_THAT(Refused({"trace", "compare", db}), HasSubstr("two databases"));
    EXPECT_THAT(Refused({"trace", db, "drops", "tcp port"}), HasSubstr("column 9"));
}

TEST_F(TraceQuestions, QuestionsThatNeedMoreThanWasTracedSaySo)
{
    SQLite::Database(Path("a.db"), SQLite::OPEN_READWRITE).exec("UPDATE run SET level = 'drops'");
    EXPECT_THAT(Refused({"trace", Path("a.db"), "rules"}), HasSubstr("level 'drops'"));
    EXPECT_THAT(Refused({"trace", "compare", Path("a.db"), Path("a.db")}),
                HasSubstr("level 'drops'"));
    SQLite::Database(Path("a.db"), SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 99");
    EXPECT_THAT(Refused({"trace", Path("a.db"), "summary"}), HasSubstr("version is 99"));
}

} // namespace

} // namespace ns3
