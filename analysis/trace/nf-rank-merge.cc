// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rank-merge.h"

#include "nf-progress.h"

#include <fmt/format.h>

namespace ns3
{

namespace
{

// Numbers of the events of all ranks: temp.event.
constexpr const char* COLLECT_EVENTS =
    "INSERT INTO temp.raw SELECT time, {rank}, id FROM other.hook_pass WHERE run = {from};"
    "INSERT INTO temp.raw SELECT time, {rank}, id FROM other.stack_drop WHERE run = {from};"
    "INSERT INTO temp.raw SELECT time, {rank}, id FROM other.loss WHERE run = {from};"
    "INSERT INTO temp.raw SELECT time, {rank}, id FROM other.packet_link WHERE run = {from};"
    "INSERT INTO temp.raw SELECT time, {rank}, id FROM other.conntrack_event WHERE run = {from};"
    "INSERT INTO temp.raw SELECT time, {rank}, id FROM other.nat_mapping WHERE run = {from};"
    "INSERT INTO temp.raw SELECT time, {rank}, id FROM other.log_line WHERE run = {from}";

constexpr const char* NUMBER_EVENTS =
    "INSERT INTO temp.event SELECT rank, old, row_number() OVER (ORDER BY time, rank, old) FROM "
    "temp.raw ORDER BY rank, old;"
    "DROP TABLE temp.raw";

// The first rank's run stands for all.
constexpr const char* MAKE_RUN =
    "INSERT INTO main.run (uuid, label, seed, run_number, ns3_version, module_version, "
    "schema_version, command_line, level, started, ended, sim_end, finished, reason, scenario, "
    "hash, variant, placement, replication, text) "
    "SELECT uuid, label, seed, run_number, ns3_version, module_version, schema_version, "
    "command_line, level, started, ended, sim_end, finished, reason, scenario, hash, variant, "
    "placement, replication, text FROM other.run "
    "WHERE id = {from}";

constexpr const char* EXTEND_RUN =
    "UPDATE main.run SET "
    "started = MIN(started, (SELECT started FROM other.run WHERE id = {from})), "
    "ended = MAX(ended, (SELECT ended FROM other.run WHERE id = {from})), "
    "sim_end = MAX(sim_end, (SELECT sim_end FROM other.run WHERE id = {from})), "
    "reason = CASE WHEN finished THEN (SELECT reason FROM other.run WHERE id = {from}) "
    "ELSE reason END, "
    "finished = MIN(finished, (SELECT finished FROM other.run WHERE id = {from})) "
    "WHERE id = {run}";

// temp.address and temp.flow: numbers of a rank, and what they are in the joined run.
constexpr const char* COPY_RANK =
    "INSERT INTO main.address SELECT {run}, {address} + row_number() OVER (ORDER BY o.id), "
    "o.family, o.text, o.bytes FROM other.address o WHERE o.run = {from} AND NOT EXISTS "
    "(SELECT 1 FROM main.address m WHERE m.run = {run} AND m.bytes = o.bytes);"
    "DELETE FROM temp.address;"
    "INSERT INTO temp.address SELECT o.id, m.id FROM other.address o JOIN main.address m "
    "ON m.run = {run} AND m.bytes = o.bytes WHERE o.run = {from};"

    "DELETE FROM temp.tuple;"
    "INSERT INTO temp.tuple SELECT o.id, o.protocol, s.new, o.source_port, d.new, "
    "o.destination_port FROM other.flow o JOIN temp.address s ON s.old = o.source "
    "JOIN temp.address d ON d.old = o.destination WHERE o.run = {from};"
    "INSERT INTO main.flow SELECT {run}, {flow} + row_number() OVER (ORDER BY o.id), o.protocol, "
    "o.source, o.source_port, o.destination, o.destination_port FROM temp.tuple o "
    "WHERE NOT EXISTS (SELECT 1 FROM main.flow m WHERE m.run = {run} AND m.source = o.source AND "
    "m.destination = o.destination AND m.source_port = o.source_port AND "
    "m.destination_port = o.destination_port AND m.protocol = o.protocol);"
    "DELETE FROM temp.flow;"
    "INSERT INTO temp.flow SELECT o.id, m.id FROM temp.tuple o JOIN main.flow m ON m.run = {run} "
    "AND m.source = o.source AND m.destination = o.destination AND "
    "m.source_port = o.source_port AND m.destination_port = o.destination_port AND "
    "m.protocol = o.protocol;"

    // What the rank that traced a node says of it comes before what others know.
    "CREATE TEMP TABLE known AS SELECT id FROM main.node m WHERE run = {run} AND (traced OR NOT "
    "(SELECT traced FROM other.node o WHERE o.run = {from} AND o.id = m.id));"
    "DELETE FROM main.interface_address WHERE run = {run} AND node NOT IN temp.known AND node IN "
    "(SELECT id FROM other.node WHERE run = {from});"
    "DELETE FROM main.interface WHERE run = {run} AND node NOT IN temp.known AND node IN "
    "(SELECT id FROM other.node WHERE run = {from});"
    "INSERT OR REPLACE INTO main.node SELECT {run}, id, name, system_id, traced, layer FROM "
    "other.node WHERE run = {from} AND id NOT IN temp.known;"
    "INSERT INTO main.interface SELECT {run}, node, ifindex, name, mac, mtu, channel, "
    "type FROM other.interface WHERE run = {from} AND node NOT IN temp.known;"
    "INSERT INTO main.interface_address SELECT {run}, i.node, i.ifindex, i.position, "
    "a.new, i.prefix_length FROM other.interface_address i JOIN temp.address a "
    "ON a.old = i.address WHERE i.run = {from} AND i.node NOT IN temp.known;"
    "DROP TABLE temp.known;"

    "INSERT INTO main.ruleset SELECT {run}, id + {ruleset}, time, node, family, table_name, "
    "generation FROM other.ruleset WHERE run = {from};"
    "INSERT INTO main.chain SELECT {run}, id + {chain}, ruleset + {ruleset}, name, policy FROM "
    "other.chain WHERE run = {from};"
    "INSERT INTO main.rule SELECT {run}, chain + {chain}, number, text, target, ends, keeps_state, "
    "changes FROM other.rule WHERE run = {from};"
    "INSERT INTO main.rule_condition SELECT {run}, chain + {chain}, rule, condition, part, field, "
    "negated, first, last, mask FROM other.rule_condition WHERE run = {from};"
    "INSERT INTO main.path_step SELECT {run}, path + {path}, step, chain + {chain}, rule, verdict "
    "FROM other.path_step WHERE run = {from};"
    "INSERT INTO main.pass_kind SELECT {run}, id + {kind}, node, family, hook, in_ifindex, "
    "out_ifindex, mark, ct_state, direction, reason, path + {path}, rules_visited FROM "
    "other.pass_kind WHERE run = {from};"
    "INSERT INTO main.conntrack_kind SELECT {run}, id + {ctkind}, change, state, reason, status "
    "FROM other.conntrack_kind WHERE run = {from};"
    "INSERT INTO main.rewrite SELECT {run}, o.id + {rewrite}, b.new, a.new, o.ttl_before, "
    "o.ttl_after, o.tos_before, o.tos_after, o.mark_before, o.mark_after FROM other.rewrite o "
    "JOIN temp.flow b ON b.old = o.flow_before JOIN temp.flow a ON a.old = o.flow_after "
    "WHERE o.run = {from};"

    // A packet is what the rank that saw it first says.
    "INSERT INTO main.packet SELECT {run}, o.uid, o.first_time, o.first_node, f.new, o.length, "
    "o.sent "
    "FROM other.packet o JOIN temp.flow f ON f.old = o.flow WHERE o.run = {from} "
    "ON CONFLICT (run, uid) DO UPDATE SET first_time = excluded.first_time, "
    "first_node = excluded.first_node, flow = excluded.flow, length = excluded.length, "
    "sent = excluded.sent "
    "WHERE excluded.first_time < first_time;"

    "INSERT INTO main.hook_pass SELECT {run}, e.new, o.time, o.packet, o.journey + {journey}, "
    "o.kind + {kind}, f.new, o.length, o.connection, o.verdict, o.rewrite + {rewrite} "
    "FROM other.hook_pass o JOIN temp.event e ON e.rank = {rank} AND e.old = o.id "
    "JOIN temp.flow f ON f.old = o.flow WHERE o.run = {from};"
    "INSERT INTO main.stack_drop SELECT {run}, e.new, o.time, o.node, o.packet, "
    "o.journey + {journey}, o.ifindex, f.new, o.length, o.reason FROM other.stack_drop o "
    "JOIN temp.event e ON e.rank = {rank} AND e.old = o.id JOIN temp.flow f ON f.old = o.flow "
    "WHERE o.run = {from};"
    "INSERT INTO main.loss SELECT {run}, e.new, o.time, o.node, o.packet, o.ifindex, o.length, "
    "o.place, o.reason FROM other.loss o JOIN temp.event e ON e.rank = {rank} AND e.old = o.id "
    "WHERE o.run = {from};"
    "INSERT INTO main.packet_link SELECT {run}, e.new, o.time, o.node, o.packet, o.cause, o.kind "
    "FROM other.packet_link o JOIN temp.event e ON e.rank = {rank} AND e.old = o.id "
    "WHERE o.run = {from};"
    "INSERT INTO main.connection SELECT {run}, o.node, o.id, o.created, a.new, b.new, o.zone, "
    "o.master FROM other.connection o JOIN temp.flow a ON a.old = o.original "
    "JOIN temp.flow b ON b.old = o.reply WHERE o.run = {from};"
    "INSERT INTO main.conntrack_event SELECT {run}, e.new, o.time, o.node, o.connection, "
    "o.kind + {ctkind}, o.mark, o.packets_original, o.bytes_original, o.packets_reply, "
    "o.bytes_reply FROM other.conntrack_event o JOIN temp.event e ON e.rank = {rank} AND "
    "e.old = o.id WHERE o.run = {from};"
    "INSERT INTO main.nat_mapping SELECT {run}, e.new, o.time, o.node, o.connection, o.kind, "
    "b.new, a.new FROM other.nat_mapping o JOIN temp.event e ON e.rank = {rank} AND e.old = o.id "
    "JOIN temp.flow b ON b.old = o.flow_before JOIN temp.flow a ON a.old = o.flow_after "
    "WHERE o.run = {from};"
    "INSERT INTO main.log_line SELECT {run}, e.new, o.time, o.node, o.packet, "
    "o.journey + {journey}, o.level, o.text FROM other.log_line o JOIN temp.event e "
    "ON e.rank = {rank} AND e.old = o.id WHERE o.run = {from}";

int64_t
Largest(NfTraceMerge& merge, const char* column, const char* table)
{
    NfTraceQuery query(merge.GetHandle(),
                       fmt::format("SELECT IFNULL(MAX({}), 0) FROM main.{}", column, table));
    query.Next();
    return query.Int(0);
}

void
NumberEvents(NfTraceMerge& merge, const std::vector<NfRankRun>& ranks)
{
    merge.Execute("CREATE TEMP TABLE raw (time, rank, old);"
                  "CREATE TEMP TABLE event (rank, old, new, PRIMARY KEY (rank, old)) WITHOUT ROWID;"
                  "CREATE TEMP TABLE address (old INTEGER PRIMARY KEY, new);"
                  "CREATE TEMP TABLE flow (old INTEGER PRIMARY KEY, new);"
                  "CREATE TEMP TABLE tuple (id INTEGER PRIMARY KEY, protocol, source, "
                  "source_port, destination, destination_port)");
    for (std::size_t rank = 0; rank < ranks.size(); ++rank)
    {
        merge.Attach(ranks[rank].path);
        merge.Execute(
            fmt::format(COLLECT_EVENTS, fmt::arg("rank", rank), fmt::arg("from", ranks[rank].run)));
        merge.Detach();
    }
    merge.Execute(NUMBER_EVENTS);
}

} // namespace

void
NfMergeRanks(NfTraceMerge& merge, const std::vector<NfRankRun>& ranks)
{
    NfProgress progress("joining ranks", static_cast<int64_t>(ranks.size()));
    NumberEvents(merge, ranks);
    for (std::size_t rank = 0; rank < ranks.size(); ++rank)
    {
        merge.Attach(ranks[rank].path);
        const int64_t from = ranks[rank].run;
        merge.Execute(rank == 0
                          ? fmt::format(MAKE_RUN, fmt::arg("from", from))
                          : fmt::format(EXTEND_RUN, fmt::arg("from", from), fmt::arg("run", 1)));
        auto largest = [&merge](const char* table, const char* column = "id") {
            return Largest(merge, column, table);
        };
        merge.Execute(fmt::format(COPY_RANK,
                                  fmt::arg("from", from),
                                  fmt::arg("run", 1),
                                  fmt::arg("rank", rank),
                                  fmt::arg("address", largest("address")),
                                  fmt::arg("flow", largest("flow")),
                                  fmt::arg("ruleset", largest("ruleset")),
                                  fmt::arg("chain", largest("chain")),
                                  fmt::arg("path", largest("path_step", "path")),
                                  fmt::arg("kind", largest("pass_kind")),
                                  fmt::arg("ctkind", largest("conntrack_kind")),
                                  fmt::arg("rewrite", largest("rewrite")),
                                  fmt::arg("journey", largest("hook_pass", "journey"))));
        merge.Detach();
        progress.Step();
    }
}

} // namespace ns3
