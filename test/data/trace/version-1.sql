PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
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
INSERT INTO run VALUES(1,'fbb073b7-d8b1-4a77-902a-4820144011d5','usual',7,3,'3.37','0.1.0',1,'known --trace','rules',1795851628093852356,1795851628095722906,6000000000,1,'finished');
CREATE TABLE node (
  run INTEGER NOT NULL,
  id INTEGER NOT NULL,
  name TEXT NOT NULL,
  system_id INTEGER NOT NULL,
  PRIMARY KEY (run, id)
) WITHOUT ROWID;
INSERT INTO node VALUES(1,0,'client',0);
INSERT INTO node VALUES(1,1,'gw',0);
INSERT INTO node VALUES(1,2,'core',0);
INSERT INTO node VALUES(1,3,'web',0);
INSERT INTO node VALUES(1,4,'ext',0);
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
INSERT INTO interface VALUES(1,0,1,'lo','',1500,NULL,'ns3::CsmaNetDevice');
INSERT INTO interface VALUES(1,0,2,'eth0','',1500,0,'ns3::CsmaNetDevice');
INSERT INTO interface VALUES(1,1,1,'lo','',1500,NULL,'ns3::CsmaNetDevice');
INSERT INTO interface VALUES(1,1,2,'eth0','',1500,0,'ns3::CsmaNetDevice');
INSERT INTO interface VALUES(1,1,3,'eth1','',1500,1,'ns3::CsmaNetDevice');
INSERT INTO interface VALUES(1,2,1,'lo','',1500,NULL,'ns3::CsmaNetDevice');
INSERT INTO interface VALUES(1,2,2,'eth0','',1500,1,'ns3::CsmaNetDevice');
INSERT INTO interface VALUES(1,2,3,'eth1','',1500,2,'ns3::CsmaNetDevice');
INSERT INTO interface VALUES(1,3,1,'lo','',1500,NULL,'ns3::CsmaNetDevice');
INSERT INTO interface VALUES(1,3,2,'eth0','',1500,2,'ns3::CsmaNetDevice');
INSERT INTO interface VALUES(1,4,1,'lo','',1500,NULL,'ns3::CsmaNetDevice');
INSERT INTO interface VALUES(1,4,2,'eth0','',1500,2,'ns3::CsmaNetDevice');
CREATE TABLE interface_address (
  run INTEGER NOT NULL,
  node INTEGER NOT NULL,
  ifindex INTEGER NOT NULL,
  position INTEGER NOT NULL,
  address INTEGER NOT NULL,
  prefix_length INTEGER NOT NULL,
  PRIMARY KEY (run, node, ifindex, position)
) WITHOUT ROWID;
INSERT INTO interface_address VALUES(1,0,1,0,1,24);
INSERT INTO interface_address VALUES(1,0,2,0,2,24);
INSERT INTO interface_address VALUES(1,1,1,0,1,24);
INSERT INTO interface_address VALUES(1,1,2,0,3,24);
INSERT INTO interface_address VALUES(1,1,3,0,4,24);
INSERT INTO interface_address VALUES(1,2,1,0,1,24);
INSERT INTO interface_address VALUES(1,2,2,0,5,24);
INSERT INTO interface_address VALUES(1,2,3,0,6,24);
INSERT INTO interface_address VALUES(1,3,1,0,1,24);
INSERT INTO interface_address VALUES(1,3,2,0,7,24);
INSERT INTO interface_address VALUES(1,4,1,0,1,24);
INSERT INTO interface_address VALUES(1,4,2,0,8,24);
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
INSERT INTO ruleset VALUES(1,1,0,1,2,'filter',0);
INSERT INTO ruleset VALUES(1,2,0,1,2,'nat',0);
INSERT INTO ruleset VALUES(1,3,0,2,2,'filter',0);
CREATE TABLE chain (
  run INTEGER NOT NULL,
  id INTEGER NOT NULL,
  ruleset INTEGER NOT NULL,
  name TEXT NOT NULL,
  policy TEXT,
  PRIMARY KEY (run, id)
) WITHOUT ROWID;
INSERT INTO chain VALUES(1,1,1,'FORWARD','DROP');
INSERT INTO chain VALUES(1,2,1,'LOGGED',NULL);
INSERT INTO chain VALUES(1,3,1,'UNUSED',NULL);
INSERT INTO chain VALUES(1,4,2,'POSTROUTING','ACCEPT');
INSERT INTO chain VALUES(1,5,3,'FORWARD','ACCEPT');
CREATE TABLE rule (
  run INTEGER NOT NULL,
  chain INTEGER NOT NULL,
  number INTEGER NOT NULL,
  text TEXT NOT NULL,
  target TEXT NOT NULL,
  PRIMARY KEY (run, chain, number)
) WITHOUT ROWID;
INSERT INTO rule VALUES(1,1,1,'-A FORWARD -p tcp -m tcp --dport 80 -j ACCEPT','ACCEPT');
INSERT INTO rule VALUES(1,1,2,'-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT','ACCEPT');
INSERT INTO rule VALUES(1,1,3,'-A FORWARD -p tcp -m tcp --dport 23 -j LOGGED','LOGGED');
INSERT INTO rule VALUES(1,1,4,'-A FORWARD -s 10.0.0.0/24 -p tcp -m tcp --dport 80 -j DROP','DROP');
INSERT INTO rule VALUES(1,1,5,'-A FORWARD -p tcp -m tcp --dport 22 -j ACCEPT','ACCEPT');
INSERT INTO rule VALUES(1,2,1,'-A LOGGED -j LOG --log-prefix "telnet "','LOG');
INSERT INTO rule VALUES(1,2,2,'-A LOGGED -j ACCEPT','ACCEPT');
INSERT INTO rule VALUES(1,3,1,'-A UNUSED -j DROP','DROP');
INSERT INTO rule VALUES(1,4,1,'-A POSTROUTING -o eth1 -j MASQUERADE','MASQUERADE');
INSERT INTO rule VALUES(1,5,1,'-A FORWARD -p tcp -m tcp --dport 23 -j REJECT','REJECT');
CREATE TABLE address (
  run INTEGER NOT NULL,
  id INTEGER NOT NULL,
  family INTEGER NOT NULL,
  text TEXT NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (run, id),
  UNIQUE (run, bytes)
) WITHOUT ROWID;
INSERT INTO address VALUES(1,1,2,'127.0.0.1',X'7f000001');
INSERT INTO address VALUES(1,2,2,'10.0.0.2',X'0a000002');
INSERT INTO address VALUES(1,3,2,'10.0.0.1',X'0a000001');
INSERT INTO address VALUES(1,4,2,'203.0.113.1',X'cb007101');
INSERT INTO address VALUES(1,5,2,'203.0.113.2',X'cb007102');
INSERT INTO address VALUES(1,6,2,'192.0.2.1',X'c0000201');
INSERT INTO address VALUES(1,7,2,'192.0.2.10',X'c000020a');
INSERT INTO address VALUES(1,8,2,'192.0.2.66',X'c0000242');
INSERT INTO address VALUES(1,9,2,'10.9.9.9',X'0a090909');
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
INSERT INTO flow VALUES(1,1,6,2,1000,7,80);
INSERT INTO flow VALUES(1,2,6,4,1000,7,80);
INSERT INTO flow VALUES(1,3,6,7,80,4,1000);
INSERT INTO flow VALUES(1,4,6,7,80,2,1000);
INSERT INTO flow VALUES(1,5,17,2,2000,7,9999);
INSERT INTO flow VALUES(1,6,17,8,4000,9,5000);
INSERT INTO flow VALUES(1,7,6,2,3000,7,23);
INSERT INTO flow VALUES(1,8,6,4,3000,7,23);
INSERT INTO flow VALUES(1,9,1,5,0,4,771);
INSERT INTO flow VALUES(1,10,1,5,0,2,771);
INSERT INTO flow VALUES(1,11,6,7,23,4,3000);
CREATE TABLE packet (
  run INTEGER NOT NULL,
  uid INTEGER NOT NULL,
  first_time INTEGER NOT NULL,
  first_node INTEGER NOT NULL,
  flow INTEGER NOT NULL,
  length INTEGER NOT NULL,
  PRIMARY KEY (run, uid)
) WITHOUT ROWID;
INSERT INTO packet VALUES(1,1,1000000000,0,1,60);
INSERT INTO packet VALUES(1,2,1010000000,3,3,60);
INSERT INTO packet VALUES(1,3,2000000000,0,5,100);
INSERT INTO packet VALUES(1,4,2100000000,0,5,200);
INSERT INTO packet VALUES(1,5,2200000000,0,5,300);
INSERT INTO packet VALUES(1,6,3000000000,2,6,80);
INSERT INTO packet VALUES(1,7,4000000000,0,7,64);
INSERT INTO packet VALUES(1,8,4002000000,2,9,92);
INSERT INTO packet VALUES(1,9,5000000000,0,1,90);
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
INSERT INTO packet_link VALUES(1,46,4002000000,2,8,7,'reject');
CREATE TABLE path_step (
  run INTEGER NOT NULL,
  path INTEGER NOT NULL,
  step INTEGER NOT NULL,
  chain INTEGER NOT NULL,
  rule INTEGER NOT NULL,
  verdict TEXT NOT NULL,
  PRIMARY KEY (run, path, step)
) WITHOUT ROWID;
INSERT INTO path_step VALUES(1,1,0,1,1,'ACCEPT');
INSERT INTO path_step VALUES(1,2,0,4,1,'ACCEPT');
INSERT INTO path_step VALUES(1,3,0,5,0,'ACCEPT');
INSERT INTO path_step VALUES(1,4,0,1,2,'ACCEPT');
INSERT INTO path_step VALUES(1,5,0,1,0,'DROP');
INSERT INTO path_step VALUES(1,6,0,1,3,'JUMP');
INSERT INTO path_step VALUES(1,6,1,2,1,'CONTINUE');
INSERT INTO path_step VALUES(1,6,2,2,2,'ACCEPT');
INSERT INTO path_step VALUES(1,7,0,5,1,'DROP');
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
INSERT INTO pass_kind VALUES(1,1,0,2,'OUTPUT',NULL,2,0,'INVALID',NULL,NULL,NULL);
INSERT INTO pass_kind VALUES(1,2,0,2,'POSTROUTING',NULL,2,0,'INVALID',NULL,NULL,NULL);
INSERT INTO pass_kind VALUES(1,3,1,2,'PREROUTING',2,NULL,0,'NEW','ORIGINAL',NULL,NULL);
INSERT INTO pass_kind VALUES(1,4,1,2,'FORWARD',2,3,0,'NEW','ORIGINAL',NULL,1);
INSERT INTO pass_kind VALUES(1,5,1,2,'POSTROUTING',NULL,3,0,'NEW','ORIGINAL',NULL,2);
INSERT INTO pass_kind VALUES(1,6,2,2,'PREROUTING',2,NULL,0,'INVALID',NULL,NULL,NULL);
INSERT INTO pass_kind VALUES(1,7,2,2,'FORWARD',2,3,0,'INVALID',NULL,NULL,3);
INSERT INTO pass_kind VALUES(1,8,2,2,'POSTROUTING',NULL,3,0,'INVALID',NULL,NULL,NULL);
INSERT INTO pass_kind VALUES(1,9,3,2,'PREROUTING',2,NULL,0,'INVALID',NULL,NULL,NULL);
INSERT INTO pass_kind VALUES(1,10,3,2,'INPUT',2,NULL,0,'INVALID',NULL,NULL,NULL);
INSERT INTO pass_kind VALUES(1,11,3,2,'OUTPUT',NULL,2,0,'INVALID',NULL,NULL,NULL);
INSERT INTO pass_kind VALUES(1,12,3,2,'POSTROUTING',NULL,2,0,'INVALID',NULL,NULL,NULL);
INSERT INTO pass_kind VALUES(1,13,2,2,'PREROUTING',3,NULL,0,'INVALID',NULL,NULL,NULL);
INSERT INTO pass_kind VALUES(1,14,2,2,'FORWARD',3,2,0,'INVALID',NULL,NULL,3);
INSERT INTO pass_kind VALUES(1,15,2,2,'POSTROUTING',NULL,2,0,'INVALID',NULL,NULL,NULL);
INSERT INTO pass_kind VALUES(1,16,1,2,'PREROUTING',3,NULL,0,'ESTABLISHED','REPLY',NULL,NULL);
INSERT INTO pass_kind VALUES(1,17,1,2,'FORWARD',3,2,0,'ESTABLISHED','REPLY',NULL,4);
INSERT INTO pass_kind VALUES(1,18,1,2,'POSTROUTING',NULL,2,0,'ESTABLISHED','REPLY',NULL,NULL);
INSERT INTO pass_kind VALUES(1,19,0,2,'PREROUTING',2,NULL,0,'INVALID',NULL,NULL,NULL);
INSERT INTO pass_kind VALUES(1,20,0,2,'INPUT',2,NULL,0,'INVALID',NULL,NULL,NULL);
INSERT INTO pass_kind VALUES(1,21,1,2,'PREROUTING',2,NULL,0,'NEW',NULL,NULL,NULL);
INSERT INTO pass_kind VALUES(1,22,1,2,'FORWARD',2,3,0,'NEW',NULL,'policy',5);
INSERT INTO pass_kind VALUES(1,23,1,2,'FORWARD',2,3,0,'NEW','ORIGINAL',NULL,6);
INSERT INTO pass_kind VALUES(1,24,2,2,'FORWARD',2,3,0,'INVALID',NULL,'REJECT',7);
INSERT INTO pass_kind VALUES(1,25,2,2,'OUTPUT',NULL,2,0,'INVALID',NULL,NULL,NULL);
INSERT INTO pass_kind VALUES(1,26,1,2,'PREROUTING',3,NULL,0,'RELATED','REPLY',NULL,NULL);
INSERT INTO pass_kind VALUES(1,27,1,2,'FORWARD',3,2,0,'RELATED','REPLY',NULL,4);
INSERT INTO pass_kind VALUES(1,28,1,2,'POSTROUTING',NULL,2,0,'RELATED','REPLY',NULL,NULL);
INSERT INTO pass_kind VALUES(1,29,1,2,'PREROUTING',2,NULL,0,'ESTABLISHED','ORIGINAL',NULL,NULL);
INSERT INTO pass_kind VALUES(1,30,1,2,'FORWARD',2,3,0,'ESTABLISHED','ORIGINAL',NULL,1);
INSERT INTO pass_kind VALUES(1,31,1,2,'POSTROUTING',NULL,3,0,'ESTABLISHED','ORIGINAL',NULL,2);
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
INSERT INTO rewrite VALUES(1,1,1,2,64,63,0,0,0,0);
INSERT INTO rewrite VALUES(1,2,3,4,64,64,0,0,0,0);
INSERT INTO rewrite VALUES(1,3,7,8,64,63,0,0,0,0);
INSERT INTO rewrite VALUES(1,4,9,10,64,64,0,0,0,0);
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
INSERT INTO hook_pass VALUES(1,1,1000000000,1,1,1,1,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,2,1000000000,1,1,2,1,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,3,1001000000,1,1,3,1,NULL,5,1,NULL);
INSERT INTO hook_pass VALUES(1,4,1001000000,1,1,4,1,NULL,5,1,NULL);
INSERT INTO hook_pass VALUES(1,5,1001000000,1,1,5,2,NULL,5,1,1);
INSERT INTO hook_pass VALUES(1,6,1002000000,1,1,6,2,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,7,1002000000,1,1,7,2,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,8,1002000000,1,1,8,2,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,9,1004000000,1,1,9,2,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,10,1004000000,1,1,10,2,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,13,1010000000,2,2,11,3,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,14,1010000000,2,2,12,3,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,15,1011000000,2,2,13,3,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,16,1011000000,2,2,14,3,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,17,1011000000,2,2,15,3,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,18,1012000000,2,2,16,4,NULL,5,1,2);
INSERT INTO hook_pass VALUES(1,19,1012000000,2,2,17,4,NULL,5,1,NULL);
INSERT INTO hook_pass VALUES(1,20,1012000000,2,2,18,4,NULL,5,1,NULL);
INSERT INTO hook_pass VALUES(1,21,1013000000,2,2,19,4,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,22,1013000000,2,2,20,4,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,24,2000000000,3,3,1,5,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,25,2000000000,3,3,2,5,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,26,2001000000,3,3,21,5,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,27,2001000000,3,3,22,5,NULL,NULL,0,NULL);
INSERT INTO hook_pass VALUES(1,28,2100000000,4,4,1,5,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,29,2100000000,4,4,2,5,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,30,2101000000,4,4,21,5,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,31,2101000000,4,4,22,5,NULL,NULL,0,NULL);
INSERT INTO hook_pass VALUES(1,32,2200000000,5,5,1,5,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,33,2200000000,5,5,2,5,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,34,2201000000,5,5,21,5,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,35,2201000000,5,5,22,5,NULL,NULL,0,NULL);
INSERT INTO hook_pass VALUES(1,36,3000000000,6,6,13,6,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,38,4000000000,7,7,1,7,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,39,4000000000,7,7,2,7,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,40,4001000000,7,7,3,7,NULL,6,1,NULL);
INSERT INTO hook_pass VALUES(1,42,4001000000,7,7,23,7,NULL,6,1,NULL);
INSERT INTO hook_pass VALUES(1,43,4001000000,7,7,5,8,NULL,6,1,3);
INSERT INTO hook_pass VALUES(1,44,4002000000,7,7,6,8,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,45,4002000000,7,7,24,8,NULL,NULL,0,NULL);
INSERT INTO hook_pass VALUES(1,47,4002000000,8,8,25,9,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,48,4002000000,8,8,15,9,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,49,4003000000,8,8,26,10,NULL,6,1,4);
INSERT INTO hook_pass VALUES(1,50,4003000000,8,8,27,10,NULL,6,1,NULL);
INSERT INTO hook_pass VALUES(1,51,4003000000,8,8,28,10,NULL,6,1,NULL);
INSERT INTO hook_pass VALUES(1,52,4004000000,8,8,19,10,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,53,4004000000,8,8,20,10,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,57,5000000000,9,9,1,1,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,58,5000000000,9,9,2,1,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,59,5001000000,9,9,29,1,NULL,5,1,NULL);
INSERT INTO hook_pass VALUES(1,60,5001000000,9,9,30,1,NULL,5,1,NULL);
INSERT INTO hook_pass VALUES(1,61,5001000000,9,9,31,2,NULL,5,1,1);
INSERT INTO hook_pass VALUES(1,62,5002000000,9,9,6,2,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,63,5002000000,9,9,7,2,NULL,NULL,1,NULL);
INSERT INTO hook_pass VALUES(1,64,5002000000,9,9,8,2,NULL,NULL,1,NULL);
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
INSERT INTO stack_drop VALUES(1,37,3000000000,2,6,6,3,6,80,'no-route');
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
INSERT INTO connection VALUES(1,1,5,1001000000,1,3,0,NULL);
INSERT INTO connection VALUES(1,1,6,4001000000,7,11,0,NULL);
CREATE TABLE conntrack_kind (
  run INTEGER NOT NULL,
  id INTEGER NOT NULL,
  change TEXT NOT NULL,
  state TEXT,
  reason TEXT,
  status INTEGER NOT NULL,
  PRIMARY KEY (run, id)
) WITHOUT ROWID;
INSERT INTO conntrack_kind VALUES(1,1,'new','SYN_SENT',NULL,0);
INSERT INTO conntrack_kind VALUES(1,2,'update','SYN_RECV',NULL,2);
INSERT INTO conntrack_kind VALUES(1,3,'destroy','SYN_SENT','timeout',0);
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
INSERT INTO conntrack_event VALUES(1,11,1001000000,1,5,1,0,NULL,NULL,NULL,NULL);
INSERT INTO conntrack_event VALUES(1,23,1012000000,1,5,2,0,NULL,NULL,NULL,NULL);
INSERT INTO conntrack_event VALUES(1,54,4001000000,1,6,1,0,NULL,NULL,NULL,NULL);
INSERT INTO conntrack_event VALUES(1,55,4500000000,1,6,3,0,1,64,0,0);
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
INSERT INTO nat_mapping VALUES(1,12,1001000000,1,5,'SNAT',1,2);
INSERT INTO nat_mapping VALUES(1,56,4001000000,1,6,'SNAT',7,8);
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
INSERT INTO log_line VALUES(1,41,4001000000,1,7,7,4,'telnet IN=eth0 OUT=eth1');
ANALYZE sqlite_schema;
INSERT INTO sqlite_stat1 VALUES('hook_pass','hook_pass','1000000 100000 6 1');
INSERT INTO sqlite_stat1 VALUES('hook_pass','hook_pass_drop','10000 10000 1');
INSERT INTO sqlite_stat1 VALUES('packet','packet','200000 200000 1');
INSERT INTO sqlite_stat1 VALUES('packet_link','packet_link','10000 1000 1');
INSERT INTO sqlite_stat1 VALUES('packet_link','packet_link_packet','10000 10000 1');
INSERT INTO sqlite_stat1 VALUES('packet_link','packet_link_cause','10000 10000 1');
INSERT INTO sqlite_stat1 VALUES('stack_drop','stack_drop','10000 1000 1');
INSERT INTO sqlite_stat1 VALUES('stack_drop','stack_drop_packet','10000 10000 1');
INSERT INTO sqlite_stat1 VALUES('log_line','log_line','10000 1000 1');
INSERT INTO sqlite_stat1 VALUES('log_line','log_line_packet','10000 10000 1');
INSERT INTO sqlite_stat1 VALUES('connection','connection','20000 20000 200 1');
INSERT INTO sqlite_stat1 VALUES('conntrack_event','conntrack_event','100000 10000 1');
INSERT INTO sqlite_stat1 VALUES('conntrack_event','conntrack_event_connection','100000 100000 1000 5');
INSERT INTO sqlite_stat1 VALUES('conntrack_kind','conntrack_kind','100 100 1');
INSERT INTO sqlite_stat1 VALUES('nat_mapping','nat_mapping','20000 2000 1');
INSERT INTO sqlite_stat1 VALUES('nat_mapping','nat_mapping_connection','20000 20000 200 1');
INSERT INTO sqlite_stat1 VALUES('flow','flow','20000 20000 1');
INSERT INTO sqlite_stat1 VALUES('flow','sqlite_autoindex_flow_2','20000 20000 200 10 2 1 1');
INSERT INTO sqlite_stat1 VALUES('address','address','500 500 1');
INSERT INTO sqlite_stat1 VALUES('address','sqlite_autoindex_address_2','500 500 1');
INSERT INTO sqlite_stat1 VALUES('pass_kind','pass_kind','1000 1000 1');
INSERT INTO sqlite_stat1 VALUES('path_step','path_step','5000 5000 6 1');
INSERT INTO sqlite_stat1 VALUES('rewrite','rewrite','10000 10000 1');
INSERT INTO sqlite_stat1 VALUES('ruleset','ruleset','50 50 1');
INSERT INTO sqlite_stat1 VALUES('chain','chain','200 200 1');
INSERT INTO sqlite_stat1 VALUES('rule','rule','2000 2000 10 1');
INSERT INTO sqlite_stat1 VALUES('node','node','50 50 1');
INSERT INTO sqlite_stat1 VALUES('interface','interface','150 150 3 1');
INSERT INTO sqlite_stat1 VALUES('interface_address','interface_address','150 150 3 1 1');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('run',1);
CREATE VIEW v_flow AS
SELECT f.run, f.id AS flow, s.family, f.protocol,
       CASE f.protocol WHEN 1 THEN 'icmp' WHEN 6 THEN 'tcp' WHEN 17 THEN 'udp' WHEN 47 THEN 'gre'
         WHEN 58 THEN 'icmpv6' WHEN 132 THEN 'sctp' WHEN 136 THEN 'udplite'
         ELSE CAST(f.protocol AS TEXT) END AS protocol_name,
       s.text AS source, f.source_port, d.text AS destination, f.destination_port
FROM flow f
CROSS JOIN address s ON s.run = f.run AND s.id = f.source
CROSS JOIN address d ON d.run = f.run AND d.id = f.destination;
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
CREATE INDEX hook_pass_drop ON hook_pass (run, id) WHERE verdict = 0;
CREATE INDEX stack_drop_packet ON stack_drop (run, packet);
CREATE INDEX packet_link_packet ON packet_link (run, packet);
CREATE INDEX packet_link_cause ON packet_link (run, cause);
CREATE INDEX conntrack_event_connection ON conntrack_event (run, node, connection);
CREATE INDEX nat_mapping_connection ON nat_mapping (run, node, connection);
CREATE INDEX log_line_packet ON log_line (run, packet);
COMMIT;
PRAGMA application_id = 1852208242;
PRAGMA user_version = 1;
