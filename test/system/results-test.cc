// SPDX-License-Identifier: GPL-2.0-only

// Measures of a run, expectations about it, and the database of both.

#include "test-net.h"
#include "test-sql.h"

#include "ns3/double.h"
#include "ns3/names.h"
#include "ns3/nf-cpu-queue-helper.h"
#include "ns3/nf-results-database.h"
#include "ns3/nf-run-expectation.h"
#include "ns3/nf-trace-helper.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ns3
{
namespace
{

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

/// client - router - server, the router filters.
class Results : public testing::Test
{
  protected:
    Results()
        : net(3)
    {
        net.RouteGlobally();
        Names::Add("client", net.At(0));
        Names::Add("router", net.At(1));
        Names::Add("server", net.At(2));
        trace.Set("Level", StringValue("drops"));
        trace.Install(net.nodes);
    }

    ~Results() override
    {
        Names::Clear();
    }

    void Add(const std::string& name,
             const std::string& kind,
             std::map<std::string, std::string> values,
             NfTrafficSpec::Meant meant = NfTrafficSpec::Meant::UNSAID)
    {
        NfTrafficSpec spec;
        spec.name = name;
        spec.kind = kind;
        spec.from = {"client"};
        spec.to = {"server"};
        spec.meant = meant;
        spec.start = Seconds(1);
        spec.stop = Seconds(3);
        spec.values = std::move(values);
        traffic.Add(spec);
    }

    void Rule(const std::string& rule)
    {
        net.helper.Iptables(net.At(1), rule);
    }

    void Run(bool isTraced = true)
    {
        traffic.Install();
        results.Watch();
        net.Run(5);
        trace.Finish();
        if (isTraced)
        {
            results.SetTrace(path, 1);
        }
        results.Collect();
    }

    NfRunExpectation::Verdict Judge(const std::string& text)
    {
        NfRunExpectation expectation;
        const NfStatus error = NfRunExpectation::Parse(text, nullptr, expectation);
        EXPECT_FALSE(error) << error->ToString();
        return expectation.Judge(results);
    }

    double Get(const std::string& group, const std::string& measure)
    {
        return results.Get(group, measure).value_or(-1);
    }

    TestNet net;
    std::string directory{MakeTestDirectory("results")};
    std::string path{directory + "/trace.db"};
    NfTraceHelper trace{path};
    NfTrafficHelper traffic;
    NfResults results{traffic};
};

TEST_F(Results, CountWhatRulesStoppedByClass)
{
    Add("voice",
        "udp-cbr",
        {{"rate", "80kbps"}, {"size", "100"}, {"port", "7000"}},
        NfTrafficSpec::Meant::ALLOWED);
    Add("scan", "scan-syn", {{"ports", "20-29"}}, NfTrafficSpec::Meant::DENIED);
    Rule("-A FORWARD -p udp -m limit --limit 10/s --limit-burst 1 -j DROP");
    Rule("-A FORWARD -p tcp --dport 22:29 -j DROP");
    Run();
    EXPECT_EQ(Get("voice", "meant"), 200);
    const double dropped = Get("voice", "dropped_by_rule");
    EXPECT_NEAR(dropped, 20, 1);
    EXPECT_EQ(Get("voice", "delivered"), 200 - dropped);
    EXPECT_EQ(Get("voice", "violations_allowed_dropped"), dropped);
    EXPECT_EQ(Get("voice", "dropped_by_queue"), 0);
    EXPECT_EQ(Get("scan", "dropped_by_rule"), 8);
    EXPECT_EQ(Get("scan", "delivered"), 2);
    EXPECT_EQ(Get("scan", "violations_denied_delivered"), 2);
    EXPECT_EQ(Get("", "dropped_by_rule"), dropped + 8);
    EXPECT_EQ(Get("", "rules_deployed"), 2);
    // The first rule ends the way of what it drops. Two SYNs are answered by RST.
    EXPECT_DOUBLE_EQ(Get("voice", "rules_visited"), (dropped + 2 * (200 - dropped)) / 200);
    EXPECT_DOUBLE_EQ(Get("scan", "rules_visited"), 2 * 12 / 10.0);
    EXPECT_DOUBLE_EQ(Get("scan", "rules_visited_per_packet"), 2);
    EXPECT_DOUBLE_EQ(Get("", "rules_visited"), (dropped + 2 * (200 - dropped) + 2 * 12) / 210);
    EXPECT_FALSE(results.Get("", "cpu_delay"));
    // One hop: datagrams of 128 bytes, SYNs of 40.
    EXPECT_EQ(Get("voice", "bytes_hops_before_drop"), dropped * 128);
    EXPECT_EQ(Get("", "bytes_hops_before_drop"), dropped * 128 + 8 * 40);
    EXPECT_NEAR(Get("voice", "goodput"), (200 - dropped) * 800 / 2, 1);
}

TEST_F(Results, CountWhatTheCpuQueueDroppedAsLossesInAQueue)
{
    Add("voice",
        "udp-cbr",
        {{"rate", "80kbps"}, {"size", "100"}, {"port", "7000"}},
        NfTrafficSpec::Meant::ALLOWED);
    NfCpuQueueHelper cost;
    cost.Set("Fixed", DoubleValue(2e7)); // twice the interval of the datagrams
    cost.Set("QueueLimit", UintegerValue(5));
    cost.Install(net.At(1));
    Run();
    const double dropped = NfCpuQueueHelper::Get(net.At(1))->GetDropped();
    EXPECT_GT(dropped, 80);
    EXPECT_EQ(Get("voice", "dropped_by_queue"), dropped);
    EXPECT_EQ(Get("voice", "dropped_by_conntrack"), 0);
    EXPECT_EQ(Get("voice", "delivered"), 200 - dropped);
    EXPECT_GT(Get("voice", "latency_median"), 0.09); // five services
    EXPECT_TRUE(Judge("allowed: client -> server udp/7000").isHeld);
}

TEST_F(Results, CountRulesOfEachClassBehindNatToo)
{
    // Two classes whose packets only their sources tell apart, which the router translates.
    const std::map<std::string, std::string> voice{{"rate", "80kbps"},
                                                   {"size", "100"},
                                                   {"port", "7000"}};
    Add("first", "udp-cbr", voice);
    Add("second", "udp-cbr", {{"rate", "40kbps"}, {"size", "100"}, {"port", "7000"}});
    Rule("-t nat -A POSTROUTING -p udp -j MASQUERADE");
    net.helper.Iptables(net.At(2), "-A INPUT -p icmp -j DROP");
    net.helper.Iptables(net.At(2), "-A INPUT -p udp -j ACCEPT");
    Run();
    EXPECT_EQ(Get("first", "delivered"), 200);
    EXPECT_EQ(Get("second", "delivered"), 100);
    // The table nat is asked once for each connection; at the server there are two rules.
    EXPECT_DOUBLE_EQ(Get("first", "rules_visited"), (1 + 2 * 200) / 200.0);
    EXPECT_DOUBLE_EQ(Get("second", "rules_visited"), (1 + 2 * 100) / 100.0);
    EXPECT_DOUBLE_EQ(Get("", "rules_visited"), (2 + 2 * 300) / 300.0);
}

TEST_F(Results, KnowHowLongTheCpuHoldsPacketsOfEachClass)
{
    Add("voice", "udp-cbr", {{"rate", "80kbps"}, {"size", "100"}, {"port", "7000"}});
    Add("pings", "ping", {{"count", "2"}, {"interval", "1s"}});
    NfCpuQueueHelper cost;
    cost.Set("Fixed", DoubleValue(1e6)); // a tenth of the interval of the datagrams
    cost.Set("PerRule", DoubleValue(1e5));
    cost.Install(net.At(1));
    Rule("-A FORWARD -p udp -m comment --comment one");
    Rule("-A FORWARD -p udp -m comment --comment two");
    Rule("-A FORWARD -p udp -j ACCEPT");
    Run();
    const double voice = Get("voice", "cpu_delay");
    EXPECT_GE(voice, 1.3e-3) << "three rules";
    EXPECT_LT(voice, 1.35e-3) << "few wait for a ping";
    EXPECT_GE(Get("pings", "cpu_delay"), 1.3e-3);
    EXPECT_GT(Get("", "cpu_delay"), 1.3e-3);
    EXPECT_DOUBLE_EQ(Get("voice", "rules_visited_per_packet"), 3);
}

TEST_F(Results, TellForgedPacketsFromOthersToTheSamePort)
{
    Add("readers", "web", {{"pause", "100ms"}});
    Add("flood", "flood-syn", {{"rate", "50"}, {"spoof", "198.18.0.0/15"}});
    Rule("-A FORWARD -p tcp -j DROP");
    Run();
    EXPECT_EQ(Get("flood", "dropped_by_rule"), 100);
    EXPECT_GT(Get("readers", "dropped_by_rule"), 0);
    EXPECT_EQ(Get("", "dropped_by_rule"), 100 + Get("readers", "dropped_by_rule"));
    EXPECT_EQ(Get("", "bytes_hops_before_drop"),
              Get("flood", "bytes_hops_before_drop") + Get("readers", "bytes_hops_before_drop"));
}

TEST_F(Results, KnowLatencyAndCompletion)
{
    Add("voice", "udp-cbr", {{"rate", "80kbps"}, {"size", "100"}, {"port", "7000"}});
    Add("file", "tcp-bulk", {{"size", "20000"}});
    Run();
    EXPECT_GT(Get("voice", "latency_mean"), 20e-6);
    EXPECT_LE(Get("voice", "latency_median"), Get("voice", "latency_p99"));
    EXPECT_GE(Get("voice", "jitter"), 0);
    EXPECT_FALSE(results.Get("voice", "flow_completion_time"));
    EXPECT_GT(Get("file", "flow_completion_time"), 1e-3);
    EXPECT_FALSE(results.Get("file", "latency_mean"));
    EXPECT_FALSE(results.Get("file", "jitter"));
}

TEST_F(Results, AreUnknownWithoutATraceNotZero)
{
    Add("voice", "udp-cbr", {});
    Rule("-A FORWARD -p udp -j DROP");
    Run(false);
    EXPECT_EQ(Get("voice", "delivered"), 0);
    EXPECT_FALSE(results.Get("voice", "dropped_by_rule"));
    EXPECT_FALSE(results.Get("", "bytes_hops_before_drop"));
    EXPECT_FALSE(results.Get("", "connection_peak"));
}

TEST_F(Results, PeakOfConnectionsIsOfOneNode)
{
    Add("scan", "scan-udp", {{"ports", "1-7"}});
    Rule("-A FORWARD -m conntrack --ctstate NEW -j ACCEPT");
    Run();
    EXPECT_EQ(Get("", "connection_peak"), 7);
}

TEST_F(Results, ExpectationsAreJudgedOnPackets)
{
    Add("voice", "udp-cbr", {{"port", "7000"}});
    Add("scan", "scan-syn", {{"ports", "20-22"}});
    Rule("-A FORWARD -p tcp --dport 22 -j DROP");
    Run();
    EXPECT_TRUE(Judge("allowed: client -> server udp/7000").isHeld);
    EXPECT_TRUE(Judge("at least 99 % of voice within 50ms").isHeld);
    EXPECT_FALSE(Judge("at least 99% of voice within 1 us").isHeld);
    EXPECT_TRUE(Judge("at least 60 % of scan delivered").isHeld);
    EXPECT_THAT(Judge("at least 90 % of scan delivered").detail,
                AllOf(StartsWith("66.67 %"),
                      HasSubstr("by rule at router: "),
                      HasSubstr("--dport 22 -j DROP")));
    EXPECT_THAT(Judge("denied: client -> server tcp").detail, HasSubstr("2 of 3 arrived"));
    EXPECT_THAT(Judge("allowed: client -> server tcp").detail,
                HasSubstr("scan from client to server: 1 packet was stopped by rule at router"));
    EXPECT_THAT(Judge("denied: server -> client any").detail, "no such traffic was sent");
    EXPECT_FALSE(Judge("denied: server -> client any").isHeld);
    EXPECT_FALSE(Judge("at least 1 % of nothing delivered").isHeld);
}

TEST_F(Results, AndTrafficAreDocumented)
{
    Add("voice", "udp-cbr", {{"rate", "8kbps"}});
    Run();
    const std::string text = ReadTestFile(NF_TEST_DATA "/../../doc/experiments.rst");
    for (const NfMeasure& measure : results.GetMeasures())
    {
        EXPECT_THAT(text, HasSubstr("``" + measure.name + "``"));
    }
    for (const NfTrafficKind& kind : NfGetTrafficKinds())
    {
        const std::size_t start = text.find(std::string("\n``") + kind.name + "``\n");
        ASSERT_NE(start, std::string::npos) << kind.name;
        const std::string part = text.substr(start, text.find("\n``", start + 3) - start);
        for (const NfTrafficParameter& parameter : kind.parameters)
        {
            const std::string usual =
                *parameter.usual ? fmt::format(" (``{}``)", parameter.usual) : "";
            EXPECT_THAT(part, HasSubstr(fmt::format("- ``{}``{}", parameter.name, usual)))
                << kind.name;
        }
    }
}

TEST_F(Results, ExpectationsSayWhatIsWrongWithThem)
{
    const std::vector<std::pair<std::string, std::string>> bad{
        {"", "1:1: 'allowed:', 'denied:', 'at least' or 'at most' is expected"},
        {"forbidden: client -> server any", "1:1: 'forbidden:'"},
        {"allowed: nobody -> server any", "1:10: 'nobody': a zone or a node is expected"},
        {"allowed: client server any", "1:17: 'server': '->' is expected"},
        {"allowed: client -> server", "1:26: a service is expected"},
        {"allowed: client -> server tcp/0", "1:27: 'tcp/0': a service is expected"},
        {"allowed: client -> server icmp/8", "1:27: 'icmp/8'"},
        {"allowed: client -> server any now", "1:31: 'now': the line should end here"},
        {"at least 101 % within 5 ms", "1:10: '101': a share from 0 % to 100 %"},
        {"at least 95 within 5 ms", "1:13: 'within': '%' is expected"},
        {"at least 95 % within soon", "1:22: 'soon': a time is expected"},
        {"at least 95 % of", "1:17: a traffic class is expected"}};
    for (const auto& [text, message] : bad)
    {
        NfRunExpectation expectation;
        const NfStatus error = NfRunExpectation::Parse(text, nullptr, expectation);
        ASSERT_TRUE(error) << text;
        EXPECT_THAT(fmt::format("{}:{}: {}", error->line, error->column, error->message),
                    StartsWith(message))
            << text;
    }
}

TEST_F(Results, GoIntoADatabaseOnce)
{
    Add("voice", "udp-cbr", {});
    Rule("-A FORWARD -p udp -j DROP");
    Run();
    const std::string file = directory + "/results.db";
    NfRunIdentity identity;
    identity.scenario = "test";
    identity.hash = "h";
    {
        NfResultsDatabase database(file);
        EXPECT_FALSE(database.Begin(identity));
        SQLite::Database reader(file);
        EXPECT_THAT(TestRows(reader, "SELECT status FROM run"), ElementsAre("interrupted"));
        EXPECT_FALSE(database.Finish(results, {{"denied: a -> b any", {true, ""}}}, 1.5));
        EXPECT_THAT(TestRows(reader, "SELECT status, wall_seconds FROM run"),
                    ElementsAre("finished 1.5"));
        EXPECT_THAT(TestRows(reader,
                             "SELECT value FROM result WHERE class = 'voice' AND measure = "
                             "'delivered'"),
                    ElementsAre("0.0"));
        EXPECT_THAT(TestRows(reader, "SELECT held FROM expectation"), ElementsAre("1"));
        EXPECT_THAT(TestRows(reader,
                             "SELECT COUNT(*) FROM result WHERE value IS NULL AND class = "
                             "'voice' AND measure = 'latency_mean'"),
                    ElementsAre("1"));
    }
    NfResultsDatabase again(file);
    EXPECT_THAT(again.Begin(identity)->message, HasSubstr("the run is in it already"));
    identity.replication = 2;
    EXPECT_FALSE(again.Begin(identity));
    EXPECT_FALSE(again.GiveUp("failed", "why"));
    SQLite::Database reader(file);
    EXPECT_THAT(TestRows(reader, "SELECT status, message FROM run WHERE replication = 2"),
                ElementsAre("failed why"));
    NfResultsDatabase other(path);
    EXPECT_THAT(other.Begin(identity)->message, HasSubstr("not one of results"));
    NfResultsDatabase nowhere("/nonexistent/results.db");
    EXPECT_TRUE(nowhere.Begin(identity));
}

} // namespace
} // namespace ns3
