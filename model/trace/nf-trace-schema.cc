// SPDX-License-Identifier: GPL-2.0-only

#include "nf-trace-schema.h"

namespace ns3
{

// Size comes first here: what repeats (flows, what a pass looked like, the rules it hit) is stored
// once and referred to by a small number, and keys are composed of the run and a number within the
// run, so that writers of several processes never clash. 0 and 1 take no space in SQLite. Hook
// passes lie in order of their packets, nearly that of their arrival: it spares an index of their
// size.
const char*
NfTraceTableSql()
{
    return R"sql(
CREATE TABLE run (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE,
  label TEXT NOT NULL,
  seed INTEGER NOT NULL,
  run_number INTEGER NOT NULL,
  ns3_version TEXT NOT NULL,
  module_version TEXT NOT NULL,
  schema_version INTEGER NOT NULL,
  command_line TEXT NOT NULL,
  level TEXT NOT NULL,
  started INTEGER NOT NULL,
  ended INTEGER,
  sim_end INTEGER,
  finished INTEGER NOT NULL DEFAULT 0,
  reason TEXT NOT NULL DEFAULT 'unfinished'
);
CREATE TABLE node (
  run INTEGER NOT NULL,
  id INTEGER NOT NULL,
  name TEXT NOT NULL,
  system_id INTEGER NOT NULL,
  PRIMARY KEY (run, id)
) WITHOUT ROWID;
CREATE TABLE interface (
  run INTEGER NOT NULL,
  node INTEGER NOT NULL,
  ifindex INTEGER NOT NULL,
  name TEXT NOT NULL,
  mac TEXT NOT NULL,
  mtu INTEGER NOT NULL,
  channel INTEGER,
  type TEXT NOT NULL,
  PRIMARY KEY (run, node, ifindex)
) WITHOUT ROWID;
CREATE TABLE interface_address (
  run INTEGER NOT NULL,
  node INTEGER NOT NULL,
  ifindex INTEGER NOT NULL,
  position INTEGER NOT NULL,
  address INTEGER NOT NULL,
  prefix_length INTEGER NOT NULL,
  PRIMARY KEY (run, node, ifindex, position)
) WITHOUT ROWID;
CREATE TABLE ruleset (
  run INTEGER NOT NULL,
  id INTEGER NOT NULL,
  time INTEGER NOT NULL,
  node INTEGER NOT NULL,
  family INTEGER NOT NULL,
  table_name TEXT NOT NULL,
  generation INTEGER NOT NULL,
  PRIMARY KEY (run, id)
) WITHOUT ROWID;
CREATE TABLE chain (
  run INTEGER NOT NULL,
  id INTEGER NOT NULL,
  ruleset INTEGER NOT NULL,
  name TEXT NOT NULL,
  policy TEXT,
  PRIMARY KEY (run, id)
) WITHOUT ROWID;
CREATE TABLE rule (
  run INTEGER NOT NULL,
  chain INTEGER NOT NULL,
  number INTEGER NOT NULL,
  text TEXT NOT NULL,
  target TEXT NOT NULL,
  PRIMARY KEY (run, chain, number)
) WITHOUT ROWID;
CREATE TABLE address (
  run INTEGER NOT NULL,
  id INTEGER NOT NULL,
  family INTEGER NOT NULL,
  text TEXT NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (run, id),
  UNIQUE (run, bytes)
) WITHOUT ROWID;
CREATE TABLE flow (
  run INTEGER NOT NULL,
  id INTEGER NOT NULL,
  protocol INTEGER NOT NULL,
  source INTEGER NOT NULL,
  source_port INTEGER NOT NULL,
  destination INTEGER NOT NULL,
  destination_port INTEGER NOT NULL,
  PRIMARY KEY (run, id),
  UNIQUE (run, source, destination, source_port, destination_port, protocol)
) WITHOUT ROWID;
CREATE TABLE packet (
  run INTEGER NOT NULL,
  uid INTEGER NOT NULL,
  first_time INTEGER NOT NULL,
  first_node INTEGER NOT NULL,
  flow INTEGER NOT NULL,
  length INTEGER NOT NULL,
  PRIMARY KEY (run, uid)
) WITHOUT ROWID;
CREATE TABLE packet_link (
  run INTEGER NOT NULL,
  id INTEGER NOT NULL,
  time INTEGER NOT NULL,
  node INTEGER NOT NULL,
  packet INTEGER NOT NULL,
  cause INTEGER NOT NULL,
  kind TEXT NOT NULL,
  PRIMARY KEY (run, id)
) WITHOUT ROWID;
CREATE TABLE path_step (
  run INTEGER NOT NULL,
  path INTEGER NOT NULL,
  step INTEGER NOT NULL,
  chain INTEGER NOT NULL,
  rule INTEGER NOT NULL,
  verdict TEXT NOT NULL,
  PRIMARY KEY (run, path, step)
) WITHOUT ROWID;
CREATE TABLE pass_kind (
  run INTEGER NOT NULL,
  id INTEGER NOT NULL,
  node INTEGER NOT NULL,
  family INTEGER NOT NULL,
  hook TEXT NOT NULL,
  in_ifindex INTEGER,
  out_ifindex INTEGER,
  mark INTEGER NOT NULL,
  ct_state TEXT NOT NULL,
  direction TEXT,
  reason TEXT,
  path INTEGER,
  PRIMARY KEY (run, id)
) WITHOUT ROWID;
CREATE TABLE rewrite (
  run INTEGER NOT NULL,
  id INTEGER NOT NULL,
  flow_before INTEGER NOT NULL,
  flow_after INTEGER NOT NULL,
  ttl_before INTEGER NOT NULL,
  ttl_after INTEGER NOT NULL,
  tos_before INTEGER NOT NULL,
  tos_after INTEGER NOT NULL,
  mark_before INTEGER NOT NULL,
  mark_after INTEGER NOT NULL,
  PRIMARY KEY (run, id)
) WITHOUT ROWID;
CREATE TABLE hook_pass (
  run INTEGER NOT NULL,
  id INTEGER NOT NULL,
  time INTEGER NOT NULL,
  packet INTEGER NOT NULL,
  journey INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  flow INTEGER NOT NULL,
  length INTEGER,
  connection INTEGER,
  verdict INTEGER NOT NULL,
  rewrite INTEGER,
  PRIMARY KEY (run, packet, id)
) WITHOUT ROWID;
CREATE TABLE stack_drop (
  run INTEGER NOT NULL,
  id INTEGER NOT NULL,
  time INTEGER NOT NULL,
  node INTEGER NOT NULL,
  packet INTEGER NOT NULL,
  journey INTEGER,
  ifindex INTEGER,
  flow INTEGER NOT NULL,
  length INTEGER NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (run, id)
) WITHOUT ROWID;
CREATE TABLE connection (
  run INTEGER NOT NULL,
  node INTEGER NOT NULL,
  id INTEGER NOT NULL,
  created INTEGER NOT NULL,
  original INTEGER NOT NULL,
  reply INTEGER NOT NULL,
  zone INTEGER NOT NULL,
  master INTEGER,
  PRIMARY KEY (run, node, id)
) WITHOUT ROWID;
CREATE TABLE conntrack_kind (
  run INTEGER NOT NULL,
  id INTEGER NOT NULL,
  change TEXT NOT NULL,
  state TEXT,
  reason TEXT,
  status INTEGER NOT NULL,
  PRIMARY KEY (run, id)
) WITHOUT ROWID;
CREATE TABLE conntrack_event (
  run INTEGER NOT NULL,
  id INTEGER NOT NULL,
  time INTEGER NOT NULL,
  node INTEGER NOT NULL,
  connection INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  mark INTEGER NOT NULL,
  packets_original INTEGER,
  bytes_original INTEGER,
  packets_reply INTEGER,
  bytes_reply INTEGER,
  PRIMARY KEY (run, id)
) WITHOUT ROWID;
CREATE TABLE nat_mapping (
  run INTEGER NOT NULL,
  id INTEGER NOT NULL,
  time INTEGER NOT NULL,
  node INTEGER NOT NULL,
  connection INTEGER NOT NULL,
  kind TEXT NOT NULL,
  flow_before INTEGER NOT NULL,
  flow_after INTEGER NOT NULL,
  PRIMARY KEY (run, id)
) WITHOUT ROWID;
CREATE TABLE log_line (
  run INTEGER NOT NULL,
  id INTEGER NOT NULL,
  time INTEGER NOT NULL,
  node INTEGER NOT NULL,
  packet INTEGER NOT NULL,
  journey INTEGER,
  level INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (run, id)
) WITHOUT ROWID;
-- What the planner is to expect (ANALYZE's own numbers would need a scan of everything, and would
-- be missing from a run that was killed): few rows of a packet, very many of a run, which are better
-- read in order of the primary key than by an index.
ANALYZE;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('hook_pass', 'hook_pass', '1000000 100000 6 1'),
  ('hook_pass', 'hook_pass_drop', '10000 10000 1'),
  ('packet', 'packet', '200000 200000 1'),
  ('packet_link', 'packet_link', '10000 1000 1'),
  ('packet_link', 'packet_link_packet', '10000 10000 1'),
  ('packet_link', 'packet_link_cause', '10000 10000 1'),
  ('stack_drop', 'stack_drop', '10000 1000 1'),
  ('stack_drop', 'stack_drop_packet', '10000 10000 1'),
  ('log_line', 'log_line', '10000 1000 1'),
  ('log_line', 'log_line_packet', '10000 10000 1'),
  ('connection', 'connection', '20000 20000 200 1'),
  ('conntrack_event', 'conntrack_event', '100000 10000 1'),
  ('conntrack_event', 'conntrack_event_connection', '100000 100000 1000 5'),
  ('conntrack_kind', 'conntrack_kind', '100 100 1'),
  ('nat_mapping', 'nat_mapping', '20000 2000 1'),
  ('nat_mapping', 'nat_mapping_connection', '20000 20000 200 1'),
  ('flow', 'flow', '20000 20000 1'),
  ('flow', 'sqlite_autoindex_flow_2', '20000 20000 200 10 2 1 1'),
  ('address', 'address', '500 500 1'),
  ('address', 'sqlite_autoindex_address_2', '500 500 1'),
  ('pass_kind', 'pass_kind', '1000 1000 1'),
  ('path_step', 'path_step', '5000 5000 6 1'),
  ('rewrite', 'rewrite', '10000 10000 1'),
  ('ruleset', 'ruleset', '50 50 1'),
  ('chain', 'chain', '200 200 1'),
  ('rule', 'rule', '2000 2000 10 1'),
  ('node', 'node', '50 50 1'),
  ('interface', 'interface', '150 150 3 1'),
  ('interface_address', 'interface_address', '150 150 3 1 1');
)sql";
}

const char*
NfTraceIndexSql()
{
    return R"sql(
CREATE INDEX IF NOT EXISTS hook_pass_drop ON hook_pass (run, id) WHERE verdict = 0;
CREATE INDEX IF NOT EXISTS stack_drop_packet ON stack_drop (run, packet);
CREATE INDEX IF NOT EXISTS packet_link_packet ON packet_link (run, packet);
CREATE INDEX IF NOT EXISTS packet_link_cause ON packet_link (run, cause);
CREATE INDEX IF NOT EXISTS conntrack_event_connection ON conntrack_event (run, node, connection);
CREATE INDEX IF NOT EXISTS nat_mapping_connection ON nat_mapping (run, node, connection);
CREATE INDEX IF NOT EXISTS log_line_packet ON log_line (run, packet);
)sql";
}

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
       k.reason, k.path, h.rewrite
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
CROSS JOIN v_flow f ON f.run = d.run AND f.flow = d.flow;

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
