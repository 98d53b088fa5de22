// SPDX-License-Identifier: GPL-2.0-only

// The views, asked about a small database whose content is written out here.

#include "trace-test-support.h"

#include <gmock/gmock.h>

using namespace ns3;
using testing::ElementsAre;
using testing::IsEmpty;

namespace
{

// Node 3 "gw" masquerades 10.0.0.2 as 203.0.113.1 towards eth1. Packet 70 passes PREROUTING,
// FORWARD and POSTROUTING; packet 71 is dropped by a rule of a user chain; packet 72 by FORWARD's
// policy; packet 73 has no route; packet 74 is the ICMP error about it.
class TraceViews : public testing::Test
{
  protected:
    void SetUp() override
    {
        NfTraceWriter writer(m_path, {});
        WriteNode(writer);
        WriteRules(writer);
        WritePackets(writer);
        WriteConnection(writer);
        writer.Finish({9000, true, ""});
    }

    void WriteNode(NfTraceWriter& writer)
    {
        writer.Write(NfTraceNode{3, "gw", 0});
        NfTraceInterface interface;
        interface.node = 3;
        interface.ifindex = 2;
        interface.name = "eth0";
        interface.mac = "00:00:00:00:00:01";
        interface.mtu = 1500;
        interface.channel = 5;
        interface.type = "ns3::CsmaNetDevice";
        interface.addresses = {{NfFamily::IPV4, Ipv4Address("10.0.0.1"), 24},
                               {NfFamily::IPV4, Ipv4Address("10.0.9.1"), 16}};
        writer.Write(interface);
        interface.ifindex = 3;
        interface.name = "eth1";
        interface.channel = -1;
        interface.addresses = {{NfFamily::IPV4, Ipv4Address("203.0.113.1"), 30}};
        writer.Write(interface);
    }

    void WriteRules(NfTraceWriter& writer)
    {
        NfTraceRuleset filter;
        filter.node = 3;
        filter.table = "filter";
        filter.generation = 1;
        filter.chains = {
            {"FORWARD",
             "DROP",
             {{"-A FORWARD -j user", "user"}, {"-A FORWARD -o eth1 -p udp -j ACCEPT", "ACCEPT"}}},
            {"user", "", {{"-A user -s 10.0.0.66/32 -j DROP", "DROP"}}}};
        m_forward = writer.Write(filter);
        NfTraceRuleset nat;
        nat.node = 3;
        nat.table = "nat";
        nat.generation = 1;
        nat.chains = {
            {"POSTROUTING", "ACCEPT", {{"-A POSTROUTING -o eth1 -j MASQUERADE", "MASQUERADE"}}}};
        m_postrouting = writer.Write(nat);
        EXPECT_EQ(m_postrouting, m_forward + 2);
    }

    NfTraceHookPass At(NfHook hook, int64_t time, uint64_t packet, const NfTraceTuple& tuple)
    {
        NfTraceHookPass pass;
        pass.time = time;
        pass.node = 3;
        pass.packet = packet;
        pass.journey = packet - 60;
        pass.hook = hook;
        pass.in = hook == NfHook::POSTROUTING ? 0 : 2;
        pass.out = hook == NfHook::PREROUTING ? 0 : 3;
        pass.length = 128;
        pass.ctState = NfCtState::NEW;
        pass.before.tuple = tuple;
        pass.before.ttl = 63;
        pass.after = pass.before;
        return pass;
    }

    void WritePackets(NfTraceWriter& writer)
    {
        const NfTraceTuple inside = Udp("10.0.0.2", 1000, "192.0.2.1", 53);
        const NfTraceTuple outside = Udp("203.0.113.1", 1000, "192.0.2.1", 53);
        NfTraceHookPass pass = At(NfHook::PREROUTING, 100, 70, inside);
        pass.connection = 8;
        writer.Write(pass);
        pass = At(NfHook::FORWARD, 100, 70, inside);
        pass.connection = 8;
        pass.after.mark = 7;
        pass.rulesVisited = 3;
        writer.Write(pass,
                     {{m_forward, 1, NfTraceRuleVerdict::JUMP},
                      {m_forward + 1, 0, NfTraceRuleVerdict::RETURN},
                      {m_forward, 2, NfTraceRuleVerdict::ACCEPT}});
        pass = At(NfHook::POSTROUTING, 100, 70, inside);
        pass.connection = 8;
        pass.before.mark = 7;
        pass.after.mark = 7;
        pass.after.tuple = outside;
        writer.Write(pass, {{m_postrouting, 1, NfTraceRuleVerdict::ACCEPT}});

        pass = At(NfHook::FORWARD, 200, 71, Udp("10.0.0.66", 1, "192.0.2.1", 53));
        pass.verdict = NfVerdict::DROP;
        pass.reason = "rule";
        pass.rulesVisited = 2;
        writer.Write(pass,
                     {{m_forward, 1, NfTraceRuleVerdict::JUMP},
                      {m_forward + 1, 1, NfTraceRuleVerdict::DROP}});

        NfTraceTuple tcp = Udp("10.0.0.2", 5, "192.0.2.1", 80);
        tcp.protocol = NfProtocol::TCP;
        pass = At(NfHook::FORWARD, 300, 72, tcp);
        pass.length = 60;
        pass.verdict = NfVerdict::DROP;
        pass.reason = "policy";
        writer.Write(pass,
                     {{m_forward, 1, NfTraceRuleVerdict::JUMP},
                      {m_forward + 1, 0, NfTraceRuleVerdict::RETURN},
                      {m_forward, 0, NfTraceRuleVerdict::DROP}});

        NfTraceStackDrop drop;
        drop.time = 400;
        drop.node = 3;
        drop.packet = 73;
        drop.ifindex = 2;
        drop.length = 40;
        drop.tuple = Udp("10.0.0.2", 6, "198.51.100.1", 7);
        drop.reason = "no-route";
        writer.Write(drop);
        NfTracePacketLink link;
        link.time = 400;
        link.node = 3;
        link.packet = 74;
        link.cause = 73;
        link.kind = "icmp-error";
        writer.Write(link);
    }

    void WriteConnection(NfTraceWriter& writer)
    {
        NfTraceConnection connection;
        connection.node = 3;
        connection.id = 8;
        connection.created = 100;
        connection.original = Udp("10.0.0.2", 1000, "192.0.2.1", 53);
        connection.reply = Udp("192.0.2.1", 53, "10.0.0.2", 1000);
        writer.Write(connection);
        connection.reply = Udp("192.0.2.1", 53, "203.0.113.1", 1000);
        writer.Write(connection); // at confirmation: NAT has changed the reply tuple
        NfTraceNatMapping mapping;
        mapping.time = 100;
        mapping.node = 3;
        mapping.connection = 8;
        mapping.before = connection.original;
        mapping.after = Udp("203.0.113.1", 1000, "192.0.2.1", 53);
        writer.Write(mapping);
        NfTraceConntrackEvent event;
        event.time = 100;
        event.node = 3;
        event.connection = 8;
        event.status = 0x18;
        event.packets = {1, 1};
        writer.Write(event);
        event.time = 150;
        event.change = NfTraceConntrackChange::UPDATE;
        event.state = "REPLIED";
        event.status = 0x1a;
        event.mark = 9;
        writer.Write(event);
        event.time = 8000;
        event.change = NfTraceConntrackChange::DESTROY;
        event.state = "";
        event.reason = "timeout";
        event.bytes = {128, 256};
        writer.Write(event);
    }

    TemporaryFolder m_folder;
    std::string m_path{m_folder / "run.db"};
    uint32_t m_forward{0};
    uint32_t m_postrouting{0};
};

} // namespace

TEST_F(TraceViews, Interfaces)
{
    EXPECT_THAT(
        Query(m_path, "SELECT node, ifindex, name, mac, mtu, channel, type FROM interface"),
        ElementsAre(Row{"3", "2", "eth0", "00:00:00:00:00:01", "1500", "5", "ns3::CsmaNetDevice"},
                    Row{"3", "3", "eth1", "00:00:00:00:00:01", "1500", "-", "ns3::CsmaNetDevice"}));
    EXPECT_THAT(Query(m_path,
                      "SELECT i.ifindex, a.text, hex(a.bytes), i.prefix_length FROM "
                      "interface_address i JOIN address a ON a.run = i.run AND a.id = i.address "
                      "ORDER BY i.ifindex, i.position"),
                ElementsAre(Row{"2", "10.0.0.1", "0A000001", "24"},
                            Row{"2", "10.0.9.1", "0A000901", "16"},
                            Row{"3", "203.0.113.1", "CB007101", "30"}));
}

TEST_F(TraceViews, APassTellsHowManyRulesWereVisited)
{
    EXPECT_THAT(
        Query(m_path,
              "SELECT id, rules_visited FROM v_hook_pass WHERE id IN (1, 2, 4) ORDER BY id"),
        ElementsAre(Row{"1", "0"}, Row{"2", "3"}, Row{"4", "2"}));
}

TEST_F(TraceViews, HookPass)
{
    EXPECT_THAT(Query(m_path,
                      "SELECT time, node_name, packet, journey, hook, in_name, out_name, "
                      "protocol_name, source, source_port, destination, destination_port, length, "
                      "mark, connection, ct_state, direction, verdict, reason FROM v_hook_pass "
                      "WHERE id IN (3, 4) ORDER BY id"),
                ElementsAre(Row{"100",
                                "gw",
                                "70",
                                "10",
                                "POSTROUTING",
                                "-",
                                "eth1",
                                "udp",
                                "203.0.113.1",
                                "1000",
                                "192.0.2.1",
                                "53",
                                "128",
                                "7",
                                "8",
                                "NEW",
                                "ORIGINAL",
                                "ACCEPT",
                                "-"},
                            Row{"200",
                                "gw",
                                "71",
                                "11",
                                "FORWARD",
                                "eth0",
                                "eth1",
                                "udp",
                                "10.0.0.66",
                                "1",
                                "192.0.2.1",
                                "53",
                                "128",
                                "0",
                                "-",
                                "NEW",
                                "-",
                                "DROP",
                                "rule"}));
}

TEST_F(TraceViews, PacketPathIsTheJourneyInOrder)
{
    EXPECT_THAT(
        Query(m_path,
              "SELECT id, place, table_name, chain, rule_number, rule_verdict, verdict, "
              "source FROM v_packet_path WHERE packet = 70 ORDER BY id, step"),
        ElementsAre(
            Row{"1", "PREROUTING", "-", "-", "-", "-", "ACCEPT", "10.0.0.2"},
            Row{"2", "FORWARD", "filter", "FORWARD", "1", "JUMP", "ACCEPT", "10.0.0.2"},
            Row{"2", "FORWARD", "filter", "user", "0", "RETURN", "ACCEPT", "10.0.0.2"},
            Row{"2", "FORWARD", "filter", "FORWARD", "2", "ACCEPT", "ACCEPT", "10.0.0.2"},
            Row{"3", "POSTROUTING", "nat", "POSTROUTING", "1", "ACCEPT", "ACCEPT", "203.0.113.1"}));
    EXPECT_THAT(Query(m_path,
                      "SELECT w.id, b.source, a.source, w.mark_before, w.mark_after, ttl_before, "
                      "ttl_after FROM v_packet_path w JOIN v_flow b ON b.run = w.run AND b.flow = "
                      "flow_before JOIN v_flow a ON a.run = w.run AND a.flow = flow_after WHERE "
                      "packet = 70 AND (step IS NULL OR step = 0) ORDER BY w.id"),
                ElementsAre(Row{"2", "10.0.0.2", "10.0.0.2", "0", "7", "63", "63"},
                            Row{"3", "10.0.0.2", "203.0.113.1", "7", "7", "63", "63"}));
    EXPECT_THAT(Query(m_path,
                      "SELECT time, place, in_name, verdict, reason, destination FROM "
                      "v_packet_path WHERE packet = 73"),
                ElementsAre(Row{"400", "stack", "eth0", "DROP", "no-route", "198.51.100.1"}));
}

TEST_F(TraceViews, DropsNameRulePolicyOrReason)
{
    EXPECT_THAT(
        Query(m_path,
              "SELECT time, node_name, packet, place, reason, table_name, chain, rule, "
              "protocol_name, destination_port, length FROM v_drops ORDER BY id"),
        ElementsAre(Row{"200",
                        "gw",
                        "71",
                        "FORWARD",
                        "rule",
                        "filter",
                        "user",
                        "-A user -s 10.0.0.66/32 -j DROP",
                        "udp",
                        "53",
                        "128"},
                    Row{"300",
                        "gw",
                        "72",
                        "FORWARD",
                        "policy",
                        "filter",
                        "FORWARD",
                        "policy DROP",
                        "tcp",
                        "80",
                        "60"},
                    Row{"400", "gw", "73", "stack", "no-route", "-", "-", "-", "udp", "7", "40"}));
}

TEST_F(TraceViews, RuleHitsSayWhatWasHit)
{
    EXPECT_THAT(
        Query(m_path,
              "SELECT chain, rule_number, what, rule, verdict, COUNT(*), SUM(length) FROM "
              "v_rule_hits GROUP BY chain_id, rule_number ORDER BY chain_id, rule_number"),
        ElementsAre(Row{"FORWARD", "0", "policy", "-", "DROP", "1", "60"},
                    Row{"FORWARD", "1", "rule", "-A FORWARD -j user", "JUMP", "3", "316"},
                    Row{"FORWARD",
                        "2",
                        "rule",
                        "-A FORWARD -o eth1 -p udp -j ACCEPT",
                        "ACCEPT",
                        "1",
                        "128"},
                    Row{"user", "0", "end", "-", "RETURN", "2", "188"},
                    Row{"user", "1", "rule", "-A user -s 10.0.0.66/32 -j DROP", "DROP", "1", "128"},
                    Row{"POSTROUTING",
                        "1",
                        "rule",
                        "-A POSTROUTING -o eth1 -j MASQUERADE",
                        "ACCEPT",
                        "1",
                        "128"}));
}

TEST_F(TraceViews, ConnectionsHaveATimeline)
{
    EXPECT_THAT(Query(m_path,
                      "SELECT connection, protocol_name, source, reply_destination, time, change, "
                      "state, status, mark, reason, packets_original, bytes_original, "
                      "packets_reply, bytes_reply FROM v_connections ORDER BY id"),
                ElementsAre(Row{"8",
                                "udp",
                                "10.0.0.2",
                                "203.0.113.1",
                                "100",
                                "new",
                                "-",
                                "24",
                                "0",
                                "-",
                                "-",
                                "-",
                                "-",
                                "-"},
                            Row{"8",
                                "udp",
                                "10.0.0.2",
                                "203.0.113.1",
                                "150",
                                "update",
                                "REPLIED",
                                "26",
                                "9",
                                "-",
                                "-",
                                "-",
                                "-",
                                "-"},
                            Row{"8",
                                "udp",
                                "10.0.0.2",
                                "203.0.113.1",
                                "8000",
                                "destroy",
                                "-",
                                "26",
                                "9",
                                "timeout",
                                "1",
                                "128",
                                "1",
                                "256"}));
}

TEST_F(TraceViews, Nat)
{
    EXPECT_THAT(
        Query(m_path,
              "SELECT node_name, connection, kind, source_before, source_port_before, "
              "source_after, source_port_after, destination_after FROM v_nat"),
        ElementsAre(
            Row{"gw", "8", "SNAT", "10.0.0.2", "1000", "203.0.113.1", "1000", "192.0.2.1"}));
}

TEST_F(TraceViews, PacketsAndTheirCauses)
{
    EXPECT_THAT(Query(m_path, "SELECT uid, first_time, first_node, length FROM packet"),
                ElementsAre(Row{"70", "100", "3", "128"},
                            Row{"71", "200", "3", "128"},
                            Row{"72", "300", "3", "60"},
                            Row{"73", "400", "3", "40"}));
    EXPECT_THAT(Query(m_path,
                      "SELECT f.source FROM packet p JOIN v_flow f ON f.run = p.run AND f.flow = "
                      "p.flow WHERE uid = 70"),
                ElementsAre(Row{"10.0.0.2"}))
        << "the flow of a packet is what it was before the first rewrite";
    EXPECT_THAT(Query(m_path, "SELECT packet, cause, kind FROM packet_link"),
                ElementsAre(Row{"74", "73", "icmp-error"}));
}

TEST_F(TraceViews, EventsOfAllTablesShareOneSequence)
{
    EXPECT_THAT(Query(m_path,
                      "SELECT COUNT(*), COUNT(DISTINCT id), MIN(id), MAX(id) FROM (SELECT id FROM "
                      "hook_pass UNION ALL SELECT id FROM stack_drop UNION ALL SELECT id FROM "
                      "packet_link UNION ALL SELECT id FROM conntrack_event UNION ALL SELECT id "
                      "FROM nat_mapping)"),
                ElementsAre(Row{"11", "11", "1", "11"}));
}

TEST_F(TraceViews, AskingForAPacketOrForDropsUsesTheIndexes)
{
    auto plan = [this](const std::string& sql) {
        std::string text;
        for (const Row& row : Query(m_path, "EXPLAIN QUERY PLAN " + sql))
        {
            text += row.back() + "\n";
        }
        return text;
    };
    const std::string packet = plan("SELECT * FROM v_packet_path WHERE run = 1 AND packet = 70");
    EXPECT_THAT(packet, testing::HasSubstr("SEARCH h USING PRIMARY KEY (run=? AND packet=?)"));
    EXPECT_THAT(packet, testing::HasSubstr("stack_drop_packet (run=? AND packet=?)"));
    EXPECT_THAT(packet, testing::Not(testing::HasSubstr("SCAN h")));
    EXPECT_THAT(plan("SELECT * FROM v_drops WHERE run = 1"), testing::HasSubstr("hook_pass_drop"));
}

TEST(TraceViewsIpv6, AddressesAreShownAsRfc5952Says)
{
    TemporaryFolder folder;
    NfTraceWriter writer(folder / "run.db", {});
    NfTraceHookPass pass = Pass(0, 1);
    pass.family = NfFamily::IPV6;
    pass.before.tuple.family = NfFamily::IPV6;
    pass.before.tuple.source = NfAddress(std::array<uint32_t, 4>{0x20010db8, 0, 0, 1});
    pass.before.tuple.destination = NfAddress(std::array<uint32_t, 4>{0, 0, 0, 1});
    pass.after = pass.before;
    writer.Write(pass);
    pass.packet = 2;
    pass.family = NfFamily::NETDEV;
    pass.before.tuple = NfTraceTuple{};
    pass.before.tuple.family = NfFamily::NETDEV;
    pass.after = pass.before;
    pass.hook = NfHook::INGRESS;
    writer.Write(pass);
    writer.Finish({0, true, ""});
    EXPECT_THAT(
        Query(folder / "run.db",
              "SELECT family, hook, source, destination FROM v_hook_pass ORDER BY id"),
        ElementsAre(Row{"10", "PREROUTING", "2001:db8::1", "::1"}, Row{"5", "INGRESS", "", ""}));
    EXPECT_THAT(Query(folder / "run.db", "SELECT length(bytes) FROM address ORDER BY id"),
                ElementsAre(Row{"16"}, Row{"16"}, Row{"0"}));
}
