// SPDX-License-Identifier: GPL-2.0-only

// The rows that a small, known scenario leaves in the trace database.

#include "test-net.h"
#include "test-sql.h"
#include "test-traffic.h"

#include "ns3/names.h"
#include "ns3/nf-trace-helper.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <csignal>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ns3
{
namespace
{

using testing::ElementsAre;
using testing::HasSubstr;

const char* const RULES = R"(
*nat
-A POSTROUTING -o eth1 -j MASQUERADE
COMMIT
*filter
:FORWARD DROP [0:0]
-A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT
-A FORWARD -p udp -m udp --dport 9 -j ACCEPT
COMMIT
)";

/**
 * Node 0 sends node 2 a datagram to port 9, which is answered, and one to port 10, which the
 * router's policy drops. The router, called edge, is traced.
 */
void
Simulate(const std::string& path,
         const std::string& level,
         const std::function<void(NfTraceHelper&)>& prepare = {})
{
    TestNet net(3);
    Names::Add("edge", net.At(1));
    net.RouteGlobally();
    net.helper.RestoreText(net.At(1), RULES);
    NfTraceHelper trace(path);
    trace.Set("Level", StringValue(level));
    if (prepare)
    {
        prepare(trace);
    }
    trace.Install(net.At(1));
    TestUdp udp(net.At(0), net.At(2), 9, true);
    udp.Send(1, net.Address(1, 1), 9);
    udp.Send(2, net.Address(1, 1), 10);
    net.Run(5);
    trace.Finish();
}

TEST(Trace, RowsOfAKnownScenario)
{
    std::string path = MakeTestDirectory("db") + "/run.db";
    Simulate(path, "rules");
    SQLite::Database db(path);
    auto rows = [&](const std::string& query) { return TestRows(db, query); };

    EXPECT_THAT(rows("SELECT finished, reason, level, sim_end, seed, run_number FROM run"),
                ElementsAre("1 finished rules 5000000000 1 1"));
    EXPECT_THAT(rows("SELECT id, name, traced, layer FROM node"),
                ElementsAre("0  0 1", "1 edge 1 2", "2  0 1"));
    EXPECT_THAT(rows("SELECT ifindex, name, type FROM interface WHERE node = 1 ORDER BY ifindex"),
                ElementsAre("1 lo ns3::LoopbackNetDevice",
                            "2 eth0 ns3::CsmaNetDevice",
                            "3 eth1 ns3::PointToPointNetDevice"));
    EXPECT_THAT(rows("SELECT s.table_name, c.name, u.number, u.text, u.target FROM rule u "
                     "JOIN chain c ON c.id = u.chain JOIN ruleset s ON s.id = c.ruleset "
                     "ORDER BY s.table_name, u.number"),
                ElementsAre("filter FORWARD 1 -A FORWARD -m conntrack --ctstate ESTABLISHED -j "
                            "ACCEPT ACCEPT",
                            "filter FORWARD 2 -A FORWARD -p udp -m udp --dport 9 -j ACCEPT ACCEPT",
                            "nat POSTROUTING 1 -A POSTROUTING -o eth1 -j MASQUERADE MASQUERADE"));

    // One row per hook: the question, its answer, the forbidden datagram.
    EXPECT_THAT(
        rows("SELECT hook, in_name, out_name, protocol_name, source, destination, "
             "destination_port, ct_state, direction, verdict, length FROM v_hook_pass ORDER BY id"),
        ElementsAre(
            "PREROUTING eth0 - udp 10.0.0.1 10.0.1.2 9 NEW ORIGINAL ACCEPT 128",
            "FORWARD eth0 eth1 udp 10.0.0.1 10.0.1.2 9 NEW ORIGINAL ACCEPT 128",
            "POSTROUTING eth0 eth1 udp 10.0.1.1 10.0.1.2 9 NEW ORIGINAL ACCEPT 128",
            "PREROUTING eth1 - udp 10.0.1.2 10.0.0.1 49153 ESTABLISHED REPLY ACCEPT 128",
            "FORWARD eth1 eth0 udp 10.0.1.2 10.0.0.1 49153 ESTABLISHED REPLY ACCEPT 128",
            "POSTROUTING eth1 eth0 udp 10.0.1.2 10.0.0.1 49153 ESTABLISHED REPLY ACCEPT 128",
            "PREROUTING eth0 - udp 10.0.0.1 10.0.1.2 10 NEW ORIGINAL ACCEPT 128",
            "FORWARD eth0 eth1 udp 10.0.0.1 10.0.1.2 10 NEW ORIGINAL DROP 128"));
    // Times, by the packets' seconds.
    EXPECT_THAT(rows("SELECT time / 1000000000, COUNT(*) FROM v_hook_pass GROUP BY 1"),
                ElementsAre("1 6", "2 2"));
    EXPECT_THAT(rows("SELECT hook, table_name, chain, what, rule_number, verdict FROM v_rule_hits "
                     "ORDER BY id, step"),
                ElementsAre("PREROUTING nat PREROUTING policy 0 ACCEPT",
                            "FORWARD filter FORWARD rule 2 ACCEPT",
                            "POSTROUTING nat POSTROUTING rule 1 ACCEPT",
                            "FORWARD filter FORWARD rule 1 ACCEPT",
                            "PREROUTING nat PREROUTING policy 0 ACCEPT",
                            "FORWARD filter FORWARD policy 0 DROP"));
    EXPECT_THAT(rows("SELECT h.hook, b.source, b.destination, a.source, a.destination "
                     "FROM v_hook_pass h JOIN rewrite w ON w.id = h.rewrite "
                     "JOIN v_flow b ON b.flow = w.flow_before JOIN v_flow a ON a.flow = "
                     "w.flow_after ORDER BY h.id"),
                ElementsAre("POSTROUTING 10.0.0.1 10.0.1.2 10.0.1.1 10.0.1.2",
                            "PREROUTING 10.0.1.2 10.0.1.1 10.0.1.2 10.0.0.1"));
    EXPECT_THAT(rows("SELECT kind, source_before, source_after, destination_before, "
                     "destination_after, time / 1000000000 FROM v_nat"),
                ElementsAre("SNAT 10.0.0.1 10.0.1.1 10.0.1.2 10.0.1.2 1"));
    std::vector<std::string> connections =
        rows("SELECT change, source, destination_port, reply_destination FROM v_connections WHERE "
             "change IS NOT NULL "
             "ORDER BY id");
    ASSERT_GE(connections.size(), 1U);
    EXPECT_EQ(connections[0], "new 10.0.0.1 9 10.0.1.1");
    EXPECT_THAT(rows("SELECT place, table_name, chain, rule, source, destination_port FROM "
                     "v_drops"),
                ElementsAre("FORWARD filter FORWARD policy DROP 10.0.0.1 10"));
    // A packet keeps its uid over all hooks of its way.
    EXPECT_THAT(rows("SELECT COUNT(*) FROM hook_pass GROUP BY packet ORDER BY MIN(id)"),
                ElementsAre("3", "3", "2"));
}

TEST(Trace, Levels)
{
    auto count = [](const std::string& path, const std::string& table) {
        SQLite::Database db(path);
        return TestRows(db, "SELECT COUNT(*) FROM " + table)[0];
    };
    std::string directory = MakeTestDirectory("db");
    Simulate(directory + "/hooks", "hooks");
    EXPECT_EQ(count(directory + "/hooks", "hook_pass"), "8");
    EXPECT_EQ(count(directory + "/hooks", "v_rule_hits"), "0");
    Simulate(directory + "/drops", "drops");
    EXPECT_EQ(count(directory + "/drops", "hook_pass"), "1");
    EXPECT_EQ(count(directory + "/drops", "v_drops"), "1");
    Simulate(directory + "/off", "off");
    EXPECT_EQ(ReadTestFile(directory + "/off"), "");
}

TEST(Trace, Filter)
{
    std::string path = MakeTestDirectory("db") + "/run.db";
    Simulate(path, "rules", [](NfTraceHelper& trace) {
        trace.SetFilter([](const NfPacket& packet) {
            const uint8_t* l4 = packet.L4(4);
            return l4 && l4[3] == 10;
        });
    });
    SQLite::Database db(path);
    EXPECT_THAT(TestRows(db, "SELECT DISTINCT destination_port FROM v_hook_pass"),
                ElementsAre("10"));
    EXPECT_THAT(TestRows(db, "SELECT COUNT(*) FROM hook_pass"), ElementsAre("2"));
}

TEST(Trace, RunsAccumulate)
{
    std::string path = MakeTestDirectory("db") + "/run.db";
    Simulate(path, "rules");
    Simulate(path, "rules");
    SQLite::Database db(path);
    EXPECT_THAT(TestRows(db, "SELECT run, COUNT(*) FROM hook_pass GROUP BY run"),
                ElementsAre("1 8", "2 8"));
}

TEST(Trace, KeptPacketsAndStackDropsAreTold)
{
    std::string path = MakeTestDirectory("db") + "/run.db";
    {
        TestNet net(3);
        net.RouteGlobally();
        NfTraceHelper trace(path);
        trace.Install(net.At(1));
        net.Layer(1)->GetHooks().Register(
            NfFamily::IPV4,
            NfHook::FORWARD,
            0,
            [](NfPacket& packet) {
                Ptr<NfStolenPacket> stolen = NfHookRegistry::Steal(packet);
                Simulator::Schedule(Seconds(1), [stolen] { stolen->Reinject(NfVerdict::ACCEPT); });
                return NfVerdict::STOLEN;
            },
            "thief");
        TestUdp udp(net.At(0), net.At(2), 9);
        udp.Send(1, net.Address(1, 1), 9);
        net.DefaultRoute(0, net.Address(0, 1));
        udp.Send(3, Ipv4Address("198.51.100.1"), 9);
        net.Run(5);
        EXPECT_EQ(udp.received, 1U);
    }
    SQLite::Database db(path);
    EXPECT_THAT(TestRows(db,
                         "SELECT time / 1000000000, hook, verdict, reason FROM v_hook_pass "
                         "WHERE protocol = 17 ORDER BY id"),
                ElementsAre("1 PREROUTING ACCEPT -",
                            "1 FORWARD STOLEN thief",
                            "2 FORWARD ACCEPT -",
                            "2 POSTROUTING ACCEPT -",
                            "3 PREROUTING ACCEPT -"));
    EXPECT_THAT(TestRows(db, "SELECT node, reason FROM stack_drop"), ElementsAre("1 no-route"));
    EXPECT_THAT(TestRows(db, "SELECT finished FROM run"), ElementsAre("1"));
}

TEST(Trace, AKilledRunSaysSo)
{
    std::string path = MakeTestDirectory("db") + "/run.db";
    EXPECT_FALSE(RunInChild([&] {
        TestNet net(3);
        net.RouteGlobally();
        NfTraceHelper trace(path);
        trace.Install(net.nodes);
        TestUdp udp(net.At(0), net.At(2), 9);
        udp.Send(1, net.Address(1, 1), 9);
        Simulator::Schedule(Seconds(2), [] { std::raise(SIGKILL); });
        net.Run(5);
    }));
    SQLite::Database db(path);
    EXPECT_THAT(TestRows(db, "SELECT finished, reason, ended FROM run"),
                ElementsAre("0 unfinished -"));
    EXPECT_THAT(TestRows(db, "PRAGMA integrity_check"), ElementsAre("ok"));
}

TEST(TraceDeath, OfAnUnwritableDatabase)
{
    testing::GTEST_FLAG(death_test_style) = "threadsafe";
    EXPECT_DEATH(Simulate("/nowhere/run.db", "rules"), "/nowhere/run.db");
    std::string text = MakeTestDirectory("text") + "/notes.txt";
    FILE* file = fopen(text.c_str(), "w");
    fputs("This is no database, and long enough that nobody can mistake it for an empty one.\n",
          file);
    fclose(file);
    EXPECT_DEATH(Simulate(text, "rules"), "notes.txt");
    EXPECT_THAT(ReadTestFile(text), HasSubstr("This is no database"));
    EXPECT_DEATH(Simulate(text, "verbose"), "off, drops, hooks or rules");
}

TEST(Trace, GoesOnWithoutAnUnwritableDatabaseIfAsked)
{
    testing::internal::CaptureStderr();
    Simulate("/nowhere/run.db", "rules", [&](NfTraceHelper& trace) {
        trace.Set("StopOnError", StringValue("false"));
    });
    EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("/nowhere/run.db"));
}

} // namespace
} // namespace ns3
