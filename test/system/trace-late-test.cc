// SPDX-License-Identifier: GPL-2.0-only

// What a script does after it has installed the trace: rules, names, attributes.

#include "test-net.h"
#include "test-sql.h"
#include "test-traffic.h"

#include "ns3/names.h"
#include "ns3/nf-trace-helper.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ns3
{
namespace
{

using testing::ElementsAre;
using testing::IsEmpty;

class TraceLate : public testing::Test
{
  protected:
    std::vector<std::string> Rows(const std::string& query)
    {
        SQLite::Database database(path);
        return TestRows(database, query);
    }

    void Command(TestNet& net, double seconds, const std::string& command)
    {
        net.Schedule(seconds, 1, [this, &net, command] {
            EXPECT_FALSE(net.Layer(1)->GetTables()->Execute(command)) << command;
        });
    }

    std::string path{MakeTestDirectory("late") + "/run.db"};
};

TEST_F(TraceLate, RuleSetsAreRecordedWhenTheyChangeAndNotAtTheNextPacket)
{
    TestNet net(3);
    net.RouteGlobally();
    NfTraceHelper trace(path);
    trace.Install(net.At(1));
    Command(net, 1, "-A FORWARD -p tcp -j ACCEPT");
    Command(net, 3, "-A FORWARD -p udp -j ACCEPT");
    TestUdp udp(net.At(0), net.At(2), 9);
    udp.Send(4, net.Address(1, 1), 9);
    Command(net, 5, "-F FORWARD"); // no packet follows
    net.Run(6);
    trace.Finish();
    EXPECT_THAT(Rows("SELECT time / 1000000000, generation, (SELECT COUNT(*) FROM rule u JOIN "
                     "chain c ON c.id = u.chain WHERE c.ruleset = s.id) FROM ruleset s "
                     "WHERE table_name = 'filter' ORDER BY id"),
                ElementsAre("1 1 1", "3 2 2", "5 3 0"));
    EXPECT_THAT(Rows("SELECT rule_number, generation FROM v_rule_hits"), ElementsAre("2 2"));
}

TEST_F(TraceLate, WhatIsBuiltAtOneMomentIsOneRuleSetAndOtherTablesAreNotRepeated)
{
    TestNet net(3);
    net.RouteGlobally();
    NfTraceHelper trace(path);
    trace.Install(net.At(1));
    for (int port = 1; port <= 50; ++port)
    {
        Command(net, 1, "-A FORWARD -p udp --dport " + std::to_string(port) + " -j ACCEPT");
    }
    Command(net, 1, "-t mangle -A FORWARD -j MARK --set-mark 1");
    Command(net, 2, "-t mangle -A FORWARD -j MARK --set-mark 2");
    Command(net, 3, "-Z"); // counters only
    net.Run(4);
    trace.Finish();
    EXPECT_THAT(Rows("SELECT table_name, time / 1000000000 FROM ruleset ORDER BY id"),
                ElementsAre("mangle 1", "filter 1", "mangle 2"));
    EXPECT_THAT(Rows("SELECT COUNT(*) FROM rule"), ElementsAre("53"));
}

TEST_F(TraceLate, RuleSetsOfBothFamiliesAreRecordedWithTheirFamily)
{
    TestNet net(3);
    net.RouteGlobally();
    NfTraceHelper trace(path);
    trace.Install(net.At(1));
    net.helper.Iptables(net.At(1), "-A FORWARD -s 10.0.0.0/8 -j ACCEPT");
    net.helper.Ip6tables(net.At(1), "-A FORWARD -s 2001:db8::/32 -j ACCEPT");
    net.helper.Ip6tables(net.At(1), "-A FORWARD ! -d ::1/::ffff -j DROP");
    TestUdp udp(net.At(0), net.At(2), 9);
    udp.Send(1, net.Address(1, 1), 9);
    net.Schedule(2, 1, [&] { net.helper.Ip6tables(net.At(1), "-F FORWARD"); });
    net.Run(3);
    trace.Finish();
    EXPECT_THAT(Rows("SELECT family, table_name, generation, time / 1000000000 FROM ruleset "
                     "ORDER BY family, id"),
                ElementsAre("2 filter 1 0", "10 filter 1 0", "10 filter 2 2"));
    EXPECT_THAT(Rows("SELECT s.family, u.rule_number, hex(first), hex(last), hex(mask) FROM "
                     "rule_condition u JOIN chain c ON c.id = u.chain JOIN ruleset s ON "
                     "s.id = c.ruleset ORDER BY s.family, u.rule_number"),
                ElementsAre("2 1 0A000000 0AFFFFFF ",
                            "10 1 20010DB8000000000000000000000000 "
                            "20010DB8FFFFFFFFFFFFFFFFFFFFFFFF ",
                            "10 2 00000000000000000000000000000001  "
                            "0000000000000000000000000000FFFF"));
    EXPECT_THAT(Rows("SELECT rule FROM v_rule_hits"),
                ElementsAre("-A FORWARD -s 10.0.0.0/8 -j ACCEPT"));
}

TEST_F(TraceLate, HitsOfATraversalThatChangesTheRulesAreStillNamed)
{
    TestNet net(3);
    net.RouteGlobally();
    net.helper.RestoreText(net.At(1), "*filter\n-A FORWARD -j ACCEPT\nCOMMIT\n");
    Ptr<NfTables> tables = net.Layer(1)->GetTables();
    // Heard before the trace hears of the hit, in the middle of the traversal.
    tables->m_ruleHit.ConnectWithoutContext(Callback<void, const NfRuleHit&>(
        [&](const NfRuleHit&) { tables->Execute("-I FORWARD -p udp -j ACCEPT"); }));
    NfTraceHelper trace(path);
    trace.Install(net.At(1));
    TestUdp udp(net.At(0), net.At(2), 9);
    udp.Send(1, net.Address(1, 1), 9);
    udp.Send(2, net.Address(1, 1), 9);
    net.Run(3);
    trace.Finish();
    EXPECT_THAT(Rows("SELECT rule, generation FROM v_rule_hits ORDER BY id"),
                ElementsAre("-A FORWARD -j ACCEPT 1", "-A FORWARD -p udp -j ACCEPT 2"));
}

TEST_F(TraceLate, NamesGivenAfterInstallAreRecorded)
{
    TestNet net(3);
    net.RouteGlobally();
    NfTraceHelper trace(path);
    trace.Install(net.At(1));
    Names::Add("edge", net.At(1));
    Names::Add("client", net.At(0));
    TestUdp udp(net.At(0), net.At(2), 9);
    udp.Send(1, net.Address(1, 1), 9);
    net.Run(2);
    Names::Add("server", net.At(2)); // after the last packet
    trace.Finish();
    EXPECT_THAT(Rows("SELECT id, name, traced, layer FROM node"),
                ElementsAre("0 client 0 1", "1 edge 1 1", "2 server 0 1"));
    Names::Clear();
}

TEST_F(TraceLate, ARunThatIsEndedByDestroyHasTheNamesOfItsFirstPacket)
{
    {
        TestNet net(3);
        net.RouteGlobally();
        NfTraceHelper trace(path);
        trace.Install(net.At(1));
        Names::Add("edge", net.At(1));
        TestUdp udp(net.At(0), net.At(2), 9);
        udp.Send(1, net.Address(1, 1), 9);
        net.Run(2);
    } // the net goes: Simulator::Destroy()
    EXPECT_THAT(Rows("SELECT finished FROM run"), ElementsAre("1"));
    EXPECT_THAT(Rows("SELECT name FROM node WHERE id = 1"), ElementsAre("edge"));
    EXPECT_THAT(Rows("SELECT COUNT(*) FROM interface_address"), ElementsAre("7"));
}

TEST_F(TraceLate, AttributesAreRefusedOnceANodeIsTraced)
{
    TestNet net(2);
    NfTraceHelper trace(path);
    trace.Set("Level", StringValue("off"));
    trace.Install(net.At(0));
    EXPECT_DEATH(trace.Set("Level", StringValue("rules")), "before the first node is traced");
    EXPECT_DEATH(trace.Set("Label", StringValue("x")), "before the first node is traced");
}

} // namespace
} // namespace ns3
