// SPDX-License-Identifier: GPL-2.0-only

#include "nf-trace-schema.h"

namespace ns3
{

// The order of joins is fixed (CROSS JOIN) where a view is joined: left to itself the planner puts
// all flows first, and for LEFT JOIN it would store the joined view whole.
const char*
NfTraceViewSql()
{
    return R"sql(
DROP VIEW IF EXISTS v_flow;
CREATE VIEW v_flow AS
SELECT f.run, f.id AS flow, s.family, f.protocol,
       CASE f.protocol WHEN 1 THEN 'icmp' WHEN 6 THEN 'tcp' WHEN 17 THEN 'udp' WHEN 47 THEN 'gre'
         WHEN 58 THEN 'icmpv6' WHEN 132 THEN 'sctp' WHEN 136 THEN 'udplite'
         ELSE CAST(f.protocol AS TEXT) END AS protocol_name,
       s.text AS source, f.source_port, d.text AS destination, f.destination_port
FROM flow f
CROSS JOIN address s ON s.run = f.run AND s.id = f.source
CROSS JOIN address d ON d.run = f.run AND d.id = f.destination;

DROP VIEW IF EXISTS v_hook_pass;
CREATE VIEW v_hook_pass AS
SELECT h.run, h.id, h.time, k.node, n.name AS node_name, h.packet, h.journey, k.family, k.hook,
       k.in_ifindex, i.name AS in_name, k.out_ifindex, o.name AS out_name,
       h.flow, f.protocol, f.protocol_name, f.source, f.source_port,
       f.destination, f.destination_port,
       COALESCE(h.length, p.length) AS length, k.mark, h.connection, k.ct_state, k.direction,
       CASE h.verdict WHEN 0 THEN 'DROP' WHEN 1 THEN 'ACCEPT' WHEN 2 THEN 'STOLEN'
         WHEN 3 THEN 'QUEUE' ELSE 'REPEAT' END AS verdict,
       k.reason, k.path, h.rewrite, k.rules_visited
FROM hook_pass h
JOIN pass_kind k ON k.run = h.run AND k.id = h.kind
LEFT JOIN node n ON n.run = h.run AND n.id = k.node
LEFT JOIN interface i ON i.run = h.run AND i.node = k.node AND i.ifindex = k.in_ifindex
LEFT JOIN interface o ON o.run = h.run AND o.node = k.node AND o.ifindex = k.out_ifindex
LEFT JOIN packet p ON p.run = h.run AND p.uid = h.packet
CROSS JOIN v_flow f ON f.run = h.run AND f.flow = h.flow;

DROP VIEW IF EXISTS v_rule_hits;
CREATE VIEW v_rule_hits AS
SELECT h.run, h.id, s.step, h.time, k.node, n.name AS node_name, h.packet, h.journey, k.hook,
       r.table_name, r.generation, c.name AS chain, s.rule AS rule_number,
       CASE WHEN s.rule > 0 THEN 'rule' WHEN c.policy IS NULL THEN 'end' ELSE 'policy' END AS what,
       u.text AS rule, u.target, s.verdict, COALESCE(h.length, p.length) AS length,
       s.chain AS chain_id
FROM hook_pass h
JOIN pass_kind k ON k.run = h.run AND k.id = h.kind
JOIN path_step s ON s.run = h.run AND s.path = k.path
LEFT JOIN chain c ON c.run = h.run AND c.id = s.chain
LEFT JOIN ruleset r ON r.run = h.run AND r.id = c.ruleset
LEFT JOIN rule u ON u.run = h.run AND u.chain = s.chain AND u.number = s.rule
LEFT JOIN packet p ON p.run = h.run AND p.uid = h.packet
LEFT JOIN node n ON n.run = h.run AND n.id = k.node;

DROP VIEW IF EXISTS v_packet_path;
CREATE VIEW v_packet_path AS
SELECT h.run, h.packet, h.id, h.time, k.node, n.name AS node_name, h.journey, k.hook AS place,
       i.name AS in_name, o.name AS out_name,
       r.table_name, c.name AS chain, s.step, s.rule AS rule_number, u.text AS rule,
       s.verdict AS rule_verdict,
       CASE h.verdict WHEN 0 THEN 'DROP' WHEN 1 THEN 'ACCEPT' WHEN 2 THEN 'STOLEN'
         WHEN 3 THEN 'QUEUE' ELSE 'REPEAT' END AS verdict,
       k.reason, k.ct_state, k.direction, h.connection, k.mark,
       f.protocol_name, f.source, f.source_port, f.destination, f.destination_port,
       w.flow_before, w.flow_after, w.ttl_before, w.ttl_after, w.tos_before, w.tos_after,
       w.mark_before, w.mark_after
FROM hook_pass h
JOIN pass_kind k ON k.run = h.run AND k.id = h.kind
LEFT JOIN path_step s ON s.run = h.run AND s.path = k.path
LEFT JOIN chain c ON c.run = h.run AND c.id = s.chain
LEFT JOIN ruleset r ON r.run = h.run AND r.id = c.ruleset
LEFT JOIN rule u ON u.run = h.run AND u.chain = s.chain AND u.number = s.rule
LEFT JOIN rewrite w ON w.run = h.run AND w.id = h.rewrite
LEFT JOIN node n ON n.run = h.run AND n.id = k.node
LEFT JOIN interface i ON i.run = h.run AND i.node = k.node AND i.ifindex = k.in_ifindex
LEFT JOIN interface o ON o.run = h.run AND o.node = k.node AND o.ifindex = k.out_ifindex
CROSS JOIN v_flow f ON f.run = h.run AND f.flow = h.flow
UNION ALL
SELECT d.run, d.packet, d.id, d.time, d.node, n.name, d.journey, 'stack',
       i.name, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'DROP', d.reason, NULL, NULL, NULL, NULL,
       f.protocol_name, f.source, f.source_port, f.destination, f.destination_port,
       NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM stack_drop d
LEFT JOIN node n ON n.run = d.run AND n.id = d.node
LEFT JOIN interface i ON i.run = d.run AND i.node = d.node AND i.ifindex = d.ifindex
CROSS JOIN v_flow f ON f.run = d.run AND f.flow = d.flow
UNION ALL
SELECT l.run, l.packet, l.id, l.time, l.node, n.name, NULL, l.place,
       i.name, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'LOST', l.reason, NULL, NULL, NULL, NULL,
       f.protocol_name, f.source, f.source_port, f.destination, f.destination_port,
       NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM loss l
LEFT JOIN node n ON n.run = l.run AND n.id = l.node
LEFT JOIN interface i ON i.run = l.run AND i.node = l.node AND i.ifindex = l.ifindex
LEFT JOIN packet p ON p.run = l.run AND p.uid = l.packet
CROSS JOIN v_flow f ON f.run = l.run AND f.flow = p.flow;

DROP VIEW IF EXISTS v_losses;
CREATE VIEW v_losses AS
SELECT l.run, l.id, l.time, l.node, n.name AS node_name, l.packet, l.place, l.reason, l.ifindex,
       i.name AS interface_name, l.length, f.protocol_name, f.source, f.source_port,
       f.destination, f.destination_port
FROM loss l
LEFT JOIN node n ON n.run = l.run AND n.id = l.node
LEFT JOIN interface i ON i.run = l.run AND i.node = l.node AND i.ifindex = l.ifindex
LEFT JOIN packet p ON p.run = l.run AND p.uid = l.packet
CROSS JOIN v_flow f ON f.run = l.run AND f.flow = p.flow;

DROP VIEW IF EXISTS v_drops;
CREATE VIEW v_drops AS
SELECT h.run, h.id, h.time, k.node, n.name AS node_name, h.packet, k.hook AS place,
       COALESCE(k.reason, 'hook') AS reason, r.table_name, c.name AS chain,
       s.rule AS rule_number,
       CASE WHEN s.rule IS NULL THEN NULL WHEN s.rule > 0 THEN u.text
         ELSE 'policy ' || c.policy END AS rule,
       f.protocol_name, f.source, f.source_port, f.destination, f.destination_port,
       COALESCE(h.length, p.length) AS length
FROM hook_pass h
JOIN pass_kind k ON k.run = h.run AND k.id = h.kind
LEFT JOIN path_step s ON s.run = h.run AND s.path = k.path AND s.verdict = 'DROP'
LEFT JOIN chain c ON c.run = h.run AND c.id = s.chain
LEFT JOIN ruleset r ON r.run = h.run AND r.id = c.ruleset
LEFT JOIN rule u ON u.run = h.run AND u.chain = s.chain AND u.number = s.rule
LEFT JOIN packet p ON p.run = h.run AND p.uid = h.packet
LEFT JOIN node n ON n.run = h.run AND n.id = k.node
CROSS JOIN v_flow f ON f.run = h.run AND f.flow = h.flow
WHERE h.verdict = 0
UNION ALL
SELECT d.run, d.id, d.time, d.node, n.name, d.packet, 'stack', d.reason, NULL, NULL, NULL, NULL,
       f.protocol_name, f.source, f.source_port, f.destination, f.destination_port, d.length
FROM stack_drop d
LEFT JOIN node n ON n.run = d.run AND n.id = d.node
CROSS JOIN v_flow f ON f.run = d.run AND f.flow = d.flow;

DROP VIEW IF EXISTS v_connections;
CREATE VIEW v_connections AS
SELECT c.run, c.node, n.name AS node_name, c.id AS connection, a.protocol_name, c.zone, c.master,
       c.created, a.source, a.source_port, a.destination, a.destination_port,
       b.source AS reply_source, b.source_port AS reply_source_port,
       b.destination AS reply_destination, b.destination_port AS reply_destination_port,
       e.id, e.time, k.change, k.state, k.status, e.mark, k.reason,
       e.packets_original, e.bytes_original, e.packets_reply, e.bytes_reply
FROM connection c
LEFT JOIN conntrack_event e ON e.run = c.run AND e.node = c.node AND e.connection = c.id
LEFT JOIN conntrack_kind k ON k.run = e.run AND k.id = e.kind
LEFT JOIN node n ON n.run = c.run AND n.id = c.node
CROSS JOIN v_flow a ON a.run = c.run AND a.flow = c.original
CROSS JOIN v_flow b ON b.run = c.run AND b.flow = c.reply;

DROP VIEW IF EXISTS v_nat;
CREATE VIEW v_nat AS
SELECT m.run, m.id, m.time, m.node, n.name AS node_name, m.connection, m.kind, a.protocol_name,
       a.source AS source_before, a.source_port AS source_port_before,
       a.destination AS destination_before, a.destination_port AS destination_port_before,
       b.source AS source_after, b.source_port AS source_port_after,
       b.destination AS destination_after, b.destination_port AS destination_port_after
FROM nat_mapping m
LEFT JOIN node n ON n.run = m.run AND n.id = m.node
CROSS JOIN v_flow a ON a.run = m.run AND a.flow = m.flow_before
CROSS JOIN v_flow b ON b.run = m.run AND b.flow = m.flow_after;
)sql";
}

} // namespace ns3
