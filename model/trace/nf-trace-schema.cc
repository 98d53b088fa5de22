// SPDX-License-Identifier: GPL-2.0-only

#include "nf-trace-schema.h"

#include <string>

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
    static const std::string sql = R"sql(
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
  reason TEXT NOT NULL DEFAULT 'unfinished',
  scenario TEXT,
  hash TEXT,
  variant TEXT,
  placement TEXT,
  replication INTEGER,
  text TEXT
);
CREATE TABLE node (
  run INTEGER NOT NULL,
  id INTEGER NOT NULL,
  name TEXT NOT NULL,
  system_id INTEGER NOT NULL,
  traced INTEGER NOT NULL,
  layer INTEGER NOT NULL,
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
  ends INTEGER,
  keeps_state INTEGER,
  changes INTEGER,
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
  sent INTEGER NOT NULL,
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
  rules_visited INTEGER,
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
-- be missing from a run that was killed): few rows of a packet, very many of a run, which are
-- better read in order of the primary key than by an index.
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
)sql" + NfTraceVersion2Sql();
    return sql.c_str();
}

const char*
NfTraceIndexSql()
{
    return R"sql(
CREATE INDEX IF NOT EXISTS hook_pass_drop ON hook_pass (run, id) WHERE verdict = 0;
CREATE INDEX IF NOT EXISTS stack_drop_packet ON stack_drop (run, packet);
CREATE INDEX IF NOT EXISTS loss_packet ON loss (run, packet);
CREATE INDEX IF NOT EXISTS packet_link_packet ON packet_link (run, packet);
CREATE INDEX IF NOT EXISTS packet_link_cause ON packet_link (run, cause);
CREATE INDEX IF NOT EXISTS conntrack_event_connection ON conntrack_event (run, node, connection);
CREATE INDEX IF NOT EXISTS nat_mapping_connection ON nat_mapping (run, node, connection);
CREATE INDEX IF NOT EXISTS log_line_packet ON log_line (run, packet);
)sql";
}

} // namespace ns3
